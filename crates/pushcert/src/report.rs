//! The report: the JSON document of `pushcert check` and `pushcert show`, as Rust types.
//!
//! These structs are the boundary that other programs read (`pushcert.report/1`). Core types
//! never derive `Serialize`; they are converted here. Fields may be added within a schema
//! version, and a field never changes its meaning. Field order is the order of the document, so
//! the same file, password, time and flags give the same bytes.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

mod connection;
mod convert;
mod export;
mod extensions;
mod json;
mod made;
mod redact;
mod renewal;
mod request;
mod trust;

pub use connection::{
    CONNECTION_SCHEMA, CONNECTIONS_SCHEMA, Connection, ConnectionOutcome, ConnectionStage,
    Connections, FileConnection, StageStatus,
};
#[cfg(feature = "schema")]
pub use connection::{connection_schema, connections_schema};
pub use export::{EXPORT_SCHEMA, Export, ExportProblem, ExportedIdentity, Protections};
pub use json::to_json;
#[cfg(feature = "schema")]
pub use made::request_schema;
pub use made::{RequestFiles, RequestMade};
pub use redact::{redact, redact_connection, redact_connections};
pub use renewal::{Overlap, RENEWAL_SCHEMA, Renewal, RenewalRow, RenewalSide};
pub use request::{MdmRequest, Request};
pub use trust::{PathStep, Revocation, Root, TrustStore};

/// The name and version of the schema that [`Report`] follows.
pub const SCHEMA: &str = "pushcert.report/1";

/// The JSON Schema of [`Report`].
#[cfg(feature = "schema")]
#[must_use]
pub fn schema() -> serde_json::Value {
    schema_of::<Report>()
}

/// The JSON Schema of [`Export`].
#[cfg(feature = "schema")]
#[must_use]
pub fn export_schema() -> serde_json::Value {
    schema_of::<Export>()
}

/// The JSON Schema of [`Renewal`].
#[cfg(feature = "schema")]
#[must_use]
pub fn renewal_schema() -> serde_json::Value {
    schema_of::<Renewal>()
}

#[cfg(feature = "schema")]
fn schema_of<T: schemars::JsonSchema>() -> serde_json::Value {
    // As it is written: a field that is left out where it says nothing is not required.
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

/// One run over any number of files.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Report {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The instant for which validity was judged; RFC 3339, UTC, seconds.
    pub checked_at: String,
    /// The worst verdict of all files; absent in `show`, which does not judge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// One entry per file, in the order given (folders in name order).
    pub files: Vec<File>,
}

/// What a file amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[expect(
    clippy::exhaustive_enums,
    reason = "the four values are fixed by the schema"
)]
pub enum Verdict {
    /// Nothing worse than a note.
    Pass,
    /// At least one warning, no error.
    Warn,
    /// At least one error.
    Fail,
    /// The content could not be read far enough to be judged.
    Unreadable,
}

impl Verdict {
    /// The value in the document.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Unreadable => "unreadable",
        }
    }
}

/// One file.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct File {
    /// The path as it was given, or `-` for standard input.
    pub path: String,
    /// The worst of the findings; absent in `show`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// What the content is, whatever the name says: `pkcs12`, `certificate-der`, …
    pub format: String,
    /// The container, when the file is PKCS#12.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pkcs12: Option<Pkcs12>,
    /// Keys with the certificate whose public key they match.
    pub identities: Vec<Identity>,
    /// Certificates that belong to no identity.
    pub certificates: Vec<Certificate>,
    /// Keys that belong to no certificate.
    pub keys: Vec<Key>,
    /// Certification requests.
    pub requests: Vec<Request>,
    /// The vendor-signed request, when the file is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mdm_request: Option<MdmRequest>,
    /// The trust store, when the file is looked at as one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trust_store: Option<TrustStore>,
    /// What is wrong or worth knowing, in code order.
    pub findings: Vec<Finding>,
}

/// A PKCS#12 container (RFC 7292).
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Pkcs12 {
    /// `der` or `ber`.
    pub encoding: String,
    /// The integrity check.
    pub mac: Mac,
    /// `none-needed`, `empty`, `given`, `required` or `wrong`.
    pub password: String,
    /// With `password` `empty`: `bmp-terminator` or `zero-bytes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty_encoding: Option<String>,
    /// The encoding of the password that worked, when it is not the one of the standard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_encoding: Option<String>,
    /// The parts of the AuthenticatedSafe, in file order.
    pub parts: Vec<Part>,
    /// Which programs open the file.
    pub opens_in: Vec<OpensIn>,
    /// Bytes behind the container.
    #[serde(skip_serializing_if = "is_zero")]
    pub trailing_bytes: u64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature is serde's"
)]
fn is_zero(n: &u64) -> bool {
    *n == 0
}

/// The integrity check of a PKCS#12 file.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Mac {
    /// `hmac-sha1` … `hmac-sha512`, …, or `none`.
    pub algorithm: String,
    /// `pkcs12` or `pbmac1-pbkdf2`; null without a MAC.
    pub kdf: Option<String>,
    /// Iterations of the key derivation; null without a MAC.
    pub iterations: Option<u64>,
    /// Whether the MAC was checked with the password and is right.
    pub verified: bool,
}

/// One part of the AuthenticatedSafe.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Part {
    /// `none`, `pbe-sha1-rc2-40-cbc`, `pbes2-aes-256-cbc`, …
    pub protection: String,
    /// Iterations of the key derivation; null where there is none.
    pub iterations: Option<u64>,
    /// The pseudorandom function of PBKDF2 (`hmac-sha256`, …), where that derives the key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prf: Option<String>,
    /// What the part holds (`cert`, `key`, `shrouded-key`, `crl`, …); empty while it is locked.
    pub bags: Vec<String>,
    /// Identifiers of attributes that are neither a friendly name nor a local key id, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_attributes: Vec<String>,
}

/// Whether one program opens the container.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OpensIn {
    /// The program and version.
    pub consumer: String,
    /// Whether it opens the file.
    pub opens: bool,
    /// The reason.
    pub why: String,
    /// `tested` or `reported`.
    pub basis: String,
}

/// A key with the certificate whose public key it matches.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Identity {
    /// The `friendlyName` attribute of the container.
    pub friendly_name: Option<String>,
    /// The private key.
    pub key: Key,
    /// The certificate of the key.
    pub certificate: Certificate,
    /// The other certificates of its path, issuer by issuer.
    pub chain: Vec<ChainLink>,
}

/// A key: private where it stands under `identities` or `keys`, public inside a certificate.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Key {
    /// `rsa`, `ec-p256`, …
    pub algorithm: String,
    /// The size in bits, where it is defined.
    pub bits: Option<u32>,
    /// SHA-256 of the SubjectPublicKeyInfo, lower-case hex.
    pub spki_sha256: Option<String>,
    /// Whether a certificate of the file has the same public key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matches_certificate: Option<bool>,
    /// `pkcs8`, `pkcs1` or `sec1`, of a private key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The protection of the key itself, when it is encrypted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protection: Option<String>,
}

/// One certificate of a path, in short.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ChainLink {
    /// Subject common name.
    pub common_name: Option<String>,
    /// SHA-256 over the DER, lower-case hex.
    pub sha256: String,
}

/// One certificate.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Certificate {
    /// `apns`, `apns-sandbox`, `voip`, `mdm-push`, …
    pub kind: String,
    /// Any of `sandbox` and `production`.
    pub environments: Vec<String>,
    /// What may be sent to.
    pub topics: Vec<Topic>,
    /// Where the topics stand: the OID of an extension, or `uid`.
    pub topics_from: Option<String>,
    /// Subject `userId`.
    pub uid: Option<String>,
    /// Subject common name.
    pub common_name: Option<String>,
    /// Subject organizational unit: the team.
    pub team_id: Option<String>,
    /// Subject organization.
    pub organization: Option<String>,
    /// Subject country.
    pub country: Option<String>,
    /// Issuer common name.
    pub issuer_common_name: Option<String>,
    /// `G1` … `G8`, `AAI`, `AAI2`, or null.
    pub issuer_generation: Option<String>,
    /// Content octets of the serial number, lower-case hex.
    pub serial: String,
    /// RFC 3339, UTC, seconds; null when the field is malformed.
    pub not_before: Option<String>,
    /// RFC 3339, UTC, seconds; null when the field is malformed.
    pub not_after: Option<String>,
    /// Whole days from the time of the check to `not_after`; negative when it is past.
    pub days_left: Option<i64>,
    /// `sha256-rsa`, …
    pub signature_algorithm: String,
    /// The public key.
    pub key: Key,
    /// SHA-256 over the DER, lower-case hex.
    pub sha256: String,
    /// `apple`, `apple-by-name-only`, `unknown-issuer` or `self-signed`.
    pub chain_status: String,
    /// True when the signature verifies with an authority that the caller gave.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub issued_by_given_authority: bool,
    /// The certificates above it up to a root, as far as they are known; empty where none is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<PathStep>,
    /// Why the path does not hold at the time of the check; absent where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_problem: Option<String>,
    /// What the CRLs and OCSP responses that were given or fetched say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub revocation: Vec<Revocation>,
    /// `keyUsage`, `extendedKeyUsage`, URLs and every other extension.
    pub extensions: Vec<Extension>,
}

/// One topic of a certificate.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Topic {
    /// The value for `apns-topic`.
    pub topic: String,
    /// The values of `apns-push-type` that it serves.
    pub push_types: Vec<String>,
}

/// One extension of a certificate, decoded where it is known.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Extension {
    /// The object identifier in dotted form.
    pub oid: String,
    /// Its name, where it is known.
    pub name: Option<String>,
    /// The critical flag.
    pub critical: bool,
    /// The value in words, or null where it is not decoded.
    pub value: Option<String>,
}

/// One finding.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Finding {
    /// The stable code, such as `APNS201`.
    pub code: String,
    /// The stable name, such as `certificate-expired`.
    pub name: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// What is the case, in a sentence.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The facts that made the rule fire.
    pub evidence: serde_json::Map<String, serde_json::Value>,
    /// The part of the file that it is about, such as `identities/0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

impl Finding {
    /// For a file in which every half is there and no whole.
    pub(crate) fn no_identity() -> Self {
        Self {
            code: String::new(),
            name: "no-identity".into(),
            severity: "error".into(),
            message: "The file holds no single identity that fits what was asked for".into(),
            help: "ask for one of the topics and environments that the file serves".into(),
            evidence: serde_json::Map::new(),
            subject: None,
        }
    }
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
