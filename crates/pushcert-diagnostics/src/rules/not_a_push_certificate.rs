//! The rule `not-a-push-certificate`.

use alloc::format;

use pushcert_types::CertificateKind;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::select::{Leaf, Subject};
use crate::value::shown;

declare_rule! {
    /// The certificate is for something else than push.
    ///
    /// ## What happened
    /// The certificate has none of Apple's markers for push, and its subject is not that of a push certificate. It may
    /// be one for development or distribution of apps, one of a web server, or the certificate of an authority.
    ///
    /// ## Why it matters
    /// APNs accepts push certificates only. Keychain Access shows all kinds in one list, with similar names, so the
    /// wrong one is exported easily.
    ///
    /// ## How to fix
    /// In your developer account, under Certificates, look for the type "Apple Push Services" (or "Sandbox Push
    /// Services", "VoIP Services", "Pass Type ID", "Website Push ID") with your App ID. Export that one with its key.
    /// If there is none, create "Apple Push Notification service SSL (Sandbox & Production)".
    205 "not-a-push-certificate" Error since "0.1.0"
    help: "export the certificate named 'Apple Push Services: …' with its key, or create one",
    symptoms: [
        "Not a push certificate",
        "Unsupported certificate type. Common Name (CN) must contain one of…",
        "BadCertificate",
    ],
    sources: [
        Apple("documentation/usernotifications/establishing-a-certificate-based-connection-to-apns"),
        Observed("Redth/PushSharp#219"),
        Observed("CleverTap/apns-http2#53"),
        Observed("CleverTap/apns-http2#46"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    if !input.wanted.push_certificate() {
        return;
    }
    let judged = input.judged();
    for leaf in &judged {
        let kind = leaf.certificate.kind;
        if !kind.is_push() && kind != CertificateKind::MdmVendor {
            report(leaf, out);
        }
    }
    // Only authorities, and no key that another rule tells about.
    if judged.is_empty()
        && input.key_count() == 0
        && let Some(authority) = input.certificates.first()
    {
        let name = shown(authority.title());
        out.report(format!(
            "The certificate belongs to an authority, not to a sender of pushes: {name}"
        ))
        .about(Subject("certificates", 0))
        .fact("kind", authority.kind.as_str())
        .fact_if("common_name", authority.common_name.as_ref());
    }
}

fn report(leaf: &Leaf<'_>, out: &mut Findings<'_>) {
    let certificate = leaf.certificate;
    let message = match certificate.kind {
        CertificateKind::ApnsServer => {
            "The certificate is that of Apple's server, not of a sender".into()
        }
        CertificateKind::AppleCa => {
            "The certificate belongs to an authority, not to a sender of pushes".into()
        }
        _ => format!(
            "The certificate is not for push: {}",
            shown(certificate.title())
        ),
    };
    out.report(message)
        .about(leaf.subject())
        .fact("kind", certificate.kind.as_str())
        .fact_if("common_name", certificate.common_name.as_ref())
        .fact_if("issuer", certificate.issuer_common_name.as_ref());
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::CertificateKind;

    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::named(
            CertificateKind::Other,
            "Apple Distribution: ",
            "Example Ltd. (TEAM123456)",
        );
        certificate.kind_by_name = None;
        certificate.issuer_generation = Some("G3".into());
        ex::with(certificate)
    }
}
