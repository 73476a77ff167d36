//! The rule `untrusted-issuer`.

use alloc::format;

use pushcert_trust::ChainStatus;
use pushcert_types::connection::AnswerFacts;

use crate::findings::Findings;
use crate::input::{Input, Place};
use crate::rule::{Severity, declare_rule};
use crate::value::shown;

declare_rule! {
    /// Apple did not sign the certificate.
    ///
    /// ## What happened
    /// The signature was checked against every Apple authority that issues push certificates. It verifies with none.
    /// Either the issuer is somebody else, or the certificate signed itself, or it names Apple as its issuer
    /// (`apple-by-name-only`) and the signature is not Apple's.
    ///
    /// ## Why it matters
    /// APNs accepts certificates that Apple signed, and no others. A certificate that only claims Apple's name was
    /// made by somebody else, for a test or to deceive, or its bytes were changed after it was signed.
    ///
    /// A server that was connected to and accepts the certificate, such as a stand-in, makes it a warning.
    ///
    /// ## How to fix
    /// Download the certificate from your developer account (for MDM from identity.apple.com/pushcert) and join it
    /// with your key: `pushcert pair --cert aps.cer --key push.key --out push.p12`. If your own test authority issued
    /// it, this finding is right for Apple's servers and you can ignore it with a stand-in.
    301 "untrusted-issuer" Error since "0.1.0"
    help: "use the certificate that Apple issued: download it from your developer account",
    symptoms: [
        "BadCertificate",
        "tlsv1 alert unknown ca",
        "unable to get local issuer certificate",
        "self signed certificate",
        "x509: certificate signed by unknown authority",
    ],
    sources: [
        Rfc(5280, "6.1"),
        Page("https://www.apple.com/certificateauthority/"),
        Observed("SymmetricInfinity/push_package#22"),
        Observed("micromdm/nanomdm#77"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let is_vendors = input.wanted.place == Place::VendorCertificate;
    for leaf in input.judged() {
        let certificate = leaf.certificate;
        let is_wanted = certificate.kind.is_push() || is_vendors;
        if !is_wanted || certificate.issued_by_given_authority {
            continue;
        }
        let message = match certificate.chain_status {
            ChainStatus::Apple => continue,
            ChainStatus::AppleByNameOnly => {
                "The certificate names Apple as its issuer, but the signature is not Apple's".into()
            }
            ChainStatus::SelfSigned => {
                "The certificate signed itself; Apple did not issue it".into()
            }
            _ => {
                let issuer = certificate
                    .issuer_common_name
                    .as_deref()
                    .unwrap_or("an issuer without a name");
                format!(
                    "The certificate was issued by {}, not by Apple",
                    shown(issuer)
                )
            }
        };
        let accepted = input
            .connection
            .as_ref()
            .and_then(|connection| connection.answer.as_ref())
            .is_some_and(AnswerFacts::proves_credential);
        let found = out.report(message);
        if accepted {
            // Whom a server accepts is for the server to say.
            found
                .lowered_to(Severity::Warning)
                .help("nothing for this server, which accepts it; APNs takes certificates that Apple issued");
        }
        found
            .about(leaf.subject())
            .fact("chain_status", certificate.chain_status.as_str())
            .fact_if("issuer", certificate.issuer_common_name.as_ref())
            .fact_if("authority_key_id", certificate.authority_key_id.as_ref());
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;
    use pushcert_trust::ChainStatus;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::certificate();
        certificate.chain_status = ChainStatus::AppleByNameOnly;
        ex::with(certificate)
    }
}
