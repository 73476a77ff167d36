//! Programs that open all files in one process: they are given a list and print a line for each.
//!
//! When a line does not come in time the program is killed, the file counts as timed out, and the
//! program is started again with the files after it.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;

use super::answer::Answer;
use super::case::Case;
use super::run::DEADLINE;
use super::{Place, key};

/// Opens every file; `command` gets the path of the list.
pub(super) fn open(
    place: &Place,
    name: &str,
    cases: &[&Case],
    command: impl Fn(&Path) -> Command,
) -> Result<Vec<Answer>, String> {
    let mut answers = Vec::new();
    while let Some(rest) = cases.get(answers.len()..).filter(|rest| !rest.is_empty()) {
        let list = place.write(&format!("{name}.list"), list(rest))?;
        let mut child = command(&list)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|e| e.to_string())?;
        let ended = collect(&mut child, rest.len(), &mut answers);
        let _ = child.kill();
        let status = child.wait().map_err(|e| e.to_string())?;
        match ended? {
            Ended::Answered => {}
            Ended::TooLate => answers.push(Answer::TimedOut),
            Ended::Gone => {
                let mut text = String::new();
                if let Some(mut pipe) = child.stderr.take() {
                    let _ = pipe.read_to_string(&mut text);
                }
                let case = cases.get(answers.len()).map_or("", |case| &case.name);
                return Err(format!("it ended ({status}) before {case}: {text}"));
            }
        }
    }
    Ok(answers)
}

enum Ended {
    Answered,
    TooLate,
    Gone,
}

fn collect(child: &mut Child, count: usize, answers: &mut Vec<Answer>) -> Result<Ended, String> {
    let lines = lines(child.stdout.take());
    for _ in 0..count {
        match lines.recv_timeout(DEADLINE) {
            Ok(line) => answers.push(Answer::parse(&line)?),
            Err(RecvTimeoutError::Timeout) => return Ok(Ended::TooLate),
            Err(RecvTimeoutError::Disconnected) => return Ok(Ended::Gone),
        }
    }
    Ok(Ended::Answered)
}

/// The answers, without their `@`.
fn lines(pipe: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let Some(pipe) = pipe else { return };
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            let Some(answer) = line.strip_prefix('@') else {
                continue;
            };
            if sender.send(answer.to_owned()).is_err() {
                return;
            }
        }
    });
    receiver
}

fn list(cases: &[&Case]) -> String {
    let line = |case: &&Case| {
        let password = key::hex(case.password.as_bytes());
        format!("{}\t{password}\n", case.path.display())
    };
    cases.iter().map(line).collect()
}
