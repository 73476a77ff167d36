//! What the builder writes, read back.

use super::*;
use crate::der::read;
use crate::digest::{Digest, Purpose};
use crate::identity::Identity;
use crate::pbe::{Password, Protection};

fn identity() -> Identity {
    Identity::apns("com.example.app")
}

#[test]
fn keychain_style_omits_the_iterations() {
    let file = PfxBuilder::keychain_style("a", &identity()).build();
    let mac = read::at(&file, &[2]).children();
    assert_eq!(mac.len(), 2);
    let openssl = PfxBuilder::openssl_legacy("a", &identity()).build();
    assert_eq!(read::at(&openssl, &[2, 2]).content, [8, 0]);
}

#[test]
fn the_mac_is_over_the_content_octets() {
    let builder = PfxBuilder::openssl3_default("a", &identity());
    for encoding in [Encoding::Der, Encoding::BerEverywhere(64)] {
        let builder = builder.clone().encoding(encoding);
        let content = builder.auth_safe_content();
        let der = builder
            .clone()
            .encoding(Encoding::Der)
            .raw_auth_safe(content.clone())
            .build();
        let mac = read::at(&der, &[2]).children();
        let password = Password::text("a").pkcs12;
        let key = Digest::Sha256.pkcs12(&password, mac[1].content, Purpose::Mac, 2048, 32);
        let expected = Digest::Sha256.hmac(&key, &content);
        assert_eq!(mac[0].children()[1].content, expected);
        // The same MAC stands at the end of the file in either encoding.
        let file = builder.build();
        assert!(
            file.windows(expected.len())
                .any(|window| window == expected)
        );
    }
}

#[test]
fn a_mac_can_be_spoilt_in_each_way() {
    let digest = |mac: Mac| {
        let file = PfxBuilder::plain(&identity()).mac(mac).build();
        read::at(&file, &[2, 0, 1]).content.to_vec()
    };
    let good = digest(Mac::new(Digest::Sha256, 2));
    assert_eq!(good.len(), 32);
    assert_eq!(digest(Mac::new(Digest::Sha256, 2).truncated(4)), good[..4]);
    assert_eq!(
        digest(Mac::new(Digest::Sha256, 2).wrong())[..31],
        good[..31]
    );
    assert_ne!(digest(Mac::new(Digest::Sha256, 2).wrong())[31], good[31]);
    assert_ne!(digest(Mac::new(Digest::Sha256, 2).over(b"x")), good);
}

#[test]
fn parts_without_protection_hold_their_bags_in_the_clear() {
    let identity = identity();
    let file = PfxBuilder::plain(&identity).build();
    let holds = |needle: &[u8]| file.windows(needle.len()).any(|window| window == needle);
    assert!(holds(&identity.certificate));
    assert!(holds(&identity.key.pkcs8_der()));
}

#[test]
fn salts_differ_between_parts_and_repeat_between_runs() {
    let build = || PfxBuilder::modern("a", &identity(), 1).build();
    assert_eq!(build(), build());
    let part = |seed: &str| {
        Protection::pbes2_aes256(1)
            .seal(&"a".into(), seed, b"text")
            .algorithm
    };
    assert_ne!(part("0"), part("1"));
    let other = PfxBuilder::modern("a", &identity(), 1)
        .seed("other")
        .build();
    assert_ne!(build(), other);
}

#[test]
fn ber_files_end_with_their_end_of_contents() {
    let file = PfxBuilder::keychain_style("a", &identity())
        .encoding(Encoding::BerFragments(9))
        .build();
    assert_eq!(file[..2], [0x30, 0x80]);
    assert!(file.ends_with(&[0, 0]));
    let trailing = PfxBuilder::plain(&identity()).trailing(&[1, 2]).build();
    assert!(trailing.ends_with(&[1, 2]));
}

#[test]
fn nested_bags_are_as_deep_as_asked() {
    let bag = (0..3).fold(Bag::key(&[5, 0]), |inner, _| Bag::nested(vec![inner]));
    let part = Part::new(Protection::None).bag(bag);
    let content = PfxBuilder::new("").part(part).auth_safe_content();
    let kind = der::oid(oid::pkcs::SAFE_CONTENTS_BAG);
    let count = content
        .windows(kind.len())
        .filter(|window| *window == kind)
        .count();
    assert_eq!(count, 3);
}
