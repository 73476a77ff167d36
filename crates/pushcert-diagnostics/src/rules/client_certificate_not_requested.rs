//! The rule `client-certificate-not-requested`.

use alloc::format;

use pushcert_types::Reason;
use pushcert_types::connection::Stage;

use crate::connection::{Fault, place, yes_or_no};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The server did not ask for a client certificate.
    ///
    /// ## What happened
    /// In the TLS handshake a server asks for a certificate of the client (`CertificateRequest`). This one did not, so
    /// the credential was not sent.
    ///
    /// ## Why it matters
    /// APNs asks every client. So something else answered: a proxy that opens the TLS connection and makes one of its
    /// own to Apple, or a server of yours that stands in for APNs. Behind such a proxy APNs sees no certificate, and
    /// answers `MissingProviderToken`. Whatever such a server answers, it proves nothing about the credential.
    ///
    /// ## How to fix
    /// Have `api.push.apple.com` and `api.sandbox.push.apple.com`, ports 443 and 2197, excepted from TLS inspection. A
    /// stand-in has to ask for client certificates: `openssl s_server -Verify 1`, nginx `ssl_verify_client optional_no_ca`.
    511 "client-certificate-not-requested" Error since "0.1.0"
    help: "have APNs excepted from TLS inspection: the server that answers is not Apple's",
    symptoms: [
        "No client certificate CA names sent",
        "MissingProviderToken",
    ],
    sources: [
        Rfc(8446, "4.3.2"),
        Apple("documentation/usernotifications/establishing-a-certificate-based-connection-to-apns"),
        Observed("alexalok/dotAPNS#129"),
        Observed("dotnet/corefx#23518"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(facts) = &input.connection else {
        return;
    };
    let Some(certificate) = facts.client_certificate else {
        return;
    };
    // Before TLS has come that far the server had no time to ask.
    let reached = facts
        .stages
        .iter()
        .any(|one| one.stage >= Stage::ClientCertificate);
    let is_told = input.refused_for(&[Reason::MissingProviderToken]).is_some();
    if certificate.requested || !reached || is_told {
        return;
    }
    let message = format!(
        "The server {} did not ask for a client certificate",
        place(facts)
    );
    out.connection(
        facts,
        Stage::ClientCertificate,
        Fault::of_stranger(facts),
        message,
    )
    .fact("requested", yes_or_no(certificate.requested))
    .fact("sent", yes_or_no(certificate.sent));
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::connection::{ClientCertificateFacts, Stage};

    use crate::example::connection as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::accepted()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::answered(Stage::Topic, 200, "");
        let nothing = ClientCertificateFacts::new(false, false);
        ex::facts(&mut input).client_certificate = Some(nothing);
        input
    }
}
