//! What our program says of each file: what is in it, and which programs open it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use der::{Decode, Encode};
use serde_json::Value;
use x509_cert::Certificate;

use super::case::{Case, Identity};
use super::key;
use crate::conformance::program::Program;
use crate::metadata::{array, string};
use crate::parallel;

/// A line of `opens_in`.
#[derive(Debug)]
pub(super) struct Claim {
    pub(super) opens: bool,
    pub(super) why: String,
    pub(super) basis: String,
}

/// The report on each file, by its name.
#[derive(Debug)]
pub(super) struct Reports(BTreeMap<String, Result<Value, String>>);

impl Reports {
    pub(super) fn read(program: &Path, cases: &[Case]) -> Result<Self, String> {
        let program = Program::new(program.to_owned());
        let reports = parallel::map(cases, |case| check(&program, &case.path, &case.password));
        let names = cases.iter().map(|case| case.name.clone());
        Ok(Self(names.zip(reports).collect()))
    }

    fn of(&self, case: &Case) -> Option<&Value> {
        self.0.get(&case.name)?.as_ref().ok()
    }

    /// What is claimed of one program and one file.
    pub(super) fn claim(&self, case: &Case, consumer: &str) -> Option<Claim> {
        let table = self.of(case)?.get("pkcs12")?;
        let row = array(table, "opens_in").find(|row| string(row, "consumer") == consumer)?;
        Some(Claim {
            opens: row.get("opens")?.as_bool()?,
            why: string(row, "why").to_owned(),
            basis: string(row, "basis").to_owned(),
        })
    }

    /// Files of which our own reader does not give back what is in them. It sees all but those that
    /// are for others only.
    pub(super) fn own_failures(&self, cases: &[Case]) -> Vec<String> {
        let mine = cases.iter().filter(|case| case.is_for("pushcert"));
        mine.filter_map(|case| {
            let report = self.0.get(&case.name)?;
            let outcome = report
                .as_ref()
                .map_err(Clone::clone)
                .and_then(|report| same(report, &case.identities));
            let text = outcome.err()?;
            Some(format!("pushcert: {}: {text}", case.name))
        })
        .collect()
    }
}

/// The report on one file. An empty password is not given, for our reader tries it by itself.
pub(super) fn check(program: &Program, file: &Path, password: &str) -> Result<Value, String> {
    let given = Some(password).filter(|password| !password.is_empty());
    program.check(file, given).map(|(report, _)| report)
}

/// Whether the report names exactly these keys and certificates, each key with its certificate.
pub(super) fn same(report: &Value, identities: &[Identity]) -> Result<(), String> {
    let found: BTreeSet<(String, String)> = array(report, "identities")
        .map(|one| {
            let spki = one.pointer("/key/spki_sha256").and_then(Value::as_str);
            let certificate = one.pointer("/certificate/sha256").and_then(Value::as_str);
            let text = |text: Option<&str>| text.unwrap_or("none").to_owned();
            (text(spki), text(certificate))
        })
        .collect();
    let wanted = identities.iter().map(|one| {
        let leaf = one
            .certificates_der
            .first()
            .ok_or("an identity without certificate")?;
        Ok((spki_sha256(leaf)?, one.certificate.clone()))
    });
    let wanted: BTreeSet<(String, String)> = wanted.collect::<Result<_, String>>()?;
    if found != wanted {
        return Err(format!("holds {wanted:?}, and the report says {found:?}"));
    }
    let seen = all_certificates(report);
    let every = identities.iter().flat_map(|one| &one.certificates_der);
    match every
        .map(|der| key::sha256(der))
        .find(|hash| !seen.contains(hash))
    {
        Some(hash) => Err(format!("the certificate {hash} is not in the report")),
        None => Ok(()),
    }
}

/// Whether the report refuses the file for an algorithm.
pub(super) fn unsupported(report: &Value) -> Result<(), String> {
    let findings = array(report, "findings");
    let errors: Vec<&str> = findings
        .filter(|finding| string(finding, "severity") == "error")
        .map(|finding| string(finding, "name"))
        .collect();
    if errors.contains(&"unsupported-algorithm") {
        return Ok(());
    }
    Err(format!(
        "not refused as an unsupported algorithm: {errors:?}"
    ))
}

/// Every `sha256` in the report.
fn all_certificates(value: &Value) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    match value {
        Value::Array(values) => all.extend(values.iter().flat_map(all_certificates)),
        Value::Object(fields) => {
            for (name, field) in fields {
                match field.as_str() {
                    Some(text) if name == "sha256" => drop(all.insert(text.to_owned())),
                    _ => all.extend(all_certificates(field)),
                }
            }
        }
        _ => {}
    }
    all
}

fn spki_sha256(certificate: &[u8]) -> Result<String, String> {
    let certificate = Certificate::from_der(certificate).map_err(|e| e.to_string())?;
    let spki = certificate.tbs_certificate().subject_public_key_info();
    Ok(key::sha256(&spki.to_der().map_err(|e| e.to_string())?))
}

#[cfg(test)]
impl Reports {
    /// The report on one file: program, whether it opens, basis.
    pub(super) fn made_up(file: &str, claims: &[(&str, bool, &str)]) -> Self {
        let rows = claims.iter().map(|(consumer, opens, basis)| {
            serde_json::json!({"consumer": consumer, "opens": opens, "why": "", "basis": basis})
        });
        let report = serde_json::json!({"pkcs12": {"opens_in": rows.collect::<Vec<_>>()}});
        Self(BTreeMap::from([(file.to_owned(), Ok(report))]))
    }
}
