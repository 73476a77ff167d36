//! Facts about requests: PKCS#10, and the vendor-signed request for an MDM push certificate.

use alloc::string::String;
use alloc::vec::Vec;

use crate::facts::{CertificateFacts, PublicKeyFacts};

/// A certification request (RFC 2986).
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RequestFacts {
    /// Subject common name.
    pub common_name: Option<String>,
    /// Subject e-mail address.
    pub email: Option<String>,
    /// Subject country.
    pub country: Option<String>,
    /// The public key; none where it cannot be read.
    pub key: Option<PublicKeyFacts>,
    /// `sha256-rsa`, `sha1-rsa`, …; none where the identifier cannot be read.
    pub signature_algorithm: Option<String>,
    /// Whether the key of the request signed it.
    pub signature: SignatureState,
    /// SHA-256 over the DER, lower-case hex.
    pub sha256: String,
    /// What departs from the standard, as clauses for people.
    pub defects: Vec<String>,
}

impl RequestFacts {
    /// A request for this key in which nothing is wrong.
    #[must_use]
    pub fn new(common_name: Option<String>, key: Option<PublicKeyFacts>) -> Self {
        Self {
            common_name,
            key,
            signature: SignatureState::Valid,
            ..Self::default()
        }
    }
}

/// What came of checking a signature.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum SignatureState {
    /// It verifies.
    Valid,
    /// It does not.
    Invalid,
    /// Nobody could tell.
    Unchecked {
        /// Why, as a clause for people: `the algorithm 1.2.3 is not supported`.
        why: String,
    },
    /// It was not looked at.
    #[default]
    NotLookedAt,
}

/// The vendor-signed request that the Apple Push Certificates Portal takes: a property list with the
/// request of the customer, the vendor's signature over it, and the vendor's chain.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct MdmRequestFacts {
    /// The certificates of the chain, in the order of the file; the vendor's comes first.
    pub chain: Vec<CertificateFacts>,
    /// Whether the chain is the vendor's certificate, the intermediate that issued it, and Apple's root,
    /// each signed by the next.
    pub chain_is_whole: bool,
    /// Whether the vendor's key signed the request.
    pub signature: SignatureState,
    /// The hash of the signature, where it verifies: `sha1`, `sha256`.
    pub signature_hash: Option<String>,
    /// What departs from the form that the portal takes.
    pub defects: Vec<MdmRequestDefect>,
}

/// One thing in a vendor-signed request that departs from the form that the portal takes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MdmRequestDefect {
    /// What it is, as a clause for people: `lines of the chain have 76 characters`.
    pub what: String,
    /// Whether the portal is known, or sure, to refuse the file for it.
    pub fatal: bool,
}

impl MdmRequestDefect {
    /// A defect.
    #[must_use]
    pub fn new(what: impl Into<String>, fatal: bool) -> Self {
        Self {
            what: what.into(),
            fatal,
        }
    }
}
