//! Character data: references, CDATA sections, line ends.

use alloc::string::String;

use super::cursor::{Cursor, is_xml};
use super::error::{Error, ErrorKind};

/// Longest reference between `&` and `;`.
const REFERENCE: usize = 10;

/// The text up to the next tag. A comment within is passed over.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<String, Error> {
    let mut text = String::new();
    loop {
        let rest = cursor.rest();
        let Some(length) = rest.find(['<', '&']) else {
            let end = cursor.offset().saturating_add(rest.len());
            return Err(Error::new(ErrorKind::UnexpectedEnd, end));
        };
        push(&mut text, cursor.advance(length));
        if cursor.rest().starts_with('&') {
            text.push(reference(cursor)?);
        } else if cursor.take("<![CDATA[") {
            push(&mut text, cursor.until("]]>")?);
        } else if !cursor.comment()? {
            return Ok(text);
        }
    }
}

/// Appends text with its line ends as LF (XML 1.0 section 2.11).
fn push(text: &mut String, part: &str) {
    let mut rest = part;
    while let Some((before, after)) = rest.split_once('\r') {
        text.push_str(before);
        text.push('\n');
        rest = after.strip_prefix('\n').unwrap_or(after);
    }
    text.push_str(rest);
}

/// `&amp;`, `&#10;`, `&#xa;` and the like (XML 1.0 sections 4.1 and 4.6).
fn reference(cursor: &mut Cursor<'_>) -> Result<char, Error> {
    let offset = cursor.offset();
    let unknown = Error::new(ErrorKind::UnknownEntity, offset);
    let mut start = cursor.rest().char_indices().skip(1).take(REFERENCE);
    let end = start.find(|(_, char)| *char == ';').ok_or(unknown)?.0;
    let reference = cursor.advance(end);
    cursor.advance(1);
    let name = reference.get(1..).unwrap_or_default();
    if let Some(number) = name.strip_prefix('#') {
        return character(number).ok_or_else(|| Error::new(ErrorKind::CharacterReference, offset));
    }
    match name {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(unknown),
    }
}

fn character(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    // `from_str_radix` takes a sign, a reference does not.
    let is_digits = digits.chars().all(|digit| digit.is_digit(radix));
    let code = u32::from_str_radix(digits, radix).ok()?;
    char::from_u32(code).filter(|char| is_digits && is_xml(*char))
}
