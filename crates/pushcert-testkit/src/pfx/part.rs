//! One ContentInfo of the AuthenticatedSafe.

use super::Bag;
use crate::der::ber;
use crate::pbe::{Password, Protection};
use crate::{der, oid};

/// A part: bags under one protection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    protection: Protection,
    bags: Vec<Bag>,
    password: Option<Password>,
    raw_contents: Option<Vec<u8>>,
    raw: Option<Vec<u8>>,
}

impl Part {
    /// A part without bags.
    pub fn new(protection: Protection) -> Self {
        Self {
            protection,
            bags: Vec::new(),
            password: None,
            raw_contents: None,
            raw: None,
        }
    }

    /// A ContentInfo of any bytes.
    pub fn raw(content_info: Vec<u8>) -> Self {
        Self {
            raw: Some(content_info),
            ..Self::new(Protection::None)
        }
    }

    /// An EnvelopedData part (public-key privacy mode), empty inside: nobody here has the key.
    pub fn enveloped() -> Self {
        let content = der::explicit(0, der::seq([der::int(0)]));
        Self::raw(der::seq([der::oid(oid::pkcs::ENVELOPED_DATA), content]))
    }

    /// One more bag.
    pub fn bag(mut self, bag: Bag) -> Self {
        self.bags.push(bag);
        self
    }

    /// More bags.
    pub fn bags(mut self, bags: impl IntoIterator<Item = Bag>) -> Self {
        self.bags.extend(bags);
        self
    }

    /// A password for this part alone, and for its keys without one.
    pub fn password(mut self, password: impl Into<Password>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// SafeContents of any bytes, in place of the bags.
    pub fn raw_contents(mut self, bytes: Vec<u8>) -> Self {
        self.raw_contents = Some(bytes);
        self
    }

    /// ContentInfo: `data`, or `encryptedData` under the protection. `fragments` asks for BER
    /// inside.
    pub(super) fn content_info(
        &self,
        default: &Password,
        seed: &str,
        fragments: Option<usize>,
    ) -> Vec<u8> {
        if let Some(raw) = &self.raw {
            return raw.clone();
        }
        let password = self.password.as_ref().unwrap_or(default);
        let mut contents = self.safe_contents(password, seed);
        if let Some(size) = fragments {
            contents = ber::rewrite(&contents, size);
        }
        if self.protection == Protection::None {
            let content = der::explicit(0, der::octets(contents));
            return der::seq([der::oid(oid::pkcs::DATA), content]);
        }
        let sealed = self.protection.seal(password, seed, &contents);
        let info = der::seq([
            der::oid(oid::pkcs::DATA),
            sealed.algorithm,
            der::implicit(0, sealed.ciphertext),
        ]);
        let encrypted_data = der::seq([der::int(0), info]);
        der::seq([
            der::oid(oid::pkcs::ENCRYPTED_DATA),
            der::explicit(0, encrypted_data),
        ])
    }

    fn safe_contents(&self, password: &Password, seed: &str) -> Vec<u8> {
        if let Some(raw) = &self.raw_contents {
            return raw.clone();
        }
        let bags = self.bags.iter().enumerate();
        der::seq(bags.map(|(index, bag)| bag.der(password, &format!("{seed} bag {index}"))))
    }
}
