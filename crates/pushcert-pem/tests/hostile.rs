//! One test for every entry of the project's checklist of hostile PEM text: what is read, and what
//! is said of it.
#![expect(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

use std::mem::discriminant;

use pushcert_pem::{
    Block, BlockKind, Document, ErrorKind, LimitName, Limits, RemarkKind, TextEncoding,
    decode_bare_base64, encode, looks_like_bare_base64, looks_like_pem, scan,
};

/// Bytes that look like a certificate to this crate: one DER element of 200 bytes.
fn der() -> Vec<u8> {
    let mut der = vec![0x30, 0x81, 197];
    der.extend((0..197u8).map(|octet| octet.wrapping_mul(37)));
    der
}

fn good() -> String {
    encode("CERTIFICATE", &der()).to_string()
}

fn key() -> String {
    encode("PRIVATE KEY", &[0x30, 0x03, 0x02, 0x01, 0x00]).to_string()
}

/// The lines between the markers.
fn base64() -> String {
    let text = good();
    let lines: Vec<&str> = text.lines().collect();
    lines[1..lines.len() - 1].join("\n")
}

fn around(body: &str) -> String {
    format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
}

fn read(input: impl AsRef<[u8]>) -> Document {
    scan(input.as_ref(), &Limits::default()).unwrap()
}

/// Scans a text that must give exactly this one certificate.
fn one(input: impl AsRef<[u8]>) -> Block {
    let mut document = read(&input);
    assert_eq!(document.blocks.len(), 1);
    let block = document.blocks.remove(0);
    assert_eq!(block.label, "CERTIFICATE");
    assert_eq!(body(&block), Ok(der()));
    assert!(looks_like_pem(input.as_ref()));
    block
}

fn body(block: &Block) -> Result<Vec<u8>, ErrorKind> {
    block
        .body
        .as_ref()
        .map(|body| body.to_vec())
        .map_err(|error| *error.kind())
}

fn labels(document: &Document) -> Vec<&str> {
    document
        .blocks
        .iter()
        .map(|block| block.label.as_str())
        .collect()
}

/// The block has these remarks and no others.
fn assert_remarks(block: &Block, expected: &[RemarkKind]) {
    let found: Vec<_> = block.remarks.iter().map(|remark| &remark.kind).collect();
    for kind in expected {
        assert!(found.contains(&kind), "{kind:?} is missing in {found:?}");
    }
    assert_eq!(found.len(), expected.len(), "{found:?}");
}

#[test]
fn a_good_file_has_no_remarks() {
    let text = good() + &key();
    let document = read(&text);
    assert_eq!(labels(&document), ["CERTIFICATE", "PRIVATE KEY"]);
    assert_eq!(document.encoding, TextEncoding::Ascii);
    assert!(document.remarks.is_empty());
    for block in &document.blocks {
        assert_remarks(block, &[]);
        assert!(text[block.span.clone()].starts_with("-----BEGIN "));
        assert!(text[block.span.clone()].ends_with(" KEY-----") || block.span.start == 0);
    }
}

#[test]
fn crlf() {
    assert_remarks(&one(good().replace('\n', "\r\n")), &[RemarkKind::Crlf]);
}

#[test]
fn lone_cr() {
    assert_remarks(&one(good().replace('\n', "\r")), &[RemarkKind::LoneCr]);
}

#[test]
fn cr_cr_lf() {
    let block = one(good().replace('\n', "\r\r\n"));
    assert_remarks(&block, &[RemarkKind::Crlf, RemarkKind::LoneCr]);
}

#[test]
fn byte_order_mark() {
    let text = format!("\u{feff}{}", good());
    let document = read(&text);
    assert_eq!(document.encoding, TextEncoding::Utf8Bom);
    assert_eq!(document.remarks[0].kind, RemarkKind::Bom);
    assert_eq!(document.remarks[0].span, 0..3);
    assert_eq!(one(&text).span, 3..text.len() - 1);
}

#[test]
fn byte_order_mark_between_joined_files() {
    let text = format!("{}\u{feff}{}", good(), key());
    let document = read(&text);
    assert_eq!(labels(&document), ["CERTIFICATE", "PRIVATE KEY"]);
    assert_eq!(document.remarks.len(), 1);
    assert_eq!(document.remarks[0].kind, RemarkKind::Bom);
    assert_eq!(&text[document.remarks[0].span.clone()], "\u{feff}");
}

#[test]
fn leading_spaces() {
    for indent in ["    ", "\t"] {
        let text: String = good()
            .lines()
            .map(|line| format!("{indent}{line}\n"))
            .collect();
        assert_remarks(&one(text), &[RemarkKind::Indented]);
    }
}

#[test]
fn trailing_spaces() {
    assert_remarks(
        &one(good().replace('\n', "  \n")),
        &[RemarkKind::Whitespace],
    );
}

#[test]
fn quoted_in_a_mail() {
    let text: String = good().lines().map(|line| format!("> {line}\n")).collect();
    assert_remarks(&one(text), &[RemarkKind::Quoted, RemarkKind::Indented]);
}

#[test]
fn blank_lines_between() {
    assert_remarks(&one(good().replace('\n', "\n\n")), &[]);
}

#[test]
fn bag_attributes_preamble() {
    let attributes = "Bag Attributes\n    friendlyName: Apple Push Services: com.example.app\n    \
                      localKeyID: 54 8D\nsubject=CN = a\n\nissuer=CN = b\n\n";
    let text = format!("{attributes}{}{attributes}{}", good(), key());
    let document = read(&text);
    assert_eq!(labels(&document), ["CERTIFICATE", "PRIVATE KEY"]);
    assert_eq!(document.remarks.len(), 2);
    for remark in &document.remarks {
        assert_eq!(remark.kind, RemarkKind::BagAttributes);
        assert_eq!(&text[remark.span.clone()], attributes.trim_end());
    }
}

#[test]
fn other_text_around() {
    let text = format!("Certificate:\n    Data:\n{}the end\n", good());
    let document = read(&text);
    let found: Vec<_> = document
        .remarks
        .iter()
        .map(|remark| &text[remark.span.clone()])
        .collect();
    assert_eq!(found, ["Certificate:\n    Data:", "the end"]);
    assert!(document.has_remark(&RemarkKind::OuterText));
}

#[test]
fn rfc1421_headers() {
    let text = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\
                DEK-Info: DES-EDE3-CBC,0102030405060708\nX-Folded: one\n two\n\nAAAA\n\
                -----END RSA PRIVATE KEY-----\n";
    let document = read(text);
    let block = &document.blocks[0];
    assert!(block.is_encrypted());
    assert_eq!(
        block.header("dek-info"),
        Some("DES-EDE3-CBC,0102030405060708")
    );
    assert_eq!(block.header("X-Folded"), Some("onetwo"));
    assert_eq!(body(block), Ok(vec![0, 0, 0]));
    assert_remarks(block, &[]);
}

#[test]
fn rfc1421_headers_without_blank_line() {
    let text = "-----BEGIN RSA PRIVATE KEY-----\r\nProc-Type: 4,ENCRYPTED\r\n\
                DEK-Info: DES-CBC,0102030405060708\r\nAAAA\r\n-----END RSA PRIVATE KEY-----\r\n";
    let document = read(text);
    let block = &document.blocks[0];
    assert_eq!((block.headers.len(), body(block)), (2, Ok(vec![0, 0, 0])));
    assert_remarks(block, &[RemarkKind::MissingBlankLine, RemarkKind::Crlf]);
}

#[test]
fn glued_blocks() {
    for dashes in [10, 5, 8] {
        let glue = format!(
            "-----END CERTIFICATE{}BEGIN PRIVATE KEY-----",
            "-".repeat(dashes)
        );
        let text = (good() + &key()).replace(
            "-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----",
            &glue,
        );
        let document = read(&text);
        assert_eq!(
            labels(&document),
            ["CERTIFICATE", "PRIVATE KEY"],
            "{dashes}"
        );
        assert_eq!(body(&document.blocks[0]), Ok(der()));
        assert!(document.blocks[1].body.is_ok());
        assert!(document.blocks[1].has_remark(&RemarkKind::GluedBlocks));
        assert!(document.remarks.is_empty());
    }
}

#[test]
fn missing_end_before_another_block() {
    let text = good().replace("-----END CERTIFICATE-----\n", "") + &key();
    let document = read(&text);
    assert_eq!(labels(&document), ["CERTIFICATE", "PRIVATE KEY"]);
    assert_eq!(body(&document.blocks[0]), Ok(der()));
    assert_remarks(&document.blocks[0], &[RemarkKind::MissingEnd]);
    assert_remarks(&document.blocks[1], &[]);
}

#[test]
fn missing_end_at_the_end() {
    for rest in ["", "\n", "-", "-----", "-----EN"] {
        let text = good().replace("-----END CERTIFICATE-----\n", rest);
        assert!(one(&text).has_remark(&RemarkKind::MissingEnd), "{rest:?}");
    }
    for rest in [
        "-----END",
        "-----END CERTIF",
        "-----END CERTIFICATE",
        "-----END CERTIFICATE---",
    ] {
        let text = good().replace("-----END CERTIFICATE-----\n", rest);
        assert!(
            one(&text).has_remark(&RemarkKind::DamagedMarker),
            "{rest:?}"
        );
    }
}

#[test]
fn missing_end_before_bag_attributes() {
    let text = good().replace("-----END CERTIFICATE-----\n", "")
        + "Bag Attributes\n    localKeyID: 54\n"
        + &key();
    let document = read(&text);
    assert_eq!(labels(&document), ["CERTIFICATE", "PRIVATE KEY"]);
    assert_eq!(body(&document.blocks[0]), Ok(der()));
    assert!(document.has_remark(&RemarkKind::BagAttributes));
}

#[test]
fn wrong_end() {
    let text = good().replace("END CERTIFICATE", "END PRIVATE KEY");
    assert_remarks(&one(&text), &[RemarkKind::EndLabelMismatch]);
}

#[test]
fn begin_line_lost() {
    let text = good().replace("-----BEGIN CERTIFICATE-----\n", "") + &key();
    let document = read(&text);
    assert_eq!(labels(&document), ["PRIVATE KEY"]);
    let kinds: Vec<_> = document.remarks.iter().map(|remark| &remark.kind).collect();
    assert_eq!(
        kinds,
        [&RemarkKind::BareBase64, &RemarkKind::EndWithoutBegin]
    );
    let span = document.remarks[0].span.clone();
    let bytes = decode_bare_base64(&text.as_bytes()[span], &Limits::default()).unwrap();
    assert_eq!(*bytes, der());
}

#[test]
fn lower_case() {
    for text in [
        good()
            .replace("BEGIN CERTIFICATE", "begin certificate")
            .replace("END", "End"),
        good().replace("CERTIFICATE", "Certificate"),
    ] {
        assert_remarks(&one(text), &[RemarkKind::LowerCaseMarker]);
    }
}

#[test]
fn damaged_markers() {
    for dashes in [
        "----",
        "------",
        "---",
        "\u{2014}\u{2013}",
        "\u{2014}\u{2014}-",
    ] {
        let block = one(good().replace("-----", dashes));
        assert_remarks(&block, &[RemarkKind::DamagedMarker]);
    }
    assert_remarks(
        &one(good().replace("BEGIN ", "BEGIN  ")),
        &[RemarkKind::DamagedMarker],
    );
    assert_remarks(
        &one(good().replace("-----\n", "\n")),
        &[RemarkKind::DamagedMarker],
    );
}

#[test]
fn padding_errors() {
    let bare = base64().trim_end_matches('=').to_owned();
    let expected = bare.replace('\n', "").len().next_multiple_of(4) - bare.replace('\n', "").len();
    assert_eq!(expected, 1, "the sample has one padding character");
    for found in [0, 2, 3] {
        let block = one(around(&format!("{bare}{}", "=".repeat(found))));
        assert_remarks(&block, &[RemarkKind::Padding { expected, found }]);
    }
    let broken = |text: &str| body(&read(around(text)).blocks[0]);
    assert_eq!(broken("AAAA=AAA"), Err(ErrorKind::DataAfterPadding));
    assert_eq!(
        broken("AAAAA"),
        Err(ErrorKind::TruncatedBase64 { symbols: 5 })
    );
    assert_eq!(broken("===="), Ok(vec![]));
    let document = read(around("AB=="));
    assert!(document.blocks[0].has_remark(&RemarkKind::TrailingBits));
    assert_eq!(body(&document.blocks[0]), Ok(vec![0]));
}

#[test]
fn characters_that_are_not_base64() {
    let text = around("AAAA\nAA*A");
    let document = read(&text);
    let error = document.blocks[0].body.as_ref().unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidCharacter { byte: b'*' });
    assert_eq!(error.offset(), text.find('*'));
    assert_eq!(
        error.to_string(),
        "byte 0x2a is not a base64 character (at byte 35)"
    );
}

#[test]
fn columns() {
    for columns in [1, 3, 63, 65, 76, 10_000] {
        let characters: Vec<char> = base64().replace('\n', "").chars().collect();
        let lines: Vec<String> = characters
            .chunks(columns)
            .map(|line| line.iter().collect())
            .collect();
        let first = lines[0].len();
        let block = one(around(&lines.join("\n")));
        assert_remarks(&block, &[RemarkKind::LineLength { columns: first }]);
    }
}

#[test]
fn one_line_with_spaces() {
    let block = one(good().trim_end().replace('\n', " "));
    assert!(block.has_remark(&RemarkKind::SingleLine));
    assert!(block.has_remark(&RemarkKind::Whitespace));
}

#[test]
fn written_out_line_ends() {
    for (end, glued) in [("\\n", good() + &key()), ("\\r\\n", good() + &key())] {
        let document = read(glued.replace('\n', end));
        assert_eq!(labels(&document), ["CERTIFICATE", "PRIVATE KEY"]);
        for block in &document.blocks {
            assert!(block.body.is_ok());
            assert_remarks(block, &[RemarkKind::EscapedNewlines]);
        }
    }
}

#[test]
fn one_line_of_10_mb() {
    let text = around(&"A".repeat(10_000_000));
    let error = scan(text.as_bytes(), &Limits::default()).unwrap_err();
    assert_eq!(
        *error.kind(),
        ErrorKind::LimitExceeded {
            limit: LimitName::Input,
            asked: u64::try_from(text.len()).unwrap(),
            allowed: 4 * 1024 * 1024
        }
    );
    let mut limits = Limits::default();
    limits.max_input = text.len();
    let document = scan(text.as_bytes(), &limits).unwrap();
    assert_eq!(document.blocks[0].body.as_ref().unwrap().len(), 7_500_000);
}

#[test]
fn nul_inside() {
    assert_remarks(&one(good().replace("\nMI", "\n\0MI")), &[RemarkKind::Nul]);
    let document = read(good() + "\0\0");
    assert!(document.has_remark(&RemarkKind::OuterText));
}

#[test]
fn invisible_characters() {
    for character in ["\u{200b}", "\u{a0}", "\u{feff}"] {
        let text = good().replace("\nMI", &format!("\n{character}MI"));
        assert_remarks(&one(text), &[RemarkKind::Invisible]);
    }
}

#[test]
fn trusted_certificate() {
    let auxiliary = [0x30, 0x03, 0x0c, 0x01, b'a'];
    let text = encode("TRUSTED CERTIFICATE", &[&der()[..], &auxiliary].concat());
    let document = read(text.as_bytes());
    let block = &document.blocks[0];
    assert_eq!(block.kind(), BlockKind::TrustedCertificate);
    assert!(block.kind().is_certificate());
    assert_eq!(block.split_der(), Some((&der()[..], &auxiliary[..])));
    assert_remarks(block, &[RemarkKind::TrailingData { length: 5 }]);
}

#[test]
fn synonyms() {
    for (label, kind) in [
        ("X509 CERTIFICATE", BlockKind::Certificate),
        ("NEW CERTIFICATE REQUEST", BlockKind::CertificationRequest),
        ("CERTIFICATE REQUEST", BlockKind::CertificationRequest),
        ("ANY PRIVATE KEY", BlockKind::OtherPrivateKey),
        ("COFFEE", BlockKind::Other),
    ] {
        let document = read(encode(label, &der()).as_bytes());
        assert_eq!(
            (document.blocks[0].kind(), labels(&document)),
            (kind, vec![label])
        );
    }
}

#[test]
fn order_and_number_of_blocks() {
    assert_eq!(
        labels(&read(key() + &good())),
        ["PRIVATE KEY", "CERTIFICATE"]
    );
    assert_eq!(labels(&read(key() + &good() + &key())).len(), 3);
}

#[test]
fn utf16_with_and_without_mark() {
    type Encoder = fn(u16) -> [u8; 2];
    let cases: [(Encoder, TextEncoding); 2] = [
        (u16::to_le_bytes, TextEncoding::Utf16Le),
        (u16::to_be_bytes, TextEncoding::Utf16Be),
    ];
    for (encoder, encoding) in cases {
        for mark in ["", "\u{feff}"] {
            let text = format!("{mark}{}", good().replace('\n', "\r\n"));
            let bytes: Vec<u8> = text.encode_utf16().flat_map(encoder).collect();
            let document = read(&bytes);
            assert_eq!(document.encoding, encoding);
            assert!(document.has_remark(&RemarkKind::Utf16));
            assert_eq!(document.has_remark(&RemarkKind::Bom), !mark.is_empty());
            let start = 2 * mark.encode_utf16().count();
            assert_eq!(one(&bytes).span, start..bytes.len() - 4);
        }
    }
}

#[test]
fn utf16_cut_in_the_middle_of_a_character() {
    let mut bytes: Vec<u8> = good().encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.push(b'x');
    assert!(read(&bytes).has_remark(&RemarkKind::OddLength));
    assert_eq!(one(&bytes).span.end, bytes.len() - 3);
}

#[test]
fn other_encodings_around() {
    let utf8 = format!("Schlüssel \u{1f511}\n{}", good());
    assert_eq!(read(&utf8).encoding, TextEncoding::Utf8);
    one(&utf8);
    let latin1 = [b"Schl\xfcssel\n", good().as_bytes()].concat();
    assert_eq!(read(&latin1).encoding, TextEncoding::Other);
    one(&latin1);
}

#[test]
fn markers_lost_when_pasting() {
    for text in [
        base64(),
        base64().replace('\n', ""),
        base64().replace('\n', "\r\n"),
    ] {
        assert!(looks_like_bare_base64(text.as_bytes()));
        assert!(!looks_like_pem(text.as_bytes()));
        let document = read(&text);
        assert!(document.blocks.is_empty());
        assert_eq!(document.remarks.len(), 1);
        assert_eq!(document.remarks[0].kind, RemarkKind::BareBase64);
        assert_eq!(
            *decode_bare_base64(text.as_bytes(), &Limits::default()).unwrap(),
            der()
        );
    }
    for text in [
        "",
        "MIT License",
        "Make it so that nobody can say it is not text at all",
        "ABCD",
    ] {
        assert!(!looks_like_bare_base64(text.as_bytes()), "{text}");
    }
}

#[test]
fn empty_and_broken_blocks_are_reported() {
    let text = "-----BEGIN CERTIFICATE-----\n-----BEGIN X-----\n!!!\n-----END X-----\n\
                -----BEGIN Y-----\n-----END Y-----\n";
    let document = read(text);
    assert_eq!(labels(&document), ["CERTIFICATE", "X", "Y"]);
    assert_eq!(body(&document.blocks[0]), Err(ErrorKind::Empty));
    assert_eq!(
        body(&document.blocks[1]),
        Err(ErrorKind::InvalidCharacter { byte: b'!' })
    );
    assert_eq!(body(&document.blocks[2]), Err(ErrorKind::Empty));
}

#[test]
fn limits_on_blocks_and_headers() {
    let refused = |text: String| {
        let mut limits = Limits::default();
        limits.max_input = usize::MAX;
        match *scan(text.as_bytes(), &limits).unwrap_err().kind() {
            ErrorKind::LimitExceeded {
                limit,
                asked,
                allowed,
            } => (limit, asked, allowed),
            other => panic!("{other:?}"),
        }
    };
    let begins = "-----BEGIN CERTIFICATE-----\n".repeat(100_000);
    assert_eq!(refused(begins), (LimitName::Blocks, 4001, 4000));
    let ends = "-----END CERTIFICATE-----\n".repeat(100_000);
    assert_eq!(refused(ends), (LimitName::Blocks, 4001, 4000));
    let headers = format!("-----BEGIN X-----\n{}", "A: b\n".repeat(100_000));
    assert_eq!(refused(headers), (LimitName::Headers, 65, 64));
}

/// Texts that make a scanner that starts over at every marker take the square of their length; in
/// linear time each of them takes milliseconds, and the whole suite would run for hours otherwise.
#[test]
fn text_made_to_be_slow() {
    let mut limits = Limits::default();
    limits.max_input = 16 << 20;
    limits.max_blocks = usize::MAX;
    limits.max_headers = usize::MAX;
    for (unit, count) in [
        ("-", 8_000_000),
        ("-----BEGIN ", 300_000),
        ("-----BEGIN X-----", 200_000),
        ("-----END X", 300_000),
        ("-----BEGIN A-----a:", 200_000),
        ("-----BEGIN A-----\na: b\n c", 100_000),
        ("--BEGIN AAAAAAAAAAAAAAAA", 300_000),
        ("\u{2014}", 2_000_000),
        ("ü", 2_000_000),
        ("\\n", 2_000_000),
    ] {
        let text = unit.repeat(count);
        let document = scan(text.as_bytes(), &limits).unwrap();
        assert!(document.blocks.len() <= count);
        let _ = looks_like_pem(text.as_bytes());
        let _ = looks_like_bare_base64(text.as_bytes());
    }
}

#[test]
fn debug_output_shows_no_bytes() {
    let text = encode("PRIVATE KEY", b"0\x03key");
    let shown = format!("{:?}", read(text.as_bytes()));
    assert!(shown.contains("Ok(5)"), "{shown}");
    assert!(
        !shown.contains("107, 101, 121") && !shown.contains("MANrZXk"),
        "{shown}"
    );
}

#[test]
fn remarks_of_a_kind_are_made_once_for_a_block() {
    let block = one(good().replace('\n', " \t\r\n"));
    for (index, remark) in block.remarks.iter().enumerate() {
        let same =
            |other: &&pushcert_pem::Remark| discriminant(&other.kind) == discriminant(&remark.kind);
        assert_eq!(
            block.remarks.iter().position(|other| same(&other)),
            Some(index)
        );
    }
}
