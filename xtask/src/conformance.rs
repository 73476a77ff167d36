//! `cargo xtask conformance`: the program against files whose truth is known.
//!
//! A corpus is a folder with `p12/manifest.tsv` and `x509/expected.json` (their formats: the
//! README files beside them). The program is run on one file per process, as a user would, and its
//! JSON report is compared; so a crash, a hang or a broken report of one file is that file's fault
//! alone. The project's own tests never read a corpus.

mod certificates;
mod containers;
mod manifest;
pub(crate) mod program;
mod rewritten;

use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::args::Args;
use crate::programs::{PUSHCERT, REWRITE, Scope};
use crate::tree::root;

pub(crate) fn command(args: &mut Args) -> Outcome {
    let corpus = args.value("--corpus")?.ok_or("--corpus DIR is missing")?;
    let program = args.value("--program")?;
    args.finish()?;
    match program {
        Some(path) => compare(&corpus, path.into(), &REWRITE.build(Scope::Package)?),
        None => run(&corpus, Scope::Package),
    }
}

/// Builds the program and compares everything.
pub(crate) fn run(corpus: &str, scope: Scope) -> Outcome {
    compare(corpus, PUSHCERT.build(scope)?, &REWRITE.build(scope)?)
}

/// Compares everything; the error lists every difference.
fn compare(corpus: &str, program: PathBuf, rewrite: &Path) -> Outcome {
    let corpus = root().join(corpus);
    if !corpus.is_dir() {
        return Err(format!(
            "{}: no such folder, so nothing was compared",
            corpus.display()
        ));
    }
    let program = program::Program::new(program);
    let mut differences = certificates::compare(&program, &corpus.join("x509"))?;
    differences.extend(containers::compare(&program, &corpus.join("p12"))?);
    differences.extend(rewritten::compare(rewrite, &corpus.join("p12"))?);
    if differences.is_empty() {
        return Ok(());
    }
    let count = differences.len();
    let list: String = differences.iter().map(|d| format!("  {d}\n")).collect();
    Err(format!(
        "conformance: {count} files differ from what is known of them\n{list}"
    ))
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}
