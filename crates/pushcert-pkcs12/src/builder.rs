//! Making a file from keys and certificates, with fresh salts.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use pushcert_pbe::{EncryptError, Encryption, HashAlgorithm, ObjectIdentifier, Protection};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::attributes::Attributes;
use crate::bag::{BagValue, CertType, CrlType, SafeBag, ShroudedKey};
use crate::contents::{Contents, SafeContents};
use crate::encode::EncodeError;
use crate::mac::MacScheme;

/// How a new file is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Profile {
    /// How each key is encrypted by itself; `None` leaves keys in the clear.
    pub keys: Option<Encryption>,
    /// How the part with certificates and everything else is encrypted; `None` leaves it in the
    /// clear.
    pub certificates: Option<Encryption>,
    /// The MAC; a file without one is open to changes, and many programs refuse it.
    pub mac: Option<Mac>,
}

/// How the MAC of a new file is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mac {
    /// The hash of the HMAC and of the key derivation.
    pub hash: HashAlgorithm,
    /// Iterations of the key derivation, at least 1.
    pub iterations: u64,
    /// Whether it is PBMAC1 (RFC 9579), which only some programs since 2024 read.
    pub pbmac1: bool,
}

/// Iterations of [`Profile::modern`]: below the 300,000 that .NET takes for one derivation, and the
/// 1,000,000 that it takes for a file.
const MODERN_ITERATIONS: u64 = 100_000;
/// Iterations of the old profiles: what most programs write.
#[cfg(feature = "legacy-insecure")]
const LEGACY_ITERATIONS: u64 = 2_048;

impl Mac {
    /// HMAC as RFC 7292 has it.
    #[must_use]
    pub const fn new(hash: HashAlgorithm, iterations: u64) -> Self {
        Self {
            hash,
            iterations,
            pbmac1: false,
        }
    }

    /// PBMAC1 (RFC 9579) with this hash everywhere.
    #[must_use]
    pub const fn pbmac1(hash: HashAlgorithm, iterations: u64) -> Self {
        Self {
            hash,
            iterations,
            pbmac1: true,
        }
    }

    /// The scheme with a fresh salt: 8 bytes for SHA-1, which is for old readers, else 16.
    ///
    /// # Errors
    /// As [`MacScheme::pkcs12`] and [`MacScheme::pbmac1`].
    pub fn scheme<R: CryptoRng + ?Sized>(&self, rng: &mut R) -> Result<MacScheme, EncryptError> {
        let mut salt = match self.hash {
            HashAlgorithm::Sha1 => vec![0; 8],
            _ => vec![0; 16],
        };
        rng.fill_bytes(&mut salt);
        if self.pbmac1 {
            return MacScheme::pbmac1(self.hash, self.hash, &salt, self.iterations);
        }
        MacScheme::pkcs12(self.hash, &salt, self.iterations)
    }
}

impl Profile {
    /// AES-256 in CBC mode with PBKDF2-HMAC-SHA-256 for keys and certificates, HMAC-SHA-256 over
    /// all, 100,000 iterations each: what current programs and systems read. Older ones
    /// than OpenSSL 1.1, Java 8u301, Windows Server 2019 do not.
    #[must_use]
    pub const fn modern() -> Self {
        let encryption = Encryption::new(Protection::Pbes2Aes256Cbc, MODERN_ITERATIONS);
        Self {
            keys: Some(encryption),
            certificates: Some(encryption),
            mac: Some(Mac::new(HashAlgorithm::Sha256, MODERN_ITERATIONS)),
        }
    }

    /// 3DES for keys and certificates, HMAC-SHA-1 over all, 2,048 iterations each: what every
    /// program reads, old and new. Against somebody who guesses passwords it is weak.
    #[cfg(feature = "legacy-insecure")]
    #[must_use]
    pub const fn compatible() -> Self {
        let encryption = Encryption::new(Protection::PbeSha1TripleDes3KeyCbc, LEGACY_ITERATIONS);
        Self {
            keys: Some(encryption),
            certificates: Some(encryption),
            mac: Some(Mac::new(HashAlgorithm::Sha1, LEGACY_ITERATIONS)),
        }
    }

    /// RC2 with 40 bits for certificates, 3DES for keys, HMAC-SHA-1 over all, 2,048 iterations each:
    /// what everybody wrote for twenty years, for readers that know nothing
    /// else. OpenSSL 3 refuses it as it is installed.
    #[cfg(feature = "legacy-insecure")]
    #[must_use]
    pub const fn legacy() -> Self {
        let mut profile = Self::compatible();
        profile.certificates = Some(Encryption::new(
            Protection::PbeSha1Rc240Cbc,
            LEGACY_ITERATIONS,
        ));
        profile
    }

    /// Nothing encrypted, no MAC. For files that something else protects.
    #[must_use]
    pub const fn unprotected() -> Self {
        Self {
            keys: None,
            certificates: None,
            mac: None,
        }
    }

    /// The same with this number of iterations everywhere, at least 1. Without effect on scrypt.
    #[must_use]
    pub const fn with_iterations(mut self, iterations: u64) -> Self {
        if let Some(keys) = self.keys {
            self.keys = Some(keys.with_iterations(iterations));
        }
        if let Some(certificates) = self.certificates {
            self.certificates = Some(certificates.with_iterations(iterations));
        }
        if let Some(mac) = &mut self.mac {
            mac.iterations = iterations;
        }
        self
    }

    /// The same with another MAC, or none.
    #[must_use]
    pub const fn with_mac(mut self, mac: Option<Mac>) -> Self {
        self.mac = mac;
        self
    }

    /// The same with another encryption of keys, or none.
    #[must_use]
    pub const fn with_keys(mut self, keys: Option<Encryption>) -> Self {
        self.keys = keys;
        self
    }

    /// The same with another encryption of certificates and the rest, or none.
    #[must_use]
    pub const fn with_certificates(mut self, certificates: Option<Encryption>) -> Self {
        self.certificates = certificates;
        self
    }
}

/// Makes a file from keys and certificates.
///
/// The file has a part with the certificates and everything that is no key, then a part with the
/// keys, each encrypted by itself: the order that programs write, and that old readers insist on.
///
/// ```
/// use pushcert_pkcs12::{Builder, Limits, Pfx, Profile};
///
/// # fn build(key: &[u8], leaf: &[u8], rng: &mut impl rand_core::CryptoRng)
/// #     -> Result<(), Box<dyn std::error::Error>> {
/// let file = Builder::new(Profile::modern())
///     .identity(key, &[leaf], Some("push"))
///     .build("password", rng)?;
/// let limits = Limits::default();
/// let opened = Pfx::decode(&file, &limits)?.open(Some("password"), &limits)?;
/// assert_eq!(opened.bags().count(), 2);
/// # Ok(())
/// # }
/// ```
pub struct Builder {
    profile: Profile,
    keys: Vec<(Zeroizing<Vec<u8>>, Attributes)>,
    others: Vec<SafeBag>,
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("profile", &self.profile)
            .field("keys", &self.keys.len())
            .field("others", &self.others)
            .finish()
    }
}

impl Builder {
    /// An empty file with this protection.
    #[must_use]
    pub const fn new(profile: Profile) -> Self {
        Self {
            profile,
            keys: Vec::new(),
            others: Vec::new(),
        }
    }

    /// Adds a key with its certificate and the path of that.
    ///
    /// `key` is `PrivateKeyInfo` in DER (PKCS#8), `certificates` are X.509 in DER, the one of the key
    /// first. Key and certificate get the same `localKeyID`, the SHA-1 digest of the certificate as
    /// everybody makes it, and the name. Whether they belong together is for the caller to know.
    #[must_use]
    pub fn identity(
        mut self,
        key: &[u8],
        certificates: &[&[u8]],
        friendly_name: Option<&str>,
    ) -> Self {
        let mut attributes = Attributes::new();
        if let Some(name) = friendly_name {
            attributes = attributes.with_friendly_name(name);
        }
        if let Some(leaf) = certificates.first() {
            attributes = attributes.with_local_key_id(&HashAlgorithm::Sha1.digest(leaf));
        }
        for (index, certificate) in certificates.iter().enumerate() {
            let attributes = match index {
                0 => attributes.clone(),
                _ => Attributes::new(),
            };
            self = self.certificate(certificate, attributes);
        }
        self.key(key, attributes)
    }

    /// Adds a key, `PrivateKeyInfo` in DER (PKCS#8).
    #[must_use]
    pub fn key(mut self, key: &[u8], attributes: Attributes) -> Self {
        self.keys.push((Zeroizing::new(key.to_vec()), attributes));
        self
    }

    /// Adds a certificate, X.509 in DER. Java shows one without a key only if it has the attribute
    /// `2.16.840.1.113894.746875.1.1`.
    #[must_use]
    pub fn certificate(self, der: &[u8], attributes: Attributes) -> Self {
        let cert_type = CertType::X509;
        let der = der.to_vec();
        self.bag(BagValue::Cert { cert_type, der }, attributes)
    }

    /// Adds a certificate revocation list, X.509 in DER.
    #[must_use]
    pub fn crl(self, der: &[u8], attributes: Attributes) -> Self {
        let crl_type = CrlType::X509;
        let der = der.to_vec();
        self.bag(BagValue::Crl { crl_type, der }, attributes)
    }

    /// Adds anything else that is secret, one DER element. It goes where the certificates are, so
    /// encrypt those.
    #[must_use]
    pub fn secret(self, secret_type: ObjectIdentifier, der: &[u8], attributes: Attributes) -> Self {
        let der = Zeroizing::new(der.to_vec());
        self.bag(BagValue::Secret { secret_type, der }, attributes)
    }

    fn bag(mut self, value: BagValue, attributes: Attributes) -> Self {
        self.others.push(SafeBag::new(value, attributes));
        self
    }

    /// Writes the file, in DER, with fresh salts and initialisation vectors. An empty password is
    /// written as `00 00` where RFC 7292 derives keys, which some readers do not take.
    ///
    /// # Errors
    /// [`EncodeError::Empty`] when nothing was added, [`EncodeError::Malformed`] for a key that is no
    /// DER, [`EncodeError::Encrypt`] for weak algorithms without the feature `legacy-insecure` and
    /// for impossible parameters.
    pub fn build<R: CryptoRng + ?Sized>(
        self,
        password: &str,
        rng: &mut R,
    ) -> Result<Zeroizing<Vec<u8>>, EncodeError> {
        self.contents(rng)?.encode(password)
    }

    /// What [`Builder::build`] writes, to change it before.
    ///
    /// # Errors
    /// [`EncodeError::Empty`], [`EncodeError::Encrypt`].
    pub fn contents<R: CryptoRng + ?Sized>(self, rng: &mut R) -> Result<Contents, EncodeError> {
        if self.keys.is_empty() && self.others.is_empty() {
            return Err(EncodeError::Empty);
        }
        let mut contents = Contents::new();
        if !self.others.is_empty() {
            let encryption = self.profile.certificates;
            let scheme = encryption
                .map(|encryption| encryption.scheme(rng))
                .transpose()?;
            contents.parts.push(SafeContents::new(scheme, self.others));
        }
        if !self.keys.is_empty() {
            let mut bags = Vec::with_capacity(self.keys.len());
            for (key, attributes) in self.keys {
                let value = match self.profile.keys {
                    None => BagValue::Key(key),
                    Some(encryption) => {
                        BagValue::ShroudedKey(ShroudedKey::new(encryption.scheme(rng)?, key))
                    }
                };
                bags.push(SafeBag::new(value, attributes));
            }
            contents.parts.push(SafeContents::new(None, bags));
        }
        let mac = self.profile.mac;
        contents.mac = mac.map(|mac| mac.scheme(rng)).transpose()?;
        Ok(contents)
    }
}
