//! `cargo xtask fixtures`: the synthetic files that are committed.

use crate::Outcome;
use crate::args::Args;
use crate::process::run;
use crate::programs::{Program, Scope};
use crate::tree::root;

/// What writes which folder.
const WRITERS: &[(Program, &str)] = &[
    (
        Program("pushcert-testkit", "--bin", "testkit-fixtures"),
        "docs/samples",
    ),
    (
        Program("pushcert-testkit", "--example", "fuzz_seeds"),
        "fuzz/seeds",
    ),
];

pub(crate) fn command(args: &mut Args) -> Outcome {
    let check = args.flag("--check");
    args.finish()?;
    each(check, Scope::Package)
}

/// Writes the files, or fails where one differs from what the testkit builds.
pub(crate) fn each(check: bool, scope: Scope) -> Outcome {
    let what = if check { "--check" } else { "--out" };
    for (program, folder) in WRITERS {
        let path = program.build(scope)?;
        run(&path.to_string_lossy(), &[what, folder], &[], &root())?;
    }
    Ok(())
}
