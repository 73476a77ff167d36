//! The roots that a trust store needs so that a connection to APNs can succeed.
//!
//! A program that cannot reach APNs because its trust store is old gets a TLS error that looks as
//! if the push certificate were bad. [`inspect`] tells that without a connection: it compares the
//! certificates of a store with [`REQUIRED_ROOTS`].
//!
//! Facts only: whether an absent root is an error depends on when and for what it is needed, which
//! [`RequiredRoot::uses`] says.
//!
//! ```no_run
//! use pushcert_trust::store;
//! use pushcert_types::UnixTime;
//! use pushcert_x509::Certificate;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let ders: Vec<Vec<u8>> = Vec::new();
//! // A damaged entry of a store is no reason to stop.
//! let certificates: Vec<_> = ders.iter().filter_map(|der| Certificate::decode(der).ok()).collect();
//! let report = store::inspect(&certificates, UnixTime::parse("2026-10-01T00:00:00Z")?);
//! for finding in report.findings() {
//!     println!("{}: {:?}", finding.root().common_name(), finding.presence());
//! }
//! # Ok(())
//! # }
//! ```

mod roots;

use alloc::vec::Vec;
use core::cmp::Reverse;

use pushcert_types::{Environment, UnixTime};
use pushcert_x509::Certificate;
use sha2::{Digest, Sha256};

pub use roots::{REQUIRED_ROOTS, RequiredRoot, RootUse};

/// Whether a root is in a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Presence {
    /// The root's own certificate, valid at the moment.
    Valid,
    /// The root's own certificate, expired.
    Expired {
        /// The last moment of its validity.
        not_after: UnixTime,
    },
    /// The root's own certificate, not valid yet: the clock is wrong.
    NotYetValid {
        /// The first moment of its validity.
        not_before: UnixTime,
    },
    /// Not the root's own certificate, but another one for the same name and key: signed by
    /// another authority, or made again. Programs that stop at any certificate of their store
    /// accept it; OpenSSL does so only with `X509_V_FLAG_PARTIAL_CHAIN`, unless it signed itself.
    OtherCertificate {
        /// SHA-256 of that certificate.
        sha256: [u8; 32],
        /// Whether its issuer has the same name.
        is_self_issued: bool,
        /// Whether it is valid at the moment.
        is_valid: bool,
        /// The last moment of its validity, `None` where it cannot be read.
        not_after: Option<UnixTime>,
    },
    /// No certificate with the root's name and key.
    Absent,
}

impl Presence {
    /// Whether a certificate with the root's name and key is there and valid.
    #[must_use]
    pub const fn is_usable(&self) -> bool {
        matches!(
            self,
            Self::Valid | Self::OtherCertificate { is_valid: true, .. }
        )
    }
}

/// One required root and whether it is there.
#[derive(Clone, Copy, Debug)]
pub struct Finding {
    root: &'static RequiredRoot,
    presence: Presence,
}

impl Finding {
    /// The root.
    #[must_use]
    pub const fn root(&self) -> &'static RequiredRoot {
        self.root
    }

    /// Whether it is there.
    #[must_use]
    pub const fn presence(&self) -> Presence {
        self.presence
    }
}

/// What a trust store has of [`REQUIRED_ROOTS`].
#[derive(Clone, Debug)]
pub struct StoreReport {
    findings: Vec<Finding>,
    certificates: usize,
}

impl StoreReport {
    /// One finding for each of [`REQUIRED_ROOTS`], in their order.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many certificates were looked at.
    #[must_use]
    pub const fn certificates(&self) -> usize {
        self.certificates
    }

    /// Whether every root that the service of an environment stands on at a moment is there and
    /// valid.
    #[must_use]
    pub fn suffices_for(&self, environment: Environment, at: UnixTime) -> bool {
        self.findings.iter().all(|finding| {
            !finding.root.is_used_by(environment, at) || finding.presence.is_usable()
        })
    }
}

/// Looks for [`REQUIRED_ROOTS`] in a trust store, as it stands `at` a moment.
///
/// A root is recognised by its name and its public key. Of several certificates that fit, the
/// root's own comes first, then those that are valid, then those that last longest. The work is in
/// proportion to the number of certificates.
pub fn inspect<'a>(
    certificates: impl IntoIterator<Item = &'a Certificate>,
    at: UnixTime,
) -> StoreReport {
    let mut best: Vec<Finding> = REQUIRED_ROOTS
        .iter()
        .map(|root| Finding {
            root,
            presence: Presence::Absent,
        })
        .collect();
    let mut count = 0_usize;
    for certificate in certificates {
        count = count.saturating_add(1);
        for finding in &mut best {
            if is_of(certificate, finding.root) {
                let presence = presence_of(certificate, finding.root, at);
                if preference(&presence) > preference(&finding.presence) {
                    finding.presence = presence;
                }
            }
        }
    }
    StoreReport {
        findings: best,
        certificates: count,
    }
}

/// Name and key; the name first, because it costs less.
fn is_of(certificate: &Certificate, root: &RequiredRoot) -> bool {
    let subject = certificate.subject();
    subject.common_name() == Some(root.common_name())
        && subject.organization() == Some(root.organization())
        && Sha256::digest(certificate.spki_der()).as_slice() == root.spki_sha256()
}

fn presence_of(certificate: &Certificate, root: &RequiredRoot, at: UnixTime) -> Presence {
    let sha256 = certificate.sha256();
    let (not_before, not_after) = (root.not_before(), root.not_after());
    if sha256 != *root.sha256() {
        let begun = certificate.not_before().is_some_and(|start| start <= at);
        let not_after = certificate.not_after();
        Presence::OtherCertificate {
            sha256,
            is_self_issued: certificate.is_self_issued(),
            is_valid: begun && not_after.is_some_and(|end| at <= end),
            not_after,
        }
    } else if at > not_after {
        Presence::Expired { not_after }
    } else if at < not_before {
        Presence::NotYetValid { not_before }
    } else {
        Presence::Valid
    }
}

/// The greater, the better; the last part makes the answer independent of the order.
fn preference(presence: &Presence) -> (u8, Option<UnixTime>, Reverse<[u8; 32]>) {
    let least = Reverse([0; 32]);
    match *presence {
        Presence::Valid => (4, None, least),
        Presence::OtherCertificate {
            sha256,
            is_valid,
            not_after,
            ..
        } => (if is_valid { 3 } else { 1 }, not_after, Reverse(sha256)),
        Presence::Expired { .. } | Presence::NotYetValid { .. } => (2, None, least),
        Presence::Absent => (0, None, least),
    }
}
