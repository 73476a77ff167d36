//! Keys and parts whose derivations run side by side: every arrangement opens, and costs what the
//! sum of its iterations says.

use pushcert_pkcs12::{ErrorKind, Layer, Limits, Opened, Pfx};
use pushcert_testkit::digest::Digest;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::pbe::Protection;
use pushcert_testkit::pfx::{Bag, Mac, Part, PfxBuilder};

fn open(builder: &PfxBuilder, password: &str) -> Result<Opened, pushcert_pkcs12::Error> {
    let limits = Limits::default();
    Pfx::decode(&builder.build(), &limits)?.open(Some(password), &limits)
}

fn keys(opened: &Opened) -> usize {
    let key = |bag: &&pushcert_pkcs12::SafeBag| bag.value().private_key().is_some();
    opened.bags().filter(key).count()
}

/// Keys in a part in the clear, before or behind encrypted parts, or inside one; more of them than
/// the budget remembers, with iteration counts of their own.
#[test]
fn every_arrangement_opens_and_costs_its_sum() {
    let identity = Identity::apns("com.example.app");
    let pkcs8 = identity.key.pkcs8_der();
    let modern = |count| Protection::pbes2_aes256(count);
    let key = |count: u32| {
        let protection = if count.is_multiple_of(2) {
            modern(count)
        } else {
            Protection::triple_des(count)
        };
        Bag::shrouded_key(&pkcs8, protection)
    };
    let plain = |from| Part::new(Protection::None).bags((from..from + 11).map(key));
    let encrypted = |count| Part::new(modern(count)).bag(Bag::cert(&identity.certificate));
    let inside = |from| Part::new(Protection::rc2_40(30)).bags((from..from + 11).map(key));
    let sum = |from: u64| (from..from + 11).sum::<u64>();
    let arrangements = [
        (vec![encrypted(20), plain(3)], 20 + sum(3)),
        (vec![plain(3), encrypted(20)], 20 + sum(3)),
        (
            vec![encrypted(20), inside(3), encrypted(21)],
            20 + 30 + 21 + sum(3),
        ),
        (
            vec![plain(3), inside(40), encrypted(21)],
            30 + 21 + sum(3) + sum(40),
        ),
        ((50..62).map(encrypted).collect(), (50..62).sum()),
        (vec![plain(3)], sum(3)),
    ];
    for (parts, cost) in arrangements {
        let expected = parts.len();
        let builder = parts
            .into_iter()
            .fold(PfxBuilder::new("p"), PfxBuilder::part);
        for (builder, mac) in [
            (builder.clone().mac(Mac::new(Digest::Sha256, 10)), 10),
            (builder.without_mac(), 0),
        ] {
            let opened = open(&builder, "p").expect("opens");
            assert_eq!(opened.iterations_spent(), cost + mac);
            assert_eq!(opened.parts().len(), expected);
            assert_eq!(keys(&opened) % 11, 0);
            assert!(opened.bags().all(|bag| bag.kind_name() != "shrouded-key"
                || bag.value().private_key() == Some(&pkcs8)));
        }
    }
}

/// The limit on all keys is still checked before the first of them, and behind the parts.
#[test]
fn a_limit_on_keys_is_an_error_as_before() {
    let pkcs8 = Identity::apns("com.example.app").key.pkcs8_der();
    let key = |count: u32| Bag::shrouded_key(&pkcs8, Protection::pbes2_aes256(count));
    let builder = PfxBuilder::new("p")
        .part(Part::new(Protection::None).bags([key(40), key(41)]))
        .part(Part::new(Protection::pbes2_aes256(20)).bag(key(42)))
        .mac(Mac::new(Digest::Sha256, 10));
    let mut limits = Limits::default();
    limits.pbe.max_total_iterations = 152;
    let bytes = builder.build();
    let error = Pfx::decode(&bytes, &limits)
        .expect("decodes")
        .open(Some("p"), &limits);
    let error = error.expect_err("too much");
    assert!(matches!(
        error.kind(),
        ErrorKind::LimitExceeded {
            asked: 153,
            allowed: 152,
            ..
        }
    ));
    limits.pbe.max_total_iterations = 153;
    let opened = Pfx::decode(&bytes, &limits)
        .expect("decodes")
        .open(Some("p"), &limits);
    assert_eq!(opened.expect("opens").iterations_spent(), 153);
}

/// A file with two mistakes names the one that comes first in the file.
#[test]
fn the_first_mistake_is_named() {
    let builder = PfxBuilder::new("p")
        .part(Part::new(Protection::pbes2_aes256(20)).password("other"))
        .part(Part::new(Protection::None).raw_contents(vec![0x30, 1]))
        .mac(Mac::new(Digest::Sha256, 10));
    let error = open(&builder, "p").expect_err("two mistakes");
    assert_eq!(
        error.kind(),
        &ErrorKind::WrongPassword {
            layer: Layer::Privacy
        }
    );
}
