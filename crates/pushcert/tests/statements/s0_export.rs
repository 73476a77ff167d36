//! Source S0: one identity of several, and passwords that come and go.

use pushcert::export::{ExportError, ExportOptions, Profile};
use pushcert::{Environment, Wanted, open};
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::pfx::PfxBuilder;

use crate::common::{finding, has, healthy, options, valid};
use crate::export::{APP, NEW, OLD, export, holds, quick};
use pushcert_testkit::random::Predictable;

const OTHER: &str = "com.example.other";

fn three() -> [Identity; 3] {
    let other = valid(CertificateBuilder::apns_sandbox(OTHER)).key(&TestKey::rsa2048(1));
    let production =
        valid(CertificateBuilder::apns_production_legacy(OTHER)).key(&TestKey::rsa2048(2));
    [
        healthy(CertificateBuilder::apns(APP)),
        Identity::new(&other),
        Identity::new(&production),
    ]
}

fn selection() -> Vec<u8> {
    PfxBuilder::keychain_selection(OLD, &three()).build()
}

fn chosen(identity: &str) -> Result<Vec<u8>, ExportError> {
    let wanted = quick(Profile::P12Modern)
        .with_password(NEW)
        .with_identity(identity);
    let exported = export(&selection(), &options().with_password(OLD), &wanted)?;
    Ok(exported.bytes().to_vec())
}

#[test]
fn s0_19_one_identity_of_several_becomes_a_file_of_its_own() {
    let all = three();
    for (number, identity) in all.iter().enumerate() {
        let fingerprint = pushcert_testkit::hex_lower(
            &pushcert_testkit::digest::Digest::Sha256.hash(&identity.certificate),
        );
        for name in [&number.to_string(), &fingerprint, &fingerprint[..8]] {
            holds(&chosen(name).unwrap(), Some(NEW), identity, name);
        }
    }
    holds(&chosen(APP).unwrap(), Some(NEW), &all[0], APP);
    let voip = format!("{APP}.voip");
    holds(&chosen(&voip).unwrap(), Some(NEW), &all[0], &voip);
    let written = open(
        "new.p12",
        &chosen("0").unwrap(),
        &options().with_password(NEW),
    )
    .check();
    assert!(
        !has(&written, "multiple-identities"),
        "{:?}",
        written.findings
    );
}

#[test]
fn s0_19_without_a_choice_all_are_listed() {
    let wanted = quick(Profile::P12Modern).with_password(NEW);
    let error = export(&selection(), &options().with_password(OLD), &wanted).unwrap_err();
    assert!(matches!(error, ExportError::SeveralIdentities { .. }));
    let list: Vec<_> = error.choices().iter().map(ToString::to_string).collect();
    assert_eq!(list.len(), 3);
    assert!(list[0].starts_with("0: com.example.app (sandbox and production), until 2027-06-01"));
    assert!(
        list[1].contains(OTHER) && list[1].contains("(sandbox)"),
        "{}",
        list[1]
    );
    assert!(!error.is_usage() && error.help().contains("--identity"));
}

#[test]
fn s0_19_a_choice_that_is_none_or_two_is_refused() {
    for text in ["3", "00", "com.example", "ffffffff", "", "-1", "+1"] {
        let result = chosen(text);
        match text {
            // A number may be written with zeros before it.
            "00" => assert!(result.is_ok()),
            _ => {
                let error = result.unwrap_err();
                let listed = error.choices().len();
                assert!(
                    matches!(error, ExportError::NoSuchIdentity { .. }),
                    "{text}"
                );
                assert_eq!(listed, 3);
            }
        }
    }
    let error = chosen(OTHER).unwrap_err();
    let ExportError::AmbiguousIdentity { choices, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(choices.iter().map(|c| c.number).collect::<Vec<_>>(), [1, 2]);
    assert!(error.is_usage());
}

/// The same app once for each environment: what is wanted decides.
#[test]
fn s0_19_what_is_wanted_chooses_among_equals() {
    let mut purpose = Wanted::default();
    purpose.environment = Some(Environment::Production);
    purpose.topics.push(OTHER.into());
    let options = options().with_password(OLD).with_wanted(purpose);
    for wanted in [
        quick(Profile::P12Modern),
        quick(Profile::P12Modern).with_identity(OTHER),
    ] {
        let exported = export(&selection(), &options, &wanted.with_password(NEW)).unwrap();
        assert_eq!(exported.identity().number, 2);
        holds(exported.bytes(), Some(NEW), &three()[2], OTHER);
    }
}

/// A topic that is a number: `1` is then the name of one and the place of another.
#[test]
fn s0_19_a_topic_that_is_a_number_is_ambiguous() {
    let numbered = valid(CertificateBuilder::apns_sandbox("1"));
    let other = valid(CertificateBuilder::apns_sandbox(OTHER)).key(&TestKey::rsa2048(1));
    let all = [Identity::new(&numbered), Identity::new(&other)];
    let file = PfxBuilder::keychain_selection(OLD, &all).build();
    let opened = open("all.p12", &file, &options().with_password(OLD));
    let error = opened.choose_identity(Some("1")).unwrap_err();
    assert!(
        matches!(error, ExportError::AmbiguousIdentity { .. }),
        "{error:?}"
    );
    assert_eq!(opened.choose_identity(Some("0")).unwrap(), 0);
    assert_eq!(opened.choose_identity(Some(OTHER)).unwrap(), 1);
}

/// S0-25, as far as it is the library's: nothing is given out that does not read back.
#[test]
fn s0_25_what_is_given_out_was_read_back() {
    let file = PfxBuilder::plain(&healthy(CertificateBuilder::apns(APP))).build();
    let opened = open("push.p12", &file, &options());
    for profile in Profile::ALL {
        let wanted = quick(*profile).with_password(NEW).with_name("new file");
        let exported = opened
            .export(&wanted, &mut Predictable::new("export"))
            .unwrap();
        assert_eq!(exported.check().path, "new file");
        let again = exported.opened();
        assert_eq!(again.identities().count(), 1);
        let key = |o: &pushcert::Opened| o.identities().next().unwrap().key.pkcs8_der().to_vec();
        assert_eq!(key(again), key(&opened), "{profile}");
    }
}

/// S0-27 and S0-28: every way from a password, or none, to a password, or none.
#[test]
fn s0_27_s0_28_passwords_come_and_go() {
    let identity = healthy(CertificateBuilder::apns(APP));
    let protected = PfxBuilder::modern(OLD, &identity, 3).build();
    let plain = PfxBuilder::plain(&identity).build();
    for (from, old) in [(&protected, Some(OLD)), (&plain, None)] {
        let options = old.map_or_else(options, |p| options().with_password(p));
        for profile in Profile::ALL {
            let with = quick(*profile).with_password(NEW);
            let exported = export(from, &options, &with).unwrap();
            holds(exported.bytes(), Some(NEW), &identity, profile.as_str());
            let report = exported.check();
            assert!(!has(&report, "empty-password"), "{:?}", report.findings);

            let without = ExportOptions::new(*profile).with_password("");
            let exported = export(from, &options, &without).unwrap();
            holds(exported.bytes(), None, &identity, profile.as_str());
            let report = exported.check();
            match report.pkcs12 {
                Some(ref pkcs12) => {
                    assert_eq!(pkcs12.password, "empty");
                    // `00 00`, as most programs write it, where RFC 7292 derives the key.
                    if *profile != Profile::P12Modern {
                        assert_eq!(pkcs12.empty_encoding.as_deref(), Some("bmp-terminator"));
                    }
                    let help = &finding(&report, "empty-password").help;
                    assert!(help.contains("with a password"), "{help}");
                }
                None => assert_eq!(report.identities[0].key.protection, None),
            }
        }
    }
}
