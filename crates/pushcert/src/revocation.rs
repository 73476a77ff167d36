//! Revocation: CRLs and OCSP responses that the caller has, and where to get them.
//!
//! Nothing is fetched here. [`RevocationSource::crl`] and [`RevocationSource::ocsp`] take the bytes of a
//! file, and [`Opened::revocation_questions`] says what to fetch for the certificates of a file: from which URL, and
//! with which body. What came of it goes into [`Options::with_revocation`](crate::Options::with_revocation).

use alloc::string::String;
use alloc::vec::Vec;

use pushcert_pem::{Limits as PemLimits, looks_like_pem, scan};
use pushcert_trust::path::path;
use pushcert_trust::revocation::{Crl, DecodeError, Issuer, OcspRequest, OcspResponse};
use pushcert_x509::Certificate;

use crate::Opened;
use crate::open::issuer;

/// One CRL or one OCSP response, or the reason why there is none.
#[derive(Clone, Debug)]
pub struct RevocationSource {
    pub(crate) name: String,
    pub(crate) content: Content,
    /// SHA-256 of the certificate that it was fetched for; none for evidence that was given.
    pub(crate) asked_for: Option<[u8; 32]>,
}

#[derive(Clone, Debug)]
pub(crate) enum Content {
    Crl(Crl),
    Ocsp(OcspResponse),
    Unreadable { is_crl: bool, error: DecodeError },
    Failed { is_crl: bool, why: String },
}

impl RevocationSource {
    /// A revocation list, in DER or PEM (`X509 CRL`), of up to [`Crl::MAX_BYTES`].
    #[must_use]
    pub fn crl(name: &str, bytes: &[u8]) -> Self {
        let der = pem_block(bytes, "X509 CRL");
        let content = match Crl::decode(der.as_deref().unwrap_or(bytes)) {
            Ok(crl) => Content::Crl(crl),
            Err(error) => Content::Unreadable {
                is_crl: true,
                error,
            },
        };
        Self::new(name, content)
    }

    /// An answer of an OCSP responder, in DER, of up to [`OcspResponse::MAX_BYTES`].
    #[must_use]
    pub fn ocsp(name: &str, bytes: &[u8]) -> Self {
        let content = match OcspResponse::decode(bytes) {
            Ok(response) => Content::Ocsp(response),
            Err(error) => Content::Unreadable {
                is_crl: false,
                error,
            },
        };
        Self::new(name, content)
    }

    /// An attempt to get evidence that came to nothing; `why` is a clause without a full stop.
    #[must_use]
    pub fn failed(question: &RevocationQuestion, why: &str) -> Self {
        let content = Content::Failed {
            is_crl: question.ocsp_request.is_none(),
            why: why.into(),
        };
        Self::new(&question.url, content).answering(question)
    }

    /// Says that it was fetched for one certificate, and says nothing of others.
    #[must_use]
    pub fn answering(mut self, question: &RevocationQuestion) -> Self {
        self.asked_for = Some(question.certificate);
        self
    }

    fn new(name: &str, content: Content) -> Self {
        Self {
            name: name.into(),
            content,
            asked_for: None,
        }
    }

    /// Whether there is an answer in it, whatever it says: it could be fetched and read.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        match &self.content {
            Content::Crl(_) => true,
            Content::Ocsp(response) => response.basic().is_some(),
            Content::Unreadable { .. } | Content::Failed { .. } => false,
        }
    }

    pub(crate) fn is_for(&self, certificate: &Certificate) -> bool {
        self.asked_for
            .is_none_or(|asked| asked == certificate.sha256())
    }

    pub(crate) const fn kind(&self) -> &'static str {
        match self.content {
            Content::Crl(_)
            | Content::Unreadable { is_crl: true, .. }
            | Content::Failed { is_crl: true, .. } => "crl",
            _ => "ocsp",
        }
    }
}

/// What to fetch for one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RevocationQuestion {
    /// The URL, as it stands in the certificate: of a stranger.
    pub url: String,
    /// The body of a POST with [`OcspRequest::MEDIA_TYPE`]; none for a CRL, which is fetched with GET.
    pub ocsp_request: Option<Vec<u8>>,
    /// Whether it is to be asked only where no other question about the same certificate got an answer: a
    /// list beside a responder.
    pub is_fallback: bool,
    /// SHA-256 of the certificate.
    pub certificate: [u8; 32],
}

impl Opened {
    /// What to fetch to know whether the certificates of this file were revoked: for each leaf whose issuer
    /// is known its OCSP responder, and its CRLs for the case that it does not answer. Of a vendor-signed request it is the vendor's certificate.
    /// Where the issuer is not known nothing that is fetched would prove anything.
    ///
    /// The URLs come out of the file: whoever fetches them decides which hosts to believe.
    #[must_use]
    pub fn revocation_questions(&self) -> Vec<RevocationQuestion> {
        let all: Vec<&Certificate> = self.certificates.iter().map(|c| &c.certificate).collect();
        let anchors: Vec<&Certificate> = self.authorities.iter().collect();
        let all: Vec<&Certificate> = all.into_iter().chain(&self.mdm_chain).collect();
        let leaves = all.iter().filter(|certificate| !certificate.is_ca());
        let asked = leaves.take(MAX_LEAVES).flat_map(|leaf| {
            let path = path(leaf, &all, &anchors, self.input.now);
            issuer(&path).map_or_else(Vec::new, |issuer| questions(leaf, &issuer))
        });
        asked.collect()
    }
}

/// The responder of a certificate, then its lists.
fn questions(leaf: &Certificate, issuer: &Issuer<'_>) -> Vec<RevocationQuestion> {
    let question = |url: &str, ocsp_request, is_fallback| RevocationQuestion {
        url: url.into(),
        ocsp_request,
        is_fallback,
        certificate: leaf.sha256(),
    };
    let mut questions = Vec::new();
    let request = OcspRequest::new(leaf, issuer).ok();
    if let (Some(request), Some(url)) = (request, leaf.ocsp_urls().next()) {
        questions.push(question(url, Some(request.encode()), false));
    }
    let is_fallback = !questions.is_empty();
    let lists = leaf.crl_urls().take(MAX_URLS);
    questions.extend(lists.map(|url| question(url, None, is_fallback)));
    questions
}

/// Of a file with more leaves than this the first ones are asked about.
const MAX_LEAVES: usize = 8;

/// Apple's leaves name one CRL.
const MAX_URLS: usize = 2;

/// The DER of the only block with this label, if the bytes are PEM.
fn pem_block(bytes: &[u8], label: &str) -> Option<Vec<u8>> {
    if !looks_like_pem(bytes) {
        return None;
    }
    let mut limits = PemLimits::default();
    // A list in PEM is a third longer than in DER, and its line ends come on top.
    limits.max_input = Crl::MAX_BYTES.saturating_mul(3) / 2;
    let document = scan(bytes, &limits).ok()?;
    let block = document
        .blocks
        .into_iter()
        .find(|block| block.label == label)?;
    block.body.ok().map(|der| der.to_vec())
}
