//! The rule `apns-wants-token`.

use alloc::format;

use pushcert_types::Reason;
use pushcert_types::connection::Stage;

use crate::connection::{Fault, client_certificate, yes_or_no};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// APNs saw no client certificate and asks for a provider token.
    ///
    /// ## What happened
    /// A sender shows who it is either by a client certificate in the TLS handshake or by a provider token in each
    /// request. APNs answered with a reason about provider tokens, so on this connection it saw no certificate, or
    /// something put an `authorization` header into the request.
    ///
    /// ## Why it matters
    /// Every push fails, and it looks as if the certificate were of the wrong kind. In truth it never arrived: the
    /// program did not load it, loaded the certificate without its key, or a proxy that inspects TLS opened a connection
    /// of its own to Apple.
    ///
    /// ## How to fix
    /// 1. Look at `requested` and `sent` in the finding. Not requested: a proxy or another server answers; have APNs
    ///    excepted from TLS inspection. Requested and not sent: the program has no certificate with a key.
    /// 2. `pushcert check push.p12` says whether certificate and key are both in the file. .NET Framework does not send
    ///    client certificates over HTTP/2; .NET Core 3.1 and later do.
    /// 3. Do not send an `authorization` header over a connection with a client certificate. If it is a token that you
    ///    want to use, make it with the `.p8` key, ES256, and renew it every 20 to 60 minutes.
    523 "apns-wants-token" Error since "0.1.0"
    help: "make sure that the client certificate is sent with its key, and that no proxy opens the TLS connection",
    symptoms: [
        "MissingProviderToken",
        "InvalidProviderToken",
        "ExpiredProviderToken",
        "TooManyProviderTokenUpdates",
        "{\"reason\":\"MissingProviderToken\"}",
        "{\"reason\":\"InvalidProviderToken\"}",
        "{\"reason\":\"ExpiredProviderToken\"}",
    ],
    sources: [
        Apple("documentation/usernotifications/handling-notification-responses-from-apns"),
        Apple("documentation/usernotifications/establishing-a-certificate-based-connection-to-apns"),
        Observed("alexalok/dotAPNS#118"),
        Observed("alexalok/dotAPNS#129"),
        Observed("dotnet/corefx#23518"),
        Observed("reown-com/push-server#347"),
        Observed("jchambers/pushy#811"),
    ],
}

const REASONS: [Reason; 6] = [
    Reason::MissingProviderToken,
    Reason::InvalidProviderToken,
    Reason::ExpiredProviderToken,
    Reason::UnrelatedKeyIdInToken,
    Reason::BadEnvironmentKeyIdInToken,
    Reason::TooManyProviderTokenUpdates,
];

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some((refusal, reason)) = input.refused_for(&REASONS) else {
        return;
    };
    let certificate = client_certificate(refusal.facts);
    let (why, fault) = if !certificate.requested {
        (
            "the server did not ask for a client certificate",
            Fault::of_stranger(refusal.facts),
        )
    } else if !certificate.sent {
        ("the client certificate was not sent", Fault::ThisMachine)
    } else {
        (
            "the client certificate was sent and did not arrive there",
            Fault::Network,
        )
    };
    let message = format!("APNs wants a provider token ({reason}): {why}");
    out.answer(&refusal, Stage::ClientCertificate, fault, message)
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
        let mut input = ex::answered(Stage::Topic, 403, "MissingProviderToken");
        let nothing = ClientCertificateFacts::new(false, false);
        ex::facts(&mut input).client_certificate = Some(nothing);
        input
    }
}
