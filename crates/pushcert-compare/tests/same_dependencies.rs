//! What is measured is built from the same versions of dependencies as what is shipped.

use std::collections::{BTreeMap, BTreeSet};

/// Name and version.
type Package<'a> = (&'a str, &'a str);

/// Each package with what it depends on: a name, with a version where there are several.
fn packages(lock: &str) -> BTreeMap<Package<'_>, Vec<&str>> {
    let blocks = lock.split("[[package]]").skip(1);
    blocks.filter_map(package).collect()
}

fn package(block: &str) -> Option<(Package<'_>, Vec<&str>)> {
    let field = |name: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(name))?;
        line.split('"').nth(1)
    };
    let dependencies = block.lines().filter(|line| line.starts_with(" \""));
    let dependencies = dependencies.filter_map(|line| line.split('"').nth(1));
    Some((
        (field("name = ")?, field("version = ")?),
        dependencies.collect(),
    ))
}

/// Our crates, but the comparison, and everything below them: not what only peers need.
fn ours<'a>(packages: &BTreeMap<Package<'a>, Vec<&'a str>>) -> BTreeSet<Package<'a>> {
    let is_ours = |name: &str| name.starts_with("pushcert") && name != "pushcert-compare";
    let mut open: Vec<_> = packages
        .keys()
        .copied()
        .filter(|(name, _)| is_ours(name))
        .collect();
    let mut found = BTreeSet::new();
    while let Some(package) = open.pop() {
        if !found.insert(package) {
            continue;
        }
        for dependency in &packages[&package] {
            let (name, version) = dependency.split_once(' ').unwrap_or((dependency, ""));
            let below = packages.keys().copied();
            open.extend(below.filter(|(own, at)| *own == name && at.starts_with(version)));
        }
    }
    found
}

#[test]
fn both_lock_files_agree() {
    let here = packages(include_str!("../Cargo.lock"));
    let root = packages(include_str!("../../../Cargo.lock"));
    let here = ours(&here);
    assert!(
        here.iter().any(|(name, _)| *name == "sha2") && here.len() > 50,
        "lock files in another form"
    );
    let differ: Vec<_> = here
        .iter()
        .filter(|package| !root.contains_key(*package))
        .collect();
    assert!(
        differ.is_empty(),
        "cargo update one or the other: {differ:?}"
    );
}
