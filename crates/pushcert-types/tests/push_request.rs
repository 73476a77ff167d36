//! The path and the headers of a push.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use pushcert_types::{Priority, PushRequest, PushRequestError, PushType, Topic};

const TOKEN: &str = "00FC13adff785122b4ad28809a3420982341241421348097878e577c991de8f0";

fn request(push_type: PushType) -> PushRequest {
    PushRequest::new(TOKEN, Topic::parse("com.example.app").unwrap(), push_type).unwrap()
}

fn names(request: &PushRequest) -> Vec<&'static str> {
    request.headers().iter().map(|(name, _)| *name).collect()
}

/// S1-02: requests for certificate authentication carry no authorization header.
#[test]
fn s1_02_no_request_has_an_authorization_header() {
    for push_type in PushType::ALL {
        let request = request(*push_type)
            .with_priority(Priority::Considerate)
            .unwrap()
            .with_expiration(0)
            .with_id("EC1BF194-B3B2-424A-89A9-5A918A6E6B5E")
            .unwrap()
            .with_collapse_id("score")
            .unwrap();
        assert_eq!(
            names(&request),
            [
                "apns-topic",
                "apns-push-type",
                "apns-priority",
                "apns-expiration",
                "apns-id",
                "apns-collapse-id"
            ]
        );
        let text = format!("{:?}", request.headers());
        assert!(!text.contains("authorization") && !text.contains("bearer"));
    }
}

#[test]
fn the_topic_is_always_sent() {
    assert_eq!(
        names(&request(PushType::Alert)),
        ["apns-topic", "apns-push-type"]
    );
}

#[test]
fn the_token_is_hexadecimal() {
    let topic = Topic::parse("com.example.app").unwrap();
    for wrong in ["", "0", "0g", "00 11", "../x", &"0".repeat(202)] {
        let refused = PushRequest::new(wrong, topic.clone(), PushType::Alert);
        let length = wrong.len();
        assert_eq!(refused, Err(PushRequestError::Token { length }), "{wrong}");
    }
    assert_eq!(
        request(PushType::Alert).path(),
        format!("/3/device/{}", TOKEN.to_lowercase())
    );
}

#[test]
fn background_goes_with_five() {
    let refused = request(PushType::Background).with_priority(Priority::Immediate);
    assert_eq!(refused, Err(PushRequestError::BackgroundPriority));
    let headers = request(PushType::Background).headers();
    assert!(headers.contains(&("apns-priority", "5".to_string())));
}

#[test]
fn identifiers_are_checked() {
    for wrong in [
        "",
        "x",
        "ec1bf194b3b2424a89a95a918a6e6b5e",
        "ec1bf194-b3b2-424a-89a9-5a918a6e6b5g",
    ] {
        assert_eq!(
            request(PushType::Alert).with_id(wrong),
            Err(PushRequestError::Id),
            "{wrong}"
        );
    }
    for wrong in ["", "a b", "a\r\nauthorization: x", &"x".repeat(65)] {
        let length = wrong.len();
        let refused = request(PushType::Alert).with_collapse_id(wrong);
        assert_eq!(
            refused,
            Err(PushRequestError::CollapseId { length }),
            "{wrong}"
        );
    }
    assert!(
        request(PushType::Alert)
            .with_collapse_id(&"x".repeat(64))
            .is_ok()
    );
}

#[test]
fn calls_may_be_longer() {
    assert_eq!(request(PushType::Voip).max_payload(), 5120);
    assert_eq!(request(PushType::Alert).max_payload(), 4096);
}
