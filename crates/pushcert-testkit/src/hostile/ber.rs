//! BER: what Apple's, Windows' and Java's older writers produced, and nesting that goes on.

use super::{Hostile, PASSWORD, Section, healthy};
use crate::der::{self, ber};
use crate::oid;
use crate::pfx::{Encoding, PfxBuilder};

fn p12(name: &str, bytes: Vec<u8>) -> Hostile {
    Hostile::new(Section::Container, name, "push.p12", bytes).password(PASSWORD)
}

pub(super) fn entries() -> Vec<Hostile> {
    [forms(), nesting()].concat()
}

/// Files that a reader of BER opens.
fn forms() -> Vec<Hostile> {
    let file = |encoding| {
        PfxBuilder::keychain_style(PASSWORD, &healthy())
            .encoding(encoding)
            .build()
    };
    let one_level = |level: usize| {
        let good = file(Encoding::Der);
        indefinite_at(&good, level)
    };
    let mut out = vec![
        p12("ber-indefinite-outside", file(Encoding::BerIndefinite)),
        p12(
            "ber-octets-in-1000-byte-fragments",
            file(Encoding::BerFragments(1000)),
        ),
        p12(
            "ber-octets-in-one-byte-fragments",
            file(Encoding::BerFragments(1)),
        ),
        p12("ber-inside-and-outside", file(Encoding::BerEverywhere(256))),
        p12(
            "ber-definite-fragments",
            fragments(ber::Fragments::Definite),
        ),
        p12("ber-nested-fragments", fragments(ber::Fragments::Nested)),
    ];
    out.extend((0..4).map(|level| {
        p12(
            &format!("ber-indefinite-at-level-{level}"),
            one_level(level),
        )
    }));
    out
}

/// One constructed value with indefinite length: the outermost, authSafe, its `[0]`, or MacData.
fn indefinite_at(good: &[u8], level: usize) -> Vec<u8> {
    let fields = der::read::first(good).0.children();
    let auth_safe = fields[1].children();
    let safe = match level {
        1 => ber::indefinite(0x30, fields[1].content),
        2 => der::seq([
            auth_safe[0].whole.to_vec(),
            ber::indefinite(0xa0, auth_safe[1].content),
        ]),
        _ => fields[1].whole.to_vec(),
    };
    let mac = match level {
        3 => ber::indefinite(0x30, fields[2].content),
        _ => fields[2].whole.to_vec(),
    };
    let content = [fields[0].whole.to_vec(), safe, mac].concat();
    if level == 0 {
        ber::indefinite(0x30, content)
    } else {
        der::tlv(0x30, content)
    }
}

/// The good file with only the OCTET STRING of authSafe in fragments.
fn fragments(style: ber::Fragments) -> Vec<u8> {
    let builder = PfxBuilder::keychain_style(PASSWORD, &healthy());
    let good = builder.build();
    let fields = der::read::first(&good).0.children();
    let octets = ber::fragmented(&builder.auth_safe_content(), 700, style);
    let safe = der::seq([der::oid(oid::pkcs::DATA), der::explicit(0, octets)]);
    der::seq([fields[0].whole.to_vec(), safe, fields[2].whole.to_vec()])
}

fn nesting() -> Vec<Hostile> {
    let mut out = Vec::new();
    for depth in [1_000, 20_000, 200_000] {
        let open = [0x30, 0x80].repeat(depth);
        let closed = [open.clone(), vec![0; 2 * depth]].concat();
        let octets = [[0x24, 0x80].repeat(depth), vec![0; 2 * depth]].concat();
        let inside = [
            vec![0x30, 0x80, 2, 1, 3, 0x30, 0x80],
            der::oid(oid::pkcs::DATA),
            vec![0xa0, 0x80],
            octets,
            vec![0; 6],
        ]
        .concat();
        out.push(p12(&format!("ber-nested-open-{depth}"), open).expect("unknown-format"));
        out.push(p12(&format!("ber-nested-closed-{depth}"), closed).expect("unknown-format"));
        out.push(p12(&format!("ber-nested-octets-{depth}"), inside).expect("limit-exceeded"));
    }
    out.push(p12("der-nested-2000", definite(2_000)).expect("unknown-format"));
    out
}

fn definite(depth: usize) -> Vec<u8> {
    (0..depth).fold(Vec::new(), |inner, _| der::tlv(0x30, inner))
}
