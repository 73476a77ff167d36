//! Every `Cargo.toml` takes lints, versions and package fields from the workspace.

use super::{Findings, House};
use crate::Outcome;

/// Fields of `[package]` that the workspace sets for all.
const SHARED_FIELDS: &[&str] = &["edition", "rust-version", "license"];

pub(super) fn check(house: &House, findings: &mut Findings) -> Outcome {
    let workspace = house.tree.read("Cargo.toml")?;
    check_workspace(&workspace, findings);
    for package in &house.packages {
        let file = format!("{}/Cargo.toml", package.dir);
        check_package(&file, &house.tree.read(&file)?, findings);
    }
    Ok(())
}

fn check_workspace(text: &str, findings: &mut Findings) {
    let forbids = sections(text).any(|(section, line)| {
        section == "workspace.lints.rust" && line == "unsafe_code = \"forbid\""
    });
    if !forbids {
        findings.violation(
            "Cargo.toml",
            "the workspace does not forbid unsafe code",
            "set unsafe_code = \"forbid\" in [workspace.lints.rust]",
        );
    }
}

fn check_package(file: &str, text: &str, findings: &mut Findings) {
    if !sections(text).any(|line| line == ("lints", "workspace = true")) {
        findings.violation(
            file,
            "the lints of the workspace are not inherited",
            "add `[lints]` with `workspace = true`",
        );
    }
    for field in SHARED_FIELDS {
        let wanted = format!("{field}.workspace = true");
        if !sections(text).any(|line| line == ("package", wanted.as_str())) {
            findings.violation(
                file,
                &format!("{field} is not the workspace's"),
                &format!("write `{wanted}`"),
            );
        }
    }
    for (section, line) in sections(text) {
        if is_dependency_table(section) && line.contains('=') && !is_inherited(line) {
            findings.violation(
                file,
                &format!("`{line}` names a version of its own"),
                "put the version into [workspace.dependencies] and write `NAME.workspace = true`",
            );
        }
    }
}

fn is_dependency_table(section: &str) -> bool {
    let name = section.rsplit('.').next().unwrap_or(section);
    matches!(
        name,
        "dependencies" | "dev-dependencies" | "build-dependencies"
    )
}

/// Taken from the workspace, or the crate itself (a feature of its own, for its tests).
fn is_inherited(line: &str) -> bool {
    line.contains("workspace = true") || line.contains("path = \".\"")
}

/// Section and line of every line that holds something, comments taken off.
pub(crate) fn sections(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut section = "";
    text.lines().filter_map(move |line| {
        let line = line.split(" #").next().unwrap_or(line).trim();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            section = name.trim_matches(['[', ']']);
            return None;
        }
        Some((section, line))
    })
}

#[cfg(test)]
mod tests {
    use super::check_package;
    use crate::tidy::Findings;

    const GOOD: &str = "[package]\nname = \"x\"\nedition.workspace = true\n\
        rust-version.workspace = true\nlicense.workspace = true\n\
        [dependencies]\nder.workspace = true\nserde = { workspace = true, optional = true }\n\
        [features]\ndefault = []\n[lints]\nworkspace = true\n";

    fn violations(text: &str) -> usize {
        let mut findings = Findings::default();
        check_package("Cargo.toml", text, &mut findings);
        findings.violations().len()
    }

    #[test]
    fn what_is_not_inherited_is_found() {
        assert_eq!(violations(GOOD), 0);
        assert_eq!(
            violations(&GOOD.replace("[lints]\nworkspace = true\n", "")),
            1
        );
        assert_eq!(
            violations(&GOOD.replace("der.workspace = true", "der = \"0.8\"")),
            1
        );
        assert_eq!(
            violations(&GOOD.replace("edition.workspace = true", "edition = \"2021\"")),
            1
        );
        let target = format!("{GOOD}[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"\n");
        assert_eq!(violations(&target), 1);
    }
}
