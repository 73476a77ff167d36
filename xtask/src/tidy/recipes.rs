//! Every fixture has a recipe: how it was made, so that it can be made again.

use super::{Findings, House};
use crate::Outcome;
use crate::tree::Tree;

/// Where fixtures may be.
const PLACES: &[&str] = &["crates/", "docs/samples/", "fuzz/seeds/"];

/// Endings of what people and tools write: no fixtures.
const WRITTEN: &[&str] = &["gitignore", "lock", "md", "py", "rs", "sh", "toml"];

/// Folders of snapshots below `tests/`: the test that compares one also says how to write it.
const SNAPSHOTS: &str = "/snapshots/";

/// Files that look like data and are written by hand: file, what it is.
const BY_HAND: &[(&str, &str)] = &[(
    "crates/pushcert-diagnostics/retired-codes.txt",
    "the codes that no rule may use again",
)];

/// A data file is covered when `RECIPE.md` (in `docs/samples/`: `README.md`) beside it or in a
/// folder above it names it in backquotes: `` `name.der` `` or, for many alike, `` `*.der` `` or
/// `` `folder/*` ``.
pub(super) fn check(house: &House, findings: &mut Findings) -> Outcome {
    for file in house.tree.files().filter(|file| is_fixture(file)) {
        if !is_covered(&house.tree, file) {
            findings.violation(
                file,
                "no recipe says how it was made",
                "generate it from pushcert-testkit and name it in the RECIPE.md of its folder",
            );
        }
    }
    Ok(())
}

fn is_fixture(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    PLACES.iter().any(|place| file.starts_with(place))
        && !WRITTEN.contains(&ending)
        && !(file.contains("/tests/") && file.contains(SNAPSHOTS))
        && name != ".gitattributes"
        && !BY_HAND.iter().any(|(by_hand, _)| *by_hand == file)
}

fn is_covered(tree: &Tree, file: &str) -> bool {
    let mut dir = file;
    while let Some((above, _)) = dir.rsplit_once('/') {
        dir = above;
        for name in ["RECIPE.md", "README.md"] {
            let recipe = format!("{dir}/{name}");
            let counts = name == "RECIPE.md" || dir == "docs/samples";
            if counts && tree.has(&recipe) {
                let text = tree.text(&recipe).unwrap_or_default();
                let path = file.get(dir.len() + 1..).unwrap_or(file);
                if names(&text, path) {
                    return true;
                }
            }
        }
    }
    false
}

/// Whether a word in backquotes is the path, or a pattern that it matches.
fn names(recipe: &str, path: &str) -> bool {
    recipe
        .split('`')
        .skip(1)
        .step_by(2)
        .any(|word| matches(word.trim(), path))
}

/// A pattern has one `*`, which stands for anything; without a folder it is compared with the
/// file's name.
fn matches(pattern: &str, path: &str) -> bool {
    let path = if pattern.contains('/') {
        path
    } else {
        path.rsplit('/').next().unwrap_or(path)
    };
    match pattern.split_once('*') {
        None => pattern == path,
        Some((before, after)) => {
            pattern.len() > 1
                && path.len() >= before.len() + after.len()
                && path.starts_with(before)
                && path.ends_with(after)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{check, matches};
    use crate::tidy::{Findings, House};
    use crate::tree::Tree;

    #[test]
    fn patterns() {
        assert!(matches("a.der", "keys/a.der"));
        assert!(matches("*.der", "keys/a.der"));
        assert!(matches("keys/*", "keys/a.der"));
        assert!(matches("rsa-*.der", "rsa-2048.der"));
        assert!(!matches("*", "a.der"));
        assert!(!matches("rsa-*.der", "ec.der"));
        assert!(!matches("other/*", "keys/a.der"));
    }

    #[test]
    fn a_fixture_without_a_recipe_is_found() {
        let tree = Tree::made_up(
            "recipes",
            &[
                ("crates/a/keys/RECIPE.md", "`known.der`: made by hand."),
                ("crates/a/keys/known.der", "x"),
                ("crates/a/keys/stray.der", "x"),
                ("crates/a/src/lib.rs", ""),
                ("docs/samples/README.md", "`a.p12`: password `b`"),
                ("docs/samples/a.p12", "x"),
            ],
        );
        let mut findings = Findings::default();
        let house = House {
            tree,
            packages: Vec::new(),
        };
        check(&house, &mut findings).unwrap();
        assert_eq!(findings.violations().len(), 1, "{findings:?}");
        assert!(findings.violations()[0].contains("stray.der"));
    }
}
