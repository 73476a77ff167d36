//! The rule `apns-refuses-certificate`.

use alloc::format;

use pushcert_types::Reason;
use pushcert_types::connection::Stage;

use crate::connection::Fault;
use crate::connection::causes::in_the_file;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// APNs does not accept the certificate.
    ///
    /// ## What happened
    /// The TLS connection was made with the client certificate, and APNs answered the request with `BadCertificate` or
    /// `Forbidden`, as an HTTP answer or in the GOAWAY frame that ends the connection.
    ///
    /// ## Why it matters
    /// No push goes out. The certificate came through TLS, so it is genuine and not expired; but it is not one that may
    /// send: revoked a moment ago, of a kind that is not for push (a distribution or Apple Pay certificate, the
    /// certificate of an MDM vendor), or of a team whose membership has ended.
    ///
    /// ## How to fix
    /// 1. `pushcert show push.p12` tells the kind. It has to be "Apple Push Services", VoIP, WatchKit, Website Push,
    ///    Pass Type ID or MDM push.
    /// 2. In the developer account, look whether the certificate is still in the list and the membership is paid.
    /// 3. Create a new certificate: "Apple Push Notification service SSL (Sandbox & Production)"; for MDM choose
    ///    **Renew** in the Apple Push Certificates Portal.
    520 "apns-refuses-certificate" Error since "0.1.0"
    help: "look the certificate up in the developer account; if it is gone or of another kind, create a new one",
    symptoms: [
        "BadCertificate",
        "{\"reason\":\"BadCertificate\"}",
        "{\"reason\":\"Forbidden\"}",
        "403 BadCertificate",
        "403 Forbidden",
    ],
    sources: [
        Apple("documentation/usernotifications/handling-notification-responses-from-apns"),
        Observed("sideshow/apns2#93"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let reasons = [Reason::BadCertificate, Reason::Forbidden];
    let Some((refusal, reason)) = input.refused_for(&reasons) else {
        return;
    };
    let message = match reason {
        Reason::Forbidden => "APNs forbids what was asked for with this certificate (Forbidden)",
        _ => "APNs does not accept the certificate (BadCertificate)",
    };
    let causes = in_the_file(input, refusal.facts);
    let message = match causes.first() {
        Some(cause) => format!("{message}; probably because {cause}"),
        None => message.into(),
    };
    let finding = out.answer(&refusal, Stage::Topic, Fault::Credential, message);
    if !causes.is_empty() {
        finding.fact("probable_causes", causes);
    }
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::connection::Stage;

    use crate::example::connection as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::accepted()
    }

    pub(super) fn bad() -> Input {
        ex::answered(Stage::Topic, 403, "BadCertificate")
    }
}
