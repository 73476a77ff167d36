//! What the file is, in a few aligned lines.

use pushcert::UnixTime;
use pushcert::report::{Certificate, File, Identity, Key, OpensIn, Pkcs12};

use super::escape::clip;
use super::request::{mdm_rows, request_rows};
use super::table::Table;
use super::verdict::{environments, validity};
use super::words;

/// At most so many topics are listed; the rest is counted.
const MOST_TOPICS: usize = 12;

/// At most so many identities, certificates or keys are described; the rest is counted.
const MOST_ITEMS: usize = 8;

/// The tables of a file: the file itself, then one for each identity or, where there is none, for
/// each certificate and key.
pub(super) fn tables(file: &File, at: UnixTime) -> Vec<Table> {
    let mut first = Table::default();
    first.row("file", file_line(file));
    let single = file.identities.len() == 1;
    let mut tables = Vec::new();
    if let [identity] = file.identities.as_slice() {
        identity_rows(&mut first, "identity", identity, at);
    }
    if let ([], [certificate]) = (file.identities.as_slice(), file.certificates.as_slice()) {
        certificate_rows(&mut first, "certificate", certificate, at);
    }
    loose_keys(&mut first, &file.keys);
    if let [request] = file.requests.as_slice() {
        request_rows(&mut first, request);
    }
    if let Some(request) = &file.mdm_request {
        mdm_rows(&mut first, request, at);
    }
    if let Some(pkcs12) = &file.pkcs12 {
        first.lines("opens in", opens_in(&pkcs12.opens_in));
    }
    tables.push(first);
    if !single {
        tables.extend(numbered(
            &file.identities,
            |table, label, identity| identity_rows(table, label, identity, at),
            "identity",
        ));
    }
    if file.certificates.len() > 1 || !file.identities.is_empty() {
        let label = if file.identities.is_empty() {
            "certificate"
        } else {
            "other certificate"
        };
        tables.extend(numbered(
            &file.certificates,
            |table, label, one| certificate_rows(table, label, one, at),
            label,
        ));
    }
    tables
}

fn numbered<T>(items: &[T], rows: impl Fn(&mut Table, &str, &T), label: &str) -> Vec<Table> {
    let mut tables = Vec::new();
    for (index, item) in items.iter().take(MOST_ITEMS).enumerate() {
        let mut table = Table::default();
        let label = if items.len() == 1 {
            label.to_owned()
        } else {
            // As in the subjects of findings, and as --identity takes it.
            format!("{label} {index}")
        };
        rows(&mut table, &label, item);
        tables.push(table);
    }
    if items.len() > MOST_ITEMS {
        let mut table = Table::default();
        table.row(
            "and",
            format!(
                "{} more, which --format json lists",
                items.len() - MOST_ITEMS
            ),
        );
        tables.push(table);
    }
    tables
}

/// `PKCS#12, protected, opens with the given password`.
fn file_line(file: &File) -> String {
    let mut line = words::format(&file.format).to_owned();
    if let Some(pkcs12) = &file.pkcs12 {
        line.push_str(&container(pkcs12));
    } else if file.format == "pem-bundle" {
        let all = [
            (
                file.identities.len() + file.keys.len(),
                "private key",
                "private keys",
            ),
            (certificates(file), "certificate", "certificates"),
            (file.requests.len(), "request", "requests"),
        ];
        let counts = all.iter().filter(|(number, ..)| *number > 0);
        let counts: Vec<_> = counts
            .map(|(number, one, more)| words::count(*number, one, more))
            .collect();
        if !counts.is_empty() {
            line.push_str(&format!(": {}", counts.join(", ")));
        }
    }
    line
}

/// Every certificate once: one of a path may serve several identities.
fn certificates(file: &File) -> usize {
    let links = file
        .identities
        .iter()
        .flat_map(|identity| identity.chain.iter().map(|link| link.sha256.as_str()));
    let own = file
        .identities
        .iter()
        .map(|identity| identity.certificate.sha256.as_str());
    let loose = file
        .certificates
        .iter()
        .map(|certificate| certificate.sha256.as_str());
    links
        .chain(own)
        .chain(loose)
        .collect::<std::collections::BTreeSet<_>>()
        .len()
}

fn container(pkcs12: &Pkcs12) -> String {
    let mut line = format!(", {}", words::password(&pkcs12.password));
    if let Some(encoding) = &pkcs12.empty_encoding {
        line.push_str(&format!(
            " (encoded as {})",
            words::empty_encoding(encoding)
        ));
    }
    if let Some(encoding) = &pkcs12.password_encoding {
        line.push_str(&format!(" (in the encoding {})", clip(encoding, 40)));
    }
    if pkcs12.mac.algorithm == "none" {
        line.push_str(", no integrity check (MAC)");
    }
    if pkcs12.trailing_bytes > 0 {
        line.push_str(&format!(", {} bytes behind its end", pkcs12.trailing_bytes));
    }
    line
}

fn identity_rows(table: &mut Table, label: &str, identity: &Identity, at: UnixTime) {
    certificate_rows(table, label, &identity.certificate, at);
    table.row(
        "key",
        format!("{}, matches the certificate", key_line(&identity.key)),
    );
    let names = identity.chain.iter().map(|link| match &link.common_name {
        Some(name) => clip(name, 100).into_owned(),
        None => format!("certificate {}", link.sha256),
    });
    table.lines("chain", names.take(MOST_ITEMS).collect());
}

fn certificate_rows(table: &mut Table, label: &str, certificate: &Certificate, at: UnixTime) {
    table.row(label, who(certificate));
    if !certificate.environments.is_empty() {
        table.row("environment", environments(certificate));
    }
    table.lines("topics", topics(certificate));
    table.row("valid", validity(certificate, at));
    table.row("issuer", issuer(certificate));
}

/// `com.example.app (Apple Push Services, team TEAM123456)`.
fn who(certificate: &Certificate) -> String {
    let names = [
        &certificate.uid,
        &certificate.common_name,
        &certificate.organization,
    ];
    let name = match names.into_iter().flatten().find(|name| !name.is_empty()) {
        Some(name) => clip(name, 120).into_owned(),
        None => "without a name".to_owned(),
    };
    let kind = words::kind(&certificate.kind);
    match &certificate.team_id {
        Some(team) => format!("{name} ({kind}, team {})", clip(team, 40)),
        None => format!("{name} ({kind})"),
    }
}

fn topics(certificate: &Certificate) -> Vec<String> {
    let shown = certificate.topics.iter().take(MOST_TOPICS);
    let names: Vec<_> = shown.clone().map(|topic| clip(&topic.topic, 120)).collect();
    let longest = names
        .iter()
        .map(|name| super::wrap::columns(name))
        .max()
        .unwrap_or(0)
        .min(48);
    let mut lines: Vec<_> = shown
        .zip(&names)
        .map(|(topic, name)| {
            let gap = " ".repeat(longest.saturating_sub(super::wrap::columns(name)) + 2);
            format!("{name}{gap}{}", topic.push_types.join(", "))
                .trim_end()
                .to_owned()
        })
        .collect();
    if certificate.topics.len() > MOST_TOPICS {
        lines.push(format!(
            "and {} more",
            certificate.topics.len() - MOST_TOPICS
        ));
    }
    lines
}

fn issuer(certificate: &Certificate) -> String {
    let status = words::chain(
        &certificate.chain_status,
        certificate.issued_by_given_authority,
    );
    let name = certificate
        .issuer_common_name
        .as_deref()
        .map_or("without a name".into(), |name| clip(name, 120));
    match &certificate.issuer_generation {
        Some(generation) => format!("{name}, {generation}: {status}"),
        None => format!("{name}: {status}"),
    }
}

/// `RSA 2048 bits, PKCS#8, pbes2-aes-256-cbc`.
pub(super) fn key_line(key: &Key) -> String {
    let mut line = words::key(&key.algorithm, key.bits);
    if let Some(protection) = key
        .protection
        .as_deref()
        .filter(|protection| *protection != "none")
    {
        line.push_str(&format!(", encrypted with {}", clip(protection, 60)));
    }
    line
}

fn loose_keys(table: &mut Table, keys: &[Key]) {
    let line = |key: &Key| format!("{}, no certificate matches it", key_line(key));
    table.lines(
        "private key",
        keys.iter().take(MOST_ITEMS).map(line).collect(),
    );
}

/// One line for those that open it, and one with the reason for each that does not.
pub(super) fn opens_in(consumers: &[OpensIn]) -> Vec<String> {
    let name = |one: &OpensIn| clip(&words::consumer(&one.consumer), 80).into_owned();
    let yes: Vec<_> = consumers.iter().filter(|one| one.opens).map(name).collect();
    let yes = (!yes.is_empty()).then(|| yes.join(", "));
    let no = consumers.iter().filter(|one| !one.opens);
    let no = no.map(|one| format!("not {}: {}", name(one), clip(&one.why, 160)));
    yes.into_iter().chain(no).collect()
}
