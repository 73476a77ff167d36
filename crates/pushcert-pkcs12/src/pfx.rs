//! The first stage: `PFX` and `AuthenticatedSafe`, without a password.

use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use pushcert_pbe::asn1::{Header, Integer, Reader, tag};
use pushcert_pbe::{self as pbe, ObjectIdentifier, Protection, Scheme, Work};
use zeroize::Zeroizing;

use crate::ber;
use crate::content::{Ciphertext, ContentInfo, content_range, is_data};
use crate::error::{Error, ErrorKind};
use crate::limits::{LimitName, Limits};
use crate::mac::MacData;
use crate::oid;

/// Constructed elements around the octets of `authSafe`: PFX, ContentInfo, `[0]`, and the string.
pub(crate) const DEPTH_AUTH_SAFE: u64 = 4;
/// Constructed elements around the content of a part.
pub(crate) const DEPTH_PART: u64 = 10;

/// How a file is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// DER, as far as it was seen.
    Der,
    /// BER: indefinite lengths, strings in pieces, or lengths that are not the shortest.
    Ber,
}

impl Encoding {
    /// The name for reports: `der`, `ber`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Der => "der",
            Self::Ber => "ber",
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A PKCS#12 file whose structure is known and whose content is still closed.
///
/// ```text
/// PFX ::= SEQUENCE {
///     version   INTEGER {v3(3)}(v3,...),
///     authSafe  ContentInfo,
///     macData   MacData OPTIONAL }
/// AuthenticatedSafe ::= SEQUENCE OF ContentInfo
/// ```
pub struct Pfx {
    encoding: Encoding,
    trailing: usize,
    /// Content octets of `authSafe` as they are in the file: what the MAC is over.
    auth_safe: Zeroizing<Vec<u8>>,
    /// Where they start in the file, if they are there as they are.
    base: Option<usize>,
    /// The same in DER, where that differs.
    rewritten: Option<Zeroizing<Vec<u8>>>,
    mac: Option<MacData>,
    parts: Vec<Part>,
}

/// One element of `AuthenticatedSafe`, still closed.
pub struct Part {
    pub(crate) content: PartContent,
}

pub(crate) enum PartContent {
    /// `data`: `SafeContents` in the clear, as a range of the `AuthenticatedSafe`.
    Data(Range<usize>),
    /// `encryptedData`.
    Encrypted {
        scheme: Scheme,
        ciphertext: Ciphertext,
    },
    /// `encryptedData` with an algorithm, or another content type, that is not implemented.
    Unsupported(ObjectIdentifier),
}

impl Part {
    /// What protects it.
    #[must_use]
    pub const fn protection(&self) -> Protection {
        match &self.content {
            PartContent::Data(_) => Protection::None,
            PartContent::Encrypted { scheme, .. } => scheme.protection(),
            PartContent::Unsupported(_) => Protection::Unsupported,
        }
    }

    /// Iterations of its key derivation; `None` where there is none, or it is scrypt.
    #[must_use]
    pub const fn iterations(&self) -> Option<u64> {
        match &self.content {
            PartContent::Encrypted { scheme, .. } => scheme.iterations(),
            _ => None,
        }
    }

    /// The algorithm or content type that is not implemented, when [`Part::protection`] is
    /// [`Protection::Unsupported`].
    #[must_use]
    pub const fn unsupported(&self) -> Option<ObjectIdentifier> {
        match &self.content {
            PartContent::Unsupported(oid) => Some(*oid),
            _ => None,
        }
    }

    /// The scheme of an encrypted part that can be decrypted.
    #[must_use]
    pub const fn scheme(&self) -> Option<&Scheme> {
        match &self.content {
            PartContent::Encrypted { scheme, .. } => Some(scheme),
            _ => None,
        }
    }

    pub(crate) fn work(&self) -> Option<Work> {
        self.scheme().map(Scheme::cost)
    }

    fn read(reader: &mut Reader<'_>, base: Option<usize>) -> Result<Self, Error> {
        let info = ContentInfo::read(reader).map_err(|error| Error::from_pbe(&error, base))?;
        let content = if is_data(&info.content_type) {
            let data = info.data(base)?;
            PartContent::Data(content_range(&data))
        } else if info.content_type == oid::ENCRYPTED_DATA {
            let encrypted = info.encrypted(base)?;
            match encrypted.scheme {
                Err(oid) => PartContent::Unsupported(oid),
                Ok(_) if !is_data(&encrypted.content_type) => {
                    PartContent::Unsupported(encrypted.content_type)
                }
                Ok(scheme) => PartContent::Encrypted {
                    scheme,
                    ciphertext: encrypted.ciphertext,
                },
            }
        } else {
            PartContent::Unsupported(info.content_type)
        };
        Ok(Self { content })
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("protection", &self.protection())
            .field("iterations", &self.iterations())
            .finish_non_exhaustive()
    }
}

impl Pfx {
    /// Reads the structure of a file, in DER or BER. No password is needed and nothing is derived.
    ///
    /// What is behind the file's outermost element is not looked at; [`Pfx::trailing_bytes`] tells
    /// how much it is. The content of parts is not looked at either.
    ///
    /// # Errors
    /// [`ErrorKind::NotPkcs12`], [`ErrorKind::UnsupportedVersion`],
    /// [`ErrorKind::UnsupportedIntegrityMode`], [`ErrorKind::Corrupt`], and
    /// [`ErrorKind::LimitExceeded`] for size, depth and number of parts. Algorithms that are not
    /// implemented and costs beyond the limits are facts here, and errors of [`Pfx::open`].
    pub fn decode(input: &[u8], limits: &Limits) -> Result<Self, Error> {
        let size = u64::try_from(input.len()).unwrap_or(u64::MAX);
        if size > limits.max_input {
            return Err(Error::limit(LimitName::Input, size, limits.max_input));
        }
        recognise(input)?;
        let outer = ber::normalise(input, limits.max_asn1_depth, limits.max_asn1_depth)?;
        let trailing = input.len().saturating_sub(outer.consumed);
        let (bytes, base) = match &outer.rewritten {
            Some(bytes) => (bytes.as_slice(), None),
            None => (input.get(..outer.consumed).unwrap_or_default(), Some(0)),
        };
        let mut pfx = Self::read(bytes, base)?;
        pfx.trailing = trailing;
        drop(outer);
        pfx.read_parts(limits)?;
        Ok(pfx)
    }

    fn read(bytes: &[u8], base: Option<usize>) -> Result<Self, Error> {
        let fail = |error: pbe::Error| Error::from_pbe(&error, base);
        let mut fields = Reader::new(bytes).sequence().map_err(fail)?;
        let version = fields.expect(tag::INTEGER).map_err(fail)?;
        let found = match version.integer().map_err(fail)? {
            Integer::Unsigned(version) => version,
            _ => u64::MAX,
        };
        let info = ContentInfo::read(&mut fields).map_err(fail)?;
        if info.content_type == oid::SIGNED_DATA {
            return Err(Error::new(ErrorKind::UnsupportedIntegrityMode));
        }
        if !is_data(&info.content_type) {
            return Err(Error::new(ErrorKind::NotPkcs12));
        }
        if found != 3 {
            return Err(Error::new(ErrorKind::UnsupportedVersion { found }).at(base));
        }
        let data = info.data(base)?;
        let mac = if fields.is_empty() {
            None
        } else {
            Some(MacData::read(&mut fields).map_err(fail)?)
        };
        fields.finish().map_err(fail)?;
        Ok(Self {
            encoding: base.map_or(Encoding::Ber, |_| Encoding::Der),
            trailing: 0,
            auth_safe: Zeroizing::new(data.value.to_vec()),
            base: base.map(|_| data.content_offset),
            rewritten: None,
            mac,
            parts: Vec::new(),
        })
    }

    /// Reads `AuthenticatedSafe`.
    fn read_parts(&mut self, limits: &Limits) -> Result<(), Error> {
        let limit = limits.max_asn1_depth;
        let depth = limit.saturating_sub(DEPTH_AUTH_SAFE);
        let inner = ber::normalise(&self.auth_safe, depth, limit)
            .map_err(|error| error.based(self.base))?;
        if inner.rewritten.is_some() {
            self.encoding = Encoding::Ber;
            self.base = None;
            self.rewritten = inner.rewritten;
        }
        let base = self.base;
        let mut parts = Vec::new();
        let mut reader = Reader::new(self.contents());
        let mut infos = reader
            .sequence()
            .map_err(|error| Error::from_pbe(&error, base))?;
        while !infos.is_empty() {
            parts.push(Part::read(&mut infos, base)?);
            let asked = u64::try_from(parts.len()).unwrap_or(u64::MAX);
            if asked > limits.max_parts {
                return Err(Error::limit(LimitName::Parts, asked, limits.max_parts));
            }
        }
        reader
            .finish()
            .map_err(|error| Error::from_pbe(&error, base))?;
        self.parts = parts;
        Ok(())
    }

    /// How the file is encoded, as far as this stage sees it: content that is encrypted is not.
    #[must_use]
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Bytes behind the end of the file's outermost element.
    #[must_use]
    pub const fn trailing_bytes(&self) -> usize {
        self.trailing
    }

    /// The MAC; `None` when the file has none and so nothing protects it against changes.
    #[must_use]
    pub const fn mac(&self) -> Option<&MacData> {
        self.mac.as_ref()
    }

    /// The parts, in the order of the file.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Whether a password, be it an empty one, is needed for the MAC or for a part. A file for which
    /// this is false can still have keys that are encrypted by themselves.
    #[must_use]
    pub fn needs_password(&self) -> bool {
        self.mac.is_some()
            || self
                .parts
                .iter()
                .any(|part| part.protection() != Protection::None)
    }

    /// What the MAC is over.
    pub(crate) fn auth_safe(&self) -> &[u8] {
        &self.auth_safe
    }

    /// What the ranges of the parts are in.
    pub(crate) fn contents(&self) -> &[u8] {
        self.rewritten.as_ref().unwrap_or(&self.auth_safe)
    }

    /// Where [`Pfx::contents`] starts in the file.
    pub(crate) const fn base(&self) -> Option<usize> {
        self.base
    }
}

impl fmt::Debug for Pfx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pfx")
            .field("encoding", &self.encoding)
            .field("mac", &self.mac)
            .field("parts", &self.parts)
            .field("trailing_bytes", &self.trailing)
            .finish_non_exhaustive()
    }
}

/// First octets of the object identifiers of PKCS#7.
const PKCS7: [u8; 8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];

/// Refuses what does not begin like a PFX: SEQUENCE, INTEGER, SEQUENCE, a content type of PKCS#7.
/// What ends too early is left to the decoder.
fn recognise(input: &[u8]) -> Result<(), Error> {
    let not_pkcs12 = || Error::new(ErrorKind::NotPkcs12);
    if input.first() != Some(&tag::SEQUENCE) {
        return Err(not_pkcs12());
    }
    let mut rest = input;
    for (expected, skip_content) in [
        (tag::SEQUENCE, false),
        (tag::INTEGER, true),
        (tag::SEQUENCE, false),
        (tag::OID, false),
    ] {
        match rest.first() {
            None => return Ok(()),
            Some(found) if *found != expected => return Err(not_pkcs12()),
            Some(_) => {}
        }
        let Ok(header) = Header::decode(rest) else {
            return Ok(());
        };
        let content = header.content.filter(|_| skip_content).unwrap_or(0);
        rest = rest
            .get(header.len.saturating_add(content)..)
            .unwrap_or_default();
    }
    if rest
        .iter()
        .zip(&PKCS7)
        .all(|(found, expected)| found == expected)
    {
        Ok(())
    } else {
        Err(not_pkcs12())
    }
}
