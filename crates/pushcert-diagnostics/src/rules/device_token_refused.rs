//! The rule `device-token-refused`.

use alloc::format;
use alloc::string::String;

use pushcert_types::connection::Stage;
use pushcert_types::{Environment, Reason, UnixTime};

use crate::connection::{Fault, Refusal};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// APNs refuses the device token.
    ///
    /// ## What happened
    /// APNs accepted the certificate and the topic, and refused the device token of this push: no device has it in this
    /// environment (`BadDeviceToken`), it belongs to another app (`DeviceTokenNotForTopic`), or the app was removed from
    /// the device or got another token (`Unregistered`, `ExpiredToken`).
    ///
    /// ## Why it matters
    /// The credential is fine; a new certificate changes nothing. Tokens belong to an app and to an environment: one that
    /// a build from Xcode registered works in the sandbox only, one from TestFlight or the App Store in production only.
    /// Apple wants senders to stop using tokens that are no longer registered.
    ///
    /// ## How to fix
    /// 1. `BadDeviceToken`: send it to the other environment (`--environment sandbox`), and compare it with what the app
    ///    got: hexadecimal digits, without blanks and angle brackets.
    /// 2. `DeviceTokenNotForTopic`: use the topic of the app that registered the token. A VoIP push has a token of its
    ///    own from PushKit, and a topic that ends in `.voip` once.
    /// 3. `Unregistered` and `ExpiredToken`: delete the token, unless the app registered again after the time in the
    ///    finding.
    524 "device-token-refused" Error since "0.1.0"
    help: "compare the token with what the app registered, and its environment with that of the build",
    symptoms: [
        "BadDeviceToken",
        "DeviceTokenNotForTopic",
        "Unregistered",
        "ExpiredToken",
        "{\"reason\":\"BadDeviceToken\"}",
        "{\"reason\":\"DeviceTokenNotForTopic\"}",
        "{\"reason\":\"Unregistered\"",
        "The device token is inactive for the specified topic",
    ],
    sources: [
        Apple("documentation/usernotifications/handling-notification-responses-from-apns"),
        Observed("matrix-org/sygnal#158"),
        Observed("OneSignal/OneSignal-iOS-SDK#535"),
        Observed("edamov/pushok#142"),
        Observed("alexalok/dotAPNS#84"),
        Observed("QuickBlox/quickblox-ios-sdk#1020"),
        Observed("Pr0Ger/PyAPNs2#134"),
    ],
}

const REASONS: [Reason; 4] = [
    Reason::BadDeviceToken,
    Reason::DeviceTokenNotForTopic,
    Reason::Unregistered,
    Reason::ExpiredToken,
];

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some((refusal, reason)) = input.refused_for(&REASONS) else {
        return;
    };
    // Asked with a token that no device has, this answer proves that the rest is right.
    if !refusal.is_push() {
        return;
    }
    let since = refusal.answer.timestamp_millis;
    let since = since.map(|millis| UnixTime::from_secs(millis.div_euclid(1000)));
    let message = message(&refusal, reason, since);
    let other = Environment::of_host(&refusal.facts.host).or(refusal.facts.environment);
    let finding = out
        .answer(&refusal, Stage::Push, Fault::Request, message)
        .fact_if("topic", refusal.facts.topic.as_ref())
        .fact_if("environment", other.map(Environment::as_str))
        .fact_if("timestamp", since);
    match reason {
        Reason::Unregistered | Reason::ExpiredToken => {
            finding.help("delete the token, unless the app registered it again after that time");
        }
        Reason::DeviceTokenNotForTopic => {
            finding
                .help("use the topic of the app that registered the token; VoIP tokens are others");
        }
        _ => {}
    }
}

fn message(refusal: &Refusal<'_>, reason: Reason, since: Option<UnixTime>) -> String {
    let facts = refusal.facts;
    let environment = facts
        .environment
        .map_or("this environment", Environment::as_str);
    let topic = facts.topic.as_deref().unwrap_or("this topic");
    match reason {
        Reason::DeviceTokenNotForTopic => format!(
            "The device token belongs to another app than {} ({reason})",
            shown(topic)
        ),
        Reason::BadDeviceToken => format!(
            "No device has this token in {environment} ({reason}): it may be one of the other environment"
        ),
        _ => match since {
            Some(since) => {
                format!("The device token has not been valid since {since} ({reason})")
            }
            None => format!("The device token is no longer valid ({reason})"),
        },
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
        let mut input = ex::answered(Stage::Push, 410, "Unregistered");
        if let Some(answer) = &mut ex::facts(&mut input).answer {
            answer.timestamp_millis = Some(1_793_620_800_000);
        }
        input
    }
}
