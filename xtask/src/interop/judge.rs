//! What an answer means, and whether it agrees with what is claimed.

use super::answer::{Answer, Contents};
use super::case::Case;
use super::claims::Reports;
use super::consumer::{Consumer, Shows};

/// Where the table makes no claim although the suite has an answer, because the report does not know
/// enough of a file, or real files fared otherwise: program, start of the file's name.
const UNCLAIMED: &[(&str, &str)] = &[
    // Which strings are in pieces, and whether inside of an encrypted part, makes the difference.
    ("java-17", "ber-"),
    ("bouncy-castle", "ber-"),
    ("nss", "ber-"),
    ("gnutls", "ber-"),
    ("pyca", "ber-"),
    // Characters outside of the BMP are refused, others are not.
    ("go-x-crypto", "password-latin-1-3des"),
    ("go-x-crypto", "password-cyrillic-3des"),
    ("go-x-crypto", "password-non-bmp-3des"),
    ("go-x-crypto", "p12-compatible-rsa-non-ascii"),
    ("go-x-crypto", "p12-legacy-rsa-non-ascii"),
    ("go-x-crypto-topem", "password-latin-1-3des"),
    ("go-x-crypto-topem", "password-cyrillic-3des"),
    ("go-x-crypto-topem", "password-non-bmp-3des"),
    ("go-x-crypto-topem", "p12-compatible-rsa-non-ascii"),
    ("go-x-crypto-topem", "p12-legacy-rsa-non-ascii"),
];

fn is_unclaimed(program: &str, file: &str) -> bool {
    let mut all = UNCLAIMED.iter();
    all.any(|(name, start)| *name == program && file.starts_with(start))
}

/// How a program fared with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It gave back all that it can show.
    Opens,
    /// It gave back a key with its certificate, and not all.
    Partly(String),
    /// It gave back something else, or no key with its certificate.
    Other(String),
    /// It refused the file.
    Refused(String),
    /// It was stopped.
    TimedOut,
}

impl Outcome {
    /// Whether there is a key with its certificate now.
    pub(super) fn opens(&self) -> bool {
        matches!(self, Self::Opens | Self::Partly(_))
    }

    fn describe(&self) -> String {
        match self {
            Self::Opens => "opens".into(),
            Self::Partly(text) => format!("opens in part: {text}"),
            Self::Other(text) => format!("gives back something else: {text}"),
            Self::Refused(text) => format!("refuses: {text}"),
            Self::TimedOut => "gives no answer in time".into(),
        }
    }
}

/// How one program fared.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) consumer: &'static Consumer,
    /// For each file; none where it is not for this program.
    pub(super) outcomes: Vec<Option<Outcome>>,
}

impl Judged {
    pub(super) fn new(consumer: &'static Consumer, cases: &[Case], answers: Vec<Answer>) -> Self {
        let mut answers = answers.into_iter();
        let outcomes = cases.iter().map(|case| {
            let answer = answers.next_if_for(case, consumer)?;
            Some(outcome(case, consumer.shows, answer))
        });
        Self {
            consumer,
            outcomes: outcomes.collect(),
        }
    }

    /// Where the outcome is not what is claimed, or what has to be.
    pub(super) fn failures(&self, cases: &[Case], reports: &Reports) -> Vec<String> {
        let name = self.consumer.name;
        let all = cases.iter().zip(&self.outcomes);
        all.filter_map(|(case, outcome)| Some((case, outcome.as_ref()?)))
            .filter_map(|(case, outcome)| {
                let text = contradiction(case, name, outcome, reports)?;
                Some(format!("{name}: {}: {text}", case.name))
            })
            .collect()
    }

    pub(super) fn summary(&self) -> String {
        let count = |test: &dyn Fn(&Outcome) -> bool| {
            self.outcomes.iter().flatten().filter(|o| test(o)).count()
        };
        format!(
            "{:<20} {:>3} opened, {:>2} in part, {:>2} with other contents, {:>2} refused, {} timed out",
            self.consumer.name,
            count(&|o| *o == Outcome::Opens),
            count(&|o| matches!(o, Outcome::Partly(_))),
            count(&|o| matches!(o, Outcome::Other(_))),
            count(&|o| matches!(o, Outcome::Refused(_))),
            count(&|o| *o == Outcome::TimedOut),
        )
    }
}

trait NextFor {
    fn next_if_for(&mut self, case: &Case, consumer: &Consumer) -> Option<Answer>;
}

impl<I: Iterator<Item = Answer>> NextFor for I {
    fn next_if_for(&mut self, case: &Case, consumer: &Consumer) -> Option<Answer> {
        case.is_for(consumer.name).then(|| self.next()).flatten()
    }
}

fn contradiction(case: &Case, name: &str, outcome: &Outcome, reports: &Reports) -> Option<String> {
    let what = outcome.describe();
    let must = case.must_open.iter().any(|consumer| consumer == name);
    if must && !outcome.opens() {
        return Some(format!("it must open our file, and it {what}"));
    }
    match reports.claim(case, name) {
        None if is_unclaimed(name, &case.name) => None,
        None => Some(format!("nothing is claimed, and it {what}")),
        Some(_) if is_unclaimed(name, &case.name) => {
            Some("something is claimed now: take it off UNCLAIMED".into())
        }
        Some(claim) if claim.opens != outcome.opens() => Some(format!(
            "claimed is that it {} ({}), and it {what}",
            if claim.opens {
                "opens"
            } else {
                "does not open"
            },
            claim.why
        )),
        Some(claim) if claim.basis != "tested" => Some(format!(
            "the row says {}, and here it is tested",
            claim.basis
        )),
        Some(_) => None,
    }
}

fn outcome(case: &Case, shows: Shows, answer: Answer) -> Outcome {
    match answer {
        Answer::Opened(contents) => compare(case, shows, &contents),
        Answer::Refused(text) => Outcome::Refused(text),
        Answer::TimedOut => Outcome::TimedOut,
    }
}

fn compare(case: &Case, shows: Shows, found: &Contents) -> Outcome {
    let foreign_key = |key: &&String| case.identities.iter().all(|one| one.key != **key);
    if found.keys.iter().any(|key| foreign_key(&key)) {
        return Outcome::Other("a key that is not in the file".into());
    }
    if !found.certificates.is_subset(&case.certificates) {
        return Outcome::Other("a certificate that is not in the file".into());
    }
    let complete = case.identities.iter().filter(|one| {
        let key = shows == Shows::OneCertificate || found.keys.contains(&one.key);
        key && found.certificates.contains(&one.certificate)
    });
    let (complete, all) = (complete.count(), case.identities.len());
    let (certificates, every) = (found.certificates.len(), case.certificates.len());
    if complete == 0 {
        let keys = found.keys.len();
        return Outcome::Other(format!(
            "{keys} of {all} keys and {certificates} of {every} certificates, and no key with its \
             certificate"
        ));
    }
    let enough = match shows {
        Shows::Everything => complete == all && certificates == every,
        Shows::OneKey => all == 1 && certificates == every,
        Shows::OneIdentity | Shows::OneCertificate => all == 1,
    };
    if enough {
        return Outcome::Opens;
    }
    Outcome::Partly(format!(
        "{complete} of {all} identities, {certificates} of {every} certificates"
    ))
}

/// Every answer, one line for each program and file.
pub(super) fn table(cases: &[Case], judged: &[Judged]) -> String {
    let mut text = String::from("program\tfile\toutcome\n");
    for one in judged {
        for (case, outcome) in cases.iter().zip(&one.outcomes) {
            if let Some(outcome) = outcome {
                let (name, what) = (one.consumer.name, outcome.describe());
                text.push_str(&format!("{name}\t{}\t{what}\n", case.name));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Outcome, Reports, compare, contradiction};
    use crate::interop::answer::Contents;
    use crate::interop::case::Case;
    use crate::interop::consumer::Shows;

    fn contents(keys: &[&str], certificates: &[&str]) -> Contents {
        let set = |texts: &[&str]| {
            texts
                .iter()
                .map(|t| (*t).to_owned())
                .collect::<BTreeSet<_>>()
        };
        Contents {
            keys: set(keys),
            certificates: set(certificates),
        }
    }

    #[test]
    fn a_claim_that_does_not_hold_is_found() {
        let case = Case::made_up(&[("k1", "c1")]);
        let refused = Outcome::Refused("no".to_owned());
        let found = |claims: &[(&str, bool, &str)], outcome: &Outcome| {
            contradiction(&case, "nss", outcome, &Reports::made_up(&case.name, claims))
        };
        let tested = |opens| [("nss", opens, "tested")];
        assert_eq!(found(&tested(true), &Outcome::Opens), None);
        assert_eq!(found(&tested(false), &refused), None);
        assert!(found(&tested(true), &refused).is_some());
        assert!(found(&tested(false), &Outcome::Opens).is_some());
        assert!(found(&tested(true), &Outcome::TimedOut).is_some());
        assert!(found(&[("nss", true, "reported")], &Outcome::Opens).is_some());
        assert!(found(&[("gnutls", true, "tested")], &Outcome::Opens).is_some());
    }

    #[test]
    fn contents_are_compared_not_exit_codes() {
        let case = Case::made_up(&[("k1", "c1"), ("k2", "c2")]);
        let judge = |shows, keys: &[&str], certificates: &[&str]| {
            compare(&case, shows, &contents(keys, certificates))
        };
        let all = judge(Shows::Everything, &["k1", "k2"], &["c1", "c2"]);
        assert_eq!(all, Outcome::Opens);
        let one = judge(Shows::Everything, &["k1"], &["c1"]);
        assert!(matches!(one, Outcome::Partly(_)) && one.opens());
        for (keys, certificates) in [
            (&["k1"][..], &["c2"][..]),
            (&["k1"], &[]),
            (&[], &["c1", "c2"]),
            (&["k1", "k3"], &["c1"]),
            (&["k1"], &["c1", "c3"]),
        ] {
            let other = judge(Shows::Everything, keys, certificates);
            assert!(!other.opens(), "{keys:?} {certificates:?}: {other:?}");
        }
        assert!(judge(Shows::OneCertificate, &[], &["c1"]).opens());
    }
}
