//! The recipes in `docs/integrations/`, run as they stand.
#![cfg(unix)]

mod action;
mod hook;
mod monitoring;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::root;

/// A file of the recipes.
fn recipe(name: &str) -> PathBuf {
    root().join("docs/integrations").join(name)
}

fn text(name: &str) -> String {
    std::fs::read_to_string(recipe(name)).unwrap()
}

/// The search path with the built program in front.
fn search_path() -> OsString {
    let mut path = OsString::from(Path::new(env!("CARGO_BIN_EXE_pushcert")).parent().unwrap());
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    path
}

/// A program in a folder, which finds the built one and no settings of whoever runs the tests.
fn program(name: impl AsRef<std::ffi::OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(name);
    command
        .current_dir(folder)
        .env_clear()
        .env("PATH", search_path())
        .env("HOME", folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .stdin(std::process::Stdio::null());
    command
}
