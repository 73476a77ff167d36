//! A page of Markdown, as far as the diagnostics pages use it, for a terminal.
//!
//! Known are headings, paragraphs, lists, quotations, fenced code and, inside of lines, `code`,
//! **strong** and [links](https://example.com). Anything else is printed as it stands.

use super::escape::escape;
use super::style::{Painted, Palette};
use super::wrap::{pad, wrap};

/// Appends the page.
pub(crate) fn write(out: &mut String, markdown: &str, palette: &Palette, width: usize) {
    let mut page = Page {
        out,
        palette,
        width,
        open: None,
    };
    let mut in_code = false;
    for line in markdown.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        if line.trim_start().starts_with("```") {
            page.flush();
            in_code = !in_code;
        } else if in_code {
            page.code(line);
        } else {
            page.line(line);
        }
    }
    page.flush();
}

/// A paragraph or an entry of a list that is still being collected.
struct Block {
    /// `""`, `• ` or `1. `.
    mark: String,
    text: String,
}

struct Page<'a> {
    out: &'a mut String,
    palette: &'a Palette,
    width: usize,
    open: Option<Block>,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            self.flush();
            if !self.out.is_empty() && !self.out.ends_with("\n\n") {
                self.out.push('\n');
            }
        } else if let Some(heading) = heading(trimmed) {
            self.flush();
            self.out.push_str(&format!(
                "{}\n",
                Painted(self.palette.strong, escape(heading))
            ));
        } else if let Some((mark, text)) = entry(trimmed) {
            self.flush();
            self.open = Some(Block {
                mark,
                text: text.to_owned(),
            });
        } else {
            let text = trimmed.strip_prefix("> ").unwrap_or(trimmed);
            let block = self.open.get_or_insert_with(|| Block {
                mark: String::new(),
                text: String::new(),
            });
            if !block.text.is_empty() {
                block.text.push(' ');
            }
            block.text.push_str(text);
        }
    }

    fn code(&mut self, line: &str) {
        pad(self.out, 4);
        self.out
            .push_str(&format!("{}\n", Painted(self.palette.code, escape(line))));
    }

    fn flush(&mut self) {
        let Some(Block { mark, text }) = self.open.take() else {
            return;
        };
        pad(self.out, 2);
        self.out.push_str(&mark);
        let indent = 2 + mark.chars().count();
        let text = inline(&escape(&text), self.palette);
        wrap(self.out, &text, indent, self.width);
    }
}

fn heading(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    (rest.len() < line.len())
        .then(|| rest.strip_prefix(' '))
        .flatten()
}

/// An entry of a list: its mark, and its text.
fn entry(line: &str) -> Option<(String, &str)> {
    if let Some(text) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
        return Some(("• ".to_owned(), text));
    }
    let (number, text) = line.split_once(". ")?;
    let is_number =
        number.len() <= 2 && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| (format!("{number}. "), text))
}

/// Marks inside of a line become colours; without colours, code keeps its backquotes.
pub(crate) fn inline(text: &str, palette: &Palette) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(at) = rest.find(['`', '*', '[']) {
        let (before, marked) = rest.split_at(at);
        out.push_str(before);
        let taken = span(&mut out, marked, palette);
        let taken = taken.max(1);
        rest = marked.get(taken..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Appends what a mark begins, and tells how many bytes of the text that was. Where the mark is
/// not ended, it is an ordinary character.
fn span(out: &mut String, marked: &str, palette: &Palette) -> usize {
    if let Some((inner, taken)) = between(marked, "`", "`") {
        let quote = if palette.is_colored() { "" } else { "`" };
        out.push_str(&format!(
            "{}",
            Painted(palette.code, format_args!("{quote}{inner}{quote}"))
        ));
        return taken;
    }
    if let Some((inner, taken)) = between(marked, "**", "**") {
        out.push_str(&Painted(palette.strong, inner).to_string());
        return taken;
    }
    if let Some((label, start)) = between(marked, "[", "]")
        && let Some((address, more)) = marked.get(start..).and_then(|rest| between(rest, "(", ")"))
    {
        out.push_str(&format!("{label} <{address}>"));
        return start + more;
    }
    out.extend(marked.chars().next());
    1
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<(&'a str, usize)> {
    let inside = text.strip_prefix(open)?;
    let end = inside.find(close).filter(|end| *end > 0)?;
    Some((inside.get(..end)?, open.len() + end + close.len()))
}

#[cfg(test)]
mod tests {
    use super::{inline, write};
    use crate::text::style::Palette;

    fn plain(markdown: &str) -> String {
        let mut out = String::new();
        write(&mut out, markdown, &Palette::PLAIN, 40);
        out
    }

    #[test]
    fn blocks() {
        assert_eq!(
            plain("One\ntwo.\n\n## Why\n- a\n  b\n- c\n"),
            "  One two.\n\nWhy\n  • a b\n  • c\n"
        );
        assert_eq!(
            plain("1. a\n2. b\n```sh\nrun --it\n```\n"),
            "  1. a\n  2. b\n    run --it\n"
        );
    }

    #[test]
    fn marks_inside_of_lines() {
        let with = |text| inline(text, &Palette::PLAIN);
        assert_eq!(
            with("see `a b` and **this** at [page](https://x.y)"),
            "see `a b` and this at page <https://x.y>"
        );
        assert_eq!(with("2 * 3 [0] `open"), "2 * 3 [0] `open");
        assert!(inline("`x`", &Palette::COLORED).contains("\u{1b}["));
    }
}
