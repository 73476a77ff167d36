//! The programs of the workspace that a chore runs.

use std::path::PathBuf;

use crate::process::run_cargo;
use crate::{metadata, tree};

/// How much of the workspace is built with a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// What the program needs: quick when nothing else is built.
    Package,
    /// Everything that `cargo test --workspace` has built before. The features of dependencies are
    /// those of the whole workspace, so nothing is compiled a second time.
    Workspace,
}

/// A program: package, kind (`--bin` or `--example`), name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Program(
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) &'static str,
);

/// The command line tool.
pub(crate) const PUSHCERT: Program = Program("pushcert-cli", "--bin", "pushcert");

/// Opens PKCS#12 files and writes them again.
pub(crate) const REWRITE: Program = Program("pushcert-pkcs12", "--example", "rewrite");

impl Program {
    /// Builds it and returns its path.
    pub(crate) fn build(self, scope: Scope) -> Result<PathBuf, String> {
        let Self(package, kind, name) = self;
        let package = [
            "build",
            "--quiet",
            "--locked",
            "--package",
            package,
            kind,
            name,
        ];
        let workspace = ["build", "--quiet", "--locked", "--workspace"];
        let args = match scope {
            Scope::Package => package.to_vec(),
            Scope::Workspace => [&workspace[..], &["--bins", "--tests", "--examples"]].concat(),
        };
        run_cargo(&args, &[])?;
        let metadata = metadata::read(&["--no-deps"])?;
        let mut path = tree::root().join(metadata::string(&metadata, "target_directory"));
        path.push("debug");
        if kind == "--example" {
            path.push("examples");
        }
        path.push(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        if path.is_file() {
            Ok(path)
        } else {
            Err(format!(
                "{}: cargo built it, and it is not there",
                path.display()
            ))
        }
    }
}
