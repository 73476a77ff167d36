//! The PFX itself: versions, modes, and each optional field left out (CVE-2024-0727 and its
//! relatives).

use super::pfx_mac::{base, p12};
use super::{Hostile, PASSWORD, Section};
use crate::der;
use crate::oid::pkcs;
use crate::pbe::Protection;
use crate::pfx::{Part, PfxBuilder};

fn raw(name: &str, bytes: Vec<u8>) -> Hostile {
    Hostile::new(Section::Pkcs12, name, "push.p12", bytes)
        .password(PASSWORD)
        .expect("corrupt-file")
}

pub(super) fn entries() -> Vec<Hostile> {
    [versions(), absent(), parts()].concat()
}

fn versions() -> Vec<Hostile> {
    let version = |name: &str, number: i64| {
        p12(name, &base().version(number)).expect("unsupported-algorithm")
    };
    let mode = |name: &str, oid: &'static str| {
        p12(name, &base().content_type(oid).without_mac()).expect("unsupported-algorithm")
    };
    vec![
        version("version-0", 0),
        version("version-2", 2),
        version("version-4", 4),
        version("version-minus-1", -1),
        version("version-2-40", 1 << 40),
        mode("public-key-integrity", pkcs::SIGNED_DATA),
        mode("auth-safe-of-unknown-type", "1.2.3.4").expect("corrupt-file"),
        p12("public-key-privacy", &base().part(Part::enveloped())).expect("unsupported-algorithm"),
    ]
}

/// Each field that the grammar makes optional, and that readers took for granted.
fn absent() -> Vec<Hostile> {
    let data = der::oid(pkcs::DATA);
    let pfx = |auth_safe: Vec<u8>| der::seq([der::int(3), auth_safe]);
    let content = |inner: Vec<u8>| pfx(der::seq([data.clone(), der::explicit(0, inner)]));
    vec![
        raw("auth-safe-absent", der::seq([der::int(3)])).expect("unknown-format"),
        raw("version-absent", der::seq([der::seq([data.clone()])])).expect("unknown-format"),
        raw("auth-safe-content-absent", pfx(der::seq([data.clone()]))),
        raw("auth-safe-content-empty", content(Vec::new())),
        raw("auth-safe-content-is-null", content(der::null())),
        raw("auth-safe-octets-empty", content(der::octets([]))),
        raw("auth-safe-octets-not-der", content(der::octets([0xff; 40]))),
        raw(
            "auth-safe-with-trailing-bytes",
            content(der::octets([0x30, 0, 1, 2])),
        ),
        raw("auth-safe-is-an-integer", pfx(der::int(7))).expect("unknown-format"),
        raw("outer-is-a-set", der::tlv(0x31, der::int(3))).expect("unknown-format"),
    ]
}

/// Parts whose insides are missing.
fn parts() -> Vec<Hostile> {
    let part =
        |name: &str, info: Vec<u8>| p12(name, &base().part(Part::raw(info))).expect("corrupt-file");
    let data = der::oid(pkcs::DATA);
    let encrypted = der::oid(pkcs::ENCRYPTED_DATA);
    let wrapped = |inner: Vec<u8>| der::seq([encrypted.clone(), der::explicit(0, inner)]);
    let algorithm = Protection::pbes2_aes256(64)
        .seal(&PASSWORD.into(), "part", b"x")
        .algorithm;
    let without_content = der::seq([der::int(0), der::seq([data.clone(), algorithm.clone()])]);
    let empty_content = der::seq([
        der::int(0),
        der::seq([data.clone(), algorithm, der::implicit(0, [])]),
    ]);
    let garbage = PfxBuilder::new(PASSWORD)
        .part(Part::new(Protection::pbes2_aes256(64)).raw_contents(b"not DER at all".to_vec()));
    vec![
        part("part-empty", der::tlv(0x30, [])),
        part("part-data-without-content", der::seq([data.clone()])),
        part(
            "part-data-is-null",
            der::seq([data, der::explicit(0, der::null())]),
        ),
        part(
            "part-encrypted-without-content",
            der::seq([encrypted.clone()]),
        ),
        part("part-encrypted-empty", wrapped(Vec::new())),
        part(
            "part-encrypted-without-info",
            wrapped(der::seq([der::int(0)])),
        ),
        part(
            "part-encrypted-without-ciphertext",
            wrapped(without_content),
        ),
        part("part-encrypted-ciphertext-empty", wrapped(empty_content)),
        part(
            "part-of-unknown-type",
            der::seq([der::oid("1.2.3.4"), der::explicit(0, der::null())]),
        )
        .expect("unsupported-algorithm"),
        p12("part-decrypts-to-garbage", &garbage).expect("wrong-password"),
    ]
}
