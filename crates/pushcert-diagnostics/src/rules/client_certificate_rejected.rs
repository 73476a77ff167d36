//! The rule `client-certificate-rejected`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use pushcert_types::connection::Stage;

use crate::connection::causes::{in_the_file, of_alert};
use crate::connection::{AlertAt, Fault, client_certificate, is_named, place, yes_or_no};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The server refused the client certificate during TLS.
    ///
    /// ## What happened
    /// The server's own certificate was good, the client certificate was sent, and the server answered with a TLS
    /// alert. With TLS 1.3 the alert comes after the handshake, on the first read, so other programs report it as an
    /// error of a connection that was "established".
    ///
    /// ## Why it matters
    /// No HTTP answer comes back, and the alert alone is a hint only: servers were seen to send `internal_error` for a
    /// certificate that had expired, `decrypt_error` for the key of another certificate, and `certificate_unknown` for
    /// all kinds of reasons. The finding lists the probable causes: what the file itself proves comes first, then what
    /// the alert has been seen for.
    ///
    /// ## How to fix
    /// 1. `pushcert check push.p12` tells dates, key match, kind, environment and issuer; put right what it reports.
    /// 2. `pushcert check push.p12 --crl FILE` or `--ocsp FILE` tells whether the certificate was revoked; so does the
    ///    list of certificates in the developer account.
    /// 3. If nothing is wrong with it, look at the clock of this machine, and make sure that the program loads this very
    ///    file: compare the fingerprint in its log with that of `pushcert show push.p12`.
    /// 4. Still refused? Create a new certificate from a new request.
    510 "client-certificate-rejected" Error since "0.1.0"
    help: "check the file first: pushcert check FILE; the probable causes stand in the finding",
    symptoms: [
        "sslv3 alert certificate unknown",
        "ssl/tls alert certificate unknown",
        "sslv3 alert bad certificate",
        "ssl/tls alert bad certificate",
        "sslv3 alert handshake failure",
        "ssl/tls alert handshake failure",
        "sslv3 alert unsupported certificate",
        "tlsv1 alert unknown ca",
        "tlsv1 alert access denied",
        "tlsv1 alert decrypt error",
        "tlsv1 alert internal error",
        "tlsv13 alert certificate required",
        "remote error: tls: bad certificate",
        "remote error: tls: unknown certificate",
        "remote error: tls: unknown certificate authority",
        "remote error: tls: internal error",
        "remote error: tls: error decrypting message",
        "remote error: tls: certificate required",
        "Received fatal alert: certificate_unknown",
        "Received fatal alert: bad_certificate",
        "Received fatal alert: unknown_ca",
        "Received fatal alert: internal_error",
        "[SSL: SSLV3_ALERT_CERTIFICATE_UNKNOWN]",
        "[SSL: TLSV1_ALERT_UNKNOWN_CA]",
        "[SSL: TLSV13_ALERT_CERTIFICATE_REQUIRED]",
        "received fatal alert: CertificateUnknown",
        "received fatal alert: BadCertificate",
        "received fatal alert: UnknownCA",
        "SSL handshake failed (-9829)",
        "SSL alert number 46",
    ],
    sources: [
        Requirement("S1-27, S1-30"),
        Rfc(8446, "6.2"),
        Measured("TLS 1.3 clients finish the handshake; the alert about their certificate comes on the first read"),
        Observed("Ph3nol/NotificationPusher#133"),
        Observed("Pr0Ger/PyAPNs2#24"),
        Observed("jazzband/django-push-notifications#355"),
        Observed("jazzband/django-push-notifications#399"),
        Observed("jazzband/django-push-notifications#311"),
        Observed("jchambers/pushy#97"),
        Observed("notnoop/java-apns#320"),
        Observed("rpush/rpush#288"),
        Observed("noodlewerk/NWPusher#32"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(ended) = input.ended() else { return };
    let Some((alert, AlertAt::ClientCertificate)) = ended.alert() else {
        return;
    };
    if is_named(alert) {
        return;
    }
    let facts = ended.facts;
    let certificate = client_certificate(facts);
    let mut causes = in_the_file(input, facts);
    let proven = causes.first().cloned();
    let seen = of_alert(alert, certificate.sent).iter();
    causes.extend(seen.map(|cause| String::from(*cause)));
    let message = message(
        &place(facts),
        &alert.to_string(),
        proven.as_deref(),
        &causes,
    );
    out.connection(facts, Stage::ClientCertificate, Fault::Credential, message)
        .fact("alert", alert.to_string())
        .fact("requested", yes_or_no(certificate.requested))
        .fact("sent", yes_or_no(certificate.sent))
        .fact("probable_causes", causes);
}

fn message(at: &str, alert: &str, proven: Option<&str>, causes: &[String]) -> String {
    let refused = format!("The server {at} refused the client certificate with the alert {alert}");
    match proven {
        Some(cause) => format!("{refused}; probably because {cause}"),
        None => {
            let causes: Vec<&str> = causes.iter().map(String::as_str).collect();
            format!(
                "{refused}; this alert was seen where {}",
                causes.join(", or where ")
            )
        }
    }
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::connection::{Alert, FailureKind, Stage};

    use crate::example::connection as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::accepted()
    }

    pub(super) fn bad() -> Input {
        let kind = FailureKind::Alert(Alert::INTERNAL_ERROR);
        ex::failed(Stage::ClientCertificate, kind)
    }
}
