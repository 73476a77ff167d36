//! BER to DER: the normaliser of `pushcert-pkcs12` against one that is slow, recursive and short.

use pushcert_pkcs12::ErrorKind;
use pushcert_pkcs12::fuzzing::normalise;

use super::in_words;
use super::tree::length_octets;

/// Depths up to this are tried; the reference recurses.
const MAX_DEPTH: u8 = 80;

/// The first byte is the depth that is allowed, the rest the BER. It is refused where the reference
/// refuses it, and for the same of two reasons; the result is that of the reference, is DER, is not
/// longer than the bounds of lengths make it, and is not changed again; DER is not changed at all.
pub fn ber_normalise(data: &[u8]) {
    let Some((depth, input)) = data.split_first() else {
        return;
    };
    let depth = depth % MAX_DEPTH;
    let found = normalise(input, depth.into());
    let (expected, consumed) = match (&found, element(input, 0, depth.into(), false)) {
        (Ok(_), Ok(reference)) => reference,
        (Err(error), Err(refused)) => {
            let limit = matches!(error.kind(), ErrorKind::LimitExceeded { .. });
            assert_eq!(limit, refused == Refused::Depth, "{error}");
            return in_words(error);
        }
        (_, reference) => panic!("{found:?}, but the reference says {reference:?}"),
    };
    let (rewritten, taken) = found.expect("matched above");
    assert_eq!(taken, consumed);
    let was_der = is_der(&input[..consumed]);
    assert_eq!(rewritten.is_none(), was_der);
    let output = match &rewritten {
        Some(output) => output.as_slice(),
        None => &input[..consumed],
    };
    assert_eq!(output, expected);
    assert!(is_der(output));
    // Of 64 KiB and more, a definite length can be longer than an indefinite one with its end.
    let large = usize::from(depth) * (consumed >> 16) * 5;
    assert!(output.len() <= consumed + large);
    let again = normalise(output, depth.into()).expect("DER of no greater depth");
    assert_eq!(again, (None, output.len()));
}

#[derive(Debug, PartialEq, Eq)]
enum Refused {
    Broken,
    Depth,
}

/// Identifier and length octets.
struct Head {
    identifier: usize,
    len: usize,
    /// `None`: indefinite.
    content: Option<usize>,
    shortest: bool,
}

/// X.690 section 8.1, with tag numbers of at most five octets.
fn head(bytes: &[u8]) -> Option<Head> {
    let mut identifier = 1;
    if bytes.first()? & 0x1f == 0x1f {
        let number = &bytes[1..];
        let end = number.iter().position(|octet| octet & 0x80 == 0)?;
        let too_small = end == 0 && number[0] < 31;
        if end > 4 || number[0] == 0x80 || too_small {
            return None;
        }
        identifier += end + 1;
    }
    let first = *bytes.get(identifier)?;
    let mut head = Head {
        identifier,
        len: identifier + 1,
        content: None,
        shortest: true,
    };
    match first {
        0x80 => return (bytes[0] & 0x20 != 0).then_some(head),
        0xff => return None,
        0..0x80 => head.content = Some(first.into()),
        _ => {
            let count = usize::from(first - 0x80);
            let octets = bytes.get(head.len..head.len + count)?;
            let zeros = octets.iter().take_while(|octet| **octet == 0).count();
            let digits = &octets[zeros..];
            if digits.len() > size_of::<usize>() {
                return None;
            }
            let length = digits
                .iter()
                .fold(0, |length, d| length << 8 | usize::from(*d));
            head.shortest = zeros == 0 && length >= 0x80;
            head.content = Some(length);
            head.len += count;
        }
    }
    Some(head)
}

/// The first element in DER, without its header when it is a piece of a string; and the bytes it took.
fn element(
    bytes: &[u8],
    level: usize,
    depth: usize,
    piece: bool,
) -> Result<(Vec<u8>, usize), Refused> {
    let head = head(bytes).ok_or(Refused::Broken)?;
    let tag = bytes[0];
    if piece && tag & !0x20 != 4 {
        return Err(Refused::Broken);
    }
    let inside = match head.content {
        Some(content) => {
            let end = head.len.checked_add(content).ok_or(Refused::Broken)?;
            bytes.get(head.len..end).ok_or(Refused::Broken)?
        }
        None => &bytes[head.len..],
    };
    let (content, taken) = if tag & 0x20 == 0 {
        (inside.to_vec(), inside.len())
    } else if level >= depth {
        return Err(Refused::Depth);
    } else {
        children(
            inside,
            head.content.is_none(),
            level + 1,
            depth,
            tag == 0x24,
        )?
    };
    let consumed = head.len + taken;
    if piece {
        return Ok((content, consumed));
    }
    let identifier = match tag {
        0x24 => &[4],
        _ => &bytes[..head.identifier],
    };
    Ok((
        [identifier, &length_octets(content.len()), &content].concat(),
        consumed,
    ))
}

fn children(
    inside: &[u8],
    indefinite: bool,
    level: usize,
    depth: usize,
    string: bool,
) -> Result<(Vec<u8>, usize), Refused> {
    let mut out = Vec::new();
    let mut at = 0;
    loop {
        let rest = &inside[at..];
        if indefinite && rest.starts_with(&[0, 0]) {
            return Ok((out, at + 2));
        }
        if !indefinite && rest.is_empty() {
            return Ok((out, at));
        }
        let (child, taken) = element(rest, level, depth, string)?;
        out.extend(child);
        at += taken;
    }
}

/// Whether the bytes are one element in DER, as far as lengths and octet strings are concerned.
fn is_der(bytes: &[u8]) -> bool {
    fn elements(mut bytes: &[u8]) -> Option<usize> {
        let mut count = 0;
        while !bytes.is_empty() {
            let head = head(bytes).filter(|head| head.shortest)?;
            let end = head.len.checked_add(head.content?)?;
            let content = bytes.get(head.len..end)?;
            if bytes[0] == 0x24 {
                return None;
            }
            if bytes[0] & 0x20 != 0 {
                elements(content)?;
            }
            bytes = &bytes[end..];
            count += 1;
        }
        Some(count)
    }
    elements(bytes) == Some(1)
}
