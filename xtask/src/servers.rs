//! `cargo xtask servers`: `pushcert connect` against servers that we did not write.
//!
//! Our own stand-in speaks TLS by rustls, as the program does, and both could be wrong in the same way. Here
//! the other side is `openssl s_server`, which sends the alerts that people see, and Node, whose HTTP/2 is
//! nghttp2. The authorities, the push certificate and the revocation list are made with `openssl` as well,
//! so that nothing of ours has signed what is judged.
//!
//! 1. What is missing of the programs is installed.
//! 2. Certificates are made ([`certificates`]).
//! 3. For each case ([`cases`]) a server is started ([`server`]), and the program connects to it.
//! 4. What it reports is compared with what it has to.

mod cases;
mod certificates;
mod server;

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::args::Args;
use crate::interop::install::{Need, What, packages};
use crate::programs::{PUSHCERT, Scope};
use crate::{Outcome, metadata, tree};

use cases::{CASES, Case};

const NEEDS: [Need; 2] = [
    Need {
        what: What::Program("openssl", &["version"]),
        package: "openssl",
    },
    Need {
        what: What::Program("node", &["--version"]),
        package: "nodejs",
    },
];

pub(crate) fn command(args: &mut Args) -> Outcome {
    let only = args.values("--only")?;
    args.finish()?;
    suite(&only, Scope::Package)
}

/// All of it, for the step of `cargo xtask ci`.
pub(crate) fn step() -> Outcome {
    suite(&[], Scope::Workspace)
}

fn suite(only: &[String], scope: Scope) -> Outcome {
    packages(&NEEDS)?;
    let metadata = metadata::read(&["--no-deps"])?;
    let target = metadata::string(&metadata, "target_directory");
    let folder = tree::root().join(target).join("servers");
    certificates::make(&folder)?;
    let program = PUSHCERT.build(scope)?;
    let chosen = |case: &&Case| only.is_empty() || only.iter().any(|name| name == case.name);
    let (mut failures, mut count) = (Vec::new(), 0);
    for case in CASES.iter().filter(chosen) {
        count += 1;
        match run(case, &program, &folder) {
            Ok(()) => println!("servers: {:<32} ok", case.name),
            Err(why) => {
                println!("servers: {:<32} FAILED", case.name);
                failures.push(format!("{}: {why}", case.name));
            }
        }
    }
    if count == 0 {
        return Err("there is no such case".into());
    }
    println!("servers: {count} cases, {} failed", failures.len());
    if failures.is_empty() {
        Ok(())
    } else {
        Err(failures.join("\n"))
    }
}

fn run(case: &Case, program: &Path, folder: &Path) -> Outcome {
    let server = case.server.start(folder)?;
    let output = Command::new(program)
        .current_dir(folder)
        .args(["connect", "push.pem", "--format", "json"])
        .args(["--host", "localhost", "--port", &server.port().to_string()])
        .args(["--environment", "production", "--timeout", "5"])
        .args(case.args)
        .args(if case.args.contains(&"--trust-anchor") {
            &[][..]
        } else {
            &["--trust-anchor", "ca.pem"]
        })
        .output()
        .map_err(|e| format!("{}: {e}", program.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let report: Value = serde_json::from_str(&text).map_err(|e| {
        let said = String::from_utf8_lossy(&output.stderr);
        format!("{e}; the program said: {text}{said}")
    })?;
    let wrong = case.compare(&report);
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(format!("{}\n{text}", wrong.join("; ")))
    }
}
