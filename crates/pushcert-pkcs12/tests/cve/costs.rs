//! What a file may cost.

use pushcert_pkcs12::pbe;
use pushcert_pkcs12::{ErrorKind, LimitName, Limits, Pfx};
use pushcert_testkit::der;
use pushcert_testkit::digest::Digest;
use pushcert_testkit::pbe::{Iterations, Protection as Sealed, Scrypt};
use pushcert_testkit::pfx::{Bag, Mac, Part, PfxBuilder};

use super::{many, open, plain, zero};

fn key() -> Vec<u8> {
    der::seq([der::int(0)])
}

/// OpenSSL issues 21103 and 32372: no cap at all, and nobody who can set one. Here it is one of the
/// limits, the refusal names it, and who raises it opens the file.
#[test]
fn openssl_21103_32372_counts_have_a_cap_that_can_be_set() {
    let bytes = plain(Bag::cert(b"x"))
        .mac(Mac::new(Digest::Sha1, 3_000))
        .build();
    let mut limits = Limits::default();
    limits.pbe.max_iterations = 2_999;
    let pfx = Pfx::decode(&bytes, &limits).unwrap();
    let refused = pfx.open(Some("p"), &limits).unwrap_err();
    let expected = ErrorKind::LimitExceeded {
        limit: LimitName::Pbe(pbe::LimitName::Iterations),
        asked: 3_000,
        allowed: 2_999,
    };
    assert_eq!(*refused.kind(), expected);
    limits.pbe.max_iterations = 3_000;
    assert!(pfx.open(Some("p"), &limits).is_ok());
    for (content, asked) in [
        (&[0x4c, 0x4b, 0x41][..], 5_000_001),
        (&[0x7f, 0xff, 0xff, 0xff], (1 << 31) - 1),
    ] {
        let count = || Iterations::claimed(content);
        let part = Part::new(Sealed::pbes2_aes256(count())).bag(Bag::cert(b"x"));
        let part = PfxBuilder::new("p").part(part);
        let mac = plain(Bag::cert(b"x")).mac(Mac::new(Digest::Sha1, count()));
        let bag = plain(Bag::shrouded_key(&key(), Sealed::triple_des(count())));
        for file in [part, mac, bag] {
            assert_eq!(open(&file.build()).unwrap_err(), many(asked));
        }
    }
}

/// Bouncy Castle for Java (-97873, -17508, -58063) and p12-keystore pull request 11: scrypt took what
/// memory the file asked for.
#[test]
fn cve_2026_58063_p12_keystore_11_scrypt_is_bounded() {
    let file = |n, r, p| {
        let sealed = Sealed::pbes2_scrypt(Scrypt::claimed(n, r, p));
        PfxBuilder::new("p")
            .part(Part::new(sealed).bag(Bag::cert(b"x")))
            .build()
    };
    for (n, r, p, limit) in [
        (1 << 30, 8, 1, pbe::LimitName::ScryptMemory),
        (2, 1 << 40, 1, pbe::LimitName::ScryptMemory),
        (1 << 40, 1 << 40, 1, pbe::LimitName::ScryptMemory),
        (16, 8, 1 << 20, pbe::LimitName::ScryptParallelization),
    ] {
        match open(&file(n, r, p)).unwrap_err() {
            ErrorKind::LimitExceeded { limit: found, .. } => {
                assert_eq!(found, LimitName::Pbe(limit), "N {n} r {r} p {p}");
            }
            other => panic!("N {n} r {r} p {p}: {other}"),
        }
    }
}

/// Bouncy Castle for C# (-63575, -63578): a small file was enough, and no password for it.
#[test]
fn cve_2026_63575_refused_before_a_password_is_asked_for() {
    let without = |builder: &PfxBuilder| {
        let (bytes, limits) = (builder.build(), Limits::default());
        let pfx = Pfx::decode(&bytes, &limits).map_err(|error| error.kind().clone())?;
        let opened = pfx.open(None, &limits);
        opened.map_err(|error| error.kind().clone())
    };
    let claimed = |content: &[u8]| {
        let mac = Mac::new(Digest::Sha1, Iterations::claimed(content));
        PfxBuilder::new("p").mac(mac)
    };
    assert!(claimed(&[0]).build().len() < 120);
    assert_eq!(without(&claimed(&[0])).unwrap_err(), zero());
    let large = claimed(&[0x7f, 0xff, 0xff, 0xff]);
    assert_eq!(without(&large).unwrap_err(), many((1 << 31) - 1));
    // EncryptedPrivateKeyInfo by itself, in a file that has no MAC.
    for (content, expected) in [(&[0][..], zero()), (&[0x40, 0, 0, 0], many(1 << 30))] {
        let bag = Bag::shrouded_key(&key(), Sealed::triple_des(Iterations::claimed(content)));
        assert_eq!(without(&plain(bag).without_mac()).unwrap_err(), expected);
    }
}

/// go-pkcs12 80 and 81: six bytes more made 16 seconds of a millisecond; and a shrouded key in an
/// encrypted part cannot be looked at before.
#[test]
fn sslmate_go_pkcs12_80_counts_inside_encrypted_parts() {
    let count = || Iterations::claimed(&[0x02, 0xfa, 0xf0, 0x80]);
    let bag = Bag::nested(vec![Bag::shrouded_key(&key(), Sealed::triple_des(count()))]);
    let file = PfxBuilder::new("p").part(Part::new(Sealed::pbes2_aes256(1)).bag(bag));
    assert_eq!(open(&file.build()).unwrap_err(), many(50_000_000));
}

/// Mind Your Keys (NDSS 2018): each derivation below the cap, all of them without bound.
#[test]
fn ndss_2018_the_sum_of_all_derivations_is_bounded() {
    let bags = (0..11).map(|_| {
        let million = Iterations::claimed(&[0x0f, 0x42, 0x40]);
        Bag::shrouded_key(&key(), Sealed::pbes2_aes256(million))
    });
    let file = PfxBuilder::new("p").part(Part::new(Sealed::None).bags(bags.collect::<Vec<_>>()));
    match open(&file.build()).unwrap_err() {
        ErrorKind::LimitExceeded { limit, allowed, .. } => {
            assert_eq!(limit, LimitName::Pbe(pbe::LimitName::TotalIterations));
            assert_eq!(allowed, 10_000_000);
        }
        other => panic!("{other}"),
    }
}
