//! S2-22: vendor-signed requests of others, read and judged.

use pushcert::diagnostics::Place;
use pushcert::report::{File, Verdict};
use pushcert::revocation::RevocationSource;
use pushcert::x509::Certificate;
use pushcert::{Format, Wanted, open};
use pushcert_testkit::authority::Authority;
use pushcert_testkit::key::{SignatureAlgorithm, TestKey};
use pushcert_testkit::mdm::{CHAIN, MdmRequestBuilder, REQUEST, SIGNATURE};
use pushcert_testkit::pem;
use pushcert_testkit::revocation::CrlBuilder;

use crate::common::{check, finding, has, names, options};

fn good() -> MdmRequestBuilder {
    MdmRequestBuilder::new(&TestKey::rsa2048(4), &TestKey::rsa2048(5))
}

fn read(bytes: &[u8]) -> File {
    let mut wanted = Wanted::default();
    wanted.place = Place::Request;
    check("request.b64", bytes, &options().with_wanted(wanted))
}

#[test]
fn s2_22_every_wrapping_is_read_as_the_same_request() {
    let forms = [
        good().build(),
        good().wrapped(64, "\n").build(),
        good().wrapped(76, "\r\n").build(),
        good().wrapped(1, "\n").build(),
        good().bare().build(),
        good().twice().build(),
    ];
    for (index, bytes) in forms.iter().enumerate() {
        let opened = open("request.b64", bytes, &options());
        assert_eq!(opened.format(), Format::MdmPushRequest, "{index}");
        let file = read(bytes);
        let request = file.mdm_request.as_ref().unwrap();
        assert_eq!(request.signature, "valid", "{index}");
        assert_eq!(file.requests[0].email.as_deref(), Some("admin@example.com"));
        assert_eq!(request.chain.len(), 3);
        assert_eq!(request.chain[0].kind, "mdm-vendor");
        assert!(
            !has(&file, "pem-markers-missing"),
            "{index}: {:?}",
            names(&file)
        );
        let is_plain = index < 4;
        assert_eq!(
            request.defects.is_empty(),
            is_plain,
            "{index}: {:?}",
            request.defects
        );
    }
    let twice = read(&good().twice().build());
    assert_eq!(finding(&twice, "mdm-request-invalid").severity, "error");
    let bare = read(&good().bare().build());
    assert_eq!(finding(&bare, "mdm-request-form").severity, "warning");
}

#[test]
fn s2_22_a_right_one_passes() {
    let file = read(&good().build());
    assert!(file.verdict <= Some(Verdict::Warn), "{:?}", names(&file));
    assert!(
        !names(&file)
            .iter()
            .any(|name| name.starts_with("mdm-request")),
        "{:?}",
        names(&file)
    );
}

#[test]
fn s2_22_sha_1_is_told_and_read() {
    let file = read(&good().algorithm(SignatureAlgorithm::Sha1Rsa).build());
    let request = file.mdm_request.as_ref().unwrap();
    assert_eq!(request.signature, "valid");
    assert_eq!(request.signature_hash.as_deref(), Some("sha1"));
    assert!(
        names(&file)
            .iter()
            .any(|name| name.starts_with("mdm-request")),
        "{:?}",
        names(&file)
    );
}

#[test]
fn s2_22_what_the_portal_would_refuse() {
    let other = TestKey::rsa2048(1);
    let pem_text = pem::encode("CERTIFICATE REQUEST", good().request_der());
    let chain = good().certificates().to_vec();
    for (name, builder) in [
        ("another key", good().signed_by(&other)),
        ("over the text", good().signature_over(pem_text.as_bytes())),
        ("reversed", good().reversed_chain()),
        ("vendor alone", good().chain(chain[..1].to_vec())),
        ("without root", good().chain(chain[..2].to_vec())),
        ("no chain", good().without(CHAIN)),
        ("no request", good().without(REQUEST)),
        ("no signature", good().without(SIGNATURE)),
        ("no signature's text", good().text(SIGNATURE, "")),
        ("request as PEM", good().text(REQUEST, &pem_text)),
        (
            "another key twice",
            good().entry(SIGNATURE, "<string>AAAA</string>"),
        ),
    ] {
        let file = read(&builder.build());
        assert_eq!(file.format, "mdm-push-request", "{name}");
        let found = file
            .findings
            .iter()
            .filter(|one| one.name == "mdm-request-invalid");
        assert!(found.count() > 0, "{name}: {:?}", names(&file));
        assert_eq!(file.verdict, Some(Verdict::Fail), "{name}");
    }
}

#[test]
fn s2_22_a_raw_request_is_told_where_the_signed_one_is_wanted() {
    for bytes in [
        good().request_der().to_vec(),
        pem::encode("CERTIFICATE REQUEST", good().request_der()).into_bytes(),
    ] {
        let file = read(&bytes);
        finding(&file, "request-without-vendor-signature");
    }
}

#[test]
fn s2_22_a_file_of_100_kib_is_a_defect_and_no_limit_to_raise() {
    let builder = good().entry(
        "Filling",
        &format!("<string>{}</string>", "x".repeat(200_000)),
    );
    for bytes in [builder.clone().bare().build(), builder.build()] {
        let file = read(&bytes);
        assert!(has(&file, "mdm-request-invalid"), "{:?}", names(&file));
        assert!(!has(&file, "limit-exceeded"));
    }
}

#[test]
fn s2_22_the_vendors_certificate_is_asked_about_as_well() {
    let vendor = Certificate::decode(&good().certificates()[0]).unwrap();
    let list = CrlBuilder::new(&Authority::synthetic_intermediate()).revoke(vendor.serial());
    let source = RevocationSource::crl("issuing.crl", &list.build());
    let given = options().with_revocation(source.clone());
    let mut later = open("request.b64", &good().build(), &options());
    let questions = later.revocation_questions();
    assert_eq!(questions.len(), 1, "{questions:?}");
    later.add_revocation(core::slice::from_ref(&source.answering(&questions[0])));
    for opened in [open("request.b64", &good().build(), &given), later] {
        let file = opened.check();
        let shown = &file.mdm_request.as_ref().unwrap().chain[0].revocation;
        assert_eq!(shown[0].status, "revoked");
        finding(&file, "revoked");
    }
}

#[test]
fn a_long_chain_takes_a_bounded_time() {
    // Each may have issued each other: the same name, and no key identifiers.
    let one = Authority::own("Loop", TestKey::rsa2048(6));
    let chain = vec![one.certificate_by(&one); 60];
    let begin = std::time::Instant::now();
    let file = read(&good().chain(chain).build());
    assert!(has(&file, "mdm-request-invalid"), "{:?}", names(&file));
    assert!(begin.elapsed().as_secs() < 10, "{:?}", begin.elapsed());
}
