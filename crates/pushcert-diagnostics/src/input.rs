//! All that the rules look at.

use alloc::string::String;
use alloc::vec::Vec;

use pushcert_types::{Environment, PushType, UnixTime};

use crate::facts::{
    CertificateFacts, ContainerFacts, IdentityFacts, KeyFacts, Problem, RequestFacts, TextFacts,
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
    /// Certification requests.
    pub requests: Vec<RequestFacts>,
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

/// What the credential is wanted for, as far as the caller said.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Wanted {
    /// Whether a credential is wanted: certificate and private key. True by default. A caller that takes one half
    /// on purpose, such as a certificate to be paired with a stored key, sets it to false.
    pub credential: bool,
    /// The environment to send to.
    pub environment: Option<Environment>,
    /// The topics to send to, as given.
    pub topics: Vec<String>,
    /// The push types to send.
    pub push_types: Vec<PushType>,
    /// Warn of an expiry within so many days; 30 by default.
    pub expiring_within_days: i64,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            credential: true,
            environment: None,
            topics: Vec::new(),
            push_types: Vec::new(),
            expiring_within_days: 30,
        }
    }
}
