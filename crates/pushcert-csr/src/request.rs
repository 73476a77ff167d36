//! A request: what it says, and whether its signature is right.

mod decode;

use alloc::{string::String, vec::Vec};
use core::fmt;

use pushcert_keys::{ObjectIdentifier, PublicKey, SignatureAlgorithm};
use pushcert_pem::BlockKind;

use crate::attribute::{Attribute, CHALLENGE_PASSWORD};
use crate::error::{Error, ErrorKind};
use crate::name::{COMMON_NAME, COUNTRY, EMAIL, Subject};
use crate::problem::{Problem, ProblemKind};

/// Longest DER of a request, in bytes. One of an RSA key of 16384 bits has less than 5 KiB.
pub(crate) const MAX_LENGTH: usize = 64 * 1024;

/// Longest text that is scanned for a request, in bytes.
const MAX_TEXT: usize = 128 * 1024;

/// The label of a block (RFC 7468 section 7).
const LABEL: &str = "CERTIFICATE REQUEST";

/// A `CertificationRequest` ([RFC 2986 section 4](https://www.rfc-editor.org/rfc/rfc2986#section-4)),
/// PKCS#10.
///
/// ```text
/// CertificationRequest ::= SEQUENCE {
///     certificationRequestInfo  CertificationRequestInfo,
///     signatureAlgorithm        AlgorithmIdentifier,
///     signature                 BIT STRING }
///
/// CertificationRequestInfo ::= SEQUENCE {
///     version        INTEGER { v1(0) },
///     subject        Name,
///     subjectPKInfo  SubjectPublicKeyInfo,
///     attributes     [0] IMPLICIT SET OF Attribute }
/// ```
///
/// What departs from the standards and can be read nevertheless is a [`Problem`]. Texts are given as
/// they stand in the request, control and bidirectional characters included: escape them before they
/// reach a terminal, a page or a log. A challenge password is never given, and `Debug` shows neither
/// attributes nor subject. Two requests are equal if their encodings are.
#[derive(Clone)]
pub struct CertificationRequest {
    der: Vec<u8>,
    info: Vec<u8>,
    version: u64,
    subject: Subject,
    spki: Vec<u8>,
    public_key: Option<PublicKey>,
    attributes: Vec<Attribute>,
    extensions: Vec<ObjectIdentifier>,
    algorithm: SignatureAlgorithm,
    signature: Vec<u8>,
    problems: Vec<Problem>,
}

impl CertificationRequest {
    /// Decodes a request in DER of at most 64 KiB. Bytes after it are a problem, not an error.
    ///
    /// ```
    /// use pushcert_csr::{CertificationRequest, ErrorKind};
    ///
    /// let error = CertificationRequest::decode(&[0x30, 0x82, 0x01]).unwrap_err();
    /// assert_eq!(*error.kind(), ErrorKind::TruncatedHeader);
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TooLong`], or what keeps the bytes from being a request, with the offset.
    pub fn decode(der: &[u8]) -> Result<Self, Error> {
        decode::decode(der)
    }

    /// Reads a request as PEM (at most 128 KiB, RFC 7468 section 7, with the label
    /// `CERTIFICATE REQUEST` or `NEW CERTIFICATE REQUEST`) or as DER. What `pushcert-pem` tolerates of
    /// a text is tolerated; other blocks are passed over.
    ///
    /// ```
    /// use pushcert_csr::{CertificationRequest, ErrorKind};
    ///
    /// let error = CertificationRequest::parse(b"-----BEGIN X-----\nAAAA\n-----END X-----\n").unwrap_err();
    /// assert_eq!(*error.kind(), ErrorKind::NoRequest);
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`decode`](Self::decode); [`ErrorKind::NoRequest`], [`ErrorKind::SeveralRequests`],
    /// [`ErrorKind::Text`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.first() == Some(&0x30) || !pushcert_pem::looks_like_pem(bytes) {
            return Self::decode(bytes);
        }
        let mut limits = pushcert_pem::Limits::strict();
        limits.max_input = MAX_TEXT;
        let document = pushcert_pem::scan(bytes, &limits)?;
        let mut requests = document
            .blocks
            .iter()
            .filter(|block| block.kind() == BlockKind::CertificationRequest);
        let first = requests.next().ok_or(Error::new(ErrorKind::NoRequest))?;
        let more = requests.count();
        if more > 0 {
            let count = more.saturating_add(1);
            return Err(Error::new(ErrorKind::SeveralRequests { count }));
        }
        Self::decode(first.body.as_ref().map_err(|error| *error)?)
    }

    /// The request in DER, as it was read, without what followed it.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The `CertificationRequestInfo`: the bytes that are signed.
    #[must_use]
    pub fn info_der(&self) -> &[u8] {
        &self.info
    }

    /// The version; 0 is the only one that is defined. `u64::MAX` for one that is larger than that or
    /// negative.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// The subject.
    #[must_use]
    pub const fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The first CN of the subject.
    #[must_use]
    pub fn common_name(&self) -> Option<&str> {
        self.subject.text(&COMMON_NAME)
    }

    /// The first `emailAddress` of the subject.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.subject.text(&EMAIL)
    }

    /// The first C of the subject.
    #[must_use]
    pub fn country(&self) -> Option<&str> {
        self.subject.text(&COUNTRY)
    }

    /// The `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn spki_der(&self) -> &[u8] {
        &self.spki
    }

    /// The public key; `None` where it cannot be read ([`ProblemKind::PublicKey`]).
    #[must_use]
    pub const fn public_key(&self) -> Option<&PublicKey> {
        self.public_key.as_ref()
    }

    /// The attributes, without their values; at most 1,000.
    #[must_use]
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// Whether there is a `challengePassword` (RFC 2985 section 5.4.1). It is not given out.
    #[must_use]
    pub fn has_challenge_password(&self) -> bool {
        self.attributes
            .iter()
            .any(|attribute| attribute.oid() == Some(&CHALLENGE_PASSWORD))
    }

    /// The identifiers of the extensions that are asked for (`extensionRequest`, RFC 2985 section
    /// 5.4.2); at most 1,000.
    #[must_use]
    pub fn requested_extensions(&self) -> &[ObjectIdentifier] {
        &self.extensions
    }

    /// The algorithm of the signature.
    #[must_use]
    pub const fn signature_algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// The octets of the signature.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// What departs from the standards.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Checks the signature with the request's own key: the proof that whoever wrote it had the private
    /// key (RFC 2986 section 3).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Signature`] with the reason; [`ErrorKind::PublicKey`] and
    /// [`ErrorKind::Parameters`] where there is nothing to check with.
    pub fn verify(&self) -> Result<(), Error> {
        for problem in &self.problems {
            match problem.kind() {
                ProblemKind::Parameters => return Err(Error::new(ErrorKind::Parameters)),
                // Neither RSA nor ECDSA makes a signature that is not whole octets.
                ProblemKind::UnusedBits { .. } => {
                    let kind = pushcert_keys::ErrorKind::InvalidSignature;
                    return Err(Error::new(ErrorKind::Signature(kind)));
                }
                _ => {}
            }
        }
        self.public_key
            .as_ref()
            .ok_or(Error::new(ErrorKind::PublicKey))?
            .verify(self.algorithm, &self.info, &self.signature)
            .map_err(|error| Error::new(ErrorKind::Signature(error.kind().clone())))
    }

    /// The request as PEM: `CERTIFICATE REQUEST`, 64 columns, LF (RFC 7468 section 7).
    #[must_use]
    pub fn encode_pem(&self) -> String {
        pushcert_pem::encode(LABEL, &self.der).as_str().into()
    }
}

impl PartialEq for CertificationRequest {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for CertificationRequest {}

impl fmt::Debug for CertificationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CertificationRequest")
            .field("public_key", &self.public_key)
            .field("algorithm", &self.algorithm)
            .field("problems", &self.problems)
            .finish_non_exhaustive()
    }
}
