//! The rule `name-disagrees-with-extensions`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::facts::CertificateFacts;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The name in the certificate and its extensions tell different stories.
    ///
    /// ## What happened
    /// A push certificate says twice what it is for: in its common name ("Apple Push Services: com.example.app"), and
    /// in Apple's extensions and the user id of its subject. In every certificate that Apple has issued they agree.
    /// Here they do not. The extensions were believed.
    ///
    /// ## Why it matters
    /// APNs goes by the extensions. Programs that go by the name connect to the wrong environment or send to the wrong
    /// topic, and some refuse every name that they do not know: many do since Apple changed it in December 2015. Where
    /// the two differ in the certificate itself, it may be forged or made for a test.
    ///
    /// ## How to fix
    /// Look at both with `pushcert show FILE`, and use the topics that it lists. If the certificate is not one for
    /// tests, download it again from your developer account and compare the serial numbers.
    207 "name-disagrees-with-extensions" Warning since "0.1.0"
    help: "use the topics of the extensions; download the certificate again and compare the serial numbers",
    symptoms: [
        "Unsupported certificate type. Common Name (CN) must contain one of…",
        "You have selected the Production server, yet your Certificate does not appear to be the Production certificate!",
        "Invalid environment for this certificate",
        "The certificate's bundleId did not match that of your app",
    ],
    sources: [
        Requirement("S1-19"),
        Observed("parse-community/Parse-SDK-iOS-OSX#672"),
        Observed("mac-cain13/notificato#53"),
        Observed("CleverTap/apns-http2#56"),
        Observed("Redth/PushSharp#585"),
        Measured("name and extensions agree in 145 of 145 certificates issued by Apple"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for leaf in input.judged() {
        let certificate = leaf.certificate;
        let disagreements = disagreements(certificate);
        let Some(first) = disagreements.first() else {
            continue;
        };
        out.report(format!(
            "Name and extensions of the certificate disagree: {first}"
        ))
        .about(leaf.subject())
        .fact_if("common_name", certificate.common_name.as_ref())
        .fact_if("uid", certificate.uid.as_ref())
        .fact("kind", certificate.kind.as_str())
        .fact("disagreements", disagreements);
    }
}

fn disagreements(certificate: &CertificateFacts) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(claimed) = certificate
        .kind_by_name
        .filter(|kind| *kind != certificate.kind)
    {
        found.push(format!(
            "the name says {claimed}, the extensions say {}",
            certificate.kind
        ));
    }
    if let (Some(implied), Some(uid)) = (&certificate.name_topic, &certificate.uid)
        && implied != uid
    {
        found.push(format!(
            "the name stands for {}, the user id is {}",
            shown(implied),
            shown(uid)
        ));
    }
    found.extend(certificate.disagreements.iter().cloned());
    found
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
        certificate.common_name = Some("Apple Push Services: com.example.other".into());
        certificate.name_topic = Some("com.example.other".into());
        ex::with(certificate)
    }
}
