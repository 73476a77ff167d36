//! The schemes: which derivation feeds which cipher, and the AlgorithmIdentifier of each.

use super::{Cipher, Iterations, Padding, Password, Sealed};
use crate::der;
use crate::digest::{Digest, Purpose, stretch};
use crate::oid::pbe;

/// How a part or a key is protected.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Protection {
    /// Not at all.
    None,
    /// PBES1, or the like-shaped schemes of RFC 7292 appendix C.
    Pbes1(Pbes1),
    /// PBES2 (RFC 8018 section 6.2).
    Pbes2(Pbes2),
    /// An AlgorithmIdentifier and a ciphertext as given.
    Raw(Sealed),
}

/// The parameters of the older schemes: salt and iteration count.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pbes1 {
    /// The dotted OID in the file.
    pub oid: &'static str,
    /// The cipher.
    pub cipher: Cipher,
    /// The digest of the derivation.
    pub digest: Digest,
    /// Whether RFC 7292 appendix B derives the key; otherwise PBKDF1 (RFC 8018 section 5.1).
    pub pkcs12: bool,
    /// The iteration count.
    pub iterations: Iterations,
    /// The salt's length in bytes.
    pub salt_len: usize,
    /// The padding.
    pub padding: Padding,
}

/// The parameters of PBES2.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pbes2 {
    /// The cipher.
    pub cipher: Cipher,
    /// The derivation.
    pub kdf: Kdf,
    /// IV in the file; `None` for one of the right length from the seed.
    pub iv: Option<Vec<u8>>,
    /// OID of the encryption scheme in the file; `None` for the cipher's own.
    pub scheme_oid: Option<&'static str>,
    /// The padding.
    pub padding: Padding,
}

/// The derivation inside PBES2.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kdf {
    /// PBKDF2 (RFC 8018 appendix A.2).
    Pbkdf2 {
        /// What the file says of the PRF.
        prf: Prf,
        /// The iteration count.
        iterations: Iterations,
        /// The salt's length in bytes.
        salt_len: usize,
        /// Content octets of the keyLength INTEGER; `None` leaves it out.
        key_length: Option<Vec<u8>>,
    },
    /// scrypt (RFC 7914).
    Scrypt(Scrypt),
}

/// The PRF of PBKDF2 and how the file names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Prf {
    /// Named, with NULL parameters.
    Named(Digest),
    /// Named, without parameters.
    WithoutNull(Digest),
    /// Left out, which means HMAC-SHA-1 (RFC 8018 appendix A.2).
    Omitted,
}

/// The parameters of scrypt as the file states them, and as they are really used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scrypt {
    /// costParameter N in the file.
    pub n: u64,
    /// blockSize r in the file.
    pub r: u64,
    /// parallelizationParameter p in the file.
    pub p: u64,
    /// Whether the key is really derived; otherwise it is random-looking bytes.
    pub honest: bool,
}

impl Prf {
    fn digest(self) -> Digest {
        match self {
            Self::Named(digest) | Self::WithoutNull(digest) => digest,
            Self::Omitted => Digest::Sha1,
        }
    }

    fn der(self) -> Vec<u8> {
        match self {
            Self::Named(digest) => der::algorithm(digest.hmac_oid(), Some(&der::null())),
            Self::WithoutNull(digest) => der::algorithm(digest.hmac_oid(), None),
            Self::Omitted => Vec::new(),
        }
    }
}

impl Scrypt {
    /// Parameters that are used as stated.
    pub fn honest(n: u64, r: u64, p: u64) -> Self {
        Self {
            n,
            r,
            p,
            honest: true,
        }
    }

    /// Parameters that are only stated: nothing is derived.
    pub fn claimed(n: u64, r: u64, p: u64) -> Self {
        Self {
            n,
            r,
            p,
            honest: false,
        }
    }

    fn derive(&self, password: &[u8], salt: &[u8], length: usize) -> Vec<u8> {
        if !self.honest {
            return stretch("scrypt", "claimed", length);
        }
        let log_n = u8::try_from(self.n.ilog2()).expect("a small logarithm");
        let narrow = |number: u64| u32::try_from(number).expect("a small number");
        let params = scrypt::Params::new(log_n, narrow(self.r), narrow(self.p)).expect("in range");
        let mut out = vec![0; length];
        scrypt::scrypt(password, salt, &params, &mut out).expect("a short key");
        out
    }
}

macro_rules! pbes1 {
    ($($(#[$doc:meta])* $name:ident = $oid:literal, $cipher:ident, $digest:ident, $pkcs12:literal;)*) => {
        impl Protection {
            $($(#[$doc])* pub fn $name(iterations: impl Into<Iterations>) -> Self {
                Self::Pbes1(Pbes1 {
                    oid: $oid,
                    cipher: Cipher::$cipher,
                    digest: Digest::$digest,
                    pkcs12: $pkcs12,
                    iterations: iterations.into(),
                    salt_len: 8,
                    padding: Padding::Pkcs7,
                })
            })*
        }
    };
}

pbes1! {
    /// `pbe-sha1-rc4-128`
    rc4_128 = "1.2.840.113549.1.12.1.1", Rc4_128, Sha1, true;
    /// `pbe-sha1-rc4-40`
    rc4_40 = "1.2.840.113549.1.12.1.2", Rc4_40, Sha1, true;
    /// `pbe-sha1-3des-3key-cbc`
    triple_des = "1.2.840.113549.1.12.1.3", TripleDes3, Sha1, true;
    /// `pbe-sha1-3des-2key-cbc`
    triple_des_2 = "1.2.840.113549.1.12.1.4", TripleDes2, Sha1, true;
    /// `pbe-sha1-rc2-128-cbc`
    rc2_128 = "1.2.840.113549.1.12.1.5", Rc2_128, Sha1, true;
    /// `pbe-sha1-rc2-40-cbc`
    rc2_40 = "1.2.840.113549.1.12.1.6", Rc2_40, Sha1, true;
    /// pbeWithMD5AndDES-CBC of PKCS#5
    md5_des = "1.2.840.113549.1.5.3", Des, Md5, false;
    /// pbeWithSHA1AndDES-CBC of PKCS#5
    sha1_des = "1.2.840.113549.1.5.10", Des, Sha1, false;
}

impl Protection {
    /// PBES2 with PBKDF2, salt of 16 bytes, keyLength left out.
    pub fn pbes2(cipher: Cipher, prf: Prf, iterations: impl Into<Iterations>) -> Self {
        let iterations = iterations.into();
        let kdf = Kdf::Pbkdf2 {
            prf,
            iterations,
            salt_len: 16,
            key_length: None,
        };
        Self::Pbes2(Pbes2 {
            cipher,
            kdf,
            iv: None,
            scheme_oid: None,
            padding: Padding::Pkcs7,
        })
    }

    /// PBES2 with AES-256-CBC and PBKDF2-HMAC-SHA-256, the form of OpenSSL 3 and of Apple's
    /// reader.
    pub fn pbes2_aes256(iterations: impl Into<Iterations>) -> Self {
        Self::pbes2(Cipher::Aes256, Prf::Named(Digest::Sha256), iterations)
    }

    /// PBES2 with AES-256-CBC and scrypt.
    pub fn pbes2_scrypt(scrypt: Scrypt) -> Self {
        Self::Pbes2(Pbes2 {
            cipher: Cipher::Aes256,
            kdf: Kdf::Scrypt(scrypt),
            iv: None,
            scheme_oid: None,
            padding: Padding::Pkcs7,
        })
    }

    /// The same with another padding.
    pub fn padding(mut self, padding: Padding) -> Self {
        match &mut self {
            Self::Pbes1(scheme) => scheme.padding = padding,
            Self::Pbes2(scheme) => scheme.padding = padding,
            Self::None | Self::Raw(_) => {}
        }
        self
    }

    /// The same with a salt of another length.
    pub fn salt_len(mut self, length: usize) -> Self {
        match &mut self {
            Self::Pbes1(scheme) => scheme.salt_len = length,
            Self::Pbes2(Pbes2 {
                kdf: Kdf::Pbkdf2 { salt_len, .. },
                ..
            }) => *salt_len = length,
            _ => {}
        }
        self
    }

    /// The same with this IV in the file, of whatever length; the bytes are encrypted under an IV
    /// of the right length all the same. Only PBES2 has an IV in the file.
    pub fn iv(mut self, iv: &[u8]) -> Self {
        if let Self::Pbes2(scheme) = &mut self {
            scheme.iv = Some(iv.to_vec());
        }
        self
    }

    /// The same with these content octets as PBKDF2's keyLength.
    pub fn key_length(mut self, content: &[u8]) -> Self {
        if let Self::Pbes2(Pbes2 {
            kdf: Kdf::Pbkdf2 { key_length, .. },
            ..
        }) = &mut self
        {
            *key_length = Some(content.to_vec());
        }
        self
    }

    /// The same with another OID for the scheme (PBES1) or its cipher (PBES2).
    pub fn oid(mut self, oid: &'static str) -> Self {
        match &mut self {
            Self::Pbes1(scheme) => scheme.oid = oid,
            Self::Pbes2(scheme) => scheme.scheme_oid = Some(oid),
            Self::None | Self::Raw(_) => {}
        }
        self
    }

    /// Encrypts `text`; salt and IV come from `seed`.
    ///
    /// # Panics
    /// For [`Protection::None`], which has no algorithm.
    pub fn seal(&self, password: &Password, seed: &str, text: &[u8]) -> Sealed {
        match self {
            Self::None => panic!("no protection has no AlgorithmIdentifier"),
            Self::Pbes1(scheme) => scheme.seal(password, seed, text),
            Self::Pbes2(scheme) => scheme.seal(password, seed, text),
            Self::Raw(sealed) => sealed.clone(),
        }
    }
}

impl Pbes1 {
    fn seal(&self, password: &Password, seed: &str, text: &[u8]) -> Sealed {
        let salt = stretch(seed, "salt", self.salt_len);
        let rounds = self.iterations.rounds;
        let (key_len, iv_len) = (self.cipher.key_len(), self.cipher.iv_len());
        let (key, iv) = if self.pkcs12 {
            let derive = |purpose, length| {
                self.digest
                    .pkcs12(&password.pkcs12, &salt, purpose, rounds, length)
            };
            (derive(Purpose::Key, key_len), derive(Purpose::Iv, iv_len))
        } else {
            let both = pbkdf1(self.digest, &password.pkcs5, &salt, rounds);
            (
                both[..key_len].to_vec(),
                both[key_len..key_len + iv_len].to_vec(),
            )
        };
        let parameters = der::seq([der::octets(&salt), self.iterations.der()]);
        Sealed {
            algorithm: der::algorithm(self.oid, Some(&parameters)),
            ciphertext: self.cipher.encrypt(&key, &iv, text, self.padding),
        }
    }
}

/// PBKDF1 (RFC 8018 section 5.1), whole digest.
fn pbkdf1(digest: Digest, password: &[u8], salt: &[u8], rounds: u32) -> Vec<u8> {
    let mut out = digest.hash(&[password, salt].concat());
    for _ in 1..rounds {
        out = digest.hash(&out);
    }
    out
}

impl Pbes2 {
    fn seal(&self, password: &Password, seed: &str, text: &[u8]) -> Sealed {
        let key_len = self.cipher.key_len();
        let (kdf, key) = self.kdf.derive(&password.pkcs5, seed, key_len);
        let good_iv = stretch(seed, "iv", self.cipher.iv_len());
        let iv = match &self.iv {
            Some(iv) if iv.len() == good_iv.len() => iv,
            _ => &good_iv,
        };
        let scheme_oid = self
            .scheme_oid
            .or(self.cipher.oid())
            .expect("a cipher that PBES2 names");
        let scheme_parameters = self.cipher.parameters(self.iv.as_ref().unwrap_or(iv));
        let scheme = der::algorithm(scheme_oid, Some(&scheme_parameters));
        Sealed {
            algorithm: der::algorithm(pbe::PBES2, Some(&der::seq([kdf, scheme]))),
            ciphertext: self.cipher.encrypt(&key, iv, text, self.padding),
        }
    }
}

impl Kdf {
    /// The AlgorithmIdentifier and the key. Used by PBMAC1 as well.
    pub(crate) fn derive(&self, password: &[u8], seed: &str, key_len: usize) -> (Vec<u8>, Vec<u8>) {
        match self {
            Self::Pbkdf2 {
                prf,
                iterations,
                salt_len,
                key_length,
            } => {
                let salt = stretch(seed, "salt", *salt_len);
                let parameters = der::seq([
                    der::octets(&salt),
                    iterations.der(),
                    key_length.as_deref().map(der::int_raw).unwrap_or_default(),
                    prf.der(),
                ]);
                let key = prf
                    .digest()
                    .pbkdf2(password, &salt, iterations.rounds, key_len);
                (der::algorithm(pbe::PBKDF2, Some(&parameters)), key)
            }
            Self::Scrypt(scrypt) => {
                let salt = stretch(seed, "salt", 16);
                let number = |value: u64| der::uint(&value.to_be_bytes());
                let parameters = der::seq([
                    der::octets(&salt),
                    number(scrypt.n),
                    number(scrypt.r),
                    number(scrypt.p),
                ]);
                let key = scrypt.derive(password, &salt, key_len);
                (der::algorithm(pbe::SCRYPT, Some(&parameters)), key)
            }
        }
    }
}
