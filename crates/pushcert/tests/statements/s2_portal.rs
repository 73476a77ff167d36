//! Source S2: what is kept of a request, and the steps in the portal.

use pushcert::csr::CertificationRequest;
use pushcert::join::{Source, join};
use pushcert::report::{RequestMade, to_json};
use pushcert::request::{Confirmation, Purpose, RecordError, RequestRecord};
use pushcert::{UnixTime, open};
use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::key::TestKey;

use crate::common::{NOW, names, options, valid};

const UUID: &str = "17aeb09f-74e8-40ad-a4ba-b6d6829cfcc6";

fn record() -> RequestRecord {
    let request = CertificationRequest::decode(&pushcert_testkit::csr::csr(&TestKey::rsa2048(0)));
    let at = UnixTime::parse(NOW).unwrap();
    RequestRecord::of(&request.unwrap(), Purpose::Mdm, at).with_apple_id("push@example.com")
}

fn renewal() -> RequestRecord {
    let old = CertificateBuilder::mdm_push(UUID)
        .issuer(Authority::synthetic())
        .build();
    let opened = open("old.cer", &old, &options());
    record().with_renewal_of(&opened.facts().certificates[0])
}

fn steps(record: &RequestRecord) -> String {
    let portal = record.portal("request.b64");
    format!("{}\n{}", portal.url, portal.steps.join("\n"))
}

#[test]
fn s2_20_the_portal_and_the_apple_id_of_this_request() {
    let text = steps(&record());
    assert!(
        text.contains("https://identity.apple.com/pushcert/"),
        "{text}"
    );
    assert!(
        text.contains("sign in with the Apple ID of this request: push@example.com"),
        "{text}"
    );
}

#[test]
fn s2_21_create_for_a_new_one_and_renew_for_a_renewal() {
    let text = steps(&record());
    assert!(
        text.contains("choose Create a Certificate") && !text.contains("Renew"),
        "{text}"
    );
    let text = steps(&renewal());
    assert!(text.contains("choose Renew. Not Create"), "{text}");
    assert!(!text.contains("Create a Certificate"), "{text}");
    // By what the portal's list shows.
    assert!(
        text.contains(&format!("com.apple.mgmt.External.{UUID}")),
        "{text}"
    );
    assert!(text.contains("2027-05-02"), "{text}");
}

#[test]
fn s2_22_the_signed_property_list_is_to_be_uploaded() {
    let text = steps(&record());
    assert!(
        text.contains("upload request.b64, the property list that the vendor signed"),
        "{text}"
    );
    assert!(text.contains("the raw request is refused there"), "{text}");
}

#[test]
fn s2_23_the_notes_name_the_tenant_and_the_request() {
    let record = record().with_tenant("Example Ltd., Hamburg");
    assert_eq!(
        record.notes,
        format!("Example Ltd., Hamburg, pushcert request {}", record.id)
    );
    assert!(record.id.len() == 12 && record.csr_sha256.starts_with(&record.id));
    assert!(steps(&record).contains(&format!("into Notes put: {}", record.notes)));
    let renewal = renewal().with_tenant("Example Ltd.");
    let serial = &renewal.renews.as_ref().unwrap().serial;
    assert!(
        renewal.notes.ends_with(&format!(", renews {serial}")),
        "{}",
        renewal.notes
    );
}

#[test]
fn s2_24_what_the_portal_confirmed_is_kept() {
    let entered = |service: Option<&str>, vendor: Option<&str>, expiration: Option<&str>| {
        let mut one = Confirmation::default();
        one.service = service.map(String::from);
        one.vendor = vendor.map(String::from);
        one.expiration = expiration.map(String::from);
        one
    };
    let kept = record().with_confirmation(entered(Some("Mobile Device Management"), None, None));
    let kept = kept.with_confirmation(entered(None, Some("Example Ltd."), Some("Nov 20, 2027")));
    let read = RequestRecord::parse(to_json(&kept).as_bytes()).unwrap();
    assert_eq!(read, kept);
    let shown = &read.confirmation;
    assert_eq!(shown.service.as_deref(), Some("Mobile Device Management"));
    assert_eq!(shown.vendor.as_deref(), Some("Example Ltd."));
    assert_eq!(shown.expiration.as_deref(), Some("Nov 20, 2027"));
    // What is not entered is not there.
    assert!(record().confirmation.is_empty());
    assert!(!to_json(&record()).contains("confirmation"));
}

#[test]
fn s2_29_a_renewal_warns_of_every_way_to_lose_the_devices() {
    let text = steps(&renewal());
    for part in ["not another Apple ID", "another topic", "Not Revoke either"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn the_answer_to_a_renewal_has_its_topic_and_its_kind() {
    let expected = renewal().expected();
    let key = TestKey::rsa2048(0);
    let der = key.pkcs8_der();
    let answer = |builder: CertificateBuilder| {
        let certificate = valid(builder.key(&key)).build();
        let joined = join(
            Source {
                name: "mdm.pem",
                bytes: &certificate,
            },
            Source {
                name: "push.key",
                bytes: &der,
            },
            &[],
            Some(expected.clone()),
            &options(),
        );
        let refused = joined.refusals().flat_map(|one| names(&one.file));
        refused.map(String::from).collect::<Vec<_>>()
    };
    assert_eq!(answer(CertificateBuilder::mdm_push(UUID)), [""; 0]);
    let other = UUID.replace("17aeb", "27aeb");
    assert_eq!(
        answer(CertificateBuilder::mdm_push(&other)),
        ["not-the-requested-topic"]
    );
    let app = answer(CertificateBuilder::apns("com.example.app"));
    assert!(
        app.contains(&"not-the-requested-kind".to_owned()),
        "{app:?}"
    );
}

#[test]
fn a_record_is_read_back_and_anything_else_is_refused() {
    let made = RequestMade::new(renewal(), "push.csr", "request.b64");
    let text = to_json(&made);
    // The whole document is a record as well.
    assert_eq!(RequestRecord::parse(text.as_bytes()), Ok(renewal()));
    assert_eq!(RequestRecord::parse(b"<html>"), Err(RecordError::NotJson));
    assert_eq!(RequestRecord::parse(b"{}"), Err(RecordError::OtherDocument));
    assert_eq!(
        RequestRecord::parse(b"[1]"),
        Err(RecordError::OtherDocument)
    );
    let newer = text.replace("pushcert.request/1", "pushcert.request/2");
    assert_eq!(
        RequestRecord::parse(newer.as_bytes()),
        Err(RecordError::OtherDocument)
    );
    let less = text.replace("\"csr_sha256\"", "\"csr_sha512\"");
    assert_eq!(
        RequestRecord::parse(less.as_bytes()),
        Err(RecordError::Incomplete)
    );
    let deep = "[".repeat(100_000);
    assert_eq!(
        RequestRecord::parse(deep.as_bytes()),
        Err(RecordError::NotJson)
    );
}
