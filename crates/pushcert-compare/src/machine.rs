//! What the figures were measured on.

use std::fs;
use std::process::Command;
use std::thread::available_parallelism;

const PEERS: [&str; 6] = [
    "graviola",
    "openssl",
    "p12-keystore",
    "rsa",
    "x509-cert",
    "x509-parser",
];

/// Processor, cores, hash instructions, load and versions, one line each.
#[must_use]
pub fn facts() -> String {
    let cores = available_parallelism().map_or(1, usize::from);
    let lines = [
        format!(
            "processor: {}, {cores} cores, SHA instructions: {}",
            processor(),
            yes(sha_instructions())
        ),
        format!("load before the run (1, 5, 15 minutes): {}", load()),
        format!("compiler: {}", compiler()),
        format!(
            "peers: {}, {}",
            openssl::version::version(),
            PEERS.map(locked).join(", ")
        ),
    ];
    lines.join("\n")
}

/// A crate with its version in the lock file.
fn locked(name: &str) -> String {
    let lines = include_str!("../Cargo.lock").lines();
    let wanted = format!("name = \"{name}\"");
    let version = lines
        .skip_while(|line| *line != wanted)
        .nth(1)
        .and_then(|line| line.split('"').nth(1));
    format!("{name} {}", version.unwrap_or("unknown"))
}

fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text
        .lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split_once(": "));
    model.map_or("unknown", |(_, model)| model).to_owned()
}

fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let averages: Vec<&str> = text.split(' ').take(3).collect();
    if averages.len() == 3 {
        averages.join(", ")
    } else {
        "unknown".to_owned()
    }
}

fn compiler() -> String {
    let output = Command::new("rustc").arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    text.unwrap_or_else(|_| "unknown".to_owned())
}

#[cfg(target_arch = "x86_64")]
fn sha_instructions() -> bool {
    std::is_x86_feature_detected!("sha")
}

#[cfg(target_arch = "aarch64")]
fn sha_instructions() -> bool {
    std::arch::is_aarch64_feature_detected!("sha2")
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
const fn sha_instructions() -> bool {
    false
}

const fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_peer_is_in_the_lock_file() {
        assert!(
            PEERS
                .map(locked)
                .iter()
                .all(|peer| !peer.ends_with("unknown"))
        );
    }
}
