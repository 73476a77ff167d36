//! Schemes that name derivation and cipher in one: RFC 7292 appendix C and RFC 8018 appendix A.3.
//!
//! ```text
//! pkcs-12PbeParams ::= SEQUENCE { salt OCTET STRING, iterations INTEGER }
//! PBEParameter     ::= SEQUENCE { salt OCTET STRING (SIZE(8)), iterationCount INTEGER }
//! ```
//!
//! Salts of other lengths than 8 are read: NSS writes 16 octets.

use alloc::vec::Vec;

use super::derivation::salt;
use super::{Derivation, Scheme};
use crate::asn1::{AlgorithmIdentifier, tag};
use crate::cipher::Cipher;
use crate::error::Error;
use crate::hash::HashAlgorithm;
use crate::oid;
use crate::protection::Protection;

/// RC2 of PBES1 has 64 effective bits (RFC 8018 section 6.1.1).
const PBES1_RC2: Cipher = Cipher::Rc2Cbc {
    key_len: 8,
    effective_bits: 64,
};

/// Cipher and name of a scheme of RFC 7292.
fn pkcs12(identifier: &AlgorithmIdentifier<'_>) -> Option<(Cipher, Protection)> {
    Some(match identifier.algorithm {
        oid::PBE_SHA1_RC4_128 => (Cipher::Rc4 { key_len: 16 }, Protection::PbeSha1Rc4128),
        oid::PBE_SHA1_RC4_40 => (Cipher::Rc4 { key_len: 5 }, Protection::PbeSha1Rc440),
        oid::PBE_SHA1_3DES_3KEY => (
            Cipher::TripleDes3KeyCbc,
            Protection::PbeSha1TripleDes3KeyCbc,
        ),
        oid::PBE_SHA1_3DES_2KEY => (
            Cipher::TripleDes2KeyCbc,
            Protection::PbeSha1TripleDes2KeyCbc,
        ),
        oid::PBE_SHA1_RC2_128 => (rc2(16, 128), Protection::PbeSha1Rc2128Cbc),
        oid::PBE_SHA1_RC2_40 => (rc2(5, 40), Protection::PbeSha1Rc240Cbc),
        _ => return None,
    })
}

const fn rc2(key_len: usize, effective_bits: usize) -> Cipher {
    Cipher::Rc2Cbc {
        key_len,
        effective_bits,
    }
}

/// Hash, cipher and name of a scheme of RFC 8018.
fn pkcs5(identifier: &AlgorithmIdentifier<'_>) -> Option<(HashAlgorithm, Cipher, Protection)> {
    use HashAlgorithm::{Md2, Md5, Sha1};
    Some(match identifier.algorithm {
        oid::PBE_MD2_DES => (Md2, Cipher::DesCbc, Protection::Pbes1Md2DesCbc),
        oid::PBE_MD5_DES => (Md5, Cipher::DesCbc, Protection::Pbes1Md5DesCbc),
        oid::PBE_MD2_RC2 => (Md2, PBES1_RC2, Protection::Pbes1Md2Rc2Cbc),
        oid::PBE_MD5_RC2 => (Md5, PBES1_RC2, Protection::Pbes1Md5Rc2Cbc),
        oid::PBE_SHA1_DES => (Sha1, Cipher::DesCbc, Protection::Pbes1Sha1DesCbc),
        oid::PBE_SHA1_RC2 => (Sha1, PBES1_RC2, Protection::Pbes1Sha1Rc2Cbc),
        _ => return None,
    })
}

pub(super) fn decode(identifier: &AlgorithmIdentifier<'_>) -> Result<Scheme, Error> {
    let (hash, cipher, protection) = match (pkcs12(identifier), pkcs5(identifier)) {
        (Some((cipher, protection)), _) => (None, cipher, protection),
        (None, Some((hash, cipher, protection))) => (Some(hash), cipher, protection),
        (None, None) => return Err(identifier.unsupported()),
    };
    let mut fields = identifier.parameter_sequence()?;
    let salt = salt(fields.read()?)?;
    let iterations = fields.expect(tag::INTEGER)?.iterations()?;
    fields.finish()?;
    let derivation = match hash {
        None => Derivation::Pkcs12 { salt, iterations },
        Some(hash) => Derivation::Pbkdf1 {
            hash,
            salt,
            iterations,
        },
    };
    Ok(Scheme {
        derivation,
        cipher,
        iv: Vec::new(),
        protection,
    })
}
