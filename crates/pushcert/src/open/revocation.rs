//! What CRLs and OCSP responses of the caller say about the certificates of a file.

use alloc::string::ToString;
use alloc::vec::Vec;

use pushcert_diagnostics::{RevocationFacts, RevocationStatus};
use pushcert_trust::path::{Path, Step, path};
use pushcert_trust::revocation::Issuer;
use pushcert_types::UnixTime;
use pushcert_x509::Certificate;

use super::facts::is_searched;
use crate::Opened;
use crate::revocation::{Content, RevocationSource};

impl Opened {
    /// Asks more CRLs and OCSP responses about the certificates of this file, such as those that were fetched
    /// for its [questions](Self::revocation_questions).
    pub fn add_revocation(&mut self, sources: &[RevocationSource]) {
        let at = self.input.now;
        let anchors: Vec<&Certificate> = self.authorities.iter().collect();
        let all: Vec<&Certificate> = self.certificates.iter().map(|c| &c.certificate).collect();
        let said = |index: usize| {
            let leaf = all.get(index).filter(|leaf| !leaf.is_ca())?;
            let is_asked = sources.iter().any(|source| source.is_for(leaf));
            if !is_asked || !is_searched(&self.certificates, index) {
                return None;
            }
            let path = path(leaf, &all, &anchors, at);
            Some(facts(leaf, &path, sources, at))
        };
        let identities = self
            .input
            .identities
            .iter_mut()
            .map(|one| &mut one.certificate);
        let indices = self.pairs.iter().map(|pair| pair.certificate);
        let loose = self
            .input
            .certificates
            .iter_mut()
            .zip(self.loose.iter().copied());
        for (certificate, index) in identities.zip(indices).chain(loose) {
            certificate
                .revocation
                .extend(said(index).unwrap_or_default());
        }
        let request = self.input.mdm_request.as_mut();
        let vendor = request.and_then(|request| request.chain.first_mut());
        if let (Some(facts_of), Some((vendor, above))) = (vendor, self.mdm_chain.split_first()) {
            let above: Vec<&Certificate> = above.iter().collect();
            let path = path(vendor, &above, &anchors, at);
            facts_of
                .revocation
                .extend(facts(vendor, &path, sources, at));
        }
    }
}

impl Opened {
    /// Says of every leaf about which nothing was asked that nothing is known: after all
    /// [questions](Self::revocation_questions) were answered, or where they could not be.
    pub fn mark_unasked(&mut self) {
        let identities = self.input.identities.iter_mut();
        let identities = identities.map(|one| &mut one.certificate);
        let vendor = self.input.mdm_request.iter_mut();
        let vendor = vendor.filter_map(|request| request.chain.first_mut());
        let leaves = identities.chain(&mut self.input.certificates).chain(vendor);
        for leaf in leaves.filter(|leaf| !leaf.is_ca && leaf.revocation.is_empty()) {
            let why = if leaf.crl_urls.is_empty() && leaf.ocsp_urls.is_empty() {
                "the certificate names no place to ask at"
            } else {
                "it was not asked: its issuer is not known, or the file has too many certificates"
            };
            let status = RevocationStatus::Unknown { why: why.into() };
            leaf.revocation
                .push(RevocationFacts::new("ocsp", "online", status));
        }
    }
}

/// What is said of the leaves beyond those that are looked at.
pub(super) fn unasked() -> RevocationFacts {
    let why = "the file has too many certificates to ask about all".into();
    RevocationFacts::new("crl", "all", RevocationStatus::Unknown { why })
}

/// What every piece of evidence says about a leaf.
pub(super) fn facts(
    leaf: &Certificate,
    path: &Path<'_>,
    sources: &[RevocationSource],
    at: UnixTime,
) -> Vec<RevocationFacts> {
    let issuer = issuer(path);
    // Evidence of which it is known that it was got for another certificate is not for this one.
    let meant = sources.iter().filter(|source| source.is_for(leaf));
    meant
        .map(|source| one(leaf, issuer.as_ref(), source, at))
        .collect()
}

fn one(
    leaf: &Certificate,
    issuer: Option<&Issuer<'_>>,
    source: &RevocationSource,
    at: UnixTime,
) -> RevocationFacts {
    let unusable = |kind: &str, why: &str| {
        let status = RevocationStatus::Unusable { why: why.into() };
        RevocationFacts::new(kind, &*source.name, status)
    };
    let kind = source.kind();
    let evidence = match (&source.content, issuer) {
        (Content::Failed { why, .. }, _) => return unusable(kind, why),
        (Content::Unreadable { error, .. }, _) => {
            return unusable(kind, &error.to_string());
        }
        (_, None) => return unusable(kind, "the issuer of the certificate is not known"),
        (Content::Crl(crl), Some(issuer)) => crl.evidence(leaf, issuer, at),
        (Content::Ocsp(response), Some(issuer)) => response.evidence(leaf, issuer, None, at),
    };
    RevocationFacts::new_from(&evidence, &source.name)
}

/// The authority that signed the leaf, where its signature was verified.
pub(crate) fn issuer<'a>(path: &Path<'a>) -> Option<Issuer<'a>> {
    let step: &Step<'a> = path.steps().get(1).filter(|_| path.is_signed())?;
    match (step.certificate(), step.authority()) {
        (Some(certificate), _) => Some(Issuer::from(certificate)),
        (None, Some(authority)) => Some(Issuer::from(authority)),
        (None, None) => None,
    }
}
