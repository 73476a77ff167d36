//! Would this renewal keep every device?

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use pushcert_diagnostics::{CertificateFacts, Place, PreviousFacts, diagnose};
use pushcert_types::UnixTime;

use crate::{Opened, report};

/// An old and a new certificate, side by side.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Renewal {
    /// When it was judged.
    pub checked_at: UnixTime,
    /// The file of the old certificate: the facts alone, for it has had its time.
    pub old: report::File,
    /// The file of the new one, judged as a replacement of the old.
    pub new: report::File,
    /// The old certificate.
    pub old_certificate: CertificateFacts,
    /// The new certificate.
    pub new_certificate: CertificateFacts,
    /// What was compared, in the order in which it matters.
    pub comparison: Vec<Comparison>,
}

/// One thing in both certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison {
    /// `topics`, `kind`, `environments`, `team_id`, `country`, `key`, `issuer_generation`, `not_before`,
    /// `not_after`, `serial`.
    pub name: &'static str,
    /// In the old certificate.
    pub old: Vec<String>,
    /// In the new one.
    pub new: Vec<String>,
    /// Whether they are the same.
    pub is_same: bool,
    /// Whether devices or pushes depend on what is in the old one.
    pub has_to_stay: bool,
    /// Whether something of the old one on which devices or pushes depend is not in the new one.
    pub is_lost: bool,
}

/// Why two files cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RenewalError {
    /// There is no certificate to compare.
    #[error("there is no certificate in {file}")]
    NoCertificate {
        /// The name of the file, as it was given.
        file: String,
    },
    /// There are several, and nothing says which.
    #[error("{file} holds {} certificates that may be meant", titles.len())]
    Several {
        /// The name of the file, as it was given.
        file: String,
        /// What each is called.
        titles: Vec<String>,
    },
}

impl RenewalError {
    /// What to do, in a sentence without a full stop.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::NoCertificate { .. } => {
                "give the old certificate and the new one, each as .p12, .pem or .cer"
            }
            Self::Several { .. } => {
                "say which with --topic or --environment, or export one of them"
            }
        }
    }
}

impl Renewal {
    /// Compares the certificate of one file with the one that is to replace it. Keys are not needed.
    ///
    /// Of several certificates in a file, those are looked at that fit what is wanted; of these the only
    /// one, or the only one that shares a topic with the other file.
    ///
    /// # Errors
    /// [`RenewalError`].
    pub fn compare(old: &Opened, new: &Opened) -> Result<Self, RenewalError> {
        let (before, after) = (
            old.facts().judged_certificates(),
            new.facts().judged_certificates(),
        );
        let old_certificate = choose(&before, &after, old)?.clone();
        let new_certificate = choose(&after, &before, new)?.clone();
        let mut input = new.facts().clone();
        input.wanted.place = Place::AnyCertificate;
        input.previous = Some(PreviousFacts::new(
            &*old.facts().file.name,
            old_certificate.clone(),
        ));
        Ok(Self {
            checked_at: input.now,
            old: old.show(),
            new: report::File::judged(new, &diagnose(&input)),
            comparison: compare(&old_certificate, &new_certificate),
            old_certificate,
            new_certificate,
        })
    }

    /// Whether every device that knows the old certificate's topics is still reached: all its topics are
    /// in the new one, letter by letter, and so are its environments. `None` where the old one has no topic.
    #[must_use]
    pub fn keeps_devices(&self) -> Option<bool> {
        let (old, new) = (&self.old_certificate, &self.new_certificate);
        if old.topics.is_empty() {
            return None;
        }
        let topics = old.topics.iter().all(|topic| new.has_topic(&topic.topic));
        let environments = old.environments.iter().all(|one| new.serves(*one));
        Some(topics && environments)
    }

    /// The time in which both are valid, where there is one.
    #[must_use]
    pub fn overlap(&self) -> Option<(UnixTime, UnixTime)> {
        let from = self.new_certificate.not_before?;
        let from = from.max(self.old_certificate.not_before?);
        let until = self.old_certificate.not_after?;
        let until = until.min(self.new_certificate.not_after?);
        (from <= until).then_some((from, until))
    }

    /// The document for programs.
    #[must_use]
    pub fn report(&self) -> report::Renewal {
        report::Renewal::of(self)
    }
}

fn choose<'a>(
    own: &[&'a CertificateFacts],
    other: &[&CertificateFacts],
    opened: &Opened,
) -> Result<&'a CertificateFacts, RenewalError> {
    let file = || opened.facts().file.name.clone();
    let shares = |certificate: &&&CertificateFacts| {
        let mut topics = certificate.topics.iter();
        topics.any(|topic| other.iter().any(|other| other.has_topic(&topic.topic)))
    };
    // The same certificate twice in a file is one.
    let mut distinct: Vec<&'a CertificateFacts> = Vec::new();
    for one in own {
        if !distinct.iter().any(|known| known.sha256 == one.sha256) {
            distinct.push(one);
        }
    }
    let own = distinct.as_slice();
    let mut sharing = own.iter().filter(shares);
    match (own, sharing.next(), sharing.next()) {
        ([], ..) => Err(RenewalError::NoCertificate { file: file() }),
        ([only], ..) => Ok(only),
        (_, Some(one), None) => Ok(one),
        _ => Err(RenewalError::Several {
            file: file(),
            titles: own.iter().map(|one| one.title().to_string()).collect(),
        }),
    }
}

fn compare(old: &CertificateFacts, new: &CertificateFacts) -> Vec<Comparison> {
    let topics = |c: &CertificateFacts| c.topics.iter().map(|t| t.topic.clone()).collect();
    let environments = |c: &CertificateFacts| {
        let mut names: Vec<String> = c.environments.iter().map(ToString::to_string).collect();
        names.sort_unstable();
        names
    };
    let key = |c: &CertificateFacts| list(c.key.as_ref().map(|key| key.spki_sha256.clone()));
    let generation = |c: &CertificateFacts| list(c.issuer_generation.clone());
    let time = |time: Option<UnixTime>| list(time.map(|t| t.to_string()));
    let row = |name, has_to_stay, old: Vec<String>, new: Vec<String>| Comparison {
        name,
        is_same: sorted(&old) == sorted(&new),
        is_lost: has_to_stay && !old.iter().all(|one| new.contains(one)),
        old,
        new,
        has_to_stay,
    };
    let is_kind_fixed = !(old.kind.is_for_apps() && new.kind.is_for_apps());
    Vec::from([
        row("topics", true, topics(old), topics(new)),
        row("environments", true, environments(old), environments(new)),
        row(
            "kind",
            is_kind_fixed,
            Vec::from([old.kind.to_string()]),
            Vec::from([new.kind.to_string()]),
        ),
        row(
            "team_id",
            true,
            list(old.team_id.clone()),
            list(new.team_id.clone()),
        ),
        row(
            "country",
            false,
            list(old.country.clone()),
            list(new.country.clone()),
        ),
        row("key", false, key(old), key(new)),
        row("issuer_generation", false, generation(old), generation(new)),
        row(
            "not_before",
            false,
            time(old.not_before),
            time(new.not_before),
        ),
        row("not_after", false, time(old.not_after), time(new.not_after)),
        row(
            "serial",
            false,
            list(Some(old.serial.clone())),
            list(Some(new.serial.clone())),
        ),
    ])
}

/// The order in a certificate means nothing.
fn sorted(values: &[String]) -> Vec<&str> {
    let mut values: Vec<&str> = values.iter().map(String::as_str).collect();
    values.sort_unstable();
    values.dedup();
    values
}

fn list(value: Option<String>) -> Vec<String> {
    value.into_iter().collect()
}
