//! `cargo xtask codegen`: the committed files that a program writes.

mod readme;
mod rules;

pub(crate) use rules::{declared, directory as rules_directory};

use std::fs;
use std::path::Path;

use crate::args::Args;
use crate::process::run_cargo;
use crate::tree::root;
use crate::{Outcome, authorities};

/// Apple's certificates, beside the repository. Only the generator of the trust anchors reads
/// them: what it wrote is committed, and a test of `pushcert-trust` holds it to its hashes.
const APPLE_CA: &str = "../shared/apple-ca";

/// A generated file: its path from the root, and its text.
#[derive(Debug)]
pub(crate) struct Generated {
    pub(crate) path: String,
    pub(crate) text: String,
}

pub(crate) fn command(args: &mut Args) -> Outcome {
    let check = args.flag("--check");
    args.finish()?;
    files(check)?;
    pages(check)
}

/// The generated files that `xtask` writes itself.
pub(crate) fn files(check: bool) -> Outcome {
    let mut generated = vec![rules::list()?, readme::generate()?];
    generated.extend(anchors()?);
    let stale: Vec<&str> = generated
        .iter()
        .filter(|file| !is_fresh(file))
        .map(|file| file.path.as_str())
        .collect();
    if check {
        return match stale.as_slice() {
            [] => Ok(()),
            stale => Err(format!(
                "stale: {}\n  → run `cargo xtask codegen` and commit the result",
                stale.join(", ")
            )),
        };
    }
    for file in generated.iter().filter(|file| !is_fresh(file)) {
        fs::write(root().join(&file.path), &file.text)
            .map_err(|e| format!("{}: {e}", file.path))?;
        println!("wrote {}", file.path);
    }
    Ok(())
}

/// The pages below `docs/diagnostics/`: a test of the diagnostics crate compares them, and writes
/// them when `UPDATE_DOCS` is set.
fn pages(check: bool) -> Outcome {
    let env: &[(&str, &str)] = if check { &[] } else { &[("UPDATE_DOCS", "1")] };
    let args = [
        "test",
        "--quiet",
        "--package",
        "pushcert-diagnostics",
        "--test",
        "catalogue",
    ];
    run_cargo(&args, env)
}

fn is_fresh(file: &Generated) -> bool {
    // A checkout with CRLF is not stale.
    fs::read_to_string(root().join(&file.path))
        .is_ok_and(|there| there.replace("\r\n", "\n") == file.text)
}

fn anchors() -> Result<Option<Generated>, String> {
    let dir = root().join(APPLE_CA);
    if !Path::is_dir(&dir) {
        println!("note: {APPLE_CA} is not here, so the trust anchors are not compared with it");
        return Ok(None);
    }
    Ok(Some(Generated {
        path: "crates/pushcert-trust/src/authorities.rs".into(),
        text: authorities::generate(&dir)?,
    }))
}

#[cfg(test)]
mod tests {
    #[test]
    fn generated_files_are_fresh() {
        super::files(true).unwrap();
    }
}
