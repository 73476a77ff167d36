//! `certtool` of GnuTLS.

use std::path::Path;
use std::process::Command;

use super::answer::Answer;
use super::case::Case;
use super::run::Said;
use super::{Place, pem, run};

/// `certtool` that takes the password from a file.
pub(super) fn certtool(template: &Path, password: &str) -> Result<Command, String> {
    let mut command = Command::new("certtool");
    if password.is_empty() {
        command.arg("--empty-password");
    } else {
        let escaped = password.replace('\\', "\\\\").replace('"', "\\\"");
        std::fs::write(template, format!("password = \"{escaped}\"\n"))
            .map_err(|e| format!("{}: {e}", template.display()))?;
        command.arg("--template").arg(template);
    }
    Ok(command)
}

pub(super) fn open(place: &Place, case: &Case) -> Result<Answer, String> {
    let template = place.folder("gnutls")?.join(format!("{}.cfg", case.name));
    let mut command = certtool(&template, &case.password)?;
    command.args(["--p12-info", "--inder", "--infile"]);
    command.arg(&case.path);
    let Some(said) = run::run(&mut command, None)? else {
        return Ok(Answer::TimedOut);
    };
    // The exit code is 0 for a wrong MAC as well.
    if !said.ok || said.err.contains("failed") || said.err.contains("errors parsing") {
        return Ok(Answer::refused(&said.err));
    }
    let mut text = String::new();
    for (label, der) in pem::blocks(&said.out)? {
        let block = pem::encode(&label, &der);
        if label != "ENCRYPTED PRIVATE KEY" {
            text.push_str(&block);
            continue;
        }
        // It shows shrouded keys as they are: a second run decrypts them.
        let key = place.write(&format!("gnutls/{}.pem", case.name), block)?;
        let mut command = certtool(&template, &case.password)?;
        command.args(["--key-info", "--pkcs8", "--infile"]).arg(key);
        match run::run(&mut command, None)? {
            Some(Said { ok: true, out, .. }) => text.push_str(&out),
            Some(said) => return Ok(Answer::refused(&said.err)),
            None => return Ok(Answer::TimedOut),
        }
    }
    pem::answer(&text)
}
