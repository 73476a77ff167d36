//! `SafeContents` (RFC 7292 section 4.2), read without recursion.
//!
//! ```text
//! SafeContents ::= SEQUENCE OF SafeBag
//! CertBag      ::= SEQUENCE { certId       OBJECT IDENTIFIER, certValue   [0] EXPLICIT ANY }
//! CRLBag       ::= SEQUENCE { crlId        OBJECT IDENTIFIER, crlValue    [0] EXPLICIT ANY }
//! SecretBag    ::= SEQUENCE { secretTypeId OBJECT IDENTIFIER, secretValue [0] EXPLICIT ANY }
//! EncryptedPrivateKeyInfo ::= SEQUENCE {
//!     encryptionAlgorithm  AlgorithmIdentifier,
//!     encryptedData        OCTET STRING }
//! ```

use alloc::boxed::Box;
use alloc::vec::Vec;

use pushcert_pbe::asn1::{AlgorithmIdentifier, Reader, Tlv, tag};
use pushcert_pbe::{self as pbe, Malformation, ObjectIdentifier, Scheme};
use zeroize::Zeroizing;

use crate::attributes::Attributes;
use crate::bag::{BagValue, CertType, CrlType, SafeBag, ShroudedKey};
use crate::content;
use crate::error::{Error, ErrorKind};
use crate::limits::{LimitName, Limits};
use crate::oid;

/// How many of each kind were read in the whole file.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    bags: u64,
    keys: u64,
    certificates: u64,
    attributes: u64,
}

/// A key that waits for its decryption until the cost of all of them is known.
pub(crate) struct Shrouded {
    pub(crate) scheme: Scheme,
    pub(crate) ciphertext: Vec<u8>,
}

/// The bags of a part, and the keys among them by index.
#[derive(Default)]
pub(crate) struct Bags {
    pub(crate) bags: Vec<SafeBag>,
    pub(crate) shrouded: Vec<(usize, Shrouded)>,
}

/// One `SafeContents` that is being read.
struct Level<'a> {
    rest: Reader<'a>,
    /// Index of the bag that holds it; `None` for the part itself.
    parent: Option<usize>,
}

/// Reads the bags of a part. `base` is where `contents` is in the file, if it is there.
pub(crate) fn read(
    contents: &[u8],
    base: Option<usize>,
    limits: &Limits,
    counts: &mut Counts,
) -> Result<Bags, Error> {
    let fail = |error: pbe::Error| Error::from_pbe(&error, base);
    let mut outer = Reader::new(contents);
    let rest = outer.sequence().map_err(fail)?;
    outer.finish().map_err(fail)?;
    let mut bags = Bags::default();
    // Growing step by step would take up to three times as much at once.
    let bags_here = elements(rest.clone(), limits.max_bags);
    bags.bags.reserve_exact(bags_here);
    let mut levels = alloc::vec![Level { rest, parent: None }];
    while let Some(level) = levels.last_mut() {
        if level.rest.is_empty() {
            levels.pop();
            continue;
        }
        let parent = level.parent;
        let bag = RawBag::read(&mut level.rest).map_err(fail)?;
        let depth = u64::try_from(levels.len()).unwrap_or(u64::MAX);
        let index = bags.bags.len();
        if bag.id == oid::SAFE_CONTENTS_BAG {
            within(LimitName::Depth, depth, limits.max_depth)?;
            let rest = bag.inner().sequence().map_err(fail)?;
            levels.push(Level {
                rest,
                parent: Some(index),
            });
        }
        bags.count_child(parent);
        let (value, shrouded) = bag.value().map_err(fail)?;
        counts.add(&value, limits)?;
        let attributes = counts.attributes(&bag.after, limits)?;
        if let Some(shrouded) = shrouded {
            bags.shrouded.push((index, shrouded));
        }
        bags.bags.push(SafeBag {
            value,
            attributes,
            depth: u32::try_from(depth.saturating_sub(1)).unwrap_or(u32::MAX),
        });
    }
    Ok(bags)
}

/// Elements that follow, as far as they can be read and the limit allows them.
fn elements(mut rest: Reader<'_>, limit: u64) -> usize {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    core::iter::from_fn(|| rest.read().ok()).take(limit).count()
}

impl Bags {
    /// Counts a bag at the one that holds it.
    fn count_child(&mut self, parent: Option<usize>) {
        let parent = parent.and_then(|index| self.bags.get_mut(index));
        if let Some(SafeBag {
            value: BagValue::SafeContents { bags },
            ..
        }) = parent
        {
            *bags = bags.saturating_add(1);
        }
    }
}

impl Counts {
    /// Adds what was counted by itself; false, and nothing added, where the limits do not allow it.
    pub(crate) fn merge(&mut self, other: &Self, limits: &Limits) -> bool {
        let sum = Self {
            bags: self.bags.saturating_add(other.bags),
            keys: self.keys.saturating_add(other.keys),
            certificates: self.certificates.saturating_add(other.certificates),
            attributes: self.attributes.saturating_add(other.attributes),
        };
        let allowed = sum.bags <= limits.max_bags
            && sum.keys <= limits.max_keys
            && sum.certificates <= limits.max_certificates
            && sum.attributes <= limits.max_attributes;
        if allowed {
            *self = sum;
        }
        allowed
    }

    fn add(&mut self, value: &BagValue, limits: &Limits) -> Result<(), Error> {
        self.bags = self.bags.saturating_add(1);
        within(LimitName::Bags, self.bags, limits.max_bags)?;
        match value {
            BagValue::Key(_) | BagValue::ShroudedKey(_) => {
                self.keys = self.keys.saturating_add(1);
                within(LimitName::Keys, self.keys, limits.max_keys)
            }
            BagValue::Cert { .. } => {
                self.certificates = self.certificates.saturating_add(1);
                let allowed = limits.max_certificates;
                within(LimitName::Certificates, self.certificates, allowed)
            }
            _ => Ok(()),
        }
    }

    fn attributes(&mut self, rest: &Reader<'_>, limits: &Limits) -> Result<Attributes, Error> {
        let allowed = limits.max_attributes.saturating_sub(self.attributes);
        let attributes = Attributes::read(rest, usize::try_from(allowed).unwrap_or(usize::MAX));
        let count = u64::try_from(attributes.count()).unwrap_or(u64::MAX);
        self.attributes = self.attributes.saturating_add(count);
        within(
            LimitName::Attributes,
            self.attributes,
            limits.max_attributes,
        )?;
        Ok(attributes)
    }
}

fn within(limit: LimitName, asked: u64, allowed: u64) -> Result<(), Error> {
    if asked <= allowed {
        Ok(())
    } else {
        Err(Error::limit(limit, asked, allowed))
    }
}

/// A bag before its value is interpreted.
struct RawBag<'a> {
    id: ObjectIdentifier,
    /// The value, one element.
    element: Tlv<'a>,
    /// What follows the value: the attributes.
    after: Reader<'a>,
}

impl<'a> RawBag<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, pbe::Error> {
        let mut fields = reader.sequence()?;
        let id = fields.expect(tag::OID)?.oid()?;
        let mut value = fields.expect(tag::CONTEXT_0_CONSTRUCTED)?.reader();
        let element = value.read()?;
        value.finish()?;
        Ok(Self {
            id,
            element,
            after: fields,
        })
    }

    fn inner(&self) -> Reader<'a> {
        Reader::with_base(self.element.raw, self.element.offset)
    }

    fn secret(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.element.raw.to_vec())
    }

    fn value(&self) -> Result<(BagValue, Option<Shrouded>), pbe::Error> {
        Ok((
            match self.id {
                oid::KEY_BAG => {
                    self.inner().sequence()?;
                    BagValue::Key(self.secret())
                }
                oid::SHROUDED_KEY_BAG => return self.shrouded_key(),
                oid::CERT_BAG => self.certificate()?,
                oid::CRL_BAG => self.crl()?,
                oid::SECRET_BAG => {
                    let (secret_type, value) = self.typed()?;
                    let der = Zeroizing::new(value.raw.to_vec());
                    BagValue::Secret { secret_type, der }
                }
                oid::SAFE_CONTENTS_BAG => BagValue::SafeContents { bags: 0 },
                oid => BagValue::Unknown {
                    oid,
                    der: self.secret(),
                },
            },
            None,
        ))
    }

    /// `SEQUENCE { type, [0] EXPLICIT value }`.
    fn typed(&self) -> Result<(ObjectIdentifier, Tlv<'a>), pbe::Error> {
        let mut fields = self.inner().sequence()?;
        let value_type = fields.expect(tag::OID)?.oid()?;
        let mut explicit = fields.expect(tag::CONTEXT_0_CONSTRUCTED)?.reader();
        fields.finish()?;
        let value = explicit.read()?;
        explicit.finish()?;
        Ok((value_type, value))
    }

    fn certificate(&self) -> Result<BagValue, pbe::Error> {
        let (value_type, value) = self.typed()?;
        let cert_type = match value_type {
            oid::X509_CERTIFICATE => CertType::X509,
            oid::SDSI_CERTIFICATE => CertType::Sdsi,
            other => CertType::Other(other),
        };
        let der = content(&value, cert_type == CertType::X509)?;
        Ok(BagValue::Cert { cert_type, der })
    }

    fn crl(&self) -> Result<BagValue, pbe::Error> {
        let (value_type, value) = self.typed()?;
        let crl_type = match value_type {
            oid::X509_CRL => CrlType::X509,
            other => CrlType::Other(other),
        };
        let der = content(&value, crl_type == CrlType::X509)?;
        Ok(BagValue::Crl { crl_type, der })
    }

    fn shrouded_key(&self) -> Result<(BagValue, Option<Shrouded>), pbe::Error> {
        let mut fields = self.inner().sequence()?;
        let scheme = content::scheme(&AlgorithmIdentifier::read(&mut fields)?)?;
        let ciphertext = fields.expect(tag::OCTET_STRING)?.value;
        fields.finish()?;
        let (key, encrypted) = match &scheme {
            Ok(_) => (Err(Error::new(ErrorKind::NotDecrypted)), None),
            Err(oid) => (
                Err(Error::new(ErrorKind::UnsupportedAlgorithm { oid: *oid })),
                Some(self.element.raw.to_vec()),
            ),
        };
        let scheme = scheme.ok();
        let value = BagValue::ShroudedKey(Box::new(ShroudedKey {
            scheme: scheme.clone(),
            encoding: None,
            key,
            encrypted,
        }));
        let shrouded = scheme.map(|scheme| Shrouded {
            scheme,
            ciphertext: ciphertext.to_vec(),
        });
        Ok((value, shrouded))
    }
}

/// What an OCTET STRING holds where the type is X.509, else the whole element.
fn content(value: &Tlv<'_>, is_x509: bool) -> Result<Vec<u8>, pbe::Error> {
    if !is_x509 {
        return Ok(value.raw.to_vec());
    }
    if value.tag != tag::OCTET_STRING {
        return Err(value.error(Malformation::Unexpected {
            expected: tag::OCTET_STRING,
            found: value.tag,
        }));
    }
    Ok(value.value.to_vec())
}
