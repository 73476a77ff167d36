//! One test for every entry "Keys" of the project's checklist of hostile inputs.
#![expect(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

use pushcert_keys::{
    Budget, EncryptedPrivateKey, ErrorKind, KeyAlgorithm, KeyDefect, KeyEncoding, Limits, PemKey,
    PrivateKey, PublicKey, RsaField,
};
use pushcert_pem::{Document, RemarkKind, encode, scan};
use pushcert_testkit::der;
use pushcert_testkit::hostile::{Section, section};
use pushcert_testkit::key::{
    EcNumbers, LegacyCipher, RsaNumbers, TestKey, encrypted_pkcs8, encrypted_pkcs8_with,
    explicit_p256_parameters, legacy_pem,
};
use pushcert_testkit::pbe::{Iterations, Password, Protection, Scrypt};

const PASSWORD: &str = "correct horse";

fn budget() -> Budget {
    Budget::new(&Limits::default())
}

fn defects(der: &[u8]) -> Vec<KeyDefect> {
    PrivateKey::decode(der).unwrap().defects().to_vec()
}

fn numbers() -> RsaNumbers {
    TestKey::rsa2048(0).rsa_numbers()
}

fn flip(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    out[40] ^= 1;
    out
}

fn document(text: &str) -> Document {
    scan(text.as_bytes(), &pushcert_pem::Limits::default()).unwrap()
}

fn pem_key(text: &str) -> Result<PemKey, ErrorKind> {
    PemKey::from_block(&document(text).blocks[0]).map_err(|error| error.kind().clone())
}

#[test]
fn rsa_sizes() {
    for (bits, unusual) in [
        (512, true),
        (1023, true),
        (1024, false),
        (2048, false),
        (4096, false),
        (16384, true),
    ] {
        let key = PrivateKey::decode(&TestKey::rsa(bits).pkcs8_der()).unwrap();
        assert_eq!(key.bits(), Some(bits));
        let expected = unusual.then_some(KeyDefect::RsaModulusSize { bits });
        assert_eq!(key.defects(), expected.as_slice());
    }
}

#[test]
fn rsa_exponent_of_1() {
    let spoiled = RsaNumbers {
        e: vec![1],
        ..numbers()
    };
    assert!(defects(&spoiled.pkcs8_der()).contains(&KeyDefect::RsaExponentOne));
    let public = PublicKey::from_spki_der(&spoiled.spki_der()).unwrap();
    assert_eq!(public.defects(), [KeyDefect::RsaExponentOne]);
}

#[test]
fn rsa_exponent_even() {
    for e in [vec![], vec![2], vec![1, 0, 0]] {
        let spoiled = RsaNumbers { e, ..numbers() };
        assert!(defects(&spoiled.pkcs8_der()).contains(&KeyDefect::RsaExponentEven));
    }
}

#[test]
fn rsa_exponent_of_another_key() {
    let spoiled = RsaNumbers {
        e: vec![3],
        ..numbers()
    };
    let expected = [KeyDefect::RsaInconsistent(RsaField::PrivateExponent)];
    assert_eq!(defects(&spoiled.pkcs8_der()), expected);
}

#[test]
fn rsa_exponent_of_2048_bits() {
    let good = numbers();
    // e and d are each other's inverse, so the key is sound.
    let swapped = RsaNumbers {
        e: good.d.clone(),
        d: good.e.clone(),
        ..good
    };
    let found = defects(&swapped.pkcs8_der());
    assert!(
        matches!(found[0], KeyDefect::RsaExponentLarge { bits: 2040..=2048 }),
        "{found:?}"
    );
    assert!(!found.contains(&KeyDefect::RsaInconsistent(RsaField::PrivateExponent)));
}

#[test]
fn rsa_p_equals_q() {
    let found = defects(&numbers().with_equal_primes().pkcs8_der());
    assert!(found.contains(&KeyDefect::RsaPrimesEqual), "{found:?}");
}

#[test]
fn rsa_fields_that_do_not_fit() {
    let good = numbers();
    let cases = [
        (
            RsaNumbers {
                d: flip(&good.d),
                ..good.clone()
            },
            RsaField::PrivateExponent,
        ),
        (
            RsaNumbers {
                dp: flip(&good.dp),
                ..good.clone()
            },
            RsaField::Exponent1,
        ),
        (
            RsaNumbers {
                dq: flip(&good.dq),
                ..good.clone()
            },
            RsaField::Exponent2,
        ),
        (
            RsaNumbers {
                qi: flip(&good.qi),
                ..good.clone()
            },
            RsaField::Coefficient,
        ),
        (
            RsaNumbers {
                p: flip(&good.p),
                ..good.clone()
            },
            RsaField::Modulus,
        ),
        (
            RsaNumbers {
                q: flip(&good.q),
                ..good.clone()
            },
            RsaField::Modulus,
        ),
        (
            RsaNumbers {
                n: flip(&good.n),
                ..good
            },
            RsaField::Modulus,
        ),
    ];
    for (spoiled, field) in cases {
        let found = defects(&spoiled.pkcs8_der());
        assert!(
            found.contains(&KeyDefect::RsaInconsistent(field)),
            "{field}: {found:?}"
        );
    }
}

#[test]
fn rsa_negative_numbers() {
    let good = numbers();
    let modulus = good.pkcs1_with_modulus(&der::int_raw(&good.n));
    let key = PrivateKey::decode(&RsaNumbers::pkcs8_around(&modulus)).unwrap();
    assert_eq!(key.defects(), [KeyDefect::RsaNegative(RsaField::Modulus)]);
    // The number is another one than that of the good key, so the keys differ.
    let good = PublicKey::from_spki_der(&good.spki_der()).unwrap();
    assert_ne!(key.public_key(), Some(&good));
}

#[test]
fn rsa_modulus_even_or_zero() {
    let good = numbers();
    let even = RsaNumbers {
        n: [&good.n[..255], &[0]].concat(),
        ..good.clone()
    };
    assert!(defects(&even.pkcs8_der()).contains(&KeyDefect::RsaModulusEven));
    let zero = good.pkcs1_with_modulus(&der::int(0));
    let found = defects(&RsaNumbers::pkcs8_around(&zero));
    assert!(found.contains(&KeyDefect::RsaModulusSize { bits: 0 }));
    assert!(found.contains(&KeyDefect::RsaInconsistent(RsaField::Modulus)));
}

#[test]
fn rsa_primes_left_out() {
    let bare = RsaNumbers {
        p: vec![],
        q: vec![],
        dp: vec![],
        dq: vec![],
        qi: vec![],
        ..numbers()
    };
    assert_eq!(defects(&bare.pkcs8_der()), [KeyDefect::RsaPrimesMissing]);
    let ones = RsaNumbers {
        p: vec![1],
        ..numbers()
    };
    assert_eq!(defects(&ones.pkcs8_der()), [KeyDefect::RsaPrimesMissing]);
}

#[test]
fn rsa_fields_missing() {
    let good = numbers();
    let short = der::seq([der::int(1), der::uint(&good.n), der::uint(&good.e)]);
    let error = PrivateKey::decode(&short).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Malformed(_)), "{error}");
}

#[test]
fn rsa_numbers_of_a_megabyte_are_not_computed_with() {
    let huge = RsaNumbers {
        d: vec![0x55; 500_000],
        ..numbers()
    };
    assert_eq!(defects(&huge.pkcs8_der()), [KeyDefect::RsaUnchecked]);
    let modulus = RsaNumbers {
        n: vec![0x55; 500_000],
        ..numbers()
    };
    let bits = 500_000 * 8 - 1;
    let expected = [KeyDefect::RsaModulusSize { bits }, KeyDefect::RsaUnchecked];
    assert_eq!(defects(&modulus.pkcs8_der()), expected);
}

#[test]
fn ec_explicit_parameters() {
    let explicit = EcNumbers {
        parameters: explicit_p256_parameters(),
        ..TestKey::ec_p256(0).ec_numbers()
    };
    for der in [explicit.pkcs8_der(), explicit.sec1_der()] {
        let key = PrivateKey::decode(&der).unwrap();
        assert_eq!(key.algorithm().as_str(), "ec-explicit");
        assert_eq!(
            (key.bits(), key.defects()),
            (Some(256), &[KeyDefect::EcExplicitParameters][..])
        );
        let public = PublicKey::from_spki_der(&explicit.spki_der()).unwrap();
        assert_eq!(key.public_key(), Some(&public));
        assert_eq!(public.defects(), [KeyDefect::EcExplicitParameters]);
    }
}

#[test]
fn ec_point_not_on_the_curve() {
    for key in [TestKey::ec_p256(0), TestKey::ec_p384(), TestKey::ec_p521()] {
        let off = key.ec_numbers().with_point_off_curve();
        let public = PublicKey::from_spki_der(&off.spki_der()).unwrap();
        assert_eq!(public.defects(), [KeyDefect::EcPointInvalid]);
        let found = PrivateKey::decode(&off.pkcs8_der()).unwrap();
        let expected = [KeyDefect::EcPointInvalid, KeyDefect::PublicKeyMismatch];
        assert_eq!(found.defects(), expected);
        // The private number is sound, and so is the public key that is computed from it.
        assert_eq!(found.public_key().unwrap().spki_der(), key.spki_der());
    }
}

#[test]
fn ec_point_at_infinity_or_of_a_wrong_length() {
    for key in [TestKey::ec_p256(0), TestKey::ec_p224()] {
        for point in [vec![0], vec![4, 1, 2], vec![], vec![9; 65]] {
            let spoiled = EcNumbers {
                point: point.clone(),
                ..key.ec_numbers()
            };
            let public = PublicKey::from_spki_der(&spoiled.spki_der()).unwrap();
            assert!(
                public.defects().contains(&KeyDefect::EcPointInvalid),
                "{point:?}"
            );
        }
    }
}

#[test]
fn ec_private_numbers_out_of_range() {
    let good = TestKey::ec_p256(0).ec_numbers();
    for scalar in [vec![0; 32], vec![0xff; 32]] {
        let spoiled = EcNumbers {
            scalar,
            ..good.clone()
        };
        assert_eq!(defects(&spoiled.pkcs8_der()), [KeyDefect::EcScalarRange]);
    }
    let long = EcNumbers {
        scalar: vec![1; 10_000],
        ..good
    };
    let expected = [KeyDefect::EcScalarLength {
        found: 10_000,
        expected: 32,
    }];
    assert_eq!(defects(&long.pkcs8_der()), expected);
}

#[test]
fn ec_private_number_without_leading_zeros_is_written_in_full_length() {
    let good = TestKey::ec_p256(0).ec_numbers();
    let short = EcNumbers {
        scalar: vec![5],
        ..good.clone()
    };
    let found = PrivateKey::decode(&short.pkcs8_without_point()).unwrap();
    assert_eq!(
        found.defects(),
        [KeyDefect::EcScalarLength {
            found: 1,
            expected: 32
        }]
    );
    let again = PrivateKey::decode(found.pkcs8_der()).unwrap();
    assert_eq!(
        (again.defects(), again.public_key()),
        (&[][..], found.public_key())
    );
}

#[test]
fn ec_key_that_names_two_curves() {
    let numbers = TestKey::ec_p256(0).ec_numbers();
    let other = TestKey::ec_secp256k1().ec_numbers().parameters;
    let inner = der::seq([
        der::int(1),
        der::octets(numbers.scalar.clone()),
        der::explicit(0, other),
    ]);
    let identifier = der::seq([der::oid("1.2.840.10045.2.1"), numbers.parameters]);
    let key = der::seq([der::int(0), identifier, der::octets(inner)]);
    assert_eq!(defects(&key), [KeyDefect::EcCurveMismatch]);
}

#[test]
fn pkcs8_version_2_with_the_public_key_of_another() {
    for (key, stranger) in [
        (TestKey::rsa2048(0), TestKey::rsa2048(1)),
        (TestKey::ec_p256(0), TestKey::ec_p256(1)),
    ] {
        let found = PrivateKey::decode(&key.pkcs8_v2_der(&stranger)).unwrap();
        assert_eq!(found.defects(), [KeyDefect::PublicKeyMismatch]);
        assert_eq!(found.public_key().unwrap().spki_der(), key.spki_der());
        assert_eq!(defects(&key.pkcs8_v2_der(&key)), []);
    }
}

#[test]
fn encrypted_pkcs8_of_every_kind() {
    let key = TestKey::rsa2048(0);
    for (protection, name, iterations) in [
        (Protection::pbes2_aes256(64), "pbes2-aes-256-cbc", Some(64)),
        (
            Protection::triple_des(64),
            "pbe-sha1-3des-3key-cbc",
            Some(64),
        ),
        (Protection::md5_des(64), "pbes1-md5-des-cbc", Some(64)),
        (
            Protection::pbes2_scrypt(Scrypt::honest(1024, 8, 1)),
            "pbes2-aes-256-cbc",
            None,
        ),
    ] {
        let der = encrypted_pkcs8(&key, &protection, PASSWORD);
        let error = PrivateKey::decode(&der).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::Encrypted);
        let sealed = EncryptedPrivateKey::decode(&der).unwrap();
        assert_eq!(
            (sealed.protection().as_str(), sealed.iterations()),
            (name, iterations)
        );
        let found = sealed.decrypt(PASSWORD, &mut budget()).unwrap();
        assert_eq!(found.pkcs8_der(), key.pkcs8_der());
        for wrong in ["battery staple", ""] {
            let error = sealed.decrypt(wrong, &mut budget()).unwrap_err();
            assert_eq!(*error.kind(), ErrorKind::WrongPassword);
            assert!(!error.to_string().contains("battery"));
        }
    }
}

#[test]
fn empty_password_of_either_encoding() {
    let key = TestKey::ec_p256(0);
    for password in [Password::text(""), Password::zero_bytes()] {
        for protection in [Protection::pbes2_aes256(64), Protection::triple_des(64)] {
            let der = encrypted_pkcs8_with(&key.pkcs8_der(), &protection, &password, "empty");
            let sealed = EncryptedPrivateKey::decode(&der).unwrap();
            let found = sealed.decrypt("", &mut budget()).unwrap();
            assert_eq!(found.pkcs8_der(), key.pkcs8_der());
        }
    }
}

#[test]
fn encrypted_pkcs8_that_asks_for_too_much() {
    let key = TestKey::rsa2048(0);
    for (protection, name) in [
        (
            Protection::pbes2_aes256(Iterations::claimed(&[0, 0x80, 0, 0, 0])),
            "max-iterations",
        ),
        (
            Protection::pbes2_scrypt(Scrypt::claimed(1 << 30, 1024, 1)),
            "scrypt-memory",
        ),
    ] {
        let der = encrypted_pkcs8(&key, &protection, PASSWORD);
        let sealed = EncryptedPrivateKey::decode(&der).unwrap();
        let error = sealed.decrypt(PASSWORD, &mut budget()).unwrap_err();
        let ErrorKind::LimitExceeded {
            limit,
            asked,
            allowed,
        } = error.kind()
        else {
            panic!("{error}");
        };
        assert_eq!(limit.as_str(), name);
        assert!(asked > allowed);
    }
    for content in [&[0][..], &[0xff], &[0x80, 0, 0, 0]] {
        let protection = Protection::pbes2_aes256(Iterations::claimed(content));
        let der = encrypted_pkcs8(&key, &protection, PASSWORD);
        let error = EncryptedPrivateKey::decode(&der).unwrap_err();
        assert!(
            matches!(
                error.kind(),
                ErrorKind::Encryption(pushcert_pbe::ErrorKind::IterationsOutOfRange { .. })
            ),
            "{error}"
        );
    }
}

#[test]
fn encryption_that_is_not_supported() {
    let identifier = der::seq([der::oid("1.2.3.4"), vec![0x30, 0]]);
    let der = der::seq([identifier, der::octets(vec![0; 16])]);
    let error = EncryptedPrivateKey::decode(&der).unwrap_err();
    let oid = "1.2.3.4".parse().unwrap();
    assert_eq!(*error.kind(), ErrorKind::UnsupportedAlgorithm { oid });
}

#[test]
fn legacy_pem_of_every_cipher() {
    let key = TestKey::rsa2048(0);
    for cipher in [
        LegacyCipher::Des,
        LegacyCipher::TripleDes,
        LegacyCipher::Aes128,
        LegacyCipher::Aes192,
        LegacyCipher::Aes256,
        LegacyCipher::Camellia256,
    ] {
        let text = legacy_pem("RSA PRIVATE KEY", &key.pkcs1_der(), cipher, PASSWORD);
        let PemKey::LegacyEncrypted(sealed) = pem_key(&text).unwrap() else {
            panic!("it is encrypted");
        };
        assert_eq!(sealed.cipher().as_str(), cipher.name());
        let found = sealed.decrypt(PASSWORD, &mut budget()).unwrap();
        assert_eq!(found.pkcs8_der(), key.pkcs8_der());
        assert_eq!(
            (found.encoding(), found.label_note()),
            (KeyEncoding::Pkcs1, None)
        );
        let error = sealed.decrypt("battery staple", &mut budget()).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::WrongPassword);
    }
}

#[test]
fn legacy_pem_with_a_spoiled_header() {
    let key = TestKey::rsa2048(0);
    let good = legacy_pem(
        "RSA PRIVATE KEY",
        &key.pkcs1_der(),
        LegacyCipher::Aes128,
        PASSWORD,
    );
    for (from, to, kind) in [
        ("AES-128-CBC", "ROT-13-CBC", ErrorKind::UnsupportedDekCipher),
        ("AES-128-CBC,", "AES-128-CBC;", ErrorKind::DekInfo),
        ("AES-128-CBC,", "AES-128-CBC,zz", ErrorKind::DekInfo),
        ("AES-128-CBC,", "AES-128-CBC,00", ErrorKind::DekInfo),
        ("AES-128-CBC,", "AES-128-CBC,0", ErrorKind::DekInfo),
        ("DEK-Info: ", "X-Info: ", ErrorKind::DekInfo),
    ] {
        assert_eq!(pem_key(&good.replace(from, to)).unwrap_err(), kind, "{to}");
    }
}

#[test]
fn labels_that_lie() {
    let (rsa, ec) = (TestKey::rsa2048(0), TestKey::ec_p256(0));
    for (label, der, expected) in [
        ("RSA PRIVATE KEY", rsa.pkcs8_der(), Some("PRIVATE KEY")),
        ("PRIVATE KEY", rsa.pkcs1_der(), Some("RSA PRIVATE KEY")),
        ("EC PRIVATE KEY", ec.pkcs8_der(), Some("PRIVATE KEY")),
        ("PRIVATE KEY", ec.sec1_der(), Some("EC PRIVATE KEY")),
        ("EC PRIVATE KEY", rsa.pkcs1_der(), Some("RSA PRIVATE KEY")),
        (
            "ENCRYPTED PRIVATE KEY",
            rsa.pkcs8_der(),
            Some("PRIVATE KEY"),
        ),
        ("ANY PRIVATE KEY", rsa.pkcs1_der(), None),
        ("RSA PRIVATE KEY", rsa.pkcs1_der(), None),
        ("EC PRIVATE KEY", ec.sec1_der(), None),
        ("PRIVATE KEY", ec.pkcs8_der(), None),
    ] {
        let key = pem_key(&encode(label, &der)).unwrap();
        assert_eq!(
            key.label_note().map(|note| note.expected),
            expected,
            "{label}"
        );
        assert!(!key.is_encrypted());
        let key = key.into_private_key("", &mut budget()).unwrap();
        assert_eq!(key.defects(), []);
    }
    let note = pem_key(&encode("RSA PRIVATE KEY", &rsa.pkcs8_der())).unwrap();
    assert_eq!(
        note.label_note().unwrap().to_string(),
        "the label is \"RSA PRIVATE KEY\", but the content belongs under \"PRIVATE KEY\""
    );
}

#[test]
fn label_that_hides_encryption() {
    let sealed = encrypted_pkcs8(
        &TestKey::rsa2048(0),
        &Protection::pbes2_aes256(64),
        PASSWORD,
    );
    let key = pem_key(&encode("PRIVATE KEY", &sealed)).unwrap();
    assert!(key.is_encrypted());
    assert_eq!(key.label_note().unwrap().expected, "ENCRYPTED PRIVATE KEY");
    let key = key.into_private_key(PASSWORD, &mut budget()).unwrap();
    assert!(key.label_note().is_some());
}

#[test]
fn blocks_without_a_private_key() {
    let key = TestKey::rsa2048(0);
    assert_eq!(
        pem_key(&encode("CERTIFICATE", &key.pkcs8_der())).unwrap_err(),
        ErrorKind::NotAKeyBlock
    );
    assert_eq!(
        pem_key(&encode("OPENSSH PRIVATE KEY", b"openssh-key-v1\0")).unwrap_err(),
        ErrorKind::OpensshFormat
    );
    let public = pem_key(&encode("PRIVATE KEY", &key.spki_der())).unwrap_err();
    assert_eq!(
        public.to_string(),
        "this is not a private key but a public key"
    );
    let text = "-----BEGIN PRIVATE KEY-----\nMI*E\n-----END PRIVATE KEY-----\n";
    assert!(matches!(pem_key(text).unwrap_err(), ErrorKind::Text(_)));
}

#[test]
fn remarks_of_the_text_do_not_matter_to_the_key() {
    let key = TestKey::ec_p256(0);
    let text = encode("EC PRIVATE KEY", &key.sec1_der()).replace('\n', "\r\n");
    let document = document(&text);
    assert!(document.blocks[0].has_remark(&RemarkKind::Crlf));
    let found = PemKey::from_block(&document.blocks[0]).unwrap();
    let PemKey::Plain(found) = found else {
        panic!("it is not encrypted");
    };
    assert!(matches!(found.algorithm(), KeyAlgorithm::Ec(_)));
}

/// Every hostile key of the project: no panic, and an error or facts.
#[test]
fn hostile_files() {
    let mut read = 0;
    for entry in section(Section::Keys) {
        let Ok(document) = scan(&entry.bytes, &pushcert_pem::Limits::default()) else {
            continue;
        };
        for block in document
            .blocks
            .iter()
            .filter(|block| block.kind().is_private_key())
        {
            let password = entry.password.clone().unwrap_or_default();
            let result = PemKey::from_block(block)
                .and_then(|key| key.into_private_key(&password, &mut budget()));
            match result {
                Ok(key) => {
                    // What was written anew is a key with the same numbers.
                    let again = PrivateKey::decode(key.pkcs8_der()).unwrap();
                    assert_eq!(again.public_key(), key.public_key(), "{}", entry.name);
                    assert_eq!(again.pkcs8_der(), key.pkcs8_der(), "{}", entry.name);
                }
                Err(error) => assert!(!error.to_string().is_empty()),
            }
            read += 1;
        }
    }
    assert!(read > 40, "{read} keys");
}
