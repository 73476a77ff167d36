//! The documentation of the facade crate as Markdown, for the front page.

use std::fs;

use super::Generated;
use crate::tree::root;

const SOURCE: &str = "crates/pushcert/src/lib.rs";
const README: &str = "README.md";

/// Between these two lines the front page holds the library's documentation.
const BEGIN: &str = "<!-- Generated from crates/pushcert/src/lib.rs by `cargo xtask codegen`. -->";
const END: &str = "<!-- End of the generated part. -->";

/// The marked part of the front page.
pub(super) fn generate() -> Result<Generated, String> {
    let front = read(README)?;
    let (before, after) = front
        .split_once(BEGIN)
        .and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)))
        .ok_or_else(|| format!("{README}: the lines\n{BEGIN}\n{END}\nare not there"))?;
    let text = markdown(&read(SOURCE)?, 2);
    Ok(Generated {
        path: README.into(),
        text: format!("{before}{BEGIN}\n\n{}\n\n{END}{after}", text.trim_end()),
    })
}

fn read(path: &str) -> Result<String, String> {
    let text = fs::read_to_string(root().join(path)).map_err(|e| format!("{path}: {e}"))?;
    Ok(text.replace("\r\n", "\n"))
}

/// The `//!` lines of a crate as plain Markdown, headings `deeper` levels down.
fn markdown(source: &str, deeper: usize) -> String {
    let mut out = String::new();
    let mut code: Option<bool> = None;
    for line in source.lines().map_while(|line| line.strip_prefix("//!")) {
        let line = line.strip_prefix(' ').unwrap_or(line);
        if let Some(info) = line.strip_prefix("```") {
            let rust = is_rust(info);
            match code.take() {
                Some(_) => out.push_str("```\n"),
                None => {
                    out.push_str(if rust { "```rust\n" } else { line });
                    out.push_str(if rust { "" } else { "\n" });
                    code = Some(rust);
                }
            }
        } else if code == Some(true) && (line == "#" || line.starts_with("# ")) {
            // Hidden in rustdoc, so hidden here.
        } else if code.is_some() {
            out.push_str(line);
            out.push('\n');
        } else if !is_definition(line) {
            if line.starts_with('#') {
                out.push_str(&"#".repeat(deeper));
            }
            out.push_str(&without_item_links(line));
            out.push('\n');
        }
    }
    out
}

fn is_rust(info: &str) -> bool {
    let first = info.split(',').next().unwrap_or_default().trim();
    matches!(first, "" | "rust" | "no_run" | "should_panic" | "ignore")
}

/// `[`Name`]: path::to::Item`, which only rustdoc can resolve.
fn is_definition(line: &str) -> bool {
    line.starts_with('[')
        && line
            .split_once("]: ")
            .is_some_and(|(_, target)| is_item(target))
}

/// A path of Rust, and no address or file.
fn is_item(target: &str) -> bool {
    !target.contains(['/', '#', '.']) && !target.is_empty()
}

/// `[text](Item)` and `` [`Item`] `` as plain text; links to addresses and files stay.
fn without_item_links(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, link)) = rest.split_once('[') {
        out.push_str(before);
        let Some((text, after)) = link.split_once(']') else {
            out.push('[');
            rest = link;
            continue;
        };
        let target = after
            .strip_prefix('(')
            .and_then(|target| target.split_once(')'));
        match target {
            Some((target, after)) if is_item(target) => {
                out.push_str(text);
                rest = after;
            }
            None if text.starts_with('`') => {
                out.push_str(text);
                rest = after;
            }
            _ => {
                out.push_str(&format!("[{text}]"));
                rest = after;
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::{markdown, without_item_links};

    #[test]
    fn links_that_only_rustdoc_knows_become_text() {
        assert_eq!(
            without_item_links(
                "See [`open`], [the report](report::Report) and [RFC](https://a.b/c)."
            ),
            "See `open`, the report and [RFC](https://a.b/c)."
        );
        assert_eq!(without_item_links("a [b"), "a [b");
    }

    #[test]
    fn hidden_lines_go_and_headings_move_down() {
        let source = "//! Title.\n//!\n//! # Use\n//!\n//! ```\n//! # fn main() {}\n//! let x = 1;\n//! ```\n\
            //!\n//! ```text\n//! # not hidden\n//! ```\n//!\n//! [`x`]: crate::x\nfn f() {}\n";
        assert_eq!(
            markdown(source, 1),
            "Title.\n\n## Use\n\n```rust\nlet x = 1;\n```\n\n```text\n# not hidden\n```\n\n"
        );
    }
}
