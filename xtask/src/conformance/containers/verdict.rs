//! Whether the report on one container says what the manifest says.

use std::collections::BTreeSet;

use serde_json::Value;

use super::names;
use crate::conformance::manifest::{Expected, Row};

/// Findings that say that a container was not opened.
const REFUSALS: &[&str] = &[
    "unknown-format",
    "corrupt-file",
    "unsupported-algorithm",
    "limit-exceeded",
    "password-required",
    "wrong-password",
];

/// Words of `why` that name a resource: the refusal is `limit-exceeded` and nothing else.
const RESOURCES: &[&str] = &["bomb", "2^31", "work budget"];

/// Words of `why` of vectors whose parameters were changed after the MAC was made: what a reader
/// sees is that the MAC does not match, unless the parameter is impossible in itself.
const SEEN_AS_WRONG_PASSWORD: &str = "known-bad PBMAC1 vector";

/// Words of `why` of files that the manifest could not look into, so that its counts are those of
/// what it saw.
const MAY_BE_UNSUPPORTED: &str = "\"unsupported algorithm\" acceptable";

pub(super) fn judge(row: &Row, report: &Value) -> Result<(), String> {
    let refusals = refusals(report);
    match row.expected {
        Expected::Opens if row.why.contains(MAY_BE_UNSUPPORTED) => {
            allowed(&refusals, &["unsupported-algorithm"])
        }
        Expected::Opens if refusals.is_empty() => opened(row, report),
        Expected::OpensButKey => opened_but_key(row, report, &refusals),
        Expected::Opens => Err(format!("refused: {}", refusals.join(", "))),
        Expected::MustFail => refused(row, &refusals),
        Expected::MayBeUnsupported => allowed(&refusals, &["unsupported-algorithm"]),
        Expected::MayFail => allowed(
            &refusals,
            &["corrupt-file", "unsupported-algorithm", "wrong-password"],
        ),
    }
}

fn refusals(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().into_iter().flatten();
    findings
        .filter_map(|finding| finding["name"].as_str())
        .filter(|name| REFUSALS.contains(name))
        .collect()
}

fn allowed(refusals: &[&str], names: &[&str]) -> Result<(), String> {
    match refusals.iter().find(|refusal| !names.contains(refusal)) {
        Some(refusal) => Err(format!(
            "refused: {refusal}, which is not one of {}",
            names.join(", ")
        )),
        None => Ok(()),
    }
}

fn refused(row: &Row, refusals: &[&str]) -> Result<(), String> {
    if refusals.is_empty() {
        return Err(format!("opened, but must be refused: {}", row.why));
    }
    let says = |words: &[&str]| words.iter().any(|word| row.why.contains(word));
    let names: &[&str] = if says(RESOURCES) {
        &["limit-exceeded"]
    } else if says(&[SEEN_AS_WRONG_PASSWORD]) {
        &["wrong-password", "corrupt-file", "limit-exceeded"]
    } else {
        &[
            "corrupt-file",
            "unsupported-algorithm",
            "limit-exceeded",
            "unknown-format",
        ]
    };
    allowed(refusals, names).map_err(|e| format!("{e} ({})", row.why))
}

fn opened(row: &Row, report: &Value) -> Result<(), String> {
    let mut wrong = Vec::new();
    password(row, &report["pkcs12"], &mut wrong);
    mac(row, &report["pkcs12"]["mac"], &mut wrong);
    parts(row, &report["pkcs12"]["parts"], &mut wrong);
    key_protections(row, report, &mut wrong);
    count("keys", keys(report), row.keys, &mut wrong);
    count(
        "certificates",
        bags(report, &["cert"]),
        row.certificates,
        &mut wrong,
    );
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("; "))
    }
}

/// The certificates and the MAC as stated; the key's own password is named as what is missing.
fn opened_but_key(row: &Row, report: &Value, refusals: &[&str]) -> Result<(), String> {
    allowed(refusals, &["wrong-password"])?;
    let mut wrong = Vec::new();
    mac(row, &report["pkcs12"]["mac"], &mut wrong);
    parts(row, &report["pkcs12"]["parts"], &mut wrong);
    count(
        "key bags",
        bags(report, &["key", "shrouded-key"]),
        row.keys,
        &mut wrong,
    );
    count(
        "certificates",
        bags(report, &["cert"]),
        row.certificates,
        &mut wrong,
    );
    if refusals.is_empty() {
        wrong.push("the key is said to open".into());
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("; "))
    }
}

fn count(what: &str, found: u64, wanted: u64, wrong: &mut Vec<String>) {
    if found != wanted {
        wrong.push(format!("{found} {what}, expected {wanted}"));
    }
}

fn length(value: &Value) -> u64 {
    value.as_array().map_or(0, Vec::len) as u64
}

/// Decrypted and decoded keys: those of an identity, and those that belong to no certificate.
fn keys(report: &Value) -> u64 {
    length(&report["identities"]) + length(&report["keys"])
}

/// Bags of these kinds in all parts.
fn bags(report: &Value, kinds: &[&str]) -> u64 {
    let parts = report["pkcs12"]["parts"].as_array().into_iter().flatten();
    parts
        .filter_map(|part| part["bags"].as_array())
        .flatten()
        .filter(|bag| bag.as_str().is_some_and(|bag| kinds.contains(&bag)))
        .count() as u64
}

fn password(row: &Row, pkcs12: &Value, wrong: &mut Vec<String>) {
    let found = pkcs12["password"].as_str().unwrap_or("absent");
    let fits = match row.password.as_str() {
        "<none>" => found == "none-needed",
        "<empty>" | "<null>" => matches!(found, "empty" | "none-needed"),
        _ => matches!(found, "given" | "none-needed" | "empty"),
    };
    if !fits {
        wrong.push(format!("password is {found}"));
    }
    let encoding = [
        ("pwform=empty", "bmp-terminator"),
        ("pwform=null", "zero-bytes"),
    ];
    for (class, wanted) in encoding {
        if row.classes.contains(class) && pkcs12["empty_encoding"] != wanted {
            wrong.push(format!(
                "empty_encoding is {}, expected {wanted}",
                pkcs12["empty_encoding"]
            ));
        }
    }
}

fn mac(row: &Row, found: &Value, wrong: &mut Vec<String>) {
    let Some(wanted) = names::mac(&row.mac) else {
        if found["algorithm"] != "none" || found["verified"] != false {
            wrong.push(format!("mac is {found}, expected none"));
        }
        return;
    };
    let algorithm = wanted
        .algorithm
        .is_none_or(|name| found["algorithm"] == name);
    let iterations = wanted.iterations.is_none_or(|n| found["iterations"] == n);
    if !algorithm || !iterations || found["kdf"] != wanted.kdf || found["verified"] != true {
        wrong.push(format!("mac is {found}, expected {} verified", row.mac));
    }
}

/// The protections of the parts. The manifest lists each once, and none in the clear.
fn parts(row: &Row, found: &Value, wrong: &mut Vec<String>) {
    let found = found
        .as_array()
        .into_iter()
        .flatten()
        .filter(|part| part["protection"] != "none")
        .map(|part| format!("{} {}", text(&part["protection"]), part["iterations"]));
    let stated = row.parts.iter().filter(|part| *part != "none");
    same("parts", found, stated.map(|part| known_part(part)), wrong);
}

/// `pbes2-aes-128-cbc 2048`, where both have a name in the report.
fn known_part(part: &str) -> Option<String> {
    let (name, iterations) = names::protection(part)?;
    Some(format!("{name} {}", iterations?))
}

/// The protections of the keys themselves.
fn key_protections(row: &Row, report: &Value, wrong: &mut Vec<String>) {
    let identities = report["identities"].as_array().into_iter().flatten();
    let loose = report["keys"].as_array().into_iter().flatten();
    let found = identities
        .map(|identity| &identity["key"])
        .chain(loose)
        .map(|key| key["protection"].as_str().unwrap_or("plain").to_owned());
    let stated = row.key_protections.iter().filter(|name| *name != "-");
    let stated = stated.map(|name| match name.as_str() {
        "plain" => Some("plain".to_owned()),
        name => names::protection(name).map(|(name, _)| name),
    });
    same("keys", found, stated, wrong);
}

/// Two lists of names as sets; what the manifest says in a name that we do not have is not compared.
fn same(
    what: &str,
    found: impl Iterator<Item = String>,
    stated: impl Iterator<Item = Option<String>>,
    wrong: &mut Vec<String>,
) {
    let found: BTreeSet<String> = found.collect();
    if let Some(stated) = stated.collect::<Option<BTreeSet<String>>>()
        && found != stated
    {
        wrong.push(format!(
            "{what} are protected by {found:?}, expected {stated:?}"
        ));
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::judge;
    use crate::conformance::manifest::{Expected, Row};

    fn row(expected: Expected, why: &str) -> Row {
        Row {
            file: "a.p12".into(),
            password: "secret".into(),
            expected,
            why: why.into(),
            mac: "HMAC-sha1(i=1,s=8)".into(),
            parts: vec!["PBE-SHA1-RC2-40(i=2048,s=8)".into()],
            key_protections: vec!["PBE-SHA1-3DES(i=2048,s=8)".into()],
            keys: 1,
            certificates: 1,
            classes: String::new(),
        }
    }

    fn report(findings: &[&str]) -> Value {
        let findings: Vec<Value> = findings.iter().map(|name| json!({"name": name})).collect();
        json!({
            "pkcs12": {
                "mac": {"algorithm": "hmac-sha1", "kdf": "pkcs12", "iterations": 1, "verified": true},
                "password": "given",
                "parts": [
                    {"protection": "pbe-sha1-rc2-40-cbc", "iterations": 2048, "bags": ["cert"]},
                    {"protection": "none", "iterations": null, "bags": ["shrouded-key"]}
                ]
            },
            "identities": [{"key": {"protection": "pbe-sha1-3des-3key-cbc"}}], "keys": [], "findings": findings
        })
    }

    #[test]
    fn a_file_that_opens_is_compared_in_every_point() {
        let row = row(Expected::Opens, "");
        assert_eq!(judge(&row, &report(&[])), Ok(()));
        assert!(judge(&row, &report(&["corrupt-file"])).is_err());
        for (pointer, value) in [
            ("/pkcs12/mac/verified", json!(false)),
            ("/pkcs12/mac/algorithm", json!("hmac-sha256")),
            ("/pkcs12/password", json!("wrong")),
            ("/pkcs12/parts/0/iterations", json!(1)),
            ("/pkcs12/parts/0/bags", json!([])),
            ("/identities", json!([])),
            ("/identities/0/key/protection", json!(null)),
        ] {
            let mut report = report(&[]);
            *report.pointer_mut(pointer).unwrap() = value;
            assert!(judge(&row, &report).is_err(), "{pointer}");
        }
    }

    #[test]
    fn a_refusal_must_have_the_right_reason() {
        let bomb = row(Expected::MustFail, "MAC iterations 2^31");
        assert_eq!(judge(&bomb, &report(&["limit-exceeded"])), Ok(()));
        assert!(judge(&bomb, &report(&["corrupt-file"])).is_err());
        assert!(judge(&bomb, &report(&[])).is_err());
        let broken = row(Expected::MustFail, "MAC digest empty");
        assert_eq!(judge(&broken, &report(&["corrupt-file"])), Ok(()));
        assert!(judge(&broken, &report(&["wrong-password"])).is_err());
        let vendor = row(Expected::MayBeUnsupported, "");
        assert_eq!(judge(&vendor, &report(&[])), Ok(()));
        assert!(judge(&vendor, &report(&["wrong-password"])).is_err());
    }
}
