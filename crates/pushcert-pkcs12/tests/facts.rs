//! Small facts that a report prints, and bytes that a writer leaves out.

use pushcert_pkcs12::{
    AttributeProblem, Attributes, Contents, EmptyEncoding, ErrorKind, HashAlgorithm, LimitName,
    Limits, MacScheme, PasswordEncoding, PasswordUse, Pfx,
};
use pushcert_testkit::der;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::pbe::{Password, Protection};
use pushcert_testkit::pfx::{Bag, Part, PfxBuilder};

fn pfx(bytes: &[u8]) -> Pfx {
    Pfx::decode(bytes, &Limits::default()).expect("decodes")
}

#[test]
fn names_of_empty_passwords() {
    assert_eq!(EmptyEncoding::BmpTerminator.as_str(), "bmp-terminator");
    assert_eq!(EmptyEncoding::ZeroBytes.to_string(), "zero-bytes");
}

#[test]
fn the_mac_keeps_its_value_and_the_form_of_its_password() {
    let identity = Identity::apns("com.example.app");
    let file = PfxBuilder::keychain_style(Password::zero_bytes(), &identity).build();
    let pfx = pfx(&file);
    assert_eq!(pfx.mac().map(|mac| mac.digest().len()), Some(20));
    let opened = pfx.open(None, &Limits::default()).expect("opens");
    let empty = PasswordUse::Empty(EmptyEncoding::ZeroBytes);
    assert_eq!(opened.password(), empty);
    let parts = opened.parts().len();
    let contents = opened.into_contents();
    assert_eq!(contents.parts.len(), parts);
    let mac = contents.mac.as_ref().expect("a MAC");
    assert_eq!(mac.encoding(), Some(PasswordEncoding::ZeroBytes));
    assert_eq!(*contents.encode("").expect("writes"), file);
}

/// X.690 section 11.5: a value that is the default is not written.
#[test]
fn one_iteration_is_not_written() {
    let written = |iterations| {
        let mut contents = Contents::new();
        let mac = MacScheme::pkcs12(HashAlgorithm::Sha1, b"saltsalt", iterations);
        contents.mac = Some(mac.expect("a MAC"));
        contents.encode("p").expect("writes")
    };
    assert_eq!(written(2).len(), written(1).len() + 3);
    let one = written(1);
    assert_eq!(
        pfx(&one).mac().map(pushcert_pkcs12::MacData::iterations),
        Some(1)
    );
}

#[test]
fn attributes_that_are_no_set_of_attributes_are_malformed() {
    let problems = |der: &[u8]| Attributes::decode(der).problems().to_vec();
    assert_eq!(problems(&[]), []);
    assert_eq!(problems(&[0x31, 0]), []);
    for malformed in [
        &[0x31, 0, 5, 0][..],
        &[0x31, 2, 5, 0],
        &[0x30, 0],
        &[0x31, 5],
    ] {
        assert_eq!(problems(malformed), [AttributeProblem::Malformed]);
    }
}

/// Takes one off a limit.
type Lower = fn(&mut Limits);

/// A limit is the most that is allowed, not the first that is not.
#[test]
fn a_limit_that_is_just_reached_is_no_error() {
    let identity = Identity::apns("com.example.app");
    let file = PfxBuilder::keychain_style("p", &identity).build();
    let size = u64::try_from(file.len()).expect("short");
    let mut limits = Limits::default();
    limits.max_input = size;
    limits.max_parts = 2;
    limits.max_bags = 2;
    limits.max_keys = 1;
    limits.max_certificates = 1;
    limits.max_attributes = 4;
    limits.pbe.max_iterations = 2_048;
    let open = |limits: &Limits| Pfx::decode(&file, limits)?.open(Some("p"), limits);
    assert!(open(&limits).is_ok(), "{:?}", open(&limits).err());
    let refusals: [(Lower, LimitName); 6] = [
        (|limits| limits.max_input -= 1, LimitName::Input),
        (|limits| limits.max_parts -= 1, LimitName::Parts),
        (|limits| limits.max_bags -= 1, LimitName::Bags),
        (|limits| limits.max_keys -= 1, LimitName::Keys),
        (
            |limits| limits.max_certificates -= 1,
            LimitName::Certificates,
        ),
        (|limits| limits.max_attributes -= 1, LimitName::Attributes),
    ];
    for (lower, name) in refusals {
        let mut less = limits;
        lower(&mut less);
        let refused = open(&less).expect_err("one less").kind().clone();
        assert!(
            matches!(refused, ErrorKind::LimitExceeded { limit, asked, allowed }
                if limit == name && asked == allowed + 1),
            "{name}: {refused:?}"
        );
    }
}

/// RFC 7292 allows only `data` inside of `encryptedData`.
#[test]
fn encrypted_content_of_another_type_is_unsupported() {
    let identity = Identity::apns("com.example.app");
    let file = PfxBuilder::openssl3_default("p", &identity).build();
    let data = der::oid("1.2.840.113549.1.7.1");
    let at: Vec<usize> = (0..file.len())
        .filter(|at| file[*at..].starts_with(&data))
        .collect();
    // The outermost type, that of the encrypted content, that of the second part.
    assert_eq!(at.len(), 3);
    let mut other = file.clone();
    other[at[1] + data.len() - 1] = 5;
    let pfx = Pfx::decode(&other, &Limits::default()).expect("decodes");
    let unsupported = pfx.parts()[0].unsupported().map(|oid| oid.to_string());
    assert_eq!(unsupported.as_deref(), Some("1.2.840.113549.1.7.5"));
}

/// The place of an error is counted from the start of the file, through all layers that stand in it.
#[test]
fn the_place_of_an_error_is_in_the_file() {
    let identity = Identity::apns("com.example.app");
    let file = PfxBuilder::plain(&identity).without_mac().build();
    let cert_bag = der::oid("1.2.840.113549.1.12.10.1.3");
    let at = (0..file.len())
        .find(|at| file[*at..].starts_with(&cert_bag))
        .expect("a certificate");
    let mut broken = file;
    broken[at] = 0x05;
    let refused = pfx(&broken).open(None, &Limits::default());
    let error = refused.expect_err("no object identifier");
    assert_eq!(error.offset(), Some(at), "{error}");
}

#[test]
fn a_password_is_needed_for_a_mac_or_for_a_part() {
    let identity = Identity::apns("com.example.app");
    let needs = |builder: PfxBuilder| pfx(&builder.build()).needs_password();
    assert!(needs(PfxBuilder::keychain_style("p", &identity)));
    assert!(needs(
        PfxBuilder::keychain_style("p", &identity).without_mac()
    ));
    let plain = PfxBuilder::new("p").part(Part::new(Protection::None));
    assert!(needs(plain.clone()));
    assert!(!needs(plain.without_mac()));
}

/// What is read ahead of its turn counts as much as what is not.
#[test]
fn limits_hold_over_all_parts() {
    let key = || Bag::shrouded_key(&[0x30, 0], Protection::triple_des(1));
    let part = |bag: Bag| Part::new(Protection::None).bag(bag.local_key_id(b"id"));
    let file = PfxBuilder::new("p")
        .part(Part::new(Protection::pbes2_aes256(1)).bag(Bag::cert(b"a").local_key_id(b"id")))
        .part(part(key()))
        .part(part(key()))
        .part(part(Bag::cert(b"b")))
        .build();
    let open = |limits: &Limits| Pfx::decode(&file, limits)?.open(Some("p"), limits);
    assert!(open(&Limits::default()).is_ok());
    let refusals: [(Lower, LimitName); 4] = [
        (|limits| limits.max_bags = 3, LimitName::Bags),
        (|limits| limits.max_keys = 1, LimitName::Keys),
        (
            |limits| limits.max_certificates = 1,
            LimitName::Certificates,
        ),
        (|limits| limits.max_attributes = 3, LimitName::Attributes),
    ];
    for (lower, name) in refusals {
        let mut limits = Limits::default();
        lower(&mut limits);
        let refused = open(&limits).expect_err("too many").kind().clone();
        let is_right = matches!(refused, ErrorKind::LimitExceeded { limit, .. } if limit == name);
        assert!(is_right, "{name}: {refused:?}");
    }
}

fn one_key(bag: Bag) -> Vec<u8> {
    let part = Part::new(Protection::None).bag(bag);
    PfxBuilder::new("p").part(part).build()
}

/// A key that was encrypted in BER comes out in DER.
#[test]
fn keys_in_ber_become_der() {
    let der = der::seq([der::int(0), der::octets(b"key")]);
    let in_ber = der::ber::indefinite(0x30, [der::int(0), der::octets(b"key")].concat());
    let file = one_key(Bag::shrouded_key(&in_ber, Protection::triple_des(1)));
    let opened = pfx(&file)
        .open(Some("p"), &Limits::default())
        .expect("opens");
    assert_eq!(opened.encoding().as_str(), "ber");
    let key = opened.bags().find_map(|bag| bag.value().private_key());
    assert_eq!(key, Some(der.as_slice()));
}

/// A ciphertext that no cipher can have made is no wrong password.
#[test]
fn a_key_of_an_impossible_length_is_corrupt() {
    let scheme = pushcert_pkcs12::Encryption::new(pushcert_pkcs12::Protection::Pbes2Aes256Cbc, 1)
        .scheme_with(b"salt", &[0; 16])
        .expect("a scheme");
    let info = der::seq([scheme.identifier().to_vec(), der::octets([7; 15])]);
    let bag = der::seq([
        der::oid("1.2.840.113549.1.12.10.1.2"),
        der::explicit(0, info),
    ]);
    let refused = pfx(&one_key(Bag::raw(bag))).open(Some("p"), &Limits::default());
    let error = refused.expect_err("15 bytes");
    assert!(matches!(error.kind(), ErrorKind::Corrupt { .. }), "{error}");
}
