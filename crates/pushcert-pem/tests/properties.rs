//! Properties that hold for every input.

use proptest::collection::vec;
use proptest::prelude::*;
use pushcert_pem::{Document, Limits, encode, looks_like_bare_base64, looks_like_pem, scan};
use pushcert_testkit::hostile::{Section, section};

/// Spans are in order, in bounds, and together with the spans of the remarks of the document they
/// cover everything that is not white space.
fn check(input: &[u8], document: &Document) {
    let mut covered = vec![false; input.len()];
    let mut last = 0;
    for block in &document.blocks {
        assert!(block.span.start >= last && block.span.end <= input.len());
        assert!(block.span.start < block.span.end);
        last = block.span.end;
        covered[block.span.clone()].fill(true);
        assert!(
            block
                .remarks
                .iter()
                .all(|remark| remark.span.end <= input.len())
        );
        if let Err(error) = &block.body {
            assert!(error.offset().is_none_or(|offset| offset <= input.len()));
        }
    }
    for remark in &document.remarks {
        assert!(remark.span.start <= remark.span.end && remark.span.end <= input.len());
        covered[remark.span.clone()].fill(true);
    }
    let left = |(byte, covered): (&u8, &bool)| !covered && !byte.is_ascii_whitespace();
    assert!(
        !input.iter().zip(&covered).any(left),
        "something was dropped"
    );
}

/// Pieces of which nearly-PEM text is made.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let fixed = prop::sample::select(vec![
        "-----BEGIN ",
        "-----END ",
        "CERTIFICATE",
        "PRIVATE KEY",
        "-----",
        "-",
        "\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "\0",
        "=",
        "==",
        "MIIB",
        "Proc-Type: 4,ENCRYPTED",
        "DEK-Info: ",
        ":",
        "\\n",
        "> ",
        "\u{feff}",
        "\u{2014}",
        "\u{2013}",
        "begin ",
        "END",
        "BEGIN",
        "Bag Attributes",
    ])
    .prop_map(|text| text.as_bytes().to_vec());
    prop_oneof![
        4 => fixed,
        1 => vec(any::<u8>(), 0..8),
        1 => "[A-Za-z0-9+/]{0,80}".prop_map(String::into_bytes),
    ]
}

proptest! {
    #[test]
    fn what_was_encoded_is_scanned(
        blocks in vec(("[A-Z0-9]{1,10}( [A-Z0-9]{1,10}){0,3}", vec(any::<u8>(), 1..300)), 0..5),
    ) {
        let text: String = blocks.iter().map(|(label, der)| encode(label, der).to_string()).collect();
        let document = scan(text.as_bytes(), &Limits::default()).unwrap();
        let found: Vec<_> = document
            .blocks
            .iter()
            .map(|block| (block.label.clone(), block.body.as_ref().unwrap().to_vec()))
            .collect();
        prop_assert_eq!(found, blocks);
        prop_assert!(document.remarks.is_empty());
        check(text.as_bytes(), &document);
    }

    #[test]
    fn any_bytes_are_scanned(input in vec(any::<u8>(), 0..2000)) {
        check(&input, &scan(&input, &Limits::default()).unwrap());
        let _ = looks_like_pem(&input);
        let _ = looks_like_bare_base64(&input);
    }

    #[test]
    fn any_nearly_pem_text_is_scanned(pieces in vec(piece(), 0..60)) {
        let input = pieces.concat();
        let document = scan(&input, &Limits::default()).unwrap();
        check(&input, &document);
        prop_assert!(looks_like_pem(&input) || document.blocks.is_empty());
    }

    #[test]
    fn any_nearly_pem_text_in_utf16_is_scanned(pieces in vec(piece(), 0..60), big: bool) {
        let text = String::from_utf8_lossy(&pieces.concat()).into_owned();
        let encode = if big { u16::to_be_bytes } else { u16::to_le_bytes };
        let units = core::iter::once(0xfeff).chain(text.encode_utf16());
        let input: Vec<u8> = units.flat_map(encode).collect();
        let document = scan(&input, &Limits::default()).unwrap();
        for block in &document.blocks {
            prop_assert!(block.span.end <= input.len() && block.span.start % 2 == 0);
        }
    }
}

/// Every hostile file of the project: no panic, and nothing is dropped.
#[test]
fn hostile_files() {
    let mut limits = Limits::default();
    limits.max_input = 16 << 20;
    let mut scanned = 0;
    for entry in [Section::Pem, Section::Keys, Section::Container]
        .into_iter()
        .flat_map(section)
    {
        if let Ok(document) = scan(&entry.bytes, &limits)
            && !matches!(document.encoding.as_str(), "utf-16-le" | "utf-16-be")
        {
            check(&entry.bytes, &document);
            scanned += 1;
        }
    }
    assert!(scanned > 50, "{scanned} files");
}
