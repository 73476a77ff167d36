//! What a program says of one file.

use std::collections::BTreeSet;

use super::key;

/// What a program did with a file.
#[derive(Debug)]
pub(super) enum Answer {
    /// It gave this back.
    Opened(Contents),
    /// It refused the file with this message.
    Refused(String),
    /// It was stopped.
    TimedOut,
}

/// Keys and certificates by their fingerprints.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) keys: BTreeSet<String>,
    pub(super) certificates: BTreeSet<String>,
}

impl Contents {
    pub(super) fn key(&mut self, der: &[u8]) -> Result<(), String> {
        self.keys.insert(key::fingerprint(der)?);
        Ok(())
    }

    pub(super) fn certificate(&mut self, der: &[u8]) {
        self.certificates.insert(key::sha256(der));
    }
}

impl Answer {
    /// The first lines of what a program said, as one.
    pub(super) fn refused(text: &str) -> Self {
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        Self::Refused(text.chars().take(300).collect())
    }

    /// A line of the programs in `programs/`, without its `@`.
    pub(super) fn parse(line: &str) -> Result<Self, String> {
        let mut fields = line.split('\t');
        match fields.next() {
            Some("opened") => {
                let mut contents = Contents::default();
                for der in list(fields.next())? {
                    contents.key(&der)?;
                }
                for der in list(fields.next())? {
                    contents.certificate(&der);
                }
                Ok(Self::Opened(contents))
            }
            Some("refused") => Ok(Self::refused(fields.next().unwrap_or_default())),
            _ => Err(format!("no answer: {line}")),
        }
    }
}

fn list(field: Option<&str>) -> Result<Vec<Vec<u8>>, String> {
    let texts = field.unwrap_or_default().split(',');
    texts
        .filter(|text| !text.is_empty())
        .map(key::unhex)
        .collect()
}
