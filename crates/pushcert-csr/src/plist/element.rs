//! The elements of a property list.

use alloc::{collections::BTreeMap, string::String, vec::Vec};

use super::cursor::{Cursor, Form, Tag};
use super::error::{Error, ErrorKind, LimitName};
use super::{Limits, MAX_DEPTH, Value, scalar, text};

/// `<plist>` with one value in it, and nothing after it.
pub(super) fn plist(cursor: &mut Cursor<'_>, limits: &Limits) -> Result<Value, Error> {
    let tag = cursor.tag()?;
    match (tag.name, tag.form) {
        ("plist", Form::Start) => {}
        ("plist", Form::Empty) => return Err(Error::new(ErrorKind::Empty, tag.offset)),
        _ => return Err(Error::new(ErrorKind::NotXml, tag.offset)),
    }
    let mut reader = Reader {
        cursor,
        limits,
        values: 0,
    };
    let first = reader.next()?;
    if (first.name, first.form) == ("plist", Form::End) {
        return Err(Error::new(ErrorKind::Empty, first.offset));
    }
    let value = reader.value(first, 1)?;
    let last = reader.next()?;
    match (last.name, last.form) {
        ("plist", Form::End) => {}
        (_, Form::End) => return Err(Error::new(ErrorKind::MismatchedEnd, last.offset)),
        _ => return Err(Error::new(ErrorKind::TrailingContent, last.offset)),
    }
    cursor.misc()?;
    if cursor.rest().is_empty() {
        return Ok(value);
    }
    Err(cursor.error(ErrorKind::TrailingContent))
}

struct Reader<'c, 'a> {
    cursor: &'c mut Cursor<'a>,
    limits: &'c Limits,
    values: usize,
}

impl<'a> Reader<'_, 'a> {
    /// The next tag; only white space and comments may stand before it.
    fn next(&mut self) -> Result<Tag<'a>, Error> {
        self.cursor.misc()?;
        self.cursor.tag()
    }

    /// The value that starts with this tag. The depth is bounded, and so is the recursion.
    fn value(&mut self, tag: Tag<'a>, depth: usize) -> Result<Value, Error> {
        let fail = |kind| Err(Error::new(kind, tag.offset));
        if tag.form == Form::End {
            return fail(ErrorKind::MismatchedEnd);
        }
        self.charge(&tag, depth)?;
        match tag.name {
            "dict" if tag.form == Form::Empty => Ok(Value::Dict(BTreeMap::new())),
            "dict" => self.dict(depth),
            "array" if tag.form == Form::Empty => Ok(Value::Array(Vec::new())),
            "array" => self.array(depth),
            name if scalar::is_scalar(name) => {
                let text = self.text(&tag)?;
                scalar::read(name, text).map_or_else(|| fail(ErrorKind::InvalidValue), Ok)
            }
            "key" | "plist" => fail(ErrorKind::UnexpectedElement),
            _ => fail(ErrorKind::UnknownElement),
        }
    }

    fn charge(&mut self, tag: &Tag<'_>, depth: usize) -> Result<(), Error> {
        let deepest = self.limits.max_depth.min(MAX_DEPTH);
        if depth > deepest {
            return Err(Error::limit(LimitName::Depth, depth, deepest, tag.offset));
        }
        self.values = self.values.saturating_add(1);
        let most = self.limits.max_values;
        if self.values > most {
            return Err(Error::limit(
                LimitName::Values,
                self.values,
                most,
                tag.offset,
            ));
        }
        Ok(())
    }

    fn array(&mut self, depth: usize) -> Result<Value, Error> {
        let mut items = Vec::new();
        loop {
            let tag = self.next()?;
            if (tag.name, tag.form) == ("array", Form::End) {
                return Ok(Value::Array(items));
            }
            items.push(self.value(tag, depth.saturating_add(1))?);
        }
    }

    fn dict(&mut self, depth: usize) -> Result<Value, Error> {
        let mut dict = BTreeMap::new();
        loop {
            let tag = self.next()?;
            match (tag.name, tag.form) {
                ("dict", Form::End) => return Ok(Value::Dict(dict)),
                (_, Form::End) => return Err(Error::new(ErrorKind::MismatchedEnd, tag.offset)),
                ("key", _) => {}
                _ => return Err(Error::new(ErrorKind::UnexpectedElement, tag.offset)),
            }
            let key = self.text(&tag)?;
            if dict.contains_key(&key) {
                return Err(Error::new(ErrorKind::DuplicateKey, tag.offset));
            }
            let start = self.next()?;
            if matches!((start.name, start.form), ("dict", Form::End) | ("key", _)) {
                return Err(Error::new(ErrorKind::KeyWithoutValue, tag.offset));
            }
            let value = self.value(start, depth.saturating_add(1))?;
            dict.insert(key, value);
        }
    }

    /// The text of an element, and its end tag.
    fn text(&mut self, tag: &Tag<'_>) -> Result<String, Error> {
        if tag.form == Form::Empty {
            return Ok(String::new());
        }
        let text = text::read(self.cursor)?;
        let end = self.cursor.tag()?;
        if end.form != Form::End {
            return Err(Error::new(ErrorKind::UnexpectedElement, end.offset));
        }
        if end.name != tag.name {
            return Err(Error::new(ErrorKind::MismatchedEnd, end.offset));
        }
        Ok(text)
    }
}
