//! The rule `path-invalid`.

use alloc::format;

use pushcert_trust::ChainStatus;

use crate::facts::CertificateFacts;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The path from the certificate to Apple's root does not hold.
    ///
    /// ## What happened
    /// Apple signed the certificate, and yet the path from it to the root fails by the rules for paths: an authority on
    /// it is not valid at that time, may not issue certificates, or stands too deep. The finding says why. Dates of the
    /// certificate and of its issuer have findings of their own.
    ///
    /// ## Why it matters
    /// APNs may still take the certificate, because it decides by itself. Programs that check the path first refuse to
    /// load it.
    ///
    /// ## How to fix
    /// Check with the right time (`--at` and the clock of this machine). If it stays, create a new certificate of the
    /// type "Apple Push Notification service SSL (Sandbox & Production)": Apple issues it from an authority whose path
    /// holds today.
    309 "path-invalid" Warning since "0.1.0"
    help: "create a new certificate; Apple issues it from an authority whose path holds today",
    symptoms: ["unable to verify the first certificate", "path length constraint exceeded", "invalid CA certificate"],
    sources: [
        Rfc(5280, "6.1"),
        Page("https://www.apple.com/certificateauthority/"),
        Observed("SymmetricInfinity/push_package#24"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for leaf in input.judged() {
        let certificate = leaf.certificate;
        let Some(why) = &certificate.path_problem else {
            continue;
        };
        if is_explained(certificate, input) {
            continue;
        }
        let authorities = certificate.path.iter().map(|step| step.common_name.clone());
        out.report(format!(
            "The path to Apple's root does not hold: {}",
            shown(why)
        ))
        .about(leaf.subject())
        .fact("why", why)
        .fact("path", authorities.collect::<alloc::vec::Vec<_>>())
        .fact("checked_at", input.now);
    }
}

/// Whether another finding says what is wrong: the certificate's dates, its issuer, or the issuer's end.
fn is_explained(certificate: &CertificateFacts, input: &Input) -> bool {
    let not_issued_by_apple = certificate.chain_status != ChainStatus::Apple;
    let is_over = |end: Option<_>| end.is_some_and(|end| end < input.now);
    let not_begun = certificate
        .not_before
        .is_some_and(|start| start > input.now);
    not_issued_by_apple
        || certificate.issued_by_given_authority
        || not_begun
        || is_over(certificate.not_after)
        || is_over(certificate.issuer_not_after)
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::certificate();
        certificate.path_problem = Some("the root is not valid yet".into());
        ex::with(certificate)
    }
}
