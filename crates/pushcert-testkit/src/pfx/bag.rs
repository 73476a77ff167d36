//! Safe bags and their attributes (RFC 7292 section 4.2).

use crate::pbe::{Password, Protection};
use crate::{der, oid};

/// One SafeBag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bag {
    content: Content,
    attributes: Vec<Attribute>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    /// Bag type and value, ready.
    Plain { oid: String, value: Vec<u8> },
    /// PKCS#8 that is encrypted when the bag is written.
    Shrouded {
        key: Vec<u8>,
        protection: Protection,
        password: Option<Password>,
    },
    /// Bags that are written when this one is.
    Nested(Vec<Bag>),
    /// Any bytes in place of the whole SafeBag.
    Raw(Vec<u8>),
}

/// One attribute: its type and the TLVs in its SET.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attribute {
    /// The dotted OID.
    pub oid: String,
    /// The values.
    pub values: Vec<Vec<u8>>,
}

impl Attribute {
    /// An attribute of one value.
    pub fn new(oid: &str, value: Vec<u8>) -> Self {
        Self {
            oid: oid.to_owned(),
            values: vec![value],
        }
    }

    /// friendlyName: BMPString.
    pub fn friendly_name(text: &str) -> Self {
        Self::new(oid::pkcs::FRIENDLY_NAME, der::bmp(text))
    }

    /// localKeyID: OCTET STRING.
    pub fn local_key_id(id: &[u8]) -> Self {
        Self::new(oid::pkcs::LOCAL_KEY_ID, der::octets(id))
    }

    /// The Microsoft attribute with an empty SET that some readers refuse (pain 17).
    pub fn microsoft_local_machine() -> Self {
        Self {
            oid: oid::pkcs::MICROSOFT_LOCAL_MACHINE.to_owned(),
            values: Vec::new(),
        }
    }

    fn der(&self) -> Vec<u8> {
        der::seq([der::oid(&self.oid), der::set(&self.values)])
    }
}

impl Bag {
    fn plain(oid: &str, value: Vec<u8>) -> Self {
        Self::with(Content::Plain {
            oid: oid.to_owned(),
            value,
        })
    }

    fn with(content: Content) -> Self {
        Self {
            content,
            attributes: Vec::new(),
        }
    }

    /// A keyBag: PrivateKeyInfo in the clear.
    pub fn key(pkcs8: &[u8]) -> Self {
        Self::plain(oid::pkcs::KEY_BAG, pkcs8.to_vec())
    }

    /// A pkcs8ShroudedKeyBag.
    pub fn shrouded_key(pkcs8: &[u8], protection: Protection) -> Self {
        Self::with(Content::Shrouded {
            key: pkcs8.to_vec(),
            protection,
            password: None,
        })
    }

    /// A certBag with an X.509 certificate.
    pub fn cert(certificate: &[u8]) -> Self {
        Self::typed(
            oid::pkcs::CERT_BAG,
            oid::pkcs::X509_CERTIFICATE,
            &der::octets(certificate),
        )
    }

    /// A certBag of the SDSI type: an IA5String with base64.
    pub fn sdsi_cert(text: &str) -> Self {
        Self::typed(
            oid::pkcs::CERT_BAG,
            oid::pkcs::SDSI_CERTIFICATE,
            &der::ia5(text),
        )
    }

    /// A crlBag with an X.509 CRL.
    pub fn crl(crl: &[u8]) -> Self {
        Self::typed(oid::pkcs::CRL_BAG, oid::pkcs::X509_CRL, &der::octets(crl))
    }

    /// A secretBag of any type and value.
    pub fn secret(oid: &str, value: &[u8]) -> Self {
        Self::typed(oid::pkcs::SECRET_BAG, oid, value)
    }

    /// A safeContentsBag with bags inside.
    pub fn nested(bags: Vec<Self>) -> Self {
        Self::with(Content::Nested(bags))
    }

    /// A bag of any type and value.
    pub fn unknown(oid: &str, value: Vec<u8>) -> Self {
        Self::plain(oid, value)
    }

    /// Any bytes in place of a bag.
    pub fn raw(bytes: Vec<u8>) -> Self {
        Self::with(Content::Raw(bytes))
    }

    /// `SEQUENCE { type, [0] value }` inside a bag: the shape of certificate, CRL and secret bags.
    fn typed(bag: &str, kind: &str, value: &[u8]) -> Self {
        Self::plain(bag, der::seq([der::oid(kind), der::explicit(0, value)]))
    }

    /// One more attribute.
    pub fn attribute(mut self, attribute: Attribute) -> Self {
        self.attributes.push(attribute);
        self
    }

    /// A friendlyName.
    pub fn friendly_name(self, text: &str) -> Self {
        self.attribute(Attribute::friendly_name(text))
    }

    /// A localKeyID.
    pub fn local_key_id(self, id: &[u8]) -> Self {
        self.attribute(Attribute::local_key_id(id))
    }

    /// A password for this key alone; only shrouded keys have one.
    pub fn password(mut self, own: impl Into<Password>) -> Self {
        if let Content::Shrouded { password, .. } = &mut self.content {
            *password = Some(own.into());
        }
        self
    }

    /// The SafeBag.
    pub(super) fn der(&self, default: &Password, seed: &str) -> Vec<u8> {
        let (oid, value) = match &self.content {
            Content::Raw(bytes) => return bytes.clone(),
            Content::Plain { oid, value } => (oid.as_str(), value.clone()),
            Content::Shrouded {
                key,
                protection,
                password,
            } => {
                let password = password.as_ref().unwrap_or(default);
                let sealed = protection.seal(password, seed, key);
                let value = der::seq([sealed.algorithm, der::octets(sealed.ciphertext)]);
                (oid::pkcs::SHROUDED_KEY_BAG, value)
            }
            Content::Nested(bags) => {
                let inner = bags.iter().enumerate();
                let inner = inner.map(|(index, bag)| bag.der(default, &format!("{seed}.{index}")));
                (oid::pkcs::SAFE_CONTENTS_BAG, der::seq(inner))
            }
        };
        let attributes = match self.attributes.is_empty() {
            true => Vec::new(),
            false => der::set(self.attributes.iter().map(Attribute::der)),
        };
        der::seq([der::oid(oid), der::explicit(0, value), attributes])
    }
}
