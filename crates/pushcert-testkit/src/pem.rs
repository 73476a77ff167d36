//! PEM text in every style that files in the wild have.
//!
//! ```
//! use pushcert_testkit::pem::Style;
//!
//! let plain = pushcert_testkit::pem::encode("CERTIFICATE", &[1, 2, 3]);
//! assert_eq!(plain, "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n");
//! let windows = Style::new().line_end("\r\n").bom().encode("CERTIFICATE", &[1, 2, 3]);
//! assert!(windows.starts_with("\u{feff}-----BEGIN"));
//! ```

use base64ct::{Base64, Encoding};

/// RFC 7468 text: 64 columns, LF, one block.
pub fn encode(label: &str, der: &[u8]) -> String {
    Style::new().encode(label, der)
}

/// Several blocks, one after the other.
pub fn bundle(blocks: &[(&str, &[u8])]) -> String {
    blocks
        .iter()
        .map(|(label, der)| encode(label, der))
        .collect()
}

/// A block with RFC 1421 headers and the empty line after them.
pub fn with_headers(label: &str, headers: &[(&str, &str)], der: &[u8]) -> String {
    let mut text = format!("-----BEGIN {label}-----\n");
    for (name, value) in headers {
        text += &format!("{name}: {value}\n");
    }
    text + "\n" + &wrapped(&base64(der), 64, "\n") + &format!("-----END {label}-----\n")
}

/// The text that `openssl pkcs12` writes before each block. `subject` and `issuer` are one-line
/// names; leave them empty before a key.
pub fn bag_attributes(
    friendly_name: &str,
    local_key_id: &[u8],
    subject: &str,
    issuer: &str,
) -> String {
    let id: Vec<String> = local_key_id
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    let mut text = format!("Bag Attributes\n    friendlyName: {friendly_name}\n");
    text += &format!("    localKeyID: {} \n", id.join(" "));
    if subject.is_empty() {
        text += "Key Attributes: <No Attributes>\n";
    } else {
        text += &format!("subject={subject}\n\nissuer={issuer}\n\n");
    }
    text
}

/// UTF-16 with byte order mark, little-endian.
pub fn utf16_le(text: &str) -> Vec<u8> {
    let mut out = vec![0xff, 0xfe];
    out.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    out
}

/// UTF-16 with byte order mark, big-endian.
pub fn utf16_be(text: &str) -> Vec<u8> {
    let mut out = vec![0xfe, 0xff];
    out.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    out
}

/// Base64 on one line.
pub fn base64(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

/// Lines of so many characters.
pub fn wrapped(text: &str, columns: usize, line_end: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / columns * line_end.len() + 2);
    let mut rest = text;
    while !rest.is_empty() {
        let cut = rest
            .char_indices()
            .nth(columns)
            .map_or(rest.len(), |(index, _)| index);
        let (line, tail) = rest.split_at(cut);
        out.push_str(line);
        out.push_str(line_end);
        rest = tail;
    }
    out
}

/// How one block is written; start from [`Style::new`], the form of RFC 7468.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Style {
    columns: usize,
    line_end: &'static str,
    indent: &'static str,
    preamble: String,
    bom: bool,
    end_label: Option<String>,
    end_line: bool,
    last_line_end: bool,
    lower_case: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self::new()
    }
}

impl Style {
    /// 64 columns, LF, nothing before or after.
    pub fn new() -> Self {
        Self {
            columns: 64,
            line_end: "\n",
            indent: "",
            preamble: String::new(),
            bom: false,
            end_label: None,
            end_line: true,
            last_line_end: true,
            lower_case: false,
        }
    }

    /// Base64 characters per line; `usize::MAX` for one line.
    ///
    /// # Panics
    /// When it is 0.
    pub fn columns(mut self, columns: usize) -> Self {
        assert!(columns > 0, "a line holds something");
        self.columns = columns;
        self
    }

    /// The end of each line: `"\r\n"`, `"\r"`.
    pub fn line_end(mut self, line_end: &'static str) -> Self {
        self.line_end = line_end;
        self
    }

    /// Blanks before each line.
    pub fn indent(mut self, indent: &'static str) -> Self {
        self.indent = indent;
        self
    }

    /// Text before the block, as it is.
    pub fn preamble(mut self, text: &str) -> Self {
        text.clone_into(&mut self.preamble);
        self
    }

    /// A byte order mark at the start (U+FEFF, three bytes in UTF-8).
    pub fn bom(mut self) -> Self {
        self.bom = true;
        self
    }

    /// Another label on the END line.
    pub fn end_label(mut self, label: &str) -> Self {
        self.end_label = Some(label.to_owned());
        self
    }

    /// No END line at all.
    pub fn without_end(mut self) -> Self {
        self.end_line = false;
        self
    }

    /// No line end after the END line, so that the next block is glued to it.
    pub fn glued(mut self) -> Self {
        self.last_line_end = false;
        self
    }

    /// The markers in lower case.
    pub fn lower_case(mut self) -> Self {
        self.lower_case = true;
        self
    }

    /// Writes one block.
    pub fn encode(&self, label: &str, der: &[u8]) -> String {
        self.encode_body(label, &base64(der))
    }

    /// Writes one block around base64 that the caller made, right or wrong.
    pub fn encode_body(&self, label: &str, body: &str) -> String {
        let end_label = self.end_label.as_deref().unwrap_or(label);
        let mut lines = vec![self.marker("BEGIN", label)];
        lines.extend(wrapped(body, self.columns, "\n").lines().map(str::to_owned));
        if self.end_line {
            lines.push(self.marker("END", end_label));
        }
        let separator = format!("{}{}", self.line_end, self.indent);
        let bom = if self.bom { "\u{feff}" } else { "" };
        let last = if self.last_line_end {
            self.line_end
        } else {
            ""
        };
        format!(
            "{bom}{}{}{}{last}",
            self.preamble,
            self.indent,
            lines.join(&separator)
        )
    }

    fn marker(&self, word: &str, label: &str) -> String {
        let text = format!("-----{word} {label}-----");
        if self.lower_case {
            text.to_lowercase()
        } else {
            text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_may_be_short() {
        let text = encode("X", &[0; 50]);
        let lengths: Vec<usize> = text.lines().map(str::len).collect();
        assert_eq!(lengths, [17, 64, 4, 15]);
    }

    #[test]
    fn styles_change_one_thing_each() {
        let style = Style::new();
        assert!(
            style
                .clone()
                .line_end("\r")
                .encode("X", b"abc")
                .contains("-----\rYWJj\r")
        );
        assert!(
            style
                .clone()
                .without_end()
                .encode("X", b"abc")
                .ends_with("YWJj\n")
        );
        assert!(
            style
                .clone()
                .end_label("Y")
                .encode("X", b"abc")
                .contains("END Y")
        );
        assert!(
            style
                .clone()
                .indent("  ")
                .encode("X", b"abc")
                .contains("\n  YWJj\n")
        );
        assert!(style.clone().glued().encode("X", b"abc").ends_with("-----"));
        assert!(
            style
                .lower_case()
                .encode("X", b"abc")
                .starts_with("-----begin x-----")
        );
    }
}
