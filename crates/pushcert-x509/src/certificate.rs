//! The certificate.
//!
//! ```text
//! Certificate ::= SEQUENCE {
//!     tbsCertificate       TBSCertificate,
//!     signatureAlgorithm   AlgorithmIdentifier,
//!     signatureValue       BIT STRING }
//! TBSCertificate ::= SEQUENCE {
//!     version          [0] EXPLICIT Version DEFAULT v1,
//!     serialNumber         CertificateSerialNumber,
//!     signature            AlgorithmIdentifier,
//!     issuer               Name,
//!     validity             Validity,
//!     subject              Name,
//!     subjectPublicKeyInfo SubjectPublicKeyInfo,
//!     issuerUniqueID   [1] IMPLICIT UniqueIdentifier OPTIONAL,
//!     subjectUniqueID  [2] IMPLICIT UniqueIdentifier OPTIONAL,
//!     extensions       [3] EXPLICIT Extensions OPTIONAL }
//! ```

mod decode;
mod fields;
mod view;

use alloc::vec::Vec;

use pushcert_types::UnixTime;
use sha2::{Digest, Sha256};

pub(crate) use view::View;

use crate::{
    algorithm::SignatureAlgorithm,
    apple::PushFacts,
    error::Error,
    extension::{
        self, AccessMethod, BasicConstraints, ExtendedKeyUsage, Extension, ExtensionSpans,
        KeyUsage, Policy, known,
    },
    name::{Name, NameSpans},
    oid::Oid,
    problem::Problem,
    spki::SubjectPublicKeyInfo,
    tlv::Span,
};

/// An X.509 certificate (RFC 5280, section 4.1) with all that could be read of it.
///
/// Owns one copy of its encoding; names, extensions and identifiers are borrowed from it.
#[derive(Clone, Debug)]
pub struct Certificate {
    der: Vec<u8>,
    parts: Parts,
    push: PushFacts,
    problems: Vec<Problem>,
}

/// Where the parts stand, and the few that are read once and for all.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    tbs: Span,
    version: u32,
    serial: Span,
    signature_algorithm: SignatureAlgorithm,
    signature: Span,
    issuer: NameSpans,
    not_before: Option<UnixTime>,
    not_after: Option<UnixTime>,
    subject: NameSpans,
    spki: Span,
    extensions: Vec<ExtensionSpans>,
}

impl Certificate {
    /// Reads a certificate. Bytes behind it are not part of it and give a [`Problem`].
    ///
    /// Takes time and memory in proportion to the input, whatever the input says.
    ///
    /// # Errors
    ///
    /// [`Error`] when the bytes cannot be split into the fields of a certificate: another kind
    /// of file, or a truncated one. Everything that is wrong inside a field is a [`Problem`].
    pub fn decode(der: &[u8]) -> Result<Self, Error> {
        decode::decode(der)
    }

    fn view(&self) -> View<'_> {
        View::new(&self.der, &self.parts)
    }

    /// The encoding of the certificate, without bytes behind it.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The encoding of the signed part, over which the signature is computed.
    #[must_use]
    pub fn tbs_der(&self) -> &[u8] {
        self.parts.tbs.of(&self.der)
    }

    /// The signature's octets.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        self.parts.signature.of(&self.der)
    }

    /// SHA-256 of the encoding, the usual fingerprint. Computed at each call.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(&self.der).into()
    }

    /// The version, 3 for every certificate with extensions.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.parts.version
    }

    /// The content octets of the serial number, as they stand (a leading zero included).
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        self.parts.serial.of(&self.der)
    }

    /// The algorithm of the signature, as it stands beside it.
    #[must_use]
    pub const fn signature_algorithm(&self) -> &SignatureAlgorithm {
        &self.parts.signature_algorithm
    }

    /// Who issued it, by name.
    #[must_use]
    pub fn issuer(&self) -> Name<'_> {
        Name::new(&self.der, &self.parts.issuer)
    }

    /// Whom it was issued to.
    #[must_use]
    pub fn subject(&self) -> Name<'_> {
        Name::new(&self.der, &self.parts.subject)
    }

    /// The first moment of its validity, `None` where it cannot be read.
    #[must_use]
    pub const fn not_before(&self) -> Option<UnixTime> {
        self.parts.not_before
    }

    /// The last moment of its validity, `None` where it cannot be read.
    #[must_use]
    pub const fn not_after(&self) -> Option<UnixTime> {
        self.parts.not_after
    }

    /// The encoding of the `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn spki_der(&self) -> &[u8] {
        self.parts.spki.of(&self.der)
    }

    /// The public key, taken apart.
    ///
    /// # Errors
    ///
    /// [`Error`] with an offset into [`spki_der`](Self::spki_der).
    pub fn public_key(&self) -> Result<SubjectPublicKeyInfo<'_>, Error> {
        SubjectPublicKeyInfo::decode(self.spki_der())
    }

    /// The extensions that can be read, in the order of the certificate.
    #[must_use]
    pub fn extensions(&self) -> impl ExactSizeIterator<Item = Extension<'_>> {
        self.parts
            .extensions
            .iter()
            .map(|spans| spans.of(&self.der))
    }

    /// The first extension with this identifier.
    #[must_use]
    pub fn extension(&self, oid: &Oid) -> Option<Extension<'_>> {
        self.view().extension(oid)
    }

    /// The identifier of the certificate's own key.
    #[must_use]
    pub fn subject_key_id(&self) -> Option<&[u8]> {
        extension::subject_key_id(&self.extension(&known::SUBJECT_KEY_IDENTIFIER)?).ok()
    }

    /// The identifier of the key that signed it.
    #[must_use]
    pub fn authority_key_id(&self) -> Option<&[u8]> {
        extension::authority_key_id(&self.extension(&known::AUTHORITY_KEY_IDENTIFIER)?).ok()?
    }

    /// What the key may do, `None` where nothing readable is said.
    #[must_use]
    pub fn key_usage(&self) -> Option<KeyUsage> {
        extension::key_usage(&self.extension(&known::KEY_USAGE)?).ok()
    }

    /// What for, `None` where nothing readable is said.
    #[must_use]
    pub fn extended_key_usage(&self) -> Option<ExtendedKeyUsage<'_>> {
        extension::extended_key_usage(&self.extension(&known::EXTENDED_KEY_USAGE)?).ok()
    }

    /// The basic constraints, `None` where nothing readable is said.
    #[must_use]
    pub fn basic_constraints(&self) -> Option<BasicConstraints> {
        self.view().basic_constraints()
    }

    /// Whether this is a certification authority by its basic constraints.
    #[must_use]
    pub fn is_ca(&self) -> bool {
        self.view().is_ca()
    }

    /// Whether issuer and subject are the same name. Says nothing about the signature.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.issuer().same_as(&self.subject())
    }

    /// The DNS names among the subject alternative names.
    pub fn dns_names(&self) -> impl Iterator<Item = &str> {
        self.view().dns_names()
    }

    /// Where revocation lists are published.
    pub fn crl_urls(&self) -> impl Iterator<Item = &str> {
        self.extension(&known::CRL_DISTRIBUTION_POINTS)
            .and_then(|extension| extension::crl_urls(&extension).ok())
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
    }

    /// Where OCSP responders answer.
    pub fn ocsp_urls(&self) -> impl Iterator<Item = &str> {
        self.access_urls(AccessMethod::Ocsp)
    }

    /// Where the issuer's certificate can be fetched.
    pub fn ca_issuers_urls(&self) -> impl Iterator<Item = &str> {
        self.access_urls(AccessMethod::CaIssuers)
    }

    fn access_urls(&self, wanted: AccessMethod) -> impl Iterator<Item = &str> {
        self.extension(&known::AUTHORITY_INFO_ACCESS)
            .and_then(|extension| extension::access_urls(&extension).ok())
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .filter_map(move |(method, url)| (method == wanted).then_some(url))
    }

    /// The policies it was issued under.
    pub fn policies(&self) -> impl Iterator<Item = Policy<'_>> {
        self.extension(&known::CERTIFICATE_POLICIES)
            .and_then(|extension| extension::policies(&extension).ok())
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
    }

    /// What it says about push.
    #[must_use]
    pub const fn push(&self) -> &PushFacts {
        &self.push
    }

    /// What departs from the standards or from what Apple writes, at most 200 remarks.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}
