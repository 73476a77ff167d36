//! Opens PKCS#12 files, or generates RSA keys, with an OpenSSL built from source, as often as it is
//! told.
//!
//! `pushcert-compare` starts this program and talks to it over pipes, so that both are measured in
//! turn, in the same rounds. One line is one order, one line the answer:
//!
//! ```text
//! version                   → OpenSSL 3.6.3 …
//! file PASSWORD HEX         → ok
//! run TIMES                 → FOUND NANOSECONDS      keys and certificates, CPU time of all runs
//! rsa BITS TIMES            → BITS NANOSECONDS       RSA keys, CPU time of all of them
//! anything else, any error  → error TEXT
//! ```

use std::hint::black_box;
use std::io::{self, BufRead, Write};
use std::time::Duration;

use openssl::pkcs12::Pkcs12;
use openssl::provider::Provider;
use openssl::rsa::Rsa;
use rustix::time::{ClockId, clock_gettime};

fn main() -> io::Result<()> {
    let _legacy = Provider::try_load(None, "legacy", true);
    let mut file = (String::new(), Vec::new());
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let answer = answer(&line, &mut file).unwrap_or_else(|why| format!("error {why}"));
        writeln!(output, "{}", answer.replace('\n', " "))?;
        output.flush()?;
    }
    Ok(())
}

fn answer(line: &str, file: &mut (String, Vec<u8>)) -> Result<String, String> {
    let words: Vec<&str> = line.split(' ').collect();
    match words.as_slice() {
        ["version"] => Ok(openssl::version::version().to_owned()),
        ["file", password, hex] => {
            *file = ((*password).to_owned(), bytes(hex)?);
            Ok("ok".to_owned())
        }
        ["run", times] => timed(number(times)?, || open(&file.1, &file.0)),
        ["rsa", bits, times] => {
            let bits = number(bits)?;
            timed(number(times)?, || generate(bits))
        }
        _ => Err("unknown order".to_owned()),
    }
}

fn number(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| "no number".to_owned())
}

/// What the last run found, and the CPU time of all.
fn timed(times: u32, mut run: impl FnMut() -> Result<usize, String>) -> Result<String, String> {
    let start = cpu_time();
    let mut found = Err("not run".to_owned());
    for _ in 0..times {
        found = black_box(run());
    }
    let nanos = cpu_time().saturating_sub(start).as_nanos();
    Ok(format!("{} {nanos}", found?))
}

/// The size in bits of a new RSA key.
fn generate(bits: u32) -> Result<usize, String> {
    let key = Rsa::generate(bits).map_err(|error| error.to_string())?;
    usize::try_from(key.n().num_bits()).map_err(|error| error.to_string())
}

/// `d2i_PKCS12` and `PKCS12_parse`: MAC checked, everything decrypted, key and certificates decoded.
fn open(der: &[u8], password: &str) -> Result<usize, String> {
    let parsed = Pkcs12::from_der(der)
        .and_then(|pfx| pfx.parse2(password))
        .map_err(|error| error.to_string())?;
    let others = parsed.ca.map_or(0, |others| others.len());
    Ok(usize::from(parsed.pkey.is_some()) + usize::from(parsed.cert.is_some()) + others)
}

fn bytes(hex: &str) -> Result<Vec<u8>, String> {
    let digits: Option<Vec<u8>> = hex
        .chars()
        .map(|digit| {
            digit
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        })
        .collect();
    let digits = digits.ok_or("no hexadecimal digits")?;
    Ok(digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
        .collect())
}

/// CPU time, user and system, of this process.
fn cpu_time() -> Duration {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    let secs = u64::try_from(now.tv_sec).unwrap_or_default();
    let nanos = u32::try_from(now.tv_nsec).unwrap_or_default();
    Duration::new(secs, nanos)
}
