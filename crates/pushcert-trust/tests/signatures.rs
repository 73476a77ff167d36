//! Signatures that must not verify, made with the private key where a key is needed.

use crypto_bigint::{
    BoxedUint, Odd,
    modular::{BoxedMontyForm, BoxedMontyParams},
};
use pushcert_testkit::{
    cert::CertificateBuilder,
    der,
    digest::Digest,
    key::{RsaNumbers, SignatureAlgorithm, TestKey},
};
use pushcert_trust::{Error, ErrorKind, verify_signed_by};
use pushcert_x509::Certificate;

const SIZE: usize = 256;

fn template() -> CertificateBuilder {
    CertificateBuilder::apns("com.example.app")
}

fn certificate(builder: &CertificateBuilder) -> Certificate {
    Certificate::decode(&builder.build()).expect("a certificate")
}

fn kind(result: Result<(), Error>) -> Option<ErrorKind> {
    result.err().map(|error| error.kind().clone())
}

fn digest_info() -> Vec<u8> {
    let hash = Digest::Sha256.hash(certificate(&template()).tbs_der());
    let algorithm = der::algorithm(Digest::Sha256.oid(), Some(&der::null()));
    der::seq([algorithm, der::octets(hash)])
}

/// `00 block-type padding 00 info`, as long as the modulus.
fn block(block_type: u8, padding: u8, info: &[u8]) -> Vec<u8> {
    let mut block = vec![0, block_type];
    block.resize(SIZE - info.len() - 1, padding);
    block.push(0);
    block.extend(info);
    block
}

fn power(base: &[u8], exponent: &[u8], modulus: &[u8]) -> Vec<u8> {
    let number = |bytes: &[u8]| BoxedUint::from_be_slice(bytes, 2048).expect("a number");
    let parameters =
        BoxedMontyParams::new_vartime(Odd::new(number(modulus)).expect("an odd number"));
    let result = BoxedMontyForm::new(number(base), &parameters).pow(&number(exponent));
    result.retrieve().to_be_bytes().to_vec()
}

/// Whether the owner of the key could have this block accepted.
fn verdict(block: &[u8]) -> Option<ErrorKind> {
    let key = TestKey::rsa2048(8);
    let numbers = key.rsa_numbers();
    let signature = power(block, &numbers.d, &numbers.n);
    kind(verify_signed_by(
        &certificate(&template().raw_signature(signature)),
        &key.spki_der(),
    ))
}

#[test]
fn the_right_block_is_accepted() {
    assert_eq!(verdict(&block(1, 0xff, &digest_info())), None);
}

#[test]
fn every_other_block_is_refused() {
    let info = digest_info();
    let hash = &info[info.len() - 32..];
    let refused = |block: Vec<u8>| assert_eq!(verdict(&block), Some(ErrorKind::InvalidSignature));
    // Padding of other kinds.
    refused(block(0, 0xff, &info));
    refused(block(2, 0xff, &info));
    refused(block(1, 0x00, &info));
    refused(block(1, 0xfe, &info));
    let mut first = block(1, 0xff, &info);
    first[0] = 1;
    refused(first);
    let mut hole = block(1, 0xff, &info);
    hole[100] = 0;
    refused(hole);
    // Bytes behind the DigestInfo, with the padding shortened (CVE-2006-4339).
    let mut trailing = vec![0, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0];
    trailing.extend(&info);
    trailing.resize(SIZE, 0xaa);
    refused(trailing);
    refused(block(1, 0xff, &[&info[..], &[0]].concat()));
    // DigestInfo of other shapes.
    refused(block(1, 0xff, hash));
    let no_parameters = der::algorithm(Digest::Sha256.oid(), None);
    refused(block(
        1,
        0xff,
        &der::seq([no_parameters, der::octets(hash)]),
    ));
    let long_parameters = der::algorithm(Digest::Sha256.oid(), Some(&[0x05, 0x81, 0x00]));
    refused(block(
        1,
        0xff,
        &der::seq([long_parameters, der::octets(hash)]),
    ));
    let filled = der::algorithm(Digest::Sha256.oid(), Some(&der::tlv(0x04, [0xaa; 40])));
    refused(block(1, 0xff, &der::seq([filled, der::octets(hash)])));
    let other_hash = der::algorithm(Digest::Sha512_256.oid(), Some(&der::null()));
    refused(block(1, 0xff, &der::seq([other_hash, der::octets(hash)])));
    // Another hash value.
    let mut wrong = info.clone();
    let last = wrong.len() - 1;
    wrong[last] ^= 1;
    refused(block(1, 0xff, &wrong));
}

/// Bleichenbacher's forgery of 2006: with exponent 3 a block that begins right can be made
/// without any key, as a cube root, if the reader does not look at the end.
#[test]
fn a_cube_root_is_no_signature() {
    let mut wanted = vec![0, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0];
    wanted.extend(digest_info());
    wanted.resize(SIZE, 0xff);
    let root = cube_root(&wanted);
    // The cube begins as wanted, up to the hash and beyond.
    let cube = power(&root, &[3], &[0xff; SIZE]);
    assert_eq!(
        cube[..11 + digest_info().len()],
        wanted[..11 + digest_info().len()]
    );

    let numbers = RsaNumbers {
        e: vec![3],
        ..TestKey::rsa2048(8).rsa_numbers()
    };
    let forged = certificate(&template().raw_signature(root));
    assert_eq!(
        kind(verify_signed_by(&forged, &numbers.spki_der())),
        Some(ErrorKind::InvalidSignature)
    );
}

/// The largest number whose cube is not above `wanted`, bit by bit.
fn cube_root(wanted: &[u8]) -> Vec<u8> {
    let limit = BoxedUint::from_be_slice(wanted, 2048).expect("a number");
    let mut root = BoxedUint::zero_with_precision(2048);
    for bit in (0..682).rev() {
        let candidate = &root | &BoxedUint::one_with_precision(2048).shl(bit);
        let cube = candidate.wrapping_mul(&candidate).wrapping_mul(&candidate);
        if cube <= limit {
            root = candidate;
        }
    }
    root.to_be_bytes().to_vec()
}

#[test]
fn a_signature_is_below_the_modulus_and_as_long() {
    let key = TestKey::rsa2048(8);
    let good = certificate(&template());
    let check = |signature: Vec<u8>| {
        kind(verify_signed_by(
            &certificate(&template().raw_signature(signature)),
            &key.spki_der(),
        ))
    };
    assert_eq!(check(good.signature().to_vec()), None);
    // The same residue, but not the smallest.
    let number = |bytes: &[u8]| BoxedUint::from_be_slice(bytes, 2112).unwrap();
    let sum = number(good.signature()).wrapping_add(number(&key.rsa_numbers().n));
    let octets = sum.to_be_bytes();
    let start = octets.iter().position(|octet| *octet != 0).unwrap();
    if octets.len() - start == SIZE {
        assert_eq!(
            check(octets[start..].to_vec()),
            Some(ErrorKind::InvalidSignature)
        );
    } else {
        let found = octets.len() - start;
        let wrong_length = ErrorKind::SignatureLength {
            found,
            expected: SIZE,
        };
        assert_eq!(check(octets[start..].to_vec()), Some(wrong_length));
    }
    for residue in [key.rsa_numbers().n, vec![0xff; SIZE], vec![0; SIZE]] {
        assert_eq!(check(residue), Some(ErrorKind::InvalidSignature));
    }
    for found in [0, 1, 255, 257, 1 << 16] {
        let expected = SIZE;
        assert_eq!(
            check(vec![1; found]),
            Some(ErrorKind::SignatureLength { found, expected })
        );
    }
    let padded = [&[0][..], good.signature()].concat();
    assert!(check(padded).is_some());
}

#[test]
fn keys_that_are_refused_before_any_work() {
    let good = certificate(&template());
    let check = |n: Vec<u8>, e: &[u8]| {
        let numbers = RsaNumbers {
            n,
            e: e.to_vec(),
            ..TestKey::rsa2048(8).rsa_numbers()
        };
        kind(verify_signed_by(&good, &numbers.spki_der()))
    };
    let n = TestKey::rsa2048(8).rsa_numbers().n;
    let size = |bits| ErrorKind::KeySize {
        bits,
        smallest: 512,
        largest: 8192,
    };
    assert_eq!(check(vec![0xff; 1025], &[1, 0, 1]), Some(size(8200)));
    assert_eq!(check(vec![0xff; 1 << 20], &[1, 0, 1]), Some(size(8 << 20)));
    assert_eq!(check(vec![0xff; 63], &[1, 0, 1]), Some(size(504)));
    assert_eq!(check(vec![3], &[3]), Some(size(2)));
    let mut even = n.clone();
    even[SIZE - 1] &= 0xfe;
    assert_eq!(check(even, &[1, 0, 1]), Some(ErrorKind::InvalidKey));
    for exponent in [&[1][..], &[2], &[1, 0, 0], &[1; 9]] {
        assert_eq!(check(n.clone(), exponent), Some(ErrorKind::InvalidKey));
    }
    // Exponent 1 would make every block its own signature.
    let own = certificate(&template().raw_signature(block(1, 0xff, &digest_info())));
    let numbers = RsaNumbers {
        e: vec![1],
        ..TestKey::rsa2048(8).rsa_numbers()
    };
    assert!(verify_signed_by(&own, &numbers.spki_der()).is_err());
}

#[test]
fn key_and_algorithm_must_fit() {
    let rsa = certificate(&template());
    let mismatch = kind(verify_signed_by(&rsa, &TestKey::ec_p256(0).spki_der()));
    assert!(matches!(mismatch, Some(ErrorKind::KeyAlgorithm { .. })));
    let md5 = certificate(&template().algorithm(SignatureAlgorithm::Md5Rsa));
    let refused = kind(verify_signed_by(&md5, &TestKey::rsa2048(8).spki_der()));
    assert!(matches!(
        refused,
        Some(ErrorKind::UnsupportedAlgorithm { .. })
    ));
    let sha1 = SignatureAlgorithm::Sha1Rsa.identifier();
    let two = certificate(&template().inner_algorithm(sha1));
    assert_eq!(
        kind(verify_signed_by(&two, &TestKey::rsa2048(8).spki_der())),
        Some(ErrorKind::AmbiguousAlgorithm)
    );
    for spki in [vec![], vec![0x30, 0], vec![0xff; 300]] {
        assert_eq!(
            kind(verify_signed_by(&rsa, &spki)),
            Some(ErrorKind::InvalidKey)
        );
    }
}

#[test]
fn elliptic_curve_signatures_are_strict() {
    let key = TestKey::ec_p256(0);
    let builder = template()
        .key(&key)
        .algorithm(SignatureAlgorithm::Sha256Ecdsa)
        .self_signed();
    let good = certificate(&builder);
    assert_eq!(verify_signed_by(&good, &key.spki_der()), Ok(()));
    let check = |signature: Vec<u8>| {
        let certificate = certificate(&builder.clone().raw_signature(signature));
        kind(verify_signed_by(&certificate, &key.spki_der()))
    };
    let order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    let order = der::uint(&pushcert_testkit::hex(order));
    let (zero, one) = (der::int(0), der::int(1));
    for signature in [
        vec![],
        der::seq([zero.clone(), zero.clone()]),
        der::seq([one.clone(), zero.clone()]),
        der::seq([zero, one.clone()]),
        der::seq([order.clone(), one.clone()]),
        der::seq([one.clone(), order]),
        der::seq([one.clone(), der::int(-1)]),
        der::seq([one.clone(), one.clone(), one.clone()]),
        der::seq([one.clone()]),
        [good.signature(), &[0]].concat(),
        der::tlv_with_length(
            0x30,
            &der::long_form(&[0, good.signature()[1]]),
            &good.signature()[2..],
        ),
        der::seq([one, der::uint(&[0xff; 40])]),
    ] {
        assert_eq!(check(signature), Some(ErrorKind::InvalidSignature));
    }
    let point = |curve: &str, point: &[u8]| {
        let algorithm = der::algorithm("1.2.840.10045.2.1", Some(&der::oid(curve)));
        der::seq([algorithm, der::bits(0, point)])
    };
    let mut off_curve = key.public_key_bits();
    off_curve[64] ^= 1;
    for bits in [&off_curve[..], &[0], &[4; 65], &[], &[4; 64]] {
        let spki = point("1.2.840.10045.3.1.7", bits);
        assert_eq!(
            kind(verify_signed_by(&good, &spki)),
            Some(ErrorKind::InvalidKey)
        );
    }
    let p521 = point("1.3.132.0.35", &key.public_key_bits());
    assert!(matches!(
        kind(verify_signed_by(&good, &p521)),
        Some(ErrorKind::UnsupportedAlgorithm { .. })
    ));
    assert_eq!(
        kind(verify_signed_by(&good, &TestKey::ec_p256(1).spki_der())),
        Some(ErrorKind::InvalidSignature)
    );
}

#[test]
fn every_hash_with_rsa() {
    for algorithm in [
        SignatureAlgorithm::Sha1Rsa,
        SignatureAlgorithm::Sha256Rsa,
        SignatureAlgorithm::Sha384Rsa,
        SignatureAlgorithm::Sha512Rsa,
    ] {
        let key = TestKey::rsa2048(8);
        let builder = template().algorithm(algorithm);
        assert_eq!(
            verify_signed_by(&certificate(&builder), &key.spki_der()),
            Ok(())
        );
        let broken = certificate(&builder.broken_signature());
        assert_eq!(
            kind(verify_signed_by(&broken, &key.spki_der())),
            Some(ErrorKind::InvalidSignature)
        );
    }
    // 512 bits are too few for the DigestInfo of SHA-512 and its padding.
    let key = TestKey::rsa(512);
    let builder = template()
        .key(&key)
        .algorithm(SignatureAlgorithm::Sha512Rsa)
        .raw_signature(vec![1; 64]);
    assert_eq!(
        kind(verify_signed_by(&certificate(&builder), &key.spki_der())),
        Some(ErrorKind::InvalidSignature)
    );
}
