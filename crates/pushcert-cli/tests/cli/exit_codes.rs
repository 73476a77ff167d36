//! 0, 1 and 2.

use crate::support::{AT, on_locked_sample, on_sample, run, sample};

#[test]
fn zero_for_a_healthy_credential() {
    for name in [
        "healthy-openssl3.p12",
        "healthy-keychain.p12",
        "healthy.pem",
        "voip.p12",
    ] {
        let output = on_locked_sample("check", name, &[]).code(0);
        assert!(output.stdout.contains("APNs"), "{}", output.stdout);
    }
}

#[test]
fn s1_25_expired_not_yet_valid_and_expiring_have_codes_of_their_own() {
    let expired = on_locked_sample("check", "expired.p12", &["--format", "json"])
        .code(1)
        .findings();
    let future = on_locked_sample("check", "not-yet-valid.p12", &["--format", "json"])
        .code(1)
        .findings();
    let soon = ["--format", "json", "--expiring-within", "3650"];
    let expiring = on_locked_sample("check", "healthy-openssl3.p12", &soon)
        .code(0)
        .findings();
    assert!(
        expired.contains(&"certificate-expired".to_owned()),
        "{expired:?}"
    );
    assert!(
        future.contains(&"certificate-not-yet-valid".to_owned()),
        "{future:?}"
    );
    assert!(
        expiring.contains(&"certificate-expiring".to_owned()),
        "{expiring:?}"
    );
    let denied = ["--deny-warnings", "--expiring-within", "3650"];
    on_locked_sample("check", "healthy-openssl3.p12", &denied).code(1);
}

#[test]
fn strict_and_deny_warnings_make_warnings_count() {
    let warned = on_locked_sample("check", "no-mac.p12", &[]).code(0);
    assert!(warned.stdout.contains("mac-absent"), "{}", warned.stdout);
    on_locked_sample("check", "no-mac.p12", &["--deny-warnings"]).code(1);
    on_locked_sample("check", "no-mac.p12", &["--strict"]).code(1);
}

#[test]
fn one_for_what_it_is_not_wanted_for() {
    let healthy = |more: &[&str]| on_locked_sample("check", "healthy-openssl3.p12", more);
    let is = |output: crate::support::Output, name: &str| {
        assert!(output.stdout.contains(name), "{}", output.stdout);
    };
    healthy(&[
        "--environment",
        "production",
        "--topic",
        "com.example.app",
        "--push-type",
        "alert",
    ])
    .code(0);
    is(
        healthy(&["--topic", "com.example.other"]).code(1),
        "topic-not-covered",
    );
    is(
        healthy(&["--push-type", "location"]).code(1),
        "push-type-not-covered",
    );
    let sandbox = on_locked_sample(
        "check",
        "sandbox-only.p12",
        &["--environment", "production"],
    );
    is(sandbox.code(1), "environment-mismatch");
}

#[test]
fn two_for_a_wrong_command() {
    let file = sample("healthy.pem");
    for arguments in [
        vec!["check"],
        vec!["chekc", &file],
        vec!["check", &file, "--at", "yesterday"],
        vec!["check", &file, "--environment", "staging"],
        vec!["check", &file, "--push-type", "carrier-pigeon"],
        vec!["check", &file, "--format", "xml"],
        vec!["check", &file, "--limit", "max-input"],
        vec!["check", &file, "--limit", "max-patience=1"],
        vec!["check", &file, "--password", "a", "--password-stdin"],
        vec!["check", "-", "-"],
        vec!["check", "-", "--password-stdin"],
        vec!["explain", "no-such-thing-xyzzy"],
    ] {
        let output = run(&arguments).code(2);
        assert!(output.stdout.is_empty(), "{arguments:?}: {}", output.stdout);
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn two_weighs_more_than_one_and_the_rest_is_still_reported() {
    let expired = sample("expired.p12");
    let arguments = [
        "check",
        "no/such/file.p12",
        &expired,
        "--password",
        "sample",
        "--at",
        AT,
    ];
    let output = run(&arguments).code(2);
    assert!(
        output.stdout.contains("certificate-expired"),
        "{}",
        output.stdout
    );
    assert!(
        output.stdout.contains("1 could not be read"),
        "{}",
        output.stdout
    );
    assert!(
        output.stderr.contains("no/such/file.p12"),
        "{}",
        output.stderr
    );
}

#[test]
fn a_trust_anchor_makes_an_authority_known() {
    let file = sample("healthy.pem");
    let without = run(&["check", &file, "--at", AT]).code(1);
    assert!(
        without.stdout.contains("untrusted-issuer"),
        "{}",
        without.stdout
    );
    let with = on_sample("check", "healthy.pem", &[]).code(0);
    assert!(
        with.flat().contains("the given trust anchor"),
        "{}",
        with.stdout
    );
}

#[test]
fn a_trust_anchor_that_is_none_is_refused() {
    for (anchor, why) in [
        ("request.csr", "no certificate"),
        ("login-page.p12", "no certificate"),
        ("none", "no such"),
    ] {
        let (file, anchor) = (sample("healthy.pem"), sample(anchor));
        let output = run(&["check", &file, "--trust-anchor", &anchor]).code(2);
        assert!(output.stderr.contains(why), "{}", output.stderr);
    }
}
