//! The 64 things that users of push certificates run into (`pains.md` of the specification): which rule tells of each,
//! or why no rule can.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use pushcert_diagnostics::{explain, normalised, search};

/// One row: its number, the texts that it quotes, the rules that tell of it, and, where the evidence in a file and in
/// the flags does not prove all of it, why.
struct Row(
    u8,
    &'static [&'static str],
    &'static [&'static str],
    &'static str,
);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // Opening the .p12
    Row(1, &["RC2-40-CBC … unsupported", "PKCS12_parse: unsupported"], &["openssl3-cannot-open", "weak-container-encryption"], ""),
    Row(2, &["pkcs12: unknown digest algorithm: 2.16.840.1.101.3.4.2.1"], &["go-cannot-open"], ""),
    Row(3, &["indefinite length found (not DER)"], &["ber-encoding", "go-cannot-open"], ""),
    Row(4, &["MAC verification failed during PKCS12 import (wrong password?)"], &["keychain-cannot-import"], ""),
    Row(5, &["-25264", "-25260", "-25293", "Unable to decode the provided data."], &["empty-password", "keychain-cannot-import", "unprotected-private-key"], ""),
    Row(6, &[], &["empty-password"], ""),
    Row(7, &[], &["unprotected-private-key", "empty-password", "password-required"], ""),
    Row(8, &["password verify error"], &["mac-absent"], ""),
    Row(9, &["expected exactly two safe bags in the PFX PDU"], &["go-cannot-open", "multiple-identities", "no-private-key"], ""),
    Row(10, &["p12 file contains multiple certificates…"], &["multiple-identities"], ""),
    Row(11, &["multiple keys found in PFX/P12 file"], &["multiple-identities", "spare-private-key"], ""),
    Row(12, &["expected exactly two items in the authenticated safe"], &["go-cannot-open", "no-certificate"], ""),
    Row(13, &["no such algorithm: 1.2.840.113549.1.5.14"], &["pbmac1-integrity", "unsupported-algorithm"], ""),
    Row(14, &[], &["non-ascii-password"], ""),
    Row(15, &[], &["malformed-bag-attributes"], ""),
    Row(16, &[], &["local-key-id-conflict"], ""),
    Row(17, &["unknown attribute with OID 1.3.6.1.4.1.311.17.2"], &["go-cannot-open"], ""),
    Row(18, &["Tag(0x05: NULL)"], &["corrupt-file", "defective-key"], ""),
    // Export and PEM handling
    Row(19, &[], &["no-private-key"], ""),
    Row(20, &["Invalid Token"], &["no-certificate"], ""),
    Row(21, &[], &["not-a-push-credential", "misleading-extension"], ""),
    Row(22, &["failed to parse PKCS1 private key"], &["misleading-key-label", "encrypted-pem-key"], ""),
    Row(23, &[], &["encrypted-pem-key", "password-required"], ""),
    Row(24, &["private key does not match public key", "key values mismatch", "certificate and key do not match"], &["key-mismatch", "other-request", "unusable-identity", "client-certificate-rejected"], ""),
    Row(25, &["PEM_read_bio:no start line"], &["damaged-pem", "pem-markers-missing", "misleading-extension"], ""),
    Row(26, &["Passphrase given, but the private key … is not encrypted"], &["unprotected-private-key", "empty-password"], ""),
    // Which certificate is it; topics; environment
    Row(27, &["certificate does not support configured environment, production: false"], &["environment-mismatch", "apns-wrong-environment"], ""),
    Row(28, &[
        "Unsupported certificate type. Common Name (CN) must contain one of…",
        "You have selected the Production server, yet your Certificate does not appear to be the Production certificate!",
        "Invalid environment for this certificate",
    ], &["name-disagrees-with-extensions", "environment-mismatch"], ""),
    Row(29, &["Not a push certificate - …"], &["voip-suffix-in-uid", "not-a-push-certificate"], ""),
    Row(30, &[], &[], "nothing is wrong with the file: the other program has a list of names; the report tells kind and topic"),
    Row(31, &["TopicDisallowed"], &["topic-not-covered", "push-type-not-covered", "no-topic", "apns-refuses-topic"], ""),
    Row(32, &["MissingTopic"], &["topic-required", "apns-refuses-topic"], ""),
    Row(33, &["DeviceTokenNotForTopic", "….voip.voip"], &["voip-suffix-in-uid", "topic-not-covered", "device-token-refused", "apns-refuses-topic"], ""),
    Row(34, &["BadDeviceToken"], &["device-token-refused", "environment-mismatch", "single-environment"], ""),
    Row(35, &[], &[], "a wish: the report lists topics, push types and environments of every certificate"),
    Row(36, &["The profile is invalid (invalid topic)"], &["mdm-vendor-certificate"], ""),
    Row(37, &["The certificate's bundleId did not match that of your app"], &["topic-not-covered", "not-the-requested-topic"], ""),
    // Expiry, renewal, revocation, reload
    Row(38, &["sslv3 alert certificate expired", "tls: expired certificate"], &["certificate-expired", "client-certificate-rejected"], ""),
    Row(39, &[], &["certificate-expiring", "certificate-expired"], "a connection that is open tells nothing: the date is what counts"),
    Row(40, &["tlsv1 alert internal error"], &["client-certificate-rejected", "certificate-expired"], ""),
    Row(41, &["Platform application is disabled"], &["certificate-expired", "certificate-expiring"], "the alert of another service; the file proves the cause"),
    Row(42, &[], &["certificate-expiring", "vendor-certificate-expiring", "issuer-expiring"], ""),
    Row(43, &["sslv3 alert certificate revoked"], &["revoked"], ""),
    Row(44, &[], &["certificate-expired"], "that a program keeps the old file in memory shows in its connections only; the page says: restart them"),
    Row(45, &["You already have 2 active push profiles…"], &["certificate-expiring"], "what is active stands in the account; the page says what to do"),
    // MDM push certificates, vendor CSR, tenants
    Row(46, &["no device answers after the renewal of the MDM push certificate"], &["renewal-changes-topic"], ""),
    Row(47, &[], &[], "no certificate names the Apple ID; the registry keeps it"),
    Row(48, &[], &["renewal-changes-topic", "renewal-gap"], ""),
    Row(49, &["Certificate Signature Verification failed because the signature is invalid", "-80018"], &["mdm-request-invalid"], ""),
    Row(50, &["…because the signing certificate is expired"], &["vendor-certificate-expired"], ""),
    Row(51, &["Invalid Certificate Signing Request"], &["request-without-vendor-signature", "mdm-request-form", "wrong-file-here"], ""),
    Row(52, &[], &["no-private-key", "not-a-push-credential"], ""),
    Row(53, &[], &["vendor-certificate-expired", "mdm-vendor-certificate"], "how many there are stands in the account; the pages name the limit"),
    Row(54, &[], &["several-apps"], "a server for many customers: the registry"),
    Row(55, &[], &[], "the other program takes PEM only: export writes it"),
    Row(56, &[], &["encrypted-pem-key", "unprotected-private-key"], ""),
    // Trust and algorithms
    Row(57, &["unable to get local issuer certificate"], &["apns-root-missing", "server-not-trusted", "platform-store-lacks-root"], ""),
    Row(58, &["x509: certificate signed by unknown authority"], &["apns-root-missing", "server-not-trusted", "platform-store-lacks-root"], ""),
    Row(59, &["ca md too weak"], &["weak-signature"], ""),
    Row(60, &["the signature of the package is invalid"], &["wrong-intermediate", "chain-incomplete", "issuer-expired"], ""),
    // Service behaviour
    Row(61, &[], &["environment-mismatch", "unprotected-private-key", "limit-exceeded", "connection-timed-out"], "that a form hangs is its own fault; the file proves the cause"),
    Row(62, &[], &[], "a fault of an interface: our reports have no field for a secret"),
    Row(63, &[], &["certificate-expired"], "that one stops all is a fault of the service; here one bad file never stops the others"),
    Row(64, &[], &[], "a wish: reports can be redacted"),
];

#[test]
fn every_row_has_rules_or_a_reason() {
    let numbers: Vec<u8> = ROWS.iter().map(|row| row.0).collect();
    assert_eq!(numbers, (1..=64).collect::<Vec<u8>>());
    for Row(number, texts, rules, reason) in ROWS {
        assert!(!rules.is_empty() || reason.len() > 20, "row {number}");
        assert!(
            !rules.is_empty() || texts.is_empty(),
            "row {number}: a text needs a page"
        );
        for rule in *rules {
            assert!(explain(rule).is_some(), "row {number}: {rule}");
        }
    }
}

#[test]
fn every_quoted_text_is_a_symptom_of_a_rule_of_its_row() {
    for Row(number, texts, rules, _) in ROWS {
        for text in *texts {
            let wanted = normalised(text);
            let quotes = |rule: &&str| {
                let symptoms = explain(rule).unwrap().symptoms;
                symptoms
                    .iter()
                    .any(|symptom| normalised(symptom).contains(&wanted))
            };
            assert!(rules.iter().any(quotes), "row {number}: {text}");
        }
    }
}

#[test]
fn a_search_for_a_quoted_text_finds_the_first_rule_of_its_row() {
    for Row(number, texts, rules, _) in ROWS {
        let found: Vec<_> = texts.iter().flat_map(|text| search(text)).collect();
        if !texts.is_empty() {
            let first = rules.first().unwrap();
            assert!(
                found.iter().any(|rule| rule.name == *first),
                "row {number}: {found:?}"
            );
        }
    }
}

#[test]
fn whole_lines_of_a_log_are_found() {
    for (line, rule) in [
        (
            "2026/11/21 remote error: tls: expired certificate (retrying)",
            "certificate-expired",
        ),
        (
            "inner_evp_generic_fetch:unsupported:crypto/evp/evp_fetch.c:355:Algorithm (RC2-40-CBC : 0)",
            "weak-container-encryption",
        ),
        ("TopicDisallowed", "topic-not-covered"),
        (
            "csr algorithm / size incorrect. expected rsa 2048",
            "csr-weak",
        ),
        ("{\"reason\": \"MissingTopic\"}", "topic-required"),
        (
            "javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find",
            "apns-root-missing",
        ),
    ] {
        assert!(
            search(line).iter().any(|found| found.name == rule),
            "{line}: {:?}",
            search(line)
        );
    }
    assert!(search("").is_empty() && search(" … ").is_empty());
    assert!(search("qwertzuiop").is_empty());
    // Words of the texts, where no symptom has them.
    assert!(
        search("vendor base64")
            .iter()
            .any(|rule| rule.name == "mdm-request-invalid")
    );
}
