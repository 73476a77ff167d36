//! The hash functions, by name and object identifier.

use alloc::vec::Vec;
use core::fmt;

use const_oid::ObjectIdentifier;

pub(crate) mod block;
pub(crate) mod engine;
pub(crate) mod lanes;
pub(crate) mod stream;

macro_rules! hashes {
    ($($(#[$doc:meta])* $variant:ident, $name:literal, $hmac:literal, $out:literal, $block:literal, $oid:literal, $prf:expr;)*) => {
        /// A hash function that is met in a MAC or a key derivation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum HashAlgorithm {
            $($(#[$doc])* $variant,)*
        }

        impl HashAlgorithm {
            /// All of them, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name: `sha1`, `sha256`, `sha512-256`, `sha3-256`, `blake2b`, ….
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The name of its HMAC: `hmac-sha1`, ….
            #[must_use]
            pub const fn hmac_name(self) -> &'static str {
                match self { $(Self::$variant => $hmac,)* }
            }

            /// Length of a digest in bytes.
            #[must_use]
            pub const fn output_len(self) -> usize {
                match self { $(Self::$variant => $out,)* }
            }

            /// Length of an input block in bytes: `B` of RFC 2104, `v / 8` of RFC 7292 appendix B.
            #[must_use]
            pub const fn block_len(self) -> usize {
                match self { $(Self::$variant => $block,)* }
            }

            /// Object identifier of the digest.
            #[must_use]
            pub const fn oid(self) -> ObjectIdentifier {
                match self { $(Self::$variant => const { ObjectIdentifier::new_unwrap($oid) },)* }
            }

            /// Object identifier of its HMAC, where one is assigned.
            #[must_use]
            pub const fn hmac_oid(self) -> Option<ObjectIdentifier> {
                match self {
                    $(Self::$variant => const {
                        let text: Option<&'static str> = $prf;
                        match text {
                            Some(text) => Some(ObjectIdentifier::new_unwrap(text)),
                            None => None,
                        }
                    },)*
                }
            }
        }
    };
}

hashes! {
    /// MD2 (RFC 1319).
    Md2, "md2", "hmac-md2", 16, 16, "1.2.840.113549.2.2", None;
    /// MD4 (RFC 1320).
    Md4, "md4", "hmac-md4", 16, 64, "1.2.840.113549.2.4", None;
    /// MD5 (RFC 1321).
    Md5, "md5", "hmac-md5", 16, 64, "1.2.840.113549.2.5", Some("1.2.840.113549.2.6");
    /// SHA-1 (FIPS 180-4).
    Sha1, "sha1", "hmac-sha1", 20, 64, "1.3.14.3.2.26", Some("1.2.840.113549.2.7");
    /// SHA-224.
    Sha224, "sha224", "hmac-sha224", 28, 64, "2.16.840.1.101.3.4.2.4", Some("1.2.840.113549.2.8");
    /// SHA-256.
    Sha256, "sha256", "hmac-sha256", 32, 64, "2.16.840.1.101.3.4.2.1", Some("1.2.840.113549.2.9");
    /// SHA-384.
    Sha384, "sha384", "hmac-sha384", 48, 128, "2.16.840.1.101.3.4.2.2", Some("1.2.840.113549.2.10");
    /// SHA-512.
    Sha512, "sha512", "hmac-sha512", 64, 128, "2.16.840.1.101.3.4.2.3", Some("1.2.840.113549.2.11");
    /// SHA-512/224.
    Sha512_224, "sha512-224", "hmac-sha512-224", 28, 128, "2.16.840.1.101.3.4.2.5", Some("1.2.840.113549.2.12");
    /// SHA-512/256.
    Sha512_256, "sha512-256", "hmac-sha512-256", 32, 128, "2.16.840.1.101.3.4.2.6", Some("1.2.840.113549.2.13");
    /// SHA3-224 (FIPS 202).
    Sha3_224, "sha3-224", "hmac-sha3-224", 28, 144, "2.16.840.1.101.3.4.2.7", Some("2.16.840.1.101.3.4.2.13");
    /// SHA3-256.
    Sha3_256, "sha3-256", "hmac-sha3-256", 32, 136, "2.16.840.1.101.3.4.2.8", Some("2.16.840.1.101.3.4.2.14");
    /// SHA3-384.
    Sha3_384, "sha3-384", "hmac-sha3-384", 48, 104, "2.16.840.1.101.3.4.2.9", Some("2.16.840.1.101.3.4.2.15");
    /// SHA3-512.
    Sha3_512, "sha3-512", "hmac-sha3-512", 64, 72, "2.16.840.1.101.3.4.2.10", Some("2.16.840.1.101.3.4.2.16");
    /// RIPEMD-160.
    Ripemd160, "ripemd160", "hmac-ripemd160", 20, 64, "1.3.36.3.2.1", Some("1.3.6.1.5.5.8.1.4");
    /// SM3 (GB/T 32905).
    Sm3, "sm3", "hmac-sm3", 32, 64, "1.2.156.10197.1.401", Some("1.2.156.10197.1.401.3.1");
    /// BLAKE2b with 512 bits of output (RFC 7693).
    Blake2b512, "blake2b", "hmac-blake2b", 64, 128, "1.3.6.1.4.1.1722.12.2.1.16", None;
    /// BLAKE2s with 256 bits of output (RFC 7693).
    Blake2s256, "blake2s", "hmac-blake2s", 32, 64, "1.3.6.1.4.1.1722.12.2.2.8", None;
    /// Whirlpool (ISO/IEC 10118-3).
    Whirlpool, "whirlpool", "hmac-whirlpool", 64, 64, "1.0.10118.3.0.55", None;
}

/// HMAC-MD5 of RFC 4231's predecessors, as some programs write it in a PBKDF2 `prf`.
const HMAC_MD5_IANA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.8.1.1");
/// HMAC-SHA-1 of the same arc.
const HMAC_SHA1_IANA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.8.1.2");

impl HashAlgorithm {
    /// The hash function with this digest identifier.
    #[must_use]
    pub fn from_oid(oid: &ObjectIdentifier) -> Option<Self> {
        Self::ALL.iter().copied().find(|hash| hash.oid() == *oid)
    }

    /// The digest of `message`.
    ///
    /// ```
    /// use pushcert_pbe::HashAlgorithm;
    ///
    /// assert_eq!(HashAlgorithm::Sha1.digest(b"abc")[..4], [0xa9, 0x99, 0x3e, 0x36]);
    /// ```
    #[must_use]
    pub fn digest(self, message: &[u8]) -> Vec<u8> {
        engine::with_engine!(self, E => {
            let digest = <E as engine::Engine>::hash(&[message]);
            digest.get(..self.output_len()).unwrap_or_default().to_vec()
        })
    }

    /// The hash function whose HMAC has this identifier.
    #[must_use]
    pub fn from_hmac_oid(oid: &ObjectIdentifier) -> Option<Self> {
        if *oid == HMAC_MD5_IANA {
            return Some(Self::Md5);
        }
        if *oid == HMAC_SHA1_IANA {
            return Some(Self::Sha1);
        }
        Self::ALL
            .iter()
            .copied()
            .find(|hash| hash.hmac_oid() == Some(*oid))
    }
}

impl fmt::Display for HashAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
