//! What is measured is built from the same versions of dependencies as what is shipped.

use std::collections::{BTreeMap, BTreeSet};

type Versions<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

fn versions(lock: &str) -> Versions<'_> {
    let mut found = Versions::new();
    let mut name = None;
    for line in lock.lines() {
        let value = line.split('"').nth(1);
        if line.starts_with("name = ") {
            name = value;
        } else if line.starts_with("version = ")
            && let (Some(name), Some(version)) = (name.take(), value)
        {
            found.entry(name).or_default().insert(version);
        }
    }
    found
}

#[test]
fn both_lock_files_agree() {
    let here = versions(include_str!("../Cargo.lock"));
    let root = versions(include_str!("../../../Cargo.lock"));
    assert!(
        here.contains_key("pushcert") && root.contains_key("pushcert"),
        "lock files in another form"
    );
    let differ: Vec<_> = here
        .iter()
        .filter_map(|(name, here)| Some((name, here, root.get(name)?)))
        .filter(|(_, here, root)| !here.is_subset(root))
        .collect();
    assert!(
        differ.is_empty(),
        "cargo update one or the other: {differ:?}"
    );
}
