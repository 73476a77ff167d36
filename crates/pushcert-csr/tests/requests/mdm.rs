//! The file for Apple's Push Certificates Portal.

use std::time::{Duration, Instant};

use pushcert_csr::mdm::{ErrorKind, Key, MdmPushRequest, Remark};
use pushcert_csr::plist;
use pushcert_keys::{Curve, HashAlgorithm, KeyAlgorithm};
use pushcert_pem::{BlockKind, RemarkKind};
use pushcert_testkit::csr::CsrBuilder;
use pushcert_testkit::key::{SignatureAlgorithm, TestKey};
use pushcert_testkit::mdm::{self, CHAIN, MdmRequestBuilder, REQUEST, SIGNATURE};
use pushcert_testkit::pem::{self, Style};

use crate::common::{customer, file, private, public, random, request, signed, vendor};

fn decode(builder: &MdmRequestBuilder) -> Result<MdmPushRequest, ErrorKind> {
    MdmPushRequest::decode(&builder.build()).map_err(|error| error.kind().clone())
}

fn remarks(builder: &MdmRequestBuilder) -> Vec<Remark> {
    let read = decode(builder).unwrap();
    let good = file();
    assert_eq!(read.request(), &request());
    assert_eq!(read.signature(), good.signature());
    assert_eq!(read.chain(), builder.certificates());
    read.remarks().to_vec()
}

/// S2-22: the file to upload is base64 of a property list that a vendor signed.
#[test]
fn s2_22_the_file_is_read() {
    let read = decode(&file()).unwrap();
    assert_eq!(read.request(), &request());
    assert_eq!(read.chain(), file().certificates());
    assert_eq!(read.chain_pem(), file().chain_pem());
    assert_eq!(read.signature(), file().signature());
    assert_eq!(read.remarks(), []);
    assert_eq!(read.verify(&public(&vendor())), Ok(HashAlgorithm::Sha256));
    assert!(read.verify(&public(&customer())).is_err());
}

/// S2-22: the request alone, in any form, is not the file to upload, and that is what is said.
#[test]
fn s2_22_a_plain_request_is_told_apart() {
    let plain = request();
    let base64 = pem::base64(plain.der());
    let text = plain.encode_pem();
    for bytes in [
        plain.der(),
        text.as_bytes(),
        base64.as_bytes(),
        pem::base64(text.as_bytes()).as_bytes(),
    ] {
        let error = MdmPushRequest::decode(bytes).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::PlainRequest);
    }
}

/// S2-22: what is written is the file to upload: one base64 text, three strings, lines of 64 columns,
/// SHA-256.
#[test]
fn s2_22_the_file_is_written() {
    let written = signed();
    let bytes = written.encode();
    assert!(
        bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte))
    );
    let text = String::from_utf8(written.plist()).unwrap();
    assert_eq!(pem::base64(text.as_bytes()).into_bytes(), bytes);
    assert_eq!(text, file().plist());
    let value = plist::parse(text.as_bytes(), &plist::Limits::default()).unwrap();
    let dict = value.dict().unwrap();
    let string = |key: &str| dict.get(key).and_then(plist::Value::string).unwrap();
    assert_eq!(dict.len(), 3);
    assert_eq!(string(REQUEST), pem::base64(request().der()));
    assert_eq!(string(SIGNATURE), pem::base64(&file().signature()));
    for block in string(CHAIN).split_inclusive("-----END CERTIFICATE-----\n") {
        let lines: Vec<&str> = block.lines().collect();
        let (last, full) = lines[1..lines.len() - 1].split_last().unwrap();
        assert!(full.iter().all(|line| line.len() == 64));
        assert!((1..=64).contains(&last.len()));
    }
    let read = MdmPushRequest::decode(&bytes).unwrap();
    assert_eq!(&read, written);
    assert_eq!(read.remarks(), []);
    assert_eq!(read.verify(&public(&vendor())), Ok(HashAlgorithm::Sha256));
}

#[test]
fn sha_1_is_told_from_sha_256() {
    let old = decode(&file().algorithm(SignatureAlgorithm::Sha1Rsa)).unwrap();
    assert_eq!(old.verify(&public(&vendor())), Ok(HashAlgorithm::Sha1));
    let md5 = decode(&file().algorithm(SignatureAlgorithm::Md5Rsa)).unwrap();
    let invalid = pushcert_keys::ErrorKind::InvalidSignature;
    let error = md5.verify(&public(&vendor())).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Signature(invalid));
    let other = decode(&file().signed_by(&TestKey::rsa2048(6))).unwrap();
    assert!(other.verify(&public(&vendor())).is_err());
    assert_eq!(
        other.verify(&public(&TestKey::rsa2048(6))),
        Ok(HashAlgorithm::Sha256)
    );
}

#[test]
fn harmless_differences_are_no_remark() {
    for builder in [
        file().wrapped(64, "\n"),
        file().wrapped(76, "\r\n"),
        file().wrapped(1, "\n"),
        file().wrapped(100, " \t\n"),
        file().prolog(""),
        file().prolog("\u{feff}<?xml version='1.0'?><!-- a -->\n"),
    ] {
        assert_eq!(remarks(&builder), []);
    }
}

/// Each file has this remark and no other.
fn assert_remarks<const N: usize>(cases: [(MdmRequestBuilder, Remark); N]) {
    for (builder, remark) in cases {
        assert_eq!(remarks(&builder), [remark]);
    }
}

fn data(bytes: &[u8]) -> String {
    format!("<data>{}</data>", pem::base64(bytes))
}

#[test]
fn other_forms_of_the_file_and_the_chain_are_remarked() {
    let key = Key::CertificateChain;
    let text = file().chain_pem();
    let with_key = pem::encode("PRIVATE KEY", &TestKey::ec_p256(0).pkcs8_der()) + &text;
    let styled = |style: Style| file().chain_style(style);
    let two = file().certificates()[..2].to_vec();
    assert_remarks([
        (file().bare(), Remark::BareXml),
        (file().twice(), Remark::DoubleBase64File),
        (
            file().entry("Extra", "<true/>"),
            Remark::OtherKeys { count: 1 },
        ),
        (
            file().value(CHAIN, &data(text.as_bytes())),
            Remark::Data { key },
        ),
        (
            file().text(CHAIN, &pem::base64(text.as_bytes())),
            Remark::DoubleBase64 { key },
        ),
        (
            styled(Style::new().columns(76)),
            Remark::ChainColumns { columns: 76 },
        ),
        (
            styled(Style::new().without_end()),
            Remark::ChainText(RemarkKind::MissingEnd),
        ),
        (file().chain(two), Remark::ChainLength { found: 2 }),
        (
            file().text(CHAIN, &with_key),
            Remark::ChainBlock(BlockKind::PrivateKey),
        ),
    ]);
}

#[test]
fn other_forms_of_the_values_are_remarked() {
    let wrapped = |bytes: &[u8]| pem::wrapped(&pem::base64(bytes), 64, "\n");
    let plain = request();
    let text = plain.encode_pem();
    for (key, bytes) in [
        (Key::Request, plain.der()),
        (Key::Signature, &file().signature()),
    ] {
        let twice = pem::base64(pem::base64(bytes).as_bytes());
        assert_remarks([
            (
                file().value(key.as_str(), &data(bytes)),
                Remark::Data { key },
            ),
            (
                file().text(key.as_str(), &twice),
                Remark::DoubleBase64 { key },
            ),
            (
                file().text(key.as_str(), &wrapped(bytes)),
                Remark::WhiteSpace { key },
            ),
        ]);
    }
    assert_remarks([
        (file().text(REQUEST, &text), Remark::RequestAsPem),
        (
            file().text(REQUEST, &pem::base64(text.as_bytes())),
            Remark::RequestAsBase64Pem,
        ),
    ]);
}

/// The order is reported as it is: whether it is right needs the certificates.
#[test]
fn the_chain_keeps_its_order() {
    let builder = file().reversed_chain();
    assert_eq!(remarks(&builder), []);
    assert_ne!(decode(&builder).unwrap(), decode(&file()).unwrap());
}

/// A file that was tolerated is written in the right form.
#[test]
fn writing_mends_the_form() {
    let bad = file().twice().chain_style(Style::new().columns(76));
    let read = decode(&bad).unwrap();
    let mended = MdmPushRequest::decode(&read.encode()).unwrap();
    assert_eq!(mended, read);
    assert_eq!(mended.remarks(), []);
    assert_eq!(mended.encode(), signed().encode());
}

#[test]
fn what_is_missing_is_named() {
    for key in Key::ALL {
        let missing = decode(&file().without(key.as_str()));
        assert_eq!(missing, Err(ErrorKind::MissingKey { key }));
        for xml in ["<true/>", "<array/>", "<integer>1</integer>"] {
            let wrong = decode(&file().value(key.as_str(), xml));
            assert_eq!(wrong, Err(ErrorKind::WrongType { key }));
        }
        for xml in ["<string/>", "<string> \n</string>", "<data></data>"] {
            let empty = decode(&file().value(key.as_str(), xml));
            assert_eq!(empty, Err(ErrorKind::EmptyValue { key }));
        }
        let twice = decode(&file().entry(key.as_str(), "<string>a</string>"));
        assert_eq!(twice, Err(ErrorKind::Plist(plist::ErrorKind::DuplicateKey)));
    }
}

#[test]
fn values_that_cannot_be_read() {
    let invalid = pushcert_pem::ErrorKind::InvalidCharacter { byte: b'*' };
    for key in [Key::Request, Key::Signature] {
        let value = decode(&file().text(key.as_str(), "A*=="));
        assert_eq!(
            value,
            Err(ErrorKind::Value {
                key,
                cause: invalid
            })
        );
    }
    let cut = decode(&file().text(REQUEST, "MIIB"));
    let truncated = pushcert_csr::ErrorKind::TruncatedHeader;
    assert_eq!(cut, Err(ErrorKind::Request(truncated)));
    for text in ["no certificates", "MIIB", &request().encode_pem()] {
        let none = decode(&file().text(CHAIN, text));
        assert_eq!(none, Err(ErrorKind::NoCertificates), "{text}");
    }
    let star = file().chain_pem().replacen("MII", "M*I", 1);
    let damaged = decode(&file().text(CHAIN, &star));
    assert_eq!(damaged, Err(ErrorKind::Chain(invalid)));
    let no_certificate = pem::encode("CERTIFICATE", b"text") + &file().chain_pem();
    let index = decode(&file().text(CHAIN, &no_certificate));
    assert_eq!(index, Err(ErrorKind::Certificate { index: 0 }));
}

fn plist_error(bytes: &[u8]) -> ErrorKind {
    let start = Instant::now();
    let base64 = pem::base64(bytes).into_bytes();
    let of_base64 = MdmPushRequest::decode(&base64).unwrap_err().kind().clone();
    let of_text = MdmPushRequest::decode(bytes).unwrap_err().kind().clone();
    assert!(start.elapsed() < Duration::from_secs(1));
    assert_eq!(of_base64, of_text);
    of_text
}

#[test]
fn property_lists_that_are_made_to_hurt() {
    let subset = ErrorKind::Plist(plist::ErrorKind::InternalSubset);
    assert_eq!(plist_error(&mdm::billion_laughs()), subset);
    assert_eq!(plist_error(&mdm::external_entity()), subset);
    let binary = ErrorKind::Plist(plist::ErrorKind::Binary);
    assert_eq!(plist_error(&mdm::binary_plist()), binary);
    let too_deep = plist::ErrorKind::LimitExceeded {
        limit: plist::LimitName::Depth,
        asked: 17,
        allowed: 16,
    };
    assert_eq!(
        plist_error(&mdm::deep_arrays(3_000)),
        ErrorKind::Plist(too_deep)
    );
    assert_eq!(
        plist_error(&mdm::deep_arrays(16)),
        ErrorKind::NotADictionary
    );
    let page = pushcert_testkit::other::html_login_page();
    assert!(matches!(plist_error(&page), ErrorKind::Plist(_)));
}

#[test]
fn other_files() {
    let kind = |bytes: &[u8]| MdmPushRequest::decode(bytes).unwrap_err().kind().clone();
    assert_eq!(kind(b""), ErrorKind::Base64(pushcert_pem::ErrorKind::Empty));
    assert!(matches!(kind(b"no request"), ErrorKind::Base64(_)));
    assert!(matches!(
        kind(&file().certificates()[0]),
        ErrorKind::Base64(_)
    ));
    let text = pem::base64(b"text");
    assert_eq!(
        kind(text.as_bytes()),
        ErrorKind::Plist(plist::ErrorKind::NotXml)
    );
    let long = vec![b' '; 128 * 1024 + 1];
    let (length, allowed) = (long.len(), 128 * 1024);
    assert_eq!(kind(&long), ErrorKind::TooLong { length, allowed });
}

#[test]
fn what_is_not_signed() {
    let good = request();
    let certificates = file();
    let chain: Vec<&[u8]> = certificates
        .certificates()
        .iter()
        .map(Vec::as_slice)
        .collect();
    let sign = |request, chain: &[&[u8]], key: &TestKey| {
        MdmPushRequest::sign(request, chain, &private(key), &mut random())
            .map_err(|error| error.kind().clone())
    };
    assert!(sign(&good, &chain, &vendor()).is_ok());
    assert_eq!(sign(&good, &[], &vendor()), Err(ErrorKind::NoCertificates));
    let with_tail = [chain[0], &[0]].concat();
    for (index, bad) in [(0, &b""[..]), (1, &[0x30, 9]), (2, &with_tail)] {
        let mut chain = chain.clone();
        chain[index] = bad;
        let expected = Err(ErrorKind::Certificate { index });
        assert_eq!(sign(&good, &chain, &vendor()), expected);
    }
    let algorithm = KeyAlgorithm::Ec(Curve::P256);
    let ec = sign(&good, &chain, &TestKey::ec_p256(0));
    assert_eq!(ec, Err(ErrorKind::VendorKey { algorithm }));
    let builder = CsrBuilder::keychain_style("a@example.com", "A", "US", &customer());
    let broken = builder.broken_signature().build();
    let broken = pushcert_csr::CertificationRequest::decode(&broken).unwrap();
    let invalid = pushcert_csr::ErrorKind::Signature(pushcert_keys::ErrorKind::InvalidSignature);
    assert_eq!(
        sign(&broken, &chain, &vendor()),
        Err(ErrorKind::Request(invalid))
    );
    let two = sign(&good, &chain[..2], &vendor()).unwrap();
    assert_eq!(two.remarks(), [Remark::ChainLength { found: 2 }]);
    let huge = [&[0x30, 0x83, 0x01, 0x00, 0x00][..], &[0; 65_536]].concat();
    let huge = sign(&good, &[&huge], &vendor());
    assert!(matches!(
        huge,
        Err(ErrorKind::TooLong { .. } | ErrorKind::Plist(_))
    ));
}
