//! The rule `renewal-not-newer`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::{Severity, declare_rule};

declare_rule! {
    /// The new certificate does not last longer than the one that it is to replace.
    ///
    /// ## What happened
    /// Two certificates are compared: the one in use, and the one that is to take its place. They are one and the same
    /// (an error), or the second ends no later than the first (a warning). Often the old file was downloaded or
    /// exported again, or the two files were exchanged.
    ///
    /// ## Why it matters
    /// Nothing is won: on the day on which the old certificate ends, APNs refuses the "new" one as well.
    ///
    /// ## How to fix
    /// Exchange the two files and compare again: `pushcert renew --old old.p12 --new new.p12`. If it stays, finish the
    /// renewal in the portal and download the certificate with the later end; in Keychain Access look at the date
    /// before you export.
    618 "renewal-not-newer" Error since "0.1.0"
    help: "download the renewed certificate and compare again: pushcert renew --old FILE --new FILE",
    symptoms: ["sslv3 alert certificate expired", "ssl/tls alert certificate expired", "tls: expired certificate"],
    sources: [
        Requirement("S1-26, S2-28, S2-29"),
        Rfc(5280, "4.1.2.5"),
        Observed("fleetdm/fleet#44376"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(renewal) = input.renewal() else {
        return;
    };
    let (old, new) = (renewal.old(), renewal.renewed());
    if renewal.is_same() {
        out.report("The two certificates are one and the same: nothing was renewed")
            .about(renewal.subject())
            .fact("serial", &new.serial)
            .fact_if("not_after", new.not_after)
            .fact("old", renewal.old_file());
        return;
    }
    let (Some(old_end), Some(new_end)) = (old.not_after, new.not_after) else {
        return;
    };
    if new_end > old_end {
        return;
    }
    let order = if new_end == old_end {
        "together with"
    } else {
        "before"
    };
    out.report(format!(
        "The new certificate ends {order} the old one; the files may be exchanged"
    ))
    .lowered_to(Severity::Warning)
    .about(renewal.subject())
    .fact("old_not_after", old_end)
    .fact("new_not_after", new_end)
    .fact("old", renewal.old_file());
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::renewal(ex::certificate(), ex::renewed(ex::certificate()))
    }

    pub(super) fn bad() -> Input {
        ex::renewal(ex::certificate(), ex::certificate())
    }
}
