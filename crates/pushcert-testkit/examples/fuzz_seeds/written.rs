//! Seeds of the targets that make their own files: bytes that decide, and BER.

use pushcert_testkit::der::{self, ber};

use super::Group;

/// Bytes without order, from which a target makes contents. The same for a number in every year.
fn decisions(number: u32, count: usize) -> Vec<u8> {
    let mut state = number.wrapping_mul(2_654_435_761);
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..count).map(|_| next()).collect()
}

/// `pkcs12_roundtrip`: one of each size.
pub(super) fn contents() -> Group {
    vec![
        ("nothing", Vec::new()),
        ("a-few", decisions(1, 60)),
        ("some", decisions(2, 200)),
        ("more", decisions(3, 400)),
        ("many", decisions(4, 1_000)),
        ("many-others", decisions(5, 1_000)),
    ]
}

/// `pkcs12_structured`: number of damages, four bytes for each of them (kind, place, value), then
/// whether the file becomes BER, and how; then what is in the file.
pub(super) fn damages() -> Group {
    let whole: &[u8] = &[0, 0];
    let in_ber = [&[0, 1, 30], &*decisions(6, 30)].concat();
    let with = |head: &[u8], number| [head, &decisions(number, 300)].concat();
    let one = |kind: u8, place: u8, value: u8| [1, kind, 0, place, value, 0];
    vec![
        ("whole", with(whole, 1)),
        ("whole-ber", with(&in_ber, 2)),
        ("whole-ber-other", with(&in_ber, 7)),
        ("bit-flipped", with(&one(0, 90, 1), 3)),
        ("bytes-removed", with(&one(1, 60, 3), 3)),
        ("byte-inserted", with(&one(2, 60, 0), 3)),
        ("bytes-twice", with(&one(3, 60, 9), 3)),
        ("cut-off", with(&one(4, 200, 0), 3)),
        ("element-removed", with(&one(8, 12, 0), 3)),
        ("element-twice", with(&one(9, 12, 0), 3)),
        ("elements-swapped", with(&one(10, 4, 1), 3)),
        ("other-tag", with(&one(11, 9, 0x0c), 3)),
        ("other-length", with(&one(12, 9, 0x7f), 3)),
        ("length-not-shortest", with(&one(13, 9, 2), 3)),
        ("content-cut", with(&one(14, 9, 1), 3)),
        ("content-changed", with(&one(15, 14, 1), 3)),
        ("mac-removed", with(&one(6 + 8, 1, 2), 3)),
        ("no-mac", with(&one(15, 30, 1), 8)),
    ]
}

/// `ber_normalise`: the depth that is allowed, then an element.
pub(super) fn elements() -> Group {
    let leaf = || der::octets([7; 300]);
    let element = der::seq([
        der::int(3),
        leaf(),
        der::set([leaf()]),
        der::seq([b"" as &[u8]]),
    ]);
    let at = |depth: u8, bytes: &[u8]| [&[depth], bytes].concat();
    let nested = |levels: usize, open: &[u8]| [open.repeat(levels), vec![0; 2 * levels]].concat();
    vec![
        ("der", at(16, &element)),
        ("indefinite", at(16, &ber::indefinite_all(&element))),
        ("pieces", at(16, &ber::rewrite(&element, 50))),
        (
            "pieces-of-one",
            at(16, &ber::rewrite(&der::octets([1; 20]), 1)),
        ),
        ("trailing", at(3, &[&element[..], &[0, 0]].concat())),
        ("deep-enough", at(40, &nested(40, b"\x30\x80"))),
        ("too-deep", at(39, &nested(40, b"\x30\x80"))),
        ("strings-too-deep", at(9, &nested(10, b"\x24\x80"))),
        ("not-shortest", at(2, b"\x30\x84\0\0\0\x05\x04\x81\x02ab")),
        ("high-tag", at(2, b"\xbf\x87\x68\x80\x04\x01a\0\0")),
        ("end-in-definite", at(2, b"\x30\x04\0\0\0\0")),
        ("end-beyond", at(2, b"\x30\x05\x30\x80\x04\x01a\0\0")),
        ("piece-of-another-type", at(2, b"\x24\x03\x02\x01a")),
        ("length-of-8-octets", at(2, b"\x04\x88\0\0\0\0\0\0\0\x01a")),
        ("length-of-9-octets", at(2, b"\x04\x89\x01\0\0\0\0\0\0\0\0")),
    ]
}
