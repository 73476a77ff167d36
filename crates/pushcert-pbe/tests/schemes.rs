//! Every scheme: encrypted by another implementation, decrypted here; every mistake by its name.

use proptest::prelude::*;
use pushcert_pbe::{
    Budget, ErrorKind, Iterations, LimitName, Limits, Malformation, Password, PasswordEncoding,
    Protection, Scheme,
};
use pushcert_testkit::der;
use pushcert_testkit::digest::Digest;
use pushcert_testkit::pbe::{self as writer, Cipher, Iterations as Count, Padding, Prf, Scrypt};

/// An ASN.1 SEQUENCE of some length, which is what every encrypted text is.
fn text(len: usize) -> Vec<u8> {
    der::seq([der::octets(vec![0xa5; len])])
}

fn seal(protection: &writer::Protection, password: &str, text: &[u8]) -> writer::Sealed {
    protection.seal(&writer::Password::text(password), "seed", text)
}

fn budget() -> Budget {
    Budget::new(&Limits::default())
}

fn all() -> Vec<(writer::Protection, Protection)> {
    use writer::Protection as W;
    let pbes2 = |cipher| W::pbes2(cipher, Prf::Named(Digest::Sha256), 3);
    vec![
        (W::rc4_128(3), Protection::PbeSha1Rc4128),
        (W::rc4_40(3), Protection::PbeSha1Rc440),
        (W::triple_des(3), Protection::PbeSha1TripleDes3KeyCbc),
        (W::triple_des_2(3), Protection::PbeSha1TripleDes2KeyCbc),
        (W::rc2_128(3), Protection::PbeSha1Rc2128Cbc),
        (W::rc2_40(3), Protection::PbeSha1Rc240Cbc),
        (W::md5_des(3), Protection::Pbes1Md5DesCbc),
        (W::sha1_des(3), Protection::Pbes1Sha1DesCbc),
        (pbes2(Cipher::Aes128), Protection::Pbes2Aes128Cbc),
        (pbes2(Cipher::Aes192), Protection::Pbes2Aes192Cbc),
        (pbes2(Cipher::Aes256), Protection::Pbes2Aes256Cbc),
        (pbes2(Cipher::Aes128Gcm), Protection::Pbes2Aes128Gcm),
        (pbes2(Cipher::Aes256Gcm), Protection::Pbes2Aes256Gcm),
        (pbes2(Cipher::Des), Protection::Pbes2DesCbc),
        (pbes2(Cipher::TripleDes3), Protection::Pbes2TripleDesCbc),
        (pbes2(Cipher::Rc2_128), Protection::Pbes2Rc2Cbc),
        (pbes2(Cipher::Camellia128), Protection::Pbes2Camellia128Cbc),
        (pbes2(Cipher::Camellia192), Protection::Pbes2Camellia192Cbc),
        (pbes2(Cipher::Camellia256), Protection::Pbes2Camellia256Cbc),
        (pbes2(Cipher::Aria128), Protection::Pbes2Aria128Cbc),
        (pbes2(Cipher::Aria256), Protection::Pbes2Aria256Cbc),
        (pbes2(Cipher::Cast5), Protection::Pbes2Cast5Cbc),
        (pbes2(Cipher::Blowfish), Protection::Pbes2BlowfishCbc),
        (pbes2(Cipher::Sm4), Protection::Pbes2Sm4Cbc),
    ]
}

#[test]
fn every_scheme_decrypts_what_another_implementation_encrypted() {
    for (writer, protection) in all() {
        for len in [0, 3, 4, 11, 12, 13, 100] {
            let text = text(len);
            let sealed = seal(&writer, "пароль", &text);
            let scheme = Scheme::decode(&sealed.algorithm).unwrap();
            assert_eq!(scheme.protection(), protection);
            assert_eq!(scheme.iterations(), Some(3));
            let decrypted =
                scheme.decrypt(&Password::new("пароль"), &sealed.ciphertext, &mut budget());
            assert_eq!(*decrypted.unwrap(), text, "{protection} {len}");
        }
    }
}

#[test]
fn a_wrong_password_is_bad_padding_and_nothing_else() {
    for (writer, protection) in all() {
        let sealed = seal(&writer, "right", &text(40));
        let scheme = Scheme::decode(&sealed.algorithm).unwrap();
        for wrong in ["wrong", "", "Right", "righ", "right\0t", "é"] {
            let refused = scheme
                .decrypt(&Password::new(wrong), &sealed.ciphertext, &mut budget())
                .unwrap_err();
            assert_eq!(
                refused.kind(),
                &ErrorKind::BadPadding,
                "{protection} {wrong:?}"
            );
        }
    }
}

#[test]
fn bad_padding_of_every_sort_is_one_error() {
    for padding in [Padding::Wrong, Padding::Zeros] {
        let writer = writer::Protection::pbes2_aes256(3).padding(padding);
        let sealed = seal(&writer, "right", &text(40));
        let scheme = Scheme::decode(&sealed.algorithm).unwrap();
        let refused = scheme
            .decrypt(&Password::new("right"), &sealed.ciphertext, &mut budget())
            .unwrap_err();
        assert_eq!(refused.to_string(), ErrorKind::BadPadding.to_string());
    }
}

#[test]
fn every_prf_derives() {
    for digest in Digest::ALL {
        for prf in [Prf::Named(digest), Prf::WithoutNull(digest)] {
            let sealed = seal(
                &writer::Protection::pbes2(Cipher::Aes256, prf, 5),
                "p",
                &text(9),
            );
            let scheme = Scheme::decode(&sealed.algorithm).unwrap();
            let decrypted = scheme.decrypt(&Password::new("p"), &sealed.ciphertext, &mut budget());
            assert_eq!(*decrypted.unwrap(), text(9), "{digest:?}");
        }
    }
    let sealed = seal(
        &writer::Protection::pbes2(Cipher::Aes192, Prf::Omitted, 5),
        "p",
        &text(9),
    );
    let scheme = Scheme::decode(&sealed.algorithm).unwrap();
    assert!(
        scheme
            .decrypt(&Password::new("p"), &sealed.ciphertext, &mut budget())
            .is_ok()
    );
}

#[test]
fn scrypt_derives_within_its_limits() {
    let sealed = seal(
        &writer::Protection::pbes2_scrypt(Scrypt::honest(1024, 8, 2)),
        "p",
        &text(9),
    );
    let scheme = Scheme::decode(&sealed.algorithm).unwrap();
    assert_eq!(scheme.iterations(), None);
    assert_eq!(scheme.cost().memory, 1 << 20);
    let decrypted = scheme.decrypt(&Password::new("p"), &sealed.ciphertext, &mut budget());
    assert_eq!(*decrypted.unwrap(), text(9));
}

fn refusal(algorithm: &[u8], ciphertext: &[u8]) -> ErrorKind {
    match Scheme::decode(algorithm) {
        Err(error) => error.kind().clone(),
        Ok(scheme) => scheme
            .decrypt(&Password::new("p"), ciphertext, &mut budget())
            .expect_err("must be refused")
            .kind()
            .clone(),
    }
}

fn refused(writer: &writer::Protection) -> ErrorKind {
    let sealed = seal(writer, "p", &text(9));
    refusal(&sealed.algorithm, &sealed.ciphertext)
}

#[test]
fn scrypt_bombs_are_refused_by_name() {
    let refused = |n, r, p| refused(&writer::Protection::pbes2_scrypt(Scrypt::claimed(n, r, p)));
    let limit = |limit, asked, allowed| ErrorKind::LimitExceeded {
        limit,
        asked,
        allowed,
    };
    assert_eq!(
        refused(1 << 30, 8, 1),
        limit(LimitName::ScryptMemory, 1 << 40, 64 << 20)
    );
    assert_eq!(
        refused(16384, 1 << 40, 1),
        limit(LimitName::ScryptMemory, 1 << 61, 64 << 20)
    );
    assert_eq!(
        refused(1 << 14, 8, 1 << 24),
        limit(LimitName::ScryptParallelization, 1 << 24, 4)
    );
    let malformed = ErrorKind::Malformed(Malformation::Parameter);
    for (n, r, p) in [
        (0, 8, 1),
        (1, 8, 1),
        (1000, 8, 1),
        (1024, 0, 1),
        (1024, 8, 0),
    ] {
        assert_eq!(refused(n, r, p), malformed, "{n} {r} {p}");
    }
}

/// Counts that do not fit a register of some size, and no counts at all.
#[test]
fn iteration_counts_are_big_integers() {
    let refused = |content: &[u8]| {
        let count = Count::claimed(content);
        let pbes2 = refused(&writer::Protection::pbes2_aes256(count.clone()));
        assert_eq!(
            pbes2,
            refused(&writer::Protection::triple_des(count.clone()))
        );
        assert_eq!(pbes2, refused(&writer::Protection::md5_des(count)));
        pbes2
    };
    let none = |found| ErrorKind::IterationsOutOfRange { found };
    let limit = |asked| ErrorKind::LimitExceeded {
        limit: LimitName::Iterations,
        asked,
        allowed: 5_000_000,
    };
    assert_eq!(refused(&[0]), none(Iterations::Zero));
    assert_eq!(refused(&[0xff]), none(Iterations::Negative(-1)));
    assert_eq!(
        refused(&[0x80, 0, 0, 0]),
        none(Iterations::Negative(-(1 << 31)))
    );
    assert_eq!(
        refused(&[0x80, 0, 0, 0, 0, 0, 0, 0, 0]),
        none(Iterations::Negative(i64::MIN))
    );
    assert_eq!(refused(&[0x7f, 0xff, 0xff, 0xff]), limit((1 << 31) - 1));
    assert_eq!(refused(&[1, 0, 0, 0, 0]), limit(1 << 32));
    assert_eq!(refused(&[0, 0x80, 0, 0, 0, 0, 0, 0, 0]), limit(1 << 63));
    assert_eq!(refused(&[1, 0, 0, 0, 0, 0, 0, 0, 0]), limit(u64::MAX));
    assert_eq!(refused(&[0x7f; 256]), limit(u64::MAX));
    assert_eq!(refused(&[]), ErrorKind::Malformed(Malformation::Integer));
    assert_eq!(
        refused(&[0, 1]),
        ErrorKind::Malformed(Malformation::Integer)
    );
    assert_eq!(
        refused(&[0xff, 0x80]),
        ErrorKind::Malformed(Malformation::Integer)
    );
}

#[test]
fn lengths_are_checked_before_use() {
    let aes = || writer::Protection::pbes2_aes256(3);
    for len in [0, 4, 15, 17, 32] {
        let expected = ErrorKind::InvalidIv {
            found: len,
            expected: 16,
        };
        assert_eq!(refused(&aes().iv(&vec![1; len])), expected);
    }
    let des = writer::Protection::pbes2(Cipher::TripleDes3, Prf::Omitted, 3).iv(&[1; 4]);
    assert_eq!(
        refused(&des),
        ErrorKind::InvalidIv {
            found: 4,
            expected: 8
        }
    );
    let key = |found| ErrorKind::InvalidKeyLength {
        found,
        min: 32,
        max: 32,
    };
    assert_eq!(refused(&aes().key_length(&[16])), key(16));
    assert_eq!(refused(&aes().key_length(&[0])), key(0));
    assert_eq!(refused(&aes().key_length(&[0xff])), key(0));
    assert_eq!(
        refused(&aes().key_length(&[0x7f, 0xff, 0xff, 0xff])),
        key((1 << 31) - 1)
    );
    let sealed = seal(&aes(), "p", &text(40));
    for len in [0, 1, 15, 17] {
        let expected = ErrorKind::InvalidCiphertextLength {
            found: len,
            block: 16,
        };
        assert_eq!(
            refusal(&sealed.algorithm, &sealed.ciphertext[..len]),
            expected
        );
    }
    let gcm = writer::Protection::pbes2(Cipher::Aes256Gcm, Prf::Omitted, 3);
    let sealed = seal(&gcm, "p", &text(40));
    let expected = ErrorKind::InvalidCiphertextLength {
        found: 16,
        block: 1,
    };
    assert_eq!(
        refusal(&sealed.algorithm, &sealed.ciphertext[..16]),
        expected
    );
}

#[test]
fn unsupported_algorithms_are_named() {
    let named = |writer: &writer::Protection, oid: &str| match refused(writer) {
        ErrorKind::UnsupportedAlgorithm { oid: found } => assert_eq!(found.to_string(), oid),
        other => panic!("{other:?}"),
    };
    named(
        &writer::Protection::triple_des(3).oid("1.2.840.113549.1.5.99"),
        "1.2.840.113549.1.5.99",
    );
    named(
        &writer::Protection::pbes2_aes256(3).oid("1.2.643.2.2.21"),
        "1.2.643.2.2.21",
    );
}

#[test]
fn password_forms_of_pbes2_are_tried() {
    let aes = writer::Protection::pbes2_aes256(3);
    for (password, written, encoding) in [
        (
            "nss",
            writer::Password::bmp_everywhere("nss"),
            PasswordEncoding::Bmp,
        ),
        (
            "Mötley",
            writer::Password::latin1("Mötley"),
            PasswordEncoding::Latin1,
        ),
        (
            "Mötley",
            writer::Password::text("Mötley"),
            PasswordEncoding::Utf8,
        ),
        // HMAC cannot tell `00 00` from nothing.
        (
            "",
            writer::Password::bmp_everywhere(""),
            PasswordEncoding::Utf8,
        ),
        ("", writer::Password::text(""), PasswordEncoding::Utf8),
    ] {
        let sealed = aes.seal(&written, "seed", &text(30));
        let scheme = Scheme::decode(&sealed.algorithm).unwrap();
        let decrypted = scheme
            .open(&Password::new(password), &sealed.ciphertext, &mut budget())
            .unwrap();
        assert_eq!(decrypted.encoding, encoding, "{password:?}");
    }
}

#[test]
fn password_forms_of_rfc_7292_are_tried() {
    let rc2 = writer::Protection::rc2_40(3);
    for (password, written, encoding) in [
        (
            "Mötley",
            writer::Password::utf8_as_units("Mötley"),
            PasswordEncoding::Utf8AsBmp,
        ),
        ("🔑", writer::Password::text("🔑"), PasswordEncoding::Bmp),
        ("", writer::Password::text(""), PasswordEncoding::Bmp),
        (
            "",
            writer::Password::zero_bytes(),
            PasswordEncoding::ZeroBytes,
        ),
    ] {
        let sealed = rc2.seal(&written, "seed", &text(30));
        let scheme = Scheme::decode(&sealed.algorithm).unwrap();
        let decrypted = scheme
            .open(&Password::new(password), &sealed.ciphertext, &mut budget())
            .unwrap();
        assert_eq!(decrypted.encoding, encoding, "{password:?}");
    }
}

/// PBES1 hashes the password as it is: there the two empty forms differ.
#[test]
fn empty_password_of_pbes1_in_both_forms() {
    for (written, encoding) in [
        (writer::Password::bmp_everywhere(""), PasswordEncoding::Bmp),
        (writer::Password::text(""), PasswordEncoding::Utf8),
    ] {
        let sealed = writer::Protection::md5_des(3).seal(&written, "seed", &text(30));
        let scheme = Scheme::decode(&sealed.algorithm).unwrap();
        let password = Password::new("");
        let decrypted = scheme.open(&password, &sealed.ciphertext, &mut budget());
        assert_eq!(decrypted.unwrap().encoding, encoding);
    }
}

/// Composed and decomposed letters are different passwords; neither is changed.
#[test]
fn normalisation_forms_are_different_passwords() {
    let sealed = seal(&writer::Protection::pbes2_aes256(3), "\u{e9}", &text(30));
    let scheme = Scheme::decode(&sealed.algorithm).unwrap();
    let open =
        |password| scheme.decrypt(&Password::new(password), &sealed.ciphertext, &mut budget());
    assert!(open("\u{e9}").is_ok());
    assert_eq!(open("e\u{301}").unwrap_err().kind(), &ErrorKind::BadPadding);
}

#[test]
fn a_very_long_password_is_refused_before_it_is_copied() {
    let sealed = seal(&writer::Protection::pbes2_aes256(3), "p", &text(30));
    let scheme = Scheme::decode(&sealed.algorithm).unwrap();
    let long = "p".repeat(10 << 20);
    let refused = scheme.decrypt(&Password::new(&long), &sealed.ciphertext, &mut budget());
    assert_eq!(
        refused.unwrap_err().kind(),
        &ErrorKind::LimitExceeded {
            limit: LimitName::PasswordLength,
            asked: 10 << 20,
            allowed: 65_536
        }
    );
}

#[test]
fn a_budget_pays_once_for_equal_derivations_and_never_too_much() {
    let mut limits = Limits::default();
    limits.max_iterations = 100;
    limits.max_total_iterations = 150;
    let mut budget = Budget::new(&limits);
    let password = Password::new("p");
    let sealed = seal(&writer::Protection::pbes2_aes256(100), "p", &text(30));
    let scheme = Scheme::decode(&sealed.algorithm).unwrap();
    for _ in 0..3 {
        assert!(
            scheme
                .decrypt(&password, &sealed.ciphertext, &mut budget)
                .is_ok()
        );
    }
    assert_eq!(budget.spent(), 100);
    // Another salt is another derivation, and there is nothing left to pay for it.
    let sealed = writer::Protection::pbes2_aes256(100).seal(
        &writer::Password::text("p"),
        "other",
        &text(30),
    );
    let scheme = Scheme::decode(&sealed.algorithm).unwrap();
    let refused = scheme
        .decrypt(&password, &sealed.ciphertext, &mut budget)
        .unwrap_err();
    assert_eq!(
        refused.kind(),
        &ErrorKind::LimitExceeded {
            limit: LimitName::TotalIterations,
            asked: 200,
            allowed: 150
        }
    );
    assert_eq!(budget.spent(), 100);
}

/// The first form is paid for and wrong, the second cannot be paid for: the answer is "wrong".
#[test]
fn a_budget_for_one_form_gives_the_answer_of_that_form() {
    let mut limits = Limits::default();
    limits.max_total_iterations = 100;
    let sealed = seal(&writer::Protection::pbes2_aes256(100), "right", &text(30));
    let scheme = Scheme::decode(&sealed.algorithm).unwrap();
    let refused = scheme
        .decrypt(
            &Password::new("wrong"),
            &sealed.ciphertext,
            &mut Budget::new(&limits),
        )
        .unwrap_err();
    assert_eq!(refused.kind(), &ErrorKind::BadPadding);
}

proptest! {
    /// What is decoded is what went in, for any scheme, password and content.
    #[test]
    fn decrypted_is_what_was_encrypted(
        index in 0..24_usize,
        password in ".{0,20}",
        len in 0..300_usize,
        seed in "[a-z]{1,5}",
    ) {
        let (writer, protection) = all().swap_remove(index);
        let text = text(len);
        let sealed = writer.seal(&writer::Password::text(&password), &seed, &text);
        let scheme = Scheme::decode(&sealed.algorithm).unwrap();
        prop_assert_eq!(scheme.protection(), protection);
        let decrypted = scheme.decrypt(&Password::new(&password), &sealed.ciphertext, &mut budget());
        prop_assert_eq!(&*decrypted.unwrap(), &text);
    }

    /// No bytes whatsoever make the decoder panic.
    #[test]
    fn any_bytes_decode_or_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Scheme::decode(&bytes);
        let _ = pushcert_pbe::Pbmac1::decode(&bytes);
    }

    /// A good identifier with one bit turned: refused, or something else that costs no more than
    /// the limits allow.
    #[test]
    fn bit_flips_never_panic(index in 0..24_usize, bit in 0..600_usize) {
        let (writer, _) = all().swap_remove(index);
        let mut sealed = seal(&writer, "p", &text(20));
        let bits = sealed.algorithm.len() * 8;
        sealed.algorithm[bit % bits / 8] ^= 1 << (bit % 8);
        let mut limits = Limits::default();
        limits.max_iterations = 10_000;
        if let Ok(scheme) = Scheme::decode(&sealed.algorithm) {
            let _ = scheme.decrypt(&Password::new("p"), &sealed.ciphertext, &mut Budget::new(&limits));
        }
    }
}
