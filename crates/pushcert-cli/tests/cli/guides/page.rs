//! Reading a guide.

use crate::support::root;

/// A guide, cut into parts.
pub(super) struct Page {
    pub(super) text: String,
    /// Each part with the number of its first line.
    pub(super) parts: Vec<(usize, Part)>,
}

/// A part of a guide.
pub(super) enum Part {
    /// A block of commands.
    Shell(String),
    /// What the last block of commands prints.
    Output(String),
    /// A block that needs Apple, a Mac or the network.
    Elsewhere(String),
    /// What happens in between, in a comment.
    Direction(String),
    /// A line of text.
    Prose(String),
}

/// The comment in front of a block that is not run here.
const ELSEWHERE: &str = "elsewhere";

impl Page {
    /// Reads a guide by its name.
    #[track_caller]
    pub(super) fn read(name: &str) -> Self {
        let path = root().join(format!("docs/guides/{name}.md"));
        let text = std::fs::read_to_string(path).unwrap();
        let parts = parts(&text);
        Self { text, parts }
    }

    /// The text alone, on one line: no blocks and no comments.
    pub(super) fn prose(&self) -> String {
        let lines = self.parts.iter().filter_map(|(_, part)| match part {
            Part::Prose(line) => Some(line.as_str()),
            _ => None,
        });
        let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
        words.join(" ")
    }
}

#[track_caller]
fn parts(text: &str) -> Vec<(usize, Part)> {
    let mut parts = Vec::new();
    let mut is_elsewhere = false;
    let mut lines = (1..).zip(text.lines());
    while let Some((number, line)) = lines.next() {
        let part = if let Some(language) = line.strip_prefix("```") {
            let block = lines.by_ref().map(|(_, line)| line);
            let block: Vec<&str> = block.take_while(|line| *line != "```").collect();
            let block = block.join("\n");
            match language {
                "sh" => Part::Shell(block),
                "text" if std::mem::take(&mut is_elsewhere) => Part::Elsewhere(block),
                "text" => Part::Output(block),
                other => panic!("line {number}: a block is sh or text, not {other}"),
            }
        } else if let Some(direction) = direction(line) {
            if direction.starts_with(ELSEWHERE) {
                is_elsewhere = true;
                continue;
            }
            Part::Direction(direction.to_owned())
        } else {
            Part::Prose(line.to_owned())
        };
        parts.push((number, part));
    }
    assert!(!is_elsewhere, "no block follows the last comment");
    parts
}

fn direction(line: &str) -> Option<&str> {
    let text = line.strip_prefix("<!-- test: ")?;
    let text = text.strip_suffix(" -->");
    Some(text.expect("a comment for the test is one line"))
}
