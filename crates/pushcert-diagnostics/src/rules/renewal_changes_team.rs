//! The rule `renewal-changes-team`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The new certificate belongs to another team than the one that it is to replace.
    ///
    /// ## What happened
    /// Two certificates are compared: the one in use, and the one that is to take its place. The team id in the subject
    /// differs. Either the app was transferred to another team, or somebody signed in with another developer account.
    ///
    /// ## Why it matters
    /// A bundle id belongs to one team at a time. If the app was not transferred, the certificate is for an app of
    /// the same name in a wrong account, such as that of a contractor, and cannot reach your users.
    ///
    /// ## How to fix
    /// Compare the team id of the finding with Membership in your developer account. If the app was transferred, use
    /// the new certificate. If not, create it in the account of the app.
    616 "renewal-changes-team" Warning since "0.1.0"
    help: "compare the team ids with your developer account; create the certificate in the account of the app",
    symptoms: ["DeviceTokenNotForTopic", "TopicDisallowed"],
    sources: [
        Apple("help/account/manage-your-team/locate-your-team-id"),
        Apple("help/app-store-connect/transfer-an-app/overview-of-app-transfer"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(renewal) = input.renewal() else {
        return;
    };
    let (old, new) = (&renewal.old().team_id, &renewal.renewed().team_id);
    let (Some(old), Some(new)) = (old, new) else {
        return;
    };
    if old == new {
        return;
    }
    out.report(format!(
        "The renewal changes the team from {} to {}",
        shown(old),
        shown(new)
    ))
    .about(renewal.subject())
    .fact("old_team_id", old)
    .fact("new_team_id", new)
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
        let mut renewed = ex::renewed(ex::certificate());
        renewed.team_id = Some("OTHER65432".into());
        ex::renewal(ex::certificate(), renewed)
    }
}
