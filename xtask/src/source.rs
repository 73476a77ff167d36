//! Just enough of Rust's grammar to measure a file: where comments and literals are, where
//! functions begin and end.

/// A Rust file with its comments blanked and its literals crossed out, line for line.
#[derive(Debug)]
pub(crate) struct Source {
    masked: String,
}

/// A function with a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// Line of the `fn`, from 1.
    pub(crate) first: usize,
    /// Line of the closing brace.
    pub(crate) last: usize,
    /// Lines from the first to the last that hold code.
    pub(crate) code_lines: usize,
}

impl Source {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            masked: mask(text, crossed),
        }
    }

    /// Lines that are neither blank nor all comment.
    pub(crate) fn code_lines(&self) -> usize {
        self.masked.lines().filter(|l| !l.trim().is_empty()).count()
    }

    /// Every function that has a body, in the order of the file.
    pub(crate) fn functions(&self) -> Vec<Function> {
        let text = self.masked.as_str();
        let mut found = Vec::new();
        for (at, _) in text.match_indices("fn ") {
            let before = text[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let name: String = text[at + 3..]
                .trim_start()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            if name.is_empty() {
                continue;
            }
            if let Some((open, close)) = body(text, at) {
                let first = line_of(text, at);
                let last = line_of(text, close);
                let lines = text.lines().skip(first - 1).take(last + 1 - first);
                debug_assert!(open < close);
                found.push(Function {
                    name,
                    first,
                    last,
                    code_lines: lines.filter(|l| !l.trim().is_empty()).count(),
                });
            }
        }
        found
    }

    /// The line of the first `#[cfg(test)]`, from 1: what is below it is test code.
    pub(crate) fn tests_from(&self) -> Option<usize> {
        let at = self.masked.find("#[cfg(test)]")?;
        Some(line_of(&self.masked, at))
    }
}

/// The text with comments blanked; literals stay.
pub(crate) fn without_comments(text: &str) -> String {
    mask(text, |c| c)
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// The braces of the body that belongs to the `fn` at `at`, if it has one.
fn body(text: &str, at: usize) -> Option<(usize, usize)> {
    let mut round = 0_i32;
    let mut curly = 0_i32;
    let mut open = None;
    for (i, c) in text[at..].char_indices() {
        match c {
            '(' | '[' => round += 1,
            ')' | ']' => round -= 1,
            ';' if round == 0 && open.is_none() => return None,
            '{' => {
                if round == 0 && open.is_none() {
                    open = Some(at + i);
                }
                curly += 1;
            }
            '}' => {
                curly -= 1;
                if let (0, Some(open)) = (curly, open) {
                    return Some((open, at + i));
                }
            }
            _ => {}
        }
    }
    None
}

/// Blanks comments and passes every character of a literal through `literal`; newlines stay.
fn mask(text: &str, literal: fn(char) -> char) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let previous = out.chars().next_back().unwrap_or(' ');
        let (len, token) = token(rest, c, previous);
        let (piece, tail) = rest.split_at(len);
        match token {
            Token::Code => out.push_str(piece),
            Token::Comment => out.extend(piece.chars().map(blank)),
            Token::Literal => out.extend(piece.chars().map(literal)),
        }
        rest = tail;
    }
    out
}

fn blank(c: char) -> char {
    if c == '\n' { '\n' } else { ' ' }
}

fn crossed(c: char) -> char {
    if c.is_whitespace() { c } else { '_' }
}

enum Token {
    Code,
    Comment,
    Literal,
}

/// Length of the next token, and what it is.
fn token(rest: &str, c: char, previous: char) -> (usize, Token) {
    let word = previous.is_alphanumeric() || previous == '_';
    if rest.starts_with("//") {
        (rest.find('\n').unwrap_or(rest.len()), Token::Comment)
    } else if rest.starts_with("/*") {
        (block_comment(rest), Token::Comment)
    } else if c == '"' {
        (string(rest), Token::Literal)
    } else if let (false, Some(len)) = (word, raw_string(rest)) {
        (len, Token::Literal)
    } else if let ('\'', Some(len)) = (c, character(rest)) {
        (len, Token::Literal)
    } else {
        (c.len_utf8(), Token::Code)
    }
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_u32;
    let mut i = 0;
    while i < rest.len() {
        if rest[i..].starts_with("/*") {
            depth += 1;
            i += 2;
        } else if rest[i..].starts_with("*/") {
            depth -= 1;
            i += 2;
            if depth == 0 {
                return i;
            }
        } else {
            i += rest[i..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (i, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return i + 1,
            _ => {}
        }
    }
    rest.len()
}

fn raw_string(rest: &str) -> Option<usize> {
    let start = ["r", "br", "cr"]
        .iter()
        .find(|prefix| rest.starts_with(*prefix) && rest[prefix.len()..].starts_with(['"', '#']))?
        .len();
    let hashes = rest[start..].chars().take_while(|c| *c == '#').count();
    let open = start + hashes;
    if !rest[open..].starts_with('"') {
        return None;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    let end = rest[open + 1..].find(&close)?;
    Some(open + 1 + end + close.len())
}

/// Length of a character literal; `None` for a lifetime.
fn character(rest: &str) -> Option<usize> {
    let mut chars = rest.char_indices().skip(1);
    let (_, first) = chars.next()?;
    if first == '\\' {
        chars.next()?;
        return chars.find(|(_, c)| *c == '\'').map(|(i, _)| i + 1);
    }
    let (i, second) = chars.next()?;
    (second == '\'').then_some(i + 1)
}

#[cfg(test)]
mod tests {
    use super::{Function, Source};

    #[test]
    fn comments_and_literals_are_not_code() {
        let text =
            "// a\nlet x = \"}\\\"{\"; /* { /* } */\n */ let y = r#\"\"{\"#;\nlet z = '{';\n";
        let source = Source::new(text);
        assert!(!source.masked.contains(['{', '}']), "{}", source.masked);
        assert_eq!(source.masked.len(), text.len());
        assert!(super::without_comments(text).contains("'{'"));
        assert_eq!(source.code_lines(), 3);
    }

    #[test]
    fn lifetimes_are_no_literals() {
        let source = Source::new("fn f<'a>(x: &'a str) -> &'a str {\n    x\n}\n");
        assert_eq!(source.functions().len(), 1);
    }

    #[test]
    fn functions_are_measured_without_blank_lines_and_comments() {
        let text = "trait T { fn none(&self); }\n\nfn two() {\n    // why\n\n    if x { y() }\n}\n";
        assert_eq!(
            Source::new(text).functions(),
            [Function {
                name: "two".into(),
                first: 3,
                last: 7,
                code_lines: 3
            }]
        );
    }

    #[test]
    fn array_types_and_function_pointers_do_not_end_a_signature() {
        let text = "fn f(a: [u8; 3], g: fn(u8) -> u8) -> [u8; 2] {\n    b()\n}\n";
        let names: Vec<_> = Source::new(text)
            .functions()
            .into_iter()
            .map(|f| f.name)
            .collect();
        assert_eq!(names, ["f"]);
    }
}
