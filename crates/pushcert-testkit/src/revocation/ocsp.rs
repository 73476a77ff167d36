//! OCSP responses.

use super::{NEXT_UPDATE, Seal, THIS_UPDATE, generalized};
use crate::authority::Authority;
use crate::cert::{CertificateBuilder, Extension, extended_key_usage};
use crate::digest::Digest;
use crate::key::{SignatureAlgorithm, TestKey};
use crate::name::Name;
use crate::{der, oid};

/// Builds one OCSPResponse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OcspBuilder {
    status: u8,
    response_type: &'static str,
    version: Vec<u8>,
    responder: Vec<u8>,
    produced_at: Vec<u8>,
    singles: Vec<u8>,
    extensions: Vec<Extension>,
    certificates: Option<Vec<Vec<u8>>>,
    seal: Seal,
}

impl OcspBuilder {
    /// A response without answers, signed by the authority itself, which is named by its key.
    pub fn new(issuer: &Authority) -> Self {
        Self {
            status: 0,
            response_type: oid::extension::OCSP_BASIC,
            version: Vec::new(),
            responder: by_key(&issuer.key),
            produced_at: generalized(THIS_UPDATE),
            singles: Vec::new(),
            extensions: Vec::new(),
            certificates: None,
            seal: Seal::new(&issuer.key, issuer.algorithm),
        }
    }

    /// A response by a responder with a key and a certificate of its own.
    pub fn delegated(certificate: &CertificateBuilder) -> Self {
        let key = certificate.subject_key();
        let algorithm = match key.name().starts_with("ec-") {
            true => SignatureAlgorithm::Sha256Ecdsa,
            false => SignatureAlgorithm::Sha256Rsa,
        };
        Self {
            responder: by_key(key),
            certificates: Some(vec![certificate.build()]),
            seal: Seal::new(key, algorithm),
            ..Self::new(&Authority::synthetic())
        }
    }

    /// The number of the response status; any but 0 leaves the answers out.
    pub fn status(mut self, code: u8) -> Self {
        self.status = code;
        self
    }

    /// Another type of response than basic.
    pub fn response_type(mut self, dotted: &'static str) -> Self {
        self.response_type = dotted;
        self
    }

    /// The version, which is left out where it is 0, that is 1.
    pub fn version(mut self, stored: i64) -> Self {
        self.version = der::explicit(0, der::int(stored));
        self
    }

    /// The responder names itself by this name.
    pub fn by_name(self, name: &Name) -> Self {
        self.raw_responder(der::explicit(1, name.der()))
    }

    /// ResponderID of any bytes.
    pub fn raw_responder(mut self, value: Vec<u8>) -> Self {
        self.responder = value;
        self
    }

    /// When it was signed.
    pub fn produced_at(mut self, when: &str) -> Self {
        self.produced_at = generalized(when);
        self
    }

    /// One more answer.
    pub fn single(self, single: &Single) -> Self {
        self.raw_singles(&single.der())
    }

    /// Any bytes behind the answers.
    pub fn raw_singles(mut self, bytes: &[u8]) -> Self {
        self.singles.extend_from_slice(bytes);
        self
    }

    /// Repeats this nonce.
    pub fn nonce(self, octets: &[u8]) -> Self {
        self.extension(Extension::new(
            oid::extension::OCSP_NONCE,
            der::octets(octets),
        ))
    }

    /// One more extension.
    pub fn extension(mut self, extension: Extension) -> Self {
        self.extensions.push(extension);
        self
    }

    /// The certificates that come along, `None` for no such field.
    pub fn certificates(mut self, list: Option<Vec<Vec<u8>>>) -> Self {
        self.certificates = list;
        self
    }

    /// Signed by another key; the algorithm goes with it.
    pub fn signed_by(mut self, key: &TestKey, algorithm: SignatureAlgorithm) -> Self {
        (self.seal.key, self.seal.algorithm) = (key.clone(), algorithm);
        self
    }

    /// The AlgorithmIdentifier beside the signature.
    pub fn outer_algorithm(mut self, identifier: Vec<u8>) -> Self {
        self.seal.outer_algorithm = Some(identifier);
        self
    }

    /// One bit of the signature is wrong.
    pub fn broken_signature(mut self) -> Self {
        self.seal.is_broken = true;
        self
    }

    /// The response as DER.
    pub fn build(&self) -> Vec<u8> {
        let status = der::tlv(0x0a, [self.status]);
        if self.status != 0 {
            return der::seq([status]);
        }
        let bytes = der::seq([der::oid(self.response_type), der::octets(self.basic())]);
        der::seq([status, der::explicit(0, bytes)])
    }

    fn basic(&self) -> Vec<u8> {
        let extensions = match self.extensions.is_empty() {
            true => Vec::new(),
            false => der::explicit(1, der::seq(self.extensions.iter().map(Extension::der))),
        };
        let tbs = der::seq([
            self.version.clone(),
            self.responder.clone(),
            self.produced_at.clone(),
            der::seq([&self.singles]),
            extensions,
        ]);
        let certificates = self.certificates.as_ref();
        let certificates = certificates.map(|list| der::explicit(0, der::seq(list)));
        let mut parts = self.seal.close(tbs).to_vec();
        parts.extend(certificates);
        der::seq(parts)
    }
}

fn by_key(key: &TestKey) -> Vec<u8> {
    der::explicit(2, der::octets(Digest::Sha1.hash(&key.public_key_bits())))
}

/// The certificate of a responder that an authority appointed: extKeyUsage is OCSPSigning.
pub fn responder_certificate(issuer: &Authority, key: &TestKey) -> CertificateBuilder {
    let name = Name::new().utf8(oid::name::COMMON_NAME, "Pushcert Synthetic OCSP Responder");
    CertificateBuilder::new(name)
        .issuer(issuer.clone())
        .key(key)
        .extension(Extension::critical(
            oid::extension::KEY_USAGE,
            der::bits(7, [0x80]),
        ))
        .extension(Extension::new(
            oid::extension::EXTENDED_KEY_USAGE,
            extended_key_usage(&[oid::extension::OCSP_SIGNING]),
        ))
}

/// The answer for one certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Single {
    digest: Digest,
    issuer: Authority,
    serial: Vec<u8>,
    status: Vec<u8>,
    this_update: Vec<u8>,
    next_update: Option<Vec<u8>>,
    extensions: Vec<Extension>,
}

impl Single {
    /// The content octets of a serial number of this issuer, named with SHA-1, and a status of any
    /// bytes.
    pub fn new(issuer: &Authority, serial: &[u8], status: Vec<u8>) -> Self {
        Self {
            digest: Digest::Sha1,
            issuer: issuer.clone(),
            serial: serial.to_vec(),
            status,
            this_update: generalized(THIS_UPDATE),
            next_update: Some(generalized(NEXT_UPDATE)),
            extensions: Vec::new(),
        }
    }

    /// Not revoked.
    pub fn good(issuer: &Authority, serial: &[u8]) -> Self {
        Self::new(issuer, serial, der::implicit(0, []))
    }

    /// Not known.
    pub fn unknown(issuer: &Authority, serial: &[u8]) -> Self {
        Self::new(issuer, serial, der::implicit(2, []))
    }

    /// Revoked then, for the reason with this number.
    pub fn revoked(issuer: &Authority, serial: &[u8], when: &str, reason: Option<u8>) -> Self {
        let reason = reason.map(|code| der::explicit(0, der::tlv(0x0a, [code])));
        let info = [generalized(when), reason.unwrap_or_default()];
        Self::new(issuer, serial, der::explicit(1, der::concat(info)))
    }

    /// The digest by which the issuer is named.
    pub fn digest(mut self, digest: Digest) -> Self {
        self.digest = digest;
        self
    }

    /// Both times from RFC 3339 texts.
    pub fn valid(mut self, this_update: &str, next_update: Option<&str>) -> Self {
        self.this_update = generalized(this_update);
        self.next_update = next_update.map(generalized);
        self
    }

    /// One more extension.
    pub fn extension(mut self, extension: Extension) -> Self {
        self.extensions.push(extension);
        self
    }

    /// The answer as DER.
    pub fn der(&self) -> Vec<u8> {
        let hash = |bytes: &[u8]| der::octets(self.digest.hash(bytes));
        let id = der::seq([
            der::algorithm(self.digest.oid(), Some(&der::null())),
            hash(&self.issuer.name.der()),
            hash(&self.issuer.key.public_key_bits()),
            der::int_raw(&self.serial),
        ]);
        let next_update = self.next_update.as_ref();
        let next_update = next_update.map(|value| der::explicit(0, value));
        let extensions = match self.extensions.is_empty() {
            true => Vec::new(),
            false => der::explicit(1, der::seq(self.extensions.iter().map(Extension::der))),
        };
        der::seq([
            id,
            self.status.clone(),
            self.this_update.clone(),
            next_update.unwrap_or_default(),
            extensions,
        ])
    }
}
