//! Source S0: what people get wrong when they hand in a push certificate.

use crate::common::{
    NOW, check, compatible, finding, has, healthy, names, options, options_at, valid,
};
use pushcert::report::{File, Verdict};
use pushcert::{Options, UnixTime, open, report};
use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::digest::Digest;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::pbe::{Cipher, Password, Prf, Protection};
use pushcert_testkit::pem;
use pushcert_testkit::pfx::{Bag, Part, PfxBuilder};

const APP: &str = "com.example.app";

fn app() -> Identity {
    healthy(CertificateBuilder::apns(APP))
}

fn protected() -> Vec<u8> {
    compatible("secret", &app())
}

fn environments(file: &File) -> Vec<String> {
    file.identities[0].certificate.environments.clone()
}

fn opened(identity: &Identity) -> File {
    let file = compatible("secret", identity);
    check("push.p12", &file, &options().with_password("secret"))
}

#[test]
fn s0_01_not_after_and_days_left_at_any_clock() {
    for (time, days) in [
        (NOW, 192),
        ("2027-06-01T18:36:25Z", 0),
        ("2027-06-11T18:36:26Z", -10),
    ] {
        let file = check(
            "a.p12",
            &protected(),
            &options_at(time).with_password("secret"),
        );
        let certificate = &file.identities[0].certificate;
        assert_eq!(
            certificate.not_after.as_deref(),
            Some("2027-06-01T18:36:26Z")
        );
        assert_eq!(certificate.days_left, Some(days), "{time}");
    }
}

#[test]
fn s0_02_days_left_come_from_the_certificate() {
    for (end, days) in [("2027-05-02T18:36:27Z", 365), ("2027-06-01T18:36:27Z", 395)] {
        let builder = CertificateBuilder::apns(APP)
            .synthetic_ca()
            .valid("2026-05-02T18:36:27Z", end);
        let file = PfxBuilder::plain(&Identity::new(&builder)).build();
        let file = check("a.p12", &file, &options_at("2026-05-02T18:36:27Z"));
        assert_eq!(file.identities[0].certificate.days_left, Some(days));
    }
}

#[test]
fn s0_03_development_is_sandbox() {
    let file = opened(&healthy(CertificateBuilder::apns_development_legacy(APP)));
    assert_eq!(environments(&file), ["sandbox"]);
    let file = opened(&healthy(CertificateBuilder::apns_sandbox(APP)));
    assert_eq!(environments(&file), ["sandbox"]);
}

#[test]
fn s0_04_production_is_production() {
    let file = opened(&healthy(CertificateBuilder::apns_production_legacy(APP)));
    assert_eq!(environments(&file), ["production"]);
}

#[test]
fn s0_05_both_markers_are_both_environments() {
    assert_eq!(environments(&opened(&app())), ["sandbox", "production"]);
}

#[test]
fn s0_06_two_credentials_expire_independently() {
    let development = valid(CertificateBuilder::apns_sandbox(APP))
        .valid("2025-11-01T00:00:00Z", "2026-11-01T00:00:00Z");
    let production =
        valid(CertificateBuilder::apns_production_legacy(APP)).key(&TestKey::rsa2048(1));
    let identities = [Identity::new(&development), Identity::new(&production)];
    let both = PfxBuilder::keychain_selection("secret", &identities).build();
    let file = check("both.p12", &both, &options().with_password("secret"));
    let days: Vec<_> = file
        .identities
        .iter()
        .map(|i| i.certificate.days_left)
        .collect();
    assert_eq!(days, [Some(-20), Some(192)]);
    let expired = finding(&file, "certificate-expired");
    assert_eq!(expired.subject.as_deref(), Some("identities/0"));

    // And with both near their end, each has an alert of its own.
    let near = options_at("2026-10-25T00:00:00Z")
        .with_password("secret")
        .with_expiring_within_days(365);
    let file = check("both.p12", &both, &near);
    let alerts = file
        .findings
        .iter()
        .filter(|f| f.name == "certificate-expiring")
        .count();
    assert_eq!(alerts, 2, "{:?}", names(&file));
}

#[test]
fn s0_07_unprotected_file_opens_without_password() {
    let file = check("a.p12", &PfxBuilder::plain(&app()).build(), &options());
    assert_eq!(file.identities.len(), 1);
    assert_eq!(file.pkcs12.as_ref().unwrap().password, "none-needed");
    assert!(!has(&file, "password-required"));
}

#[test]
fn s0_08_no_password_is_not_a_wrong_password() {
    let file = check("a.p12", &protected(), &options());
    finding(&file, "password-required");
    assert!(!has(&file, "wrong-password"));
    assert_eq!(file.pkcs12.unwrap().password, "required");
    assert!(open("a.p12", &protected(), &options()).needs_password());
}

#[test]
fn s0_09_wrong_password_then_right_one() {
    let file = check("a.p12", &protected(), &options().with_password("Secret"));
    finding(&file, "wrong-password");
    assert_eq!(file.pkcs12.unwrap().password, "wrong");
    let file = check("a.p12", &protected(), &options().with_password("secret"));
    assert_eq!(file.pkcs12.as_ref().unwrap().password, "given");
    assert_eq!(file.verdict, Some(Verdict::Pass), "{:?}", file.findings);
}

#[test]
fn s0_10_passwords_never_appear() {
    let password = "canary-4711-canary";
    let file = compatible(password, &app());
    for given in [password, "another-canary-4711"] {
        let options = options().with_password(given);
        let opened = open("a.p12", &file, &options);
        let text = report::to_json(&opened.check()) + &report::to_json(&opened.show());
        let debug = format!(
            "{options:?} {opened:?} {:?} {:?}",
            opened.facts(),
            opened.diagnose()
        );
        assert!(
            !text.contains("canary-4711") && !debug.contains("canary-4711"),
            "{text}{debug}"
        );
    }
}

#[test]
fn s0_11_every_finding_says_what_to_do_and_where_to_read_on() {
    let sick: [(&str, Vec<u8>); 4] = [
        ("a.p12", protected()),
        ("a.cer", app().certificate),
        ("a.p12", b"<html></html>".to_vec()),
        ("a.p12", b"nothing".to_vec()),
    ];
    for (name, bytes) in sick {
        for finding in check(name, &bytes, &options()).findings {
            assert!(!finding.help.is_empty(), "{finding:?}");
            let rule = pushcert::diagnostics::explain(&finding.code).expect("a page");
            assert!(
                rule.explanation.contains("## How to fix"),
                "{}",
                finding.code
            );
        }
    }
}

#[test]
fn s0_12_a_cer_is_no_credential_and_the_way_to_a_p12_is_told() {
    let file = check("aps.cer", &app().certificate, &options());
    assert_eq!(file.format, "certificate-der");
    let finding = finding(&file, "not-a-push-credential");
    assert_eq!(finding.severity, "error");
    assert!(finding.help.contains("p12"), "{}", finding.help);
}

#[test]
fn s0_13_a_renamed_or_pem_cer_is_refused_alike() {
    let pem = pem::encode("CERTIFICATE", &app().certificate);
    for (name, bytes, format) in [
        ("aps.p12", app().certificate, "certificate-der"),
        ("aps.pem", pem.clone().into_bytes(), "certificate-pem"),
        ("aps.p12", pem.into_bytes(), "certificate-pem"),
    ] {
        let file = check(name, &bytes, &options());
        assert_eq!(file.format, format);
        finding(&file, "not-a-push-credential");
        assert_eq!(
            has(&file, "misleading-extension"),
            name.ends_with("p12"),
            "{name}"
        );
    }
}

#[test]
fn s0_14_a_p12_named_cer_is_accepted_with_a_note() {
    let file = check("push.cer", &protected(), &options().with_password("secret"));
    assert_eq!(file.format, "pkcs12");
    assert_eq!(finding(&file, "misleading-extension").severity, "note");
    assert_eq!(file.verdict, Some(Verdict::Pass), "{:?}", file.findings);
}

#[test]
fn s0_15_one_certificate_with_its_key_is_fine() {
    let file = opened(&app());
    assert_eq!(file.verdict, Some(Verdict::Pass), "{:?}", file.findings);
    assert_eq!(file.identities.len(), 1);
    assert_eq!(file.identities[0].key.matches_certificate, Some(true));
}

fn two_apps() -> [Identity; 2] {
    let other =
        valid(CertificateBuilder::apns_sandbox("com.example.other")).key(&TestKey::rsa2048(1));
    [app(), Identity::new(&other)]
}

#[test]
fn s0_16_several_identities_are_told_apart() {
    let file = PfxBuilder::keychain_selection("secret", &two_apps()).build();
    let report = check("all.p12", &file, &options().with_password("secret"));
    let several = finding(&report, "multiple-identities");
    assert_eq!(several.severity, "error");
    let evidence = report::to_json(&several.evidence);
    for text in [APP, "com.example.other", "sandbox", "production"] {
        assert!(evidence.contains(text), "{text} in {evidence}");
    }

    // Where the caller says which topic, the file can be used: a note.
    let mut wanted = pushcert::Wanted::default();
    wanted.topics.push(APP.into());
    let report = check(
        "all.p12",
        &file,
        &options().with_password("secret").with_wanted(wanted),
    );
    assert_eq!(finding(&report, "multiple-identities").severity, "note");
}

#[test]
fn s0_17_chain_certificates_are_not_several_identities() {
    let file = opened(&app().with_synthetic_chain());
    assert!(!has(&file, "multiple-identities"), "{:?}", names(&file));
    assert_eq!(file.identities.len(), 1);
    assert_eq!(file.identities[0].chain.len(), 1);
    assert!(file.certificates.is_empty());
}

#[test]
fn s0_18_the_missing_half_is_named() {
    let identity = app();
    let part = Part::new(Protection::None).bag(Bag::cert(&identity.certificate));
    let only_certificate = PfxBuilder::new("").without_mac().part(part).build();
    let file = check("a.p12", &only_certificate, &options());
    finding(&file, "no-private-key");
    assert!(!has(&file, "no-certificate"));

    let part = Part::new(Protection::None).bag(Bag::key(&identity.key.pkcs8_der()));
    let only_key = PfxBuilder::new("").without_mac().part(part).build();
    let file = check("a.p12", &only_key, &options());
    finding(&file, "no-certificate");
    assert!(!has(&file, "no-private-key"));
}

#[test]
fn s0_20_protection_is_reported() {
    let identity = app();
    let state = |bytes: &[u8], password: Option<&str>| {
        let options = password.map_or_else(options, |p| options().with_password(p));
        let report = check("a.p12", bytes, &options);
        let pkcs12 = report.pkcs12.clone().unwrap();
        (
            pkcs12.password,
            pkcs12.empty_encoding,
            pkcs12.mac.algorithm,
            has(&report, "mac-absent"),
        )
    };
    let text = |s: &str| s.to_string();
    let given = state(&protected(), Some("secret"));
    assert_eq!(given, (text("given"), None, text("hmac-sha1"), false));
    let plain = state(&PfxBuilder::plain(&identity).build(), None);
    assert_eq!(plain, (text("none-needed"), None, text("none"), true));
    for (password, encoding) in [
        (Password::text(""), "bmp-terminator"),
        (Password::zero_bytes(), "zero-bytes"),
    ] {
        let file = PfxBuilder::keychain_style(password, &identity).build();
        let empty = state(&file, None);
        assert_eq!(
            empty,
            (
                text("empty"),
                Some(text(encoding)),
                text("hmac-sha1"),
                false
            )
        );
        finding(&check("a.p12", &file, &options()), "empty-password");
    }
}

#[test]
fn s0_21_keychain_import_is_predicted_with_the_reason() {
    let row = |file: &File| {
        let rows = &file.pkcs12.as_ref().unwrap().opens_in;
        rows.iter()
            .find(|row| row.consumer.contains("keychain"))
            .cloned()
            .unwrap()
    };
    let keychain = PfxBuilder::keychain_style("secret", &app()).build();
    let file = check("a.p12", &keychain, &options().with_password("secret"));
    assert!(row(&file).opens && !has(&file, "keychain-cannot-import"));

    let aes128 = Protection::pbes2(Cipher::Aes128, Prf::Named(Digest::Sha256), 2048);
    let part = Part::new(aes128)
        .bag(Bag::cert(&app().certificate))
        .bag(Bag::key(&app().key.pkcs8_der()));
    let file = PfxBuilder::new("secret").part(part).build();
    let file = check("a.p12", &file, &options().with_password("secret"));
    let row = row(&file);
    assert!(!row.opens && !row.why.is_empty());
    finding(&file, "keychain-cannot-import");
}

#[test]
fn s0_22_advice_is_password_first_then_re_export() {
    let file = check("a.p12", &protected(), &options().with_password("wrong"));
    let help = &finding(&file, "wrong-password").help;
    let password = help.find("password").expect("the password");
    let export = help.find("export").expect("the export");
    assert!(password < export, "{help}");
}

#[test]
fn s0_23_unsupported_is_not_a_wrong_password() {
    let identity = app();
    let part = Part::new(Protection::pbes2_aes256(2048).oid("1.2.3.4.5"))
        .bag(Bag::cert(&identity.certificate));
    let file = PfxBuilder::new("secret").part(part).build();
    let file = check("a.p12", &file, &options().with_password("secret"));
    finding(&file, "unsupported-algorithm");
    assert!(!has(&file, "wrong-password"), "{:?}", names(&file));
}

#[test]
fn any_bytes_get_a_verdict() {
    let authority = Authority::synthetic().certificate();
    let options = Options::at(UnixTime::parse(NOW).unwrap());
    for bytes in [&b""[..], b"x", b"\x30\x80", &authority] {
        let file = check("x", bytes, &options);
        assert!(file.verdict.is_some());
    }
}
