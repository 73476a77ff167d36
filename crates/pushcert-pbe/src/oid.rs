//! Object identifiers of the schemes, by their name in the standard that defines them.

use const_oid::ObjectIdentifier;

macro_rules! oids {
    ($($name:ident = $text:literal,)*) => {
        $(pub(crate) const $name: ObjectIdentifier = ObjectIdentifier::new_unwrap($text);)*
    };
}

// RFC 7292 appendix C.
oids! {
    PBE_SHA1_RC4_128 = "1.2.840.113549.1.12.1.1",
    PBE_SHA1_RC4_40 = "1.2.840.113549.1.12.1.2",
    PBE_SHA1_3DES_3KEY = "1.2.840.113549.1.12.1.3",
    PBE_SHA1_3DES_2KEY = "1.2.840.113549.1.12.1.4",
    PBE_SHA1_RC2_128 = "1.2.840.113549.1.12.1.5",
    PBE_SHA1_RC2_40 = "1.2.840.113549.1.12.1.6",
}

// RFC 8018 appendix C, RFC 7914 section 7.
oids! {
    PBE_MD2_DES = "1.2.840.113549.1.5.1",
    PBE_MD5_DES = "1.2.840.113549.1.5.3",
    PBE_MD2_RC2 = "1.2.840.113549.1.5.4",
    PBE_MD5_RC2 = "1.2.840.113549.1.5.6",
    PBE_SHA1_DES = "1.2.840.113549.1.5.10",
    PBE_SHA1_RC2 = "1.2.840.113549.1.5.11",
    PBKDF2 = "1.2.840.113549.1.5.12",
    PBES2 = "1.2.840.113549.1.5.13",
    PBMAC1 = "1.2.840.113549.1.5.14",
    SCRYPT = "1.3.6.1.4.1.11591.4.11",
}

// Ciphers.
oids! {
    DES_CBC = "1.3.14.3.2.7",
    TRIPLE_DES_CBC = "1.2.840.113549.3.7",
    RC2_CBC = "1.2.840.113549.3.2",
    AES_128_CBC = "2.16.840.1.101.3.4.1.2",
    AES_128_GCM = "2.16.840.1.101.3.4.1.6",
    AES_192_CBC = "2.16.840.1.101.3.4.1.22",
    AES_192_GCM = "2.16.840.1.101.3.4.1.26",
    AES_256_CBC = "2.16.840.1.101.3.4.1.42",
    AES_256_GCM = "2.16.840.1.101.3.4.1.46",
    CAMELLIA_128_CBC = "1.2.392.200011.61.1.1.1.2",
    CAMELLIA_192_CBC = "1.2.392.200011.61.1.1.1.3",
    CAMELLIA_256_CBC = "1.2.392.200011.61.1.1.1.4",
    ARIA_128_CBC = "1.2.410.200046.1.1.2",
    ARIA_192_CBC = "1.2.410.200046.1.1.7",
    ARIA_256_CBC = "1.2.410.200046.1.1.12",
    SM4_CBC = "1.2.156.10197.1.104.2",
    CAST5_CBC = "1.2.840.113533.7.66.10",
    BLOWFISH_CBC = "1.3.6.1.4.1.3029.1.2",
}
