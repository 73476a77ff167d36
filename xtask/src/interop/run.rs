//! One run of a program, with a deadline.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A program that takes longer for one file is stopped.
pub(super) const DEADLINE: Duration = Duration::from_secs(30);

/// What a program said.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) ok: bool,
    pub(super) out: String,
    pub(super) err: String,
}

/// Runs it with nothing, or this text, at standard input; none when it was stopped.
pub(super) fn run(command: &mut Command, input: Option<&str>) -> Result<Option<Said>, String> {
    let name = format!("{:?}", command.get_program());
    let mut child = command
        .stdin(match input {
            Some(_) => Stdio::piped(),
            None => Stdio::null(),
        })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("{name}: {e}"))?;
    if let (Some(text), Some(mut pipe)) = (input, child.stdin.take()) {
        // A program that does not read its input may be gone already.
        let _ = pipe.write_all(text.as_bytes());
    }
    let (out, err) = (drain(child.stdout.take()), drain(child.stderr.take()));
    let Some(ok) = wait(&mut child)? else {
        return Ok(None);
    };
    let text = |handle: thread::JoinHandle<Vec<u8>>| {
        String::from_utf8_lossy(&handle.join().unwrap_or_default()).into_owned()
    };
    Ok(Some(Said {
        ok,
        out: text(out),
        err: text(err),
    }))
}

/// Runs it; anything but success is an error.
pub(super) fn must(command: &mut Command, input: Option<&str>) -> Result<String, String> {
    let line = format!("{command:?}");
    match run(command, input)? {
        Some(said) if said.ok => Ok(said.out),
        Some(said) => Err(format!("{line}: {}{}", said.err.trim(), said.out.trim())),
        None => Err(format!("{line}: no answer within {} s", DEADLINE.as_secs())),
    }
}

fn wait(child: &mut Child) -> Result<Option<bool>, String> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            return Ok(Some(status.success()));
        }
        if start.elapsed() > DEADLINE {
            let _ = child.kill();
            let _ = child.wait();
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(2));
    }
}

fn drain(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
}
