//! Files that have to open, and what comes out of them.

use pushcert_pkcs12::{
    AttributeProblem, BagValue, CertType, CrlType, EmptyEncoding, Encoding, ErrorKind, Limits,
    MacAlgorithm, MacKdf, MacStatus, Opened, PasswordEncoding, PasswordUse, Pfx, Protection,
    SafeBag,
};
use pushcert_testkit::der;
use pushcert_testkit::digest::Digest;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::oid;
use pushcert_testkit::pbe::{self, Cipher, Prf, Scrypt};
use pushcert_testkit::pfx::{Attribute, Bag, Encoding as Written, Mac, Part, PfxBuilder};

type Sealed = pbe::Protection;

fn decode(bytes: &[u8]) -> Pfx {
    Pfx::decode(bytes, &Limits::default()).expect("decodes")
}

fn open(bytes: &[u8], password: Option<&str>) -> Opened {
    decode(bytes)
        .open(password, &Limits::default())
        .expect("opens")
}

fn identity() -> Identity {
    Identity::apns("com.example.app").with_synthetic_chain()
}

/// Keys and certificates of an opened file.
fn content(opened: &Opened) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let bags = || opened.bags().map(SafeBag::value);
    (
        bags()
            .filter_map(|value| value.private_key().map(<[u8]>::to_vec))
            .collect(),
        bags()
            .filter_map(|value| value.certificate().map(<[u8]>::to_vec))
            .collect(),
    )
}

fn assert_identity(opened: &Opened, identity: &Identity) {
    let (keys, certificates) = content(opened);
    assert_eq!(keys, [identity.key.pkcs8_der()]);
    let mut expected = vec![identity.certificate.clone()];
    expected.extend(identity.chain.clone());
    assert_eq!(certificates, expected);
}

#[test]
fn keychain_file_without_and_with_its_password() {
    let identity = identity();
    let bytes = PfxBuilder::keychain_style("secret", &identity).build();
    let pfx = decode(&bytes);
    let mac = pfx.mac().unwrap();
    assert_eq!(mac.algorithm().as_str(), "hmac-sha1");
    assert_eq!(mac.kdf(), MacKdf::Pkcs12);
    assert_eq!(mac.iterations(), 1, "DEFAULT 1");
    assert_eq!(mac.salt().len(), 8);
    assert!(pfx.needs_password());
    assert_eq!(pfx.encoding(), Encoding::Der);
    assert_eq!(pfx.trailing_bytes(), 0);
    let parts: Vec<_> = pfx
        .parts()
        .iter()
        .map(|part| (part.protection().as_str(), part.iterations()))
        .collect();
    assert_eq!(parts, [("pbe-sha1-rc2-40-cbc", Some(2048)), ("none", None)]);

    let opened = pfx.open(Some("secret"), &Limits::default()).unwrap();
    assert_identity(&opened, &identity);
    assert_eq!(opened.mac(), MacStatus::Verified);
    assert_eq!(opened.password(), PasswordUse::Given(PasswordEncoding::Bmp));
    assert_eq!(opened.iterations_spent(), 1 + 2048 + 2048);
    let key = opened
        .bags()
        .find(|bag| bag.kind_name() == "shrouded-key")
        .unwrap();
    let BagValue::ShroudedKey(shrouded) = key.value() else {
        panic!()
    };
    assert_eq!(shrouded.protection(), Protection::PbeSha1TripleDes3KeyCbc);
    assert_eq!(shrouded.iterations(), Some(2048));
    assert_eq!(
        key.attributes().friendly_name().as_deref(),
        identity.friendly_name.as_deref()
    );
    let leaf = opened.bags().next().unwrap();
    assert_eq!(
        leaf.attributes().local_key_id(),
        key.attributes().local_key_id()
    );
    assert!(leaf.attributes().problems().is_empty());
}

#[test]
fn presets_open() {
    let identity = identity();
    for builder in [
        PfxBuilder::openssl3_default("p", &identity),
        PfxBuilder::openssl_legacy("p", &identity),
        PfxBuilder::keytool17("p", &identity),
        PfxBuilder::modern("p", &identity, 3),
    ] {
        let opened = open(&builder.build(), Some("p"));
        let (keys, certificates) = content(&opened);
        assert_eq!(keys, [identity.key.pkcs8_der()]);
        assert_eq!(certificates.len(), 1 + identity.chain.len());
    }
}

#[test]
fn a_file_without_mac_and_encryption_needs_no_password() {
    let identity = identity();
    let bytes = PfxBuilder::plain(&identity).build();
    let pfx = decode(&bytes);
    assert!(!pfx.needs_password());
    for password in [None, Some(""), Some("whatever")] {
        let opened = pfx.open(password, &Limits::default()).unwrap();
        assert_identity(&opened, &identity);
        assert_eq!(opened.password(), PasswordUse::NoneNeeded);
        assert_eq!(
            opened.mac(),
            MacStatus::Absent,
            "never verified without a MAC"
        );
    }
}

#[test]
fn empty_password_in_both_encodings() {
    let identity = identity();
    for (written, encoding) in [
        (pbe::Password::text(""), EmptyEncoding::BmpTerminator),
        (pbe::Password::zero_bytes(), EmptyEncoding::ZeroBytes),
    ] {
        for with_mac in [true, false] {
            let mut builder = PfxBuilder::keychain_style(written.clone(), &identity);
            if !with_mac {
                builder = builder.without_mac();
            }
            for password in [None, Some("")] {
                let opened = open(&builder.build(), password);
                assert_identity(&opened, &identity);
                assert_eq!(opened.password(), PasswordUse::Empty(encoding));
            }
        }
    }
}

#[test]
fn passwords_of_every_sort() {
    let identity = identity();
    let long = "x".repeat(5_000);
    for password in [
        "a\0b",
        "Mötley Crüe",
        "пароль",
        "🔑key🍎",
        " ",
        "e\u{301}",
        "\u{e9}",
        &long,
    ] {
        for builder in [
            PfxBuilder::keychain_style(password, &identity),
            PfxBuilder::openssl3_default(password, &identity),
        ] {
            assert_identity(&open(&builder.build(), Some(password)), &identity);
        }
    }
    // A password is not cut at NUL, and forms of a letter are not mixed up.
    let bytes = PfxBuilder::keychain_style("a\0b", &identity).build();
    for wrong in ["a", "a\0", "a\0c"] {
        assert!(
            decode(&bytes)
                .open(Some(wrong), &Limits::default())
                .is_err()
        );
    }
    let bytes = PfxBuilder::keychain_style("\u{e9}", &identity).build();
    assert!(
        decode(&bytes)
            .open(Some("e\u{301}"), &Limits::default())
            .is_err()
    );
}

#[test]
fn password_forms_are_reported() {
    let identity = identity();
    for (written, expected, of_part) in [
        (
            pbe::Password::text("Mötley"),
            PasswordEncoding::Bmp,
            PasswordEncoding::Utf8,
        ),
        (
            pbe::Password::utf8_as_units("Mötley"),
            PasswordEncoding::Utf8AsBmp,
            PasswordEncoding::Utf8,
        ),
        (
            pbe::Password::latin1("Mötley"),
            PasswordEncoding::Bmp,
            PasswordEncoding::Latin1,
        ),
        (
            pbe::Password::bmp_everywhere("Mötley"),
            PasswordEncoding::Bmp,
            PasswordEncoding::Bmp,
        ),
    ] {
        let opened = open(
            &PfxBuilder::openssl3_default(written, &identity).build(),
            Some("Mötley"),
        );
        assert_eq!(opened.password(), PasswordUse::Given(expected));
        assert_eq!(opened.parts()[0].encoding, Some(of_part));
    }
}

#[test]
fn every_mac_digest_verifies() {
    let identity = identity();
    for digest in Digest::ALL {
        let plain = PfxBuilder::plain(&identity).password("p");
        let opened = open(&plain.clone().mac(Mac::new(digest, 3)).build(), Some("p"));
        assert_eq!(opened.mac(), MacStatus::Verified, "{digest:?}");
        let wrong = plain.mac(Mac::new(digest, 3).wrong()).build();
        assert!(decode(&wrong).open(Some("p"), &Limits::default()).is_err());
    }
}

#[test]
fn pbmac1_verifies() {
    let identity = identity();
    for digest in [
        Digest::Sha1,
        Digest::Sha224,
        Digest::Sha256,
        Digest::Sha384,
        Digest::Sha512,
    ] {
        let bytes = PfxBuilder::plain(&identity)
            .password("pässword")
            .mac(Mac::pbmac1(digest, 7))
            .build();
        let pfx = decode(&bytes);
        let mac = pfx.mac().unwrap();
        assert_eq!((mac.kdf(), mac.iterations()), (MacKdf::Pbmac1Pbkdf2, 7));
        assert!(
            matches!(mac.algorithm(), MacAlgorithm::Hmac(hash) if hash.output_len() == digest.len())
        );
        let opened = pfx.open(Some("pässword"), &Limits::default()).unwrap();
        assert_eq!(
            opened.password(),
            PasswordUse::Given(PasswordEncoding::Utf8)
        );
        assert_identity(&opened, &identity);
    }
}

#[test]
fn ber_of_every_sort_opens() {
    let identity = identity();
    for encoding in [
        Written::BerIndefinite,
        Written::BerFragments(1),
        Written::BerFragments(1000),
        Written::BerEverywhere(100),
    ] {
        let builder = PfxBuilder::keychain_style("p", &identity).encoding(encoding);
        let pfx = decode(&builder.build());
        assert_eq!(pfx.encoding(), Encoding::Ber);
        let opened = pfx.open(Some("p"), &Limits::default()).unwrap();
        assert_eq!(opened.encoding(), Encoding::Ber);
        assert_identity(&opened, &identity);
    }
}

#[test]
fn trailing_bytes_are_counted_and_nothing_else() {
    let identity = identity();
    let bytes = PfxBuilder::keychain_style("p", &identity)
        .trailing(&[0; 8])
        .build();
    assert_eq!(decode(&bytes).trailing_bytes(), 8);
    assert_identity(&open(&bytes, Some("p")), &identity);
    let ber = PfxBuilder::keychain_style("p", &identity)
        .encoding(Written::BerIndefinite)
        .trailing(b"x");
    assert_eq!(decode(&ber.build()).trailing_bytes(), 1);
}

#[test]
fn bags_of_every_sort_come_out() {
    let identity = identity();
    let secret = der::octets(b"symmetric");
    let part = Part::new(Sealed::pbes2_aes256(3))
        .bag(Bag::crl(b"a list"))
        .bag(Bag::secret("1.2.3.4", &secret))
        .bag(Bag::sdsi_cert("c2RzaQ=="))
        .bag(Bag::unknown("1.2.3.5", der::utf8("what?")))
        .bag(Bag::nested(vec![
            Bag::cert(&identity.certificate),
            Bag::nested(vec![Bag::key(&identity.key.pkcs8_der())]),
        ]))
        .bag(Bag::shrouded_key(
            &identity.key.pkcs8_der(),
            Sealed::triple_des(3),
        ));
    let opened = open(&PfxBuilder::new("p").part(part).build(), Some("p"));
    let kinds: Vec<_> = opened
        .bags()
        .map(|bag| (bag.kind_name(), bag.depth))
        .collect();
    assert_eq!(
        kinds,
        [
            ("crl", 0),
            ("secret", 0),
            ("cert", 0),
            ("unknown", 0),
            ("safe-contents", 0),
            ("cert", 1),
            ("safe-contents", 1),
            ("key", 2),
            ("shrouded-key", 0),
        ]
    );
    let values: Vec<_> = opened.bags().map(SafeBag::value).collect();
    assert!(
        matches!(values[0], BagValue::Crl { crl_type: CrlType::X509, der } if der == b"a list")
    );
    assert!(matches!(values[1], BagValue::Secret { der, .. } if **der == secret));
    assert!(matches!(
        values[2],
        BagValue::Cert {
            cert_type: CertType::Sdsi,
            ..
        }
    ));
    assert!(matches!(values[4], BagValue::SafeContents { bags: 2 }));
    assert!(matches!(values[6], BagValue::SafeContents { bags: 1 }));
    let (keys, certificates) = content(&opened);
    assert_eq!((keys.len(), certificates.len()), (2, 1));
}

#[test]
fn schemes_of_every_sort_open() {
    let identity = identity();
    let pbes2 = |cipher| Sealed::pbes2(cipher, Prf::Omitted, 3);
    for sealed in [
        Sealed::rc4_128(3),
        Sealed::rc4_40(3),
        Sealed::triple_des_2(3),
        Sealed::rc2_128(3),
        Sealed::md5_des(3),
        Sealed::sha1_des(3),
        Sealed::pbes2_scrypt(Scrypt::honest(16, 8, 1)),
        pbes2(Cipher::Aes128Gcm),
        pbes2(Cipher::Camellia256),
        pbes2(Cipher::Sm4),
        Sealed::pbes2_aes256(3).salt_len(100),
    ] {
        let part = Part::new(sealed.clone())
            .bag(Bag::cert(&identity.certificate))
            .bag(Bag::shrouded_key(&identity.key.pkcs8_der(), sealed.clone()));
        let opened = open(&PfxBuilder::new("p").part(part).build(), Some("p"));
        let (keys, certificates) = content(&opened);
        assert_eq!((keys.len(), certificates.len()), (1, 1), "{sealed:?}");
    }
}

#[test]
fn certificates_alone_cost_no_key_derivation() {
    let identity = identity();
    let pfx = decode(&PfxBuilder::keychain_style("p", &identity).build());
    let opened = pfx
        .open_certificates(Some("p"), &Limits::default())
        .unwrap();
    assert_eq!(opened.iterations_spent(), 1 + 2048);
    let (keys, certificates) = content(&opened);
    assert_eq!(
        (keys.len(), certificates.len()),
        (0, 1 + identity.chain.len())
    );
}

#[test]
fn attributes_never_fail_the_file() {
    let identity = identity();
    let bag = || Bag::cert(&identity.certificate);
    let attribute = |oid: &str, value: Vec<u8>| Attribute::new(oid, value);
    let name = |value: Vec<u8>| bag().attribute(attribute(oid::pkcs::FRIENDLY_NAME, value));
    let id = oid::pkcs::LOCAL_KEY_ID;
    let cases: Vec<(Bag, Option<&str>, usize)> = vec![
        (bag(), None, 0),
        (bag().friendly_name("Ünïcode 🔑"), Some("Ünïcode 🔑"), 0),
        (bag().friendly_name("\u{1b}[31m\n"), Some("\u{1b}[31m\n"), 0),
        (name(der::tlv(0x1e, [0, b'a', 0])), Some("a"), 1),
        (name(der::tlv(0x1e, [0xd8, 0x3d])), Some("\u{fffd}"), 1),
        (name(der::utf8("utf-8")), Some("utf-8"), 1),
        (name(der::int(5)), None, 1),
        (bag().friendly_name("1").friendly_name("2"), Some("1"), 1),
        (bag().attribute(attribute(id, der::utf8("text"))), None, 1),
        (bag().local_key_id(b"1").local_key_id(b"2"), None, 1),
        (
            bag().attribute(Attribute::microsoft_local_machine()),
            None,
            0,
        ),
        (bag().attribute(attribute(id, vec![0x04, 0x05, 1])), None, 1),
    ];
    for (index, (bag, name, problems)) in cases.into_iter().enumerate() {
        let bytes = PfxBuilder::new("p")
            .part(Part::new(Sealed::None).bag(bag))
            .build();
        let Ok(pfx) = Pfx::decode(&bytes, &Limits::default()) else {
            panic!("{index}")
        };
        let opened = match pfx.open(Some("p"), &Limits::default()) {
            Ok(opened) => opened,
            // A value that is cut off breaks the element around it: that is a corrupt file.
            Err(error) => {
                assert_eq!(index, 11, "{error}");
                continue;
            }
        };
        let attributes = opened.bags().next().unwrap().attributes();
        assert_eq!(attributes.friendly_name().as_deref(), name, "{index}");
        assert_eq!(
            attributes.problems().len(),
            problems,
            "{index} {:?}",
            attributes.problems()
        );
    }
}

#[test]
fn microsoft_attribute_without_value_is_kept() {
    let bag = Bag::cert(b"x")
        .attribute(Attribute::microsoft_local_machine())
        .local_key_id(&[1, 2]);
    let opened = open(
        &PfxBuilder::new("p")
            .part(Part::new(Sealed::None).bag(bag))
            .build(),
        Some("p"),
    );
    let attributes = opened.bags().next().unwrap().attributes();
    assert_eq!(attributes.local_key_id(), Some(&[1, 2][..]));
    assert_eq!(
        attributes.iter().next().unwrap().oid.to_string(),
        oid::pkcs::MICROSOFT_LOCAL_MACHINE
    );
    assert!(attributes.problems().is_empty());
    let mut empty = Attribute::friendly_name("x");
    empty.values.clear();
    let bag = Bag::cert(b"x").attribute(empty);
    let part = Part::new(Sealed::None).bag(bag);
    let opened = open(&PfxBuilder::new("p").part(part).build(), Some("p"));
    let problems = opened.bags().next().unwrap().attributes().problems();
    assert!(matches!(problems[..], [AttributeProblem::NoValue(_)]));
}

#[test]
fn outline_shows_what_is_in_the_clear() {
    let identity = identity();
    let pfx = decode(&PfxBuilder::keychain_style("p", &identity).build());
    let outline = pfx.outline(&Limits::default()).unwrap();
    assert_eq!(outline.len(), 2);
    assert!(outline[0].bags.is_empty());
    let BagValue::ShroudedKey(key) = outline[1].bags[0].value() else {
        panic!()
    };
    assert_eq!(key.protection(), Protection::PbeSha1TripleDes3KeyCbc);
    assert_eq!(
        key.key.as_ref().unwrap_err().kind(),
        &ErrorKind::NotDecrypted
    );
}

#[test]
fn debug_shows_kinds_and_no_content() {
    let identity = identity();
    let part = Part::new(Sealed::pbes2_aes256(3))
        .bag(Bag::key(&identity.key.pkcs8_der()))
        .bag(Bag::secret("1.2.3.4", &der::octets(b"canary-in-secret")))
        .bag(Bag::shrouded_key(
            &identity.key.pkcs8_der(),
            Sealed::triple_des(3),
        ));
    let pfx = decode(&PfxBuilder::new("canary-password").part(part).build());
    let opened = pfx
        .open(Some("canary-password"), &Limits::default())
        .unwrap();
    let text = format!("{pfx:?} {opened:?}");
    assert!(!text.contains("canary"));
    // Bytes of the key would show as a list of numbers.
    let key = identity.key.pkcs8_der();
    assert!(!text.contains(&format!("{}, {}, {}", key[0], key[1], key[2])));
    assert!(text.contains("shrouded-key") || text.contains("ShroudedKey"));
}
