//! A certificate in the calendar.

use std::collections::BTreeMap;

use pushcert::UnixTime;
use pushcert::report::Certificate;

use super::advice;
use super::content::{self, Lines};
use crate::output::leaf::Leaf;
use crate::text::escape::{clip, escape};
use crate::text::words;

/// More places of the same certificate are only counted.
const MOST_PATHS: usize = 20;

/// What the calendar says of a certificate.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(super) not_after: UnixTime,
    /// What it is: `APNs certificate`.
    pub(super) what: &'static str,
    /// Its first topic, else its name.
    pub(super) name: String,
    kind: String,
    sha256: String,
    facts: String,
    paths: Vec<String>,
}

impl Entry {
    /// None for a certificate without a readable end.
    pub(super) fn new(path: &str, leaf: &Leaf<'_>) -> Option<Self> {
        let certificate = leaf.certificate;
        let topic = certificate.topics.first().map(|topic| &topic.topic);
        let name = topic.or(certificate.common_name.as_ref());
        Some(Self {
            not_after: leaf.not_after()?,
            what: advice::what(&certificate.kind),
            name: clip(name.map_or("(no name)", |name| name), 200).into_owned(),
            kind: certificate.kind.clone(),
            sha256: certificate.sha256.clone(),
            facts: facts(certificate),
            paths: vec![path.to_owned()],
        })
    }

    /// Identity and time stamp. The identity belongs to the certificate, so that an entry stays
    /// the same one wherever the file lies and whenever it is looked at.
    pub(super) fn head(&self, lines: &mut Lines, role: &str, at: UnixTime) {
        lines.text("UID", &format!("{}-{role}@pushcert", self.sha256));
        lines.add("DTSTAMP", &content::moment(at));
    }

    /// What both entries of a certificate say.
    pub(super) fn body(&self, lines: &mut Lines) {
        let mut text = self.facts.clone();
        for path in self.paths.iter().take(MOST_PATHS) {
            text.push_str(&format!("File: {}\n", clip(path, 500)));
        }
        if let Some(more) = self.paths.len().checked_sub(MOST_PATHS + 1) {
            text.push_str(&format!("and {} more\n", more + 1));
        }
        text.push_str(&format!("\nWhat to do: {}", advice::what_to_do(&self.kind)));
        lines.text("DESCRIPTION", &text);
        lines.texts("CATEGORIES", &["APNs", &self.kind]);
        // It takes nobody's time.
        lines.add("TRANSP", "TRANSPARENT");
    }
}

fn facts(certificate: &Certificate) -> String {
    let mut facts = format!("Kind: {}\n", words::kind(&certificate.kind));
    let topics = certificate.topics.iter().take(10);
    let topics: Vec<_> = topics.map(|topic| clip(&topic.topic, 200)).collect();
    let environments = certificate.environments.join(" and ");
    for (name, value) in [
        ("Topics", topics.join(" ")),
        ("Environments", environments),
        ("Team", certificate.team_id.clone().unwrap_or_default()),
        ("Serial", certificate.serial.clone()),
        (
            "Valid until",
            certificate.not_after.clone().unwrap_or_default(),
        ),
    ] {
        if !value.is_empty() {
            facts.push_str(&format!("{name}: {}\n", escape(&clip(&value, 2500))));
        }
    }
    facts
}

/// Each certificate once, with all the files that hold it, in the order in which they came.
pub(super) fn merged<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<Entry> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut merged: Vec<Entry> = Vec::new();
    for entry in entries {
        let place = *places.entry(&entry.sha256).or_insert(merged.len());
        match merged.get_mut(place) {
            Some(known) => {
                let new = entry
                    .paths
                    .iter()
                    .filter(|path| !known.paths.contains(path));
                let new: Vec<_> = new.cloned().collect();
                known.paths.extend(new);
            }
            None => merged.push(entry.clone()),
        }
    }
    merged
}
