//! The certificate that Apple issued, and the key that was kept here, made one identity.

use alloc::vec::Vec;

use pushcert_diagnostics::{FileFacts, Finding, Format, Place, RequestedFacts, Severity, Stage};

use crate::open::{CertificateItem, Contents};
use crate::{Opened, Options, open, report};

/// A file as it was given: its name, which is only reported, and its bytes.
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "a name and bytes")]
pub struct Source<'a> {
    /// The name.
    pub name: &'a str,
    /// The content.
    pub bytes: &'a [u8],
}

impl Source<'_> {
    /// Opens the file for a place, and for the request that it has to answer there.
    pub(crate) fn open_as(
        &self,
        place: Place,
        request: Option<RequestedFacts>,
        options: &Options,
    ) -> Opened {
        let mut wanted = options.wanted.clone();
        (wanted.place, wanted.request) = (place, request);
        let options = options.clone().with_wanted(wanted);
        open(self.name, self.bytes, &options)
    }
}

/// Shows the name and the size: the bytes may be a key.
impl core::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Source")
            .field("name", &self.name)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// Joins a certificate with its key, and with the issuers that come with it or in files of their own.
///
/// Each file is judged for its place: a request, a key or a vendor's certificate where the certificate of
/// Apple belongs is refused with a finding of its own, and so is a certificate that answers another request
/// than `request`. Of the key's file only keys are taken, of the certificate's only certificates, and of
/// `chain` only certificates of authorities.
///
/// ```
/// use pushcert::join::{Source, join};
/// use pushcert::{Options, UnixTime};
/// # use pushcert_testkit as testkit;
/// # let identity = testkit::identity::Identity::apns("com.example.app");
/// # let (certificate, key) = (identity.certificate.clone(), identity.key.pkcs8_der());
///
/// let options = Options::at(UnixTime::from_secs(1_795_219_200));
/// let joined = join(
///     Source { name: "aps.cer", bytes: &certificate },
///     Source { name: "push.key", bytes: &key },
///     &[],
///     None,
///     &options,
/// );
/// assert!(joined.refusals().next().is_none());
/// assert_eq!(joined.opened().identities().count(), 1);
/// ```
#[must_use]
pub fn join(
    certificate: Source<'_>,
    key: Source<'_>,
    chain: &[Source<'_>],
    request: Option<RequestedFacts>,
    options: &Options,
) -> Joined {
    let mut issued = certificate.open_as(Place::IssuedCertificate, request, options);
    let mut kept = key.open_as(Place::PrivateKey, None, options);
    let refusals = Vec::from([Refused::of(&issued), Refused::of(&kept)]);
    let mut certificates = core::mem::take(&mut issued.certificates);
    certificates.extend(issuers(chain, options));
    let contents = Contents::joined(certificates, core::mem::take(&mut kept.keys));
    let size = certificate.bytes.len().saturating_add(key.bytes.len());
    let file = FileFacts::new(certificate.name, Format::PemBundle, size as u64);
    Joined {
        refusals,
        opened: Opened::assemble(file, contents, options),
    }
}

/// The certificates of authorities in files that were given for the path.
fn issuers(chain: &[Source<'_>], options: &Options) -> Vec<CertificateItem> {
    let files = chain
        .iter()
        .map(|source| source.open_as(Place::AnyCertificate, None, options));
    let certificates = files.flat_map(|opened| opened.certificates);
    certificates
        .filter(|item| item.certificate.is_ca())
        .collect()
}

/// A certificate and a key, joined or not.
#[derive(Debug)]
pub struct Joined {
    refusals: Vec<Refused>,
    opened: Opened,
}

/// One of the files, with what keeps it from its place.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Refused {
    /// The file, judged for its place; of the findings only those that keep it from there.
    pub file: report::File,
    /// Whether a password is missing or wrong: the caller may ask for one and try again.
    pub needs_password: bool,
}

impl Refused {
    /// A file of which nothing can be taken: it could not be read, or it is the wrong one. Whether what it
    /// holds is still valid is another question, which [`Joined::opened`] answers.
    fn of(opened: &Opened) -> Self {
        let report = opened.diagnose();
        let stops = |one: &&Finding| {
            one.severity == Severity::Error
                && (matches!(one.rule.code.stage(), Stage::Container | Stage::Renewal)
                    || one.rule.name == "mdm-vendor-certificate")
                // The key will tell which.
                && one.rule.name != "multiple-identities"
        };
        let findings = report.findings.iter().filter(stops);
        Self {
            file: report::File {
                findings: findings.map(report::Finding::from).collect(),
                ..report::File::judged(opened, &report)
            },
            needs_password: opened.needs_password(),
        }
    }
}

impl Joined {
    /// The files that cannot take their place, with the findings that say why.
    pub fn refusals(&self) -> impl Iterator<Item = &Refused> {
        let refused = |one: &&Refused| !one.file.findings.is_empty();
        self.refusals.iter().filter(refused)
    }

    /// Whether one of the files needs a password that was not given.
    #[must_use]
    pub fn needs_password(&self) -> bool {
        self.refusals.iter().any(|one| one.needs_password)
    }

    /// Certificate and key together, as if they had come in one file: its findings tell whether they belong
    /// together and whether the whole will work.
    #[must_use]
    pub const fn opened(&self) -> &Opened {
        &self.opened
    }
}
