//! Documents point to what is there: links between files, and paths in the text.

use std::path::{Component, Path, PathBuf};

use super::{Findings, House};
use crate::Outcome;

/// Where a path in backquotes begins when it is one of ours.
const FOLDERS: &[&str] = &["crates/", "docs/", "fuzz/", "xtask/"];

pub(super) fn check(house: &House, findings: &mut Findings) -> Outcome {
    for file in house.tree.files().filter(|file| file.ends_with(".md")) {
        for target in targets(&house.tree.read(file)?, file) {
            if !exists(house, &target) {
                findings.violation(
                    file,
                    &format!("points to {target}, which is not there"),
                    "mend the link or the path",
                );
            }
        }
    }
    Ok(())
}

/// Every file or folder that a document points to, from the root of the repository.
fn targets(text: &str, file: &str) -> Vec<String> {
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    let mut found = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            found.extend(links(line).filter_map(|link| resolve(folder, link)));
            found.extend(paths(line).map(str::to_owned));
        }
    }
    found
}

/// `](target)`, without what follows `#`; addresses and places in the same file are not ours.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| {
        let link = rest.split([')', '#', ' ']).next()?;
        let foreign = link.is_empty() || link.contains(':');
        (!foreign).then_some(link)
    })
}

/// Words in backquotes that are paths of ours. A pattern, a blank or a name in capitals (`NAME`)
/// makes one an example.
fn paths(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2).filter(|word| {
        FOLDERS.iter().any(|folder| word.starts_with(folder))
            && !word.contains(['*', '…', ' ', '<', ':'])
            && !word.contains("NNN")
            && *word == word.trim_end_matches(|c: char| c.is_ascii_uppercase())
    })
}

fn resolve(folder: &Path, link: &str) -> Option<String> {
    let mut path = PathBuf::new();
    for part in folder.join(link).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    path.to_str().map(|path| path.replace('\\', "/"))
}

fn exists(house: &House, target: &str) -> bool {
    let folder = format!("{}/", target.trim_end_matches('/'));
    house.tree.has(target) || house.tree.files().any(|file| file.starts_with(&folder))
}

#[cfg(test)]
mod tests {
    use super::targets;

    #[test]
    fn links_and_paths_are_found() {
        let text = "See [a](../b.md#x), [c](https://d.e/f), [g](#h) and `crates/x/src/` or `crates/*/y`.\n\
            ```text\n[not](a.link)\n```\n";
        assert_eq!(
            targets(text, "docs/design/README.md"),
            ["docs/b.md", "crates/x/src/"]
        );
    }
}
