//! From a certificate up to one of Apple's authorities.

mod search;

use core::fmt;

use pushcert_x509::Certificate;

pub(crate) use search::is_named;

use crate::{
    authorities::AUTHORITIES,
    authority::Authority,
    verify::{Signed, verify_signed_by, verify_with_authority},
};

/// Who signed a certificate, as far as it can be proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChainStatus {
    /// The signatures verify up to one of Apple's authorities, or this is one of them.
    Apple,
    /// The issuer has the name and the key identifier of one of Apple's authorities, but that
    /// authority's key did not make the signature: somebody else did.
    AppleByNameOnly,
    /// Some other issuer.
    UnknownIssuer,
    /// Signed with the certificate's own key.
    SelfSigned,
}

impl ChainStatus {
    /// `apple`, `apple-by-name-only`, `unknown-issuer`, `self-signed`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Apple => "apple",
            Self::AppleByNameOnly => "apple-by-name-only",
            Self::UnknownIssuer => "unknown-issuer",
            Self::SelfSigned => "self-signed",
        }
    }
}

impl fmt::Display for ChainStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Who signed a certificate. `others` are certificates that came with it; they may be in any
/// order, unrelated, repeated or in a circle.
///
/// Names and key identifiers only choose which keys to try; the verdict rests on signatures.
/// At most 32 signatures of `others` are checked, whatever their number, and at most eight of
/// them stand between the certificate and Apple. Validity dates are not looked at.
#[must_use]
pub fn chain_status(certificate: &Certificate, others: &[&Certificate]) -> ChainStatus {
    if is_authority(certificate)
        || signing_authority(certificate).is_some()
        || search::leads_to_anchor(certificate, others, is_signed_by_apple)
    {
        return ChainStatus::Apple;
    }
    if named_authorities(certificate).next().is_some() {
        return ChainStatus::AppleByNameOnly;
    }
    if certificate.is_self_issued() && verify_signed_by(certificate, certificate.spki_der()).is_ok()
    {
        return ChainStatus::SelfSigned;
    }
    ChainStatus::UnknownIssuer
}

/// Whether this is the certificate of one of Apple's authorities, by its fingerprint.
fn is_authority(certificate: &Certificate) -> bool {
    certificate.is_ca() && {
        let sha256 = certificate.sha256();
        AUTHORITIES
            .iter()
            .any(|authority| authority.sha256 == sha256)
    }
}

/// The authority that a certificate names as its issuer, by issuer name and, where it has one,
/// authority key identifier. Proves nothing: see [`chain_status`].
///
/// Of two certificates of one authority, the one that was valid when the certificate was issued
/// is preferred.
#[must_use]
pub fn issuer_of(certificate: &Certificate) -> Option<&'static Authority> {
    preferred(certificate, named_authorities(certificate))
}

/// The authority whose key made the certificate's signature: the proof that [`issuer_of`] is not.
#[must_use]
pub fn signing_authority(certificate: &Certificate) -> Option<&'static Authority> {
    let mut candidates = candidates(certificate).peekable();
    candidates.peek()?;
    let signed = Signed::new(certificate).ok()?;
    let mut refused: Option<&Authority> = None;
    let signer = candidates.find(|authority| {
        // Twins share a key; one attempt is enough.
        let is_new = refused.is_none_or(|earlier| earlier.key != authority.key);
        refused = Some(authority);
        is_new && verify_with_authority(&signed, authority)
    })?;
    let twins = AUTHORITIES.iter().filter(|other| other.key == signer.key);
    preferred(certificate, twins)
}

/// Whether an authority of Apple's signed an intermediate with so many authorities from it down.
fn is_signed_by_apple(intermediate: &Certificate, below: u32) -> bool {
    signing_authority(intermediate).is_some_and(|authority| {
        authority
            .path_length
            .is_none_or(|limit| below <= u32::from(limit))
    })
}

fn preferred(
    certificate: &Certificate,
    authorities: impl Iterator<Item = &'static Authority>,
) -> Option<&'static Authority> {
    let is_valid = |authority: &Authority| {
        certificate
            .not_before()
            .is_some_and(|moment| authority.is_valid_at(moment))
    };
    authorities.max_by_key(|authority| (is_valid(authority), authority.not_after))
}

/// The authorities whose key is worth trying: by key identifier, or by name where the certificate
/// has none.
fn candidates(certificate: &Certificate) -> impl Iterator<Item = &'static Authority> {
    let key_id = certificate.authority_key_id();
    let issuer = certificate.issuer();
    AUTHORITIES.iter().filter(move |authority| match key_id {
        Some(key_id) => authority.key_id == key_id,
        None => authority.is_named(&issuer),
    })
}

/// The authorities that have both the name and the key identifier.
pub(crate) fn named_authorities(
    certificate: &Certificate,
) -> impl Iterator<Item = &'static Authority> {
    let issuer = certificate.issuer();
    candidates(certificate).filter(move |authority| authority.is_named(&issuer))
}
