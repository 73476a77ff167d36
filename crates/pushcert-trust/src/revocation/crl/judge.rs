//! What a list says about a certificate (RFC 5280, section 6.3.3).

use alloc::boxed::Box;

use pushcert_types::UnixTime;
use pushcert_x509::Certificate;

use super::{Crl, Entry};
use crate::revocation::{
    issuer::Issuer,
    reason::RevocationReason,
    status::{Status, Unknown, Unusable},
};

/// The longest address of a part that is told.
const MAX_SHOWN_URL: usize = 2_048;

/// Whether the list is signed by the issuer, and what it then says.
pub(super) fn verified_status(
    crl: &Crl,
    certificate: &Certificate,
    issuer: &Issuer<'_>,
    at: UnixTime,
) -> (bool, Status) {
    if !is_of_issuer(crl, certificate) {
        return (false, Status::Unknown(Unknown::OtherIssuer));
    }
    match crl.verify(issuer) {
        Err(why) => (false, Status::Unusable(why)),
        // A list of an authority that only has the name of the certificate's.
        Ok(()) if !issuer.issued(certificate) => (true, Status::Unknown(Unknown::OtherIssuer)),
        Ok(()) => (true, status(crl, certificate, at)),
    }
}

pub(super) fn status(crl: &Crl, certificate: &Certificate, at: UnixTime) -> Status {
    if !is_of_issuer(crl, certificate) {
        return Status::Unknown(Unknown::OtherIssuer);
    }
    if let Err(why) = is_usable(crl) {
        return Status::Unusable(why);
    }
    let scope = crl.parts.extensions.scope.as_ref();
    if scope.is_some_and(|scope| scope.only_attribute) {
        return Status::Unknown(Unknown::OtherKind);
    }
    match entry_for(crl, certificate.serial()) {
        Err(why) => Status::Unusable(why),
        Ok(Some(entry)) => listed(crl, &entry, at),
        Ok(None) => match not_listed(crl, certificate) {
            Some(why) => Status::Unknown(why),
            None => crl.freshness(at).good(at),
        },
    }
}

/// By name, and by key identifier where both tell one.
fn is_of_issuer(crl: &Crl, certificate: &Certificate) -> bool {
    let is_same_key = match (crl.authority_key_id(), certificate.authority_key_id()) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    is_same_key && crl.issuer().same_as(&certificate.issuer())
}

fn is_usable(crl: &Crl) -> Result<(), Unusable> {
    let extensions = &crl.parts.extensions;
    if let Some(oid) = &extensions.unknown_critical {
        return Err(Unusable::CriticalExtension { oid: oid.clone() });
    }
    match &extensions.scope {
        Some(scope) if scope.is_indirect => Err(Unusable::Indirect),
        _ => Ok(()),
    }
}

/// The entry of a serial number; of several the first that revokes. All entries are read, because
/// a critical extension of any of them forbids the use of the list; but what was found before the
/// list stops being readable stands.
fn entry_for<'a>(crl: &'a Crl, serial: &[u8]) -> Result<Option<Entry<'a>>, Unusable> {
    let mut found: Option<Entry<'a>> = None;
    for entry in crl.entries() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(_) if found.is_some() => return Ok(found),
            Err(error) => return Err(Unusable::Malformed(error)),
        };
        if let Some(oid) = entry.unknown_critical {
            return Err(Unusable::CriticalExtension { oid });
        }
        if entry.has_own_issuer {
            return Err(Unusable::Indirect);
        }
        let is_removal = |entry: &Entry<'_>| entry.reason == Some(RevocationReason::RemoveFromCrl);
        if entry.is_for(serial) && found.as_ref().is_none_or(is_removal) {
            found = Some(entry);
        }
    }
    Ok(found)
}

fn listed(crl: &Crl, entry: &Entry<'_>, at: UnixTime) -> Status {
    if entry.reason == Some(RevocationReason::RemoveFromCrl) {
        return Status::Unknown(Unknown::RemovedFromCrl);
    }
    let revoked = Status::Revoked {
        at: entry.revoked_at,
        reason: entry.reason,
        invalidity_date: entry.invalidity_date,
    };
    revoked.unless_suspended(crl.freshness(at), at)
}

/// Why not being listed says nothing, if it says nothing.
fn not_listed(crl: &Crl, certificate: &Certificate) -> Option<Unknown> {
    if crl.is_delta() {
        return Some(Unknown::Delta);
    }
    if let Some(scope) = &crl.parts.extensions.scope {
        if scope.only_some_reasons {
            return Some(Unknown::SomeReasonsOnly);
        }
        let is_ca = certificate.is_ca();
        if scope.only_user && is_ca || scope.only_ca && !is_ca {
            return Some(Unknown::OtherKind);
        }
        if scope.is_named && !is_published_for(crl, certificate) {
            let mut urls = crl.distribution_points();
            let url = urls.find(|url| url.len() <= MAX_SHOWN_URL).map(Box::from);
            return Some(Unknown::OtherShard { url });
        }
    }
    let ended = certificate.not_after()?;
    (ended < crl.this_update()).then_some(Unknown::EndedBefore { not_after: ended })
}

/// Whether one of the list's places is one of the certificate's (section 6.3.3 (b)(2)(i)).
fn is_published_for(crl: &Crl, certificate: &Certificate) -> bool {
    // Both are bounded: 64 places, and the addresses of one extension.
    crl.distribution_points()
        .any(|place| certificate.crl_urls().any(|url| url == place))
}
