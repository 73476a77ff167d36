//! Source S2: would this renewal keep every device?

use pushcert::renewal::{Renewal, RenewalError};
use pushcert::report::{Verdict, to_json};
use pushcert::{Opened, open};
use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::{CertificateBuilder, topics};
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::oid::apple;
use pushcert_testkit::pem;
use pushcert_testkit::pfx::PfxBuilder;

use crate::common::{finding, names, options, options_at, valid};

const UUID: &str = "17aeb09f-74e8-40ad-a4ba-b6d6829cfcc6";
const OTHER: &str = "27aeb09f-74e8-40ad-a4ba-b6d6829cfcc6";

fn certificate(builder: CertificateBuilder) -> Opened {
    open(
        "push.cer",
        &builder.issuer(Authority::synthetic()).build(),
        &options(),
    )
}

fn mdm(uuid: &str, from: &str, until: &str) -> CertificateBuilder {
    CertificateBuilder::mdm_push(uuid)
        .valid(from, until)
        .seed(from)
}

fn old() -> CertificateBuilder {
    mdm(UUID, "2025-12-01T00:00:00Z", "2026-12-01T00:00:00Z")
}

fn renewed(uuid: &str) -> CertificateBuilder {
    mdm(uuid, "2026-11-20T00:00:00Z", "2027-11-20T00:00:00Z").key(&TestKey::rsa2048(1))
}

fn compared(old: CertificateBuilder, new: CertificateBuilder) -> Renewal {
    Renewal::compare(&certificate(old), &certificate(new)).unwrap()
}

fn differing(renewal: &Renewal) -> Vec<&str> {
    let rows = renewal.comparison.iter().filter(|row| !row.is_same);
    rows.map(|row| row.name).collect()
}

#[test]
fn s2_03_the_same_topic_keeps_the_devices() {
    let renewal = compared(old(), renewed(UUID));
    assert_eq!(renewal.keeps_devices(), Some(true));
    assert_eq!(
        differing(&renewal),
        ["key", "not_before", "not_after", "serial"]
    );
    let report = renewal.report();
    assert_eq!(report.keeps_devices, Some(true));
    assert!(
        report.verdict <= Some(Verdict::Warn),
        "{:?}",
        names(&renewal.new)
    );
    let overlap = report.overlap.unwrap();
    assert_eq!(overlap.days, 11);
    assert_eq!(overlap.from, "2026-11-20T00:00:00Z");
    assert!(report.old.certificate.is_some() && report.new.certificate.is_some());
}

#[test]
fn s2_20_s2_21_another_topic_is_an_error_that_says_what_it_does_to_devices() {
    let renewal = compared(old(), renewed(OTHER));
    assert_eq!(renewal.keeps_devices(), Some(false));
    let found = finding(&renewal.new, "renewal-changes-topic");
    assert_eq!(found.severity, "error");
    assert!(
        found
            .message
            .contains("every enrolled device stops answering")
    );
    assert!(found.help.contains("Apple ID of the old certificate"));
    assert!(found.help.contains("Renew there, not Create"));
    assert!(differing(&renewal).contains(&"topics"));
}

#[test]
fn s2_29_a_renewal_in_the_last_days_has_its_warning_before() {
    let warns = |time: &str| {
        let file = open(
            "push.cer",
            &valid(old())
                .valid("2025-12-01T00:00:00Z", "2026-12-01T00:00:00Z")
                .build(),
            &options_at(time),
        );
        names(&file.check()).contains(&"certificate-expiring")
    };
    assert!(!warns("2026-10-31T00:00:00Z"));
    assert!(warns("2026-11-02T00:00:00Z") && warns("2026-11-30T00:00:00Z"));
}

#[test]
fn s1_26_an_update_before_the_end_leaves_no_gap() {
    assert!(compared(old(), renewed(UUID)).overlap().is_some());
    let late = mdm(UUID, "2026-12-11T00:00:00Z", "2027-12-11T00:00:00Z");
    let late = compared(old(), late);
    assert_eq!(late.overlap(), None);
    assert!(
        finding(&late.new, "renewal-gap")
            .message
            .contains("10 days")
    );
    // Late, but the devices stay.
    assert_eq!(late.keeps_devices(), Some(true));
}

#[test]
fn the_same_certificate_is_no_renewal() {
    let renewal = compared(old(), old());
    assert!(differing(&renewal).is_empty(), "{:?}", differing(&renewal));
    assert_eq!(renewal.keeps_devices(), Some(true));
    finding(&renewal.new, "renewal-not-newer");
}

/// Every combination of topics and environments, of a certificate of several: devices are lost exactly if
/// a topic or an environment is. The order means nothing, and a certificate compared with itself is the same.
#[test]
fn devices_are_lost_exactly_with_a_topic_or_an_environment() {
    const TOPICS: [&str; 3] = [
        "com.example.app",
        "com.example.app.voip",
        "com.example.app.complication",
    ];
    let sets: Vec<Vec<&str>> = (1..8_u8)
        .map(|bits| {
            let chosen = (0..3_u8).filter(|n| bits >> n & 1 == 1);
            chosen.map(|n| TOPICS[usize::from(n)]).collect()
        })
        .collect();
    let build = |set: &[&str], backwards: bool, sandbox: bool| {
        let mut entries: Vec<(&str, &str)> = set.iter().map(|topic| (*topic, "app")).collect();
        if backwards {
            entries.reverse();
        }
        let builder = CertificateBuilder::apns("com.example.app")
            .edit_subject(|name| name.remove(pushcert_testkit::oid::name::UID))
            .replace_extension(apple::TOPICS, topics(&entries));
        let builder = match sandbox {
            true => builder,
            false => builder.without_extension(apple::SANDBOX),
        };
        certificate(valid(builder))
    };
    let built = |backwards, sandbox| -> Vec<Opened> {
        let all = sets.iter().map(|set| build(set, backwards, sandbox));
        all.collect()
    };
    let [both, production] = [true, false].map(|sandbox| built(false, sandbox));
    let backwards = built(true, true);
    for (before, old) in sets.iter().zip(&both) {
        for (n, after) in sets.iter().enumerate() {
            let kept = before.iter().all(|topic| after.contains(topic));
            let renewal = Renewal::compare(old, &backwards[n]).unwrap();
            assert_eq!(renewal.keeps_devices(), Some(kept), "{before:?} {after:?}");
            let is_same = !differing(&renewal).contains(&"topics");
            assert_eq!(is_same, before == after, "{before:?} {after:?}");
            // An environment less loses devices, whatever the topics; one more loses none.
            let less = Renewal::compare(old, &production[n]).unwrap();
            assert_eq!(less.keeps_devices(), Some(false));
            let more = Renewal::compare(&production[n], old).unwrap();
            let kept = after.iter().all(|topic| before.contains(topic));
            assert_eq!(more.keeps_devices(), Some(kept), "{after:?} {before:?}");
        }
    }
}

#[test]
fn of_several_the_one_with_the_shared_topic_is_compared() {
    let bundle = |apps: &[&str]| {
        let text: String = apps
            .iter()
            .map(|app| pem::encode("CERTIFICATE", &valid(CertificateBuilder::apns(app)).build()))
            .collect();
        open("certificates.pem", text.as_bytes(), &options())
    };
    let one = bundle(&["com.example.a"]);
    let several = bundle(&["com.example.b", "com.example.a", "com.example.c"]);
    let renewal = Renewal::compare(&one, &several).unwrap();
    assert!(renewal.new_certificate.has_topic("com.example.a"));
    let Err(RenewalError::Several { titles, .. }) = Renewal::compare(&several, &several) else {
        panic!("one of three was taken")
    };
    assert_eq!(titles.len(), 3);
    // The same one twice is one.
    let twice = bundle(&["com.example.a", "com.example.a"]);
    assert!(Renewal::compare(&twice, &one).is_ok());
    let nothing = open("push.key", &TestKey::rsa2048(0).pkcs8_der(), &options());
    for (old, new) in [(&nothing, &one), (&one, &nothing)] {
        let error = Renewal::compare(old, new).unwrap_err();
        assert!(matches!(&error, RenewalError::NoCertificate { file } if file == "push.key"));
        assert!(!error.help().is_empty());
    }
}

#[test]
fn containers_are_compared_with_certificates() {
    let identity = Identity::new(&valid(CertificateBuilder::apns("com.example.a")));
    let file = PfxBuilder::keychain_style("secret", &identity).build();
    let old = open("push.p12", &file, &options().with_password("secret"));
    let new = certificate(
        CertificateBuilder::apns("com.example.a")
            .valid("2026-11-01T00:00:00Z", "2027-11-01T00:00:00Z"),
    );
    let renewal = Renewal::compare(&old, &new).unwrap();
    assert_eq!(renewal.keeps_devices(), Some(true));
    // The same key: told, and no error.
    assert_eq!(finding(&renewal.new, "same-key-reused").severity, "note");
    let text = to_json(&renewal.report());
    assert!(text.contains("pushcert.renewal/1"), "{text}");
}
