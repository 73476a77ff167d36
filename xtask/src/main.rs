//! The chores of this repository: `cargo xtask COMMAND`.
//!
//! `xtask` imports none of our crates, so that it still runs, and still says what is wrong, when
//! one of them does not compile. What `cargo xtask ci` checks is checked by ordinary tests as
//! well wherever no other toolchain is needed: see the `tests` modules here.
#![forbid(unsafe_code)]
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for people in a terminal"
)]

mod args;
mod authorities;
mod ci;
mod codegen;
mod conformance;
mod differential;
mod fixtures;
mod fuzz;
mod interop;
mod metadata;
mod new_rule;
mod parallel;
mod process;
mod programs;
mod servers;
mod source;
mod tidy;
mod tree;

use std::process::ExitCode;

use args::Args;

/// What a chore ends with: nothing, or a text for the person who started it.
type Outcome = Result<(), String>;

/// A chore.
struct Chore {
    name: &'static str,
    synopsis: &'static str,
    about: &'static str,
    run: fn(&mut Args) -> Outcome,
}

const CHORES: &[Chore] = &[
    Chore {
        name: "tidy",
        synopsis: "tidy",
        about: "check the rules of the house: dependency table, sizes, recipes, …",
        run: tidy::command,
    },
    Chore {
        name: "codegen",
        synopsis: "codegen [--check]",
        about: "write the generated files, or fail where one is stale",
        run: codegen::command,
    },
    Chore {
        name: "new-rule",
        synopsis: "new-rule NAME --stage STAGE [--severity error|warning|note]",
        about: "start a diagnostic rule with the next free code",
        run: new_rule::command,
    },
    Chore {
        name: "fixtures",
        synopsis: "fixtures [--check]",
        about: "write docs/samples/ and fuzz/seeds/, or fail where a file differs",
        run: fixtures::command,
    },
    Chore {
        name: "fuzz",
        synopsis: "fuzz [--seconds N] [TARGET…]",
        about: "build the fuzz targets and run each for N seconds (60)",
        run: fuzz::command,
    },
    Chore {
        name: "conformance",
        synopsis: "conformance --corpus DIR [--program FILE]",
        about: "compare the program with what a corpus says of its files",
        run: conformance::command,
    },
    Chore {
        name: "interop",
        synopsis: "interop [--only PROGRAM]… [--update]",
        about: "other programs open our files, we open theirs; --update writes the page",
        run: interop::command,
    },
    Chore {
        name: "servers",
        synopsis: "servers [--only CASE]…",
        about: "connect to servers that we did not write: OpenSSL's and Node's",
        run: servers::command,
    },
    Chore {
        name: "differential",
        synopsis: "differential [--rounds N] [--corpus DIR]",
        about: "compare with the openssl program, file by file",
        run: differential::command,
    },
    Chore {
        name: "ci",
        synopsis: "ci [--corpus DIR] [--step NAME]…",
        about: "everything that has to hold before a change lands",
        run: ci::command,
    },
];

fn main() -> ExitCode {
    let mut args = Args::from_env();
    let outcome = match args.command() {
        None => Err(usage()),
        Some(name) if matches!(name.as_str(), "help" | "-h" | "--help") => {
            println!("{}", usage());
            Ok(())
        }
        Some(name) => match CHORES.iter().find(|chore| chore.name == name) {
            Some(chore) => (chore.run)(&mut args),
            None => Err(format!("no such command: {name}\n\n{}", usage())),
        },
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(text) => {
            eprintln!("{text}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> String {
    let mut text = String::from("usage: cargo xtask COMMAND\n");
    for Chore {
        synopsis, about, ..
    } in CHORES
    {
        text.push_str(&format!("\n  {synopsis}\n      {about}"));
    }
    text
}
