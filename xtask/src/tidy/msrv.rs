//! The minimum supported Rust version is true: nothing that we stand on asks for more.

use serde_json::Value;

use super::{Findings, House};
use crate::Outcome;
use crate::metadata::{array, read, string};

pub(super) fn check(_: &House, findings: &mut Findings) -> Outcome {
    let metadata = read(&["--locked"])?;
    let members: Vec<&str> = array(&metadata, "workspace_members")
        .filter_map(Value::as_str)
        .collect();
    let (ours, theirs): (Vec<&Value>, Vec<&Value>) =
        array(&metadata, "packages").partition(|p| members.contains(&string(p, "id")));
    let Some(minimum) = ours.iter().filter_map(|p| rust_version(p)).min() else {
        findings.violation(
            "Cargo.toml",
            "states no rust-version",
            "set it in [workspace.package]",
        );
        return Ok(());
    };
    for package in theirs {
        if rust_version(package).is_some_and(|theirs| theirs > minimum) {
            findings.violation(
                "Cargo.lock",
                &format!(
                    "{} {} needs Rust {}",
                    string(package, "name"),
                    string(package, "version"),
                    string(package, "rust_version")
                ),
                "use an older version of it, or raise rust-version of the workspace",
            );
        }
    }
    Ok(())
}

fn rust_version(package: &Value) -> Option<(u32, u32, u32)> {
    version(string(package, "rust_version"))
}

/// `1.89` or `1.89.0` as numbers that compare.
fn version(text: &str) -> Option<(u32, u32, u32)> {
    let mut numbers = text.split('.').map(|n| n.parse().unwrap_or_default());
    let major = numbers.next().filter(|n| *n > 0)?;
    Some((
        major,
        numbers.next().unwrap_or_default(),
        numbers.next().unwrap_or_default(),
    ))
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(version("1.100") > version("1.89.0"));
        assert_eq!(version("1.89"), version("1.89.0"));
        assert_eq!(version(""), None);
    }
}
