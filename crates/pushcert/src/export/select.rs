//! Which identity of a file is meant.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use pushcert_diagnostics::{CertificateFacts, IdentityFacts};
use pushcert_types::{Environment, UnixTime};

use super::ExportError;
use crate::{CredentialError, Opened};

/// Fewer digits of a fingerprint could as well be a number or a word.
const FINGERPRINT_DIGITS: usize = 8;

/// One identity, as it is told apart from the others.
///
/// `Display` is one line: `0: com.example.app (production), until 2027-06-01, SHA-256 1a2b3c4d5e6f7a8b`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IdentityChoice {
    /// Its place in the file, from 0: the number in the report's `identities/0`.
    pub number: usize,
    /// Its topics, the app's own first.
    pub topics: Vec<String>,
    /// Where it can send.
    pub environments: Vec<Environment>,
    /// Common name of the subject.
    pub common_name: Option<String>,
    /// The name that the file gives it.
    pub friendly_name: Option<String>,
    /// The end of its validity.
    pub not_after: Option<UnixTime>,
    /// SHA-256 over the DER of the certificate, lower-case hex.
    pub sha256: String,
}

impl IdentityChoice {
    fn new(number: usize, identity: &IdentityFacts) -> Self {
        let certificate: &CertificateFacts = &identity.certificate;
        let topics = certificate.topics.iter().map(|t| t.topic.clone());
        Self {
            number,
            topics: topics.collect(),
            environments: certificate.environments.clone(),
            common_name: certificate.common_name.clone(),
            friendly_name: identity.friendly_name.clone(),
            not_after: certificate.not_after,
            sha256: certificate.sha256.clone(),
        }
    }

    /// Whether its number, one of its topics or its fingerprint is written like this.
    fn is_called(&self, wanted: &str) -> bool {
        let is_number = wanted.bytes().all(|b| b.is_ascii_digit())
            && wanted.parse::<usize>() == Ok(self.number);
        is_number
            || self.topics.iter().any(|topic| topic == wanted)
            || is_prefix_of(&self.sha256, wanted)
    }
}

/// Whether `digits`, at least eight, with or without colons, are the first of a fingerprint.
fn is_prefix_of(sha256: &str, digits: &str) -> bool {
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    digits.len() >= FINGERPRINT_DIGITS && sha256.starts_with(&digits.to_ascii_lowercase())
}

impl fmt::Display for IdentityChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.topics.first().or(self.common_name.as_ref());
        let name = name.map_or("without a topic", String::as_str);
        write!(f, "{}: {name}", self.number)?;
        let environments: Vec<_> = self.environments.iter().map(|e| e.as_str()).collect();
        if !environments.is_empty() {
            write!(f, " ({})", environments.join(" and "))?;
        }
        if let Some(end) = self.not_after {
            let end = end.to_string();
            write!(f, ", until {}", end.get(..10).unwrap_or(&end))?;
        }
        write!(f, ", SHA-256 {}", self.sha256.get(..16).unwrap_or_default())
    }
}

impl Opened {
    /// What tells the identities of the file apart, in the order of [`Opened::identities`].
    #[must_use]
    pub fn identity_choices(&self) -> Vec<IdentityChoice> {
        let facts = self.input.identities.iter().enumerate();
        facts
            .map(|(number, identity)| IdentityChoice::new(number, identity))
            .collect()
    }

    /// The number, from 0, of the identity that is meant.
    ///
    /// `wanted` is its number in the report (`identities/0` is `0`), one of its topics, or the first
    /// eight or more digits of the SHA-256 of its certificate, with or without colons. Without it,
    /// the file must hold one identity. Where several are left, those count that serve the topics
    /// and the environment of the options that the file was opened with.
    ///
    /// # Errors
    /// [`ExportError::NoIdentity`], [`ExportError::SeveralIdentities`],
    /// [`ExportError::NoSuchIdentity`] and [`ExportError::AmbiguousIdentity`], with what there is. A
    /// text that is the number of one identity and the topic of another is ambiguous.
    pub fn choose_identity(&self, wanted: Option<&str>) -> Result<usize, ExportError> {
        let choices = self.identity_choices();
        if choices.is_empty() {
            return Err(ExportError::NoIdentity(CredentialError::of(self)));
        }
        let named: Vec<&IdentityChoice> = choices
            .iter()
            .filter(|choice| wanted.is_none_or(|text| choice.is_called(text)))
            .collect();
        let fitting: Vec<&IdentityChoice> = match named.as_slice() {
            [] | [_] => named,
            several => {
                let serving = several.iter().copied().filter(|c| self.is_wanted(c));
                let serving: Vec<_> = serving.collect();
                if serving.len() == 1 { serving } else { named }
            }
        };
        match (fitting.as_slice(), wanted) {
            ([only], _) => Ok(only.number),
            ([], text) => Err(ExportError::NoSuchIdentity {
                wanted: text.unwrap_or_default().into(),
                choices,
            }),
            (_, None) => Err(ExportError::SeveralIdentities { choices }),
            (several, Some(text)) => Err(ExportError::AmbiguousIdentity {
                wanted: text.into(),
                choices: several.iter().copied().cloned().collect(),
            }),
        }
    }

    fn is_wanted(&self, choice: &IdentityChoice) -> bool {
        let wanted = &self.input.wanted;
        let asks = wanted.environment.is_some() || !wanted.topics.is_empty();
        asks && wanted.topics.iter().all(|t| choice.topics.contains(t))
            && wanted
                .environment
                .is_none_or(|e| choice.environments.contains(&e))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(number: usize, topic: &str) -> IdentityChoice {
        IdentityChoice {
            number,
            topics: alloc::vec![topic.to_string()],
            environments: alloc::vec![Environment::Production],
            common_name: None,
            friendly_name: None,
            not_after: Some(UnixTime::from_secs(0)),
            sha256: "00112233445566778899aabbccddeeff".repeat(2),
        }
    }

    #[test]
    fn number_topic_and_fingerprint_name_an_identity() {
        let choice = choice(12, "com.example.app");
        for text in [
            "12",
            "com.example.app",
            "00112233",
            "00:11:22:33:44",
            "001122334455AA",
        ] {
            let is_meant = text != "001122334455AA";
            assert_eq!(choice.is_called(text), is_meant, "{text}");
        }
        for text in [
            "",
            "1",
            "+12",
            "com.example",
            "0011223",
            "com.example.app.voip",
        ] {
            assert!(!choice.is_called(text), "{text}");
        }
        assert!(choice.is_called("00112233445566778899AABB"));
    }

    #[test]
    fn one_line_tells_it_apart() {
        assert_eq!(
            choice(3, "a.b").to_string(),
            "3: a.b (production), until 1970-01-01, SHA-256 0011223344556677"
        );
    }
}
