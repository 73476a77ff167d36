//! Deriving ahead, side by side, changes neither what is decrypted nor what is paid.

use pushcert_pbe::{
    Budget, ErrorKind, HashAlgorithm, LimitName, Limits, Password, PasswordEncoding, Scheme, pbkdf2,
};
use pushcert_testkit::der;
use pushcert_testkit::digest::Digest;
use pushcert_testkit::pbe::{self as writer, Cipher, Prf, Scrypt, Sealed};

fn text() -> Vec<u8> {
    der::seq([der::octets(vec![0xa5; 60])])
}

/// Every family, hash and key length, with iteration counts that differ.
fn mixed() -> Vec<Sealed> {
    use writer::Protection as W;
    let pbes2 = |cipher, digest, count| W::pbes2(cipher, Prf::Named(digest), count);
    let protections = [
        W::triple_des(7),
        W::rc2_40(3),
        pbes2(Cipher::Aes256, Digest::Sha256, 5),
        W::rc4_128(1),
        pbes2(Cipher::Aes256, Digest::Sha1, 4),
        pbes2(Cipher::Aes128, Digest::Sha256, 9),
        W::md5_des(3),
        pbes2(Cipher::Aes256, Digest::Sha512, 2),
        pbes2(Cipher::TripleDes3, Digest::Sha1, 6),
        pbes2(Cipher::Aes192, Digest::Sha256, 1),
        W::pbes2_scrypt(Scrypt::honest(16, 1, 1)),
        pbes2(Cipher::Aes256, Digest::Sha3_256, 3),
        W::triple_des_2(2),
        pbes2(Cipher::Aes256, Digest::Sha512, 8),
    ];
    let password = writer::Password::text("password");
    let seal = |(index, one): (usize, &W)| one.seal(&password, &index.to_string(), &text());
    protections.iter().enumerate().map(seal).collect()
}

fn schemes(sealed: &[Sealed]) -> Vec<Scheme> {
    let decode = |one: &Sealed| Scheme::decode(&one.algorithm).expect("decodes");
    sealed.iter().map(decode).collect()
}

#[test]
fn ahead_or_not_is_the_same() {
    let sealed = mixed();
    let schemes = schemes(&sealed);
    let password = Password::new("password");
    for batch in 1..=schemes.len() {
        let mut plain = Budget::new(&Limits::default());
        let mut budget = Budget::new(&Limits::default());
        let mut derived = 0;
        for (index, (scheme, sealed)) in schemes.iter().zip(&sealed).enumerate() {
            if index >= derived {
                let end = schemes.len().min(index + batch);
                let rest: Vec<&Scheme> = schemes[index..end].iter().collect();
                let ahead = budget.derive_ahead(&password, &rest);
                assert!((1..=rest.len()).contains(&ahead));
                derived = index + ahead;
            }
            let expected = scheme.open(&password, &sealed.ciphertext, &mut plain);
            let found = scheme.open(&password, &sealed.ciphertext, &mut budget);
            let (expected, found) = (expected.expect("opens"), found.expect("opens"));
            assert_eq!(*found.plaintext, text());
            assert_eq!(found.encoding, expected.encoding);
            assert_eq!(budget.spent(), plain.spent(), "{index} of {batch}");
        }
    }
}

/// `open` charges when it takes; what was derived ahead cannot be had for nothing.
#[test]
fn what_was_derived_ahead_is_paid_for() {
    let sealed = mixed();
    let schemes = schemes(&sealed);
    let password = Password::new("password");
    let mut limits = Limits::default();
    // Allows 7 + 3 iterations ahead, and then 8.
    limits.max_total_iterations = 40;
    let mut budget = Budget::new(&limits);
    assert_eq!(
        budget.derive_ahead(&password, &[&schemes[0], &schemes[1]]),
        2
    );
    assert_eq!(budget.spent(), 0);
    budget
        .charge(pushcert_pbe::Work::iterations(35))
        .expect("is allowed");
    let refused = schemes[0].open(&password, &sealed[0].ciphertext, &mut budget);
    assert_eq!(
        refused.expect_err("too much").kind(),
        &ErrorKind::LimitExceeded {
            limit: LimitName::TotalIterations,
            asked: 42,
            allowed: 40
        }
    );
    assert!(
        schemes[1]
            .open(&password, &sealed[1].ciphertext, &mut budget)
            .is_ok()
    );
    assert_eq!(budget.spent(), 38);
}

/// At most a quarter of the total, be it taken or not.
#[test]
fn no_more_ahead_than_a_quarter_of_the_limit() {
    let schemes = schemes(&mixed());
    let password = Password::new("password");
    let mut limits = Limits::default();
    limits.max_total_iterations = 60;
    let mut budget = Budget::new(&limits);
    let all: Vec<&Scheme> = schemes.iter().collect();
    // 7 + 3 + 5 are 15; the next one does not fit.
    assert_eq!(budget.derive_ahead(&password, &all), 3);
    // Nobody took them: there is nothing left for others.
    assert_eq!(budget.derive_ahead(&password, &all[5..]), 1);
    limits.max_total_iterations = 8;
    assert_eq!(Budget::new(&limits).derive_ahead(&password, &all), 1);
    assert_eq!(Budget::new(&limits).derive_ahead(&password, &[]), 0);
}

#[test]
fn another_form_of_the_password_is_still_found() {
    let written = writer::Password::bmp_everywhere("password");
    let sealed: Vec<Sealed> = (0..6)
        .map(|index| {
            writer::Protection::pbes2_aes256(3 + index).seal(&written, &index.to_string(), &text())
        })
        .collect();
    let schemes = schemes(&sealed);
    let password = Password::new("password");
    let mut budget = Budget::new(&Limits::default());
    for (index, sealed) in sealed.iter().enumerate() {
        let rest: Vec<&Scheme> = schemes[index..].iter().collect();
        budget.derive_ahead(&password, &rest);
        let opened = schemes[index].open(&password, &sealed.ciphertext, &mut budget);
        assert_eq!(opened.expect("opens").encoding, PasswordEncoding::Bmp);
    }
    // Two forms of the first one, and the right form of all others.
    assert_eq!(budget.spent(), 3 + (3 + 4 + 5 + 6 + 7 + 8));
}

/// One to seven output blocks in lanes, against the crate `pbkdf2`.
#[test]
fn lanes_do_not_mix() {
    for blocks in 1..=7 {
        let mut expected = vec![0; 32 * blocks - 5];
        let found = pbkdf2(HashAlgorithm::Sha256, b"p", b"salt", 50, expected.len());
        ::pbkdf2::pbkdf2_hmac::<sha2::Sha256>(b"p", b"salt", 50, &mut expected);
        assert_eq!(*found, expected);
    }
}
