//! Names of what protects a text.

use core::fmt;

macro_rules! protections {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What protects a part of a file or a key, as a name without parameters.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Protection {
            $($(#[$doc])* $variant,)*
        }

        impl Protection {
            /// All of them, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name for reports, such as `pbe-sha1-rc2-40-cbc` or `pbes2-aes-256-cbc`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

protections! {
    /// Nothing: the content is in the clear.
    None = "none",
    /// pbeWithSHAAnd128BitRC4 (RFC 7292 appendix C).
    PbeSha1Rc4128 = "pbe-sha1-rc4-128",
    /// pbeWithSHAAnd40BitRC4.
    PbeSha1Rc440 = "pbe-sha1-rc4-40",
    /// pbeWithSHAAnd3-KeyTripleDES-CBC.
    PbeSha1TripleDes3KeyCbc = "pbe-sha1-3des-3key-cbc",
    /// pbeWithSHAAnd2-KeyTripleDES-CBC.
    PbeSha1TripleDes2KeyCbc = "pbe-sha1-3des-2key-cbc",
    /// pbeWithSHAAnd128BitRC2-CBC.
    PbeSha1Rc2128Cbc = "pbe-sha1-rc2-128-cbc",
    /// pbewithSHAAnd40BitRC2-CBC.
    PbeSha1Rc240Cbc = "pbe-sha1-rc2-40-cbc",
    /// pbeWithMD2AndDES-CBC (RFC 8018 appendix A.3).
    Pbes1Md2DesCbc = "pbes1-md2-des-cbc",
    /// pbeWithMD5AndDES-CBC.
    Pbes1Md5DesCbc = "pbes1-md5-des-cbc",
    /// pbeWithMD2AndRC2-CBC.
    Pbes1Md2Rc2Cbc = "pbes1-md2-rc2-cbc",
    /// pbeWithMD5AndRC2-CBC.
    Pbes1Md5Rc2Cbc = "pbes1-md5-rc2-cbc",
    /// pbeWithSHA1AndDES-CBC.
    Pbes1Sha1DesCbc = "pbes1-sha1-des-cbc",
    /// pbeWithSHA1AndRC2-CBC.
    Pbes1Sha1Rc2Cbc = "pbes1-sha1-rc2-cbc",
    /// PBES2 with AES-128 in CBC mode.
    Pbes2Aes128Cbc = "pbes2-aes-128-cbc",
    /// PBES2 with AES-192 in CBC mode.
    Pbes2Aes192Cbc = "pbes2-aes-192-cbc",
    /// PBES2 with AES-256 in CBC mode.
    Pbes2Aes256Cbc = "pbes2-aes-256-cbc",
    /// PBES2 with AES-128 in GCM mode.
    Pbes2Aes128Gcm = "pbes2-aes-128-gcm",
    /// PBES2 with AES-192 in GCM mode.
    Pbes2Aes192Gcm = "pbes2-aes-192-gcm",
    /// PBES2 with AES-256 in GCM mode.
    Pbes2Aes256Gcm = "pbes2-aes-256-gcm",
    /// PBES2 with DES in CBC mode.
    Pbes2DesCbc = "pbes2-des-cbc",
    /// PBES2 with 3DES in CBC mode.
    Pbes2TripleDesCbc = "pbes2-3des-cbc",
    /// PBES2 with RC2 in CBC mode, whatever its key length.
    Pbes2Rc2Cbc = "pbes2-rc2-cbc",
    /// PBES2 with Camellia-128 in CBC mode.
    Pbes2Camellia128Cbc = "pbes2-camellia-128-cbc",
    /// PBES2 with Camellia-192 in CBC mode.
    Pbes2Camellia192Cbc = "pbes2-camellia-192-cbc",
    /// PBES2 with Camellia-256 in CBC mode.
    Pbes2Camellia256Cbc = "pbes2-camellia-256-cbc",
    /// PBES2 with ARIA-128 in CBC mode.
    Pbes2Aria128Cbc = "pbes2-aria-128-cbc",
    /// PBES2 with ARIA-192 in CBC mode.
    Pbes2Aria192Cbc = "pbes2-aria-192-cbc",
    /// PBES2 with ARIA-256 in CBC mode.
    Pbes2Aria256Cbc = "pbes2-aria-256-cbc",
    /// PBES2 with SM4 in CBC mode.
    Pbes2Sm4Cbc = "pbes2-sm4-cbc",
    /// PBES2 with CAST5 in CBC mode.
    Pbes2Cast5Cbc = "pbes2-cast5-cbc",
    /// PBES2 with Blowfish in CBC mode.
    Pbes2BlowfishCbc = "pbes2-blowfish-cbc",
    /// PEM encryption of OpenSSL, `DEK-Info` with a CBC cipher.
    LegacyPem = "legacy-pem",
    /// A scheme, key derivation or cipher that this crate does not implement.
    Unsupported = "unsupported",
}

impl Protection {
    /// Whether its cipher or its key derivation is broken or outdated: everything of RFC 7292
    /// appendix C and of PBES1, and DES, 3DES, RC2, CAST5 and Blowfish in PBES2, whose blocks have
    /// 64 bits. Such things are read, and written only with the feature `legacy-insecure`.
    #[must_use]
    pub const fn is_weak(self) -> bool {
        !matches!(
            self,
            Self::None
                | Self::Pbes2Aes128Cbc
                | Self::Pbes2Aes192Cbc
                | Self::Pbes2Aes256Cbc
                | Self::Pbes2Aes128Gcm
                | Self::Pbes2Aes192Gcm
                | Self::Pbes2Aes256Gcm
                | Self::Pbes2Camellia128Cbc
                | Self::Pbes2Camellia192Cbc
                | Self::Pbes2Camellia256Cbc
                | Self::Pbes2Aria128Cbc
                | Self::Pbes2Aria192Cbc
                | Self::Pbes2Aria256Cbc
                | Self::Pbes2Sm4Cbc
                | Self::Unsupported
        )
    }
}

impl fmt::Display for Protection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
