//! Which roots a server may stand on, and who brought each of them.

mod judge;

use std::fmt;
use std::sync::Arc;

use pushcert_trust::Certificate;
use pushcert_trust::store::REQUIRED_ROOTS;
use pushcert_types::connection::TrustSource;
use rustls::RootCertStore;
use rustls_pki_types::{CertificateDer, TrustAnchor};

pub(crate) use judge::{Judgement, judge};

/// Trust anchors by their source. A clone is cheap.
///
/// With several sources each is asked on its own, so that "this program would be trusted, but the machine's
/// other programs would not" can be told. A server is good if one of them vouches for it.
///
/// ```
/// use pushcert_connect::Roots;
/// use pushcert_connect::TrustSource;
///
/// let roots = Roots::bundled();
/// assert_eq!(roots.sources().collect::<Vec<_>>(), [TrustSource::Bundled]);
/// assert_eq!(roots.len(), 2);
/// ```
#[derive(Clone)]
pub struct Roots {
    sets: Arc<Vec<Set>>,
}

/// The anchors of one source. Both lists have the same order.
struct Set {
    source: TrustSource,
    anchors: Vec<TrustAnchor<'static>>,
    certificates: Vec<CertificateDer<'static>>,
}

/// Why given anchors are none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct RootsError {
    kind: RootsErrorKind,
}

impl RootsError {
    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &RootsErrorKind {
        &self.kind
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RootsErrorKind {
    /// There is none.
    #[error("there is no trust anchor")]
    None,
    /// One is no certificate that can be an anchor.
    #[error("trust anchor {} cannot be used", index.saturating_add(1))]
    Unusable {
        /// Which one, from 0.
        index: usize,
    },
}

impl Roots {
    /// The trust store of the operating system, and the roots of APNs that come with pushcert.
    ///
    /// Reads files or asks the system, some milliseconds: keep the result. `SSL_CERT_FILE` and `SSL_CERT_DIR`
    /// are honoured. What cannot be read is left out; an empty store refuses every server, which then shows
    /// in the facts.
    #[must_use]
    pub fn system() -> Self {
        let platform = rustls_native_certs::load_native_certs().certs;
        let platform = Set::of(TrustSource::Platform, platform.into_iter());
        Self::from_sets(vec![platform, Set::bundled()])
    }

    /// Only the roots of APNs that come with pushcert: [`REQUIRED_ROOTS`].
    #[must_use]
    pub fn bundled() -> Self {
        Self::from_sets(vec![Set::bundled()])
    }

    /// Only these, such as the authority of a stand-in on this machine, or, for a [`crate::Checker`], its own
    /// certificate if it signed itself.
    ///
    /// # Errors
    /// [`RootsErrorKind`].
    pub fn only(
        anchors: impl IntoIterator<Item = CertificateDer<'static>>,
    ) -> Result<Self, RootsError> {
        let certificates: Vec<_> = anchors.into_iter().collect();
        let unusable = certificates.iter().position(|der| anchor(der).is_none());
        if let Some(index) = unusable {
            let kind = RootsErrorKind::Unusable { index };
            return Err(RootsError { kind });
        }
        if certificates.is_empty() {
            let kind = RootsErrorKind::None;
            return Err(RootsError { kind });
        }
        let given = Set::of(TrustSource::Given, certificates.into_iter());
        Ok(Self::from_sets(vec![given]))
    }

    fn from_sets(sets: Vec<Set>) -> Self {
        let sets = Arc::new(sets);
        Self { sets }
    }

    /// The sources, in the order in which they are asked.
    pub fn sources(&self) -> impl Iterator<Item = TrustSource> + '_ {
        self.sets.iter().map(|set| set.source)
    }

    /// How many anchors all sources have together.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sets.iter().map(|set| set.anchors.len()).sum()
    }

    /// Whether there is none at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of them together, for rustls.
    #[must_use]
    pub fn to_store(&self) -> RootCertStore {
        let anchors = self.sets.iter().flat_map(|set| set.anchors.iter().cloned());
        RootCertStore::from_iter(anchors)
    }
}

impl fmt::Debug for Roots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sets = self.sets.iter().map(|set| (set.source, set.anchors.len()));
        f.debug_map().entries(sets).finish()
    }
}

impl Set {
    fn bundled() -> Self {
        let ders = REQUIRED_ROOTS.iter().map(|root| root.der().into());
        Self::of(TrustSource::Bundled, ders)
    }

    /// What can be no anchor is left out.
    fn of(source: TrustSource, ders: impl Iterator<Item = CertificateDer<'static>>) -> Self {
        let (certificates, anchors) = ders
            .filter_map(|der| anchor(&der).map(|anchor| (der, anchor)))
            .unzip();
        Self {
            source,
            anchors,
            certificates,
        }
    }

    /// The common name of an anchor, or its organization: old roots have nothing else.
    fn name_of(&self, anchor: &TrustAnchor<'_>) -> Option<String> {
        let same = |own: &TrustAnchor<'_>| std::ptr::eq(own, anchor);
        let index = self.anchors.iter().position(same)?;
        Self::name_in(self.certificates.get(index)?)
    }

    /// Whether this very certificate is among them.
    fn holds(&self, der: &CertificateDer<'_>) -> bool {
        self.certificates.iter().any(|own| own == der)
    }

    /// The common name of a certificate, or its organization.
    fn name_in(der: &CertificateDer<'_>) -> Option<String> {
        let certificate = Certificate::decode(der).ok()?;
        let subject = certificate.subject();
        let name = subject.common_name().or_else(|| subject.organization())?;
        Some(name.to_owned())
    }
}

fn anchor(der: &CertificateDer<'_>) -> Option<TrustAnchor<'static>> {
    webpki::anchor_from_trusted_cert(der)
        .ok()
        .map(|anchor| anchor.to_owned())
}
