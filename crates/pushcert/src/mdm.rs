//! Signing the request of an MDM customer as a vendor, with every check before a byte is given out.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use pushcert_csr::CertificationRequest;
use pushcert_csr::mdm::MdmPushRequest;
use pushcert_diagnostics::{Finding, Format, Place, Severity, Stage, Wanted};
use pushcert_trust::path::{PathStatus, path};
use pushcert_types::CertificateKind;
use pushcert_x509::Certificate;
use rand_core::CryptoRng;

use crate::join::{Joined, Source, join};
use crate::{IdentityRef, Opened, Options, open, report};

/// What is needed to sign a customer's request.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the files of the command")]
pub struct VendorRequest<'a> {
    /// The customer's request, DER or PEM.
    pub csr: Source<'a>,
    /// The vendor's certificate, alone or with its chain.
    pub vendor_certificate: Source<'a>,
    /// The vendor's private key.
    pub vendor_key: Source<'a>,
    /// Certificates of issuers, for chains that Apple's own do not make whole.
    pub chain: &'a [Source<'a>],
}

/// Why a request was not signed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum NotSigned {
    /// The files, each with the findings that keep it from being used.
    Files(Vec<report::File>),
    /// The file in the place of the request is one that a vendor has signed already.
    AlreadySigned {
        /// Its name, as it was given.
        file: String,
    },
    /// The path from the vendor's certificate does not hold.
    Chain {
        /// Why, as a clause for people.
        why: String,
    },
    /// The file of the request holds something else than one plain request.
    Request {
        /// Why, as a clause for people.
        why: String,
    },
    /// What was signed could not be made, or is not what the portal takes: nothing of it is given out.
    Signing {
        /// Why, as a clause for people.
        why: String,
    },
}

impl NotSigned {
    /// What to do, in a sentence without a full stop.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Files(_) => "see the findings",
            Self::AlreadySigned { .. } => {
                "give the customer's own request (CSR), or upload this file as it is"
            }
            Self::Chain { .. } => {
                "give the certificate of the authority that issued the vendor's certificate with --chain"
            }
            Self::Request { .. } => "give the request of the customer alone, as PEM or DER",
            Self::Signing { .. } => "please report this: it should have been found before",
        }
    }
}

impl fmt::Display for NotSigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Files(files) => {
                let names: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
                write!(f, "it cannot be made of {}", names.join(" and "))
            }
            Self::AlreadySigned { file } => {
                write!(f, "a vendor has signed the request in {file} already")
            }
            Self::Chain { why } => write!(f, "the vendor's chain does not hold: {why}"),
            Self::Request { why } | Self::Signing { why } => f.write_str(why),
        }
    }
}

impl core::error::Error for NotSigned {}

/// A vendor-signed request that was checked as the portal would.
#[derive(Debug)]
pub struct SignedRequest {
    bytes: Vec<u8>,
    opened: Opened,
}

impl SignedRequest {
    /// The file for the portal: one line of base64 text, and a line end.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The file, opened again.
    #[must_use]
    pub const fn opened(&self) -> &Opened {
        &self.opened
    }
}

/// Signs a customer's request as a vendor.
///
/// Checked before anything is made: that the request is one, RSA-2048 and signed by its own key; that the
/// certificate is an MDM vendor's, valid now, with the key that is given, and that its path leads to Apple's
/// root (or to an authority of the options). The chain that is written is the vendor's certificate, the
/// intermediate that issued it, and the root. What was made is opened again and has to pass every rule.
///
/// # Errors
/// [`NotSigned`].
pub fn sign<R: CryptoRng + ?Sized>(
    files: &VendorRequest<'_>,
    name: &str,
    options: &Options,
    rng: &mut R,
) -> Result<SignedRequest, NotSigned> {
    let csr = files.csr.open_as(Place::Request, None, options);
    let refused = refusals(files, &csr, options);
    if !refused.is_empty() {
        return Err(NotSigned::Files(refused));
    }
    let joined = joined(files, options);
    if let Some(refused) = pair_refusal(joined.opened()) {
        return Err(NotSigned::Files(Vec::from([refused])));
    }
    if csr.format() == Format::MdmPushRequest {
        return Err(NotSigned::AlreadySigned {
            file: files.csr.name.into(),
        });
    }
    let signing = |why: String| NotSigned::Signing { why };
    let request = CertificationRequest::parse(files.csr.bytes);
    let request = request.map_err(|error| NotSigned::Request {
        why: error.to_string(),
    })?;
    let pair = joined.opened();
    let vendor = vendor(pair)?;
    let chain = vendor_chain(pair, vendor.certificate, options)?;
    let chain: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
    let signed = MdmPushRequest::sign(&request, &chain, vendor.key, rng);
    let signed = signed.map_err(|error| signing(error.to_string()))?;
    let mut bytes = signed.encode();
    bytes.push(b'\n');
    verified(name, bytes, options)
}

/// The files that cannot be used, with the findings that say why.
fn refusals(files: &VendorRequest<'_>, csr: &Opened, options: &Options) -> Vec<report::File> {
    let vendor = files.vendor_certificate;
    let vendor = vendor.open_as(Place::VendorCertificate, None, options);
    let key = files.vendor_key.open_as(Place::PrivateKey, None, options);
    let refused = [csr, &vendor, &key].into_iter().filter_map(|opened| {
        let place = opened.facts().wanted.place;
        let report = opened.diagnose();
        let findings = report.findings.iter().filter(|one| stops(one, place));
        with_findings(opened, findings)
    });
    refused.collect()
}

/// What is wrong with the vendor's certificate, judged with its key and the issuers that were given.
fn pair_refusal(opened: &Opened) -> Option<report::File> {
    let (pair, vendor) = (
        opened.diagnose(),
        opened.diagnose_as(Place::VendorCertificate),
    );
    let mismatch = pair.findings.iter();
    let mismatch = mismatch.filter(|one| one.rule.name == "key-mismatch");
    let errors = vendor.findings.iter();
    let errors = errors.filter(|one| one.severity == Severity::Error);
    with_findings(opened, mismatch.chain(errors))
}

fn joined(files: &VendorRequest<'_>, options: &Options) -> Joined {
    let mut options = options.clone();
    options.wanted = Wanted::default();
    join(
        files.vendor_certificate,
        files.vendor_key,
        files.chain,
        None,
        &options,
    )
}

fn with_findings<'a>(
    opened: &Opened,
    findings: impl Iterator<Item = &'a Finding>,
) -> Option<report::File> {
    let findings: Vec<_> = findings.map(report::Finding::from).collect();
    (!findings.is_empty()).then(|| report::File {
        findings,
        ..opened.check()
    })
}

/// Whether a finding keeps a file from its place. Of the key's file only the key counts, and the vendor's
/// certificate is judged once more when its issuers are known.
fn stops(finding: &Finding, place: Place) -> bool {
    let stage = finding.rule.code.stage();
    finding.severity == Severity::Error
        && match place {
            Place::PrivateKey => matches!(stage, Stage::Container | Stage::Key | Stage::Renewal),
            Place::VendorCertificate => matches!(stage, Stage::Container | Stage::Renewal),
            _ => true,
        }
}

/// The vendor's certificate with its key: of several, the one that ends last.
fn vendor(pair: &Opened) -> Result<IdentityRef<'_>, NotSigned> {
    let facts = pair.facts().identities.iter();
    let identities = pair.identities().zip(facts.map(|one| &one.certificate));
    let vendors = identities.filter(|(_, facts)| facts.kind == CertificateKind::MdmVendor);
    let last = vendors.max_by_key(|(_, facts)| facts.not_after);
    last.map(|(identity, _)| identity)
        .ok_or_else(|| NotSigned::Chain {
            why: "there is no key with a vendor's certificate".into(),
        })
}

/// The vendor's certificate, the intermediates and the root, in DER.
fn vendor_chain(
    pair: &Opened,
    vendor: &Certificate,
    options: &Options,
) -> Result<Vec<Vec<u8>>, NotSigned> {
    let broken = |why: String| NotSigned::Chain { why };
    let others = pair.certificates.iter().map(|item| &item.certificate);
    let others: Vec<&Certificate> = others.filter(|c| c.der() != vendor.der()).collect();
    let path = path(vendor, &others, &options.anchors(), options.at);
    if let PathStatus::Invalid(error) = path.status() {
        return Err(broken(error.to_string()));
    }
    let steps = path.steps().iter();
    let chain: Option<Vec<_>> = steps
        .map(|step| step.certificate_der().map(<[u8]>::to_vec))
        .collect();
    chain.ok_or_else(|| broken("the certificate of its root is not known here".into()))
}

/// Opens what was made as a stranger would.
fn verified(name: &str, bytes: Vec<u8>, options: &Options) -> Result<SignedRequest, NotSigned> {
    let opened = open(name, &bytes, options);
    let report = opened.diagnose_as(Place::Request);
    let mut errors = report
        .findings
        .iter()
        .filter(|one| one.severity == Severity::Error);
    if let Some(error) = errors.next() {
        return Err(NotSigned::Signing {
            why: error.message.clone(),
        });
    }
    if opened.format() != Format::MdmPushRequest || opened.facts().mdm_request.is_none() {
        return Err(NotSigned::Signing {
            why: "what was made does not read back".into(),
        });
    }
    Ok(SignedRequest { bytes, opened })
}
