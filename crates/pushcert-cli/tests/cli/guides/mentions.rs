//! Commands in the running text of a guide.

use super::GUIDES;
use super::page::{Page, Part};
use crate::support::{Output, finish, folder, root};

/// What clap says, and nothing else does, when a command is wrong.
const WRONG: &str = "try '--help'";

const VERBS: [&str; 11] = [
    "check",
    "show",
    "export",
    "csr",
    "pair",
    "renew",
    "explain",
    "trust",
    "completions",
    "man",
    "schema",
];

fn pages() -> impl Iterator<Item = (&'static str, Page)> {
    let names = GUIDES.into_iter().chain(["README"]);
    names.map(|name| (name, Page::read(name)))
}

/// Runs a command where no file is: what is wrong with the words comes first.
fn parse(command: &str) -> Output {
    let folder = folder();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_pushcert"));
    let bin = program.parent().unwrap().display();
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", command]).current_dir(folder.path());
    shell
        .env_clear()
        .env("PATH", format!("{bin}:/usr/bin:/bin"));
    finish(shell.stdin(std::process::Stdio::null()))
}

#[test]
fn every_command_in_the_text_is_one() {
    let mut count = 0;
    for (name, page) in pages() {
        let prose = page.prose();
        let spans = prose.split('`').skip(1).step_by(2);
        for command in spans.filter(|span| span.starts_with("pushcert ")) {
            count += 1;
            let words: Vec<&str> = command.split(' ').skip(1).collect();
            let is_name = words.len() <= 2
                && words
                    .iter()
                    .all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()));
            let output = if is_name {
                parse(&format!("{command} --help")).code(0)
            } else {
                parse(command)
            };
            let is_right = !output.stderr.contains(WRONG);
            assert!(is_right, "{name}: {command}\n{}", output.stderr);
        }
    }
    assert!(count > 5, "{count} commands");
    assert!(parse("pushcert check a.p12 --onlin").stderr.contains(WRONG));
    assert!(parse("pushcert pair --cert a.cer").stderr.contains(WRONG));
}

#[test]
fn no_command_stands_where_nothing_runs_it() {
    for (name, page) in pages() {
        let prose = page.prose();
        for outside in prose.split('`').step_by(2) {
            for verb in VERBS {
                let command = format!("pushcert {verb} ");
                assert!(!outside.contains(&command), "{name}: {outside}");
            }
        }
        for (line, part) in &page.parts {
            let (Part::Output(block) | Part::Elsewhere(block)) = part else {
                continue;
            };
            for text in block
                .lines()
                .map(|line| line.trim_start_matches(['$', ' ']))
            {
                assert!(!text.starts_with("pushcert "), "{name}:{line}: {text}");
            }
        }
    }
}

#[test]
fn every_diagnostic_in_the_text_is_there() {
    for (name, page) in pages() {
        for (at, _) in page.text.match_indices("APNS") {
            let code = page.text.get(at..at + 7).unwrap_or_default();
            if code.bytes().skip(4).all(|byte| byte.is_ascii_digit()) {
                let path = root().join(format!("docs/diagnostics/{code}.md"));
                assert!(path.exists(), "{name}: {code}");
            }
        }
    }
}
