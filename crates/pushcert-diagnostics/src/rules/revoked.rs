//! The rule `revoked`.

use alloc::format;

use pushcert_types::connection::{Alert, FailureKind, Stage};

use crate::connection::{Ended, Fault, place};
use crate::facts::RevocationStatus;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// Apple has revoked the certificate.
    ///
    /// ## What happened
    /// A list of revoked certificates (CRL) or an answer of an OCSP responder, signed by the issuer, names this
    /// certificate. Somebody revoked it in the developer account or in the Apple Push Certificates Portal, or Apple did.
    /// Nothing takes that back, so the evidence counts even if it is old. Or APNs itself refused the certificate in the
    /// TLS handshake with the alert `certificate_revoked`.
    ///
    /// ## Why it matters
    /// APNs refuses new connections with it during the TLS handshake. Connections that are open may go on for a while
    /// and hide the trouble. If the key was stolen, whoever has it can push over such a connection, too.
    ///
    /// ## How to fix
    /// The order matters:
    ///
    /// 1. **Close all connections to APNs** that were made with the revoked certificate, on every server.
    /// 2. Get a new certificate for a new key: `pushcert csr new --email you@example.com --common-name Push --out push.csr
    ///    --key-out push.key`. For an app: create "Apple Push Notification service SSL (Sandbox & Production)" for the
    ///    same App ID. For MDM: choose **Renew** in the Apple Push Certificates Portal if it still lists the old one.
    ///    Join the two: `pushcert pair --cert aps.cer --key push.key --out push.p12`.
    /// 3. **Configure the new certificate** on every server and take the old one away.
    /// 4. **Open new connections**, and check that no server still has the old file:
    ///    `pushcert check push.p12 --crl FILE`.
    ///
    /// A certificate whose key was stolen is revoked in the account and nowhere else:
    /// <https://developer.apple.com/help/account/create-certificates/revoke-a-certificate/>. This program cannot do it.
    304 "revoked" Error since "0.1.0"
    help: "close all connections to APNs first, then configure a new certificate, then open new connections",
    symptoms: [
        "sslv3 alert certificate revoked",
        "ssl/tls alert certificate revoked",
        "remote error: tls: revoked certificate",
        "certificate revoked",
        "Received fatal alert: certificate_revoked",
        "received fatal alert: CertificateRevoked",
        "[SSL: SSLV3_ALERT_CERTIFICATE_REVOKED]",
    ],
    sources: [
        Requirement("S1-31, S1-32, S1-33, S1-34"),
        Rfc(5280, "5.3.1"),
        Rfc(6960, "2.2"),
        Apple("documentation/usernotifications/establishing-a-certificate-based-connection-to-apns"),
        Apple("help/account/create-certificates/revoke-a-certificate/"),
        Observed("rpush/rpush#112"),
        Observed("rpush/rpush#348"),
        Observed("parse-community/parse-server-push-adapter#115"),
        Observed("Redth/PushSharp#886"),
        Observed("gepo/apns-http2#9"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let alert = input
        .ended()
        .filter(|ended| *ended.kind == FailureKind::Alert(Alert::CERTIFICATE_REVOKED));
    let mut is_told = false;
    for (subject, certificate) in input.revocable() {
        // Of several proofs the first is told.
        let proof = certificate.revocation.iter().find_map(|evidence| {
            if let RevocationStatus::Revoked { at, reason } = &evidence.status {
                Some((evidence, *at, reason.as_ref()))
            } else {
                None
            }
        });
        let Some((evidence, at, reason)) = proof else {
            continue;
        };
        let since = at.map_or_else(|| "".into(), |at| format!(" on {at}"));
        let why = reason.map_or_else(|| "".into(), |reason| format!(" ({})", shown(reason)));
        out.report(format!("The certificate was revoked{since}{why}"))
            .about(subject)
            .fact_if("revoked_at", at)
            .fact_if("reason", reason)
            .fact("evidence", &evidence.kind)
            .fact("source", &evidence.source)
            .fact_if("this_update", evidence.this_update)
            .fact("serial", &certificate.serial)
            .confirmed_by(alert.as_ref());
        is_told = true;
    }
    if let Some(ended) = alert.filter(|_| !is_told) {
        by_alert(input, &ended, out);
    }
}

/// The server says so, and nothing else does.
fn by_alert(input: &Input, ended: &Ended<'_>, out: &mut Findings<'_>) {
    let message = format!(
        "The certificate was revoked: {} says so",
        place(ended.facts)
    );
    let stage = Stage::ClientCertificate;
    out.connection(ended.facts, stage, Fault::Credential, message)
        .of_the_only_leaf(input)
        .fact("alert", "certificate_revoked");
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::UnixTime;

    use crate::example as ex;
    use crate::facts::{RevocationFacts, RevocationStatus};
    use crate::input::Input;

    pub(super) fn good() -> Input {
        let mut certificate = ex::certificate();
        certificate.revocation.push(RevocationFacts::new(
            "crl",
            "wwdrg4-1.crl",
            RevocationStatus::Good,
        ));
        ex::with(certificate)
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::certificate();
        let status = RevocationStatus::Revoked {
            at: UnixTime::from_civil(2026, 11, 3, 10, 15, 0),
            reason: Some("keyCompromise".into()),
        };
        let mut evidence = RevocationFacts::new("crl", "wwdrg4-1.crl", status);
        evidence.this_update = UnixTime::from_civil(2026, 11, 20, 0, 0, 0);
        certificate.revocation.push(evidence);
        ex::with(certificate)
    }
}
