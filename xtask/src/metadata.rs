//! What `cargo metadata` says of our packages and of those they stand on.

use serde_json::Value;

use crate::{process, tree};

/// A package of the workspace.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    /// Folder of the package, from the root of the repository.
    pub(crate) dir: String,
    pub(crate) dependencies: Vec<Dependency>,
}

/// A line of a `[dependencies]` table.
#[derive(Debug)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// Which table the line stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Normal,
    Dev,
    Build,
}

/// The packages of the workspace, by name.
pub(crate) fn packages() -> Result<Vec<Package>, String> {
    let value = read(&["--no-deps"])?;
    let root = tree::root().to_string_lossy().replace('\\', "/");
    let mut all: Vec<Package> = array(&value, "packages")
        .map(|package| package_of(package, &root))
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

/// `cargo metadata` as JSON.
pub(crate) fn read(extra: &[&str]) -> Result<Value, String> {
    let mut args = vec!["metadata", "--format-version=1"];
    args.extend(extra);
    let text = process::output(&process::cargo(), &args, &tree::root())?;
    serde_json::from_str(&text).map_err(|e| format!("cargo metadata: {e}"))
}

/// The elements of a list in an object.
pub(crate) fn array<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// A text in an object; empty if it is not there.
pub(crate) fn string<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn package_of(value: &Value, root: &str) -> Package {
    let manifest = string(value, "manifest_path").replace('\\', "/");
    let dir = manifest
        .strip_prefix(root)
        .unwrap_or(&manifest)
        .trim_start_matches('/')
        .trim_end_matches("Cargo.toml")
        .trim_end_matches('/');
    Package {
        name: string(value, "name").to_owned(),
        dir: dir.to_owned(),
        dependencies: array(value, "dependencies").map(dependency_of).collect(),
    }
}

fn dependency_of(value: &Value) -> Dependency {
    Dependency {
        name: string(value, "name").to_owned(),
        kind: match string(value, "kind") {
            "dev" => Kind::Dev,
            "build" => Kind::Build,
            _ => Kind::Normal,
        },
    }
}
