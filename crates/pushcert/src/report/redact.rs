//! Masking of names, identifiers and serials, so that a report can be posted in public.
//!
//! The same thing gets the same mask everywhere in the document (`app-1`, `app-1.voip`,
//! `team-1`, `fingerprint-2`), so a redacted report still tells which key belongs to which
//! certificate and which topic is missing.

use alloc::string::{String, ToString};

use serde_json::Value;

use super::{Certificate, File, Finding, Identity, Key, Report, Request};

mod connection;
mod masks;

pub use connection::{redact_connection, redact_connections};
use masks::Masks;

/// Topic prefixes that tell a kind of certificate and nobody's name.
const PUBLIC_PREFIXES: [&str; 3] = ["com.apple.mgmt.External.", "pass.", "web."];

/// Topic suffixes that tell a push type and nobody's name.
const PUBLIC_SUFFIXES: [&str; 3] = [".voip-ptt", ".complication", ".voip"];

/// Extensions whose value names nobody: key usages, constraints, Apple's markers and policies.
const PUBLIC_EXTENSIONS: [&str; 6] = [
    "2.5.29.15",
    "2.5.29.19",
    "2.5.29.37",
    "1.2.840.113635.100.6.3.1",
    "1.2.840.113635.100.6.3.2",
    "1.2.840.113635.100.6.3.5",
];

/// Masks every name, identifier, serial, fingerprint and path of `report`.
///
/// `also` lists words that the caller knows and the report may repeat, such as topics that were
/// asked for on the command line. Codes, algorithms, dates, Apple's own names and the advice stay.
pub fn redact(report: &mut Report, also: &[String]) {
    let mut masks = Masks::default();
    for (index, file) in report.files.iter_mut().enumerate() {
        masks.next_file();
        also.iter().for_each(|word| learn_topic(&mut masks, word));
        learn_file(&mut masks, file, index);
        mask_file(&masks, file);
    }
}

fn learn_file(masks: &mut Masks, file: &File, index: usize) {
    if file.path != "-" {
        masks.learn_as(&file.path, file_mask(&file.path, index));
    }
    for identity in &file.identities {
        learn_certificate(masks, &identity.certificate);
        learn_key(masks, &identity.key);
        learn_label(masks, identity.friendly_name.as_deref());
        for link in &identity.chain {
            learn_label(masks, link.common_name.as_deref());
            masks.learn("fingerprint", &link.sha256);
        }
    }
    file.certificates
        .iter()
        .for_each(|c| learn_certificate(masks, c));
    file.keys.iter().for_each(|k| learn_key(masks, k));
    let vendor = file.mdm_request.iter().flat_map(|request| &request.chain);
    vendor.for_each(|c| learn_certificate(masks, c));
    for request in &file.requests {
        learn_label(masks, request.common_name.as_deref());
        request.email.iter().for_each(|e| masks.learn("email", e));
        masks.learn("fingerprint", &request.sha256);
        request.key.iter().for_each(|k| learn_key(masks, k));
    }
    learn_evidence(masks, file);
}

/// Words of the evidence that no certificate field gave: a rule names what it saw.
fn learn_evidence(masks: &mut Masks, file: &File) {
    for finding in &file.findings {
        for (name, value) in &finding.evidence {
            for text in strings(value) {
                match name.as_str() {
                    n if n.contains("topic") || n.contains("uid") => learn_topic(masks, text),
                    n if n.contains("team") => masks.learn("team", text),
                    n if n.contains("serial") => masks.learn("serial", text),
                    n if n.contains("url") || n.contains("source") => learn_source(masks, text),
                    n if n.contains("name") => learn_label(masks, Some(text)),
                    _ => {}
                }
            }
        }
    }
}

fn strings(value: &Value) -> impl Iterator<Item = &str> {
    let own = value.as_str().into_iter();
    own.chain(
        value
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str),
    )
}

fn learn_certificate(masks: &mut Masks, certificate: &Certificate) {
    certificate
        .uid
        .iter()
        .for_each(|uid| learn_topic(masks, uid));
    certificate
        .topics
        .iter()
        .for_each(|t| learn_topic(masks, &t.topic));
    certificate
        .team_id
        .iter()
        .for_each(|t| learn_unless_apple(masks, "team", t));
    certificate
        .organization
        .iter()
        .for_each(|o| learn_unless_apple(masks, "organization", o));
    learn_label(masks, certificate.common_name.as_deref());
    learn_label(masks, certificate.issuer_common_name.as_deref());
    for revocation in &certificate.revocation {
        learn_source(masks, &revocation.source);
    }
    for step in &certificate.path {
        learn_label(masks, Some(&step.common_name));
    }
    masks.learn("serial", &certificate.serial);
    masks.learn("fingerprint", &certificate.sha256);
    learn_key(masks, &certificate.key);
}

/// The file or the address of evidence.
fn learn_source(masks: &mut Masks, source: &str) {
    if !is_apples_address(source) {
        masks.learn("evidence", source);
    }
}

/// Apple's addresses name nobody; that of another authority, or of a file, may.
fn is_apples_address(source: &str) -> bool {
    let rest = source.strip_prefix("http://");
    let rest = rest.or_else(|| source.strip_prefix("https://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    host.is_some_and(|host| {
        host.ends_with(".apple.com")
            && host
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b))
    })
}

fn learn_key(masks: &mut Masks, key: &Key) {
    key.spki_sha256
        .iter()
        .for_each(|f| masks.learn("fingerprint", f));
}

fn learn_unless_apple(masks: &mut Masks, kind: &'static str, text: &str) {
    if !text.starts_with("Apple") {
        masks.learn(kind, text);
    }
}

/// A topic without the public part of it: all topics of one app share one mask.
fn learn_topic(masks: &mut Masks, topic: &str) {
    let bare = PUBLIC_PREFIXES
        .iter()
        .find_map(|p| topic.strip_prefix(p))
        .unwrap_or(topic);
    let bare = PUBLIC_SUFFIXES
        .iter()
        .find_map(|s| bare.strip_suffix(s))
        .unwrap_or(bare);
    masks.learn("app", bare);
}

/// A name such as `Apple Push Services: com.example.app`: the part before the colon is public
/// where Apple wrote it.
fn learn_label(masks: &mut Masks, label: Option<&str>) {
    let Some(label) = label else { return };
    match label.split_once(": ") {
        Some((kind, rest)) if is_apple_prefix(kind) => {
            // 2010 certificates name the team twice: `TEAM123456:TEAM123456`.
            rest.split(':').for_each(|part| learn_topic(masks, part));
        }
        _ => match label.strip_prefix("APSP:") {
            Some(uuid) => masks.learn("app", uuid),
            None => learn_unless_apple(masks, "name", label),
        },
    }
}

fn is_apple_prefix(kind: &str) -> bool {
    kind.starts_with("Apple ")
        || matches!(
            kind,
            "VoIP Services"
                | "WatchKit Services"
                | "Website Push ID"
                | "Pass Type ID"
                | "MDM Vendor"
        )
}

/// `file-1.p12`: the number and, where it is an ordinary one, the extension.
fn file_mask(path: &str, index: usize) -> String {
    let mut mask = alloc::format!("file-{}", index + 1);
    if let Some((_, extension)) = path.rsplit_once('.')
        && (1..=5).contains(&extension.len())
        && extension.bytes().all(|b| b.is_ascii_alphanumeric())
    {
        mask.push('.');
        mask.push_str(extension);
    }
    mask
}

fn mask_file(masks: &Masks, file: &mut File) {
    masks.apply(&mut file.path);
    for Identity {
        friendly_name,
        key,
        certificate,
        chain,
    } in &mut file.identities
    {
        masks.apply_all(friendly_name);
        masks.apply_all(&mut key.spki_sha256);
        mask_certificate(masks, certificate);
        for link in chain {
            masks.apply_all(&mut link.common_name);
            masks.apply(&mut link.sha256);
        }
    }
    file.certificates
        .iter_mut()
        .for_each(|c| mask_certificate(masks, c));
    file.keys
        .iter_mut()
        .for_each(|k| masks.apply_all(&mut k.spki_sha256));
    if let Some(request) = &mut file.mdm_request {
        let chain = request.chain.iter_mut();
        chain.for_each(|c| mask_certificate(masks, c));
        request.defects.iter_mut().for_each(|d| masks.apply(d));
    }
    for Request {
        common_name,
        email,
        country,
        key,
        sha256,
        defects,
        ..
    } in &mut file.requests
    {
        defects.iter_mut().for_each(|d| masks.apply(d));
        masks.apply_all(common_name);
        masks.apply_all(email);
        mask_country(country);
        masks.apply(sha256);
        key.iter_mut()
            .for_each(|k| masks.apply_all(&mut k.spki_sha256));
    }
    mask_findings(masks, &mut file.findings);
}

fn mask_findings(masks: &Masks, findings: &mut [Finding]) {
    for finding in findings {
        masks.apply(&mut finding.message);
        masks.apply(&mut finding.help);
        finding
            .evidence
            .values_mut()
            .for_each(|v| mask_value(masks, v));
    }
}

fn mask_certificate(masks: &Masks, certificate: &mut Certificate) {
    let Certificate {
        uid,
        common_name,
        team_id,
        organization,
        country,
        issuer_common_name,
        ..
    } = certificate;
    for field in [uid, common_name, team_id, organization, issuer_common_name] {
        masks.apply_all(field);
    }
    mask_country(country);
    for one in &mut certificate.revocation {
        masks.apply(&mut one.source);
        masks.apply_all(&mut one.why);
    }
    for step in &mut certificate.path {
        masks.apply(&mut step.common_name);
    }
    masks.apply_all(&mut certificate.path_problem);
    masks.apply(&mut certificate.serial);
    masks.apply(&mut certificate.sha256);
    masks.apply_all(&mut certificate.key.spki_sha256);
    certificate
        .topics
        .iter_mut()
        .for_each(|t| masks.apply(&mut t.topic));
    for extension in &mut certificate.extensions {
        if !PUBLIC_EXTENSIONS.contains(&extension.oid.as_str()) && extension.value.is_some() {
            extension.value = Some("masked".to_string());
        }
    }
}

fn mask_country(country: &mut Option<String>) {
    if country.is_some() {
        *country = Some("country".to_string());
    }
}

fn mask_value(masks: &Masks, value: &mut Value) {
    match value {
        Value::String(text) => masks.apply(text),
        Value::Array(items) => items.iter_mut().for_each(|v| mask_value(masks, v)),
        Value::Object(map) => map.values_mut().for_each(|v| mask_value(masks, v)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
