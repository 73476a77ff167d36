//! The authority whose certificates are asked about.

use alloc::{borrow::Cow, string::String};

use pushcert_x509::{Certificate, KeyUsage, Name, SubjectPublicKeyInfo};
use sha1::{Digest, Sha1};

use crate::{authority::Authority, verify::verify_signed_by};

/// The authority that issued a certificate: its name and its key, from its certificate or from the
/// figures of one of Apple's authorities.
///
/// Whether it is to be trusted is for the caller to know, such as by
/// [`signing_authority`](crate::signing_authority).
#[derive(Clone, Copy, Debug)]
pub struct Issuer<'a>(Source<'a>);

#[derive(Clone, Copy, Debug)]
enum Source<'a> {
    Certificate(&'a Certificate),
    Authority(&'a Authority),
}

impl<'a> From<&'a Certificate> for Issuer<'a> {
    /// The subject of this certificate, as an issuer.
    fn from(certificate: &'a Certificate) -> Self {
        Self(Source::Certificate(certificate))
    }
}

impl<'a> From<&'a Authority> for Issuer<'a> {
    fn from(authority: &'a Authority) -> Self {
        Self(Source::Authority(authority))
    }
}

impl<'a> Issuer<'a> {
    /// CN of its name.
    #[must_use]
    pub fn common_name(&self) -> Option<&'a str> {
        match self.0 {
            Source::Certificate(certificate) => certificate.subject().common_name(),
            Source::Authority(authority) => Some(authority.common_name()),
        }
    }

    /// Its `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn spki_der(&self) -> Cow<'a, [u8]> {
        match self.0 {
            Source::Certificate(certificate) => Cow::Borrowed(certificate.spki_der()),
            Source::Authority(authority) => Cow::Owned(authority.spki_der()),
        }
    }

    /// Whether a name is its own, whatever string types it is written in.
    #[must_use]
    pub fn is_named(&self, name: &Name<'_>) -> bool {
        match self.0 {
            Source::Certificate(certificate) => certificate.subject().same_as(name),
            Source::Authority(authority) => authority.is_named(name),
        }
    }

    /// Whether it signed a certificate, by name and by signature.
    #[must_use]
    pub fn issued(&self, certificate: &Certificate) -> bool {
        self.is_named(&certificate.issuer())
            && verify_signed_by(certificate, &self.spki_der()).is_ok()
    }

    /// Whether its certificate lets it sign revocation lists (RFC 5280, section 6.3.3 (f)). All of
    /// Apple's authorities may.
    #[must_use]
    pub fn may_sign_crls(&self) -> bool {
        match self.0 {
            Source::Certificate(certificate) => {
                certificate.key_usage().is_none_or(KeyUsage::crl_sign)
            }
            Source::Authority(_) => true,
        }
    }

    pub(super) fn owned_common_name(&self) -> Option<String> {
        self.common_name().map(String::from)
    }

    /// SHA-1 over the octets of its key, by which OCSP names responders.
    pub(super) fn key_hash(&self) -> Option<[u8; 20]> {
        key_hash(&self.spki_der())
    }
}

/// SHA-1 over the BIT STRING `subjectPublicKey` without tag, length and unused bits.
pub(super) fn key_hash(spki_der: &[u8]) -> Option<[u8; 20]> {
    let spki = SubjectPublicKeyInfo::decode(spki_der).ok()?;
    Some(Sha1::digest(spki.key_octets()).into())
}
