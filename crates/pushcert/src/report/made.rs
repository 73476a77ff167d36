//! The document of `pushcert csr new --format json`.

use alloc::string::{String, ToString};

use serde::Serialize;

use crate::request::{Portal, RequestRecord};

/// A request that was made: its record, the files, and what to do now. Read as a record, it is one.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RequestMade {
    /// What is kept of it.
    #[serde(flatten)]
    pub record: RequestRecord,
    /// Where everything is.
    pub files: RequestFiles,
    /// Where to go with it.
    pub portal: Portal,
}

/// The files of a request.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RequestFiles {
    /// The request.
    pub request: String,
    /// The private key: the new one, or the one that was given.
    pub key: Option<String>,
    /// The record.
    pub record: Option<String>,
}

impl RequestMade {
    /// The request in this file; `upload` is what the portal takes.
    #[must_use]
    pub fn new(record: RequestRecord, file: &str, upload: &str) -> Self {
        let portal = record.portal(upload);
        Self {
            record,
            files: RequestFiles {
                request: file.to_string(),
                key: None,
                record: None,
            },
            portal,
        }
    }
}

/// The JSON Schema of [`RequestMade`], and of the record that is kept of it: that lacks what follows the record.
#[cfg(feature = "schema")]
#[must_use]
pub fn request_schema() -> serde_json::Value {
    let mut schema = super::schema_of::<RequestMade>();
    let required = schema.get_mut("required");
    if let Some(names) = required.and_then(serde_json::Value::as_array_mut) {
        names.retain(|name| name != "files" && name != "portal");
    }
    schema
}
