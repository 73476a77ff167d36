//! Schemes that name derivation and cipher in one: RFC 7292 appendix C and RFC 8018 appendix A.3.
//!
//! ```text
//! pkcs-12PbeParams ::= SEQUENCE { salt OCTET STRING, iterations INTEGER }
//! PBEParameter     ::= SEQUENCE { salt OCTET STRING (SIZE(8)), iterationCount INTEGER }
//! ```
//!
//! Salts of other lengths than 8 are read: NSS writes 16 octets.

use alloc::vec::Vec;

use const_oid::ObjectIdentifier;

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

const fn rc2(key_len: usize, effective_bits: usize) -> Cipher {
    Cipher::Rc2Cbc {
        key_len,
        effective_bits,
    }
}

/// Identifier, hash, cipher and name of each scheme. Those of RFC 7292 have no hash here: theirs is
/// SHA-1 and their derivation another one.
const SCHEMES: [(ObjectIdentifier, Option<HashAlgorithm>, Cipher, Protection); 12] = {
    use HashAlgorithm::{Md2, Md5, Sha1};
    use Protection as P;
    [
        (
            oid::PBE_SHA1_RC4_128,
            None,
            Cipher::Rc4 { key_len: 16 },
            P::PbeSha1Rc4128,
        ),
        (
            oid::PBE_SHA1_RC4_40,
            None,
            Cipher::Rc4 { key_len: 5 },
            P::PbeSha1Rc440,
        ),
        (
            oid::PBE_SHA1_3DES_3KEY,
            None,
            Cipher::TripleDes3KeyCbc,
            P::PbeSha1TripleDes3KeyCbc,
        ),
        (
            oid::PBE_SHA1_3DES_2KEY,
            None,
            Cipher::TripleDes2KeyCbc,
            P::PbeSha1TripleDes2KeyCbc,
        ),
        (
            oid::PBE_SHA1_RC2_128,
            None,
            rc2(16, 128),
            P::PbeSha1Rc2128Cbc,
        ),
        (oid::PBE_SHA1_RC2_40, None, rc2(5, 40), P::PbeSha1Rc240Cbc),
        (
            oid::PBE_MD2_DES,
            Some(Md2),
            Cipher::DesCbc,
            P::Pbes1Md2DesCbc,
        ),
        (
            oid::PBE_MD5_DES,
            Some(Md5),
            Cipher::DesCbc,
            P::Pbes1Md5DesCbc,
        ),
        (oid::PBE_MD2_RC2, Some(Md2), PBES1_RC2, P::Pbes1Md2Rc2Cbc),
        (oid::PBE_MD5_RC2, Some(Md5), PBES1_RC2, P::Pbes1Md5Rc2Cbc),
        (
            oid::PBE_SHA1_DES,
            Some(Sha1),
            Cipher::DesCbc,
            P::Pbes1Sha1DesCbc,
        ),
        (oid::PBE_SHA1_RC2, Some(Sha1), PBES1_RC2, P::Pbes1Sha1Rc2Cbc),
    ]
};

/// The identifier of a scheme, if it is one of these.
pub(super) fn identifier(protection: Protection) -> Option<ObjectIdentifier> {
    let row = SCHEMES.iter().find(|row| row.3 == protection)?;
    Some(row.0)
}

pub(super) fn decode(identifier: &AlgorithmIdentifier<'_>) -> Result<Scheme, Error> {
    let (_, hash, cipher, protection) = *SCHEMES
        .iter()
        .find(|row| row.0 == identifier.algorithm)
        .ok_or_else(|| identifier.unsupported())?;
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
        identifier: identifier.raw.to_vec(),
    })
}
