//! The rule `revocation-evidence-unusable`.

use alloc::borrow::Cow;
use alloc::format;

use crate::facts::{CertificateFacts, RevocationFacts, RevocationStatus};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::{Severity, declare_rule};
use crate::value::shown;

declare_rule! {
    /// A CRL or an OCSP response proves nothing about the certificate.
    ///
    /// ## What happened
    /// Evidence about revocation was given or fetched, and it cannot be used: it is too old, it is not signed by the
    /// issuer of the certificate, it is damaged, or it could not be fetched at all. The finding says which.
    ///
    /// ## Why it matters
    /// Such evidence can say anything: somebody else may have made it, or it was true long ago. So it counts neither
    /// for nor against the certificate.
    ///
    /// ## How to fix
    /// Fetch it again from the address that the certificate names, which the finding prints, and give it with
    /// `pushcert check FILE --crl FILE` or `pushcert check FILE --ocsp FILE`. `pushcert check FILE --online` does both.
    /// If a fresh one is called too old, compare the clock of this machine: `date -u`.
    306 "revocation-evidence-unusable" Warning since "0.1.0"
    help: "fetch fresh evidence from the issuer: pushcert check FILE --online",
    symptoms: [
        "CRL has expired",
        "CRL is not yet valid",
        "CRL signature failure",
        "unable to get CRL issuer certificate",
        "WARNING: Status times invalid.",
        "Response Verify Failure",
    ],
    sources: [Rfc(5280, "6.3.3"), Rfc(6960, "3.2"), Rfc(6960, "4.2.2.1")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for (subject, certificate) in input.revocable() {
        let is_revoked = certificate
            .revocation
            .iter()
            .any(|evidence| matches!(evidence.status, RevocationStatus::Revoked { .. }));
        if is_revoked {
            continue;
        }
        for evidence in &certificate.revocation {
            if let RevocationStatus::Unusable { why } = &evidence.status {
                report(&subject, certificate, evidence, why, out);
            }
        }
    }
}

fn report(
    subject: &str,
    certificate: &CertificateFacts,
    evidence: &RevocationFacts,
    why: &str,
    out: &mut Findings<'_>,
) {
    let message = format!(
        "The {} {} proves nothing about the certificate: {}",
        if evidence.kind == "ocsp" {
            "OCSP response"
        } else {
            "CRL"
        },
        shown(&evidence.source),
        shown(why)
    );
    let finding = out
        .report(message)
        .about(subject)
        .fact("source", &evidence.source)
        .fact_if("this_update", evidence.this_update)
        .fact_if("next_update", evidence.next_update);
    if let Some(help) = fetch(certificate, &evidence.kind) {
        finding.help(help);
    }
    let is_good = |evidence: &RevocationFacts| evidence.status == RevocationStatus::Good;
    if certificate.revocation.iter().any(is_good) {
        finding.lowered_to(Severity::Note);
    }
}

/// What to fetch instead, where the certificate says so.
fn fetch(certificate: &CertificateFacts, kind: &str) -> Option<Cow<'static, str>> {
    if kind == "ocsp" {
        let url = shown(certificate.ocsp_urls.first()?);
        return Some(format!("ask {url} again: pushcert check FILE --online").into());
    }
    let url = shown(certificate.crl_urls.first()?);
    Some(format!("fetch {url} and give it: pushcert check FILE --crl FILE").into())
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::UnixTime;

    use crate::example as ex;
    use crate::facts::{RevocationFacts, RevocationStatus};
    use crate::input::Input;

    pub(super) fn good() -> Input {
        let mut certificate = ex::certificate();
        certificate.revocation.push(RevocationFacts::new(
            "crl",
            "wwdrg4-1.crl",
            RevocationStatus::Good,
        ));
        ex::with(certificate)
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::certificate();
        let why = "it ended on 2026-11-01T00:00:00Z".into();
        let mut evidence =
            RevocationFacts::new("crl", "wwdrg4-1.crl", RevocationStatus::Unusable { why });
        evidence.this_update = UnixTime::from_civil(2026, 10, 31, 0, 0, 0);
        evidence.next_update = UnixTime::from_civil(2026, 11, 1, 0, 0, 0);
        certificate.crl_urls = alloc::vec!["http://crl.apple.com/wwdrg4-1.crl".into()];
        certificate.revocation.push(evidence);
        ex::with(certificate)
    }
}
