//! The rule `revocation-unknown`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::facts::{CertificateFacts, RevocationStatus};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// Nobody could tell whether the certificate is revoked.
    ///
    /// ## What happened
    /// There is evidence about revocation, it is sound, and it says nothing about this certificate: the responder does
    /// not know it, or the list covers another part of the issuer's certificates. Apple cuts the list of its authority
    /// G4 into parts, and each certificate names the part that it would stand in.
    ///
    /// ## Why it matters
    /// "Not in this list" is not "not revoked". If the certificate is revoked, APNs refuses the next connection.
    ///
    /// ## How to fix
    /// Use the list or the responder that the certificate names; the finding has the addresses. With a file:
    /// `pushcert check FILE --crl FILE` or `pushcert check FILE --ocsp FILE`; over the network:
    /// `pushcert check FILE --online`.
    305 "revocation-unknown" Warning since "0.1.0"
    help: "take the list that the certificate names: pushcert check FILE --online",
    symptoms: [
        "unable to get certificate CRL",
        "Different CRL scope",
        "Responder Error: unauthorized (6)",
    ],
    sources: [Rfc(5280, "6.3.3"), Rfc(6960, "2.2")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for (subject, certificate) in input.revocable() {
        let Some(why) = first_doubt(certificate) else {
            continue;
        };
        let sources = certificate.revocation.iter();
        let sources: Vec<String> = sources.map(|evidence| evidence.source.clone()).collect();
        let finding = out
            .report(format!(
                "Whether the certificate is revoked is not known: {}",
                shown(why)
            ))
            .about(subject)
            .fact("sources", sources);
        if !certificate.crl_urls.is_empty() {
            finding.fact("crl_urls", certificate.crl_urls.clone());
        }
        if !certificate.ocsp_urls.is_empty() {
            finding.fact("ocsp_urls", certificate.ocsp_urls.clone());
        }
    }
}

/// Why nothing is known, where some evidence is sound and none of it decides.
fn first_doubt(certificate: &CertificateFacts) -> Option<&str> {
    let mut doubt = None;
    for evidence in &certificate.revocation {
        match &evidence.status {
            RevocationStatus::Good | RevocationStatus::Revoked { .. } => return None,
            RevocationStatus::Unknown { why } => doubt = doubt.or(Some(why.as_str())),
            RevocationStatus::Unusable { .. } => {}
        }
    }
    doubt
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::{RevocationFacts, RevocationStatus};
    use crate::input::Input;

    fn unknown() -> RevocationFacts {
        let why = "the list is that of another part of the issuer's certificates".into();
        RevocationFacts::new("crl", "wwdrg4-7.crl", RevocationStatus::Unknown { why })
    }

    /// Other evidence decides.
    pub(super) fn good() -> Input {
        let mut certificate = ex::certificate();
        let decides = RevocationFacts::new("crl", "wwdrg4-1.crl", RevocationStatus::Good);
        certificate.revocation = alloc::vec![unknown(), decides];
        ex::with(certificate)
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::certificate();
        certificate.crl_urls = alloc::vec!["http://crl.apple.com/wwdrg4-1.crl".into()];
        certificate.revocation.push(unknown());
        ex::with(certificate)
    }
}
