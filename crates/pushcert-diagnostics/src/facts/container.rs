//! Facts about a PKCS#12 container.

use alloc::string::String;
use alloc::vec::Vec;

/// A PKCS#12 container (RFC 7292), as far as it could be read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ContainerFacts {
    /// How the structure is encoded.
    pub encoding: ContainerEncoding,
    /// The integrity check; none where the file has none.
    pub mac: Option<MacFacts>,
    /// Whether the content was read. False where the password does not fit and where anything else stood in the way.
    pub opened: bool,
    /// What the password did.
    pub password: PasswordState,
    /// The encoding of the password, where it is not the one of the standard: `utf-8`, `latin-1`, `bmp`.
    pub password_encoding: Option<String>,
    /// Whether the password that opened the file has characters outside ASCII.
    pub password_is_ascii: bool,
    /// The parts of the AuthenticatedSafe, in order.
    pub parts: Vec<PartFacts>,
    /// How many bytes follow the container.
    pub trailing_bytes: usize,
}

impl ContainerFacts {
    /// A container in DER without parts, whose password was right.
    #[must_use]
    pub fn new(mac: Option<MacFacts>, password: PasswordState) -> Self {
        Self {
            encoding: ContainerEncoding::Der,
            mac,
            opened: !matches!(password, PasswordState::Required | PasswordState::Wrong),
            password,
            password_encoding: None,
            password_is_ascii: true,
            parts: Vec::new(),
            trailing_bytes: 0,
        }
    }

    /// Every protection in the container: of the parts, then of the bags.
    pub fn protections(&self) -> impl Iterator<Item = &ProtectionFacts> {
        let bags = self.parts.iter().flat_map(|part| &part.bags);
        let parts = self.parts.iter().map(|part| &part.protection);
        parts.chain(bags.filter_map(|bag| bag.protection.as_ref()))
    }

    /// Every bag, in order.
    pub fn bags(&self) -> impl Iterator<Item = &BagFacts> {
        self.parts.iter().flat_map(|part| &part.bags)
    }

    /// Whether the content could be read: no password is missing or wrong.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.opened
            && !matches!(
                self.password,
                PasswordState::Required | PasswordState::Wrong
            )
    }
}

/// How the structure of a container is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ContainerEncoding {
    /// DER.
    Der,
    /// BER: with indefinite lengths or strings in pieces.
    Ber,
}

impl ContainerEncoding {
    /// `der` or `ber`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Der => "der",
            Self::Ber => "ber",
        }
    }
}

/// The integrity check of a container.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MacFacts {
    /// `hmac-sha1`, `hmac-sha256`, …
    pub algorithm: String,
    /// `pkcs12` or `pbmac1-pbkdf2`.
    pub kdf: String,
    /// Iterations of the key derivation.
    pub iterations: u64,
    /// Whether it was checked and is right.
    pub verified: bool,
}

impl MacFacts {
    /// An integrity check.
    #[must_use]
    pub fn new(
        algorithm: impl Into<String>,
        kdf: impl Into<String>,
        iterations: u64,
        verified: bool,
    ) -> Self {
        Self {
            algorithm: algorithm.into(),
            kdf: kdf.into(),
            iterations,
            verified,
        }
    }
}

/// What the password did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PasswordState {
    /// Nothing is encrypted and there is no integrity check.
    NoneNeeded,
    /// The file is protected with an empty password, in this encoding.
    Empty(EmptyEncoding),
    /// The given password opened the file.
    Given,
    /// The file needs a password and none was given.
    Required,
    /// The given password does not open the file.
    Wrong,
}

impl PasswordState {
    /// `none-needed`, `empty`, `given`, `required` or `wrong`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoneNeeded => "none-needed",
            Self::Empty(_) => "empty",
            Self::Given => "given",
            Self::Required => "required",
            Self::Wrong => "wrong",
        }
    }
}

/// The two encodings of an empty password (RFC 7292, appendix B).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the standard leaves exactly two readings"
)]
pub enum EmptyEncoding {
    /// A BMPString with its terminator only: `00 00`.
    BmpTerminator,
    /// No bytes.
    ZeroBytes,
}

impl EmptyEncoding {
    /// `bmp-terminator` or `zero-bytes`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BmpTerminator => "bmp-terminator",
            Self::ZeroBytes => "zero-bytes",
        }
    }
}

/// One part of the AuthenticatedSafe.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PartFacts {
    /// How the part is encrypted.
    pub protection: ProtectionFacts,
    /// What it holds; empty while it is locked.
    pub bags: Vec<BagFacts>,
}

impl PartFacts {
    /// A part.
    #[must_use]
    pub fn new(protection: ProtectionFacts, bags: Vec<BagFacts>) -> Self {
        Self { protection, bags }
    }
}

/// How something is encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProtectionFacts {
    /// `none`, `pbe-sha1-rc2-40-cbc`, `pbes2-aes-256-cbc`, …
    pub name: String,
    /// The key derivation of PBES2: `pbkdf2` or `scrypt`.
    pub kdf: Option<String>,
    /// The pseudorandom function of PBKDF2: `hmac-sha256`, …
    pub prf: Option<String>,
    /// Iterations of the key derivation; none where there is none.
    pub iterations: Option<u64>,
}

impl ProtectionFacts {
    /// A protection by its name.
    #[must_use]
    pub fn new(name: impl Into<String>, iterations: Option<u64>) -> Self {
        Self {
            name: name.into(),
            kdf: None,
            prf: None,
            iterations,
        }
    }

    /// No encryption.
    #[must_use]
    pub fn none() -> Self {
        Self::new("none", None)
    }

    /// PBES2 with PBKDF2 and this pseudorandom function.
    #[must_use]
    pub fn pbkdf2(name: impl Into<String>, prf: impl Into<String>, iterations: u64) -> Self {
        let kdf = Some("pbkdf2".into());
        Self {
            name: name.into(),
            kdf,
            prf: Some(prf.into()),
            iterations: Some(iterations),
        }
    }

    /// Whether it encrypts at all.
    #[must_use]
    pub fn encrypts(&self) -> bool {
        self.name != "none"
    }
}

/// One bag.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BagFacts {
    /// `key`, `shrouded-key`, `cert`, `crl`, `secret`, `safe-contents`, `unknown`.
    pub kind: String,
    /// How the bag itself is encrypted: shrouded keys.
    pub protection: Option<ProtectionFacts>,
    /// Its friendly name.
    pub friendly_name: Option<String>,
    /// Whether it has no localKeyID, by which programs pair keys and certificates.
    pub without_local_key_id: bool,
    /// Identifiers of attributes that are neither a friendly name nor a local key id.
    pub other_attributes: Vec<String>,
    /// What is wrong with its attributes.
    pub remarks: Vec<BagRemark>,
}

impl BagFacts {
    /// A bag by its kind.
    #[must_use]
    pub fn new(kind: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            protection: None,
            friendly_name: None,
            without_local_key_id: false,
            other_attributes: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// A shrouded key.
    #[must_use]
    pub fn shrouded_key(protection: ProtectionFacts) -> Self {
        Self {
            protection: Some(protection),
            ..Self::new("shrouded-key")
        }
    }
}

/// Something that is wrong with the attributes of a bag.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BagRemark {
    /// As a clause for people: `the friendlyName is no valid BMPString`.
    pub what: String,
}

impl BagRemark {
    /// A remark.
    #[must_use]
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into() }
    }
}
