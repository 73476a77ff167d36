//! Every kind of error of every parser is claimed by exactly one rule.
//!
//! The enumerations of the parsers are `#[non_exhaustive]`, so the compiler cannot demand that each variant is
//! named. This test reads the variants out of their sources instead, and fails when one is not named in the
//! conversion to a [`ProblemKind`]; a second test shows that each [`ProblemKind`] fires one rule.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::Path;

use pushcert_diagnostics::{
    FileFacts, Format, Input, Item, Problem, ProblemKind, UnixTime, diagnose, rules,
};

/// The crate and file of an enumeration, its name, and the file and name under which it is converted.
const ENUMERATIONS: &[(&str, &str, &str, &str)] = &[
    (
        "pushcert-pem/src/error.rs",
        "ErrorKind",
        "pem.rs",
        "ErrorKind",
    ),
    (
        "pushcert-pem/src/remark.rs",
        "RemarkKind",
        "pem.rs",
        "RemarkKind",
    ),
    (
        "pushcert-keys/src/error.rs",
        "ErrorKind",
        "keys.rs",
        "ErrorKind",
    ),
    (
        "pushcert-keys/src/defect.rs",
        "KeyDefect",
        "keys.rs",
        "Defect",
    ),
    (
        "pushcert-x509/src/error.rs",
        "ErrorKind",
        "x509.rs",
        "ErrorKind",
    ),
    (
        "pushcert-x509/src/problem.rs",
        "ProblemKind",
        "x509.rs",
        "Remark",
    ),
    (
        "pushcert-pkcs12/src/error.rs",
        "ErrorKind",
        "pkcs12.rs",
        "ErrorKind",
    ),
    (
        "pushcert-pkcs12/src/attributes.rs",
        "AttributeProblem",
        "pkcs12.rs",
        "AttributeProblem",
    ),
    (
        "pushcert-csr/src/error.rs",
        "ErrorKind",
        "csr.rs",
        "ErrorKind",
    ),
    (
        "pushcert-csr/src/mdm/error.rs",
        "ErrorKind",
        "csr.rs",
        "MdmError",
    ),
    (
        "pushcert-csr/src/mdm/remark.rs",
        "Remark",
        "csr.rs",
        "Remark",
    ),
    (
        "pushcert-trust/src/store.rs",
        "Presence",
        "trust.rs",
        "Presence",
    ),
];

fn read(path: impl AsRef<Path>) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The variants of an enumeration, read from its source as rustfmt lays it out.
fn variants(source: &str, name: &str) -> Vec<String> {
    let start = source
        .find(&format!("pub enum {name} {{"))
        .unwrap_or_else(|| panic!("no enum {name}"));
    let body = source[start..]
        .lines()
        .skip(1)
        .take_while(|line| *line != "}");
    let variant = |line: &str| {
        let line = line
            .strip_prefix("    ")
            .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))?;
        line.split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .map(str::to_owned)
    };
    body.filter_map(variant).collect()
}

#[test]
fn every_kind_of_every_parser_is_named_in_a_conversion() {
    let mut missing = Vec::new();
    for (file, name, conversion, alias) in ENUMERATIONS {
        let variants = variants(&read(Path::new("..").join(file)), name);
        assert!(variants.len() >= 5, "{file}: {variants:?}");
        let text = read(Path::new("src/convert").join(conversion));
        for variant in variants {
            let named = format!("{alias}::{variant}");
            let ends = |at: usize| {
                !text[at + named.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
            };
            if !text.match_indices(&named).any(|(at, _)| ends(at)) {
                missing.push(format!(
                    "{file}: {name}::{variant} is not named in src/convert/{conversion}"
                ));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Errors of `pushcert-trust` do not come up as problems: they are what makes a `ChainStatus` other than `Apple`,
/// which `untrusted-issuer` claims. Errors of `pushcert-pbe` come inside of those of `pkcs12` and `keys`.
#[test]
fn what_keeps_a_signature_from_verifying_is_claimed_by_untrusted_issuer() {
    let rule = read("src/rules/untrusted_issuer.rs");
    for variant in variants(&read("../pushcert-trust/src/chain.rs"), "ChainStatus") {
        let named = rule.contains(&format!("ChainStatus::{variant}"));
        assert!(named || variant == "UnknownIssuer", "{variant}");
    }
    assert!(
        read("../pushcert-keys/src/error.rs").contains("impl From<pushcert_pbe::Error> for Error")
    );
    assert!(read("../pushcert-pkcs12/src/error.rs").contains("fn from_pbe("));
}

/// Errors of property lists come up inside of those of vendor-signed requests; what a request departs from the
/// standard in is told in its own words by `malformed-request`.
#[test]
fn errors_of_property_lists_come_inside_of_those_of_signed_requests() {
    assert!(variants(&read("../pushcert-csr/src/plist/error.rs"), "ErrorKind").len() > 10);
    let mdm = read("../pushcert-csr/src/mdm/error.rs");
    assert!(mdm.contains("impl From<plist::Error> for Error"));
    assert!(mdm.contains("impl From<crate::Error> for Error"));
    assert!(variants(&read("../pushcert-csr/src/problem.rs"), "ProblemKind").len() > 5);
    assert!(
        read("src/convert/csr.rs").contains("request.problems().iter().map(ToString::to_string)")
    );
    assert!(read("src/rules/malformed_request.rs").contains(".defects"));
}

/// What evidence says is one of four things, of which three have a rule each; why it says so is a clause.
#[test]
fn what_evidence_says_is_claimed_by_one_rule_each() {
    let conversion = read("src/convert/trust.rs");
    let status = read("../pushcert-trust/src/revocation/status.rs");
    let statuses = variants(&status, "Status");
    for (variant, rule) in [
        ("Good", None),
        ("Revoked", Some("revoked")),
        ("Unknown", Some("revocation_unknown")),
        ("Unusable", Some("revocation_evidence_unusable")),
    ] {
        assert!(statuses.iter().any(|one| one == variant), "{variant}");
        assert!(
            conversion.contains(&format!("Status::{variant}")),
            "{variant}"
        );
        if let Some(rule) = rule {
            let rule = read(format!("src/rules/{rule}.rs"));
            assert!(rule.contains(&format!("RevocationStatus::{variant}")) || variant == "Unknown");
        }
    }
    assert_eq!(statuses.len(), 4, "{statuses:?}");
    for inner in ["Unknown", "Unusable"] {
        assert!(variants(&status, inner).len() > 5);
        assert!(status.contains(&format!("{inner}({inner})")));
        assert!(conversion.contains(&format!("Status::{inner}(why)")));
    }
    // Why there is no evidence to be read is told as unusable.
    assert!(status.contains("Malformed(DecodeError)"));
}

/// Every reason against a path becomes its problem, which `path-invalid` claims where no other rule explains it.
#[test]
fn what_keeps_a_path_from_holding_is_claimed_by_path_invalid() {
    let kinds = variants(
        &read("../pushcert-trust/src/path/error.rs"),
        "PathErrorKind",
    );
    assert!(kinds.len() > 10, "{kinds:?}");
    assert!(
        read("src/convert/trust.rs")
            .contains("PathStatus::Invalid(error) => Some(error.to_string())")
    );
    let claims = rules::ALL.iter().filter(|rule| {
        read(format!("src/rules/{}.rs", rule.name.replace('-', "_"))).contains("path_problem")
    });
    let claims: Vec<_> = claims.map(|rule| rule.name).collect();
    assert_eq!(claims, ["path-invalid"]);
}

fn kinds() -> Vec<ProblemKind> {
    vec![
        ProblemKind::Unrecognised,
        ProblemKind::PasswordRequired,
        ProblemKind::WrongPassword,
        ProblemKind::Unsupported {
            algorithm: "1.2.3".into(),
        },
        ProblemKind::Corrupt {
            what: "it ends too early".into(),
        },
        ProblemKind::LimitExceeded {
            limit: "max-keys".into(),
            asked: 201,
            allowed: 200,
        },
    ]
}

#[test]
fn each_kind_of_problem_fires_its_rule_and_no_other() {
    let source = read("src/facts/problem.rs");
    assert_eq!(
        variants(&source, "ProblemKind").len(),
        kinds().len(),
        "add the new kind to `kinds`"
    );
    let items = [
        Item::File,
        Item::Container,
        Item::Certificate,
        Item::PrivateKey,
        Item::Request,
        Item::PemBlock,
    ];
    for kind in kinds() {
        for item in items {
            let mut input = Input::new(
                UnixTime::from_secs(0),
                FileFacts::new("x", Format::Unknown, 9),
            );
            input
                .problems
                .push(Problem::new(item, kind.clone()).at("keys/0"));
            let fired: Vec<_> = diagnose(&input)
                .findings
                .iter()
                .map(|finding| finding.rule.name)
                .collect();
            assert_eq!(fired, [kind.rule()], "{kind:?} of {item:?}");
            assert!(rules::ALL.iter().any(|rule| rule.name == kind.rule()));
        }
    }
}
