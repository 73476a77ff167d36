//! What a client certificate says, as far as APNs asks.

use pushcert_types::{Environment, PushType, Topic};
use pushcert_x509::Certificate;
use rustls::pki_types::CertificateDer;

use crate::log::CertificateSeen;

/// A client certificate.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) sha256: String,
    pub(crate) serial: String,
    kind: String,
    /// Whether it is for pushes at all.
    pub(crate) is_push: bool,
    pub(crate) environments: Vec<Environment>,
    pub(crate) topics: Vec<(Topic, &'static [PushType])>,
}

impl Client {
    pub(crate) fn new(der: &CertificateDer<'_>) -> Self {
        let Ok(certificate) = Certificate::decode(der) else {
            return Self::unreadable();
        };
        let push = certificate.push();
        let topics = push.topics.iter();
        Self {
            sha256: hex(&certificate.sha256()),
            serial: hex(certificate.serial()),
            kind: push.kind.to_string(),
            is_push: push.kind.is_push(),
            environments: push.environments.clone(),
            topics: topics.map(|t| (t.topic.clone(), t.push_types)).collect(),
        }
    }

    fn unreadable() -> Self {
        Self {
            sha256: String::new(),
            serial: String::new(),
            kind: "unreadable".to_owned(),
            is_push: false,
            environments: Vec::new(),
            topics: Vec::new(),
        }
    }

    pub(crate) fn seen(&self) -> CertificateSeen {
        CertificateSeen {
            sha256: self.sha256.clone(),
            serial: self.serial.clone(),
            kind: self.kind.clone(),
            topics: self.topics.iter().map(|(t, _)| t.to_string()).collect(),
        }
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len().saturating_mul(2));
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// A serial number or a SHA-256 in one spelling: lower-case digits without colons, blanks and leading zeros.
pub(crate) fn plain_hex(text: &str) -> String {
    let digits = text.chars().filter(|c| !c.is_whitespace() && *c != ':');
    let digits: String = digits.map(|c| c.to_ascii_lowercase()).collect();
    let digits = digits.strip_prefix("0x").unwrap_or(&digits);
    digits.trim_start_matches('0').to_owned()
}
