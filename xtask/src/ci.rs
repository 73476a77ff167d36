//! `cargo xtask ci`: everything that has to hold before a change lands, step by step.

use std::time::{Duration, Instant};

use crate::args::Args;
use crate::process::{output, run_cargo};
use crate::programs::Scope;
use crate::tidy::{BELOW_FACADE, PARSERS};
use crate::tree::root;
use crate::{
    Outcome, codegen, conformance, differential, fixtures, interop, metadata, servers, tidy,
};

/// What the steps are told.
#[derive(Debug)]
struct Context {
    corpus: Option<String>,
}

type Step = fn(&Context) -> Outcome;

const STEPS: &[(&str, Step)] = &[
    ("fmt", fmt),
    ("test", test),
    ("clippy", clippy),
    ("doc", doc),
    ("tidy", |_| tidy::command(&mut Args::none())),
    ("codegen", |_| codegen::files(true)),
    ("fixtures", |_| fixtures::each(true, Scope::Workspace)),
    ("targets", targets),
    ("fuzz-build", fuzz_build),
    ("msrv", msrv),
    ("conformance", conform),
    ("interop", |_| interop::step()),
    ("servers", |_| servers::step()),
    ("differential", |_| differential::step(Scope::Workspace)),
];

pub(crate) fn command(args: &mut Args) -> Outcome {
    let context = Context {
        corpus: args.value("--corpus")?,
    };
    let wanted = args.values("--step")?;
    args.finish()?;
    if let Some(unknown) = wanted
        .iter()
        .find(|name| STEPS.iter().all(|(step, _)| step != name))
    {
        let names: Vec<_> = STEPS.iter().map(|(name, _)| *name).collect();
        return Err(format!("no step {unknown}; there are {}", names.join(", ")));
    }
    let mut done = Vec::new();
    for (name, step) in STEPS {
        if wanted.is_empty() || wanted.iter().any(|w| w == name) {
            println!("\n=== {name}");
            let start = Instant::now();
            let outcome = step(&context);
            if let Err(text) = &outcome {
                eprintln!("{text}");
            }
            done.push((*name, start.elapsed(), outcome.is_ok()));
        }
    }
    summary(&done)
}

fn summary(done: &[(&str, Duration, bool)]) -> Outcome {
    println!("\n=== summary");
    for (name, time, ok) in done {
        let word = if *ok { "ok" } else { "FAILED" };
        println!("{name:<12} {word:<6} {:>7.1} s", time.as_secs_f64());
    }
    let all: Duration = done.iter().map(|(_, time, _)| *time).sum();
    println!("{:<19} {:>7.1} s", "in all", all.as_secs_f64());
    let failed: Vec<&str> = done
        .iter()
        .filter(|step| !step.2)
        .map(|step| step.0)
        .collect();
    if failed.is_empty() {
        Ok(())
    } else {
        Err(format!("failed: {}", failed.join(", ")))
    }
}

fn fmt(_: &Context) -> Outcome {
    run_cargo(&["fmt", "--all", "--check"], &[])?;
    run_cargo(&["fmt", "--manifest-path=fuzz/Cargo.toml", "--check"], &[])
}

fn test(_: &Context) -> Outcome {
    run_cargo(&["test", "--workspace", "--locked", "--no-fail-fast"], &[])
}

fn clippy(_: &Context) -> Outcome {
    let args = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-Dwarnings",
    ];
    run_cargo(&args, &[])
}

fn doc(_: &Context) -> Outcome {
    let args = ["doc", "--workspace", "--no-deps", "--locked"];
    run_cargo(&args, &[("RUSTDOCFLAGS", "-Dwarnings")])
}

/// Every crate below the facade for a browser, every parser for a machine without std.
fn targets(_: &Context) -> Outcome {
    let there: Vec<String> = metadata::packages()?.into_iter().map(|p| p.name).collect();
    for (target, crates) in [
        ("wasm32-unknown-unknown", &[BELOW_FACADE][..]),
        ("thumbv7em-none-eabi", &[PARSERS, &["pushcert-types"]][..]),
    ] {
        add_target(target)?;
        let mut args = vec!["check", "--locked", "--target", target];
        for name in crates.iter().copied().flatten() {
            if there.iter().any(|package| package == name) {
                args.extend(["--package", *name]);
            }
        }
        run_cargo(&args, &[])?;
    }
    Ok(())
}

fn add_target(target: &str) -> Outcome {
    let installed = output("rustup", &["target", "list", "--installed"], &root())?;
    if installed.lines().any(|line| line.trim() == target) {
        return Ok(());
    }
    crate::process::run("rustup", &["target", "add", target], &[], &root())
}

/// The fuzz targets compile; `cargo xtask fuzz` runs them.
fn fuzz_build(_: &Context) -> Outcome {
    let metadata = metadata::read(&["--no-deps"])?;
    let target_dir = metadata::string(&metadata, "target_directory");
    let args = [
        "check",
        "--manifest-path=fuzz/Cargo.toml",
        "--locked",
        "--bins",
    ];
    run_cargo(&[&args[..], &["--target-dir", target_dir]].concat(), &[])
}

/// The oldest toolchain that we promise, where it is installed.
fn msrv(_: &Context) -> Outcome {
    let metadata = metadata::read(&["--no-deps"])?;
    let version = metadata::array(&metadata, "packages")
        .map(|package| metadata::string(package, "rust_version"))
        .find(|version| !version.is_empty())
        .ok_or("no package states a rust-version")?;
    let installed = output("rustup", &["toolchain", "list"], &root()).unwrap_or_default();
    let is_it = |name: &str| name == version || name.starts_with(&format!("{version}."));
    let Some(toolchain) = installed
        .split_whitespace()
        .filter_map(|name| name.split('-').next())
        .find(|name| is_it(name))
    else {
        println!(
            "note: Rust {version} is not installed here, so it did not compile the workspace. What \
             stands in for it: clippy's incompatible_msrv, and the msrv check of tidy (no \
             dependency asks for a newer Rust). The public workflow compiles with {version}."
        );
        return Ok(());
    };
    crate::process::run(
        "cargo",
        &[&format!("+{toolchain}"), "check", "--workspace", "--locked"],
        &[("RUSTUP_TOOLCHAIN", toolchain)],
        &root(),
    )
}

fn conform(context: &Context) -> Outcome {
    match &context.corpus {
        Some(corpus) => conformance::run(corpus, Scope::Workspace),
        None => {
            println!("note: no --corpus given, so nothing was compared with one");
            Ok(())
        }
    }
}
