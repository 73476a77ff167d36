//! The search for candidate paths, from the leaf upwards.
//!
//! Names and key identifiers choose whom to try, signatures decide. Dates and constraints only
//! bring an order into the candidates: a path that violates them is found as well, so that it can
//! be said what is wrong with it.

use alloc::{borrow::Cow, vec::Vec};
use core::cmp::Reverse;

use pushcert_types::UnixTime;
use pushcert_x509::Certificate;

use super::{
    error::{PathError, PathErrorKind, WorkLimit},
    step::{Source, Step},
};
use crate::{
    chain::{is_named, named_authorities},
    error::Error,
    verify::{Signed, verify_signed_by},
};

/// Most signatures that are verified.
pub(super) const MAX_SIGNATURES: u32 = 64;
/// Most certificates whose issuers are looked for.
pub(super) const MAX_VISITS: u32 = 64;
/// Most issuers that are tried for one certificate.
pub(super) const MAX_ISSUERS: usize = 32;
/// Most authorities between the leaf and the anchor, the limit of `rustls-webpki`.
pub(super) const MAX_INTERMEDIATES: usize = 6;
/// Most paths that are compared.
pub(super) const MAX_PATHS: usize = 8;

/// Steps from the leaf upwards and why they are no path, where that is already known.
pub(super) struct Candidate<'a> {
    pub(super) steps: Vec<Step<'a>>,
    pub(super) errors: Vec<PathError>,
}

impl<'a> Candidate<'a> {
    const fn new(steps: Vec<Step<'a>>) -> Self {
        Self {
            steps,
            errors: Vec::new(),
        }
    }
}

/// Where certificates may come from, and the moment that matters.
#[derive(Clone, Copy)]
pub(super) struct Sources<'a, 'b> {
    pub(super) others: &'b [&'a Certificate],
    pub(super) anchors: &'b [&'a Certificate],
    pub(super) at: UnixTime,
}

/// Every path up to an anchor, within the limits; at least one candidate, if only the leaf.
pub(super) fn search<'a>(
    leaf: &'a Certificate,
    sources: Sources<'a, '_>,
) -> (Vec<Candidate<'a>>, Option<WorkLimit>) {
    if let Some(step) = sources.as_anchor(leaf) {
        return (Vec::from([Candidate::new(Vec::from([step]))]), None);
    }
    let mut search = Search::new(leaf, sources);
    search.climb(leaf);
    if search.found.is_empty() {
        search.report_dead_end();
    }
    let found = core::mem::take(&mut search.found);
    (found, search.ended)
}

struct Search<'a, 'b> {
    sources: Sources<'a, 'b>,
    steps: Vec<Step<'a>>,
    /// The longest way that did not end at an anchor.
    longest: Vec<Step<'a>>,
    found: Vec<Candidate<'a>>,
    signatures: u32,
    visits: u32,
    ended: Option<WorkLimit>,
}

impl<'a, 'b> Search<'a, 'b> {
    fn new(leaf: &'a Certificate, sources: Sources<'a, 'b>) -> Self {
        Self {
            sources,
            steps: Vec::from([Step::file(leaf)]),
            longest: Vec::new(),
            found: Vec::new(),
            signatures: MAX_SIGNATURES,
            visits: MAX_VISITS,
            ended: None,
        }
    }

    /// Whether one unit of a limit is left; it is used up.
    fn take(left: &mut u32, ended: &mut Option<WorkLimit>, limit: WorkLimit) -> bool {
        match left.checked_sub(1) {
            Some(rest) => *left = rest,
            None => {
                *ended = ended.or(Some(limit));
                return false;
            }
        }
        true
    }

    /// Looks for the issuers of the last step, which is `certificate`.
    fn climb(&mut self, certificate: &Certificate) {
        if self.steps.len() > self.longest.len() {
            self.longest.clone_from(&self.steps);
        }
        if !Self::take(&mut self.visits, &mut self.ended, WorkLimit::Certificates) {
            return;
        }
        let (candidates, is_cut) = self.sources.issuers_of(certificate);
        let Ok(signed) = Signed::new(certificate) else {
            return;
        };
        let mut tried: Vec<(Cow<'a, [u8]>, bool)> = Vec::new();
        for step in candidates {
            let spki = step.spki_der();
            if self.is_in_path(&step, &spki) {
                continue;
            }
            let known = tried.iter().find(|(other, _)| *other == spki);
            let is_signer = match known {
                Some((_, is_signer)) => *is_signer,
                None => {
                    if !Self::take(&mut self.signatures, &mut self.ended, WorkLimit::Signatures) {
                        return;
                    }
                    let is_signer = signed.verify_with_spki(&spki).is_ok();
                    tried.push((spki, is_signer));
                    is_signer
                }
            };
            if is_signer {
                self.follow(step);
            }
            if self.found.len() >= MAX_PATHS {
                return;
            }
        }
        if is_cut {
            self.ended = self.ended.or(Some(WorkLimit::Issuers));
        }
    }

    /// Goes on from an issuer whose key made the signature.
    fn follow(&mut self, step: Step<'a>) {
        self.steps.push(step);
        if step.is_end() {
            self.found.push(Candidate::new(self.steps.clone()));
        } else if self.steps.len() > MAX_INTERMEDIATES.saturating_add(1) {
            self.ended = self.ended.or(Some(WorkLimit::Depth));
        } else if let Some(certificate) = step.certificate() {
            self.climb(certificate);
        } else if let Some(certificate) = decoded(&step) {
            self.climb(&certificate);
        }
        self.steps.pop();
    }

    /// The same key under the same name again would be a circle.
    fn is_in_path(&self, step: &Step<'_>, spki: &[u8]) -> bool {
        self.steps.iter().any(|earlier| {
            earlier.spki_der().as_ref() == spki && earlier.subject_der() == step.subject_der()
        })
    }

    /// No path ends at an anchor: the longest way, and why it does not go on. Where an issuer has
    /// the right name and the wrong key, the way it would have gone is told as well.
    fn report_dead_end(&mut self) {
        self.steps = core::mem::take(&mut self.longest);
        let last = self.steps.len().saturating_sub(1);
        let Some(step) = self.steps.last().copied() else {
            return;
        };
        let own = decoded(&step);
        let Some(certificate) = step.certificate().or(own.as_ref()) else {
            return;
        };
        let refused = self.refused_issuer(certificate);
        let kind = match (&refused, self.ended) {
            (Some((_, cause)), _) => Some(PathErrorKind::Signature {
                cause: cause.kind().clone(),
            }),
            (None, Some(_)) => None,
            (None, None) if is_self_signed(certificate) => Some(PathErrorKind::UntrustedRoot),
            (None, None) => Some(PathErrorKind::NoIssuer),
        };
        if let Some((issuer, _)) = refused {
            self.follow(issuer);
            if self.found.is_empty() {
                self.steps.push(issuer);
            }
        }
        if self.found.is_empty() {
            let steps = core::mem::take(&mut self.steps);
            self.found.push(Candidate::new(steps));
        }
        for candidate in &mut self.found {
            let error = kind.clone().map(|kind| PathError::at(last, kind));
            candidate.errors.extend(error);
        }
    }

    /// The first issuer by name, whose key did not make the signature.
    fn refused_issuer(&self, certificate: &Certificate) -> Option<(Step<'a>, Error)> {
        let (candidates, _) = self.sources.issuers_of(certificate);
        let issuer = candidates
            .into_iter()
            .find(|step| !self.is_in_path(step, &step.spki_der()))?;
        let cause = verify_signed_by(certificate, &issuer.spki_der()).err()?;
        Some((issuer, cause))
    }
}

/// The certificate of an authority that is carried whole.
pub(super) fn decoded(step: &Step<'_>) -> Option<Certificate> {
    Certificate::decode(step.authority()?.certificate_der()?).ok()
}

fn is_self_signed(certificate: &Certificate) -> bool {
    certificate.is_self_issued() && verify_signed_by(certificate, certificate.spki_der()).is_ok()
}

impl<'a> Sources<'a, '_> {
    /// The leaf, where it is itself trusted.
    fn as_anchor(self, leaf: &'a Certificate) -> Option<Step<'a>> {
        let is_given = self.anchors.iter().any(|anchor| anchor.der() == leaf.der());
        if is_given {
            return Some(Step::anchor(leaf, true));
        }
        if !leaf.is_ca() {
            return None;
        }
        let sha256 = leaf.sha256();
        let authority = crate::AUTHORITIES
            .iter()
            .find(|authority| authority.is_root() && *authority.sha256() == sha256)?;
        Some(Step::built_in(authority, Some(leaf)))
    }

    /// Who may have issued a certificate, by name and key identifier: what is trusted first, then
    /// what is built in, then what is valid, came along and lasts longest. Also whether some were
    /// left out.
    fn issuers_of(self, certificate: &Certificate) -> (Vec<Step<'a>>, bool) {
        let mut named = self
            .others
            .iter()
            .filter(|other| is_named(other, certificate));
        let in_file: Vec<&'a Certificate> = named.by_ref().take(MAX_ISSUERS).copied().collect();
        let mut is_cut = named.next().is_some();
        let mut steps: Vec<Step<'a>> = named_authorities(certificate)
            .map(|authority| {
                let same = in_file
                    .iter()
                    .find(|other| other.sha256() == authority.sha256);
                Step::built_in(authority, same.copied())
            })
            .collect();
        let given = self
            .anchors
            .iter()
            .filter(|anchor| is_named(anchor, certificate));
        for anchor in given {
            if steps.len() >= MAX_ISSUERS {
                is_cut = true;
                break;
            }
            let is_in_file = in_file.iter().any(|other| other.der() == anchor.der());
            push_new(&mut steps, Step::anchor(anchor, is_in_file));
        }
        for other in in_file {
            push_new(&mut steps, Step::file(other));
        }
        steps.sort_by_key(|step| self.preference(step));
        (steps, is_cut)
    }

    fn preference(self, step: &Step<'_>) -> impl Ord + use<> {
        let is_proper = step.is_ca() && step.may_sign();
        Reverse((
            step.source() == Source::Anchor,
            step.authority().is_some(),
            is_proper && step.is_valid_at(self.at),
            is_proper,
            step.is_in_file(),
            step.not_after(),
        ))
    }
}

/// Adds a step unless the same certificate is there already.
fn push_new<'a>(steps: &mut Vec<Step<'a>>, step: Step<'a>) {
    let Some(certificate) = step.certificate() else {
        return;
    };
    let sha256 = certificate.sha256();
    let is_there = steps.iter().any(|other| match other.authority() {
        Some(authority) => *authority.sha256() == sha256,
        None => other.certificate_der() == Some(certificate.der()),
    });
    if !is_there {
        steps.push(step);
    }
}
