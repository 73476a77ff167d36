//! What the guides have to say, by the statements of the requirements.

use super::page::Page;

#[track_caller]
fn says(guide: &str, text: &str) -> usize {
    let page = Page::read(guide).prose();
    let plain = page.replace("**", "");
    let at = plain.find(text);
    at.unwrap_or_else(|| panic!("{guide} does not say: {text}"))
}

#[track_caller]
fn says_in_order(guide: &str, texts: &[&str]) {
    let places: Vec<usize> = texts.iter().map(|text| says(guide, text)).collect();
    assert!(places.is_sorted(), "{guide}: {texts:?} at {places:?}");
}

#[test]
fn s1_07_the_type_in_the_portal() {
    for guide in ["first-certificate", "when-it-is-revoked"] {
        says(
            guide,
            "Apple Push Notification service SSL (Sandbox & Production)",
        );
    }
}

#[test]
fn s1_13_the_request_contains_the_public_key() {
    says(
        "first-certificate",
        "The CSR contains the public key, not the private one.",
    );
}

#[test]
fn s1_33_connections_are_closed_first() {
    says_in_order(
        "when-it-is-revoked",
        &[
            "1. Close all connections to APNs",
            "Configure the new certificate",
            "Open new connections",
        ],
    );
}

#[test]
fn s1_34_revocation_is_a_link() {
    says(
        "when-it-is-revoked",
        "<https://developer.apple.com/help/account/create-certificates/revoke-a-certificate/>",
    );
}

#[test]
fn s2_20_s2_23_the_portal_for_mdm() {
    says_in_order(
        "mdm-vendor-and-customer",
        &[
            "<https://identity.apple.com/pushcert/>",
            "Sign in with the Apple ID of this request",
            "Upload `mdm-request.b64`, not `mdm.csr`",
            "Notes",
        ],
    );
}

#[test]
fn s2_21_create_once_then_renew() {
    says(
        "mdm-vendor-and-customer",
        "The first time choose Create a Certificate; in every later year Renew",
    );
}

#[test]
fn s2_29_renew_and_nothing_else() {
    says("renewing", "In the last 30 days");
    says_in_order(
        "renewing",
        &[
            "* Renew,",
            "* Not Create",
            "the same Apple ID",
            "* Not Revoke",
        ],
    );
}
