//! From bytes to facts and key material.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use pushcert_diagnostics::{
    ContainerFacts, FileFacts, Format, Input, Item, KeyFacts, MdmRequestFacts, PasswordState,
    Place, Problem, ProblemKind, RequestFacts, Severity, Stage, TextFacts, TrustStoreFacts,
    diagnose,
};
use pushcert_keys::{PrivateKey, PublicKey};
use pushcert_trust::store::inspect;
use pushcert_types::connection::ConnectionFacts;
use pushcert_x509::Certificate;

use crate::format::{self, Sniffed};
use crate::pair::{self, Pair};
use crate::{Options, report};

mod facts;
mod pem;
mod pkcs12;
mod request;
mod revocation;
mod single;

use facts::Material;
pub(crate) use request::request_facts;
pub(crate) use revocation::issuer;

/// Opens a file: tells what it is, reads what is in it, pairs keys with certificates.
///
/// Never fails. What cannot be read is a finding of [`Opened::check`], and the rest still comes.
/// `name` is only reported, and compared with the content; it may be anything.
///
/// ```
/// use pushcert::{Options, UnixTime, open};
///
/// let options = Options::at(UnixTime::from_secs(1_795_219_200));
/// let opened = open("push.p12", b"<html><title>Sign in</title></html>", &options);
/// assert_eq!(opened.check().format, "html");
/// ```
#[must_use]
pub fn open(name: &str, bytes: &[u8], options: &Options) -> Opened {
    let limit = options.limits.max_input();
    let mut contents = Contents::default();
    let Sniffed {
        format,
        detail,
        unwrapped,
    } = if bytes.len() > limit {
        contents.refuse_size(bytes.len(), limit);
        // Only the head is looked at: enough to say what it is.
        format::sniff(bytes.get(..4096).unwrap_or(bytes))
    } else {
        let sniffed = format::sniff(bytes);
        let inner = sniffed.unwrapped.as_deref().unwrap_or(bytes);
        contents.read(sniffed.format, inner, options);
        sniffed
    };
    let mut file = FileFacts::new(name, contents.format.unwrap_or(format), bytes.len() as u64);
    file.bare_base64 = unwrapped.map(|_| format);
    file.detail = detail.map(ToString::to_string);
    Opened::assemble(file, contents, options)
}

/// What was read out of a file, before keys and certificates are paired.
#[derive(Default)]
pub(crate) struct Contents {
    /// The format, where reading told more than the first bytes.
    format: Option<Format>,
    container: Option<ContainerFacts>,
    text: Option<TextFacts>,
    certificates: Vec<CertificateItem>,
    keys: Vec<KeyItem>,
    requests: Vec<RequestFacts>,
    mdm_request: Option<MdmRequestFacts>,
    mdm_chain: Vec<Certificate>,
    problems: Vec<Problem>,
    /// Pays for the decryption of all keys that stand in the file on their own.
    budget: Option<pushcert_keys::Budget>,
}

/// A certificate with what its container says about it.
pub(crate) struct CertificateItem {
    pub(crate) certificate: Certificate,
    pub(crate) public_key: Option<PublicKey>,
    pub(crate) friendly_name: Option<String>,
    pub(crate) local_key_id: Option<Vec<u8>>,
}

impl CertificateItem {
    fn new(certificate: Certificate) -> Self {
        let public_key = PublicKey::from_spki_der(certificate.spki_der()).ok();
        Self {
            certificate,
            public_key,
            friendly_name: None,
            local_key_id: None,
        }
    }
}

/// A private key with what its container says about it.
pub(crate) struct KeyItem {
    pub(crate) key: PrivateKey,
    pub(crate) facts: KeyFacts,
    pub(crate) local_key_id: Option<Vec<u8>>,
    /// Whether it was in a PKCS#12 container, where `localKeyID` attributes are usual.
    pub(crate) in_container: bool,
}

impl Contents {
    /// What comes of several files.
    pub(crate) fn joined(certificates: Vec<CertificateItem>, keys: Vec<KeyItem>) -> Self {
        Self {
            certificates,
            keys,
            ..Self::default()
        }
    }

    fn refuse_size(&mut self, asked: usize, allowed: usize) {
        let kind = ProblemKind::LimitExceeded {
            limit: "max-input".to_string(),
            asked: asked as u64,
            allowed: allowed as u64,
        };
        self.problems.push(Problem::new(Item::File, kind));
    }

    fn read(&mut self, format: Format, bytes: &[u8], options: &Options) {
        match format {
            Format::Pkcs12 => self.read_pkcs12(bytes, options),
            Format::PemBundle => self.read_pem(bytes, options),
            Format::CertificateDer => self.read_certificate(bytes),
            Format::PrivateKey => self.read_private_key(bytes, options),
            Format::CsrDer => self.read_request(bytes),
            Format::MdmPushRequest => self.read_mdm_request(bytes, options),
            Format::Unknown => self
                .problems
                .push(Problem::new(Item::File, ProblemKind::Unrecognised)),
            _ => {}
        }
    }
}

/// An opened file: facts, key material, and the verdict on demand.
///
/// Holds private keys: not `Clone`, wiped when dropped, and its `Debug` shows numbers only.
pub struct Opened {
    pub(crate) input: Input,
    pub(crate) certificates: Vec<CertificateItem>,
    pub(crate) keys: Vec<KeyItem>,
    pub(crate) pairs: Vec<Pair>,
    /// Indices of the certificates that belong to no pair, as they stand in `input.certificates`.
    pub(crate) loose: Vec<usize>,
    /// The chain of a vendor-signed request, as it stands in `input.mdm_request`.
    pub(crate) mdm_chain: Vec<Certificate>,
    /// Authorities that the caller accepts beside Apple's.
    pub(crate) authorities: Vec<Certificate>,
}

impl Opened {
    pub(crate) fn assemble(file: FileFacts, contents: Contents, options: &Options) -> Self {
        let Contents {
            format: _,
            container,
            text,
            certificates,
            keys,
            requests,
            mdm_request,
            mdm_chain,
            problems,
            budget: _,
        } = contents;
        let pairs = pair::pairs(&keys, &certificates);
        let loose = pair::loose(&pairs, certificates.len());
        let mut input = Input::new(options.at, file);
        input.wanted = options.wanted.clone();
        input.container = container;
        input.text = text;
        input.requests = requests;
        input.mdm_request = mdm_request;
        input.problems = problems;
        if options.wanted.place == Place::TrustStore {
            // Hundreds of roots are not judged one by one. Of a file that could not be read nothing is missing.
            let all = certificates.iter().map(|item| &item.certificate);
            input.trust_store = (!certificates.is_empty())
                .then(|| TrustStoreFacts::new_from(&inspect(all, options.at), options.at));
        } else {
            Material::new(&keys, &certificates, &pairs, &loose, options).describe(&mut input);
        }
        Self {
            input,
            certificates,
            keys,
            pairs,
            loose,
            mdm_chain,
            authorities: options.authorities.clone(),
        }
    }

    /// Whether a password is missing or the given one is wrong: the caller may ask for one and
    /// open the file again.
    #[must_use]
    pub fn needs_password(&self) -> bool {
        let locked = |c: &ContainerFacts| {
            matches!(c.password, PasswordState::Required | PasswordState::Wrong)
        };
        self.input.container.as_ref().is_some_and(locked)
            || self.input.problems.iter().any(|problem| {
                matches!(
                    problem.kind,
                    ProblemKind::PasswordRequired | ProblemKind::WrongPassword
                )
            })
    }

    /// What the content is.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.input.file.format
    }

    /// The facts that the rules judge.
    #[must_use]
    pub const fn facts(&self) -> &Input {
        &self.input
    }

    /// The findings and the verdict of the rules.
    #[must_use]
    pub fn diagnose(&self) -> pushcert_diagnostics::Report {
        diagnose(&self.input)
    }

    /// The same as if it had been taken for something else.
    pub(crate) fn diagnose_as(&self, place: Place) -> pushcert_diagnostics::Report {
        let mut input = self.input.clone();
        input.wanted.place = place;
        diagnose(&input)
    }

    /// The findings and the verdict over the credential and what came out of connecting with it, together: what
    /// both prove is one finding. How the file is wrapped, and which other programs open it, is left out unless
    /// it is an error: no server sees that.
    #[must_use]
    pub fn diagnose_connection(&self, facts: &ConnectionFacts) -> pushcert_diagnostics::Report {
        let mut input = self.input.clone();
        input.connection = Some(facts.clone());
        diagnose(&input).without(|finding| {
            finding.rule.code.stage() == Stage::Container && finding.severity < Severity::Error
        })
    }

    /// The facts and the verdict: one entry of the report.
    #[must_use]
    pub fn check(&self) -> report::File {
        report::File::judged(self, &self.diagnose())
    }

    /// The facts alone; of the findings only those that stopped the reading.
    #[must_use]
    pub fn show(&self) -> report::File {
        report::File::facts(self, &self.diagnose())
    }

    /// Every private key of the file, with its certificate or without.
    pub fn private_keys(&self) -> impl Iterator<Item = &PrivateKey> {
        self.keys.iter().map(|item| &item.key)
    }

    /// The private keys with the certificate of each, leaf first, then its path.
    pub fn identities(&self) -> impl Iterator<Item = IdentityRef<'_>> {
        self.pairs.iter().filter_map(|pair| {
            let leaf = &self.certificates.get(pair.certificate)?.certificate;
            let chain = pair
                .chain
                .iter()
                .filter_map(|i| self.certificates.get(*i))
                .map(|c| &c.certificate);
            Some(IdentityRef {
                key: &self.keys.get(pair.key)?.key,
                certificate: leaf,
                chain: chain.collect(),
            })
        })
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened")
            .field("format", &self.format())
            .field("identities", &self.pairs.len())
            .field("certificates", &self.certificates.len())
            .field("keys", &self.keys.len())
            .finish_non_exhaustive()
    }
}

/// One identity of an opened file.
#[derive(Debug)]
#[non_exhaustive]
pub struct IdentityRef<'a> {
    /// The private key.
    pub key: &'a PrivateKey,
    /// The certificate of the key.
    pub certificate: &'a Certificate,
    /// The other certificates of its path, issuer by issuer.
    pub chain: Vec<&'a Certificate>,
}
