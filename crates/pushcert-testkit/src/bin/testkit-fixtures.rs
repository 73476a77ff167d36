//! Writes the files of `docs/samples/`, or checks that they are what would be written.
//!
//! ```sh
//! testkit-fixtures --out docs/samples
//! testkit-fixtures --check docs/samples
//! ```
//!
//! Exit codes: 0 done or equal, 1 something differs, 2 wrong arguments or an I/O error.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use pushcert_testkit::samples;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let result = match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["--out", folder] => write(Path::new(folder)),
        ["--check", folder] => check(Path::new(folder)),
        _ => {
            eprintln!("usage: testkit-fixtures --out DIR | --check DIR");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("testkit-fixtures: {error}");
            ExitCode::from(2)
        }
    }
}

fn write(folder: &Path) -> io::Result<bool> {
    fs::create_dir_all(folder)?;
    let files = samples::files();
    for (name, bytes) in &files {
        fs::write(folder.join(name), bytes)?;
    }
    println!("wrote {} files", files.len());
    Ok(true)
}

fn check(folder: &Path) -> io::Result<bool> {
    let files = samples::files();
    let mut wrong = Vec::new();
    for (name, bytes) in &files {
        match fs::read(folder.join(name)) {
            Ok(found) if found == *bytes => {}
            Ok(_) => wrong.push(format!("{name}: differs")),
            Err(_) => wrong.push(format!("{name}: missing")),
        }
    }
    let expected: BTreeSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !expected.contains(name.as_str()) {
            wrong.push(format!("{name}: nobody writes this file"));
        }
    }
    for line in &wrong {
        eprintln!("{line}");
    }
    println!(
        "{} of {} files are as they would be written",
        files.len() - wrong.len().min(files.len()),
        files.len()
    );
    Ok(wrong.is_empty())
}
