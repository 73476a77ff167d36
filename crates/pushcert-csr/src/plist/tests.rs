//! The reader of property lists: what it takes, and what it refuses, with the place.

use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use super::*;

fn read(text: &str) -> Result<Value, (ErrorKind, usize)> {
    parse(text.as_bytes(), &Limits::default()).map_err(|error| (*error.kind(), error.offset()))
}

fn value(inner: &str) -> Result<Value, ErrorKind> {
    read(&format!("<plist version=\"1.0\">{inner}</plist>")).map_err(|(kind, _)| kind)
}

fn string(text: &str) -> Result<Value, ErrorKind> {
    Ok(Value::String(text.into()))
}

#[test]
fn every_type_of_value() {
    for (inner, expected) in [
        ("<string>a</string>", Value::String("a".into())),
        ("<string/>", Value::String(String::new())),
        (
            "<data>\n\tAQ\n\tID\n\t</data>",
            Value::Data([1, 2, 3].into()),
        ),
        ("<data></data>", Value::Data(Vec::new())),
        ("<integer> -42 </integer>", Value::Integer(-42)),
        (
            "<integer>18446744073709551615</integer>",
            Value::Integer(i128::from(u64::MAX)),
        ),
        ("<real>1.5e3</real>", Value::Real(1500.0)),
        (
            "<date>2026-11-22T01:02:03Z</date>",
            Value::Date("2026-11-22T01:02:03Z".into()),
        ),
        ("<true/>", Value::Boolean(true)),
        ("<false></false>", Value::Boolean(false)),
        ("<array/>", Value::Array(Vec::new())),
        ("<dict/>", Value::Dict(BTreeMap::new())),
        (
            "<array><true/> <array></array></array>",
            Value::Array([Value::Boolean(true), Value::Array(Vec::new())].into()),
        ),
        (
            "<dict><key>a</key><dict><key/><false/></dict></dict>",
            Value::Dict(BTreeMap::from([(
                "a".to_string(),
                Value::Dict(BTreeMap::from([(String::new(), Value::Boolean(false))])),
            )])),
        ),
    ] {
        assert_eq!(value(inner), Ok(expected), "{inner}");
    }
}

#[test]
fn text_of_xml() {
    for (inner, expected) in [
        ("&lt;&gt;&amp;&quot;&apos;", "<>&\"'"),
        ("&#65;&#x42;&#x1F600;", "AB\u{1f600}"),
        ("a<![CDATA[<b>&amp;]]]>c", "a<b>&amp;]c"),
        ("a<!-- <b> -->c", "ac"),
        ("a\r\nb\rc\n&#13;", "a\nb\nc\n\r"),
        (" é ", " é "),
    ] {
        let inner = format!("<string>{inner}</string>");
        assert_eq!(value(&inner), string(expected), "{inner}");
    }
}

#[test]
fn the_prolog() {
    let body = "<plist version='1.0'><true/></plist>";
    for prolog in [
        "\u{feff}",
        "\n ",
        "<?xml version=\"1.0\"?>",
        "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n",
        "<!-- a --><!DOCTYPE plist>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<!-- b -->",
        "<!DOCTYPE plist SYSTEM \"file://localhost/System/Library/DTDs/PropertyList.dtd\" >",
    ] {
        let text = format!("{prolog}{body}\n<!-- end -->\n");
        assert_eq!(read(&text), Ok(Value::Boolean(true)), "{text}");
    }
}

#[test]
fn what_is_refused_in_the_prolog() {
    for (text, kind, offset) in [
        ("", ErrorKind::NotXml, 0),
        (" x", ErrorKind::NotXml, 1),
        ("<html></html>", ErrorKind::NotXml, 0),
        ("<", ErrorKind::UnexpectedEnd, 1),
        ("bplist00\u{8}", ErrorKind::Binary, 0),
        ("<a\0>", ErrorKind::InvalidCharacter, 2),
        ("<?xml encoding=\"UTF-16\"?>", ErrorKind::Encoding, 6),
        ("<?xml version=\"1.0\" x?>", ErrorKind::Markup, 21),
        ("<?xml version=\"1.0\"", ErrorKind::UnexpectedEnd, 19),
        ("<?xsl?><plist/>", ErrorKind::ProcessingInstruction, 0),
        ("<!DOCTYPE html><plist/>", ErrorKind::Markup, 14),
        (
            "<!DOCTYPE plist [<!ENTITY a \"b\">]>",
            ErrorKind::InternalSubset,
            16,
        ),
        (
            "<!DOCTYPE plist SYSTEM \"x\" []>",
            ErrorKind::InternalSubset,
            27,
        ),
        ("<!DOCTYPE plist PUBLIC \"x\">", ErrorKind::Markup, 26),
        ("<!DOCTYPE plist><!DOCTYPE plist>", ErrorKind::Markup, 17),
        ("<!-- never closed", ErrorKind::UnexpectedEnd, 17),
        ("<plist/>", ErrorKind::Empty, 0),
        ("<plist> </plist>", ErrorKind::Empty, 8),
    ] {
        assert_eq!(read(text), Err((kind, offset)), "{text}");
    }
    let latin1 = parse(b"<plist>\xe9", &Limits::default()).unwrap_err();
    assert_eq!((*latin1.kind(), latin1.offset()), (ErrorKind::Encoding, 7));
    let utf16 = parse(b"\xff\xfe<\0p\0", &Limits::default()).unwrap_err();
    assert_eq!(*utf16.kind(), ErrorKind::Encoding);
}

#[test]
fn what_is_refused_inside() {
    for (inner, kind) in [
        ("text", ErrorKind::UnexpectedText),
        ("<set/>", ErrorKind::UnknownElement),
        ("<key>a</key>", ErrorKind::UnexpectedElement),
        ("<x:dict/>", ErrorKind::UnknownElement),
        ("<true/><true/>", ErrorKind::TrailingContent),
        ("<true>1</true>", ErrorKind::InvalidValue),
        ("<string>a</key>", ErrorKind::MismatchedEnd),
        ("<string>a<b/></string>", ErrorKind::UnexpectedElement),
        ("<string>&nbsp;</string>", ErrorKind::UnknownEntity),
        ("<string>&amp</string>", ErrorKind::UnknownEntity),
        ("<string>& amp;</string>", ErrorKind::UnknownEntity),
        ("<string>&#0;</string>", ErrorKind::CharacterReference),
        ("<string>&#xD800;</string>", ErrorKind::CharacterReference),
        ("<string>&#+65;</string>", ErrorKind::CharacterReference),
        ("<string>&#;</string>", ErrorKind::CharacterReference),
        ("<string><![CDATA[a</string>", ErrorKind::UnexpectedEnd),
        ("<dict><true/></dict>", ErrorKind::UnexpectedElement),
        ("<dict>a</dict>", ErrorKind::UnexpectedText),
        ("<dict><key>a</key></dict>", ErrorKind::KeyWithoutValue),
        (
            "<dict><key>a</key><key>b</key></dict>",
            ErrorKind::KeyWithoutValue,
        ),
        (
            "<dict><key>a</key><true/><key>&#97;</key><true/></dict>",
            ErrorKind::DuplicateKey,
        ),
        ("<array><true/></dict>", ErrorKind::MismatchedEnd),
        ("<array></array a='b'>", ErrorKind::Markup),
        ("<true a=b/>", ErrorKind::Markup),
        ("<true a='<'/>", ErrorKind::Markup),
        ("<integer>1.0</integer>", ErrorKind::InvalidValue),
        (
            "<integer>18446744073709551616</integer>",
            ErrorKind::InvalidValue,
        ),
        ("<integer/>", ErrorKind::InvalidValue),
        ("<real>one</real>", ErrorKind::InvalidValue),
        ("<date>2026-13-01T00:00:00Z</date>", ErrorKind::InvalidValue),
        ("<date>2026-11-22</date>", ErrorKind::InvalidValue),
        ("<data>A</data>", ErrorKind::InvalidValue),
        ("<data>A?==</data>", ErrorKind::InvalidValue),
        ("<?a?>", ErrorKind::ProcessingInstruction),
    ] {
        assert_eq!(value(inner), Err(kind), "{inner}");
    }
    let after = read("<plist><true/></plist>x");
    assert_eq!(after, Err((ErrorKind::TrailingContent, 22)));
}

fn limit(limit: LimitName, asked: u64, allowed: u64) -> Result<Value, ErrorKind> {
    Err(ErrorKind::LimitExceeded {
        limit,
        asked,
        allowed,
    })
}

#[test]
fn limits_hold_at_the_bound() {
    let deep = |depth: usize| value(&("<array>".repeat(depth) + &"</array>".repeat(depth)));
    assert!(deep(16).is_ok());
    assert_eq!(deep(17), limit(LimitName::Depth, 17, 16));
    let many = |count: usize| value(&format!("<array>{}</array>", "<true/>".repeat(count)));
    assert!(many(4_095).is_ok());
    assert_eq!(many(4_096), limit(LimitName::Values, 4_097, 4_096));
    let long = |length: usize| {
        let body = "<plist><true/></plist>";
        read(&(body.to_string() + &" ".repeat(length - body.len()))).map_err(|(kind, _)| kind)
    };
    assert!(long(65_536).is_ok());
    assert_eq!(long(65_537), limit(LimitName::Input, 65_537, 65_536));
}

#[test]
fn no_limit_lets_the_stack_overflow() {
    let limits = Limits {
        max_input: usize::MAX,
        max_depth: usize::MAX,
        max_values: usize::MAX,
    };
    let deep = format!("<plist>{}", "<array>".repeat(200_000));
    let error = parse(deep.as_bytes(), &limits).unwrap_err();
    let kind = limit(LimitName::Depth, 65, 64).unwrap_err();
    assert_eq!(*error.kind(), kind);
}

#[test]
fn every_prefix_is_an_error_and_every_text_takes_linear_time() {
    let text = "<?xml version=\"1.0\"?><!DOCTYPE plist><plist><dict><key>a</key><string>&lt;<![CDATA[b]]>\
                </string><key>b</key><array><data>AQID</data></array></dict></plist>";
    assert!(read(text).is_ok());
    for end in 0..text.len() {
        assert!(read(&text[..end]).is_err(), "{}", &text[..end]);
    }
    let limits = Limits {
        max_input: usize::MAX,
        ..Limits::default()
    };
    for part in [
        "&",
        "<",
        "<!--",
        "<![CDATA[",
        "\r",
        "&#x",
        "<a ",
        "<true a=''",
        "]]",
    ] {
        let text = format!("<plist><string>{}", part.repeat(500_000));
        assert!(parse(text.as_bytes(), &limits).is_err(), "{part}");
    }
}
