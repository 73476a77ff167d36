//! S2-22: what a vendor signs, with every check before a byte is given out.

use pushcert::csr::mdm::MdmPushRequest;
use pushcert::join::Source;
use pushcert::mdm::{NotSigned, SignedRequest, VendorRequest, sign};
use pushcert::x509::Certificate;
use pushcert::{Format, Options};
use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::csr::{CsrBuilder, csr};
use pushcert_testkit::key::{SignatureAlgorithm, TestKey};
use pushcert_testkit::pem;
use pushcert_testkit::random::Predictable;
use pushcert_testkit::revocation::CrlBuilder;

use crate::common::{names, options, options_at};

/// What is signed, and with what.
struct Case {
    csr: Vec<u8>,
    certificate: Vec<u8>,
    key: Vec<u8>,
    chain: Vec<Vec<u8>>,
    options: Options,
}

fn vendor() -> CertificateBuilder {
    CertificateBuilder::mdm_vendor("Example Ltd.")
        .key(&TestKey::rsa2048(5))
        .issuer(Authority::synthetic_intermediate())
}

fn intermediate() -> Vec<u8> {
    Authority::synthetic_intermediate().certificate_by(&Authority::synthetic())
}

impl Case {
    fn good() -> Self {
        Self {
            csr: csr(&TestKey::rsa2048(4)),
            certificate: vendor().build(),
            key: TestKey::rsa2048(5).pkcs8_der(),
            chain: vec![intermediate()],
            options: options(),
        }
    }

    fn sign(&self) -> Result<SignedRequest, NotSigned> {
        let source = |name, bytes| Source { name, bytes };
        let chain = self
            .chain
            .iter()
            .map(|der| source("issuer.cer", der.as_slice()));
        let chain: Vec<Source<'_>> = chain.collect();
        let files = VendorRequest {
            csr: source("push.csr", &self.csr),
            vendor_certificate: source("vendor.cer", &self.certificate),
            vendor_key: source("vendor.key", &self.key),
            chain: &chain,
        };
        sign(
            &files,
            "request.b64",
            &self.options,
            &mut Predictable::new("mdm"),
        )
    }

    /// The findings that keep the files from being used, each with the file.
    fn refused(&self) -> Vec<(String, String)> {
        let Err(NotSigned::Files(files)) = self.sign() else {
            panic!("{:?}", self.sign());
        };
        let pairs = files.iter().flat_map(|file| {
            let path = file.path.clone();
            names(file)
                .into_iter()
                .map(move |name| (path.clone(), name.to_owned()))
        });
        pairs.collect()
    }

    fn is_refused(&self, file: &str, name: &str) {
        let refused = self.refused();
        assert!(
            refused.contains(&(file.into(), name.into())),
            "{name}: {refused:?}"
        );
    }
}

#[test]
fn s2_22_what_is_signed_is_what_the_portal_takes() {
    let signed = Case::good().sign().unwrap();
    let text = std::str::from_utf8(signed.bytes()).unwrap();
    let line = text.strip_suffix('\n').unwrap();
    assert!(line.starts_with("PD94") && !line.contains('\n'));
    assert_eq!(signed.opened().format(), Format::MdmPushRequest);

    let read = MdmPushRequest::decode(signed.bytes()).unwrap();
    assert!(read.remarks().is_empty(), "{:?}", read.remarks());
    assert_eq!(read.request().der(), csr(&TestKey::rsa2048(4)));
    let chain = [
        vendor().build(),
        intermediate(),
        Authority::synthetic().certificate(),
    ];
    assert_eq!(read.chain(), chain);
    for line in read.chain_pem().lines() {
        assert!(line.len() <= 64);
    }
    // A stranger finds nothing wrong with it.
    let file = signed.opened().check();
    let shown = file.mdm_request.as_ref().unwrap();
    assert!(shown.chain_is_whole);
    assert_eq!(shown.signature, "valid");
    assert_eq!(shown.signature_hash.as_deref(), Some("sha256"));
    assert!(shown.defects.is_empty(), "{:?}", shown.defects);
    for name in [
        "mdm-request-invalid",
        "mdm-request-form",
        "pem-markers-missing",
    ] {
        assert!(!names(&file).contains(&name), "{:?}", names(&file));
    }
}

#[test]
fn s2_22_pem_files_and_a_chain_in_the_certificates_file_do_as_well() {
    let mut case = Case::good();
    case.csr = pem::encode("CERTIFICATE REQUEST", &case.csr).into_bytes();
    case.key = pem::encode("PRIVATE KEY", &case.key).into_bytes();
    let certificates = [
        vendor().build(),
        intermediate(),
        Authority::synthetic().certificate(),
    ];
    let certificates = certificates.map(|der| pem::encode("CERTIFICATE", &der));
    case.certificate = certificates.concat().into_bytes();
    case.chain.clear();
    let signed = case.sign().unwrap();
    assert_eq!(signed.bytes(), Case::good().sign().unwrap().bytes());
}

#[test]
fn s2_22_the_key_of_the_vendor_signs_wherever_it_stands_in_its_file() {
    let mut case = Case::good();
    let keys = [
        TestKey::rsa2048(1),
        TestKey::rsa2048(5),
        TestKey::rsa2048(2),
    ];
    let keys = keys.map(|key| pem::encode("PRIVATE KEY", &key.pkcs8_der()));
    case.key = keys.concat().into_bytes();
    assert_eq!(
        case.sign().unwrap().bytes(),
        Case::good().sign().unwrap().bytes()
    );
}

#[test]
fn s2_22_a_request_that_the_portal_would_refuse_is_not_signed() {
    let build = |key: &TestKey| CsrBuilder::keychain_style("a@example.com", "Example", "US", key);
    for (bytes, name) in [
        (build(&TestKey::rsa(1024)).build(), "csr-weak"),
        (build(&TestKey::rsa(4096)).build(), "csr-weak"),
        (build(&TestKey::ec_p256(0)).build(), "csr-weak"),
        (
            build(&TestKey::rsa2048(4))
                .algorithm(SignatureAlgorithm::Sha1Rsa)
                .build(),
            "csr-weak",
        ),
        (
            build(&TestKey::rsa2048(4)).broken_signature().build(),
            "csr-signature-invalid",
        ),
        (vendor().build(), "wrong-file-here"),
        (TestKey::rsa2048(4).pkcs8_der(), "wrong-file-here"),
        (b"push.csr".to_vec(), "unknown-format"),
    ] {
        let case = Case {
            csr: bytes,
            ..Case::good()
        };
        case.is_refused("push.csr", name);
    }
}

#[test]
fn s2_22_a_signed_request_and_two_requests_are_not_signed_again() {
    let signed = Case::good().sign().unwrap().bytes().to_vec();
    let case = Case {
        csr: signed,
        ..Case::good()
    };
    assert!(matches!(case.sign(), Err(NotSigned::AlreadySigned { .. })));
    let requests = [4, 3].map(|n| pem::encode("CERTIFICATE REQUEST", &csr(&TestKey::rsa2048(n))));
    let case = Case {
        csr: requests.concat().into_bytes(),
        ..Case::good()
    };
    let error = case.sign().unwrap_err();
    assert_eq!(error.to_string(), "2 requests are in one text");
    assert!(error.help().contains("alone"));
}

#[test]
fn s2_22_only_a_valid_certificate_of_a_vendor_signs() {
    let with = |certificate: Vec<u8>| Case {
        certificate,
        ..Case::good()
    };
    let old = vendor().valid("2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z");
    let young = vendor().valid("2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z");
    let push = CertificateBuilder::mdm_push("17aeb09f-74e8-40ad-a4ba-b6d6829cfcc6")
        .key(&TestKey::rsa2048(5))
        .issuer(Authority::synthetic_intermediate());
    for (builder, name) in [
        (old, "vendor-certificate-expired"),
        (young, "vendor-certificate-expired"),
        (push, "wrong-file-here"),
    ] {
        with(builder.build()).is_refused("vendor.cer", name);
    }
    with(csr(&TestKey::rsa2048(4))).is_refused("vendor.cer", "wrong-file-here");
}

#[test]
fn s2_22_the_key_has_to_be_the_vendors() {
    let with = |key: Vec<u8>| Case {
        key,
        ..Case::good()
    };
    let Err(NotSigned::Files(files)) = with(TestKey::rsa2048(4).pkcs8_der()).sign() else {
        panic!("another key signed")
    };
    assert_eq!(names(&files[0]), ["key-mismatch"]);
    with(csr(&TestKey::rsa2048(5))).is_refused("vendor.key", "wrong-file-here");
    let protection = pushcert_testkit::pbe::Protection::triple_des(2048);
    let locked =
        pushcert_testkit::key::encrypted_pkcs8(&TestKey::rsa2048(5), &protection, "secret");
    with(locked.clone()).is_refused("vendor.key", "password-required");
    let mut case = with(locked);
    case.options = options().with_password("secret");
    assert!(case.sign().is_ok());
}

#[test]
fn s2_22_the_chain_has_to_lead_to_a_root_that_is_known() {
    let without = Case {
        chain: Vec::new(),
        ..Case::good()
    };
    assert!(without.sign().is_err(), "signed without the intermediate");
    let foreign = Case {
        chain: vec![Authority::synthetic_intermediate().certificate()],
        ..Case::good()
    };
    assert!(
        foreign.sign().is_err(),
        "signed with an intermediate that signed itself"
    );
    // Without the caller's authority the same files are a stranger's.
    let nobody = Case {
        options: Options::at(options().time()),
        ..Case::good()
    };
    nobody.is_refused("vendor.cer", "untrusted-issuer");
    let broken = Case {
        certificate: vendor().broken_signature().build(),
        ..Case::good()
    };
    assert!(broken.sign().is_err(), "signed under a wrong signature");
    let late = Case {
        options: options_at("2100-02-01T00:00:00Z"),
        ..Case::good()
    };
    assert!(late.sign().is_err());
}

#[test]
fn s2_22_a_revoked_vendor_does_not_sign() {
    let issuer = Authority::synthetic_intermediate();
    let serial = Certificate::decode(&vendor().build())
        .unwrap()
        .serial()
        .to_vec();
    let list = |builder: CrlBuilder| {
        pushcert::revocation::RevocationSource::crl("issuing.crl", &builder.build())
    };
    let mut case = Case::good();
    // The intermediate comes with the certificate, so that its lists can be verified.
    let certificates = [vendor().build(), intermediate()];
    case.certificate = certificates
        .map(|der| pem::encode("CERTIFICATE", &der))
        .concat()
        .into_bytes();
    case.options = options().with_revocation(list(CrlBuilder::new(&issuer).revoke(&serial)));
    case.is_refused("vendor.cer", "revoked");
    case.options = options().with_revocation(list(CrlBuilder::new(&issuer)));
    assert!(case.sign().is_ok());
}

#[test]
fn nothing_of_a_key_is_in_the_words_of_a_refusal() {
    let case = Case {
        key: TestKey::rsa2048(4).pkcs8_der(),
        ..Case::good()
    };
    let error = case.sign().unwrap_err();
    let text = format!("{error} {} {error:?}", error.help());
    let secret = pem::base64(&TestKey::rsa2048(4).pkcs8_der());
    assert!(!text.contains(&secret[100..140]));
}
