//! The values of Apple's extensions: a NULL, a bare text, or the list of topics.

use alloc::string::String;

use super::known;
use crate::{
    error::{Error, ErrorKind, Field},
    extension::Extension,
    name::{StringType, text_of},
    tlv,
};

/// What kind of value an extension has.
enum Shape {
    Marker,
    Text,
    Topics,
    /// Of no interest for push: `~.6.1.n` says what a code signing certificate may sign, and is
    /// critical there.
    Elsewhere,
}

fn shape(oid: &[u8]) -> Option<Shape> {
    match oid.strip_prefix(&known::ARC)? {
        [6, 3, 1 | 2 | 5] | [4, 12] => Some(Shape::Marker),
        [6, 3, 3 | 4] | [6, 1, 16 | 17] => Some(Shape::Text),
        [6, 3, 6] => Some(Shape::Topics),
        [6, 1, ..] => Some(Shape::Elsewhere),
        arc => is_authority_marker(arc).then_some(Shape::Marker),
    }
}

fn is_authority_marker(arc: &[u8]) -> bool {
    matches!(arc.strip_prefix(&known::AUTHORITY_MARKERS), Some([_]))
}

/// Whether the extension marks one of Apple's authorities (`~.6.2.n`).
pub(super) fn marks_authority(extension: &Extension<'_>) -> bool {
    extension
        .oid
        .strip_prefix(&known::ARC)
        .is_some_and(is_authority_marker)
}

/// Reads the value of one of Apple's extensions, `None` for all others. The list of topics has
/// its own remarks and is not read here.
pub(crate) fn check(extension: &Extension<'_>) -> Option<Result<(), Error>> {
    Some(match shape(extension.oid)? {
        Shape::Marker => marker(extension),
        Shape::Text => text(extension).map(drop),
        Shape::Topics | Shape::Elsewhere => Ok(()),
    })
}

fn marker(extension: &Extension<'_>) -> Result<(), Error> {
    let field = Field::AppleMarker;
    let null = tlv::single(extension.value, extension.value_start, tlv::NULL, field)?;
    if null.value.is_empty() {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InvalidValue { field }, null.start))
}

/// One bare text. Apple writes UTF8String; other string types are read as well.
pub(super) fn text(extension: &Extension<'_>) -> Result<String, Error> {
    let field = Field::AppleText;
    let expected = 0x0c;
    let mut reader = tlv::Reader::new(extension.value, extension.value_start);
    let start = reader.offset();
    let element = reader
        .next()?
        .ok_or(Error::new(ErrorKind::Missing { field }, start))?;
    if !StringType::from_tag(element.tag).is_text() {
        element.expect(expected, field)?;
    }
    reader.finish(field)?;
    let text = text_of(element.tag, element.value)
        .ok_or(Error::new(ErrorKind::InvalidValue { field }, start))?;
    if text.is_empty() {
        return Err(Error::new(ErrorKind::Empty { field }, start));
    }
    Ok(text)
}
