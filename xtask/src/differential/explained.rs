//! Every kind of disagreement with OpenSSL 3.0, with its reason.

/// Files that come out otherwise.
#[derive(Debug)]
pub(super) struct Explained {
    /// Beginning of the names of the files.
    pub(super) files: &'static str,
    /// Our outcome.
    pub(super) ours: &'static str,
    /// The outcome of `openssl`, or what differs where both open.
    pub(super) openssl: &'static str,
    /// Why, and who is right.
    pub(super) why: &'static str,
}

impl Explained {
    /// Whether only files of a corpus show it.
    pub(super) fn corpus_only(&self) -> bool {
        self.files.starts_with("corpus/")
    }
}

pub(super) const EXPLAINED: &[Explained] = &[];
