//! The `encryptionScheme` of PBES2 (RFC 8018 appendix B.2).

use alloc::vec::Vec;

use const_oid::ObjectIdentifier;
use zeroize::Zeroizing;

use super::{Cipher, GCM_NONCE};
use crate::asn1::{AlgorithmIdentifier, Tlv, tag, write};
use crate::error::{Error, ErrorKind, Malformation};
use crate::oid;
use crate::protection::Protection;

/// A cipher with its initialisation vector and name.
pub(crate) struct Identified {
    pub(crate) cipher: Cipher,
    pub(crate) iv: Vec<u8>,
    pub(crate) protection: Protection,
}

impl Identified {
    /// Reads the identifier. `key_length` is the length that the key derivation names, if it does.
    pub(crate) fn decode(
        identifier: &AlgorithmIdentifier<'_>,
        key_length: Option<u64>,
    ) -> Result<Self, Error> {
        if let Some((cipher, protection)) = fixed(identifier) {
            check_key_length(cipher, key_length)?;
            return Self::with_iv(cipher, protection, identifier.required()?);
        }
        match identifier.algorithm {
            oid::RC2_CBC => rc2(identifier, key_length),
            oid::CAST5_CBC => cast5(identifier, key_length),
            oid::BLOWFISH_CBC => {
                let key_len = variable(key_length, 16, 4, 56)?;
                let cipher = Cipher::BlowfishCbc { key_len };
                Self::with_iv(cipher, Protection::Pbes2BlowfishCbc, identifier.required()?)
            }
            oid::AES_128_GCM => gcm(identifier, 16, Protection::Pbes2Aes128Gcm, key_length),
            oid::AES_192_GCM => gcm(identifier, 24, Protection::Pbes2Aes192Gcm, key_length),
            oid::AES_256_GCM => gcm(identifier, 32, Protection::Pbes2Aes256Gcm, key_length),
            _ => Err(identifier.unsupported()),
        }
    }

    fn with_iv(cipher: Cipher, protection: Protection, iv: Tlv<'_>) -> Result<Self, Error> {
        if iv.tag != tag::OCTET_STRING {
            return Err(iv.error(Malformation::Unexpected {
                expected: tag::OCTET_STRING,
                found: iv.tag,
            }));
        }
        cipher.check_iv(iv.value)?;
        Ok(Self {
            cipher,
            iv: iv.value.to_vec(),
            protection,
        })
    }
}

/// The ciphers whose parameter is their initialisation vector and whose key has one length.
const FIXED: [(ObjectIdentifier, Cipher, Protection); 12] = [
    (
        oid::AES_128_CBC,
        Cipher::Aes128Cbc,
        Protection::Pbes2Aes128Cbc,
    ),
    (
        oid::AES_192_CBC,
        Cipher::Aes192Cbc,
        Protection::Pbes2Aes192Cbc,
    ),
    (
        oid::AES_256_CBC,
        Cipher::Aes256Cbc,
        Protection::Pbes2Aes256Cbc,
    ),
    (
        oid::TRIPLE_DES_CBC,
        Cipher::TripleDes3KeyCbc,
        Protection::Pbes2TripleDesCbc,
    ),
    (oid::DES_CBC, Cipher::DesCbc, Protection::Pbes2DesCbc),
    (
        oid::CAMELLIA_128_CBC,
        Cipher::Camellia128Cbc,
        Protection::Pbes2Camellia128Cbc,
    ),
    (
        oid::CAMELLIA_192_CBC,
        Cipher::Camellia192Cbc,
        Protection::Pbes2Camellia192Cbc,
    ),
    (
        oid::CAMELLIA_256_CBC,
        Cipher::Camellia256Cbc,
        Protection::Pbes2Camellia256Cbc,
    ),
    (
        oid::ARIA_128_CBC,
        Cipher::Aria128Cbc,
        Protection::Pbes2Aria128Cbc,
    ),
    (
        oid::ARIA_192_CBC,
        Cipher::Aria192Cbc,
        Protection::Pbes2Aria192Cbc,
    ),
    (
        oid::ARIA_256_CBC,
        Cipher::Aria256Cbc,
        Protection::Pbes2Aria256Cbc,
    ),
    (oid::SM4_CBC, Cipher::Sm4Cbc, Protection::Pbes2Sm4Cbc),
];

fn fixed(identifier: &AlgorithmIdentifier<'_>) -> Option<(Cipher, Protection)> {
    let row = FIXED.iter().find(|row| row.0 == identifier.algorithm)?;
    Some((row.1, row.2))
}

/// How the `encryptionScheme` of a new text is written, and what its `keyDerivationFunc` has to say
/// of it. The inverse of [`Identified::decode`], with the parameters that programs write.
pub(crate) struct Written {
    /// The `AlgorithmIdentifier` in DER.
    pub(crate) identifier: Zeroizing<Vec<u8>>,
    /// `keyLength` of the key derivation, where the cipher takes keys of several lengths.
    pub(crate) key_length: Option<u64>,
}

impl Written {
    /// `None` for what is no cipher of PBES2.
    pub(crate) fn new(protection: Protection, iv: &[u8]) -> Option<Self> {
        let iv = write::octets(iv);
        if let Some((oid, ..)) = FIXED.iter().find(|row| row.2 == protection) {
            return Some(Self::from_parts(oid, &iv, None));
        }
        let gcm = || write::sequence(&[&iv, &write::unsigned(16)]);
        Some(match protection {
            Protection::Pbes2Aes128Gcm => Self::from_parts(&oid::AES_128_GCM, &gcm(), None),
            Protection::Pbes2Aes192Gcm => Self::from_parts(&oid::AES_192_GCM, &gcm(), None),
            Protection::Pbes2Aes256Gcm => Self::from_parts(&oid::AES_256_GCM, &gcm(), None),
            // 58 stands for 128 effective bits (RFC 8018 appendix B.2.3).
            Protection::Pbes2Rc2Cbc => {
                let parameters = write::sequence(&[&write::unsigned(58), &iv]);
                Self::from_parts(&oid::RC2_CBC, &parameters, Some(16))
            }
            Protection::Pbes2Cast5Cbc => {
                let parameters = write::sequence(&[&iv, &write::unsigned(128)]);
                Self::from_parts(&oid::CAST5_CBC, &parameters, Some(16))
            }
            Protection::Pbes2BlowfishCbc => Self::from_parts(&oid::BLOWFISH_CBC, &iv, Some(16)),
            _ => return None,
        })
    }

    /// Bytes of the initialisation vector that [`Written::new`] wants.
    pub(crate) fn iv_len(protection: Protection) -> usize {
        if let Some((_, cipher, _)) = FIXED.iter().find(|row| row.2 == protection) {
            return cipher.iv_len();
        }
        match protection {
            Protection::Pbes2Rc2Cbc | Protection::Pbes2Cast5Cbc | Protection::Pbes2BlowfishCbc => 8,
            Protection::Pbes2Aes128Gcm
            | Protection::Pbes2Aes192Gcm
            | Protection::Pbes2Aes256Gcm => GCM_NONCE,
            // No cipher of PBES2: `Written::new` refuses it.
            _ => 16,
        }
    }

    fn from_parts(oid: &ObjectIdentifier, parameters: &[u8], key_length: Option<u64>) -> Self {
        Self {
            identifier: write::sequence(&[&write::oid(oid), parameters]),
            key_length,
        }
    }
}

fn check_key_length(cipher: Cipher, key_length: Option<u64>) -> Result<(), Error> {
    let len = cipher.key_len();
    variable(key_length, len, len, len).map(|_| ())
}

/// The key length named, else the usual one; within the bounds of the cipher.
fn variable(named: Option<u64>, usual: usize, min: usize, max: usize) -> Result<usize, Error> {
    let Some(named) = named else {
        return Ok(usual);
    };
    usize::try_from(named)
        .ok()
        .filter(|named| (min..=max).contains(named))
        .ok_or_else(|| {
            let bound = |len| u64::try_from(len).unwrap_or(u64::MAX);
            ErrorKind::InvalidKeyLength {
                found: named,
                min: bound(min),
                max: bound(max),
            }
            .into()
        })
}

/// ```text
/// RC2-CBC-Parameter ::= SEQUENCE {
///     rc2ParameterVersion  INTEGER OPTIONAL,
///     iv                   OCTET STRING (SIZE(8)) }
/// ```
///
/// The version stands for the effective key bits (RFC 8018 appendix B.2.3): 160 for 40, 120 for 64,
/// 58 for 128, from 256 on for itself; without one it is 32.
fn rc2(identifier: &AlgorithmIdentifier<'_>, key_length: Option<u64>) -> Result<Identified, Error> {
    let mut fields = identifier.parameter_sequence()?;
    let effective_bits: usize = match fields.optional(tag::INTEGER)? {
        None => 32,
        Some(version) => match version.integer()?.saturating() {
            Some(160) => 40,
            Some(120) => 64,
            Some(58) => 128,
            Some(bits @ 256..=1024) => usize::try_from(bits).unwrap_or(1024),
            _ => return Err(version.error(Malformation::Parameter)),
        },
    };
    let iv = fields.read()?;
    fields.finish()?;
    let key_len = variable(key_length, effective_bits.div_ceil(8), 1, 128)?;
    let cipher = Cipher::Rc2Cbc {
        key_len,
        effective_bits,
    };
    Identified::with_iv(cipher, Protection::Pbes2Rc2Cbc, iv)
}

/// RFC 2984 section 2.4.
///
/// ```text
/// cast5CBCParameters ::= SEQUENCE {
///     iv         OCTET STRING DEFAULT 0,
///     keyLength  INTEGER }
/// ```
///
/// Bouncy Castle writes the vector alone, for a key of 128 bits.
fn cast5(
    identifier: &AlgorithmIdentifier<'_>,
    key_length: Option<u64>,
) -> Result<Identified, Error> {
    let parameters = identifier.required()?;
    if parameters.tag == tag::OCTET_STRING {
        let key_len = variable(key_length, 16, 5, 16)?;
        let cipher = Cipher::Cast5Cbc { key_len };
        return Identified::with_iv(cipher, Protection::Pbes2Cast5Cbc, parameters);
    }
    let mut fields = identifier.parameter_sequence()?;
    let iv = fields.optional(tag::OCTET_STRING)?;
    let bits = fields.expect(tag::INTEGER)?;
    fields.finish()?;
    let bits = bits
        .integer()?
        .saturating()
        .filter(|bits| bits.checked_rem(8) == Some(0))
        .ok_or_else(|| bits.error(Malformation::Parameter))?;
    let key_len = variable(Some(bits.checked_div(8).unwrap_or(0)), 16, 5, 16)?;
    variable(key_length, key_len, key_len, key_len)?;
    let cipher = Cipher::Cast5Cbc { key_len };
    let protection = Protection::Pbes2Cast5Cbc;
    match iv {
        Some(iv) => Identified::with_iv(cipher, protection, iv),
        None => Ok(Identified {
            cipher,
            iv: [0; 8].to_vec(),
            protection,
        }),
    }
}

/// RFC 5084 section 3.2.
///
/// ```text
/// GCMParameters ::= SEQUENCE {
///     aes-nonce   OCTET STRING,
///     aes-ICVlen  AES-GCM-ICVlen DEFAULT 12 }
/// AES-GCM-ICVlen ::= INTEGER (12 | 13 | 14 | 15 | 16)
/// ```
fn gcm(
    identifier: &AlgorithmIdentifier<'_>,
    key_len: usize,
    protection: Protection,
    key_length: Option<u64>,
) -> Result<Identified, Error> {
    let mut fields = identifier.parameter_sequence()?;
    let nonce = fields.read()?;
    let tag_len = match fields.optional(tag::INTEGER)? {
        None => 12,
        Some(len) => len
            .integer()?
            .saturating()
            .and_then(|bytes| usize::try_from(bytes).ok())
            .filter(|bytes| (12..=16).contains(bytes))
            .ok_or_else(|| len.error(Malformation::Parameter))?,
    };
    fields.finish()?;
    let cipher = Cipher::AesGcm { key_len, tag_len };
    check_key_length(cipher, key_length)?;
    Identified::with_iv(cipher, protection, nonce)
}
