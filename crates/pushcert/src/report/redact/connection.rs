//! Masking of what came back from the network.

use alloc::string::{String, ToString};
use core::net::SocketAddr;

use pushcert_trust::store::REQUIRED_ROOTS;
use pushcert_types::Environment;

use super::masks::Masks;
use super::{File, learn_file, learn_topic, mask_findings, mask_value, strings};
use crate::report::{Connection, ConnectionOutcome, Connections};

/// Masks every name, identifier and address of a connection, with the masks of the file that it was made with.
///
/// `file` is the report of that file ([`crate::Opened::check`]): it tells the words to look for. `also` lists words
/// that the caller knows, such as the topic that was asked for. Apple's hosts, roots and reasons stay; so do status,
/// versions, ciphers and times.
pub fn redact_connection(connection: &mut Connection, file: &File, also: &[String]) {
    let mut masks = Masks::default();
    learn(&mut masks, file, 0, also);
    mask_outcome(&mut masks, &mut connection.outcome);
}

/// As [`redact_connection`], for several: `files` are the reports of their files, in the same order.
pub fn redact_connections(connections: &mut Connections, files: &[File], also: &[String]) {
    let mut masks = Masks::default();
    for (index, (one, file)) in connections.connections.iter_mut().zip(files).enumerate() {
        learn(&mut masks, file, index, also);
        masks.apply(&mut one.path);
        mask_outcome(&mut masks, &mut one.outcome);
    }
    // What no report was given for is not known, so nothing of it is told.
    connections.connections.truncate(files.len());
}

fn learn(masks: &mut Masks, file: &File, index: usize, also: &[String]) {
    masks.next_file();
    also.iter().for_each(|word| learn_topic(masks, word));
    learn_file(masks, file, index);
}

fn mask_outcome(masks: &mut Masks, outcome: &mut ConnectionOutcome) {
    learn_outcome(masks, outcome);
    masks.apply(&mut outcome.host);
    for stage in &mut outcome.stages {
        masks.apply(&mut stage.detail);
        stage.facts.values_mut().for_each(|v| mask_value(masks, v));
    }
    mask_findings(masks, &mut outcome.findings);
}

fn learn_outcome(masks: &mut Masks, outcome: &ConnectionOutcome) {
    if Environment::of_host(&outcome.host).is_none() {
        masks.learn("host", &outcome.host);
    }
    let of_stages = outcome.stages.iter().map(|stage| &stage.facts);
    let of_findings = outcome.findings.iter().map(|finding| &finding.evidence);
    for (name, value) in of_stages.chain(of_findings).flatten() {
        strings(value).for_each(|text| learn_fact(masks, name, text));
    }
}

fn learn_fact(masks: &mut Masks, name: &str, text: &str) {
    match name {
        "topic" | "topics" | "meant" | "missing" => learn_topic(masks, text),
        "apns_id" | "apns_unique_id" => masks.learn("push", text),
        // Of a stand-in, and of a name of Apple's that leads elsewhere.
        "address" | "addresses" => learn_address(masks, text),
        "names" | "subject" if Environment::of_host(text).is_none() => masks.learn("host", text),
        "issuer" | "root" if !is_public(text) => masks.learn("authority", text),
        // A proxy tells its name in its first line.
        "began_with" => masks.learn("answer", text),
        _ => {}
    }
}

/// Addresses of Apple, in `17.0.0.0/8`, are public. Of an address with a port only the address is masked.
fn learn_address(masks: &mut Masks, text: &str) {
    let address = text.parse().map_or_else(
        |_| text.into(),
        |socket: SocketAddr| socket.ip().to_string(),
    );
    if !address.starts_with("17.") {
        masks.learn("address", &address);
    }
}

fn is_public(authority: &str) -> bool {
    authority.starts_with("Apple")
        || REQUIRED_ROOTS
            .iter()
            .any(|root| root.common_name() == authority)
}
