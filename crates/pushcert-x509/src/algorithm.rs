//! Signature algorithms by their identifiers.

use crate::oid::Oid;

/// The hash inside a signature algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HashAlgorithm {
    /// MD2: broken.
    Md2,
    /// MD5: broken.
    Md5,
    /// SHA-1: collisions can be made.
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl HashAlgorithm {
    /// `md5`, `sha1`, `sha256` and so on.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Md2 => "md2",
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha224 => "sha224",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    /// Whether a signature with this hash can be forged in practice, or is refused by default in
    /// current software: MD2, MD5 and SHA-1.
    #[must_use]
    pub const fn is_weak(self) -> bool {
        matches!(self, Self::Md2 | Self::Md5 | Self::Sha1)
    }
}

impl core::fmt::Display for HashAlgorithm {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.pad(self.as_str())
    }
}

macro_rules! signature_algorithms {
    ($($(#[$doc:meta])* $variant:ident = [$($octet:literal),+], $text:literal, $hash:expr;)+) => {
        /// A signature algorithm (RFC 3279, 4055, 5758, 8410), told by its identifier alone.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum SignatureAlgorithm {
            $($(#[$doc])* $variant,)+
            /// Any other identifier.
            Other(Oid),
        }

        impl SignatureAlgorithm {
            pub(crate) fn from_octets(octets: &[u8]) -> Self {
                match octets {
                    $([$($octet),+] => Self::$variant,)+
                    _ => Self::Other(Oid::from_octets(octets)),
                }
            }

            /// The algorithm with this identifier. CRLs and OCSP responses name theirs in the same
            /// way as certificates do.
            #[must_use]
            pub fn from_oid(oid: &Oid) -> Self {
                Self::from_octets(oid.as_octets())
            }

            /// `sha256-rsa`, `sha1-rsa`, `sha256-ecdsa` and so on; `other` for what has no name
            /// here.
            #[must_use]
            pub const fn as_str(&self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(_) => "other",
                }
            }

            /// The identifier.
            #[must_use]
            pub fn oid(&self) -> Oid {
                match self {
                    $(Self::$variant => Oid::known([$($octet),+]),)+
                    Self::Other(oid) => oid.clone(),
                }
            }

            /// The hash that is signed, where the identifier alone says which.
            #[must_use]
            pub const fn hash(&self) -> Option<HashAlgorithm> {
                match self {
                    $(Self::$variant => $hash,)+
                    Self::Other(_) => None,
                }
            }
        }
    };
}

signature_algorithms! {
    /// `md2WithRSAEncryption`
    Md2Rsa = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 2], "md2-rsa", Some(HashAlgorithm::Md2);
    /// `md5WithRSAEncryption`
    Md5Rsa = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 4], "md5-rsa", Some(HashAlgorithm::Md5);
    /// `sha1WithRSAEncryption`
    Sha1Rsa = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 5], "sha1-rsa", Some(HashAlgorithm::Sha1);
    /// `sha224WithRSAEncryption`
    Sha224Rsa = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 14], "sha224-rsa", Some(HashAlgorithm::Sha224);
    /// `sha256WithRSAEncryption`
    Sha256Rsa = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11], "sha256-rsa", Some(HashAlgorithm::Sha256);
    /// `sha384WithRSAEncryption`
    Sha384Rsa = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 12], "sha384-rsa", Some(HashAlgorithm::Sha384);
    /// `sha512WithRSAEncryption`
    Sha512Rsa = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 13], "sha512-rsa", Some(HashAlgorithm::Sha512);
    /// `id-RSASSA-PSS`; the hash is in the parameters
    RsaPss = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10], "rsa-pss", None;
    /// `ecdsa-with-SHA1`
    Sha1Ecdsa = [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1], "sha1-ecdsa", Some(HashAlgorithm::Sha1);
    /// `ecdsa-with-SHA224`
    Sha224Ecdsa = [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 1], "sha224-ecdsa", Some(HashAlgorithm::Sha224);
    /// `ecdsa-with-SHA256`
    Sha256Ecdsa = [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2], "sha256-ecdsa", Some(HashAlgorithm::Sha256);
    /// `ecdsa-with-SHA384`
    Sha384Ecdsa = [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3], "sha384-ecdsa", Some(HashAlgorithm::Sha384);
    /// `ecdsa-with-SHA512`
    Sha512Ecdsa = [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 4], "sha512-ecdsa", Some(HashAlgorithm::Sha512);
    /// `id-dsa-with-sha1`
    Sha1Dsa = [0x2a, 0x86, 0x48, 0xce, 0x38, 4, 3], "sha1-dsa", Some(HashAlgorithm::Sha1);
    /// `id-dsa-with-sha256`
    Sha256Dsa = [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 2], "sha256-dsa", Some(HashAlgorithm::Sha256);
    /// `id-Ed25519`
    Ed25519 = [0x2b, 0x65, 0x70], "ed25519", None;
    /// `id-Ed448`
    Ed448 = [0x2b, 0x65, 0x71], "ed448", None;
}

impl core::fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Other(oid) => oid.fmt(f),
            known => f.pad(known.as_str()),
        }
    }
}
