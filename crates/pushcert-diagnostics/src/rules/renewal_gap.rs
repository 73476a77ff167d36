//! The rule `renewal-gap`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::days;

declare_rule! {
    /// The new certificate begins after the old one ended.
    ///
    /// ## What happened
    /// Two certificates are compared: the one that was in use, and the one that is to take its place. Between the end of
    /// the first and the beginning of the second there is a time in which neither is valid.
    ///
    /// ## Why it matters
    /// In that time APNs refuses connections: pushes are not delivered, and managed devices get no commands. Afterwards
    /// they go on, if the topic is the same.
    ///
    /// ## How to fix
    /// Install the new certificate at once, restart the connections, and send again what matters. Next time renew in the
    /// last 30 days: `pushcert check FILE --expiring-within 30` warns in time.
    617 "renewal-gap" Warning since "0.1.0"
    help: "install the new certificate at once and restart the connections; next time renew in the last 30 days",
    symptoms: ["sslv3 alert certificate expired", "ssl/tls alert certificate expired", "tls: expired certificate"],
    sources: [
        Requirement("S1-26, S2-03, S2-29"),
        Rfc(5280, "4.1.2.5"),
        Observed("home-assistant/core#14555"),
        Observed("fleetdm/fleet#10895"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(renewal) = input.renewal() else {
        return;
    };
    let (Some(end), Some(start)) = (renewal.old().not_after, renewal.renewed().not_before) else {
        return;
    };
    if start <= end {
        return;
    }
    let gap = match end.days_until(start) {
        0 => "less than a day".into(),
        gap => days(gap),
    };
    out.report(format!(
        "The new certificate begins {gap} after the old one ended"
    ))
    .about(renewal.subject())
    .fact("old_not_after", end)
    .fact("new_not_before", start)
    .fact("old", renewal.old_file());
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::UnixTime;

    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::renewal(ex::certificate(), ex::renewed(ex::certificate()))
    }

    pub(super) fn bad() -> Input {
        let mut old = ex::certificate();
        old.not_before = UnixTime::from_civil(2025, 10, 11, 18, 36, 27);
        old.not_after = UnixTime::from_civil(2026, 11, 10, 18, 36, 26);
        ex::renewal(old, ex::renewed(ex::certificate()))
    }
}
