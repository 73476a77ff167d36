//! Revocation lists (RFC 5280, section 5).
//!
//! ```text
//! CertificateList ::= SEQUENCE {
//!     tbsCertList        TBSCertList,
//!     signatureAlgorithm AlgorithmIdentifier,
//!     signatureValue     BIT STRING }
//! TBSCertList ::= SEQUENCE {
//!     version             Version OPTIONAL,
//!     signature           AlgorithmIdentifier,
//!     issuer              Name,
//!     thisUpdate          Time,
//!     nextUpdate          Time OPTIONAL,
//!     revokedCertificates SEQUENCE OF SEQUENCE { … } OPTIONAL,
//!     crlExtensions   [0] EXPLICIT Extensions OPTIONAL }
//! ```

mod decode;
mod entry;
mod judge;
mod scope;

use alloc::vec::Vec;
use core::ops::Range;

use pushcert_types::UnixTime;
use pushcert_x509::{Certificate, Name, NameBuf, Oid, SignatureAlgorithm};

pub use entry::{Entries, Entry};
use scope::Scope;

use super::{
    error::DecodeError,
    evidence::{Evidence, EvidenceKind, Freshness},
    issuer::Issuer,
    status::{Status, Unusable},
};
use crate::{error::ErrorKind, verify::Signed};

/// A revocation list, complete or for a part of an authority's certificates.
///
/// Owns one copy of its encoding. The entries are not read before they are asked for, and never
/// kept.
#[derive(Clone, Debug)]
pub struct Crl {
    der: Vec<u8>,
    parts: Parts,
}

/// Where the parts stand, and the few that are read once and for all.
#[derive(Clone, Debug)]
struct Parts {
    tbs: Range<usize>,
    version: u32,
    /// `None` where the two places name different ones.
    algorithm: Option<SignatureAlgorithm>,
    signature: Range<usize>,
    issuer: NameBuf,
    this_update: UnixTime,
    next_update: Option<UnixTime>,
    entries: Range<usize>,
    extensions: ListExtensions,
}

/// The extensions that are read (RFC 5280, section 5.2).
#[derive(Clone, Debug, Default)]
struct ListExtensions {
    number: Option<Range<usize>>,
    authority_key_id: Option<Range<usize>>,
    scope: Option<Scope>,
    is_delta: bool,
    unknown_critical: Option<Oid>,
}

impl Crl {
    /// The longest input that is read: 16 MiB.
    pub const MAX_BYTES: usize = 16 << 20;

    /// Reads a list in DER of up to [`MAX_BYTES`](Self::MAX_BYTES).
    ///
    /// The entries are not looked at: a fault among them comes out of [`entries`](Self::entries).
    ///
    /// # Errors
    ///
    /// [`DecodeError`] when the bytes are longer, no list, or not in DER.
    pub fn decode(der: &[u8]) -> Result<Self, DecodeError> {
        Self::decode_within(der, Self::MAX_BYTES)
    }

    /// The same with another limit in bytes.
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode).
    pub fn decode_within(der: &[u8], limit: usize) -> Result<Self, DecodeError> {
        Ok(Self {
            parts: decode::parts(der, limit)?,
            der: der.into(),
        })
    }

    fn part(&self, range: &Range<usize>) -> &[u8] {
        self.der.get(range.clone()).unwrap_or_default()
    }

    /// The encoding.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The version: 2, or 1 for a list without extensions.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.parts.version
    }

    /// Who issued it, by name.
    #[must_use]
    pub const fn issuer(&self) -> Name<'_> {
        self.parts.issuer.name()
    }

    /// When it was issued.
    #[must_use]
    pub const fn this_update(&self) -> UnixTime {
        self.parts.this_update
    }

    /// When the next one is issued at the latest.
    #[must_use]
    pub const fn next_update(&self) -> Option<UnixTime> {
        self.parts.next_update
    }

    /// The content octets of the CRL number, big-endian.
    #[must_use]
    pub fn number(&self) -> Option<&[u8]> {
        self.parts
            .extensions
            .number
            .as_ref()
            .map(|range| self.part(range))
    }

    /// The identifier of the key that signed it, by its own account.
    #[must_use]
    pub fn authority_key_id(&self) -> Option<&[u8]> {
        let range = self.parts.extensions.authority_key_id.as_ref();
        range.map(|range| self.part(range))
    }

    /// Whether it lists only the changes since another list.
    #[must_use]
    pub const fn is_delta(&self) -> bool {
        self.parts.extensions.is_delta
    }

    /// Where this list is published, if it says so: what tells the parts of a divided list apart.
    pub fn distribution_points(&self) -> impl Iterator<Item = &str> {
        let scope = self.parts.extensions.scope.as_ref();
        scope
            .into_iter()
            .flat_map(|scope| &scope.urls)
            .filter_map(|range| core::str::from_utf8(self.part(range)).ok())
    }

    /// The algorithm of the signature, `None` where the list names two different ones.
    #[must_use]
    pub const fn signature_algorithm(&self) -> Option<&SignatureAlgorithm> {
        self.parts.algorithm.as_ref()
    }

    /// The entries in the order of the list; after an error there are no more.
    #[must_use]
    pub fn entries(&self) -> Entries<'_> {
        Entries::new(self.part(&self.parts.entries), self.parts.entries.start)
    }

    /// Whether it holds at a moment.
    #[must_use]
    pub fn freshness(&self, at: UnixTime) -> Freshness {
        Freshness::of(self.this_update(), self.next_update(), at)
    }

    /// Checks that the issuer's key signed the list and may sign lists (RFC 5280, section 6.3.3,
    /// steps (f) and (g); neither names nor dates).
    ///
    /// # Errors
    ///
    /// [`Unusable::Signature`] or [`Unusable::CrlSignMissing`].
    pub fn verify(&self, issuer: &Issuer<'_>) -> Result<(), Unusable> {
        if !issuer.may_sign_crls() {
            return Err(Unusable::CrlSignMissing);
        }
        let algorithm = self
            .signature_algorithm()
            .ok_or(Unusable::Signature(ErrorKind::AmbiguousAlgorithm))?;
        let signature = self.part(&self.parts.signature);
        Signed::over(algorithm, self.part(&self.parts.tbs), signature)
            .and_then(|signed| signed.verify_with_spki(&issuer.spki_der()))
            .map_err(|error| Unusable::Signature(error.kind().clone()))
    }

    /// What the list says about a certificate, *if* [`verify`](Self::verify) holds, which is not
    /// asked here.
    ///
    /// An entry counts even if the list is stale or a part that does not cover the certificate:
    /// nothing takes a revocation back but a suspension's end. No entry means
    /// [`Good`](Status::Good) only of a fresh and complete list, or of the part that covers the
    /// certificate.
    #[must_use]
    pub fn status(&self, certificate: &Certificate, at: UnixTime) -> Status {
        judge::status(self, certificate, at)
    }

    /// What the list proves about a certificate of this issuer at a moment: signatures, names,
    /// extent and dates, all together.
    #[must_use]
    pub fn evidence(
        &self,
        certificate: &Certificate,
        issuer: &Issuer<'_>,
        at: UnixTime,
    ) -> Evidence {
        let (verified, status) = judge::verified_status(self, certificate, issuer, at);
        Evidence {
            kind: EvidenceKind::Crl,
            issuer_common_name: issuer.owned_common_name(),
            this_update: Some(self.this_update()),
            next_update: self.next_update(),
            freshness: Some(self.freshness(at)),
            verified,
            status,
        }
    }
}
