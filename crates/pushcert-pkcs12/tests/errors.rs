//! Files that must not open, each for the right reason.

use pushcert_pkcs12::pbe::{self as pbe, Malformation};
use pushcert_pkcs12::{
    BagValue, Corruption, Error, ErrorKind, Layer, LimitName, Limits, Opened, Pfx,
};
use pushcert_testkit::der;
use pushcert_testkit::digest::Digest;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::oid::pkcs;
use pushcert_testkit::pbe::{Cipher, Iterations, Padding, Prf, Protection as Sealed, Scrypt};
use pushcert_testkit::pfx::{Bag, Mac, Part, PfxBuilder};

fn try_open(bytes: &[u8], password: Option<&str>, limits: &Limits) -> Result<Opened, Error> {
    Pfx::decode(bytes, limits)?.open(password, limits)
}

fn kind(builder: &PfxBuilder, password: Option<&str>) -> ErrorKind {
    try_open(&builder.build(), password, &Limits::default())
        .expect_err("must not open")
        .kind()
        .clone()
}

fn wrong(layer: Layer) -> ErrorKind {
    ErrorKind::WrongPassword { layer }
}

fn limit(name: LimitName, asked: u64, allowed: u64) -> ErrorKind {
    ErrorKind::LimitExceeded {
        limit: name,
        asked,
        allowed,
    }
}

fn parameters(kind: pbe::ErrorKind) -> ErrorKind {
    ErrorKind::Corrupt {
        what: Corruption::Parameters(kind),
    }
}

fn identity() -> Identity {
    Identity::apns("com.example.app")
}

fn key_bag(sealed: Sealed) -> Bag {
    Bag::shrouded_key(&identity().key.pkcs8_der(), sealed)
}

fn plain_part(bag: Bag) -> PfxBuilder {
    PfxBuilder::new("p").part(Part::new(Sealed::None).bag(bag))
}

#[test]
fn wrong_passwords_and_none() {
    let keychain = PfxBuilder::keychain_style("p", &identity());
    assert_eq!(kind(&keychain, Some("q")), wrong(Layer::Integrity));
    assert_eq!(kind(&keychain, Some("")), wrong(Layer::Integrity));
    assert_eq!(kind(&keychain, None), ErrorKind::PasswordRequired);
    let without_mac = keychain.without_mac();
    assert_eq!(kind(&without_mac, Some("q")), wrong(Layer::Privacy));
    assert_eq!(kind(&without_mac, None), ErrorKind::PasswordRequired);
}

/// Nothing but an encrypted key: the key is what tells that the password is wrong.
#[test]
fn a_key_alone_tells_that_the_password_is_wrong() {
    let builder = plain_part(key_bag(Sealed::triple_des(3))).without_mac();
    assert_eq!(kind(&builder, Some("q")), wrong(Layer::Key));
    assert_eq!(kind(&builder, None), ErrorKind::PasswordRequired);
    assert!(try_open(&builder.build(), Some("p"), &Limits::default()).is_ok());
}

#[test]
fn mac_and_privacy_password_differ() {
    let part = Part::new(Sealed::pbes2_aes256(3)).bag(Bag::cert(b"x"));
    let builder = PfxBuilder::new("privacy").mac_password("mac").part(part);
    assert_eq!(kind(&builder, Some("mac")), wrong(Layer::Privacy));
    assert_eq!(kind(&builder, Some("privacy")), wrong(Layer::Integrity));
}

/// A key with a password of its own, or an algorithm that is not implemented, does not fail the
/// store.
#[test]
fn a_key_carries_its_own_error() {
    let own = key_bag(Sealed::triple_des(3)).password("other");
    let foreign = key_bag(Sealed::triple_des(3).oid("1.2.3.4"));
    let good = key_bag(Sealed::pbes2_aes256(3));
    let builder = PfxBuilder::new("p").part(Part::new(Sealed::None).bags([own, foreign, good]));
    let opened = try_open(&builder.build(), Some("p"), &Limits::default()).unwrap();
    let errors: Vec<_> = opened
        .bags()
        .map(|bag| match bag.value() {
            BagValue::ShroudedKey(key) => key.key.as_ref().err().map(|error| error.kind().clone()),
            other => panic!("{other:?}"),
        })
        .collect();
    let oid = pbe::ObjectIdentifier::new_unwrap("1.2.3.4");
    assert_eq!(
        errors,
        [
            Some(wrong(Layer::Key)),
            Some(ErrorKind::UnsupportedAlgorithm { oid }),
            None
        ]
    );
}

#[test]
fn unsupported_is_named() {
    let named = |builder: &PfxBuilder, oid: &str| {
        let oid = pbe::ObjectIdentifier::new_unwrap(oid);
        assert_eq!(
            kind(builder, Some("p")),
            ErrorKind::UnsupportedAlgorithm { oid }
        );
    };
    let part = |sealed: Sealed| PfxBuilder::new("p").part(Part::new(sealed).bag(Bag::cert(b"x")));
    named(&part(Sealed::rc2_40(3).oid("1.2.3.4")), "1.2.3.4");
    named(&part(Sealed::pbes2_aes256(3).oid("1.2.3.5")), "1.2.3.5");
    named(
        &plain_part(Bag::cert(b"x")).mac(Mac::new(Digest::Sha1, 3).digest_oid("1.2.643.2.2.9")),
        "1.2.643.2.2.9",
    );
    named(
        &PfxBuilder::new("p").part(Part::enveloped()),
        pkcs::ENVELOPED_DATA,
    );
    // The password is told to be wrong before the algorithm of a part is.
    let rc2 = part(Sealed::rc2_40(3).oid("1.2.3.4"));
    assert_eq!(kind(&rc2, Some("q")), wrong(Layer::Integrity));
    // The structure is known all the same.
    let pfx = Pfx::decode(&rc2.build(), &Limits::default()).unwrap();
    assert_eq!(pfx.parts()[0].protection().as_str(), "unsupported");
    assert_eq!(pfx.parts()[0].unsupported().unwrap().to_string(), "1.2.3.4");
}

#[test]
fn structure() {
    let file = plain_part(Bag::cert(b"x"));
    assert_eq!(
        kind(&file.clone().content_type(pkcs::SIGNED_DATA), Some("p")),
        ErrorKind::UnsupportedIntegrityMode
    );
    for version in [0, 1, 2, 4, 1 << 40] {
        let found = u64::try_from(version).unwrap();
        assert_eq!(
            kind(&file.clone().version(version), Some("p")),
            ErrorKind::UnsupportedVersion { found }
        );
    }
    assert_eq!(
        kind(&file.clone().version(-3), Some("p")),
        ErrorKind::UnsupportedVersion { found: u64::MAX }
    );
    let broken = PfxBuilder::new("p")
        .part(Part::new(Sealed::None).raw_contents(b"\x30\x03\x02\x01\x01".to_vec()));
    let unexpected = Malformation::Unexpected {
        expected: 0x30,
        found: 2,
    };
    assert_eq!(
        kind(&broken, Some("p")),
        ErrorKind::Corrupt {
            what: Corruption::Malformed(unexpected)
        }
    );
    // The same inside a part that was decrypted: the password was right, the file is corrupt.
    let broken = PfxBuilder::new("p")
        .part(Part::new(Sealed::rc2_40(3)).raw_contents(b"\x30\x03\x02\x01\x01".to_vec()));
    for builder in [broken.clone(), broken.without_mac()] {
        assert_eq!(
            kind(&builder, Some("p")),
            ErrorKind::Corrupt {
                what: Corruption::Malformed(unexpected)
            }
        );
    }
}

#[test]
fn other_files_are_not_pkcs12() {
    let identity = identity();
    let others: [&[u8]; 9] = [
        b"",
        b"0",
        b"PK\x03\x04",
        b"<!DOCTYPE html>",
        b"-----BEGIN CERTIFICATE-----",
        &identity.certificate,
        &identity.key.pkcs8_der(),
        &identity.key.pkcs1_der(),
        &der::seq([der::int(3)]),
    ];
    for other in others {
        let error = Pfx::decode(other, &Limits::default()).unwrap_err();
        let truncated = Corruption::Malformed(Malformation::Truncated);
        match error.kind() {
            ErrorKind::NotPkcs12 => {}
            // One SEQUENCE octet, or a SEQUENCE of a 3 alone: so far it is a PFX that was cut off.
            ErrorKind::Corrupt { what } if other.len() <= 5 && !other.is_empty() => {
                assert_eq!(*what, truncated);
            }
            kind => panic!("{kind:?} for {other:?}"),
        }
    }
}

#[test]
fn mac_of_a_wrong_length_is_corrupt_and_never_compared_in_part() {
    let file = |mac| plain_part(Bag::cert(b"x")).mac(mac);
    for found in [0, 1, 19] {
        let expected = parameters(pbe::ErrorKind::InvalidMacLength {
            found,
            expected: 20,
        });
        assert_eq!(
            kind(&file(Mac::new(Digest::Sha1, 3).truncated(found)), Some("p")),
            expected
        );
    }
    assert_eq!(
        kind(&file(Mac::new(Digest::Sha1, 3).wrong()), Some("p")),
        wrong(Layer::Integrity)
    );
    assert_eq!(
        kind(
            &file(Mac::new(Digest::Sha1, 3).over(b"other bytes")),
            Some("p")
        ),
        wrong(Layer::Integrity)
    );
}

#[test]
fn iteration_counts_beyond_reason() {
    let iterations = |found| parameters(pbe::ErrorKind::IterationsOutOfRange { found });
    let many = |asked| limit(LimitName::Pbe(pbe::LimitName::Iterations), asked, 5_000_000);
    let cases: [(&[u8], ErrorKind); 7] = [
        (&[0], iterations(pbe::Iterations::Zero)),
        (&[0xff], iterations(pbe::Iterations::Negative(-1))),
        (
            &[0x80, 0, 0, 0],
            iterations(pbe::Iterations::Negative(-(1 << 31))),
        ),
        (&[0x7f, 0xff, 0xff, 0xff], many((1 << 31) - 1)),
        (&[1, 0, 0, 0, 0], many(1 << 32)),
        (
            &[0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            many((1 << 63) - 1),
        ),
        (&[1, 0, 0, 0, 0, 0, 0, 0, 0], many(u64::MAX)),
    ];
    for (content, expected) in cases {
        let count = || Iterations::claimed(content);
        let mac = plain_part(Bag::cert(b"x")).mac(Mac::new(Digest::Sha1, count()));
        assert_eq!(kind(&mac, Some("p")), expected);
        let part = PfxBuilder::new("p")
            .part(Part::new(Sealed::pbes2_aes256(count())).bag(Bag::cert(b"x")));
        assert_eq!(kind(&part, Some("p")), expected);
        let key = plain_part(key_bag(Sealed::triple_des(count())));
        assert_eq!(kind(&key, Some("p")), expected);
        let pbmac1 = plain_part(Bag::cert(b"x")).mac(Mac::pbmac1(Digest::Sha256, count()));
        assert_eq!(kind(&pbmac1, Some("p")), expected);
    }
}

#[test]
fn one_budget_for_the_whole_file() {
    let bomb = || Sealed::pbes2_aes256(Iterations::claimed(&[0x3d, 0x09, 0x00])); // 4,000,000
    let total = |asked| {
        limit(
            LimitName::Pbe(pbe::LimitName::TotalIterations),
            asked,
            10_000_000,
        )
    };
    let part = || Part::new(bomb()).bag(Bag::cert(b"x"));
    let parts = PfxBuilder::new("p").part(part()).part(part()).part(part());
    assert_eq!(kind(&parts, Some("p")), total(2048 + 12_000_000));
    let keys = PfxBuilder::new("p").part(Part::new(Sealed::None).bags([
        key_bag(bomb()),
        key_bag(bomb()),
        key_bag(bomb()),
    ]));
    assert_eq!(kind(&keys, Some("p")), total(2048 + 12_000_000));
    // Keys in the depth count too.
    let nested = plain_part(Bag::nested(vec![
        key_bag(bomb()),
        key_bag(bomb()),
        key_bag(bomb()),
    ]));
    assert_eq!(kind(&nested, Some("p")), total(2048 + 12_000_000));
}

#[test]
fn counts_and_sizes_are_limited() {
    let mut limits = Limits::default();
    limits.max_keys = 2;
    limits.max_certificates = 3;
    limits.max_bags = 4;
    limits.max_parts = 2;
    limits.max_attributes = 1;
    limits.max_depth = 2;
    let refused = |builder: &PfxBuilder, limits: &Limits| {
        try_open(&builder.build(), Some("p"), limits)
            .unwrap_err()
            .kind()
            .clone()
    };
    let bags =
        |bag: Bag, count| PfxBuilder::new("p").part(Part::new(Sealed::None).bags(vec![bag; count]));
    let key = || Bag::key(&der::seq([der::int(0)]));
    assert_eq!(
        refused(&bags(key(), 3), &limits),
        limit(LimitName::Keys, 3, 2)
    );
    assert_eq!(
        refused(&bags(Bag::cert(b"x"), 4), &limits),
        limit(LimitName::Certificates, 4, 3)
    );
    assert_eq!(
        refused(&bags(Bag::crl(b"x"), 5), &limits),
        limit(LimitName::Bags, 5, 4)
    );
    let attributed = Bag::crl(b"x").friendly_name("a").local_key_id(b"b");
    assert_eq!(
        refused(&bags(attributed, 1), &limits),
        limit(LimitName::Attributes, 2, 1)
    );
    let parts = (0..3).fold(PfxBuilder::new("p"), |file, _| {
        file.part(Part::new(Sealed::None))
    });
    assert_eq!(refused(&parts, &limits), limit(LimitName::Parts, 3, 2));
    let deep = plain_part(Bag::nested(vec![Bag::nested(vec![Bag::nested(vec![])])]));
    assert_eq!(refused(&deep, &limits), limit(LimitName::Depth, 3, 2));
    let bytes = bags(Bag::crl(b"x"), 1).build();
    limits.max_input = 10;
    let size = u64::try_from(bytes.len()).unwrap();
    let error = Pfx::decode(&bytes, &limits).unwrap_err();
    assert_eq!(*error.kind(), limit(LimitName::Input, size, 10));
}

#[test]
fn scrypt_bombs() {
    let part = |n, r, p| {
        PfxBuilder::new("p")
            .part(Part::new(Sealed::pbes2_scrypt(Scrypt::claimed(n, r, p))).bag(Bag::cert(b"x")))
    };
    let memory = LimitName::Pbe(pbe::LimitName::ScryptMemory);
    assert_eq!(
        kind(&part(1 << 30, 8, 1), Some("p")),
        limit(memory, 1 << 40, 64 << 20)
    );
    let parallel = LimitName::Pbe(pbe::LimitName::ScryptParallelization);
    assert_eq!(
        kind(&part(1 << 14, 8, 1 << 24), Some("p")),
        limit(parallel, 1 << 24, 4)
    );
}

#[test]
fn lengths_of_iv_key_and_ciphertext() {
    let key = |sealed| kind(&plain_part(key_bag(sealed)), Some("p"));
    let aes = || Sealed::pbes2_aes256(3);
    assert_eq!(
        key(aes().iv(&[0; 4])),
        parameters(pbe::ErrorKind::InvalidIv {
            found: 4,
            expected: 16
        })
    );
    let des = Sealed::pbes2(Cipher::TripleDes3, Prf::Omitted, 3);
    assert_eq!(
        key(des.iv(&[0; 4])),
        parameters(pbe::ErrorKind::InvalidIv {
            found: 4,
            expected: 8
        })
    );
    assert_eq!(
        key(aes().key_length(&[16])),
        parameters(pbe::ErrorKind::InvalidKeyLength {
            found: 16,
            min: 32,
            max: 32
        })
    );
    // Bad padding of every sort: the same error, which says nothing of the padding.
    for padding in [Padding::Wrong, Padding::Zeros] {
        let part =
            PfxBuilder::new("p").part(Part::new(aes().padding(padding)).bag(Bag::cert(b"xyz")));
        assert_eq!(kind(&part, Some("p")), wrong(Layer::Privacy));
    }
}

#[test]
fn errors_hold_no_secrets_and_one_line() {
    let keychain = PfxBuilder::keychain_style("canary-right", &identity()).build();
    let error = try_open(&keychain, Some("canary-wrong"), &Limits::default()).unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(!text.contains("canary"));
    assert!(!text.chars().any(char::is_control));
}

#[test]
fn a_very_long_password_is_refused_at_once() {
    let keychain = PfxBuilder::keychain_style("p", &identity());
    let long = "p".repeat(10 << 20);
    let name = LimitName::Pbe(pbe::LimitName::PasswordLength);
    assert_eq!(kind(&keychain, Some(&long)), limit(name, 10 << 20, 65_536));
}

/// Found by the fuzz target `pkcs12_structured`: what is inside PBMAC1 and not implemented was an
/// error of the first stage, so that nothing was to be learned of the file.
#[test]
fn unsupported_inside_pbmac1_is_a_fact_of_the_file() {
    let good = PfxBuilder::new("p")
        .mac(Mac::pbmac1(Digest::Sha256, 3))
        .build();
    let (hmac_sha256, pbkdf2) = (
        b"\x2a\x86\x48\x86\xf7\x0d\x02\x09",
        b"\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0c",
    );
    let places = |oid: &[u8]| -> Vec<usize> {
        let last = |(at, window): (usize, &[u8])| (window == oid).then_some(at + oid.len() - 1);
        good.windows(oid.len())
            .enumerate()
            .filter_map(last)
            .collect()
    };
    let all = [places(hmac_sha256), places(pbkdf2)].concat();
    assert_eq!(all.len(), 3, "PRF, MAC and derivation");
    for at in all {
        let mut bytes = good.clone();
        bytes[at] = 0x55;
        let limits = Limits::default();
        let pfx = Pfx::decode(&bytes, &limits).unwrap();
        let mac = pfx.mac().unwrap();
        assert_eq!(mac.algorithm().as_str(), "unsupported");
        assert_eq!(mac.kdf().as_str(), "pbmac1-pbkdf2");
        let error = pfx.open(Some("p"), &limits).unwrap_err();
        let ErrorKind::UnsupportedAlgorithm { oid } = error.kind() else {
            panic!("{error}");
        };
        assert!(oid.to_string().ends_with(".85"), "{oid}");
    }
}
