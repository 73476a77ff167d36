//! What the crates below the facade must not do: no std, no unsafe code, no panic in a parser, no
//! Apple where none belongs, no JSON in a core type.

use super::{Findings, House};
use crate::Outcome;
use crate::metadata::{Kind, Package};
use crate::source::{Source, without_comments};

/// No I/O, no clock, no randomness: `no_std` keeps all three out.
pub(crate) const BELOW_FACADE: &[&str] = &[
    "pushcert-types",
    "pushcert-pem",
    "pushcert-pbe",
    "pushcert-pkcs12",
    "pushcert-keys",
    "pushcert-x509",
    "pushcert-csr",
    "pushcert-trust",
    "pushcert-diagnostics",
];

/// They read bytes that somebody made to hurt.
pub(crate) const PARSERS: &[&str] = &[
    "pushcert-pem",
    "pushcert-pbe",
    "pushcert-pkcs12",
    "pushcert-keys",
    "pushcert-x509",
    "pushcert-csr",
    "pushcert-trust",
];

/// Of use without a push service, so they do not know one.
const NEUTRAL: &[&str] = &[
    "pushcert-pem",
    "pushcert-pbe",
    "pushcert-pkcs12",
    "pushcert-keys",
];

/// They open sockets; nobody else does, so that a file is never looked at and told of elsewhere. The simulator
/// only listens, on the loopback address unless told otherwise: it never connects to anybody. The comparison,
/// which is not part of the workspace, measures a client of its own against the simulator.
const CONNECTED: &[&str] = &[
    "pushcert-connect",
    "pushcert-apns-sim",
    "pushcert-web",
    "pushcert-compare",
];

/// What opens them: of the standard library and of tokio (the types have the same names there, the module is
/// for whoever imports all of it), and the clients that are in the workspace.
const SOCKETS: &[&str] = &[
    "TcpStream",
    "TcpListener",
    "UdpSocket",
    "UnixStream",
    "tokio::net",
    "ureq::",
    "hyper_util::",
    "reqwest::",
];

/// What a parser denies itself.
const PANIC_LINTS: &[&str] = &[
    "clippy::indexing_slicing",
    "clippy::unwrap_used",
    "clippy::expect_used",
    "clippy::panic",
    "clippy::arithmetic_side_effects",
    "clippy::as_conversions",
    "clippy::unreachable",
];

pub(super) fn check(house: &House, findings: &mut Findings) -> Outcome {
    for package in &house.packages {
        let root = format!("{}/src/lib.rs", package.dir);
        if !house.tree.has(&root) {
            continue;
        }
        let text = without_comments(&house.tree.read(&root)?);
        if !text.contains("#![forbid(unsafe_code)]") {
            findings.violation(&root, "allows unsafe code", "add #![forbid(unsafe_code)]");
        }
        let name = package.name.as_str();
        if BELOW_FACADE.contains(&name) {
            no_std(&root, &text, findings);
            no_serde(package, findings);
        }
        if PARSERS.contains(&name) {
            panic_lints(&root, &text, findings);
        }
    }
    sources(house, findings)
}

fn no_std(root: &str, text: &str, findings: &mut Findings) {
    if !text.contains("#![no_std]") && !text.contains("#![cfg_attr(not(test), no_std)]") {
        findings.violation(
            root,
            "uses std",
            "add #![no_std]: below the facade there is no I/O, no clock and no randomness",
        );
    }
}

fn no_serde(package: &Package, findings: &mut Findings) {
    let serde = |name: &str| name == "serde" || name == "serde_json" || name == "schemars";
    if package
        .dependencies
        .iter()
        .any(|d| d.kind != Kind::Dev && serde(&d.name))
    {
        findings.violation(
            &format!("{}/Cargo.toml", package.dir),
            "serialises below the facade",
            "JSON shapes are structs of their own at the boundary: pushcert::report",
        );
    }
}

fn panic_lints(root: &str, text: &str, findings: &mut Findings) {
    let missing: Vec<&str> = PANIC_LINTS
        .iter()
        .copied()
        .filter(|lint| !text.contains(lint))
        .collect();
    if !missing.is_empty() {
        findings.violation(
            root,
            &format!("a parser that does not deny {}", missing.join(", ")),
            "add it to the #![cfg_attr(not(test), deny(…))] of the crate",
        );
    }
}

/// Rules on what stands in a source file of one crate.
fn sources(house: &House, findings: &mut Findings) -> Outcome {
    for file in house.tree.rust() {
        let Some((name, rest)) = file
            .strip_prefix("crates/")
            .and_then(|path| path.split_once('/'))
        else {
            continue;
        };
        if !rest.starts_with("src/") {
            continue;
        }
        let text = house.tree.read(file)?;
        let source = Source::new(&text);
        let end = source.tests_from().unwrap_or(usize::MAX);
        if NEUTRAL.contains(&name) {
            neutral(file, &without_comments(&text), end, findings);
        }
        if !CONNECTED.contains(&name) {
            sockets(file, &without_comments(&text), end, findings);
        }
        for function in source.functions() {
            if function.name.starts_with("get_") {
                findings.violation(
                    &format!("{file}:{}", function.first),
                    &format!("fn {}", function.name),
                    "a getter is called like what it returns",
                );
            }
        }
    }
    Ok(())
}

fn neutral(file: &str, text: &str, tests_from: usize, findings: &mut Findings) {
    for (number, line) in text.lines().enumerate().take(tests_from.saturating_sub(1)) {
        let line = line.to_ascii_lowercase();
        if line.contains("apple") || line.contains("apns") {
            findings.violation(
                &format!("{file}:{}", number + 1),
                "knows Apple",
                "what Apple does belongs to pushcert-x509, pushcert-trust or pushcert-diagnostics",
            );
        }
    }
}

fn sockets(file: &str, text: &str, tests_from: usize, findings: &mut Findings) {
    for (number, line) in text.lines().enumerate().take(tests_from.saturating_sub(1)) {
        if SOCKETS.iter().any(|socket| line.contains(socket)) {
            findings.violation(
                &format!("{file}:{}", number + 1),
                "opens a socket",
                "only pushcert-connect, pushcert-apns-sim and pushcert-web do; give it the bytes",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PANIC_LINTS, SOCKETS, neutral, panic_lints, sockets};
    use crate::tidy::Findings;

    #[test]
    fn apple_is_found_in_code_but_not_in_tests() {
        let mut findings = Findings::default();
        let text = "const A: &str = \"Apple\";\nlet b = 1;\n#[cfg(test)]\nlet c = \"apple\";\n";
        neutral("a.rs", text, 3, &mut findings);
        assert_eq!(findings.violations().len(), 1);
    }

    #[test]
    fn sockets_are_found_in_code_but_not_in_tests() {
        for socket in SOCKETS {
            let text = format!("use {socket};\n#[cfg(test)]\nuse {socket};\n");
            let mut findings = Findings::default();
            sockets("a.rs", &text, 2, &mut findings);
            assert_eq!(findings.violations().len(), 1, "{socket}");
        }
    }

    #[test]
    fn each_missing_panic_lint_is_found() {
        let all = PANIC_LINTS.join(", ");
        let mut findings = Findings::default();
        panic_lints("lib.rs", &all, &mut findings);
        assert!(findings.violations().is_empty());
        for lint in PANIC_LINTS {
            let mut findings = Findings::default();
            panic_lints("lib.rs", &all.replace(lint, ""), &mut findings);
            assert!(findings.violations()[0].contains(lint), "{findings:?}");
        }
    }
}
