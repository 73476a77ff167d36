//! What CRLs and OCSP responses of the caller say about the certificates of a file.

use alloc::string::ToString;
use alloc::vec::Vec;

use pushcert_diagnostics::{RevocationFacts, RevocationStatus};
use pushcert_trust::path::{Path, Step};
use pushcert_trust::revocation::Issuer;
use pushcert_x509::Certificate;

use crate::Options;
use crate::revocation::{Content, RevocationSource};

/// What every piece of evidence says about a leaf.
pub(super) fn facts(
    leaf: &Certificate,
    path: &Path<'_>,
    options: &Options,
) -> Vec<RevocationFacts> {
    let issuer = issuer(path);
    let all = options.revocation.iter();
    // Evidence of which it is known that it was got for another certificate is not for this one.
    let meant = all.filter(|source| source.is_for(leaf));
    meant
        .map(|source| one(leaf, issuer.as_ref(), source, options))
        .collect()
}

fn one(
    leaf: &Certificate,
    issuer: Option<&Issuer<'_>>,
    source: &RevocationSource,
    options: &Options,
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
        (Content::Crl(crl), Some(issuer)) => crl.evidence(leaf, issuer, options.at),
        (Content::Ocsp(response), Some(issuer)) => {
            response.evidence(leaf, issuer, None, options.at)
        }
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
