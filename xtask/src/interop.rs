//! `cargo xtask interop`: other programs open our files, and we open theirs.
//!
//! 1. What is missing of the programs is installed ([`install`]).
//! 2. Two producers write files with a manifest of their contents ([`case`]).
//! 3. Each program opens each file, and gives back keys and certificates ([`consumer`]).
//! 4. What came out is compared with what the report claims under `opens_in` ([`claims`]).
//! 5. Each program that writes such files writes some, and our reader opens them ([`writers`]).
//! 6. `docs/interoperability.md` says it all ([`page`]).
//!
//! A program that is not there and cannot be installed is a failure, never a skip.

mod answer;
mod batch;
mod case;
mod claims;
mod consumer;
mod gnutls;
pub(crate) mod install;
mod judge;
mod key;
mod nss;
mod openssl;
mod page;
mod pem;
mod run;
mod writers;

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::args::Args;
use crate::programs::{PUSHCERT, Scope};
use crate::{Outcome, metadata, tree};

use case::Case;
use claims::Reports;
use consumer::CONSUMERS;
use judge::Judged;

/// The folders of one run, and what it was asked for.
#[derive(Debug)]
struct Place {
    /// Everything is below this folder, which is below the target folder.
    root: PathBuf,
}

impl Place {
    fn new() -> Result<Self, String> {
        let metadata = metadata::read(&["--no-deps"])?;
        let target = tree::root().join(metadata::string(&metadata, "target_directory"));
        Ok(Self {
            root: target.join("interop"),
        })
    }

    /// An empty folder of this name.
    fn fresh(&self, name: &str) -> Result<PathBuf, String> {
        let path = self.root.join(name);
        let _ = std::fs::remove_dir_all(&path);
        self.folder(name)
    }

    /// A folder of this name, with what is in it.
    fn folder(&self, name: &str) -> Result<PathBuf, String> {
        let path = self.root.join(name);
        std::fs::create_dir_all(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok(path)
    }

    /// Writes a file and returns its path.
    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> Result<PathBuf, String> {
        self.folder("")?;
        let path = self.root.join(name);
        std::fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok(path)
    }
}

pub(crate) fn command(args: &mut Args) -> Outcome {
    let only = args.values("--only")?;
    let update = args.flag("--update");
    args.finish()?;
    if let Some(unknown) = only.iter().find(|name| consumer::find(name).is_none()) {
        let names: Vec<&str> = CONSUMERS.iter().map(|consumer| consumer.name).collect();
        return Err(format!(
            "no program {unknown}; there are {}",
            names.join(", ")
        ));
    }
    suite(&only, update, Scope::Package)
}

/// All of it, for the step of `cargo xtask ci`.
pub(crate) fn step() -> Outcome {
    suite(&[], false, Scope::Workspace)
}

fn suite(only: &[String], update: bool, scope: Scope) -> Outcome {
    let place = Place::new()?;
    let wanted: Vec<_> = CONSUMERS
        .iter()
        .filter(|consumer| only.is_empty() || only.iter().any(|name| name == consumer.name))
        .collect();
    let mut failures = Vec::new();
    timed("programs", || install::ensure(&place, &wanted))?;
    let program = PUSHCERT.build(scope)?;
    let cases = timed("files", || case::produce(&place, scope))?;
    let reports = timed("pushcert", || Reports::read(&program, &cases))?;
    failures.extend(reports.own_failures(&cases));
    let mut judged = Vec::new();
    for consumer in &wanted {
        let seen = timed(consumer.name, || consumer.open(&place, &cases))?;
        judged.push(Judged::new(consumer, &cases, seen));
    }
    place.write("results.tsv", judge::table(&cases, &judged))?;
    failures.extend(judged.iter().flat_map(|one| one.failures(&cases, &reports)));
    failures.extend(timed("writers", || {
        writers::check(&place, &program, &cases, &wanted)
    })?);
    if only.is_empty() {
        failures.extend(page::check(&cases, &reports, &judged, update)?);
    }
    summary(&cases, &judged);
    finish(&place, &failures)
}

fn timed<T>(what: &str, work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let start = Instant::now();
    let result = work().map_err(|text| format!("{what}: {text}"))?;
    println!(
        "interop: {what:<20} {:>6.1} s",
        start.elapsed().as_secs_f64()
    );
    Ok(result)
}

fn summary(cases: &[Case], judged: &[Judged]) {
    println!("interop: {} files", cases.len());
    for one in judged {
        println!("interop: {}", one.summary());
    }
}

fn finish(place: &Place, failures: &[String]) -> Outcome {
    let results = Path::new(&place.root).join("results.tsv");
    println!("interop: each answer is in {}", results.display());
    if failures.is_empty() {
        return Ok(());
    }
    let list: String = failures.iter().map(|f| format!("\n  {f}")).collect();
    Err(format!("interop: {} failures{list}", failures.len()))
}
