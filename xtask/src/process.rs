//! Running other programs.

use std::path::Path;
use std::process::{Command, Stdio};

/// Cargo, as the one that runs us.
pub(crate) fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".into())
}

/// `cargo` in the root of the repository, with its output shown.
pub(crate) fn run_cargo(args: &[&str], env: &[(&str, &str)]) -> Result<(), String> {
    run(&cargo(), args, env, &crate::tree::root())
}

/// Runs a program with its output shown; an exit code other than 0 is an error.
pub(crate) fn run(
    program: &str,
    args: &[&str],
    env: &[(&str, &str)],
    dir: &Path,
) -> Result<(), String> {
    let line = format!("{} {}", short(program), args.join(" "));
    println!("$ {line}");
    let status = Command::new(program)
        .args(args)
        .envs(env.iter().copied())
        .current_dir(dir)
        .stdin(Stdio::null())
        .status()
        .map_err(|e| format!("{line}: {e}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{line}: {status}"))
    }
}

/// Runs a program and returns what it writes to standard output.
pub(crate) fn output(program: &str, args: &[&str], dir: &Path) -> Result<String, String> {
    let line = format!("{} {}", short(program), args.join(" "));
    let out = Command::new(program)
        .args(args)
        .current_dir(dir)
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("{line}: {e}"))?;
    if !out.status.success() {
        let text = String::from_utf8_lossy(&out.stderr);
        return Err(format!("{line}: {}\n{}", out.status, text.trim_end()));
    }
    String::from_utf8(out.stdout).map_err(|_| format!("{line}: its output is not UTF-8"))
}

fn short(program: &str) -> &str {
    Path::new(program)
        .file_stem()
        .and_then(|name| name.to_str())
        .unwrap_or(program)
}
