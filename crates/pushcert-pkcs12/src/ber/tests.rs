//! BER in every form that files have, and in those that are made to hurt.

use std::vec;
use std::vec::Vec;

use proptest::prelude::*;
use pushcert_testkit::der::{self, ber};

use super::*;
use crate::error::ErrorKind;

/// The element in DER, and the bytes that it took.
fn rewrite(input: &[u8]) -> (Vec<u8>, usize) {
    let normalised = normalise(input, 64, 64).expect("valid BER");
    let bytes = match normalised.rewritten {
        Some(bytes) => bytes.to_vec(),
        None => input[..normalised.consumed].to_vec(),
    };
    (bytes, normalised.consumed)
}

fn kind(input: &[u8]) -> ErrorKind {
    match normalise(input, 64, 64) {
        Err(error) => error.kind().clone(),
        Ok(_) => panic!("{input:?}"),
    }
}

#[test]
fn der_is_left_alone() {
    let der = der::seq([der::int(3), der::octets([7; 300]), der::seq::<Vec<u8>>([])]);
    let normalised = normalise(&der, 64, 64).unwrap();
    assert!(normalised.rewritten.is_none());
    assert_eq!(normalised.consumed, der.len());
}

#[test]
fn octet_strings_are_joined_at_every_depth() {
    // Indefinite around definite around primitive, an empty piece, and a long length that is short.
    let input = b"\x24\x80\x04\x01a\x24\x07\x24\x03\x04\x01b\x04\x00\x04\x81\x01c\x00\x00rest";
    let (bytes, consumed) = rewrite(input);
    assert_eq!(bytes, b"\x04\x03abc");
    assert_eq!(&input[consumed..], b"rest");
}

#[test]
fn lengths_become_the_shortest() {
    let (bytes, _) = rewrite(b"\x30\x82\x00\x03\x04\x81\x00");
    assert_eq!(bytes, b"\x30\x02\x04\x00");
    let long = vec![1; 0x80];
    let input = [&b"\x30\x80\x04\x83\x00\x00\x80"[..], &long, b"\0\0"].concat();
    assert_eq!(rewrite(&input).0, der::seq([der::octets(&long)]));
}

#[test]
fn implicit_strings_and_high_tags_keep_their_tags() {
    let (bytes, _) = rewrite(b"\xa0\x80\x04\x01a\x24\x80\x04\x01b\0\0\0\0");
    assert_eq!(bytes, b"\xa0\x06\x04\x01a\x04\x01b");
    let (bytes, _) = rewrite(b"\xbf\x87\x68\x80\x04\x01a\0\0");
    assert_eq!(bytes, b"\xbf\x87\x68\x03\x04\x01a");
}

#[test]
fn broken_encodings_are_refused() {
    let malformed = |what| ErrorKind::Corrupt {
        what: Corruption::Malformed(what),
    };
    for (input, what) in [
        (&b""[..], Malformation::Truncated),
        (b"\x30", Malformation::Truncated),
        (b"\x30\x80", Malformation::Truncated),
        (b"\x30\x80\x04\x01a", Malformation::Truncated),
        (b"\x30\x80\x04\x01a\0", Malformation::Truncated),
        (b"\x30\x05\x04\x01a", Malformation::Truncated),
        // The inner element ends behind the outer one.
        (b"\x30\x03\x30\x03\x04\x01a", Malformation::Truncated),
        // The end-of-contents octets stand behind the end of the element around.
        (b"\x30\x05\x30\x80\x04\x01a\0\0", Malformation::Truncated),
        // Indefinite and primitive.
        (b"\x04\x80\0\0", Malformation::Length),
        (b"\x30\xff", Malformation::Length),
        (b"\x1f\x80\x01\x00", Malformation::Tag),
        (b"\x1f\x01\x00", Malformation::Tag),
        (
            b"\x24\x03\x02\x01a",
            Malformation::Unexpected {
                expected: 0x04,
                found: 0x02,
            },
        ),
    ] {
        assert_eq!(kind(input), malformed(what), "{input:?}");
    }
}

#[test]
fn depth_is_limited_and_costs_no_stack() {
    for octets in [&b"\x30\x80"[..], b"\x24\x80"] {
        let good = [octets.repeat(64), b"\0\0".repeat(64)].concat();
        assert!(normalise(&good, 64, 64).is_ok());
        let limit = ErrorKind::LimitExceeded {
            limit: LimitName::Asn1Depth,
            asked: 65,
            allowed: 64,
        };
        assert_eq!(kind(&octets.repeat(1_000_000)), limit);
    }
}

#[test]
fn lengths_of_every_size_are_encoded() {
    for length in [
        0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000, 0xff_ffff, 0x100_0000,
    ] {
        let octets: Vec<u8> = LengthOctets::of(length).octets().copied().collect();
        assert_eq!(octets, der::length(length), "{length:#x}");
    }
}

/// Any tree of elements without constructed strings.
fn tree() -> impl Strategy<Value = Vec<u8>> {
    let leaf = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200).prop_map(der::octets),
        any::<i64>().prop_map(der::int),
        "[a-z]{0,8}".prop_map(|text| der::utf8(&text)),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        let children = proptest::collection::vec(inner, 0..6);
        prop_oneof![
            children.clone().prop_map(der::seq),
            children.clone().prop_map(der::set),
            children.prop_map(|children| der::tlv(0xa3, der::concat(children))),
        ]
    })
}

proptest! {
    /// DER made BER in every way that the writer knows becomes the same DER again.
    #[test]
    fn rewriting_is_the_inverse_of_breaking(der in tree(), size in 1_usize..40) {
        for ber in [ber::indefinite_all(&der), ber::rewrite(&der, size)] {
            let (bytes, consumed) = rewrite(&ber);
            prop_assert_eq!(&bytes, &der);
            prop_assert_eq!(consumed, ber.len());
        }
        prop_assert_eq!(rewrite(&der).0, der);
    }

    /// Whatever the bytes: an error, or DER that is not changed again.
    #[test]
    fn any_bytes_are_refused_or_settled(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
        if let Ok(Normalised { rewritten: Some(der), .. }) = normalise(&bytes, 64, 64) {
            let again = normalise(&der, 64, 64).expect("DER");
            prop_assert!(again.rewritten.is_none());
            prop_assert_eq!(again.consumed, der.len());
        }
    }
}
