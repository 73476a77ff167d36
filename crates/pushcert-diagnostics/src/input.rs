//! All that the rules look at.

use alloc::string::String;
use alloc::vec::Vec;

use pushcert_types::connection::ConnectionFacts;
use pushcert_types::{CertificateKind, Environment, PushType, UnixTime};

use crate::facts::{
    CertificateFacts, ContainerFacts, IdentityFacts, KeyFacts, MdmRequestFacts, Problem,
    RequestFacts, TextFacts, TrustStoreFacts,
};
use crate::format::Format;

/// Everything known about one file, and what it is wanted for: plain facts, no parser and no key material.
///
/// ```
/// use pushcert_diagnostics::{FileFacts, Format, Input, diagnose};
/// use pushcert_types::UnixTime;
///
/// let now = UnixTime::parse("2026-11-21T00:00:00Z").unwrap();
/// let input = Input::new(now, FileFacts::new("notes.p12", Format::Unknown, 117));
/// assert!(diagnose(&input).has("unknown-format"));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Input {
    /// The instant for which validity is judged.
    pub now: UnixTime,
    /// The file as such.
    pub file: FileFacts,
    /// What the credential is wanted for.
    pub wanted: Wanted,
    /// The PKCS#12 container, as far as it could be read.
    pub container: Option<ContainerFacts>,
    /// The PEM text, where the file is PEM.
    pub text: Option<TextFacts>,
    /// Keys with the certificate whose public key they match.
    pub identities: Vec<IdentityFacts>,
    /// Certificates that belong to no identity.
    pub certificates: Vec<CertificateFacts>,
    /// Private keys that belong to no certificate.
    pub keys: Vec<KeyFacts>,
    /// Certification requests; of a vendor-signed request the one inside.
    pub requests: Vec<RequestFacts>,
    /// The vendor-signed request, where the file is one.
    pub mdm_request: Option<MdmRequestFacts>,
    /// The certificate that the one of this file is to replace, where a renewal is judged.
    pub previous: Option<PreviousFacts>,
    /// The trust store, where the file is one and is looked at as such.
    pub trust_store: Option<TrustStoreFacts>,
    /// What came out of connecting with the credential of this file, where somebody did.
    pub connection: Option<ConnectionFacts>,
    /// What could not be read, and why.
    pub problems: Vec<Problem>,
}

impl Input {
    /// An input that knows the time and the file; the rest is empty and is filled in by assignment.
    #[must_use]
    pub fn new(now: UnixTime, file: FileFacts) -> Self {
        Self {
            now,
            file,
            wanted: Wanted::default(),
            container: None,
            text: None,
            identities: Vec::new(),
            certificates: Vec::new(),
            keys: Vec::new(),
            requests: Vec::new(),
            mdm_request: None,
            previous: None,
            trust_store: None,
            connection: None,
            problems: Vec::new(),
        }
    }

    /// Whether no fact came out of the content.
    pub(crate) fn is_bare(&self) -> bool {
        self.container.is_none()
            && self.identities.is_empty()
            && self.certificates.is_empty()
            && self.keys.is_empty()
            && self.requests.is_empty()
            && self.mdm_request.is_none()
            && self.trust_store.is_none()
    }
}

/// The file as such.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FileFacts {
    /// The name or path as it was given; `-` for standard input.
    pub name: String,
    /// What the content is.
    pub format: Format,
    /// Size in bytes.
    pub size: u64,
    /// The content is bare base64 of something that is known: the BEGIN and END lines are lost. Its format.
    pub bare_base64: Option<Format>,
    /// What [`Format::Unknown`] holds, with an article, where it was recognised: `a gzip archive`.
    pub detail: Option<String>,
}

impl FileFacts {
    /// A file of `size` bytes.
    #[must_use]
    pub fn new(name: impl Into<String>, format: Format, size: u64) -> Self {
        Self {
            name: name.into(),
            format,
            size,
            bare_base64: None,
            detail: None,
        }
    }

    /// The extension in lower case without the dot, of the last component of the name.
    #[must_use]
    pub fn extension(&self) -> Option<String> {
        let base = self.name.rsplit(['/', '\\']).next()?;
        let (stem, extension) = base.rsplit_once('.')?;
        (!stem.is_empty() && !extension.is_empty()).then(|| extension.to_ascii_lowercase())
    }
}

/// The certificate that another one is to replace.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PreviousFacts {
    /// The name of its file.
    pub file: String,
    /// The certificate.
    pub certificate: CertificateFacts,
}

impl PreviousFacts {
    /// The certificate of this file.
    #[must_use]
    pub fn new(file: impl Into<String>, certificate: CertificateFacts) -> Self {
        Self {
            file: file.into(),
            certificate,
        }
    }
}

/// What a file is taken for: what has to be in it, and what is no fault there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Place {
    /// A push credential: certificate and private key. A half of it is an error.
    #[default]
    Credential,
    /// A certificate, with or without a key: one side of a renewal.
    AnyCertificate,
    /// The certificate that Apple issued for a request, to be joined with the key that is kept elsewhere.
    IssuedCertificate,
    /// The private key that a certificate is to be joined with.
    PrivateKey,
    /// A certification request, to be uploaded or to be signed by a vendor.
    Request,
    /// A vendor's certificate, which signs the requests of MDM customers.
    VendorCertificate,
    /// A trust store.
    TrustStore,
}

/// The request that a certificate has to answer.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RequestedFacts {
    /// What to call it: the identifier of the request, or the name of its file.
    pub name: Option<String>,
    /// SHA-256 of the SubjectPublicKeyInfo of the request, lower-case hex.
    pub spki_sha256: Option<String>,
    /// The App ID that was chosen in the portal: a topic that the certificate has to carry.
    pub topic: Option<String>,
    /// The kind of certificate that was asked for.
    pub kind: Option<CertificateKind>,
}

/// What the credential is wanted for, as far as the caller said.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Wanted {
    /// What the file is taken for; a credential by default. A caller that takes one half on purpose, such as a
    /// certificate to be paired with a stored key, says so here.
    pub place: Place,
    /// The request that the certificate has to answer.
    pub request: Option<RequestedFacts>,
    /// The environment to send to.
    pub environment: Option<Environment>,
    /// The topics to send to, as given.
    pub topics: Vec<String>,
    /// The push types to send.
    pub push_types: Vec<PushType>,
    /// Warn of an expiry within so many days; 30 by default.
    pub expiring_within_days: i64,
}

impl Wanted {
    /// Whether certificate and private key are wanted together.
    pub(crate) fn credential(&self) -> bool {
        self.place == Place::Credential
    }

    /// Whether a push certificate is wanted, with its key or without.
    pub(crate) fn push_certificate(&self) -> bool {
        matches!(
            self.place,
            Place::Credential | Place::AnyCertificate | Place::IssuedCertificate
        )
    }
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            place: Place::Credential,
            request: None,
            environment: None,
            topics: Vec::new(),
            push_types: Vec::new(),
            expiring_within_days: 30,
        }
    }
}
