//! What comes after an authority.

use pushcert_types::UnixTime;

use super::{Authority, Generation};
use crate::authorities::AUTHORITIES;

impl Authority {
    /// Another certificate of this authority, with the same name and key, that ends later: what is
    /// signed with the key outlives this certificate. The one that ends last, `None` where this
    /// one does.
    #[must_use]
    pub fn renewal(&self) -> Option<&'static Self> {
        AUTHORITIES
            .iter()
            .filter(|other| other.key == self.key && other.subject_der == self.subject_der)
            .filter(|other| other.not_after > self.not_after)
            .max_by_key(|other| other.not_after)
    }

    /// The authorities of this table that issue today what this one used to issue: the next
    /// generation, with another key. Empty where Apple has published none yet.
    ///
    /// Sources: leaves of their time. WWDR G4 signs push certificates since 2022-01-27 and G3 those
    /// of MDM vendors since 2020, both G1 before; AAI2 is the second AAI.
    pub fn successors(&self) -> impl Iterator<Item = &'static Self> + use<> {
        let next: &[Generation] = match self.generation {
            Some(Generation::G1) => &[Generation::G4, Generation::G3],
            Some(Generation::Aai) => &[Generation::Aai2],
            _ => &[],
        };
        let end = self.not_after;
        AUTHORITIES.iter().filter(move |other| {
            other.not_after > end && other.generation.is_some_and(|own| next.contains(&own))
        })
    }

    /// Whether neither a [`renewal`](Self::renewal) nor a [`successor`](Self::successors) of this
    /// authority is known: when it ends, Apple has to publish another one first.
    #[must_use]
    pub fn is_last(&self) -> bool {
        self.renewal().is_none() && self.successors().next().is_none()
    }

    /// The last moment at which it can issue a certificate for so many days that it outlives
    /// itself. Apple's push certificates are for one year, so AAI2 needs a successor one year
    /// before it ends.
    #[must_use]
    pub const fn last_issue_for(&self, days: i64) -> UnixTime {
        self.not_after().plus_days(days.saturating_neg())
    }
}
