//! `SafeBag` and its values (RFC 7292 section 4.2).

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use pushcert_pbe::{ObjectIdentifier, PasswordEncoding, Protection, Scheme};
use zeroize::Zeroizing;

use crate::attributes::Attributes;
use crate::error::Error;

/// One bag.
///
/// ```text
/// SafeBag ::= SEQUENCE {
///     bagId          OBJECT IDENTIFIER,
///     bagValue       [0] EXPLICIT ANY DEFINED BY bagId,
///     bagAttributes  SET OF PKCS12Attribute OPTIONAL }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct SafeBag {
    /// What it holds.
    pub value: BagValue,
    /// What is said of it.
    pub attributes: Attributes,
    /// How many `safeContentsBag`s it is in; 0 for a bag of the part itself.
    pub depth: u32,
}

/// What a bag holds.
#[non_exhaustive]
pub enum BagValue {
    /// `keyBag`: a private key in the clear (within its part), `PrivateKeyInfo` of RFC 5958 in DER.
    Key(Zeroizing<Vec<u8>>),
    /// `pkcs8ShroudedKeyBag`: a private key encrypted by itself.
    ShroudedKey(Box<ShroudedKey>),
    /// `certBag`: a certificate.
    Cert {
        /// Its type.
        cert_type: CertType,
        /// The certificate: DER of X.509, or the value of another type, one DER element.
        der: Vec<u8>,
    },
    /// `crlBag`: a certificate revocation list.
    Crl {
        /// Its type.
        crl_type: CrlType,
        /// The list: DER of X.509, or the value of another type, one DER element.
        der: Vec<u8>,
    },
    /// `secretBag`: anything else that is secret, such as the symmetric keys of Java.
    Secret {
        /// Its type.
        secret_type: ObjectIdentifier,
        /// The value, one DER element.
        der: Zeroizing<Vec<u8>>,
    },
    /// `safeContentsBag`: more bags. They follow as bags of their own, one level deeper.
    SafeContents {
        /// How many bags it has itself.
        bags: usize,
    },
    /// A bag of a type that RFC 7292 does not know.
    Unknown {
        /// Its type.
        oid: ObjectIdentifier,
        /// The value, one DER element.
        der: Zeroizing<Vec<u8>>,
    },
}

/// A private key encrypted by itself (`EncryptedPrivateKeyInfo` of RFC 5958).
#[non_exhaustive]
pub struct ShroudedKey {
    /// How it is encrypted; `None` for what is not implemented.
    pub scheme: Option<Scheme>,
    /// The form of the password that decrypted it, and that is written; `None` is the usual one.
    pub encoding: Option<PasswordEncoding>,
    /// The key, `PrivateKeyInfo` in DER, or why there is none: another password, or an algorithm
    /// that is not implemented.
    pub key: Result<Zeroizing<Vec<u8>>, Error>,
    /// `EncryptedPrivateKeyInfo` in DER, where the key is not to be had and it is all there is.
    pub encrypted: Option<Vec<u8>>,
}

impl ShroudedKey {
    /// A key, `PrivateKeyInfo` in DER, that is to be encrypted with this scheme.
    #[must_use]
    pub fn new(scheme: Scheme, key: Zeroizing<Vec<u8>>) -> Box<Self> {
        Box::new(Self {
            scheme: Some(scheme),
            encoding: None,
            key: Ok(key),
            encrypted: None,
        })
    }

    /// What protects it.
    #[must_use]
    pub fn protection(&self) -> Protection {
        self.scheme
            .as_ref()
            .map_or(Protection::Unsupported, Scheme::protection)
    }

    /// Iterations of its key derivation; `None` for scrypt and what is not implemented.
    #[must_use]
    pub fn iterations(&self) -> Option<u64> {
        self.scheme.as_ref().and_then(Scheme::iterations)
    }
}

/// Type of a certificate (RFC 7292 section 4.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CertType {
    /// `x509Certificate`.
    X509,
    /// `sdsiCertificate`.
    Sdsi,
    /// Another one.
    Other(ObjectIdentifier),
}

/// Type of a CRL (RFC 7292 section 4.2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CrlType {
    /// `x509CRL`.
    X509,
    /// Another one.
    Other(ObjectIdentifier),
}

impl SafeBag {
    /// A bag of a part itself, see [`SafeBag::depth`].
    #[must_use]
    pub const fn new(value: BagValue, attributes: Attributes) -> Self {
        Self {
            value,
            attributes,
            depth: 0,
        }
    }

    /// What it holds.
    #[must_use]
    pub const fn value(&self) -> &BagValue {
        &self.value
    }

    /// What is said of it.
    #[must_use]
    pub const fn attributes(&self) -> &Attributes {
        &self.attributes
    }

    /// The kind for reports: `key`, `shrouded-key`, `cert`, `crl`, `secret`, `safe-contents`,
    /// `unknown`.
    #[must_use]
    pub const fn kind_name(&self) -> &'static str {
        self.value.kind_name()
    }
}

impl BagValue {
    /// The kind for reports: `key`, `shrouded-key`, `cert`, `crl`, `secret`, `safe-contents`,
    /// `unknown`.
    #[must_use]
    pub const fn kind_name(&self) -> &'static str {
        match self {
            Self::Key(_) => "key",
            Self::ShroudedKey(_) => "shrouded-key",
            Self::Cert { .. } => "cert",
            Self::Crl { .. } => "crl",
            Self::Secret { .. } => "secret",
            Self::SafeContents { .. } => "safe-contents",
            Self::Unknown { .. } => "unknown",
        }
    }

    /// The private key, in the clear or decrypted.
    #[must_use]
    pub fn private_key(&self) -> Option<&[u8]> {
        match self {
            Self::Key(key) => Some(key),
            Self::ShroudedKey(shrouded) => shrouded.key.as_ref().ok().map(|key| key.as_slice()),
            _ => None,
        }
    }

    /// The X.509 certificate.
    #[must_use]
    pub fn certificate(&self) -> Option<&[u8]> {
        match self {
            Self::Cert {
                cert_type: CertType::X509,
                der,
            } => Some(der),
            _ => None,
        }
    }
}

impl fmt::Debug for BagValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind_name())
    }
}

impl fmt::Debug for ShroudedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ShroudedKey")
            .field("protection", &self.protection())
            .field("iterations", &self.iterations())
            .field("error", &self.key.as_ref().err())
            .finish_non_exhaustive()
    }
}
