//! What the key may be used for: `keyUsage` and `extKeyUsage`.
//!
//! ```text
//! KeyUsage ::= BIT STRING { digitalSignature (0), nonRepudiation (1), keyEncipherment (2),
//!     dataEncipherment (3), keyAgreement (4), keyCertSign (5), cRLSign (6),
//!     encipherOnly (7), decipherOnly (8) }
//! ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId
//! KeyPurposeId      ::= OBJECT IDENTIFIER
//! ```

use super::{Extension, known};
use crate::{
    error::{Error, ErrorKind, Field},
    oid::Oid,
    tlv::{self, Reader},
};

/// The bits of `keyUsage` (RFC 5280, section 4.2.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyUsage(u16);

impl KeyUsage {
    const NAMES: [&'static str; 9] = [
        "digitalSignature",
        "nonRepudiation",
        "keyEncipherment",
        "dataEncipherment",
        "keyAgreement",
        "keyCertSign",
        "cRLSign",
        "encipherOnly",
        "decipherOnly",
    ];

    /// `digitalSignature`: needed to authenticate to APNs.
    #[must_use]
    pub const fn digital_signature(self) -> bool {
        self.0 & 1 != 0
    }

    /// `keyCertSign`: may issue certificates.
    #[must_use]
    pub const fn key_cert_sign(self) -> bool {
        self.0 & 1 << 5 != 0
    }

    /// `cRLSign`: may sign revocation lists.
    #[must_use]
    pub const fn crl_sign(self) -> bool {
        self.0 & 1 << 6 != 0
    }

    /// The standard's names of the bits that are set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES
            .into_iter()
            .enumerate()
            .filter_map(move |(bit, name)| (self.0 >> bit & 1 != 0).then_some(name))
    }
}

pub(crate) fn key_usage(extension: &Extension<'_>) -> Result<KeyUsage, Error> {
    let field = Field::KeyUsage;
    let start = extension.value_start;
    let bits = tlv::single(extension.value, start, tlv::BIT_STRING, field)?;
    let (first, rest) = match bits.value {
        [0..=7, first, rest @ ..] => (*first, rest),
        [0] => (0, &[][..]),
        _ => return Err(Error::new(ErrorKind::InvalidValue { field }, bits.start)),
    };
    let second = rest.first().copied().unwrap_or(0);
    // Bit 0 of the standard is the highest bit of the first octet.
    let low = u16::from(first.reverse_bits());
    let high = u16::from(second.reverse_bits());
    Ok(KeyUsage(low | high << 8))
}

/// The purposes of `extKeyUsage` (RFC 5280, section 4.2.1.12).
#[derive(Clone, Copy, Debug)]
pub struct ExtendedKeyUsage<'a>(Reader<'a>);

impl<'a> ExtendedKeyUsage<'a> {
    fn octets(self) -> impl Iterator<Item = &'a [u8]> {
        let mut reader = self.0;
        core::iter::from_fn(move || Some(reader.next().ok()??.value))
    }

    /// The purposes in the order of the certificate.
    pub fn iter(self) -> impl Iterator<Item = Oid> {
        self.octets().map(Oid::from_octets)
    }

    /// Whether a purpose is listed.
    #[must_use]
    pub fn contains(self, purpose: &Oid) -> bool {
        self.octets().any(|octets| octets == purpose.as_octets())
    }

    /// `clientAuth`: needed to authenticate to APNs.
    #[must_use]
    pub fn client_auth(self) -> bool {
        self.contains(&known::CLIENT_AUTH)
    }

    /// `serverAuth`.
    #[must_use]
    pub fn server_auth(self) -> bool {
        self.contains(&known::SERVER_AUTH)
    }
}

pub(crate) fn extended_key_usage<'a>(
    extension: &Extension<'a>,
) -> Result<ExtendedKeyUsage<'a>, Error> {
    let field = Field::ExtendedKeyUsage;
    let list = tlv::single(extension.value, extension.value_start, tlv::SEQUENCE, field)?;
    let mut reader = list.reader();
    if reader.is_empty() {
        return Err(Error::new(ErrorKind::Empty { field }, list.start));
    }
    while let Some(element) = reader.next()? {
        element.expect(tlv::OBJECT_IDENTIFIER, field)?;
    }
    Ok(ExtendedKeyUsage(list.reader()))
}
