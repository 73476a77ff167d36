//! The document of `pushcert export --format json`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use super::{File, Finding, OpensIn};
use crate::export::{ExportError, Exported, IdentityChoice};

/// The name and version of the schema that [`Export`] follows.
pub const EXPORT_SCHEMA: &str = "pushcert.export/1";

/// What was written, or why nothing was.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Export {
    /// Always [`EXPORT_SCHEMA`].
    pub schema: String,
    /// The file that was read, or `-` for standard input.
    pub source: String,
    /// The file that was written; null when none was.
    pub path: Option<String>,
    /// `pem`, `p12-modern`, `p12-compatible` or `p12-legacy`; null when nothing was written.
    pub profile: Option<String>,
    /// The identity that was written.
    pub identity: Option<ExportedIdentity>,
    /// How many certificates were written, the leaf included.
    pub certificates: usize,
    /// Iterations of each key derivation; null where nothing is encrypted.
    pub iterations: Option<u64>,
    /// What protects the parts; null when nothing was written.
    pub protections: Option<Protections>,
    /// Which programs open what was written; empty for PEM.
    pub opens_in: Vec<OpensIn>,
    /// What is wrong with what was written or, when nothing was, with what was read; in code order.
    pub findings: Vec<Finding>,
    /// Why nothing was written; null when something was.
    pub error: Option<ExportProblem>,
}

/// The identity that was written.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ExportedIdentity {
    /// Its number in the file that was read, from 0.
    pub number: usize,
    /// The name that key and certificate were given; null in PEM, which has none.
    pub friendly_name: Option<String>,
    /// Subject common name.
    pub common_name: Option<String>,
    /// Its topics.
    pub topics: Vec<String>,
    /// Any of `sandbox` and `production`.
    pub environments: Vec<String>,
    /// RFC 3339, UTC, seconds; null when the field is malformed.
    pub not_after: Option<String>,
    /// SHA-256 over the DER of the certificate, lower-case hex.
    pub sha256: String,
}

/// What protects what was written, in the words of the report.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Protections {
    /// `given` for a password, `empty` for the empty one, `none` where nothing is encrypted.
    pub password: String,
    /// Of the key: `pbes2-aes-256-cbc`, …, or `none`.
    pub key: String,
    /// Of the certificates: `pbes2-aes-256-cbc`, …, or `none`.
    pub certificates: String,
    /// Of the whole: `hmac-sha256`, …, or `none`.
    pub mac: String,
}

/// Why nothing was written.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ExportProblem {
    /// What is the case.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The identities to choose from, where that is the question.
    pub identities: Vec<ExportedIdentity>,
}

impl Export {
    /// The document of what was written.
    #[must_use]
    pub fn written(source: &str, exported: &Exported) -> Self {
        let file = exported.check();
        let mut identity = ExportedIdentity::from(exported.identity());
        identity.friendly_name = file
            .identities
            .first()
            .and_then(|identity| identity.friendly_name.clone());
        Self {
            path: Some(file.path.clone()),
            profile: Some(exported.profile().to_string()),
            identity: Some(identity),
            certificates: exported.certificates(),
            iterations: exported.iterations(),
            protections: Some(Protections::of(&file)),
            opens_in: file
                .pkcs12
                .map(|pkcs12| pkcs12.opens_in)
                .unwrap_or_default(),
            findings: file.findings,
            ..Self::empty(source)
        }
    }

    /// The document of a file from which nothing was written.
    #[must_use]
    pub fn refused(source: &File, error: &ExportError) -> Self {
        Self {
            findings: source.findings.clone(),
            error: Some(ExportProblem {
                message: error.to_string(),
                help: error.help().to_string(),
                identities: error.choices().iter().map(Into::into).collect(),
            }),
            ..Self::empty(&source.path)
        }
    }

    /// The document of files that cannot be what they were given as.
    #[must_use]
    pub fn refused_files(source: &str, files: &[&File]) -> Self {
        let names: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        Self {
            findings: files
                .iter()
                .flat_map(|file| file.findings.clone())
                .collect(),
            error: Some(ExportProblem {
                message: format!("nothing was written because of {}", names.join(" and ")),
                help: "see the findings".to_string(),
                identities: Vec::new(),
            }),
            ..Self::empty(source)
        }
    }

    fn empty(source: &str) -> Self {
        Self {
            schema: EXPORT_SCHEMA.to_string(),
            source: source.to_string(),
            path: None,
            profile: None,
            identity: None,
            certificates: 0,
            iterations: None,
            protections: None,
            opens_in: Vec::new(),
            findings: Vec::new(),
            error: None,
        }
    }
}

impl Protections {
    fn of(file: &File) -> Self {
        let none = || "none".to_string();
        let key = file.identities.first().map(|identity| &identity.key);
        let key = key.and_then(|key| key.protection.clone());
        let key = key.unwrap_or_else(none);
        let Some(pkcs12) = &file.pkcs12 else {
            let password = if key == "none" {
                none()
            } else {
                "given".to_string()
            };
            return Self {
                password,
                key,
                certificates: none(),
                mac: none(),
            };
        };
        let holds_certificates = |part: &&super::Part| part.bags.iter().any(|bag| bag == "cert");
        let part = pkcs12.parts.iter().find(holds_certificates);
        Self {
            password: pkcs12.password.clone(),
            key,
            certificates: part.map_or_else(none, |part| part.protection.clone()),
            mac: pkcs12.mac.algorithm.clone(),
        }
    }
}

impl From<&IdentityChoice> for ExportedIdentity {
    fn from(choice: &IdentityChoice) -> Self {
        Self {
            number: choice.number,
            friendly_name: choice.friendly_name.clone(),
            common_name: choice.common_name.clone(),
            topics: choice.topics.clone(),
            environments: choice
                .environments
                .iter()
                .map(ToString::to_string)
                .collect(),
            not_after: choice.not_after.map(|end| end.to_string()),
            sha256: choice.sha256.clone(),
        }
    }
}
