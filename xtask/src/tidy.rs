//! `cargo xtask tidy`: the rules of the house, each one a function over the tree.

mod dependencies;
mod docs;
mod layout;
mod links;
mod manifests;
mod msrv;
mod portable;
mod purity;
mod recipes;
mod sizes;
mod statements;

pub(crate) use manifests::sections;
pub(crate) use purity::{BELOW_FACADE, PARSERS};

use crate::Outcome;
use crate::args::Args;
use crate::metadata::{self, Package};
use crate::tree::Tree;

/// What the checks found: departures, and remarks that fail nothing.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    check: &'static str,
    violations: Vec<String>,
    notes: Vec<String>,
}

impl Findings {
    /// A departure from a rule: where, what, and how to put it right.
    pub(crate) fn violation(&mut self, place: &str, what: &str, remedy: &str) {
        let check = self.check;
        self.violations
            .push(format!("[{check}] {place}: {what}\n      → {remedy}"));
    }

    pub(crate) fn note(&mut self, text: &str) {
        self.notes.push(format!("[{}] {text}", self.check));
    }

    #[cfg(test)]
    pub(crate) fn violations(&self) -> &[String] {
        &self.violations
    }
}

/// What a check looks at.
#[derive(Debug)]
pub(crate) struct House {
    pub(crate) tree: Tree,
    pub(crate) packages: Vec<Package>,
}

impl House {
    fn open() -> Result<Self, String> {
        Ok(Self {
            tree: Tree::repository()?,
            packages: metadata::packages()?,
        })
    }
}

type Check = fn(&House, &mut Findings) -> Outcome;

/// Name and function of every check.
const CHECKS: &[(&str, Check)] = &[
    ("dependencies", dependencies::check),
    ("manifests", manifests::check),
    ("layout", layout::check),
    ("sizes", sizes::check),
    ("docs", docs::check),
    ("links", links::check),
    ("purity", purity::check),
    ("recipes", recipes::check),
    ("portable", portable::check),
    ("msrv", msrv::check),
    ("statements", statements::check),
];

pub(crate) fn command(args: &mut Args) -> Outcome {
    args.finish()?;
    let findings = run(&House::open()?)?;
    for note in &findings.notes {
        println!("note: {note}");
    }
    conclude(&findings)?;
    println!("tidy: {} checks, nothing to put right", CHECKS.len());
    Ok(())
}

fn run(house: &House) -> Result<Findings, String> {
    let mut findings = Findings::default();
    for (name, check) in CHECKS {
        findings.check = name;
        check(house, &mut findings)?;
    }
    Ok(findings)
}

fn conclude(findings: &Findings) -> Outcome {
    if findings.violations.is_empty() {
        return Ok(());
    }
    let list: String = findings
        .violations
        .iter()
        .map(|violation| format!("  {violation}\n"))
        .collect();
    let count = findings.violations.len();
    Err(format!("tidy: {count} to put right\n{list}"))
}

#[cfg(test)]
mod tests {
    use super::{House, conclude, run};

    #[test]
    fn the_house_is_tidy() {
        let findings = run(&House::open().unwrap()).unwrap();
        if let Err(list) = conclude(&findings) {
            panic!("{list}");
        }
    }
}
