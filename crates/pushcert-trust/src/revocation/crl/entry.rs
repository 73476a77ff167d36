//! The entries of a list (RFC 5280, section 5.3).
//!
//! ```text
//! SEQUENCE {
//!     userCertificate    CertificateSerialNumber,
//!     revocationDate     Time,
//!     crlEntryExtensions Extensions OPTIONAL }
//! ```

use der::Tag;
use pushcert_types::UnixTime;
use pushcert_x509::Oid;

use crate::revocation::{
    asn1::{Input, number},
    error::{DecodeError, Field},
    extensions::{Extension, Extensions},
    reason::RevocationReason,
};

/// Extensions of an entry, by the last arc under `id-ce` (2.5.29).
const REASON_CODE: &[u8] = &[0x55, 0x1d, 21];
const INVALIDITY_DATE: &[u8] = &[0x55, 0x1d, 24];
const CERTIFICATE_ISSUER: &[u8] = &[0x55, 0x1d, 29];

/// One revoked certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry<'a> {
    /// The content octets of its serial number, as they stand.
    pub serial: &'a [u8],
    /// When it was revoked.
    pub revoked_at: UnixTime,
    /// Why, where it is told.
    pub reason: Option<RevocationReason>,
    /// When the key was, or may have been, lost, where it is told and after 1970.
    pub invalidity_date: Option<UnixTime>,
    /// Whether it belongs to another issuer than the list's (an indirect CRL).
    pub has_own_issuer: bool,
    /// An extension that is critical and not known: with it the whole list must not be used
    /// (RFC 5280, section 5.3).
    pub unknown_critical: Option<Oid>,
}

impl Entry<'_> {
    /// Whether this is the entry of a serial number, given by its content octets: both are
    /// compared as numbers.
    #[must_use]
    pub fn is_for(&self, serial: &[u8]) -> bool {
        number(self.serial) == number(serial)
    }
}

/// The entries of a list, read one by one. After an error there are no more.
#[derive(Clone, Debug)]
pub struct Entries<'a>(Input<'a>);

impl<'a> Entries<'a> {
    pub(super) const fn new(bytes: &'a [u8], offset: usize) -> Self {
        Self(Input::new(bytes, offset))
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = Result<Entry<'a>, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let entry = read(&mut self.0);
        if entry.is_err() {
            self.0 = Input::new(&[], 0);
        }
        Some(entry)
    }
}

fn read<'a>(list: &mut Input<'a>) -> Result<Entry<'a>, DecodeError> {
    let field = Field::RevokedCertificate;
    let mut parts = list.expect(Tag::Sequence, field)?.input();
    let mut entry = Entry {
        serial: parts.expect(Tag::Integer, field)?.value,
        revoked_at: parts.time(Field::RevocationDate)?,
        reason: None,
        invalidity_date: None,
        has_own_issuer: false,
        unknown_critical: None,
    };
    let extensions = parts.optional(Tag::Sequence, Field::Extensions)?;
    parts.finish(field)?;
    let mut extensions = Extensions::of(extensions.as_ref());
    while let Some(extension) = extensions.next()? {
        add(&mut entry, &extension)?;
    }
    Ok(entry)
}

fn add(entry: &mut Entry<'_>, extension: &Extension<'_>) -> Result<(), DecodeError> {
    match extension.oid {
        REASON_CODE => {
            let code = extension.single(Tag::Enumerated, Field::Reason)?;
            let code = code.small(Field::Reason)?;
            entry.reason = Some(RevocationReason::from_code(code));
        }
        // It is not critical, and may say anything.
        INVALIDITY_DATE => {
            let date = extension.single(Tag::GeneralizedTime, Field::RevocationDate);
            entry.invalidity_date = date.and_then(|date| date.time(Field::RevocationDate)).ok();
        }
        CERTIFICATE_ISSUER => entry.has_own_issuer = true,
        _ => entry.unknown_critical = entry.unknown_critical.take().or(extension.refused()),
    }
    Ok(())
}
