//! `cargo bench`: every job, each with all that do it, in one run.
//!
//! `cargo bench -- pkcs12 folder` runs these jobs alone; the jobs are `pkcs12`, `threads`,
//! `certificate`, `signature`, `folder`, `keys` and `connect`. `--quick` gives a first idea in less time.

use std::path::Path;
use std::{env, process};

use pushcert_compare::contest::{Contest, Effort};
use pushcert_compare::{jobs, machine, table};

fn main() {
    let words: Vec<String> = env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let (flags, wanted): (Vec<String>, Vec<String>) =
        words.into_iter().partition(|word| word.starts_with('-'));
    if let Some(unknown) = flags.iter().find(|flag| *flag != "--quick") {
        fail(&format!(
            "unknown flag {unknown}; there is --quick, and words that select jobs"
        ));
    }
    let effort = if flags.is_empty() {
        Effort::full()
    } else {
        Effort::quick()
    };
    println!("{}\n", machine::facts());
    for (name, job) in JOBS {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            match job() {
                Ok(contests) => report(name, contests, effort),
                Err(error) => fail(&error),
            }
        }
    }
}

type Job = fn() -> Result<Vec<Contest<'static>>, String>;

const JOBS: [(&str, Job); 7] = [
    ("pkcs12", jobs::pkcs12::contests),
    ("threads", jobs::threads::contests),
    ("certificate", jobs::certificate::contests),
    ("signature", jobs::signature::contests),
    ("folder", || {
        jobs::folder::contests(Path::new(env!("CARGO_TARGET_TMPDIR")))
    }),
    ("keys", jobs::keys::contests),
    ("connect", jobs::connect::contests),
];

fn report(job: &str, contests: Vec<Contest<'static>>, effort: Effort) {
    let mut outcomes = Vec::new();
    for contest in contests {
        if job == "keys" {
            let outcome = contest.run(effort.for_means());
            println!("{}", jobs::keys::summary(&outcome));
            continue;
        }
        let outcome = contest.run(effort);
        println!("{}", table::markdown(&outcome));
        outcomes.push(outcome);
    }
    if job == "pkcs12" {
        println!("{}", jobs::pkcs12::summary(&outcomes));
    }
}

fn fail(message: &str) {
    eprintln!("{message}");
    process::exit(2);
}
