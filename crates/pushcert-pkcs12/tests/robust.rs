//! Damage of every kind: an error, never a panic, and never a file that opens with other content.

use proptest::prelude::*;
use pushcert_pkcs12::{Limits, Opened, Pfx};
use pushcert_testkit::digest::Digest;
use pushcert_testkit::oid::pkcs;
use pushcert_testkit::pbe::{Cipher, Prf, Protection as Sealed};
use pushcert_testkit::pfx::{Attribute, Bag, Encoding, Mac, Part, PfxBuilder};
use pushcert_testkit::{der, pbe};

/// Quick to open, so that thousands can be tried.
fn small(encoding: Encoding) -> Vec<u8> {
    let bags = [
        Bag::shrouded_key(&der::seq([der::int(0)]), Sealed::triple_des(1)),
        Bag::cert(b"certificate")
            .friendly_name("name")
            .local_key_id(b"id"),
    ];
    PfxBuilder::new("p")
        .part(Part::new(Sealed::pbes2(Cipher::Aes128, Prf::Omitted, 1)).bags(bags.clone()))
        .part(Part::new(Sealed::None).bag(Bag::nested(bags.to_vec())))
        .mac(Mac::new(Digest::Sha1, 1))
        .encoding(encoding)
        .build()
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.pbe.max_iterations = 1_000;
    limits.pbe.max_total_iterations = 5_000;
    limits
}

fn open(bytes: &[u8]) -> Option<Opened> {
    Pfx::decode(bytes, &limits())
        .ok()?
        .open(Some("p"), &limits())
        .ok()
}

/// What has to come out of a bag as it went in: kind, content, name.
type Facts = (&'static str, Option<Vec<u8>>, Option<String>);

fn facts(opened: &Opened) -> Vec<Facts> {
    opened
        .bags()
        .map(|bag| {
            let value = bag.value();
            let content = value
                .private_key()
                .or(value.certificate())
                .map(<[u8]>::to_vec);
            let name = bag.attributes().friendly_name();
            (bag.kind_name(), content, name)
        })
        .collect()
}

const ENCODINGS: [Encoding; 3] = [
    Encoding::Der,
    Encoding::BerIndefinite,
    Encoding::BerEverywhere(5),
];

#[test]
fn every_truncation_is_refused() {
    for encoding in ENCODINGS {
        let bytes = small(encoding);
        assert!(open(&bytes).is_some());
        for len in 0..bytes.len() {
            assert!(open(&bytes[..len]).is_none(), "{encoding:?} cut at {len}");
        }
    }
}

#[test]
fn every_bit_flip_is_refused_or_changes_nothing() {
    for encoding in ENCODINGS {
        let bytes = small(encoding);
        let good = facts(&open(&bytes).unwrap());
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            if let Some(opened) = open(&flipped) {
                // Only what the MAC is not over can be changed, and only where it means nothing.
                assert_eq!(facts(&opened), good, "{encoding:?} bit {bit}");
            }
        }
    }
}

#[test]
fn two_files_in_one_are_the_first_and_trailing_bytes() {
    let bytes = small(Encoding::Der);
    let both = [bytes.clone(), bytes.clone()].concat();
    let pfx = Pfx::decode(&both, &limits()).unwrap();
    assert_eq!(pfx.trailing_bytes(), bytes.len());
}

fn sealed() -> impl Strategy<Value = Sealed> {
    let cipher = prop_oneof![
        Just(Cipher::Aes128),
        Just(Cipher::Aes256),
        Just(Cipher::TripleDes3),
        Just(Cipher::Rc2_128),
        Just(Cipher::Aes256Gcm),
        Just(Cipher::Camellia128),
    ];
    let prf = (0..Digest::ALL.len()).prop_map(|index| Prf::Named(Digest::ALL[index]));
    prop_oneof![
        Just(Sealed::None),
        (1..4_u32).prop_map(Sealed::rc2_40),
        (1..4_u32).prop_map(Sealed::triple_des),
        (1..4_u32).prop_map(Sealed::rc4_128),
        (cipher, prf, 1..4_u32).prop_map(|(cipher, prf, count)| Sealed::pbes2(cipher, prf, count)),
    ]
}

fn bag() -> impl Strategy<Value = (Bag, Facts)> {
    let octets = || proptest::collection::vec(any::<u8>(), 0..60);
    let key = octets().prop_map(|content| der::seq([der::octets(content)]));
    let name = proptest::option::of("\\PC{0,12}");
    let protection = prop_oneof![Just(Sealed::triple_des(1)), Just(Sealed::pbes2_aes256(1))];
    let content = prop_oneof![
        octets().prop_map(|der| (Bag::cert(&der), ("cert", Some(der)))),
        octets().prop_map(|der| (Bag::crl(&der), ("crl", None))),
        key.clone()
            .prop_map(|der| (Bag::key(&der), ("key", Some(der)))),
        (key, protection).prop_map(|(der, sealed)| (
            Bag::shrouded_key(&der, sealed),
            ("shrouded-key", Some(der))
        )),
        octets().prop_map(|value| (Bag::secret("1.2.3", &der::octets(value)), ("secret", None))),
        octets().prop_map(|value| (Bag::unknown("1.2.3", der::octets(value)), ("unknown", None))),
    ];
    (content, name, any::<bool>()).prop_map(|((bag, (kind, content)), name, foreign)| {
        let bag = match &name {
            Some(name) => bag.friendly_name(name),
            None => bag,
        };
        let bag = if foreign {
            bag.attribute(Attribute::new(pkcs::CHALLENGE_PASSWORD, der::utf8("x")))
        } else {
            bag
        };
        (bag, (kind, content, name))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever is built, in whatever encoding and under whatever password: what is read is what
    /// went in.
    #[test]
    fn decoded_facts_equal_what_went_in(
        parts in proptest::collection::vec((sealed(), proptest::collection::vec(bag(), 0..4)), 0..4),
        password in "\\PC{0,12}",
        mac in proptest::option::of(0..Digest::ALL.len()),
        encoding in 0..ENCODINGS.len(),
    ) {
        let mut builder = PfxBuilder::new(pbe::Password::text(&password))
            .encoding(ENCODINGS[encoding])
            .mac(Mac::new(Digest::ALL[mac.unwrap_or(0)], 2));
        if mac.is_none() {
            builder = builder.without_mac();
        }
        let mut expected = Vec::new();
        for (sealed, bags) in &parts {
            let mut part = Part::new(sealed.clone());
            for (bag, facts) in bags {
                part = part.bag(bag.clone());
                expected.push(facts.clone());
            }
            builder = builder.part(part);
        }
        let pfx = Pfx::decode(&builder.build(), &limits()).unwrap();
        prop_assert_eq!(pfx.mac().is_some(), mac.is_some());
        let protections: Vec<_> = pfx.parts().iter().map(|part| part.protection().as_str() == "none").collect();
        let written: Vec<_> = parts.iter().map(|(sealed, _)| *sealed == Sealed::None).collect();
        prop_assert_eq!(protections, written);
        let opened = pfx.open(Some(&password), &limits()).unwrap();
        prop_assert_eq!(facts(&opened), expected);
    }

    /// Bytes without any sense.
    #[test]
    fn any_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(open(&bytes).is_none());
    }

    /// Several damages at once, MAC left out so that they reach the innermost code.
    #[test]
    fn damage_never_panics(
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        encoding in 0..ENCODINGS.len(),
    ) {
        let bags = [Bag::shrouded_key(&der::seq([der::int(0)]), Sealed::triple_des(1)), Bag::cert(b"x").friendly_name("n")];
        let mut bytes = PfxBuilder::new("p")
            .part(Part::new(Sealed::None).bag(Bag::nested(bags.to_vec())))
            .without_mac()
            .encoding(ENCODINGS[encoding])
            .build();
        for (index, value) in damage {
            let index = index.index(bytes.len());
            bytes[index] = value;
        }
        let _ = open(&bytes);
    }
}
