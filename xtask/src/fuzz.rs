//! `cargo xtask fuzz`: builds the fuzz targets and runs them.
//!
//! The instrumentation is asked of the compiler directly (libFuzzer and the coverage pass of
//! LLVM), so that the stable toolchain is enough and nothing has to be installed; `cargo fuzz`
//! works on the same folder for those who have it. There is no address sanitizer: no crate of
//! ours has unsafe code.

use std::fs;
use std::path::{Path, PathBuf};

use crate::args::Args;
use crate::process::{cargo, output, run};
use crate::tree::root;
use crate::{Outcome, tidy};

const DEFAULT_SECONDS: u32 = 60;

/// What `cargo fuzz run --sanitizer none` passes, too.
const FLAGS: &[&str] = &[
    "--cfg=fuzzing",
    "-Ccodegen-units=1",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// Limits of one run of a target: an input may take this many seconds and MiB.
const INPUT_SECONDS: u32 = 10;
const MEMORY_MIB: u32 = 1024;
/// Longer inputs are not generated.
const MAX_LEN: u32 = 16_384;

pub(crate) fn command(args: &mut Args) -> Outcome {
    let seconds = match args.value("--seconds")? {
        Some(text) => text
            .parse()
            .map_err(|_| "--seconds takes a number".to_owned())?,
        None => DEFAULT_SECONDS,
    };
    let wanted = args.words()?;
    let all = targets()?;
    if let Some(unknown) = wanted.iter().find(|name| !all.contains(name)) {
        return Err(format!("no target {unknown}; there are {}", all.join(", ")));
    }
    let programs = build()?;
    for target in all
        .iter()
        .filter(|t| wanted.is_empty() || wanted.contains(t))
    {
        run_target(&programs, target, seconds)?;
    }
    Ok(())
}

/// The `[[bin]]` names of `fuzz/Cargo.toml`.
fn targets() -> Result<Vec<String>, String> {
    let manifest = root().join("fuzz/Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(|e| format!("{}: {e}", manifest.display()))?;
    Ok(tidy::sections(&text)
        .filter(|(section, _)| *section == "bin")
        .filter_map(|(_, line)| line.strip_prefix("name = "))
        .map(|name| name.trim_matches('"').to_owned())
        .collect())
}

/// Builds all targets; returns the folder of the programs.
fn build() -> Result<PathBuf, String> {
    let host = host()?;
    let target_dir = match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir).join("fuzz"),
        None => root().join("fuzz/target"),
    };
    let target_dir_text = target_dir.to_string_lossy();
    // Flags are for the target only: a build script has no fuzzer to link with, and naming the
    // target is what keeps them apart.
    let args = [
        "build",
        "--manifest-path=fuzz/Cargo.toml",
        "--release",
        "--locked",
        "--bins",
        "--target",
        &host,
        "--target-dir",
        &target_dir_text,
    ];
    run(&cargo(), &args, &[("RUSTFLAGS", &FLAGS.join(" "))], &root()).map_err(|e| {
        format!("{e}\n  → libFuzzer is C++: a compiler such as g++ or clang++ must be installed")
    })?;
    Ok(target_dir.join(host).join("release"))
}

fn host() -> Result<String, String> {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let text = output(&rustc, &["-vV"], &root())?;
    text.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .ok_or_else(|| "rustc -vV names no host".into())
}

fn run_target(programs: &Path, target: &str, seconds: u32) -> Outcome {
    let seeds = format!("fuzz/seeds/{target}");
    let corpus = format!("fuzz/corpus/{target}");
    let artifacts = format!("fuzz/artifacts/{target}/");
    if !root().join(&seeds).is_dir() {
        return Err(format!(
            "{seeds} is missing\n  → run `cargo xtask fixtures`"
        ));
    }
    for dir in [&corpus, &artifacts] {
        fs::create_dir_all(root().join(dir)).map_err(|e| format!("{dir}: {e}"))?;
    }
    let program = programs.join(target);
    let args = [
        corpus,
        seeds,
        format!("-max_total_time={seconds}"),
        format!("-timeout={INPUT_SECONDS}"),
        format!("-rss_limit_mb={MEMORY_MIB}"),
        format!("-max_len={MAX_LEN}"),
        format!("-artifact_prefix={artifacts}"),
        "-print_final_stats=1".to_owned(),
        "-verbosity=1".to_owned(),
    ];
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    run(&program.to_string_lossy(), &args, &[], &root()).map_err(|e| {
        format!("{e}\n  → the input is in {artifacts}; make it a seed when the fault is mended")
    })
}

#[cfg(test)]
mod tests {
    use crate::tree::root;

    #[test]
    fn each_target_has_a_program_and_seeds() {
        let targets = super::targets().unwrap();
        assert!(!targets.is_empty());
        for target in targets {
            let file = format!("fuzz/fuzz_targets/{target}.rs");
            assert!(root().join(&file).is_file(), "{file} is missing");
            let seeds = root().join(format!("fuzz/seeds/{target}"));
            let count = std::fs::read_dir(&seeds).map_or(0, Iterator::count);
            assert!(count > 0, "{} has no seed", seeds.display());
        }
    }
}
