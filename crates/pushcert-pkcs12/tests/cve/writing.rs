//! The same mistakes when writing.

use pushcert_pkcs12::{
    Attributes, Builder, EncodeError, EncryptError, Encryption, HashAlgorithm, Limits, Mac,
    MacScheme, Opened, Pfx, Profile, Protection, SafeBag,
};
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::random::Predictable;

fn profile() -> Profile {
    Profile::modern().with_iterations(3)
}

fn write(builder: Builder, password: &str) -> Opened {
    let bytes = builder
        .build(password, &mut Predictable::new("cve"))
        .expect("builds");
    open(&bytes, password).expect("opens")
}

fn open(bytes: &[u8], password: &str) -> Result<Opened, pushcert_pkcs12::Error> {
    let limits = Limits::default();
    Pfx::decode(bytes, &limits)?.open(Some(password), &limits)
}

/// pyca/cryptography: a certificate that does not fit its key, together with a hash of one's own for
/// the MAC. Whether they fit is for others to judge; both are written as they are.
#[test]
fn cve_2024_26130_certificate_of_another_key() {
    let identity = Identity::apns("com.example.app");
    let other = TestKey::ec_p256(0).pkcs8_der();
    for hash in [HashAlgorithm::Sha1, HashAlgorithm::Sha512] {
        let profile = profile().with_mac(Some(Mac::new(hash, 3)));
        let builder = Builder::new(profile).identity(&other, &[&identity.certificate], None);
        let opened = write(builder, "p");
        let key = opened.bags().find_map(|bag| bag.value().private_key());
        let certificate = opened.bags().find_map(|bag| bag.value().certificate());
        assert_eq!(key, Some(&*other));
        assert_eq!(certificate, Some(&*identity.certificate));
    }
}

/// OpenSSL: writing a name with characters above U+07FF.
#[test]
fn cve_2025_69419_names_beyond_two_octets_of_utf8_are_written() {
    for name in [
        "",
        "\u{7ff}",
        "\u{800}",
        "\u{ffff}",
        "\u{10000}",
        "\u{10ffff}",
        "漢字🔑",
    ] {
        let attributes = Attributes::new().with_friendly_name(name);
        let opened = write(Builder::new(profile()).certificate(b"x", attributes), "p");
        let bag = opened.bags().next().unwrap();
        assert_eq!(bag.attributes().friendly_name().as_deref(), Some(name));
        assert!(bag.attributes().problems().is_empty(), "{name:?}");
    }
}

/// GnuTLS: more than 32 bags.
#[test]
fn cve_2026_42015_more_than_32_bags_are_written() {
    for count in [31, 32, 33, 200] {
        let one = |builder: Builder, number: usize| {
            builder.certificate(&number.to_be_bytes(), Attributes::new())
        };
        let opened = write((0..count).fold(Builder::new(profile()), one), "p");
        let found: Vec<_> = opened
            .bags()
            .filter_map(|bag| bag.value().certificate())
            .collect();
        let expected: Vec<_> = (0..count).map(usize::to_be_bytes).collect();
        assert_eq!(found, expected);
    }
}

/// Crypt::OpenSSL::PKCS12: the password ended at its first NUL.
#[test]
fn cve_2026_8721_password_with_nul_is_written() {
    for profile in [profile(), Profile::legacy().with_iterations(3)] {
        let key = Builder::new(profile).key(&[0x30, 0], Attributes::new());
        let bytes = key
            .build("p\0secret", &mut Predictable::new("cve"))
            .unwrap();
        for (password, opens) in [("p\0secret", true), ("p", false), ("p\0Secret", false)] {
            assert_eq!(open(&bytes, password).is_ok(), opens, "{password:?}");
        }
    }
}

/// node-forge, Bouncy Castle for C#: a count of 0 cannot be written, be it of a key, a part or a MAC.
#[test]
fn cve_2026_118782_count_of_zero_is_not_written() {
    let zero = |protection| Encryption::new(protection, 0);
    let protections = [
        Protection::Pbes2Aes256Cbc,
        Protection::PbeSha1TripleDes3KeyCbc,
    ];
    let one = || Profile::unprotected();
    let mut profiles: Vec<Profile> = protections
        .into_iter()
        .flat_map(|p| {
            [
                one().with_keys(Some(zero(p))),
                one().with_certificates(Some(zero(p))),
            ]
        })
        .collect();
    profiles.push(one().with_mac(Some(Mac::new(HashAlgorithm::Sha256, 0))));
    profiles.push(one().with_mac(Some(Mac::pbmac1(HashAlgorithm::Sha256, 0))));
    profiles.push(profile().with_iterations(0));
    for profile in profiles {
        let builder = Builder::new(profile)
            .key(&[0x30, 0], Attributes::new())
            .certificate(b"x", Attributes::new());
        let refused = builder
            .build("p", &mut Predictable::new("cve"))
            .unwrap_err();
        let zero = matches!(refused, EncodeError::Encrypt(EncryptError::Parameter(_)));
        assert!(zero, "{refused}");
    }
    assert!(MacScheme::pkcs12(HashAlgorithm::Sha256, b"salt", 0).is_err());
}

/// OpenSSL: what is absent cannot be written; a file of nothing is an error.
#[test]
fn cve_2024_0727_nothing_absent_is_written() {
    let refused = Builder::new(profile())
        .build("p", &mut Predictable::new("cve"))
        .unwrap_err();
    assert_eq!(refused, EncodeError::Empty);
    let opened = write(
        Builder::new(profile()).certificate(b"", Attributes::new()),
        "p",
    );
    assert_eq!(
        opened.bags().map(SafeBag::kind_name).collect::<Vec<_>>(),
        ["cert"]
    );
}
