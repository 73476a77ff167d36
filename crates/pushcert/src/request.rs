//! What is kept of a request until its certificate comes: for which Apple ID, which app, which renewal.
//!
//! A signing request says nothing of what it was made for, and a certificate says nothing of the Apple ID
//! that it was made with: what is not written down when the request is made is lost by the time of the
//! renewal. A [`RequestRecord`] holds it, with the steps in Apple's portal; the certificate that comes back
//! is compared with it by [`RequestRecord::expected`].

use alloc::string::{String, ToString};

use pushcert_csr::CertificationRequest;
use pushcert_diagnostics::{CertificateFacts, RequestFacts, RequestedFacts};
use pushcert_types::{CertificateKind, UnixTime};
use serde::{Deserialize, Serialize};

use crate::open::request_facts;

mod apple_id;
mod portal;

pub use apple_id::{AppleIdError, AppleIdRemark, check_apple_id};
pub use portal::{Portal, REVOKE_URL};

/// The name and version of the schema that [`RequestRecord`] follows.
pub const REQUEST_SCHEMA: &str = "pushcert.request/1";

/// What a certificate is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Purpose {
    /// Pushes to one app, from the developer account.
    App,
    /// Pushes to managed devices, from the Apple Push Certificates Portal.
    Mdm,
}

impl Purpose {
    /// `app` or `mdm`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Mdm => "mdm",
        }
    }
}

/// One request, as it is kept beside its key: no secret is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RequestRecord {
    /// Always [`REQUEST_SCHEMA`].
    pub schema: String,
    /// The first twelve digits of the SHA-256 of the request.
    pub id: String,
    /// When the request was made; RFC 3339, UTC, seconds.
    pub created_at: String,
    /// What for.
    pub purpose: Purpose,
    /// The Apple ID to sign in with, where one was named.
    pub apple_id: Option<String>,
    /// Whose it is, in words of the caller's.
    pub tenant: Option<String>,
    /// The App ID that is to be chosen in the portal: the certificate's topic has to equal it.
    pub app_id: Option<String>,
    /// The certificate that is to be renewed, where one is.
    pub renews: Option<Renews>,
    /// Subject common name of the request.
    pub common_name: Option<String>,
    /// Subject e-mail address of the request.
    pub email: Option<String>,
    /// Subject country of the request.
    pub country: Option<String>,
    /// SHA-256 over the DER of the request, lower-case hex.
    pub csr_sha256: String,
    /// SHA-256 of the SubjectPublicKeyInfo of the request, lower-case hex.
    pub spki_sha256: Option<String>,
    /// What to put into the Notes field of the portal.
    pub notes: String,
    /// What the portal showed when the certificate was made, as far as somebody entered it.
    #[serde(default, skip_serializing_if = "Confirmation::is_empty")]
    pub confirmation: Confirmation,
}

/// The certificate that a request is to renew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Renews {
    /// Its topic: for MDM the UID, which the renewed certificate has to keep.
    pub topic: Option<String>,
    /// Its common name, by which the portal lists it.
    pub common_name: Option<String>,
    /// Its serial number, lower-case hex, by which the portal lists it too.
    pub serial: String,
    /// When it ends; RFC 3339, UTC, seconds.
    pub not_after: Option<String>,
    /// SHA-256 over its DER, lower-case hex.
    pub sha256: String,
}

/// What Apple's portal shows once a certificate was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Confirmation {
    /// `Service`.
    #[serde(default)]
    pub service: Option<String>,
    /// `Vendor`.
    #[serde(default)]
    pub vendor: Option<String>,
    /// `Expiration Date`, as it stood there.
    #[serde(default)]
    pub expiration: Option<String>,
}

impl Confirmation {
    /// Whether nobody entered anything.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.service.is_none() && self.vendor.is_none() && self.expiration.is_none()
    }
}

impl RequestRecord {
    /// The record of a request that was made at this time, for an app or for MDM.
    #[must_use]
    pub fn of(request: &CertificationRequest, purpose: Purpose, at: UnixTime) -> Self {
        Self::new(&request_facts(request), purpose, at)
    }

    /// The same of the facts of a request.
    #[must_use]
    pub fn new(request: &RequestFacts, purpose: Purpose, at: UnixTime) -> Self {
        let mut record = Self {
            schema: REQUEST_SCHEMA.to_string(),
            id: request.sha256.chars().take(12).collect(),
            created_at: at.to_string(),
            purpose,
            apple_id: None,
            tenant: None,
            app_id: None,
            renews: None,
            common_name: request.common_name.clone(),
            email: request.email.clone(),
            country: request.country.clone(),
            csr_sha256: request.sha256.clone(),
            spki_sha256: request.key.as_ref().map(|key| key.spki_sha256.clone()),
            notes: String::new(),
            confirmation: Confirmation::default(),
        };
        record.notes = record.suggested_notes();
        record
    }

    /// Says whose it is.
    #[must_use]
    pub fn with_tenant(mut self, tenant: &str) -> Self {
        self.tenant = Some(tenant.into());
        self.notes = self.suggested_notes();
        self
    }

    /// Says which Apple ID to sign in with: [`check_apple_id`] tells whether it can be one.
    #[must_use]
    pub fn with_apple_id(mut self, apple_id: &str) -> Self {
        self.apple_id = Some(apple_id.into());
        self
    }

    /// Says which App ID is to be chosen in the portal.
    #[must_use]
    pub fn with_app_id(mut self, app_id: &str) -> Self {
        self.app_id = Some(app_id.into());
        self
    }

    /// Says which certificate is to be renewed.
    #[must_use]
    pub fn with_renewal_of(mut self, certificate: &CertificateFacts) -> Self {
        let topic = certificate.topics.first().map(|topic| topic.topic.clone());
        self.renews = Some(Renews {
            topic,
            common_name: certificate.common_name.clone(),
            serial: certificate.serial.clone(),
            not_after: certificate.not_after.map(|end| end.to_string()),
            sha256: certificate.sha256.clone(),
        });
        self.notes = self.suggested_notes();
        self
    }

    /// Keeps what the portal showed; what is `None` stays as it was.
    #[must_use]
    pub fn with_confirmation(mut self, entered: Confirmation) -> Self {
        let kept = &mut self.confirmation;
        kept.service = entered.service.or(kept.service.take());
        kept.vendor = entered.vendor.or(kept.vendor.take());
        kept.expiration = entered.expiration.or(kept.expiration.take());
        self
    }

    /// Reads a record.
    ///
    /// # Errors
    /// What is wrong with the text: no JSON, another document, or another version.
    pub fn parse(json: &[u8]) -> Result<Self, RecordError> {
        let value: serde_json::Value =
            serde_json::from_slice(json).map_err(|_| RecordError::NotJson)?;
        let schema = value.get("schema").and_then(serde_json::Value::as_str);
        if schema != Some(REQUEST_SCHEMA) {
            return Err(RecordError::OtherDocument);
        }
        serde_json::from_value(value).map_err(|_| RecordError::Incomplete)
    }

    /// What the certificate that comes back has to be: facts for the rules.
    #[must_use]
    pub fn expected(&self) -> RequestedFacts {
        let mut expected = RequestedFacts::default();
        expected.name = Some(self.id.clone());
        expected.spki_sha256.clone_from(&self.spki_sha256);
        let renewed = self.renews.as_ref().and_then(|old| old.topic.clone());
        expected.topic = self.app_id.clone().or(renewed);
        expected.kind = (self.purpose == Purpose::Mdm).then_some(CertificateKind::MdmPush);
        expected
    }

    /// Where to go with the request, and what to do there. `file` is what is to be uploaded.
    #[must_use]
    pub fn portal(&self, file: &str) -> Portal {
        portal::steps(self, file)
    }

    /// Enough to find this request again by what the portal shows a year later.
    fn suggested_notes(&self) -> String {
        let mut notes = String::new();
        for part in self.tenant.iter().chain(self.common_name.iter()).take(1) {
            notes.push_str(part);
            notes.push_str(", ");
        }
        notes.push_str("pushcert request ");
        notes.push_str(&self.id);
        if let Some(old) = &self.renews {
            notes.push_str(", renews ");
            notes.push_str(&old.serial);
        }
        notes
    }
}

/// Why a text is no record of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// It is no JSON.
    #[error("the file is no JSON document")]
    NotJson,
    /// It is JSON, and something else than a record of this version.
    #[error("the document is not {REQUEST_SCHEMA}")]
    OtherDocument,
    /// A field is missing or of another type.
    #[error("the record lacks a field, or has one of another type")]
    Incomplete,
}
