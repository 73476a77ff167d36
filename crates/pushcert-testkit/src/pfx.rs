//! PKCS#12 files (RFC 7292): any parts, bags, attributes, protections and MACs, in any order and
//! in any state of disrepair.
//!
//! Start from a preset, or put the parts together:
//!
//! ```
//! use pushcert_testkit::identity::Identity;
//! use pushcert_testkit::pbe::Protection;
//! use pushcert_testkit::pfx::{Bag, Mac, Part, PfxBuilder};
//! use pushcert_testkit::digest::Digest;
//!
//! let identity = Identity::apns("com.example.app");
//! let keychain = PfxBuilder::keychain_style("secret", &identity).build();
//! let own = PfxBuilder::new("secret")
//!     .part(Part::new(Protection::None).bag(Bag::cert(&identity.certificate)))
//!     .part(Part::new(Protection::pbes2_aes256(2048)).bag(Bag::key(&identity.key.pkcs8_der())))
//!     .mac(Mac::new(Digest::Sha256, 2048))
//!     .build();
//! assert_ne!(keychain, own);
//! ```
//!
//! Salts and IVs are derived from the builder's seed and the position, so that the same calls
//! give the same bytes.

mod bag;
mod mac;
mod part;
mod presets;

pub use self::bag::{Attribute, Bag};
pub use self::mac::{Mac, MacKdf};
pub use self::part::Part;

use crate::der::ber;
use crate::pbe::Password;
use crate::{der, oid};

/// Builds one PFX.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PfxBuilder {
    seed: String,
    version: Vec<u8>,
    password: Password,
    mac_password: Option<Password>,
    parts: Vec<Part>,
    mac: Option<Mac>,
    content_type: &'static str,
    raw_auth_safe: Option<Vec<u8>>,
    encoding: Encoding,
    trailing: Vec<u8>,
}

/// How the outer layers are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Encoding {
    /// DER throughout.
    #[default]
    Der,
    /// Indefinite lengths outside of encrypted parts, OCTET STRINGs whole.
    BerIndefinite,
    /// Indefinite lengths, and every outer OCTET STRING in fragments of this many bytes.
    BerFragments(usize),
    /// The same outside, and inside of each part before it is encrypted.
    BerEverywhere(usize),
}

impl PfxBuilder {
    /// A file without parts and with a MAC of HMAC-SHA-1, 2048 iterations.
    pub fn new(password: impl Into<Password>) -> Self {
        Self {
            seed: "pfx".to_owned(),
            version: der::int(3),
            password: password.into(),
            mac_password: None,
            parts: Vec::new(),
            mac: Some(Mac::new(crate::digest::Digest::Sha1, 2048)),
            content_type: oid::pkcs::DATA,
            raw_auth_safe: None,
            encoding: Encoding::Der,
            trailing: Vec::new(),
        }
    }

    /// What salts and IVs are derived from.
    pub fn seed(mut self, seed: &str) -> Self {
        seed.clone_into(&mut self.seed);
        self
    }

    /// The version: 3 is the only good one.
    pub fn version(mut self, version: i64) -> Self {
        self.version = der::int(version);
        self
    }

    /// The password of parts and keys that have none of their own, and of the MAC.
    pub fn password(mut self, password: impl Into<Password>) -> Self {
        self.password = password.into();
        self
    }

    /// Another password for the MAC alone.
    pub fn mac_password(mut self, password: impl Into<Password>) -> Self {
        self.mac_password = Some(password.into());
        self
    }

    /// One more part of the AuthenticatedSafe.
    pub fn part(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// Another MAC.
    pub fn mac(mut self, mac: Mac) -> Self {
        self.mac = Some(mac);
        self
    }

    /// No MAC.
    pub fn without_mac(mut self) -> Self {
        self.mac = None;
        self
    }

    /// The contentType of authSafe: `signedData` stands for public-key integrity mode.
    pub fn content_type(mut self, oid: &'static str) -> Self {
        self.content_type = oid;
        self
    }

    /// The content octets of authSafe, in place of the parts. The MAC is computed over them.
    pub fn raw_auth_safe(mut self, bytes: Vec<u8>) -> Self {
        self.raw_auth_safe = Some(bytes);
        self
    }

    /// The encoding of the outer layers.
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// Bytes after the end of the outer SEQUENCE.
    pub fn trailing(mut self, bytes: &[u8]) -> Self {
        self.trailing = bytes.to_vec();
        self
    }

    /// The file.
    pub fn build(&self) -> Vec<u8> {
        let content = self.auth_safe_content();
        let safe = self.outer(&der::octets(&content));
        let auth_safe = [der::oid(self.content_type), self.wrap(0xa0, &safe)].concat();
        let mac = match &self.mac {
            None => Vec::new(),
            Some(mac) => {
                let password = self.mac_password.as_ref().unwrap_or(&self.password);
                mac.der(password, &format!("{} mac", self.seed), &content)
            }
        };
        let fields = [self.version.clone(), self.wrap(0x30, &auth_safe), mac].concat();
        [self.wrap(0x30, &fields), self.trailing.clone()].concat()
    }

    /// The content octets of authSafe: the AuthenticatedSafe that the MAC is computed over.
    pub fn auth_safe_content(&self) -> Vec<u8> {
        if let Some(raw) = &self.raw_auth_safe {
            return raw.clone();
        }
        let parts = self.parts.iter().enumerate().map(|(index, part)| {
            let info = part.content_info(
                &self.password,
                &format!("{} part {index}", self.seed),
                self.inner_fragments(),
            );
            self.outer(&info)
        });
        self.wrap(0x30, &der::concat(parts))
    }

    fn inner_fragments(&self) -> Option<usize> {
        match self.encoding {
            Encoding::BerEverywhere(size) => Some(size),
            _ => None,
        }
    }

    /// A constructed value in the chosen encoding around content that is encoded already.
    fn wrap(&self, tag: u8, content: &[u8]) -> Vec<u8> {
        match self.encoding {
            Encoding::Der => der::tlv(tag, content),
            _ => ber::indefinite(tag, content),
        }
    }

    /// A DER value rewritten in the chosen encoding.
    fn outer(&self, value: &[u8]) -> Vec<u8> {
        match self.encoding {
            Encoding::Der => value.to_vec(),
            Encoding::BerIndefinite => ber::indefinite_all(value),
            Encoding::BerFragments(size) | Encoding::BerEverywhere(size) => {
                ber::rewrite(value, size)
            }
        }
    }
}

#[cfg(test)]
mod tests;
