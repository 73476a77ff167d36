//! Facts about certificates, identities and requests.

use alloc::string::String;
use alloc::vec::Vec;

use pushcert_trust::ChainStatus;
use pushcert_types::{CertificateKind, Environment, PushType, UnixTime};

use crate::facts::{KeyFacts, LocalKeyId, PathStepFacts, PublicKeyFacts, RevocationFacts};

/// One certificate (RFC 5280) with Apple's extensions decoded.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CertificateFacts {
    /// What kind it is, by its extensions.
    pub kind: CertificateKind,
    /// What kind its common name claims, where it claims one.
    pub kind_by_name: Option<CertificateKind>,
    /// The environments that it is marked for.
    pub environments: Vec<Environment>,
    /// What may be sent to.
    pub topics: Vec<TopicFacts>,
    /// Where the topics stand: the OID of an extension, or `uid`.
    pub topics_from: Option<String>,
    /// What is wrong with the topics extension, as clauses for people.
    pub topic_defects: Vec<String>,
    /// Subject `userId`.
    pub uid: Option<String>,
    /// The user id that the common name implies, where it implies one.
    pub name_topic: Option<String>,
    /// Where identifiers inside the certificate differ that should be one, as clauses for people.
    pub disagreements: Vec<String>,
    /// Subject common name.
    pub common_name: Option<String>,
    /// Subject organizational unit.
    pub team_id: Option<String>,
    /// Subject organization.
    pub organization: Option<String>,
    /// Subject country.
    pub country: Option<String>,
    /// Issuer common name.
    pub issuer_common_name: Option<String>,
    /// `G1` … `G8`, `AAI`, `AAI2`.
    pub issuer_generation: Option<String>,
    /// When the certificate of the issuing Apple CA ends, where the issuer is known.
    pub issuer_not_after: Option<UnixTime>,
    /// Content octets of the serial number, lower-case hex.
    pub serial: String,
    /// Start of validity; none where the field is malformed.
    pub not_before: Option<UnixTime>,
    /// End of validity; none where the field is malformed.
    pub not_after: Option<UnixTime>,
    /// `sha256-rsa`, `sha1-rsa`, …
    pub signature_algorithm: String,
    /// The public key; none where it cannot be read.
    pub key: Option<PublicKeyFacts>,
    /// SHA-256 over the DER, lower-case hex.
    pub sha256: String,
    /// `subjectKeyIdentifier`, lower-case hex.
    pub subject_key_id: Option<String>,
    /// `authorityKeyIdentifier`, lower-case hex.
    pub authority_key_id: Option<String>,
    /// Who signed it.
    pub chain_status: ChainStatus,
    /// True when the signature verifies with an authority that the caller gave.
    pub issued_by_given_authority: bool,
    /// The certificates above it, issuer by issuer, up to a root where one was reached. Empty where the path
    /// was not looked for.
    pub path: Vec<PathStepFacts>,
    /// Why the path does not hold at the time of the check, as a clause for people; none where it does, or
    /// was not looked for.
    pub path_problem: Option<String>,
    /// What CRLs and OCSP responses say about it, each on its own.
    pub revocation: Vec<RevocationFacts>,
    /// Whether it is the certificate of an authority (`basicConstraints`).
    pub is_ca: bool,
    /// Whether its usage extensions allow a TLS client: `clientAuth` and `digitalSignature`, where present.
    pub client_auth: bool,
    /// OIDs of critical extensions that nobody here knows.
    pub unknown_critical: Vec<String>,
    /// Everything else that departs from the standard.
    pub defects: Vec<CertificateDefect>,
}

impl CertificateFacts {
    /// A certificate of this kind in which nothing is wrong and next to nothing is known.
    #[must_use]
    pub fn new(kind: CertificateKind) -> Self {
        Self {
            kind,
            kind_by_name: None,
            environments: Vec::new(),
            topics: Vec::new(),
            topics_from: None,
            topic_defects: Vec::new(),
            uid: None,
            name_topic: None,
            disagreements: Vec::new(),
            common_name: None,
            team_id: None,
            organization: None,
            country: None,
            issuer_common_name: None,
            issuer_generation: None,
            issuer_not_after: None,
            serial: String::new(),
            not_before: None,
            not_after: None,
            signature_algorithm: String::new(),
            key: None,
            sha256: String::new(),
            subject_key_id: None,
            authority_key_id: None,
            chain_status: ChainStatus::Apple,
            issued_by_given_authority: false,
            path: Vec::new(),
            path_problem: None,
            revocation: Vec::new(),
            is_ca: false,
            client_auth: true,
            unknown_critical: Vec::new(),
            defects: Vec::new(),
        }
    }

    /// Whether it has this topic, letter by letter.
    #[must_use]
    pub fn has_topic(&self, topic: &str) -> bool {
        self.topics.iter().any(|entry| entry.topic == topic)
    }

    /// Whether it is marked for this environment.
    #[must_use]
    pub fn serves(&self, environment: Environment) -> bool {
        self.environments.contains(&environment)
    }

    /// The name to call it by: the common name, else the UID, else the fingerprint.
    #[must_use]
    pub fn title(&self) -> &str {
        let name = self.common_name.as_deref().or(self.uid.as_deref());
        name.unwrap_or(&self.sha256)
    }
}

/// One topic of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TopicFacts {
    /// The value for `apns-topic`.
    pub topic: String,
    /// The label beside it in the extension.
    pub label: Option<String>,
    /// The push types that it serves.
    pub push_types: Vec<PushType>,
}

impl TopicFacts {
    /// A topic.
    #[must_use]
    pub fn new(topic: impl Into<String>, push_types: &[PushType]) -> Self {
        Self {
            topic: topic.into(),
            label: None,
            push_types: push_types.into(),
        }
    }
}

/// One thing in a certificate that departs from the standard.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CertificateDefect {
    /// What it is, as a clause for people: `the extension 2.5.29.15 is there twice`.
    pub what: String,
    /// The extension that it is about, where it is one.
    pub extension: Option<String>,
}

impl CertificateDefect {
    /// A defect of the certificate as such.
    #[must_use]
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            extension: None,
        }
    }

    /// A defect inside the extension with this OID.
    #[must_use]
    pub fn in_extension(oid: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            extension: Some(oid.into()),
        }
    }
}

/// A key with the certificate whose public key it matches.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IdentityFacts {
    /// The friendly name of the container.
    pub friendly_name: Option<String>,
    /// The private key.
    pub key: KeyFacts,
    /// The certificate of the key.
    pub certificate: CertificateFacts,
    /// The other certificates of its path, issuer by issuer.
    pub chain: Vec<CertificateFacts>,
    /// What the `localKeyID` attributes say about the pair.
    pub local_key_id: LocalKeyId,
}

impl IdentityFacts {
    /// An identity without friendly name and chain.
    #[must_use]
    pub fn new(key: KeyFacts, certificate: CertificateFacts) -> Self {
        Self {
            friendly_name: None,
            key,
            certificate,
            chain: Vec::new(),
            local_key_id: LocalKeyId::Agrees,
        }
    }
}
