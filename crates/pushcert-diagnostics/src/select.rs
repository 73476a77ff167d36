//! Which certificates of a file are judged.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::facts::{CertificateFacts, ContainerFacts, IdentityFacts, Item};
use crate::input::Input;

/// A certificate that could authenticate a sender, with its place in the report.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Leaf<'a> {
    pub(crate) certificate: &'a CertificateFacts,
    /// The identity that it belongs to, if its key is there.
    pub(crate) identity: Option<&'a IdentityFacts>,
    index: usize,
}

impl Leaf<'_> {
    /// Its place in the report: `identities/0` or `certificates/1`.
    pub(crate) fn subject(&self) -> Subject {
        let list = if self.identity.is_some() {
            "identities"
        } else {
            "certificates"
        };
        Subject(list, self.index)
    }
}

/// A place in the report.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject(pub(crate) &'static str, pub(crate) usize);

impl From<Subject> for String {
    fn from(subject: Subject) -> Self {
        alloc::format!("{subject}")
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.0, self.1)
    }
}

impl Input {
    /// Every certificate that is not an authority's: those of the identities, then the others.
    pub(crate) fn leaves(&self) -> impl Iterator<Item = Leaf<'_>> {
        let identities = self
            .identities
            .iter()
            .enumerate()
            .map(|(index, identity)| Leaf {
                certificate: &identity.certificate,
                identity: Some(identity),
                index,
            });
        let alone = self
            .certificates
            .iter()
            .enumerate()
            .filter(|(_, certificate)| !certificate.is_ca);
        identities.chain(alone.map(|(index, certificate)| Leaf {
            certificate,
            identity: None,
            index,
        }))
    }

    /// The certificates that decide whether the file will do.
    ///
    /// Of a file with identities these are the identities' certificates, else the certificates alone; of several,
    /// those for push; of these, those with a wanted topic; of these, those for the wanted environment. A choice
    /// that would leave nothing is not made. So an old certificate beside the right one does no harm, and position
    /// in the file never decides.
    pub(crate) fn judged(&self) -> Vec<Leaf<'_>> {
        let mut chosen: Vec<_> = self.leaves().collect();
        narrow(&mut chosen, |leaf| leaf.identity.is_some());
        narrow(&mut chosen, |leaf| leaf.certificate.kind.is_push());
        narrow(&mut chosen, |leaf| {
            self.wanted
                .topics
                .iter()
                .any(|topic| leaf.certificate.has_topic(topic))
        });
        if let Some(environment) = self.wanted.environment {
            narrow(&mut chosen, |leaf| leaf.certificate.serves(environment));
        }
        chosen
    }

    /// The certificates that decide whether the file will do: those of identities before others, those for push
    /// before the rest, then those with a wanted topic, then those for the wanted environment.
    #[must_use]
    pub fn judged_certificates(&self) -> Vec<&CertificateFacts> {
        let judged = self.judged().into_iter();
        judged.map(|leaf| leaf.certificate).collect()
    }

    /// As [`Input::judged`], only those that are push certificates.
    pub(crate) fn judged_push(&self) -> Vec<Leaf<'_>> {
        let mut chosen = self.judged();
        chosen.retain(|leaf| leaf.certificate.kind.is_push());
        chosen
    }

    /// Every certificate of an authority, with its place: in the chains, then alone.
    pub(crate) fn authorities(&self) -> impl Iterator<Item = &CertificateFacts> {
        let chains = self.identities.iter().flat_map(|identity| &identity.chain);
        chains.chain(
            self.certificates
                .iter()
                .filter(|certificate| certificate.is_ca),
        )
    }

    /// How many private keys there are: in identities and alone.
    pub(crate) fn key_count(&self) -> usize {
        self.identities.len().saturating_add(self.keys.len())
    }

    /// Whether something of this kind is in the file and could not be read. A PEM block may be anything.
    pub(crate) fn has_unread(&self, item: Item) -> bool {
        let is_part = item != Item::File;
        let about = |found: Item| found == item || (is_part && found == Item::PemBlock);
        self.problems.iter().any(|problem| about(problem.item))
    }

    /// Whether the content lies open: no container, or one whose password was right.
    pub(crate) fn is_open(&self) -> bool {
        self.container.as_ref().is_none_or(ContainerFacts::is_open)
    }
}

/// Keeps what passes, unless nothing does.
fn narrow<T>(items: &mut Vec<T>, keep: impl Fn(&T) -> bool) {
    if items.iter().any(&keep) {
        items.retain(|item| keep(item));
    }
}
