//! The rule `several-apps`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use pushcert_types::Topic;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// Topics of more than one app are wanted, and a certificate serves one app.
    ///
    /// ## What happened
    /// The wanted topics belong to several bundle ids. A push certificate is tied to one app: its topics are the
    /// bundle id and the same with a suffix (`.voip`, `.complication`, `.voip-ptt`).
    ///
    /// ## Why it matters
    /// For n apps you need n certificates, and a connection for each: a connection that was opened with one certificate
    /// cannot send for another app. All of them have to be renewed every year.
    ///
    /// ## How to fix
    /// Token authentication is simpler for several apps: one key (`.p8`) serves all apps of a team over one connection
    /// and does not expire. Make one in your developer account under Keys. If you stay with certificates, create one
    /// of the type "Apple Push Notification service SSL (Sandbox & Production)" for each App ID, and keep one
    /// connection for each. Device management works with certificates only.
    410 "several-apps" Note since "0.1.0"
    help: "use a certificate and a connection for each app, or token authentication, where one key serves all apps",
    symptoms: ["TopicDisallowed", "DeviceTokenNotForTopic"],
    sources: [
        Requirement("S1-04, S1-06"),
        Apple("documentation/usernotifications/establishing-a-certificate-based-connection-to-apns"),
        Apple("documentation/usernotifications/establishing-a-token-based-connection-to-apns"),
        Observed("appleboy/gorush#564"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let mut apps: Vec<String> = Vec::new();
    for text in &input.wanted.topics {
        // What is no topic at all is told by `topic-not-covered`.
        let Ok(topic) = Topic::parse(text) else {
            continue;
        };
        let app = topic.bundle_id();
        if !apps.iter().any(|known| known == app) {
            apps.push(app.to_string());
        }
    }
    if apps.len() < 2 {
        return;
    }
    let number = apps.len();
    out.report(format!(
        "Topics of {number} apps are wanted: that takes {number} certificates and {number} connections, or one token \
         key"
    ))
    .fact("apps", apps);
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::IdentityFacts;
    use crate::input::Input;

    /// Several topics of one app.
    pub(super) fn good() -> Input {
        let mut input = ex::pem();
        input.wanted.topics = alloc::vec!["com.example.app".into(), "com.example.app.voip".into()];
        input
    }

    /// Each app has its certificate.
    pub(super) fn bad() -> Input {
        let mut input = ex::pem();
        let other = ex::app_certificate("com.example.other");
        input.identities.push(IdentityFacts::new(ex::key(), other));
        input.wanted.topics = alloc::vec!["com.example.app".into(), "com.example.other".into()];
        input
    }
}
