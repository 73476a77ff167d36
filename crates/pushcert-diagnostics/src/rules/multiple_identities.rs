//! The rule `multiple-identities`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::facts::IdentityFacts;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::{Severity, declare_rule};
use crate::value::shown;
use crate::wording::{count, listed};

declare_rule! {
    /// The file holds more than one certificate with its key.
    ///
    /// ## What happened
    /// The export took several entries of the keychain at once, so the file has several identities: certificates
    /// each with a key of its own. The finding lists them with topic and environment. Certificates without a key,
    /// such as Apple's intermediate, do not count.
    ///
    /// ## Why it matters
    /// Most programs take the first identity or the last, without a word. Which one that is depends on the program
    /// that wrote the file. So a server may connect with the certificate of another app, or with one for
    /// distribution, and every push fails.
    ///
    /// ## How to fix
    /// Write the one identity that the server needs into a file of its own:
    /// `pushcert export FILE --to p12-compatible --identity com.example.app --out push.p12`. Or export again from
    /// Keychain Access with exactly one entry selected. If this program alone uses the file, say which one you mean
    /// with `--topic` and `--environment`; then this finding is a note.
    9 "multiple-identities" Error since "0.1.0"
    help: "write one identity into a file of its own: pushcert export FILE --to p12-compatible --identity TOPIC --out push.p12",
    symptoms: [
        "p12 file contains multiple certificates…",
        "multiple keys found in PFX/P12 file",
        "expected exactly two safe bags in the PFX PDU",
    ],
    sources: [
        Requirement("S0-16, S0-17"),
        Observed("Redth/PushSharp#219"),
        Observed("jchambers/pushy#292"),
        Observed("node-apn/node-apn#336"),
        Observed("parse-community/Parse-SDK-iOS-OSX#924"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    if input.identities.len() < 2 || !input.wanted.push_certificate() {
        return;
    }
    let identities: Vec<_> = input.identities.iter().map(described).collect();
    let number = count(identities.len(), "certificate");
    let message = format!(
        "The file holds {number} with their keys: {}",
        listed(identities.iter().map(|text| shown(text)))
    );
    let finding = out.report(message).fact("identities", identities);
    if !input.wanted.topics.is_empty() {
        finding.lowered_to(Severity::Note);
    }
}

/// `com.example.app (sandbox and production)`; the kind where there is no topic.
fn described(identity: &IdentityFacts) -> String {
    let certificate = &identity.certificate;
    let topic = certificate
        .topics
        .first()
        .map_or(certificate.title(), |topic| &topic.topic);
    if certificate.environments.is_empty() {
        format!("{topic} ({})", certificate.kind)
    } else {
        format!("{topic} ({})", listed(&certificate.environments))
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::IdentityFacts;
    use crate::input::Input;

    /// One identity with a chain is one identity.
    pub(super) fn good() -> Input {
        let mut input = ex::p12();
        for identity in &mut input.identities {
            identity.chain.push(ex::authority(
                "G4",
                "5bd9fa1de79a1a0ba399763750863e91c85b772a",
            ));
        }
        input
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::p12();
        let certificate = ex::app_certificate("com.example.other");
        input
            .identities
            .push(IdentityFacts::new(ex::key(), certificate));
        input
    }
}
