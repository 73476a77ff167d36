//! The answer for one certificate (RFC 6960, section 4.2.1).
//!
//! ```text
//! SingleResponse ::= SEQUENCE {
//!     certID               CertID,
//!     certStatus           CertStatus,
//!     thisUpdate           GeneralizedTime,
//!     nextUpdate       [0] EXPLICIT GeneralizedTime OPTIONAL,
//!     singleExtensions [1] EXPLICIT Extensions OPTIONAL }
//! CertStatus ::= CHOICE {
//!     good    [0] IMPLICIT NULL,
//!     revoked [1] IMPLICIT RevokedInfo,
//!     unknown [2] IMPLICIT NULL }
//! RevokedInfo ::= SEQUENCE {
//!     revocationTime       GeneralizedTime,
//!     revocationReason [0] EXPLICIT CRLReason OPTIONAL }
//! ```

use der::Tag;
use pushcert_types::UnixTime;
use pushcert_x509::{Certificate, Oid};

use super::cert_id::{CertId, CertIdRef};
use crate::revocation::{
    asn1::{Element, Input, constructed, primitive},
    error::{DecodeError, Field},
    evidence::Freshness,
    extensions::Extensions,
    issuer::Issuer,
    reason::RevocationReason,
};

/// What a responder says of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CertStatus {
    /// Not revoked.
    Good,
    /// Revoked.
    #[non_exhaustive]
    Revoked {
        /// Since when.
        at: UnixTime,
        /// Why, where it is told.
        reason: Option<RevocationReason>,
    },
    /// The responder does not know the certificate.
    Unknown,
}

/// The answer for one certificate, borrowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SingleResponse<'a> {
    id: CertIdRef<'a>,
    status: CertStatus,
    this_update: UnixTime,
    next_update: Option<UnixTime>,
    unknown_critical: Option<Oid>,
}

impl<'a> SingleResponse<'a> {
    /// The content octets of the serial number.
    #[must_use]
    pub const fn serial(&self) -> &'a [u8] {
        self.id.serial
    }

    /// What is said of the certificate.
    #[must_use]
    pub const fn cert_status(&self) -> CertStatus {
        self.status
    }

    /// When this was known to be right.
    #[must_use]
    pub const fn this_update(&self) -> UnixTime {
        self.this_update
    }

    /// When newer is known at the latest.
    #[must_use]
    pub const fn next_update(&self) -> Option<UnixTime> {
        self.next_update
    }

    /// An extension that is critical and not known: the answer must not be used.
    #[must_use]
    pub const fn unknown_critical(&self) -> Option<&Oid> {
        self.unknown_critical.as_ref()
    }

    /// Whether it holds at a moment.
    #[must_use]
    pub fn freshness(&self, at: UnixTime) -> Freshness {
        Freshness::of(self.this_update, self.next_update, at)
    }

    /// Whether it is about a certificate of an issuer: by SHA-1 or SHA-256 over the issuer's name
    /// and key, and by serial number.
    #[must_use]
    pub fn is_for(&self, certificate: &Certificate, issuer: &Issuer<'_>) -> bool {
        CertId::of(certificate, issuer).is_ok_and(|id| self.is_about(&id))
    }

    pub(super) fn is_about(&self, id: &CertId) -> bool {
        id.is(&self.id)
    }
}

pub(super) fn read<'a>(list: &mut Input<'a>) -> Result<SingleResponse<'a>, DecodeError> {
    let field = Field::SingleResponse;
    let mut parts = list.expect(Tag::Sequence, field)?.input();
    let id = CertIdRef::read(&parts.expect(Tag::Sequence, Field::CertId)?)?;
    let status = cert_status(&parts.any(Field::CertStatus)?)?;
    let this_update = parts.expect(Tag::GeneralizedTime, Field::ThisUpdate)?;
    let next_update = parts.optional(constructed(0), Field::NextUpdate)?;
    let wrapper = parts.optional(constructed(1), Field::Extensions)?;
    parts.finish(field)?;
    Ok(SingleResponse {
        id,
        status,
        this_update: this_update.time(Field::ThisUpdate)?,
        next_update: next_update
            .map(|wrapper| explicit_time(&wrapper))
            .transpose()?,
        unknown_critical: unknown_critical(wrapper.as_ref())?,
    })
}

fn cert_status(element: &Element<'_>) -> Result<CertStatus, DecodeError> {
    let field = Field::CertStatus;
    if element.tag == primitive(0) && element.value.is_empty() {
        return Ok(CertStatus::Good);
    }
    if element.tag == primitive(2) && element.value.is_empty() {
        return Ok(CertStatus::Unknown);
    }
    if element.tag != constructed(1) {
        return Err(element.malformed(field));
    }
    let mut parts = element.input();
    let at = parts.expect(Tag::GeneralizedTime, Field::RevocationDate)?;
    let wrapper = parts.optional(constructed(0), Field::Reason)?;
    parts.finish(field)?;
    let reason = wrapper.map(|wrapper| reason(&wrapper)).transpose()?;
    let at = at.time(Field::RevocationDate)?;
    Ok(CertStatus::Revoked { at, reason })
}

fn reason(wrapper: &Element<'_>) -> Result<RevocationReason, DecodeError> {
    let mut inner = wrapper.input();
    let code = inner.expect(Tag::Enumerated, Field::Reason)?;
    inner.finish(Field::Reason)?;
    Ok(RevocationReason::from_code(code.small(Field::Reason)?))
}

fn explicit_time(wrapper: &Element<'_>) -> Result<UnixTime, DecodeError> {
    let field = Field::NextUpdate;
    let mut inner = wrapper.input();
    let time = inner.expect(Tag::GeneralizedTime, field)?;
    inner.finish(field)?;
    time.time(field)
}

/// None of the extensions of section 4.4 has to be known to use an answer.
fn unknown_critical(wrapper: Option<&Element<'_>>) -> Result<Option<Oid>, DecodeError> {
    let Some(wrapper) = wrapper else {
        return Ok(None);
    };
    let mut inner = wrapper.input();
    let list = inner.expect(Tag::Sequence, Field::Extensions)?;
    inner.finish(Field::Extensions)?;
    let mut extensions = Extensions::of(Some(&list));
    let mut first = None;
    while let Some(extension) = extensions.next()? {
        first = first.or_else(|| extension.refused());
    }
    Ok(first)
}
