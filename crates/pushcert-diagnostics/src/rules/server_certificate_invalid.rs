//! The rule `server-certificate-invalid`.

use alloc::format;

use pushcert_types::connection::{FailureKind, ServerChainFacts};

use crate::connection::{Ended, Fault, place};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The server's certificate is not valid.
    ///
    /// ## What happened
    /// A certificate of the server has expired, or is not valid yet, or is unusable in another way. This is about the
    /// server's certificates, not about your push certificate. Apple replaces its own in time, so for Apple's servers
    /// the clock of this machine is wrong much more often than the dates.
    ///
    /// ## Why it matters
    /// The connection ends before the client certificate is sent, and no push goes out. A wrong clock also makes your
    /// own certificate look expired or not yet valid.
    ///
    /// ## How to fix
    /// 1. Compare the clock: `date -u`. A container or virtual machine that was asleep, and a board without a battery,
    ///    wake up in the past. Switch time synchronisation on (`timedatectl set-ntp true`).
    /// 2. If the clock is right, look who issued the certificate: `openssl s_client -connect api.push.apple.com:443
    ///    -showcerts`. A proxy that inspects TLS makes certificates of its own, and some of them are not good.
    /// 3. An old TLS library may follow an expired cross-certificate although a valid path is there: update it.
    507 "server-certificate-invalid" Error since "0.1.0"
    help: "compare the clock of this machine (date -u); the push certificate is not at fault",
    symptoms: [
        "certificate has expired",
        "CERT_HAS_EXPIRED",
        "CERT_NOT_YET_VALID",
        "x509: certificate has expired or is not yet valid",
        "java.security.cert.CertificateExpiredException: NotAfter",
        "java.security.cert.CertificateNotYetValidException: NotBefore",
        "certificate verify failed: certificate has expired",
        "certificate verify failed: certificate is not yet valid",
        "invalid peer certificate: Expired",
        "invalid peer certificate: certificate expired",
        "invalid peer certificate: BadEncoding",
        "Verify return code: 10 (certificate has expired)",
    ],
    sources: [
        Requirement("S1-27, S1-28"),
        Rfc(5280, "6.1.3"),
        Observed("lionheart/openradar-mirror#15407"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(ended) = input.ended() else { return };
    let none = ServerChainFacts::default();
    let chain = ended.facts.server_chain.as_ref().unwrap_or(&none);
    let (what, detail) = match ended.kind {
        FailureKind::ServerExpired => ("has expired", None),
        FailureKind::ServerNotYetValid => ("is not valid yet", None),
        FailureKind::ServerCertificateInvalid { detail } => ("is not valid", Some(detail)),
        _ => return,
    };
    let fault = if detail.is_some() {
        Fault::of_stranger(ended.facts)
    } else {
        fault_of_dates(&ended)
    };
    let clock = if fault == Fault::ThisMachine {
        format!("; the clock of this machine says {}", input.now)
    } else {
        "".into()
    };
    let message = format!("The certificate of {} {what}{clock}", place(ended.facts));
    out.connection(ended.facts, ended.stage, fault, message)
        .fact_if("subject", chain.subject.as_ref())
        .fact_if("issuer", chain.issuer.as_ref())
        .fact_if("not_before", chain.not_before)
        .fact_if("not_after", chain.not_after)
        .fact("checked_at", input.now)
        .fact_if("detail", detail);
}

/// Apple does not let its certificates expire.
fn fault_of_dates(ended: &Ended<'_>) -> Fault {
    if ended.facts.is_apple() {
        Fault::ThisMachine
    } else {
        Fault::Server
    }
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::UnixTime;
    use pushcert_types::connection::{FailureKind, Stage};

    use crate::example::connection as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::accepted()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::failed(Stage::ServerChain, FailureKind::ServerNotYetValid);
        ex::chain(&mut input).not_before = UnixTime::from_civil(2026, 12, 2, 0, 0, 0);
        input
    }
}
