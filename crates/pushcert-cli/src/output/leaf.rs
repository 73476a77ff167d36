//! The certificates of a file that a monitor follows, each with its place and its end.

use pushcert::UnixTime;
use pushcert::report::{Certificate, File};

/// How many days before its end the successor of a certificate is asked for. Portals that renew
/// for others offer it from this day on, and not earlier.
pub(crate) const RENEWAL_WINDOW: u32 = 30;

/// A certificate and where it stands.
pub(super) struct Leaf<'a> {
    /// As in the `subject` of a finding: `identities/0`, `certificates/1`.
    pub(super) place: String,
    /// The certificate.
    pub(super) certificate: &'a Certificate,
}

impl Leaf<'_> {
    /// The end of its validity; none where the field is malformed or no date of four digits.
    pub(super) fn not_after(&self) -> Option<UnixTime> {
        moment(self.certificate.not_after.as_deref())
    }

    /// The begin of its validity.
    pub(super) fn not_before(&self) -> Option<UnixTime> {
        moment(self.certificate.not_before.as_deref())
    }

    /// From when on the successor is asked for.
    pub(super) fn renewal(&self) -> Option<UnixTime> {
        Some(self.not_after()?.plus_days(-i64::from(RENEWAL_WINDOW)))
    }
}

/// A moment of the report.
pub(super) fn moment(text: Option<&str>) -> Option<UnixTime> {
    UnixTime::parse(text?).ok()
}

/// Every certificate of a file: those with a key, then those without.
pub(super) fn all(file: &File) -> impl Iterator<Item = Leaf<'_>> {
    let identities = file.identities.iter().enumerate();
    let identities = identities.map(|(index, identity)| Leaf {
        place: format!("identities/{index}"),
        certificate: &identity.certificate,
    });
    let certificates = file.certificates.iter().enumerate();
    identities.chain(certificates.map(|(index, certificate)| Leaf {
        place: format!("certificates/{index}"),
        certificate,
    }))
}

/// Days left until the first certificate ends with which the file connects: one with a key, or
/// where there is none one that is not an authority's.
pub(super) fn first_days(file: &File) -> Option<i64> {
    let keyed = file.identities.iter().map(|identity| &identity.certificate);
    let lone = file.certificates.iter();
    let lone = lone.filter(|one| !matches!(one.kind.as_str(), "apple-ca" | "apns-server"));
    let days = |certificate: &Certificate| certificate.days_left;
    match keyed.clone().next() {
        Some(_) => keyed.filter_map(days).min(),
        None => lone.filter_map(days).min(),
    }
}
