//! The rule `not-the-requested-kind`.

use alloc::format;

use pushcert_types::CertificateKind;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The certificate is of another kind than the one that was asked for.
    ///
    /// ## What happened
    /// Apple issues several kinds of push certificates, in two portals. What came back is not of the kind that the
    /// request was made for: the certificate of an app where one for device management is wanted, for example, or one
    /// for the sandbox alone where both environments are.
    ///
    /// ## Why it matters
    /// The kind decides what can be sent. Device management works with an MDM push certificate ("APSP:…") only, and
    /// with that nothing can be sent to an app.
    ///
    /// ## How to fix
    /// For an app: in your developer account, under Certificates, create "Apple Push Notification service SSL (Sandbox
    /// & Production)". For device management: upload the request that a vendor signed at identity.apple.com/pushcert.
    612 "not-the-requested-kind" Error since "0.1.0"
    help: "create the certificate of the right kind; the finding names both",
    symptoms: [
        "The profile is invalid (invalid topic)",
        "Unsupported certificate type. Common Name (CN) must contain one of…",
        "BadCertificateEnvironment",
    ],
    sources: [
        Requirement("S2-26"),
        Apple("documentation/usernotifications/establishing-a-certificate-based-connection-to-apns"),
        Page("https://identity.apple.com/pushcert/"),
        Observed("micromdm/micromdm#366"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let request = input.wanted.request.as_ref();
    let Some(asked) = request.and_then(|request| request.kind) else {
        return;
    };
    let judged = input.answers();
    let Some(leaf) = judged.first() else { return };
    if judged.iter().any(|leaf| leaf.certificate.kind == asked) {
        return;
    }
    let kind = leaf.certificate.kind;
    let finding = out
        .report(format!(
            "The certificate is {}, and {} was asked for",
            noun(kind),
            noun(asked)
        ))
        .about(leaf.subject())
        .fact("expected", asked.as_str())
        .fact("kind", kind.as_str())
        .fact_if("common_name", leaf.certificate.common_name.as_ref());
    if asked == CertificateKind::MdmPush {
        finding.help(
            "upload the vendor-signed request at identity.apple.com/pushcert and take the certificate from there",
        );
    }
}

/// The kind in words, with an article.
const fn noun(kind: CertificateKind) -> &'static str {
    match kind {
        CertificateKind::Apns => "an app's push certificate",
        CertificateKind::ApnsSandbox | CertificateKind::ApnsDevelopmentLegacy => {
            "an app's push certificate for the sandbox"
        }
        CertificateKind::ApnsProductionLegacy => "an app's push certificate for production",
        CertificateKind::Voip => "a VoIP Services certificate",
        CertificateKind::Watchkit => "a WatchKit Services certificate",
        CertificateKind::WebsitePush => "a Website Push ID certificate",
        CertificateKind::PassTypeId => "a Pass Type ID certificate",
        CertificateKind::MdmPush => "an MDM push certificate",
        CertificateKind::MdmVendor => "an MDM vendor's certificate",
        CertificateKind::AppleCa => "the certificate of an authority",
        _ => "another certificate",
    }
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::CertificateKind;

    use crate::example as ex;
    use crate::format::Format;
    use crate::input::{Input, Place, RequestedFacts};

    fn answer(asked: CertificateKind) -> Input {
        let mut input = ex::file("aps.cer", Format::CertificateDer);
        input.wanted.place = Place::IssuedCertificate;
        input.wanted.request = Some(RequestedFacts {
            kind: Some(asked),
            ..RequestedFacts::default()
        });
        input.certificates.push(ex::certificate());
        input
    }

    pub(super) fn good() -> Input {
        answer(CertificateKind::Apns)
    }

    pub(super) fn bad() -> Input {
        answer(CertificateKind::MdmPush)
    }
}
