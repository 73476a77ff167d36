//! A place in the text, and the markup of XML 1.0 as far as property lists have it.

use super::error::{Error, ErrorKind};

const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// A start tag, with or without its end in it, or an end tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) form: Form,
    /// Where it starts.
    pub(super) offset: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `<a>`
    Start,
    /// `<a/>`
    Empty,
    /// `</a>`
    End,
}

pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// Checks every character (XML 1.0 section 2.2), so that nobody has to afterwards.
    pub(super) fn new(text: &'a str) -> Result<Self, Error> {
        match text.char_indices().find(|(_, char)| !is_xml(*char)) {
            Some((offset, _)) => Err(Error::new(ErrorKind::InvalidCharacter, offset)),
            None => Ok(Self { text, at: 0 }),
        }
    }

    pub(super) const fn offset(&self) -> usize {
        self.at
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn error(&self, kind: ErrorKind) -> Error {
        let kind = match kind {
            ErrorKind::Markup if self.rest().is_empty() => ErrorKind::UnexpectedEnd,
            other => other,
        };
        Error::new(kind, self.at)
    }

    /// The next `length` bytes, which the caller found to be whole characters.
    pub(super) fn advance(&mut self, length: usize) -> &'a str {
        let taken = self.rest().get(..length).unwrap_or_default();
        self.at = self.at.saturating_add(taken.len());
        taken
    }

    /// Passes over the text if it comes next.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let is_next = self.rest().starts_with(text);
        if is_next {
            self.advance(text.len());
        }
        is_next
    }

    /// What stands before `end`, which is passed over as well.
    pub(super) fn until(&mut self, end: &str) -> Result<&'a str, Error> {
        let Some(length) = self.rest().find(end) else {
            return Err(Error::new(ErrorKind::UnexpectedEnd, self.text.len()));
        };
        let found = self.advance(length);
        self.advance(end.len());
        Ok(found)
    }

    /// Passes over white space; whether there was any.
    fn space(&mut self) -> bool {
        let rest = self.rest();
        let length = rest
            .len()
            .saturating_sub(rest.trim_start_matches(SPACE).len());
        self.advance(length);
        length > 0
    }

    /// White space and comments.
    pub(super) fn misc(&mut self) -> Result<(), Error> {
        loop {
            self.space();
            if !self.comment()? {
                return Ok(());
            }
        }
    }

    pub(super) fn comment(&mut self) -> Result<bool, Error> {
        let is_comment = self.take("<!--");
        if is_comment {
            self.until("-->")?;
        }
        Ok(is_comment)
    }

    /// Byte order mark, declaration, document type (XML 1.0 section 2.8).
    pub(super) fn prolog(&mut self) -> Result<(), Error> {
        self.take("\u{feff}");
        self.space();
        if !self.rest().starts_with('<') {
            return Err(Error::new(ErrorKind::NotXml, self.at));
        }
        if self.take("<?xml") {
            self.declaration()?;
        }
        self.misc()?;
        if self.take("<!DOCTYPE") {
            self.document_type()?;
            self.misc()?;
        }
        Ok(())
    }

    fn declaration(&mut self) -> Result<(), Error> {
        while self.space() && !self.rest().starts_with('?') {
            let offset = self.at;
            let (name, value) = self.attribute()?;
            let is_utf8 = ["utf-8", "utf8", "us-ascii"]
                .iter()
                .any(|known| value.eq_ignore_ascii_case(known));
            if name == "encoding" && !is_utf8 {
                return Err(Error::new(ErrorKind::Encoding, offset));
            }
        }
        match self.take("?>") {
            true => Ok(()),
            false => Err(self.error(ErrorKind::Markup)),
        }
    }

    /// `<!DOCTYPE plist PUBLIC "…" "…">`, without an internal subset. Nothing is fetched.
    fn document_type(&mut self) -> Result<(), Error> {
        if !self.space() || self.name() != "plist" {
            return Err(self.error(ErrorKind::Markup));
        }
        self.space();
        let literals = match (self.take("PUBLIC"), self.take("SYSTEM")) {
            (true, _) => 2,
            (_, true) => 1,
            _ => 0,
        };
        for _ in 0..literals {
            if !self.space() {
                return Err(self.error(ErrorKind::Markup));
            }
            self.literal()?;
        }
        self.space();
        if self.rest().starts_with('[') {
            return Err(self.error(ErrorKind::InternalSubset));
        }
        match self.take(">") {
            true => Ok(()),
            false => Err(self.error(ErrorKind::Markup)),
        }
    }

    fn literal(&mut self) -> Result<&'a str, Error> {
        for quote in ["\"", "'"] {
            if self.take(quote) {
                return self.until(quote);
            }
        }
        Err(self.error(ErrorKind::Markup))
    }

    fn attribute(&mut self) -> Result<(&'a str, &'a str), Error> {
        let name = self.name();
        self.space();
        if name.is_empty() || !self.take("=") {
            return Err(self.error(ErrorKind::Markup));
        }
        self.space();
        let offset = self.at;
        let value = self.literal()?;
        if value.contains('<') {
            return Err(Error::new(ErrorKind::Markup, offset));
        }
        Ok((name, value))
    }

    fn name(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"_:-.".contains(c));
        self.advance(end.unwrap_or(rest.len()))
    }

    /// The next tag. Attributes are passed over: of those that property lists have, `version`, there
    /// is one value only.
    pub(super) fn tag(&mut self) -> Result<Tag<'a>, Error> {
        let offset = self.at;
        let rest = self.rest();
        if rest.starts_with("<?") {
            return Err(self.error(ErrorKind::ProcessingInstruction));
        }
        if !rest.is_empty() && !rest.starts_with('<') {
            return Err(self.error(ErrorKind::UnexpectedText));
        }
        let is_end = self.take("</");
        if !is_end && !self.take("<") {
            return Err(self.error(ErrorKind::Markup));
        }
        let name = self.name();
        if name.is_empty() {
            return Err(self.error(ErrorKind::Markup));
        }
        while self.space() && !is_end && !self.rest().starts_with(['/', '>']) {
            self.attribute()?;
        }
        let form = match (is_end, self.take("/>"), self.take(">")) {
            (true, false, true) => Form::End,
            (false, true, _) => Form::Empty,
            (false, _, true) => Form::Start,
            _ => return Err(self.error(ErrorKind::Markup)),
        };
        Ok(Tag { name, form, offset })
    }
}

/// `Char` of XML 1.0 section 2.2; surrogates are no characters of Rust either.
pub(super) const fn is_xml(char: char) -> bool {
    match char {
        '\t' | '\n' | '\r' => true,
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    }
}
