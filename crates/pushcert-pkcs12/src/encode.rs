//! Writing: the inverse of decoding and opening, in DER.

use alloc::vec::Vec;

use pushcert_pbe::asn1::{Reader, tag, write};
use pushcert_pbe::{self as pbe, EncryptError, ObjectIdentifier, Password, Scheme};
use zeroize::Zeroizing;

use crate::bag::{BagValue, CertType, CrlType, SafeBag, ShroudedKey};
use crate::contents::{Contents, SafeContents, encrypted_private_key_info};
use crate::oid;

type Der = Zeroizing<Vec<u8>>;

/// The most `safeContentsBag`s inside one another that are written, as many as any reader takes.
const MAX_DEPTH: u32 = 64;

/// Why a file was not written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// Something cannot be encrypted, or its MAC cannot be computed.
    #[error("{0}")]
    Encrypt(#[from] EncryptError),
    /// The algorithm of the MAC is not implemented.
    #[error("a MAC with {oid} cannot be written")]
    UnsupportedMac {
        /// Its identifier.
        oid: ObjectIdentifier,
    },
    /// A part or a key whose content is not known: a file that was opened for its certificates only,
    /// or [`Pfx::outline`](crate::Pfx::outline).
    #[error("the content of a part or of a key is not known")]
    NotDecrypted,
    /// A bag does not fit the [depth](SafeBag::depth) of those around it, or a `safeContentsBag` has
    /// another number of bags than it says.
    #[error("the bag at index {index} does not fit the bags around it")]
    Structure {
        /// Its index in the part.
        index: usize,
    },
    /// A value or the attributes of a bag are not DER, so that nobody could read the file.
    #[error("the bag at index {index} holds what is not DER")]
    Malformed {
        /// Its index in the part.
        index: usize,
    },
    /// The builder has no key and no certificate.
    #[error("there is nothing to write")]
    Empty,
}

impl Contents {
    /// Writes the file, in DER.
    ///
    /// Nothing here is random: salts and initialisation vectors are those of the schemes. To write
    /// with fresh ones take [`Builder`](crate::Builder), or make new schemes; never use a scheme
    /// again with other contents.
    ///
    /// The password is written in the form that each scheme asks for, or in the usual one:
    /// [`PasswordEncoding::Bmp`](crate::PasswordEncoding::Bmp) for RFC 7292 (an empty password is
    /// `00 00`), [`PasswordEncoding::Utf8`](crate::PasswordEncoding::Utf8) for PBES2 and PBMAC1.
    ///
    /// # Errors
    /// [`EncodeError`]. Weak algorithms need the feature `legacy-insecure`.
    pub fn encode(&self, password: &str) -> Result<Zeroizing<Vec<u8>>, EncodeError> {
        self.encode_with(password, password)
    }

    /// As [`Contents::encode`], with one password for the MAC and another for parts and keys. Most
    /// programs cannot open such a file.
    ///
    /// # Errors
    /// As [`Contents::encode`].
    pub fn encode_with(
        &self,
        integrity: &str,
        privacy: &str,
    ) -> Result<Zeroizing<Vec<u8>>, EncodeError> {
        let privacy = Password::new(privacy);
        let mut parts = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            parts.push(encode_part(part, &privacy)?);
        }
        let auth_safe = join(tag::SEQUENCE, &parts);
        let mac = match &self.mac {
            Some(mac) => mac.encode(&Password::new(integrity), &auth_safe)?,
            None => Der::default(),
        };
        let content = typed(&oid::DATA, &write::octets(&auth_safe));
        Ok(write::sequence(&[&write::unsigned(3), &content, &mac]))
    }
}

/// One element of `AuthenticatedSafe`.
fn encode_part(part: &SafeContents, password: &Password<'_>) -> Result<Der, EncodeError> {
    let Some(scheme) = &part.scheme else {
        if part.protection() != pbe::Protection::None {
            return Err(EncodeError::NotDecrypted);
        }
        let bags = encode_bags(&part.bags, password)?;
        return Ok(typed(&oid::DATA, &write::octets(&bags)));
    };
    let bags = encode_bags(&part.bags, password)?;
    let ciphertext = scheme.encrypt(password, part.encoding, &bags)?;
    let content = write::sequence(&[
        &write::oid(&oid::DATA),
        scheme.identifier(),
        &write::element(tag::CONTEXT_0, &[&ciphertext]),
    ]);
    let encrypted_data = write::sequence(&[&write::unsigned(0), &content]);
    Ok(typed(&oid::ENCRYPTED_DATA, &encrypted_data))
}

/// `SEQUENCE { type, [0] EXPLICIT value }`: a `ContentInfo`, and the value of most bags.
fn typed(value_type: &ObjectIdentifier, value: &[u8]) -> Der {
    let value = write::element(tag::CONTEXT_0_CONSTRUCTED, &[value]);
    write::sequence(&[&write::oid(value_type), &value])
}

fn join(tag: u8, elements: &[Der]) -> Der {
    let elements: Vec<&[u8]> = elements.iter().map(|element| element.as_slice()).collect();
    write::element(tag, &elements)
}

/// `SafeContents`. From the last bag to the first, so that the bags of a `safeContentsBag` are there
/// when it is written, without recursion.
fn encode_bags(bags: &[SafeBag], password: &Password<'_>) -> Result<Der, EncodeError> {
    // At each depth, the bags that no `safeContentsBag` has taken yet, last first.
    let mut levels: Vec<Vec<Der>> = Vec::new();
    for (index, bag) in bags.iter().enumerate().rev() {
        let structure = EncodeError::Structure { index };
        if bag.depth > MAX_DEPTH {
            return Err(structure);
        }
        let depth = usize::try_from(bag.depth).unwrap_or(usize::MAX);
        if levels.len() < depth.saturating_add(2) {
            levels.resize_with(depth.saturating_add(2), Vec::new);
        }
        let children = levels
            .get_mut(depth.saturating_add(1))
            .map(core::mem::take)
            .unwrap_or_default();
        let value = match &bag.value {
            BagValue::SafeContents { bags } if *bags == children.len() => {
                let mut children = children;
                children.reverse();
                (oid::SAFE_CONTENTS_BAG, join(tag::SEQUENCE, &children))
            }
            BagValue::SafeContents { .. } => return Err(structure),
            _ if !children.is_empty() => return Err(structure),
            value => encode_value(value, index, password)?,
        };
        let encoded = encode_bag(&value.0, &value.1, bag, index)?;
        levels.get_mut(depth).ok_or(structure)?.push(encoded);
    }
    let mut levels = levels.into_iter();
    let mut top = levels.next().unwrap_or_default();
    if levels.any(|level| !level.is_empty()) {
        return Err(EncodeError::Structure { index: 0 });
    }
    top.reverse();
    Ok(join(tag::SEQUENCE, &top))
}

fn encode_bag(
    bag_id: &ObjectIdentifier,
    value: &[u8],
    bag: &SafeBag,
    index: usize,
) -> Result<Der, EncodeError> {
    let attributes = bag.attributes.as_der();
    let mut reader = Reader::new(attributes);
    while !reader.is_empty() {
        reader
            .read()
            .map_err(|_| EncodeError::Malformed { index })?;
    }
    Ok(write::sequence(&[
        &write::oid(bag_id),
        &write::element(tag::CONTEXT_0_CONSTRUCTED, &[value]),
        attributes,
    ]))
}

/// Type and value of a bag that is no `safeContentsBag`.
fn encode_value(
    value: &BagValue,
    index: usize,
    password: &Password<'_>,
) -> Result<(ObjectIdentifier, Der), EncodeError> {
    let copy = |der: &[u8], expected| {
        element(der, expected)
            .map(|()| Zeroizing::new(der.to_vec()))
            .ok_or(EncodeError::Malformed { index })
    };
    Ok(match value {
        BagValue::Key(key) => (oid::KEY_BAG, copy(key, Some(tag::SEQUENCE))?),
        BagValue::ShroudedKey(key) => {
            let info = shrouded_key(key, index, password)?;
            (oid::SHROUDED_KEY_BAG, copy(&info, Some(tag::SEQUENCE))?)
        }
        BagValue::Cert { cert_type, der } => {
            let value = match cert_type {
                CertType::X509 => typed(&oid::X509_CERTIFICATE, &write::octets(der)),
                CertType::Sdsi => typed(&oid::SDSI_CERTIFICATE, &copy(der, None)?),
                CertType::Other(oid) => typed(oid, &copy(der, None)?),
            };
            (oid::CERT_BAG, value)
        }
        BagValue::Crl { crl_type, der } => {
            let value = match crl_type {
                CrlType::X509 => typed(&oid::X509_CRL, &write::octets(der)),
                CrlType::Other(oid) => typed(oid, &copy(der, None)?),
            };
            (oid::CRL_BAG, value)
        }
        BagValue::Secret { secret_type, der } => {
            (oid::SECRET_BAG, typed(secret_type, &copy(der, None)?))
        }
        BagValue::Unknown { oid, der } => (*oid, copy(der, None)?),
        BagValue::SafeContents { .. } => return Err(EncodeError::Structure { index }),
    })
}

/// `EncryptedPrivateKeyInfo`.
fn shrouded_key(
    key: &ShroudedKey,
    index: usize,
    password: &Password<'_>,
) -> Result<Vec<u8>, EncodeError> {
    let encrypt = |scheme: &Scheme, plaintext: &[u8]| {
        element(plaintext, Some(tag::SEQUENCE)).ok_or(EncodeError::Malformed { index })?;
        let ciphertext = scheme.encrypt(password, key.encoding, plaintext)?;
        Ok(encrypted_private_key_info(scheme, &ciphertext))
    };
    match (&key.key, &key.scheme, &key.encrypted) {
        (Ok(plaintext), Some(scheme), _) => encrypt(scheme, plaintext),
        (Err(_), _, Some(encrypted)) => Ok(encrypted.clone()),
        _ => Err(EncodeError::NotDecrypted),
    }
}

/// Whether the bytes are one element of this type, or of any.
fn element(der: &[u8], expected: Option<u8>) -> Option<()> {
    let mut reader = Reader::new(der);
    let found = reader.read().ok()?;
    reader.finish().ok()?;
    match expected {
        Some(tag) if tag != found.tag => None,
        _ => Some(()),
    }
}
