//! Which certificates of a file are judged.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use pushcert_types::CertificateKind;

use crate::facts::{CertificateFacts, ContainerFacts, IdentityFacts, Item, RequestFacts};
use crate::input::{Input, Place, PreviousFacts};

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

/// The place of a vendor-signed request in the report.
pub(crate) const MDM_REQUEST: &str = "mdm_request";

/// An old certificate and the one that is to replace it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Renewal<'a> {
    old: &'a PreviousFacts,
    new: Leaf<'a>,
}

impl<'a> Renewal<'a> {
    /// The certificate that is in use.
    pub(crate) fn old(&self) -> &'a CertificateFacts {
        &self.old.certificate
    }

    /// The certificate that is to replace it.
    pub(crate) fn renewed(&self) -> &'a CertificateFacts {
        self.new.certificate
    }

    /// The name of the old file.
    pub(crate) fn old_file(&self) -> &'a str {
        &self.old.file
    }

    /// The place of the new certificate in the report.
    pub(crate) fn subject(&self) -> Subject {
        self.new.subject()
    }

    /// Whether both are one and the same certificate.
    pub(crate) fn is_same(&self) -> bool {
        let (old, new) = (&self.old().sha256, &self.renewed().sha256);
        !old.is_empty() && old == new
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
    ///
    /// Where a vendor's certificate is wanted these are the vendors'; where no certificate is wanted there are none.
    pub(crate) fn judged(&self) -> Vec<Leaf<'_>> {
        let mut chosen: Vec<_> = self.leaves().collect();
        if !self.wanted.push_certificate() {
            let is_vendors = self.wanted.place == Place::VendorCertificate;
            chosen.retain(|leaf| is_vendors && leaf.certificate.kind == CertificateKind::MdmVendor);
            return chosen;
        }
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

    /// The requests to judge, each with its place: those of a file that is taken for a request or a credential. One
    /// that lies beside its certificate and key has done its work.
    pub(crate) fn judged_requests(&self) -> impl Iterator<Item = (Subject, &RequestFacts)> {
        let is_judged = match self.wanted.place {
            Place::Request => true,
            Place::Credential => self.identities.is_empty(),
            _ => false,
        };
        let requests = self.requests.iter().enumerate();
        requests
            .filter(move |_| is_judged)
            .map(|(index, request)| (Subject("requests", index), request))
    }

    /// The certificates of MDM vendors that are there to sign, each with its place: that of a vendor-signed request,
    /// and those of a file that is taken for a vendor's certificate.
    pub(crate) fn vendors(&self) -> Vec<(String, &CertificateFacts)> {
        let mut found = Vec::new();
        let first = self
            .mdm_request
            .as_ref()
            .and_then(|request| request.chain.first());
        if let Some(vendor) = first.filter(|vendor| vendor.kind == CertificateKind::MdmVendor) {
            found.push((MDM_REQUEST.to_string(), vendor));
        }
        if self.wanted.place == Place::VendorCertificate {
            let judged = self.judged().into_iter();
            found.extend(judged.map(|leaf| (leaf.subject().into(), leaf.certificate)));
        }
        found
    }

    /// What revocation is judged for, each with its place: the certificates that decide, and the vendor's of a
    /// vendor-signed request.
    pub(crate) fn revocable(&self) -> Vec<(String, &CertificateFacts)> {
        let judged = self.judged().into_iter();
        let mut found: Vec<(String, &CertificateFacts)> = judged
            .map(|leaf| (leaf.subject().into(), leaf.certificate))
            .collect();
        found.extend(
            self.vendors()
                .into_iter()
                .filter(|(subject, _)| subject == MDM_REQUEST),
        );
        found
    }

    /// The renewal to judge, where one is: of several new certificates the one that shares a topic with the old one,
    /// is of its kind, and ends last.
    pub(crate) fn renewal(&self) -> Option<Renewal<'_>> {
        let old = self.previous.as_ref()?;
        let mut chosen = self.judged_push();
        narrow(&mut chosen, |leaf| {
            let topics = &old.certificate.topics;
            topics
                .iter()
                .any(|entry| leaf.certificate.has_topic(&entry.topic))
        });
        narrow(&mut chosen, |leaf| {
            leaf.certificate.kind == old.certificate.kind
        });
        let last = chosen
            .iter()
            .filter_map(|leaf| leaf.certificate.not_after)
            .max();
        narrow(&mut chosen, |leaf| leaf.certificate.not_after == last);
        let new = chosen.into_iter().next()?;
        Some(Renewal { old, new })
    }

    /// As [`Input::judged_push`]: of several certificates only those whose key is that of the request, if any is.
    pub(crate) fn answers(&self) -> Vec<Leaf<'_>> {
        let mut chosen = self.judged_push();
        let request = self.wanted.request.as_ref();
        if let Some(asked) = request.and_then(|request| request.spki_sha256.as_ref()) {
            narrow(&mut chosen, |leaf| {
                let key = leaf.certificate.key.as_ref();
                key.is_some_and(|key| key.spki_sha256 == *asked)
            });
        }
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

/// The topic of the certificate that a wanted one probably means: without blanks, with the case of letters
/// changed, without a team id in front, without a suffix that is there twice.
pub(crate) fn meant_topic(wanted: &str, topics: &[String]) -> Option<String> {
    let trimmed = wanted.trim().trim_matches(['"', '\'']);
    let without_team = trimmed.split_once('.').map(|(_, rest)| rest);
    let without_suffix = trimmed
        .strip_suffix(".voip")
        .filter(|rest| rest.ends_with(".voip"));
    let candidates = [Some(trimmed), without_team, without_suffix];
    let same = |topic: &&String| {
        candidates
            .iter()
            .flatten()
            .any(|text| topic.eq_ignore_ascii_case(text))
    };
    topics.iter().find(same).cloned()
}
