//! The rule `certificate-not-yet-valid`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::days;

declare_rule! {
    /// The certificate's validity has not begun.
    ///
    /// ## What happened
    /// The start of validity (`notBefore`) lies after the time of the check. Apple issues certificates that are valid
    /// at once, so most often the clock of the machine is wrong, or `--at` names an early time.
    ///
    /// ## Why it matters
    /// The TLS handshake is refused until that moment, by APNs or by your own TLS library.
    ///
    /// ## How to fix
    /// Compare the clock: `date -u`, and turn time synchronisation on. If the clock is right, wait, or use the older
    /// certificate until then.
    202 "certificate-not-yet-valid" Error since "0.1.0"
    help: "check the clock of this machine; if it is right, use the certificate from its first day on",
    symptoms: ["certificate is not yet valid", "x509: certificate has expired or is not yet valid"],
    sources: [Requirement("S1-25"), Rfc(5280, "4.1.2.5")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    if !input.wanted.push_certificate() {
        return;
    }
    for leaf in input.judged() {
        let Some(not_before) = leaf.certificate.not_before else {
            continue;
        };
        if not_before <= input.now {
            continue;
        }
        let message = match input.now.days_until(not_before) {
            0 => "The certificate becomes valid within a day".into(),
            wait => format!("The certificate becomes valid in {}", days(wait)),
        };
        out.report(message)
            .about(leaf.subject())
            .fact("not_before", not_before)
            .fact("checked_at", input.now);
    }
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::UnixTime;

    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::certificate();
        certificate.not_before = UnixTime::from_civil(2026, 12, 1, 0, 0, 0);
        ex::with(certificate)
    }
}
