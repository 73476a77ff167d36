//! What is written is the identity that was read, whatever form it comes from and goes to.

use pushcert::export::{Chain, ExportError, ExportOptions, Exported, Profile};
use pushcert::{Options, open};
use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::digest::Digest;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::{TestKey, encrypted_pkcs8};
use pushcert_testkit::pbe::Protection;
use pushcert_testkit::pem;
use pushcert_testkit::pfx::{Encoding, PfxBuilder};

use crate::common::{compatible, finding, has, healthy, options, valid};
use pushcert_testkit::random::Predictable;

pub(crate) const APP: &str = "com.example.app";
pub(crate) const OLD: &str = "old secret";
pub(crate) const NEW: &str = "new sécret";

pub(crate) fn export(
    file: &[u8],
    options: &Options,
    wanted: &ExportOptions,
) -> Result<Exported, ExportError> {
    open("push", file, options).export(wanted, &mut Predictable::new("export"))
}

pub(crate) fn quick(profile: Profile) -> ExportOptions {
    ExportOptions::new(profile).with_iterations(3)
}

/// Every form that a credential comes in, with whether it needs the old password.
pub(crate) fn sources(identity: &Identity) -> Vec<(&'static str, Vec<u8>, bool)> {
    let locked = encrypted_pkcs8(&identity.key, &Protection::pbes2_aes256(3), OLD);
    let certificate = pem::encode("CERTIFICATE", &identity.certificate);
    let bundle = |key: String| {
        let mut text = key + &certificate;
        for issuer in &identity.chain {
            text.push_str(&pem::encode("CERTIFICATE", issuer));
        }
        text.into_bytes()
    };
    let key = identity.key.pkcs8_der();
    vec![
        ("compatible p12", compatible(OLD, identity), true),
        (
            "modern p12",
            PfxBuilder::modern(OLD, identity, 3).build(),
            true,
        ),
        (
            "keychain p12",
            PfxBuilder::keychain_style(OLD, identity).build(),
            true,
        ),
        ("empty password", compatible("", identity), false),
        ("plain p12", PfxBuilder::plain(identity).build(), false),
        (
            "BER",
            PfxBuilder::keychain_style(OLD, identity)
                .encoding(Encoding::BerFragments(100))
                .build(),
            true,
        ),
        ("plain PEM", bundle(pem::encode("PRIVATE KEY", &key)), false),
        (
            "locked PEM",
            bundle(pem::encode("ENCRYPTED PRIVATE KEY", &locked)),
            true,
        ),
    ]
}

/// The written file opens with the new password and holds the same key and certificates.
#[track_caller]
pub(crate) fn holds(bytes: &[u8], password: Option<&str>, identity: &Identity, what: &str) {
    let options = password.map_or_else(options, |p| options().with_password(p));
    let opened = open("new", bytes, &options);
    let all: Vec<_> = opened.identities().collect();
    let [one] = all.as_slice() else {
        panic!("{what}: {} identities", all.len())
    };
    let key = pushcert::keys::PrivateKey::decode(&identity.key.pkcs8_der()).unwrap();
    assert_eq!(one.key.pkcs8_der(), key.pkcs8_der(), "{what}");
    assert_eq!(one.certificate.der(), identity.certificate, "{what}");
    let chain: Vec<_> = one.chain.iter().map(|c| c.der().to_vec()).collect();
    assert_eq!(chain, identity.chain, "{what}");
    let report = opened.check();
    assert!(
        report.certificates.is_empty() && report.keys.is_empty(),
        "{what}"
    );
}

/// S0-26: the advice "export it again" without a keychain, from every form into every form.
#[test]
fn s0_26_every_form_becomes_every_form() {
    for key in [TestKey::rsa2048(0), TestKey::ec_p256(0)] {
        let builder = valid(CertificateBuilder::apns(APP)).key(&key);
        let identity = Identity::new(&builder).with_synthetic_chain();
        for (from, file, locked) in sources(&identity) {
            let options = if locked {
                options().with_password(OLD)
            } else {
                options()
            };
            for profile in Profile::ALL {
                let what = format!("{key:?} {from} to {profile}");
                let wanted = quick(*profile).with_password(NEW);
                let exported = export(&file, &options, &wanted).expect(&what);
                assert_eq!(exported.certificates(), 2, "{what}");
                assert_eq!(exported.iterations(), Some(3), "{what}");
                holds(exported.bytes(), Some(NEW), &identity, &what);
                // The old password, and none, no longer open it.
                for wrong in [OLD, ""] {
                    let again = open(
                        "new",
                        exported.bytes(),
                        &Options::at(exported_at()).with_password(wrong),
                    );
                    assert!(again.needs_password(), "{what}");
                }
            }
        }
    }
}

fn exported_at() -> pushcert::UnixTime {
    pushcert::UnixTime::parse(crate::common::NOW).unwrap()
}

#[test]
fn every_profile_is_encrypted_as_it_says() {
    let file = compatible(OLD, &healthy(CertificateBuilder::apns(APP)));
    let options = options().with_password(OLD);
    for (profile, key, certificates, mac, iterations) in [
        (Profile::Pem, "pbes2-aes-256-cbc", "none", "none", 100_000),
        (
            Profile::P12Modern,
            "pbes2-aes-256-cbc",
            "pbes2-aes-256-cbc",
            "hmac-sha256",
            100_000,
        ),
        (
            Profile::P12Compatible,
            "pbe-sha1-3des-3key-cbc",
            "pbe-sha1-3des-3key-cbc",
            "hmac-sha1",
            2048,
        ),
        (
            Profile::P12Legacy,
            "pbe-sha1-3des-3key-cbc",
            "pbe-sha1-rc2-40-cbc",
            "hmac-sha1",
            2048,
        ),
    ] {
        let wanted = ExportOptions::new(profile).with_password(NEW);
        let exported = export(&file, &options, &wanted).unwrap();
        let report = exported.report("push.p12");
        let protections = report.protections.unwrap();
        assert_eq!(protections.password, "given");
        assert_eq!(protections.key, key);
        assert_eq!(protections.certificates, certificates);
        assert_eq!(protections.mac, mac);
        assert_eq!(report.iterations, Some(iterations));
        assert_eq!(report.opens_in.is_empty(), profile == Profile::Pem);
    }
}

/// Salts differ, so the same twice gives other bytes; the same random numbers give the same ones.
#[test]
fn only_the_random_numbers_differ() {
    let file = compatible(OLD, &healthy(CertificateBuilder::apns(APP)));
    let opened = open("push.p12", &file, &options().with_password(OLD));
    for profile in Profile::ALL {
        let wanted = quick(*profile).with_password(NEW);
        let mut rng = Predictable::new("export");
        let bytes = |rng: &mut Predictable| opened.export(&wanted, rng).unwrap().bytes().to_vec();
        let (one, two) = (bytes(&mut rng), bytes(&mut rng));
        assert_ne!(one, two, "{profile}");
        assert_eq!(one, bytes(&mut Predictable::new("export")), "{profile}");
    }
}

#[test]
fn names_are_kept_or_given() {
    let plain = healthy(CertificateBuilder::apns(APP));
    let named = plain.clone().named("Möbius 🚀 key");
    for (identity, name) in [
        (named, "Möbius 🚀 key"),
        (plain, "Apple Push Services: com.example.app"),
    ] {
        let file = PfxBuilder::modern(OLD, &identity, 3).build();
        let wanted = quick(Profile::P12Modern).with_password(NEW);
        let exported = export(&file, &options().with_password(OLD), &wanted).unwrap();
        let report = exported.check();
        assert_eq!(report.identities[0].friendly_name.as_deref(), Some(name));
        assert!(
            !has(&report, "local-key-id-conflict"),
            "{:?}",
            report.findings
        );
        let id = Digest::Sha1.hash(&identity.certificate);
        let id = id.as_slice();
        let opened = exported.opened();
        let bags =
            pushcert::pkcs12::Pfx::decode(exported.bytes(), &pushcert::pkcs12::Limits::default())
                .unwrap();
        let bags = bags
            .open(Some(NEW), &pushcert::pkcs12::Limits::default())
            .unwrap();
        let ids: Vec<_> = bags
            .bags()
            .filter_map(|bag| bag.attributes.local_key_id())
            .collect();
        assert_eq!(ids, [id, id], "{opened:?}");
    }
}

#[test]
fn a_key_is_only_written_with_its_certificate() {
    let identity = healthy(CertificateBuilder::apns(APP));
    let other = Identity::from_parts(&TestKey::rsa2048(3), identity.certificate.clone());
    let error = export(
        &PfxBuilder::plain(&other).build(),
        &options(),
        &quick(Profile::Pem),
    );
    let Err(ExportError::NoIdentity(error)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.finding().name, "key-mismatch");

    // An identity by localKeyID alone proves nothing.
    let ed = Identity::from_parts(&TestKey::ed25519(), identity.certificate);
    let file = PfxBuilder::keychain_style(OLD, &ed).build();
    let options = options().with_password(OLD);
    let error = export(&file, &options, &quick(Profile::P12Modern)).unwrap_err();
    assert!(
        matches!(error, ExportError::UnprovenKey | ExportError::NoIdentity(_)),
        "{error:?}"
    );
}

#[test]
fn what_is_sick_is_written_and_told() {
    let expired = CertificateBuilder::apns(APP)
        .synthetic_ca()
        .valid("2024-01-01T00:00:00Z", "2025-01-31T00:00:00Z");
    let file = PfxBuilder::plain(&Identity::new(&expired)).build();
    let wanted = quick(Profile::P12Modern).with_password(NEW);
    let exported = export(&file, &options(), &wanted).unwrap();
    finding(&exported.check(), "certificate-expired");
    let findings = exported.report("push.p12").findings;
    assert!(findings.iter().any(|f| f.name == "certificate-expired"));
}

#[test]
fn iterations_stay_below_what_is_read_again() {
    let file = PfxBuilder::plain(&healthy(CertificateBuilder::apns(APP))).build();
    for (profile, allowed) in [
        (Profile::Pem, 5_000_000),
        (Profile::P12Modern, 3_333_333),
        (Profile::P12Compatible, 3_333_333),
    ] {
        for asked in [0, allowed + 1, u64::MAX] {
            let wanted = ExportOptions::new(profile).with_password(NEW);
            let error = export(&file, &options(), &wanted.with_iterations(asked)).unwrap_err();
            let ExportError::Iterations {
                asked: said,
                allowed: most,
            } = error
            else {
                panic!("{error:?}")
            };
            assert_eq!((said, most), (asked, allowed));
            assert!(error.is_usage() && !error.help().is_empty());
        }
    }
    let error = export(&file, &options(), &quick(Profile::Pem)).unwrap_err();
    assert!(matches!(error, ExportError::NothingEncrypted), "{error:?}");
}

#[test]
fn the_chain_is_kept_dropped_or_completed() {
    let (root, middle) = (Authority::synthetic(), Authority::synthetic_intermediate());
    let builder = valid(CertificateBuilder::apns(APP)).issuer(middle.clone());
    let middle = middle.certificate_by(&root);
    let stranger = Authority::own("Stranger", TestKey::rsa2048(5)).certificate();
    let chain = vec![stranger, root.certificate(), middle.clone()];
    let identity = Identity::new(&builder).chain(chain);
    let file = PfxBuilder::modern(OLD, &identity, 3).build();
    let options = options().with_password(OLD);
    for (chain, behind) in [
        (Chain::Keep, vec![middle.clone(), root.certificate()]),
        (Chain::Drop, vec![]),
        (Chain::Complete, vec![middle]),
    ] {
        for profile in [Profile::Pem, Profile::P12Modern] {
            let wanted = quick(profile).with_password(NEW).with_chain(chain);
            let exported = export(&file, &options, &wanted).unwrap();
            let expected = Identity::new(&builder).chain(behind.clone());
            holds(exported.bytes(), Some(NEW), &expected, chain.as_str());
        }
    }
}

#[test]
fn a_chain_that_nobody_can_complete_is_an_error_with_the_name() {
    let middle = Authority::synthetic_intermediate();
    let builder = valid(CertificateBuilder::apns(APP)).issuer(middle);
    let file = PfxBuilder::plain(&Identity::new(&builder)).build();
    let wanted = quick(Profile::P12Modern).with_chain(Chain::Complete);
    let error = export(&file, &options(), &wanted).unwrap_err();
    let ExportError::UnknownIssuer { issuer } = &error else {
        panic!("{error:?}")
    };
    assert!(issuer.is_some() && error.help().contains("--chain keep"));
    // A look-alike of Apple's does not count either.
    let look_alike = CertificateBuilder::apns(APP)
        .apple_like_issuer(pushcert_testkit::authority::Generation::G4);
    let file = PfxBuilder::plain(&Identity::new(&look_alike)).build();
    let error = export(&file, &options(), &wanted).unwrap_err();
    assert!(
        matches!(error, ExportError::UnknownIssuer { .. }),
        "{error:?}"
    );
}

#[test]
fn nothing_shows_a_password_or_a_key() {
    let identity = healthy(CertificateBuilder::apns(APP));
    let file = compatible(OLD, &identity);
    let wanted = quick(Profile::P12Modern).with_password(NEW);
    let exported = export(&file, &options().with_password(OLD), &wanted).unwrap();
    let key = identity.key.pkcs8_der();
    let texts = [
        format!("{wanted:?} {exported:?}"),
        pushcert::report::to_json(&exported.report("push.p12")),
    ];
    for text in texts {
        let digits = pushcert_testkit::hex_lower(&key[400..420]);
        for secret in [OLD, NEW, &digits] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
