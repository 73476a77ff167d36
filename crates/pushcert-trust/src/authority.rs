//! One certification authority as figures.

mod generation;
mod hex;
mod spki;
mod succession;

use alloc::vec::Vec;

use pushcert_types::UnixTime;
use pushcert_x509::Name;

pub use generation::Generation;
pub(crate) use hex::hex;

/// One of Apple's certification authorities.
///
/// Some authorities have two certificates with the same key (renewals); each is an entry of its
/// own in [`AUTHORITIES`](crate::AUTHORITIES).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    pub(crate) common_name: &'static str,
    pub(crate) organizational_unit: Option<&'static str>,
    pub(crate) generation: Option<Generation>,
    pub(crate) subject_der: &'static [u8],
    pub(crate) key: AuthorityKey,
    pub(crate) key_id: &'static [u8],
    pub(crate) authority_key_id: Option<&'static [u8]>,
    pub(crate) path_length: Option<u8>,
    pub(crate) not_before: i64,
    pub(crate) not_after: i64,
    pub(crate) sha256: [u8; 32],
    pub(crate) spki_sha256: [u8; 32],
    pub(crate) certificate: Option<&'static [u8]>,
}

/// A public key as numbers, big-endian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthorityKey {
    /// RSA, both numbers without leading zeros.
    Rsa {
        /// The modulus n.
        modulus: &'static [u8],
        /// The public exponent e.
        exponent: &'static [u8],
    },
    /// A point on a curve, uncompressed (SEC 1, 2.3.3).
    Ec {
        /// The curve.
        curve: Curve,
        /// The point.
        point: &'static [u8],
    },
}

/// The curves that Apple's authorities use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Curve {
    /// `secp256r1`.
    P256,
    /// `secp384r1`.
    P384,
}

impl Curve {
    /// The content octets of the curve's identifier (RFC 5480, section 2.1.1.1).
    #[must_use]
    pub const fn oid_octets(self) -> &'static [u8] {
        match self {
            Self::P256 => &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7],
            Self::P384 => &[0x2b, 0x81, 4, 0, 0x22],
        }
    }
}

impl Authority {
    /// CN of its subject. Several generations share one: tell them apart by
    /// [`key_id`](Self::key_id).
    #[must_use]
    pub const fn common_name(&self) -> &'static str {
        self.common_name
    }

    /// OU of its subject; since G3 the generation.
    #[must_use]
    pub const fn organizational_unit(&self) -> Option<&'static str> {
        self.organizational_unit
    }

    /// The generation, for the authorities that sign developers' certificates; `None` for roots
    /// and the rest.
    #[must_use]
    pub const fn generation(&self) -> Option<Generation> {
        self.generation
    }

    /// The encoding of its subject, which is the issuer of what it signs.
    #[must_use]
    pub const fn subject_der(&self) -> &'static [u8] {
        self.subject_der
    }

    /// Its public key.
    #[must_use]
    pub const fn key(&self) -> AuthorityKey {
        self.key
    }

    /// Its subject key identifier.
    #[must_use]
    pub const fn key_id(&self) -> &'static [u8] {
        self.key_id
    }

    /// The key identifier of its issuer, where its certificate names one.
    #[must_use]
    pub const fn authority_key_id(&self) -> Option<&'static [u8]> {
        self.authority_key_id
    }

    /// How many authorities may follow below it, `None` for no limit.
    #[must_use]
    pub const fn path_length(&self) -> Option<u8> {
        self.path_length
    }

    /// The first moment of its certificate's validity.
    #[must_use]
    pub const fn not_before(&self) -> UnixTime {
        UnixTime::from_secs(self.not_before)
    }

    /// The last moment of its certificate's validity.
    #[must_use]
    pub const fn not_after(&self) -> UnixTime {
        UnixTime::from_secs(self.not_after)
    }

    /// Whether its certificate is valid at a moment.
    #[must_use]
    pub const fn is_valid_at(&self, moment: UnixTime) -> bool {
        self.not_before <= moment.secs() && moment.secs() <= self.not_after
    }

    /// SHA-256 of its certificate.
    #[must_use]
    pub const fn sha256(&self) -> &[u8; 32] {
        &self.sha256
    }

    /// SHA-256 of its `SubjectPublicKeyInfo`.
    #[must_use]
    pub const fn spki_sha256(&self) -> &[u8; 32] {
        &self.spki_sha256
    }

    /// Whether it signed itself.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.authority_key_id.is_none_or(|id| id == self.key_id)
    }

    /// Its certificate in DER, of the authorities that sign developers' certificates (those with a
    /// [`generation`](Self::generation)): what has to stand behind a leaf so that a peer that knows
    /// the root alone finds the way. `None` for roots and the rest.
    #[must_use]
    pub const fn certificate_der(&self) -> Option<&'static [u8]> {
        self.certificate
    }

    /// Its `SubjectPublicKeyInfo`, encoded from the figures.
    #[must_use]
    pub fn spki_der(&self) -> Vec<u8> {
        spki::encode(&self.key)
    }

    /// Whether a name is this authority's, whatever string types it is written in.
    #[must_use]
    pub fn is_named(&self, name: &Name<'_>) -> bool {
        name.der() == self.subject_der
            || name.common_name() == Some(self.common_name)
                && name.organizational_unit() == self.organizational_unit
                && name.organization() == Some("Apple Inc.")
    }
}
