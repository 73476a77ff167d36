//! The rule `chain-incomplete`.

use pushcert_types::CertificateKind;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The file lacks the intermediate that has to go into what the certificate signs.
    ///
    /// ## What happened
    /// A Website Push ID or Pass Type ID certificate does two things: it authenticates pushes, and it signs the push
    /// package of a web site or the passes of Wallet. The file has certificate and key, and no certificate of the
    /// authority that issued it.
    ///
    /// ## Why it matters
    /// For pushes nothing is missing: APNs has the intermediate. But a signature without it cannot be checked by Safari
    /// and Wallet, and they refuse the package or the pass without a word. Since January 2022 the authority is G4;
    /// tools that pack an older one make such signatures, too.
    ///
    /// ## How to fix
    /// `pushcert export FILE --to p12-compatible --chain complete --out new.p12` puts the right authority in. For pushes
    /// alone, nothing needs to be done.
    310 "chain-incomplete" Note since "0.1.0"
    help: "for signing, put the issuer in: pushcert export FILE --to p12-compatible --chain complete --out new.p12",
    symptoms: [
        "the signature of the package is invalid",
        "unable to verify the first certificate",
        "Signature verification of push package failed",
    ],
    sources: [
        Page("https://www.apple.com/certificateauthority/"),
        Observed("SymmetricInfinity/push_package#22"),
        Observed("SymmetricInfinity/push_package#24"),
        Observed("MySiteApp/node-safari-push-notifications#46"),
        Observed("jchambers/pushy#934"),
        Observed("ipfs/distributions#616"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    // Where there are authorities, and not the right one, `wrong-intermediate` says so.
    if !input.wanted.credential() || input.authorities().next().is_some() {
        return;
    }
    for leaf in input.judged_push() {
        let kind = leaf.certificate.kind;
        let signs = matches!(
            kind,
            CertificateKind::WebsitePush | CertificateKind::PassTypeId
        );
        if signs && leaf.identity.is_some() {
            out.report(
                "The file lacks the intermediate, which belongs into what the certificate signs",
            )
            .about(leaf.subject())
            .fact("kind", kind.as_str())
            .fact_if("issuer", leaf.certificate.issuer_common_name.as_ref())
            .fact_if(
                "issuer_generation",
                leaf.certificate.issuer_generation.as_ref(),
            );
        }
    }
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::{CertificateKind, Environment, PushType};

    use crate::example as ex;
    use crate::facts::TopicFacts;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::p12()
    }

    pub(super) fn bad() -> Input {
        let topic = "web.com.example";
        let mut certificate = ex::named(CertificateKind::WebsitePush, "Website Push ID: ", topic);
        certificate.environments = alloc::vec![Environment::Production];
        certificate.topics = alloc::vec![TopicFacts::new(
            topic,
            &[PushType::Alert, PushType::Background]
        )];
        certificate.topics_from = Some("uid".into());
        ex::with(certificate)
    }
}
