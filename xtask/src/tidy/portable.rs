//! Nothing in the tree knows the machine that it was written on.

use super::{Findings, House};
use crate::Outcome;

/// Folders of one machine. Written in two halves, so that this file does not contain them.
const FOLDERS: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/fa", "rm/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
];

/// Hosts of package registries: which one is used is the business of whoever builds.
const REGISTRIES: &[&str] = &[
    concat!("index.cra", "tes.io"),
    concat!("static.cra", "tes.io"),
    concat!("registry.npm", "js.org"),
    concat!("files.python", "hosted.org"),
    concat!("pypi.o", "rg/simple"),
    concat!("deb.deb", "ian.org"),
];

pub(super) fn check(house: &House, findings: &mut Findings) -> Outcome {
    for file in house.tree.files().filter(|file| !file.ends_with(".lock")) {
        let Some(text) = house.tree.text(file) else {
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            if let Some(what) = machine_of(line) {
                findings.violation(
                    &format!("{file}:{}", number + 1),
                    &format!("names {what}"),
                    "write a path from the root of the repository, or leave it out",
                );
            }
        }
    }
    Ok(())
}

/// What in the line belongs to one machine.
fn machine_of(line: &str) -> Option<&str> {
    let known = FOLDERS
        .iter()
        .chain(REGISTRIES)
        .find(|name| line.contains(**name));
    known.copied().or_else(|| laboratory(line))
}

/// A scratch folder such as `tmp/…lab/`, absolute.
fn laboratory(line: &str) -> Option<&str> {
    line.split(concat!("/tm", "p/")).skip(1).find_map(|rest| {
        let folder = rest.split('/').next()?;
        (folder.ends_with("lab") && rest.len() > folder.len()).then_some(folder)
    })
}

#[cfg(test)]
mod tests {
    use super::machine_of;

    #[test]
    fn paths_of_one_machine_are_found() {
        assert!(machine_of(concat!("see /wo", "rk/main/x")).is_some());
        assert!(machine_of(concat!("see /tm", "p/p12lab/x")).is_some());
        assert!(machine_of(concat!("see /tm", "p/x.p12")).is_none());
        assert!(machine_of("how this network/works").is_none());
    }
}
