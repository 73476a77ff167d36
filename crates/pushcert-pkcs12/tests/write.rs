//! Writing: the inverse of reading, and what the builder makes.

mod common {
    pub(crate) mod arbitrary;
}

use common::arbitrary::{Source, assert_same, contents};
use proptest::prelude::*;
use pushcert_pkcs12::{
    Attributes, BagValue, Builder, Contents, EncodeError, Encoding, EncryptError, Encryption,
    HashAlgorithm, Limits, Mac, MacScheme, MacStatus, ObjectIdentifier, Opened, PasswordUse, Pfx,
    Profile, Protection, SafeBag, SafeContents, Scheme,
};
use pushcert_testkit::identity::Identity;
use pushcert_testkit::pfx::PfxBuilder;
use pushcert_testkit::random::Predictable;

fn open(bytes: &[u8], password: &str) -> Opened {
    let limits = Limits::default();
    Pfx::decode(bytes, &limits)
        .and_then(|pfx| pfx.open(Some(password), &limits))
        .expect("what was written opens")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    /// Everything that can be written is read back as it was, and gives the same bytes again.
    #[test]
    fn decode_is_the_inverse_of_encode(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let (written, password) = contents(&mut Source(&bytes));
        let file = written.encode(password).unwrap();
        let opened = open(&file, password);
        prop_assert_eq!(opened.encoding(), Encoding::Der);
        assert_same(&written, opened.contents());
        prop_assert_eq!(opened.contents().encode(password).unwrap(), file);
    }
}

/// The property above is about everything: every kind of bag, scheme and MAC turns up.
#[test]
fn arbitrary_contents_are_of_every_kind() {
    let mut found = std::collections::BTreeSet::new();
    let mut state = 1_u32;
    for _ in 0..2_000 {
        let bytes: Vec<u8> = (0..400)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state.to_be_bytes()[0]
            })
            .collect();
        let (contents, _) = contents(&mut Source(&bytes));
        found.insert(
            contents
                .mac
                .as_ref()
                .map_or("no mac", |mac| mac.kdf().as_str()),
        );
        for part in &contents.parts {
            found.insert(part.protection().as_str());
            found.extend(part.bags.iter().map(SafeBag::kind_name));
        }
    }
    let kinds = [
        "cert",
        "crl",
        "key",
        "no mac",
        "pbmac1-pbkdf2",
        "pkcs12",
        "safe-contents",
    ];
    for kind in kinds
        .into_iter()
        .chain(["secret", "shrouded-key", "unknown"])
    {
        assert!(found.contains(kind), "{kind}");
    }
    for protection in Protection::ALL {
        let written = !matches!(protection, Protection::LegacyPem | Protection::Unsupported);
        assert_eq!(found.contains(protection.as_str()), written, "{protection}");
    }
}

/// The testkit writes by itself, so this is not the writer checking itself.
#[test]
fn files_of_another_writer_come_out_byte_by_byte() {
    let identity = Identity::apns("com.example.app").with_synthetic_chain();
    for file in [
        PfxBuilder::keychain_style("secret", &identity),
        PfxBuilder::openssl3_default("secret", &identity),
        PfxBuilder::openssl_legacy("secret", &identity),
        PfxBuilder::keytool17("secret", &identity),
        PfxBuilder::modern("secret", &identity, 5),
        PfxBuilder::plain(&identity),
    ] {
        let bytes = file.build();
        let opened = open(&bytes, "secret");
        assert_eq!(*opened.contents().encode("secret").unwrap(), bytes);
    }
}

#[test]
fn ber_becomes_der() {
    let identity = Identity::apns("com.example.app");
    let file = PfxBuilder::keychain_style("secret", &identity);
    let ber = file
        .clone()
        .encoding(pushcert_testkit::pfx::Encoding::BerEverywhere(7))
        .build();
    let opened = open(&ber, "secret");
    assert_eq!(opened.encoding(), Encoding::Ber);
    let written = opened.contents().encode("secret").unwrap();
    let again = open(&written, "secret");
    assert_eq!(again.encoding(), Encoding::Der);
    assert_same(opened.contents(), again.contents());
}

/// Keys that could not be decrypted are kept as they are.
#[test]
fn a_key_with_another_password_is_kept() {
    use pushcert_testkit::pbe::Protection as Sealed;
    use pushcert_testkit::pfx::{Bag, Part};
    let identity = Identity::apns("com.example.app");
    let bag = Bag::shrouded_key(&identity.key.pkcs8_der(), Sealed::triple_des(3)).password("other");
    let file = PfxBuilder::new("secret")
        .part(Part::new(Sealed::None).bag(bag))
        .build();
    let opened = open(&file, "secret");
    let rewritten = opened.contents().encode("secret").unwrap();
    assert_eq!(*rewritten, file);
}

#[test]
fn what_was_not_decrypted_is_not_written() {
    let identity = Identity::apns("com.example.app");
    let file = PfxBuilder::keychain_style("secret", &identity).build();
    let limits = Limits::default();
    let pfx = Pfx::decode(&file, &limits).unwrap();
    let opened = pfx.open_certificates(Some("secret"), &limits).unwrap();
    let refused = opened.contents().encode("secret").unwrap_err();
    assert_eq!(refused, EncodeError::NotDecrypted);
}

const PROFILES: [(Profile, &str, &str, u64); 3] = [
    (
        Profile::modern(),
        "pbes2-aes-256-cbc",
        "hmac-sha256",
        100_000,
    ),
    (
        Profile::compatible(),
        "pbe-sha1-3des-3key-cbc",
        "hmac-sha1",
        2_048,
    ),
    (Profile::legacy(), "pbe-sha1-rc2-40-cbc", "hmac-sha1", 2_048),
];

#[test]
fn profiles_are_what_they_say() {
    let identity = Identity::apns("com.example.app").with_synthetic_chain();
    let mut path = vec![identity.certificate.as_slice()];
    path.extend(identity.chain.iter().map(Vec::as_slice));
    let key = identity.key.pkcs8_der();
    for (profile, certificates, mac, iterations) in PROFILES {
        for password in ["secret", "", "пароль 🔑"] {
            let file = Builder::new(profile)
                .identity(&key, &path, Some("Push: ü"))
                .build(password, &mut Predictable::new("1"))
                .unwrap();
            let opened = open(&file, password);
            assert_eq!(opened.mac(), MacStatus::Verified);
            assert!(matches!(
                (opened.password(), password),
                (
                    PasswordUse::Empty(pushcert_pkcs12::EmptyEncoding::BmpTerminator),
                    ""
                ) | (PasswordUse::Given(_), _)
            ));
            let [first, second] = opened.parts() else {
                panic!("two parts")
            };
            assert_eq!(first.protection().as_str(), certificates);
            assert_eq!(first.iterations(), Some(iterations));
            assert_eq!(second.protection(), Protection::None);
            let written = opened.contents().mac.as_ref().unwrap();
            assert_eq!(written.algorithm().as_str(), mac);
            assert_eq!(written.iterations(), iterations);
            let found: Vec<_> = first
                .bags
                .iter()
                .filter_map(|b| b.value.certificate())
                .collect();
            assert_eq!(found, path);
            assert_eq!(second.bags[0].value.private_key(), Some(key.as_slice()));
            let (leaf, key) = (first.bags[0].attributes(), second.bags[0].attributes());
            assert_eq!(leaf, key);
            assert_eq!(key.friendly_name().as_deref(), Some("Push: ü"));
            let digest = HashAlgorithm::Sha1.digest(path[0]);
            assert_eq!(key.local_key_id(), Some(digest.as_slice()));
        }
    }
}

#[test]
fn salts_are_fresh_everywhere() {
    let file = Builder::new(Profile::modern().with_iterations(3))
        .key(&[0x30, 0], Attributes::new())
        .key(&[0x30, 0], Attributes::new())
        .certificate(b"leaf", Attributes::new())
        .build("secret", &mut Predictable::new("1"))
        .unwrap();
    let opened = open(&file, "secret");
    let keys = opened.bags().filter_map(|bag| match bag.value() {
        BagValue::ShroudedKey(key) => key.scheme.as_ref(),
        _ => None,
    });
    let parts = opened
        .parts()
        .iter()
        .filter_map(|part| part.scheme.as_ref());
    let mut salts: Vec<_> = keys.chain(parts).map(Scheme::salt).collect();
    salts.push(opened.contents().mac.as_ref().unwrap().salt());
    assert_eq!(salts.len(), 4);
    assert!(salts.iter().all(|salt| salt.len() == 16));
    salts.sort_unstable();
    salts.dedup();
    assert_eq!(salts.len(), 4);
}

#[test]
fn everything_between_the_profiles() {
    let profile = Profile::unprotected()
        .with_keys(Some(Encryption::scrypt(
            Protection::Pbes2Aes128Gcm,
            16,
            8,
            1,
        )))
        .with_certificates(Some(
            Encryption::new(Protection::Pbes2Camellia256Cbc, 7).with_prf(HashAlgorithm::Sha512),
        ))
        .with_mac(Some(Mac::pbmac1(HashAlgorithm::Sha384, 9)));
    let java = ObjectIdentifier::new_unwrap("2.16.840.1.113894.746875.1.1");
    let any_usage = [0x06, 0x04, 0x55, 0x1d, 0x25, 0x00];
    let file = Builder::new(profile)
        .key(&[0x30, 0], Attributes::new().with_local_key_id(&[1]))
        .certificate(b"trusted", Attributes::new().with(java, &any_usage))
        .crl(b"list", Attributes::new())
        .secret(java, &[0x04, 1, 7], Attributes::new())
        .build("secret", &mut Predictable::new("7"))
        .unwrap();
    let opened = open(&file, "secret");
    let kinds: Vec<_> = opened.bags().map(SafeBag::kind_name).collect();
    assert_eq!(kinds, ["cert", "crl", "secret", "shrouded-key"]);
    let part = &opened.parts()[0];
    assert_eq!(part.protection(), Protection::Pbes2Camellia256Cbc);
    let scheme = part.scheme.as_ref().unwrap();
    assert_eq!(scheme.prf(), Some(HashAlgorithm::Sha512));
    let mac = opened.contents().mac.as_ref().unwrap();
    assert_eq!(
        (
            mac.kdf().as_str(),
            mac.algorithm().as_str(),
            mac.iterations()
        ),
        ("pbmac1-pbkdf2", "hmac-sha384", 9)
    );
    let attributes = part.bags[0].attributes();
    let attribute = attributes.iter().next().unwrap();
    assert_eq!((attribute.oid, attribute.values), (java, &any_usage[..]));
}

#[test]
fn impossible_things_are_refused() {
    let rng = &mut Predictable::new("0");
    let empty = Builder::new(Profile::modern()).build("p", rng);
    assert_eq!(empty.unwrap_err(), EncodeError::Empty);
    let key = Builder::new(Profile::modern().with_iterations(1)).key(b"no DER", Attributes::new());
    let refused = key.build("p", rng).unwrap_err();
    assert_eq!(refused, EncodeError::Malformed { index: 0 });
    let zero =
        Builder::new(Profile::modern().with_iterations(0)).key(&[0x30, 0], Attributes::new());
    let refused = zero.build("p", rng).unwrap_err();
    assert!(matches!(
        refused,
        EncodeError::Encrypt(EncryptError::Parameter(_))
    ));
    let nothing = Encryption::new(Protection::None, 1)
        .scheme(rng)
        .unwrap_err();
    assert_eq!(nothing, EncryptError::NotAScheme(Protection::None));
    let scrypt = Encryption::scrypt(Protection::Pbes2Aes256Cbc, 3, 8, 1).scheme(rng);
    assert!(matches!(scrypt, Err(EncryptError::Parameter(_))));
    let unnamed = MacScheme::pbmac1(HashAlgorithm::Whirlpool, HashAlgorithm::Sha1, b"s", 1);
    let unnamed = unnamed.unwrap_err();
    assert_eq!(unnamed, EncryptError::UnnamedHash(HashAlgorithm::Whirlpool));
}

/// Bags that do not fit together are an error, however deep, and never a file of another meaning.
#[test]
fn depths_have_to_fit() {
    let container = |bags| SafeBag::new(BagValue::SafeContents { bags }, Attributes::new());
    let at = |depth, mut bag: SafeBag| {
        bag.depth = depth;
        bag
    };
    let key = |depth| {
        at(
            depth,
            SafeBag::new(BagValue::Key(vec![0x30, 0].into()), Attributes::new()),
        )
    };
    let encode = |bags| {
        let mut contents = Contents::new();
        contents.parts.push(SafeContents::new(None, bags));
        contents.encode("")
    };
    assert!(encode(vec![container(1), key(1), key(0)]).is_ok());
    for (bags, index) in [
        (vec![container(2), key(1)], 0),
        (vec![container(0), key(1)], 0),
        (vec![key(0), key(1)], 0),
        (vec![key(1)], 0),
        (vec![container(1), key(2)], 0),
        (vec![container(1), key(u32::MAX)], 1),
    ] {
        assert_eq!(encode(bags).unwrap_err(), EncodeError::Structure { index });
    }
    let chain = (0..=64).map(|depth| at(depth, container(usize::from(depth < 64))));
    assert!(encode(chain.collect()).is_ok());
}

#[test]
fn debug_of_what_is_to_be_written_shows_no_content() {
    let key = b"\x30\x0fcanary-in-a-key".to_vec();
    assert_eq!(key.len(), 17);
    let builder = Builder::new(Profile::modern().with_iterations(1)).key(&key, Attributes::new());
    let text = format!("{builder:?}");
    assert!(!text.contains("99, 97, 110"), "{text}");
    let contents = builder.contents(&mut Predictable::new("0")).unwrap();
    assert!(!format!("{contents:?}").contains("99, 97, 110"));
    let shrouded = contents.parts[0].bags[0].value();
    assert!(matches!(shrouded, BagValue::ShroudedKey(key) if key.key.is_ok()));
}

/// An attribute that is not understood is no reason to lose it.
#[test]
fn attributes_keep_what_they_do_not_understand() {
    use pushcert_testkit::der;
    // An object identifier with a number beyond 64 bits.
    let huge = der::tlv(0x06, [&[0x2a][..], &[0xff; 12], &[0x01]].concat());
    let strange = der::seq([huge, der::set([der::int(7)])]);
    let attributes = Attributes::decode(&der::set([strange.clone()]))
        .with_friendly_name("a")
        .with_friendly_name("b")
        .with_local_key_id(&[1]);
    assert_eq!(attributes.friendly_name().as_deref(), Some("b"));
    assert_eq!(attributes.iter().count(), 2);
    let kept = attributes
        .as_der()
        .windows(strange.len())
        .any(|w| w == strange);
    assert!(kept, "the bytes are there");
}
