//! Keys of every encoding and algorithm, built by the testkit: what goes in comes out.
#![expect(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

use pushcert_keys::{
    Curve, ErrorKind, Found, KeyAlgorithm, KeyDefect, KeyEncoding, PrivateKey, PublicKey, same_key,
};
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::key::{EcNumbers, TestKey, explicit_p256_parameters};
use pushcert_testkit::{csr, der};

fn decode(der: &[u8]) -> PrivateKey {
    PrivateKey::decode(der).unwrap()
}

fn public(der: &[u8]) -> PublicKey {
    PublicKey::from_spki_der(der).unwrap()
}

fn refused(der: &[u8]) -> ErrorKind {
    PrivateKey::decode(der).unwrap_err().kind().clone()
}

fn ec_keys() -> [(TestKey, Curve); 5] {
    [
        (TestKey::ec_p256(0), Curve::P256),
        (TestKey::ec_p384(), Curve::P384),
        (TestKey::ec_p521(), Curve::P521),
        (TestKey::ec_p224(), Curve::P224),
        (TestKey::ec_secp256k1(), Curve::Secp256k1),
    ]
}

#[test]
fn rsa_of_both_encodings() {
    for bits in [1024, 2048, 3072, 4096] {
        let key = TestKey::rsa(bits);
        for (der, encoding) in [
            (key.pkcs8_der(), KeyEncoding::Pkcs8),
            (key.pkcs1_der(), KeyEncoding::Pkcs1),
        ] {
            let found = decode(&der);
            assert_eq!(found.encoding(), encoding);
            assert_eq!(found.algorithm(), KeyAlgorithm::Rsa);
            assert_eq!(found.bits(), Some(bits));
            assert_eq!(found.defects(), []);
            assert_eq!(found.pkcs8_der(), key.pkcs8_der());
            assert_eq!(found.public_key().unwrap().spki_der(), key.spki_der());
        }
    }
}

#[test]
fn ec_of_both_encodings() {
    for (key, curve) in ec_keys() {
        for (der, encoding) in [
            (key.pkcs8_der(), KeyEncoding::Pkcs8),
            (key.sec1_der(), KeyEncoding::Sec1),
        ] {
            let found = decode(&der);
            assert_eq!(found.encoding(), encoding);
            assert_eq!(found.algorithm(), KeyAlgorithm::Ec(curve));
            assert_eq!(found.bits(), curve.bits());
            assert_eq!(found.defects(), []);
            assert_eq!(found.pkcs8_der(), key.pkcs8_der());
            assert_eq!(found.public_key().unwrap().spki_der(), key.spki_der());
        }
    }
}

#[test]
fn ec_without_the_public_key() {
    for (key, curve) in ec_keys() {
        let numbers = key.ec_numbers();
        let sec1 = der::seq([
            der::int(1),
            der::octets(numbers.scalar.clone()),
            der::explicit(0, numbers.parameters.clone()),
        ]);
        for der in [numbers.pkcs8_without_point(), sec1] {
            let found = decode(&der);
            assert_eq!(found.defects(), []);
            if matches!(curve, Curve::P256 | Curve::P384 | Curve::P521) {
                assert_eq!(found.public_key().unwrap().spki_der(), key.spki_der());
                // What TLS libraries want to see: the public key is in it.
                assert_eq!(found.pkcs8_der(), key.pkcs8_der());
            } else {
                assert!(found.public_key().is_none());
                assert_eq!(found.pkcs8_der(), numbers.pkcs8_without_point());
            }
        }
    }
}

#[test]
fn keys_that_are_recognised_only() {
    for (key, algorithm, bits) in [
        (TestKey::ed25519(), KeyAlgorithm::Ed25519, 256),
        (TestKey::ed448(), KeyAlgorithm::Ed448, 456),
        (TestKey::x25519(), KeyAlgorithm::X25519, 256),
        (TestKey::dsa2048(), KeyAlgorithm::Dsa, 2048),
    ] {
        let found = decode(&key.pkcs8_der());
        assert_eq!((found.algorithm(), found.bits()), (algorithm, Some(bits)));
        assert_eq!(
            (found.defects(), found.pkcs8_der()),
            (&[][..], &key.pkcs8_der()[..])
        );
        assert!(found.public_key().is_none());
        let public = public(&key.spki_der());
        assert_eq!((public.algorithm(), public.bits()), (algorithm, Some(bits)));
        assert_eq!(public.defects(), []);
        // Version 2 of PKCS#8 holds the public key.
        let found = decode(&key.pkcs8_v2_der(&key));
        assert_eq!(found.public_key(), Some(&public));
    }
}

#[test]
fn an_unknown_algorithm() {
    let identifier = der::seq([der::oid("1.2.3.4")]);
    let key = der::seq([der::int(0), identifier, der::octets(vec![1, 2, 3])]);
    let found = decode(&key);
    assert_eq!(
        found.algorithm(),
        KeyAlgorithm::Other("1.2.3.4".parse().unwrap())
    );
    assert_eq!((found.algorithm().as_str(), found.bits()), ("other", None));
    assert_eq!(found.pkcs8_der(), key);
}

#[test]
fn openssl_form_of_dsa() {
    let numbers: [&[u8]; 5] = [&[0x97], &[11], &[4], &[8], &[3]];
    let fields = numbers.map(der::uint);
    let found = decode(&der::seq([vec![der::int(0)], fields.to_vec()].concat()));
    assert_eq!(found.encoding(), KeyEncoding::OpensslDsa);
    assert_eq!(
        (found.algorithm(), found.bits()),
        (KeyAlgorithm::Dsa, Some(8))
    );
    let [p, q, g, _, x] = fields;
    let identifier = der::seq([der::oid("1.2.840.10040.4.1"), der::seq([p, q, g])]);
    assert_eq!(
        found.pkcs8_der(),
        der::seq([der::int(0), identifier, der::octets(x)])
    );
    assert_eq!(decode(found.pkcs8_der()).bits(), Some(8));
}

#[test]
fn version_2_attributes_and_trailing_bytes() {
    let key = TestKey::rsa2048(0);
    let found = decode(&key.pkcs8_v2_der(&key));
    assert_eq!(found.defects(), []);
    assert_eq!(found.pkcs8_der(), key.pkcs8_der());

    let plain = key.pkcs8_der();
    let parts = der::read::first(&plain).0.children();
    let with_attributes = der::seq([
        parts[0].whole.to_vec(),
        parts[1].whole.to_vec(),
        parts[2].whole.to_vec(),
        vec![0xa0, 0x00],
    ]);
    let found = decode(&with_attributes);
    assert_eq!(
        (found.defects(), found.pkcs8_der()),
        (&[][..], &key.pkcs8_der()[..])
    );

    let mut long = key.pkcs8_der();
    long.extend([0; 3]);
    let found = decode(&long);
    assert_eq!(found.defects(), [KeyDefect::TrailingBytes { length: 3 }]);
    assert_eq!(found.pkcs8_der(), key.pkcs8_der());
}

#[test]
fn missing_null_is_added() {
    let key = TestKey::rsa2048(0);
    let identifier = der::seq([der::oid("1.2.840.113549.1.1.1")]);
    let der = der::seq([der::int(0), identifier, der::octets(key.pkcs1_der())]);
    assert_eq!(decode(&der).pkcs8_der(), key.pkcs8_der());
}

#[test]
fn rsa_pss_keeps_its_identifier() {
    let key = TestKey::rsa2048(0);
    let identifier = der::seq([der::oid("1.2.840.113549.1.1.10")]);
    let der = der::seq([der::int(0), identifier, der::octets(key.pkcs1_der())]);
    let found = decode(&der);
    assert_eq!(
        (found.algorithm(), found.pkcs8_der()),
        (KeyAlgorithm::RsaPss, &der[..])
    );
    assert_eq!(
        found.public_key().unwrap().algorithm(),
        KeyAlgorithm::RsaPss
    );
    assert_eq!(found.public_key(), Some(&public(&key.spki_der())));
}

#[test]
fn what_is_no_private_key_is_named() {
    let key = TestKey::rsa2048(0);
    let certificate = CertificateBuilder::apns("com.example.app")
        .key(&key)
        .build();
    for (der, found) in [
        (certificate, Found::Certificate),
        (csr::csr(&key), Found::CertificationRequest),
        (key.spki_der(), Found::PublicKey),
        (key.public_key_bits(), Found::PublicKey),
        (b"-----BEGIN PRIVATE KEY-----".to_vec(), Found::Pem),
        (b"<html>".to_vec(), Found::Unknown),
        (vec![0x30, 0x00], Found::Unknown),
        (vec![], Found::Empty),
    ] {
        assert_eq!(refused(&der), ErrorKind::NotAPrivateKey { found });
    }
}

#[test]
fn a_cut_off_key_is_malformed_at_every_length() {
    for der in [
        TestKey::ec_p256(0).pkcs8_der(),
        TestKey::rsa(512).pkcs1_der(),
    ] {
        for length in 1..der.len() {
            assert!(
                matches!(refused(&der[..length]), ErrorKind::Malformed(_)),
                "{length}"
            );
        }
    }
}

#[test]
fn versions_that_are_not_defined() {
    for version in [der::int(2), der::int(-1), der::uint(&[1; 9])] {
        let rest = [der::seq([der::oid("1.2.3")]), der::octets(vec![])];
        let der = der::seq([vec![version], rest.to_vec()].concat());
        assert!(matches!(
            refused(&der),
            ErrorKind::UnsupportedVersion { .. }
        ));
    }
}

#[test]
fn a_file_that_is_too_long_for_a_key() {
    let der = vec![0x30; (1 << 20) + 1];
    let (length, allowed) = (der.len(), 1 << 20);
    assert_eq!(refused(&der), ErrorKind::TooLong { length, allowed });
}

#[test]
fn public_keys_are_compared_by_their_numbers() {
    let (a, b) = (TestKey::rsa2048(0), TestKey::rsa2048(1));
    assert!(same_key(&public(&a.spki_der()), &public(&a.spki_der())));
    assert!(!same_key(&public(&a.spki_der()), &public(&b.spki_der())));

    // A superfluous zero before the modulus is another encoding of the same number.
    let numbers = a.rsa_numbers();
    let padded = [&[0, 0][..], &numbers.n].concat();
    let modulus = der::int_raw(&padded);
    let loose =
        pushcert_testkit::key::RsaNumbers::spki_around(&der::seq([modulus, der::uint(&numbers.e)]));
    assert_ne!(loose, a.spki_der());
    assert_eq!(public(&loose), public(&a.spki_der()));
    assert_ne!(
        public(&loose).spki_sha256(),
        public(&a.spki_der()).spki_sha256()
    );
    // RSAPublicKey without the structure around it.
    let bare = PublicKey::from_pkcs1_der(&a.public_key_bits()).unwrap();
    assert_eq!(bare.spki_der(), a.spki_der());
}

#[test]
fn compressed_and_uncompressed_points_are_the_same_key() {
    for (key, curve) in ec_keys() {
        let numbers = key.ec_numbers();
        let half = numbers.point.len() / 2;
        let parity = numbers.point[2 * half] & 1;
        let compressed = EcNumbers {
            point: [&[2 | parity][..], &numbers.point[1..=half]].concat(),
            ..numbers.clone()
        };
        let wrong_parity = EcNumbers {
            point: [&[3 ^ parity][..], &numbers.point[1..=half]].concat(),
            ..numbers.clone()
        };
        let hybrid = EcNumbers {
            point: [&[6 | parity][..], &numbers.point[1..]].concat(),
            ..numbers.clone()
        };
        let original = public(&key.spki_der());
        assert_eq!(public(&compressed.spki_der()), original, "{curve}");
        assert_eq!(public(&hybrid.spki_der()), original, "{curve}");
        assert_ne!(public(&wrong_parity.spki_der()), original, "{curve}");
        // A private key that holds its public key in this form fits as well.
        let found = decode(&compressed.pkcs8_der());
        assert_eq!(
            (found.public_key(), found.defects()),
            (Some(&original), &[][..])
        );
    }
}

#[test]
fn a_curve_is_part_of_the_key() {
    let p256 = TestKey::ec_p256(0).ec_numbers();
    let explicit = EcNumbers {
        parameters: explicit_p256_parameters(),
        ..p256.clone()
    };
    let elsewhere = EcNumbers {
        parameters: TestKey::ec_secp256k1().ec_numbers().parameters,
        ..p256.clone()
    };
    assert_ne!(public(&explicit.spki_der()), public(&p256.spki_der()));
    assert_ne!(public(&elsewhere.spki_der()), public(&p256.spki_der()));
    assert_eq!(public(&explicit.spki_der()), public(&explicit.spki_der()));
}

#[test]
fn every_key_matches_its_own_public_key_and_no_other() {
    let keys: Vec<_> = TestKey::all()
        .iter()
        .map(|key| (decode(&key.pkcs8_der()), public(&key.spki_der())))
        .collect();
    for (i, (private, _)) in keys.iter().enumerate() {
        let Some(own) = private.public_key() else {
            continue;
        };
        let matching: Vec<_> = (0..keys.len()).filter(|&j| keys[j].1 == *own).collect();
        assert_eq!(matching, [i]);
    }
}

#[test]
fn debug_output_shows_no_numbers() {
    let key = decode(&TestKey::rsa2048(0).pkcs8_der());
    assert_eq!(format!("{key:?}"), "PrivateKey(rsa, pkcs8)");
    let shown = format!("{:?}", key.public_key().unwrap());
    assert_eq!(
        shown,
        "PublicKey { algorithm: Rsa, bits: Some(2048), defects: [], .. }"
    );
}

/// Found by fuzzing: a claimed public key beside a private number that gives none is not lost when the
/// key is written again.
#[test]
fn a_claim_that_nothing_confirms_is_kept() {
    use pushcert_testkit::der;
    let inner = der::seq([der::int(1), der::octets([0; 32])]);
    let point = [&[4][..], &[7; 64]].concat();
    let key = der::seq([
        der::int(1),
        der::seq([
            der::oid("1.2.840.10045.2.1"),
            der::oid("1.2.840.10045.3.1.7"),
        ]),
        der::octets(inner),
        der::tlv(0x81, [&[0][..], &point].concat()),
    ]);
    let key = PrivateKey::decode(&key).expect("a key");
    assert!(key.public_key().is_some());
    let again = PrivateKey::decode(key.pkcs8_der()).expect("our own PKCS#8");
    assert_eq!(again.public_key(), key.public_key());
    assert_eq!(again.pkcs8_der(), key.pkcs8_der());
}
