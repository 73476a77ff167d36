//! Everything that is in a file: what `openssl x509 -text` and `openssl pkcs12 -info` would tell.

use pushcert::UnixTime;
use pushcert::report::{Certificate, Extension, File, Identity, Key, Pkcs12, Request};

use super::escape::clip;
use super::facts::key_line;
use super::request::{mdm_rows, request_rows};
use super::style::{Painted, Palette};
use super::table::Table;
use super::verdict::{environments, validity};
use super::words;

/// Longer values are cut: JSON has all of them.
const MOST: usize = 2000;

/// Appends all facts of a file.
pub(super) fn write(out: &mut String, file: &File, at: UnixTime, palette: &Palette, width: usize) {
    let mut sections = vec![("File".to_owned(), file_table(file))];
    if let Some(pkcs12) = &file.pkcs12 {
        sections.push(("Container".to_owned(), container_table(pkcs12)));
    }
    for (index, identity) in file.identities.iter().enumerate() {
        sections.push((
            format!("Identity {}", index + 1),
            identity_table(identity, at),
        ));
    }
    for (index, certificate) in file.certificates.iter().enumerate() {
        let mut table = Table::default();
        certificate_rows(&mut table, certificate, at);
        sections.push((format!("Certificate {}", index + 1), table));
    }
    for (index, key) in file.keys.iter().enumerate() {
        let mut table = Table::default();
        key_rows(&mut table, key);
        sections.push((format!("Private key {}", index + 1), table));
    }
    for (index, request) in file.requests.iter().enumerate() {
        sections.push((format!("Request {}", index + 1), request_table(request)));
    }
    if let Some(request) = &file.mdm_request {
        let mut table = Table::default();
        mdm_rows(&mut table, request, at);
        sections.push(("The vendor that signed it".to_owned(), table));
    }
    for (title, table) in sections {
        out.push_str(&format!("{}\n", Painted(palette.strong, title)));
        table.write(out, palette, 0, width);
        out.push('\n');
    }
}

fn file_table(file: &File) -> Table {
    let mut table = Table::default();
    table.row("format", words::format(&file.format));
    let counts = [
        (
            file.identities.len(),
            "identity (key and certificate)",
            "identities (key and certificate)",
        ),
        (file.certificates.len(), "certificate", "certificates"),
        (file.keys.len(), "private key", "private keys"),
        (file.requests.len(), "request", "requests"),
    ];
    let counts: Vec<_> = counts
        .iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, one, more)| words::count(*n, one, more))
        .collect();
    table.row_if("holds", (!counts.is_empty()).then(|| counts.join(", ")));
    table
}

fn container_table(pkcs12: &Pkcs12) -> Table {
    let mut table = Table::default();
    table.row("encoding", pkcs12.encoding.to_uppercase());
    table.row("password", words::password(&pkcs12.password));
    let encoding = pkcs12.empty_encoding.as_deref().map(words::empty_encoding);
    table.row_if("empty password", encoding.map(str::to_owned));
    table.row_if(
        "encoded as",
        pkcs12
            .password_encoding
            .as_deref()
            .map(|text| clip(text, MOST).into_owned()),
    );
    table.row("MAC", mac(pkcs12));
    for (index, part) in pkcs12.parts.iter().enumerate() {
        let bags = if part.bags.is_empty() {
            "locked or empty".to_owned()
        } else {
            bags(&part.bags)
        };
        let iterations = part
            .iterations
            .map(|count| format!(", {count} iterations"))
            .unwrap_or_default();
        let prf = part
            .prf
            .as_deref()
            .map(|prf| format!(", {}", clip(prf, MOST)));
        let prf = prf.unwrap_or_default();
        table.row(
            &format!("part {}", index + 1),
            format!("{}{prf}{iterations}: {bags}", clip(&part.protection, MOST)),
        );
    }
    if pkcs12.trailing_bytes > 0 {
        table.row(
            "trailing",
            format!("{} bytes behind the container", pkcs12.trailing_bytes),
        );
    }
    let mut openings = Vec::new();
    for consumer in &pkcs12.opens_in {
        let answer = if consumer.opens {
            "opens it"
        } else {
            "does not open it"
        };
        let why = clip(&consumer.why, MOST);
        let about = words::consumer(&consumer.consumer);
        openings.push(format!(
            "{about} {answer}: {why} ({})",
            clip(&consumer.basis, 40)
        ));
    }
    table.lines("opens in", openings);
    table
}

fn mac(pkcs12: &Pkcs12) -> String {
    let mac = &pkcs12.mac;
    if mac.algorithm == "none" {
        return "none".to_owned();
    }
    let kdf = mac.kdf.as_deref().unwrap_or("unknown derivation");
    let iterations = mac
        .iterations
        .map(|count| format!(", {count} iterations"))
        .unwrap_or_default();
    let verified = if mac.verified {
        "verified"
    } else {
        "not verified"
    };
    format!(
        "{}, {}{iterations}, {verified}",
        clip(&mac.algorithm, MOST),
        clip(kdf, MOST)
    )
}

/// `2 cert, 1 shrouded-key`.
fn bags(bags: &[String]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for bag in bags {
        match counts.iter_mut().find(|(name, _)| name == bag) {
            Some((_, count)) => *count += 1,
            None => counts.push((bag, 1)),
        }
    }
    counts
        .iter()
        .map(|(name, count)| format!("{count} {}", clip(name, 60)))
        .collect::<Vec<_>>()
        .join(", ")
}

fn identity_table(identity: &Identity, at: UnixTime) -> Table {
    let mut table = Table::default();
    table.row_if("friendly name", text(identity.friendly_name.as_ref()));
    key_rows(&mut table, &identity.key);
    certificate_rows(&mut table, &identity.certificate, at);
    let links = identity.chain.iter().map(|link| {
        let name = link.common_name.as_deref().unwrap_or("without a name");
        format!("{} (sha256 {})", clip(name, MOST), link.sha256)
    });
    table.lines("chain", links.collect());
    table
}

fn key_rows(table: &mut Table, key: &Key) {
    table.row("private key", key_line(key));
    table.row_if("encoding", text(key.encoding.as_ref()));
    table.row_if("spki sha256", text(key.spki_sha256.as_ref()));
    let matches = key
        .matches_certificate
        .map(|matches| if matches { "yes" } else { "no" }.to_owned());
    table.row_if(
        "certificate",
        matches.map(|answer| format!("public key equals that of a certificate here: {answer}")),
    );
}

fn certificate_rows(table: &mut Table, certificate: &Certificate, at: UnixTime) {
    table.row(
        "kind",
        format!("{} ({})", words::kind(&certificate.kind), certificate.kind),
    );
    table.row_if(
        "environments",
        Some(environments(certificate)).filter(|text| !text.is_empty()),
    );
    let topics = certificate.topics.iter();
    let topics = topics.map(|topic| {
        format!(
            "{}: {}",
            clip(&topic.topic, MOST),
            topic.push_types.join(", ")
        )
    });
    table.lines(
        "topics",
        topics
            .map(|line| line.trim_end_matches(": ").to_owned())
            .collect(),
    );
    table.row_if("topics from", text(certificate.topics_from.as_ref()));
    let subject = [
        ("uid", &certificate.uid),
        ("common name", &certificate.common_name),
        ("team", &certificate.team_id),
        ("organization", &certificate.organization),
        ("country", &certificate.country),
        ("issuer", &certificate.issuer_common_name),
        ("generation", &certificate.issuer_generation),
    ];
    for (label, value) in subject {
        table.row_if(label, text(value.as_ref()));
    }
    table.row(
        "signed by",
        words::chain(
            &certificate.chain_status,
            certificate.issued_by_given_authority,
        ),
    );
    table.row("serial", clip(&certificate.serial, MOST));
    table.row_if("not before", text(certificate.not_before.as_ref()));
    table.row_if("not after", text(certificate.not_after.as_ref()));
    table.row("valid", validity(certificate, at));
    table.row("signature", clip(&certificate.signature_algorithm, MOST));
    table.row(
        "public key",
        words::key(&certificate.key.algorithm, certificate.key.bits),
    );
    table.row_if("spki sha256", text(certificate.key.spki_sha256.as_ref()));
    table.row("sha256", clip(&certificate.sha256, MOST));
    table.lines(
        "extensions",
        certificate.extensions.iter().map(extension).collect(),
    );
}

/// `1.2.840.113635.100.6.3.1 (APNs sandbox, critical): present`.
fn extension(extension: &Extension) -> String {
    let oid = clip(&extension.oid, MOST);
    let name = extension.name.as_deref().map(|name| clip(name, MOST));
    let critical = extension.critical.then_some("critical".into());
    let about = name
        .into_iter()
        .chain(critical)
        .collect::<Vec<_>>()
        .join(", ");
    let about = if about.is_empty() {
        String::new()
    } else {
        format!(" ({about})")
    };
    let value = extension
        .value
        .as_deref()
        .map_or("not decoded".into(), |value| clip(value, MOST));
    format!("{oid}{about}: {value}")
}

fn request_table(request: &Request) -> Table {
    let mut table = Table::default();
    request_rows(&mut table, request);
    table.row("sha256", clip(&request.sha256, MOST));
    table
}

fn text(value: Option<&String>) -> Option<String> {
    value.map(|value| {
        if value.is_empty() {
            "(empty)".to_owned()
        } else {
            clip(value, MOST).into_owned()
        }
    })
}
