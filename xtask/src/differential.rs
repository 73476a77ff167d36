//! `cargo xtask differential`: our reader and the `openssl` program on the same files.
//!
//! What both refuse and what both open with the same keys and certificates agrees. Every other
//! outcome needs a row in [`explained`], and every row a file: an explanation that no longer occurs
//! fails the run, too. See `docs/design/differential.md`.

mod explained;
mod openssl;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::args::Args;
use crate::process::{output, run};
use crate::programs::{Program, Scope};
use crate::tree::root;
use crate::{Outcome, parallel};
use explained::EXPLAINED;
use openssl::Verdict;

/// Broken files without `--rounds`.
const DEFAULT_ROUNDS: &str = "1500";

/// Writes the files, and says what our reader makes of them.
const WRITER: Program = Program("pushcert-pkcs12", "--example", "differential");

/// The version whose disagreements the table explains.
const VERSION: &str = "OpenSSL 3.0.";

pub(crate) fn command(args: &mut Args) -> Outcome {
    let rounds = args.value("--rounds")?;
    let corpus = args.value("--corpus")?;
    args.finish()?;
    let rounds = rounds.as_deref().unwrap_or(DEFAULT_ROUNDS);
    compare(rounds, corpus.as_deref(), Scope::Package)
}

/// As a step of `ci`: the files that need nothing but the repository.
pub(crate) fn step(scope: Scope) -> Outcome {
    compare(DEFAULT_ROUNDS, None, scope)
}

/// A file, and what our reader says of it.
#[derive(Debug)]
struct Row {
    name: String,
    path: PathBuf,
    /// `None`: no password is given.
    password: Option<Vec<u8>>,
    ours: Verdict,
}

fn compare(rounds: &str, corpus: Option<&str>, scope: Scope) -> Outcome {
    let version = output("openssl", &["version"], &root())?;
    let version = version.trim();
    let dir = std::env::temp_dir().join(format!("pushcert-differential-{}", std::process::id()));
    std::fs::create_dir_all(&dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    let rows = files(&dir, rounds, corpus, scope);
    let outcome = rows.map(|rows| {
        let theirs = parallel::map(&rows, |row| {
            openssl::open(&row.path, row.password.as_deref(), row.ours.opened())
        });
        judge(&rows, &theirs)
    });
    std::fs::remove_dir_all(&dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    let tally = outcome?;
    println!("differential: {}, {version}", tally.summary());
    let exact = version.starts_with(VERSION) && rounds == DEFAULT_ROUNDS;
    tally.verdict(exact, corpus.is_some())
}

/// Writes all files and reads the list of them.
fn files(dir: &Path, rounds: &str, corpus: Option<&str>, scope: Scope) -> Result<Vec<Row>, String> {
    let program = WRITER.build(scope)?;
    let dir_text = dir.to_string_lossy();
    let mut args = vec!["--out", &dir_text, "--rounds", rounds];
    args.extend(corpus.into_iter().flat_map(|corpus| ["--corpus", corpus]));
    run(&program.to_string_lossy(), &args, &[], &root())?;
    let list = std::fs::read_to_string(dir.join("list.tsv")).map_err(|e| e.to_string())?;
    let rows: Vec<Row> = list
        .lines()
        .map(|line| row(dir, line).ok_or_else(|| format!("list.tsv: `{line}`")))
        .collect::<Result<_, _>>()?;
    if rows.is_empty() {
        return Err("no file, so nothing was compared".into());
    }
    Ok(rows)
}

fn row(dir: &Path, line: &str) -> Option<Row> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [name, file, password, outcome, certificates, keys] = cells[..] else {
        return None;
    };
    let list = |text: &str| -> Vec<String> {
        let items = text.split(',').filter(|item| !item.is_empty());
        items.map(str::to_owned).collect()
    };
    Some(Row {
        name: name.into(),
        path: dir.join(file),
        password: match password {
            "-" => None,
            digits => Some(hex(digits)?),
        },
        ours: Verdict {
            outcome: outcome.into(),
            certificates: list(certificates),
            keys: list(keys),
        },
    })
}

fn hex(digits: &str) -> Option<Vec<u8>> {
    digits
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

/// What came out of all files.
#[derive(Debug, Default)]
struct Tally {
    files: usize,
    both_open: usize,
    both_refuse: usize,
    /// For each row of the table, how many files it explains.
    explained: BTreeMap<usize, usize>,
    unexplained: Vec<String>,
}

fn judge(rows: &[Row], theirs: &[Verdict]) -> Tally {
    let mut tally = Tally {
        files: rows.len(),
        ..Tally::default()
    };
    for (row, theirs) in rows.iter().zip(theirs) {
        match (row.ours.opened(), theirs.opened()) {
            (false, false) => tally.both_refuse += 1,
            (true, true) if row.ours == *theirs => tally.both_open += 1,
            _ => tally.disagreement(row, theirs),
        }
    }
    tally
}

/// What openssl says, or what differs where both open, or that it is the content alone that it does
/// not read.
fn kind(ours: &Verdict, theirs: &Verdict) -> String {
    let again = |program: &'static str, all: &[String]| -> Option<Vec<String>> {
        let mut all: Vec<String> = all
            .iter()
            .map(|one| openssl::again(program, one))
            .collect::<Option<_>>()?;
        all.sort();
        Some(all)
    };
    if !ours.opened() {
        return theirs.outcome.clone();
    }
    if ours.outcome != "opened" && !theirs.opened() {
        return "refuses the file".into();
    }
    let keys = again("pkey", &ours.keys);
    let certificates = again("x509", &ours.certificates);
    let differs = match (theirs.opened(), &keys, &certificates) {
        (false, None, _) => "refuses a key that is in it",
        (false, _, None) => "refuses a certificate that is in it",
        (false, ..) => return theirs.outcome.clone(),
        (true, Some(keys), Some(certificates))
            if *keys == theirs.keys && *certificates == theirs.certificates =>
        {
            "writes the same in another form"
        }
        (true, ..) => "opens it with other contents",
    };
    differs.to_owned()
}

impl Tally {
    fn disagreement(&mut self, row: &Row, theirs: &Verdict) {
        let ours = &row.ours;
        let theirs = kind(ours, theirs);
        let found = EXPLAINED.iter().position(|row_of_table| {
            row_of_table.ours == ours.outcome
                && row_of_table.openssl == theirs
                && row.name.starts_with(row_of_table.files)
        });
        match found {
            Some(index) => *self.explained.entry(index).or_default() += 1,
            None => self.unexplained.push(format!(
                "{}: we say `{}`, openssl says `{theirs}`",
                row.name, ours.outcome
            )),
        }
    }

    fn summary(&self) -> String {
        let explained: usize = self.explained.values().sum();
        format!(
            "{} files: both open {} alike, both refuse {}, {explained} differ for {} known reasons",
            self.files,
            self.both_open,
            self.both_refuse,
            self.explained.len()
        )
    }

    /// Nothing unexplained; and, with the version of the table and all files, no row without a file.
    fn verdict(&self, exact: bool, corpus: bool) -> Outcome {
        let mut wrong = self.unexplained.clone();
        let stale = EXPLAINED.iter().enumerate().filter(|(index, row)| {
            exact && !self.explained.contains_key(index) && (corpus || !row.corpus_only())
        });
        wrong.extend(stale.map(|(_, row)| {
            format!(
                "no file is left where we say `{}` and openssl says `{}`: take the row off ({})",
                row.ours, row.openssl, row.why
            )
        }));
        if wrong.is_empty() {
            return Ok(());
        }
        let list: String = wrong.iter().map(|line| format!("  {line}\n")).collect();
        Err(format!("differential: {} surprises\n{list}", wrong.len()))
    }
}
