//! One certificate of a path.

use alloc::borrow::Cow;

use pushcert_types::UnixTime;
use pushcert_x509::{Certificate, KeyUsage};

use crate::authority::{Authority, Generation};

/// Where a certificate of a path comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// It came with the leaf, or is the leaf.
    File,
    /// One of Apple's authorities below a root, from the table of this crate.
    BuiltIn,
    /// Trusted: one of Apple's roots, or one that the caller gave.
    Anchor,
}

impl Source {
    /// `file`, `built-in`, `anchor`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::BuiltIn => "built-in",
            Self::Anchor => "anchor",
        }
    }
}

/// One certificate of a path: the leaf, an authority, or the anchor.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    certificate: Option<&'a Certificate>,
    authority: Option<&'static Authority>,
    source: Source,
    is_in_file: bool,
}

impl<'a> Step<'a> {
    pub(super) const fn file(certificate: &'a Certificate) -> Self {
        Self {
            certificate: Some(certificate),
            authority: None,
            source: Source::File,
            is_in_file: true,
        }
    }

    pub(super) const fn anchor(certificate: &'a Certificate, is_in_file: bool) -> Self {
        Self {
            certificate: Some(certificate),
            authority: None,
            source: Source::Anchor,
            is_in_file,
        }
    }

    /// An authority of the table, and the same certificate where it came along as well.
    pub(super) fn built_in(
        authority: &'static Authority,
        in_file: Option<&'a Certificate>,
    ) -> Self {
        let source = match (authority.is_root(), in_file) {
            (true, _) => Source::Anchor,
            (false, Some(_)) => Source::File,
            (false, None) => Source::BuiltIn,
        };
        Self {
            certificate: in_file,
            authority: Some(authority),
            source,
            is_in_file: in_file.is_some(),
        }
    }

    /// CN of its subject, `None` where there is none that is text.
    #[must_use]
    pub fn common_name(&self) -> Option<&'a str> {
        match (self.authority, self.certificate) {
            (Some(authority), _) => Some(authority.common_name()),
            (None, Some(certificate)) => certificate.subject().common_name(),
            (None, None) => None,
        }
    }

    /// The generation, for Apple's authorities that sign developers' certificates.
    #[must_use]
    pub fn generation(&self) -> Option<Generation> {
        self.authority.and_then(Authority::generation)
    }

    /// The first moment of its validity, `None` where it cannot be read.
    #[must_use]
    pub fn not_before(&self) -> Option<UnixTime> {
        match (self.authority, self.certificate) {
            (Some(authority), _) => Some(authority.not_before()),
            (None, certificate) => certificate.and_then(Certificate::not_before),
        }
    }

    /// The last moment of its validity, `None` where it cannot be read.
    #[must_use]
    pub fn not_after(&self) -> Option<UnixTime> {
        match (self.authority, self.certificate) {
            (Some(authority), _) => Some(authority.not_after()),
            (None, certificate) => certificate.and_then(Certificate::not_after),
        }
    }

    /// SHA-256 of the certificate.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        match (self.authority, self.certificate) {
            (Some(authority), _) => *authority.sha256(),
            (None, Some(certificate)) => certificate.sha256(),
            (None, None) => [0; 32],
        }
    }

    /// Where it comes from. What came along and is one of Apple's intermediates is
    /// [`Source::File`]; an anchor stays an anchor, see [`is_in_file`](Self::is_in_file).
    #[must_use]
    pub const fn source(&self) -> Source {
        self.source
    }

    /// Whether it came along with the leaf. True for the leaf itself.
    #[must_use]
    pub const fn is_in_file(&self) -> bool {
        self.is_in_file
    }

    /// The authority of Apple's that this is the certificate of.
    #[must_use]
    pub const fn authority(&self) -> Option<&'static Authority> {
        self.authority
    }

    /// The certificate, where it was given to [`path`](super::path).
    #[must_use]
    pub const fn certificate(&self) -> Option<&'a Certificate> {
        self.certificate
    }

    /// The certificate's encoding; `None` for authorities that are known by their figures only.
    #[must_use]
    pub fn certificate_der(&self) -> Option<&'a [u8]> {
        let carried = || self.authority.and_then(Authority::certificate_der);
        self.certificate.map(Certificate::der).or_else(carried)
    }

    /// Whether its certificate is valid at a moment; not where the dates cannot be read.
    #[must_use]
    pub fn is_valid_at(&self, moment: UnixTime) -> bool {
        let begun = self.not_before().is_some_and(|start| start <= moment);
        begun && self.not_after().is_some_and(|end| moment <= end)
    }

    /// Whether a path ends here: an anchor, or an authority whose certificate is not carried, so
    /// that nothing above it can be checked.
    pub(super) fn is_end(&self) -> bool {
        self.source == Source::Anchor
            || self
                .authority
                .is_some_and(|authority| authority.certificate_der().is_none())
    }

    /// The encodings of its subject and of its public key.
    pub(super) fn subject_der(&self) -> &'a [u8] {
        match (self.authority, self.certificate) {
            (Some(authority), _) => authority.subject_der(),
            (None, Some(certificate)) => certificate.subject().der(),
            (None, None) => &[],
        }
    }

    pub(super) fn spki_der(&self) -> Cow<'a, [u8]> {
        match (self.certificate, self.authority) {
            (Some(certificate), _) => Cow::Borrowed(certificate.spki_der()),
            (None, Some(authority)) => Cow::Owned(authority.spki_der()),
            (None, None) => Cow::Borrowed(&[]),
        }
    }

    /// Whether it is an authority by its basic constraints.
    pub(super) fn is_ca(&self) -> bool {
        self.authority.is_some() || self.certificate.is_some_and(Certificate::is_ca)
    }

    /// Whether its key usage allows to sign certificates, or says nothing.
    pub(super) fn may_sign(&self) -> bool {
        let usage = self.certificate.and_then(Certificate::key_usage);
        usage.is_none_or(KeyUsage::key_cert_sign)
    }

    /// How many authorities may stand below it, `None` for any number.
    pub(super) fn path_length(&self) -> Option<u32> {
        match (self.authority, self.certificate) {
            (Some(authority), _) => authority.path_length().map(u32::from),
            (None, certificate) => certificate?.basic_constraints()?.path_length,
        }
    }
}
