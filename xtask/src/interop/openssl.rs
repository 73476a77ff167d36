//! `openssl pkcs12`.

use std::process::Command;

use super::answer::Answer;
use super::case::Case;
use super::{pem, run};

/// Where the password is handed over.
const VARIABLE: &str = "PUSHCERT_INTEROP_PASSWORD";

/// `openssl pkcs12` with a password in its environment.
pub(super) fn pkcs12(password: &str, passwords: &[&str]) -> Command {
    let mut command = Command::new("openssl");
    command.arg("pkcs12").env(VARIABLE, password);
    for option in passwords {
        command.args([*option, &format!("env:{VARIABLE}")]);
    }
    command
}

pub(super) fn open(case: &Case, legacy: bool) -> Result<Answer, String> {
    let mut command = pkcs12(&case.password, &["-passin"]);
    command.arg("-in").arg(&case.path).arg("-nodes");
    if legacy {
        command.arg("-legacy");
    }
    match run::run(&mut command, None)? {
        Some(said) if said.ok => pem::answer(&said.out),
        Some(said) => Ok(Answer::refused(&said.err)),
        None => Ok(Answer::TimedOut),
    }
}
