//! PBES2 (RFC 8018 section 6.2, appendix A.4).
//!
//! ```text
//! PBES2-params ::= SEQUENCE {
//!     keyDerivationFunc  AlgorithmIdentifier {{PBES2-KDFs}},
//!     encryptionScheme   AlgorithmIdentifier {{PBES2-Encs}} }
//! ```

use super::{Scheme, derivation};
use crate::asn1::AlgorithmIdentifier;
use crate::cipher::Identified;
use crate::error::Error;

pub(super) fn decode(identifier: &AlgorithmIdentifier<'_>) -> Result<Scheme, Error> {
    let mut fields = identifier.parameter_sequence()?;
    let key_derivation = AlgorithmIdentifier::read(&mut fields)?;
    let encryption = AlgorithmIdentifier::read(&mut fields)?;
    fields.finish()?;
    let (derivation, key_length) = derivation::decode(&key_derivation)?;
    let identified = Identified::decode(&encryption, key_length)?;
    Ok(Scheme {
        derivation,
        cipher: identified.cipher,
        iv: identified.iv,
        protection: identified.protection,
        identifier: identifier.raw.to_vec(),
    })
}
