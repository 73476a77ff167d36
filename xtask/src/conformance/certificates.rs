//! `x509/expected.json`: what each certificate is.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::program::Program;
use super::read;
use crate::parallel;

/// Compares every certificate; returns the differences.
pub(super) fn compare(program: &Program, dir: &Path) -> Result<Vec<String>, String> {
    let text = read(&dir.join("expected.json"))?;
    let expected: BTreeMap<String, BTreeMap<String, Value>> =
        serde_json::from_str(&text).map_err(|e| format!("expected.json: {e}"))?;
    let expected: Vec<_> = expected.into_iter().collect();
    if expected.is_empty() {
        return Err("expected.json: no certificate".into());
    }
    let results = parallel::map(&expected, |(name, fields)| {
        let file = dir.join(format!("{name}.der"));
        let outcome = program
            .check(&file, None)
            .and_then(|(report, _)| judge(&report, fields));
        outcome.err().map(|e| format!("x509/{name}.der: {e}"))
    });
    let differences: Vec<String> = results.into_iter().flatten().collect();
    let fields: usize = expected.iter().map(|(_, fields)| fields.len() + 2).sum();
    println!(
        "x509: {} of {} certificates as expected ({fields} fields compared)",
        expected.len() - differences.len(),
        expected.len(),
    );
    Ok(differences)
}

fn judge(report: &Value, expected: &BTreeMap<String, Value>) -> Result<(), String> {
    if report["format"] != "certificate-der" {
        return Err(format!("format is {}", report["format"]));
    }
    let certificate = &report["certificates"][0];
    let mut wrong = Vec::new();
    for (field, wanted) in expected {
        let found = field_of(certificate, field)?;
        if found != *wanted {
            wrong.push(format!("{field} is {found}, expected {wanted}"));
        }
    }
    if certificate["chain_status"] != "apple-by-name-only" {
        wrong.push(format!("chain_status is {}", certificate["chain_status"]));
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("; "))
    }
}

/// The value of a report in the terms of `expected.json`.
fn field_of(certificate: &Value, field: &str) -> Result<Value, String> {
    Ok(match field {
        "topics" => {
            let topics = certificate["topics"].as_array().into_iter().flatten();
            topics.map(|topic| topic["topic"].clone()).collect()
        }
        "signature_hash" => {
            let algorithm = certificate["signature_algorithm"]
                .as_str()
                .unwrap_or_default();
            algorithm.split('-').next().unwrap_or_default().into()
        }
        "issuer_ou" => issuer_ou(&certificate["issuer_generation"]),
        "common_name" | "environments" | "issuer_common_name" | "kind" | "not_after"
        | "not_before" | "serial" | "sha256" | "team_id" | "uid" => certificate[field].clone(),
        _ => {
            return Err(format!(
                "{field} of expected.json is not compared by this program"
            ));
        }
    })
}

/// The generation is told by the issuer's OU: `G2` and later are spelled out, G1 is the name of
/// the department, and the other authorities are older than the habit.
fn issuer_ou(generation: &Value) -> Value {
    match generation.as_str() {
        Some("G1") => "Apple Worldwide Developer Relations".into(),
        Some("AAI" | "AAI2") => "Apple Certification Authority".into(),
        _ => generation.clone(),
    }
}
