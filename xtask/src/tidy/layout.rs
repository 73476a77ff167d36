//! What may stand where: the top level, and the folder of each crate.

use std::collections::BTreeSet;

use super::{Findings, House};
use crate::Outcome;

/// The top level, nothing more and nothing less.
const TOP_LEVEL: &[&str] = &[
    ".cargo",
    ".ci",
    ".gitattributes",
    ".github",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "SECURITY.md",
    "clippy.toml",
    "crates",
    "deny.toml",
    "docs",
    "fuzz",
    "xtask",
];

pub(super) fn check(house: &House, findings: &mut Findings) -> Outcome {
    top_level(house, findings);
    for package in &house.packages {
        if package.dir.starts_with("crates/") {
            crate_folder(house, &package.name, &package.dir, findings);
        }
    }
    for file in house.tree.rust().filter(|f| f.ends_with("/mod.rs")) {
        findings.violation(
            file,
            "a module called mod.rs",
            "a module is NAME.rs with a folder NAME/ beside it",
        );
    }
    Ok(())
}

fn top_level(house: &House, findings: &mut Findings) {
    let there: BTreeSet<&str> = house
        .tree
        .files()
        .filter_map(|file| file.split('/').next())
        .collect();
    for name in there.iter().filter(|name| !TOP_LEVEL.contains(name)) {
        findings.violation(
            name,
            "does not belong at the top level",
            "move it below crates/, xtask/, fuzz/ or docs/",
        );
    }
    for name in TOP_LEVEL.iter().filter(|name| !there.contains(*name)) {
        findings.violation(name, "is missing at the top level", "write it");
    }
}

fn crate_folder(house: &House, name: &str, dir: &str, findings: &mut Findings) {
    if dir != format!("crates/{name}") {
        findings.violation(
            dir,
            &format!("holds the crate {name}"),
            "name the folder like the crate",
        );
    }
    if !house.tree.has(&format!("{dir}/README.md")) {
        findings.violation(
            dir,
            "no README.md",
            "say what the crate is, for whom, with an example",
        );
    }
    let examples = format!("{dir}/examples/");
    if !house.tree.rust().any(|file| file.starts_with(&examples)) {
        findings.violation(
            dir,
            "no example that runs",
            "write examples/NAME.rs with real output",
        );
    }
}
