//! What to do in Apple's portals.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Purpose, Renews, RequestRecord};

/// Where Apple describes how a certificate is revoked. It is done in the account, never by a program.
pub const REVOKE_URL: &str =
    "https://developer.apple.com/help/account/create-certificates/revoke-a-certificate/";

/// Where to go with a request, and what to do there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Portal {
    /// Its name.
    pub name: &'static str,
    /// Its address.
    pub url: &'static str,
    /// The steps, in order, each a sentence without a full stop. Names are as they were given: escape them
    /// before they are shown.
    pub steps: Vec<String>,
}

/// The steps for a request; `file` is what is to be uploaded.
pub(super) fn steps(record: &RequestRecord, file: &str) -> Portal {
    match record.purpose {
        Purpose::App => app(record, file),
        Purpose::Mdm => mdm(record, file),
    }
}

fn app(record: &RequestRecord, file: &str) -> Portal {
    let app = match &record.app_id {
        Some(app) => format!("choose the App ID {app}: the certificate is tied to this one app"),
        None => {
            "choose the App ID of your app: the certificate is tied to this one app".to_string()
        }
    };
    Portal {
        name: "Certificates, Identifiers & Profiles",
        url: "https://developer.apple.com/account/resources/certificates/add",
        steps: Vec::from([
            sign_in(record, "a developer account that may create certificates"),
            "under Services select Apple Push Notification service SSL (Sandbox & Production) and continue"
                .to_string(),
            app,
            format!("upload {file}, the request: it holds the public key; the private key stays here"),
            "download the certificate (aps.cer)".to_string(),
        ]),
    }
}

fn mdm(record: &RequestRecord, file: &str) -> Portal {
    let mut steps = Vec::from([sign_in(
        record,
        "the Apple ID that is to own the certificate",
    )]);
    match &record.renews {
        None => steps.push("choose Create a Certificate and accept the terms".to_string()),
        Some(old) => {
            steps.push(format!(
                "find the certificate {} and choose Renew. Not Create, and not another Apple ID: both give another \
                 topic, and every enrolled device has to enrol again. Not Revoke either",
                listed(old)
            ));
        }
    }
    steps.push(format!(
        "upload {file}, the property list that the vendor signed; the raw request is refused there"
    ));
    steps.push(format!("into Notes put: {}", record.notes));
    steps.push(
        "keep what the confirmation shows (Service, Vendor, Expiration Date) and download the certificate (.pem)"
            .to_string(),
    );
    Portal {
        name: "Apple Push Certificates Portal",
        url: "https://identity.apple.com/pushcert/",
        steps,
    }
}

fn sign_in(record: &RequestRecord, otherwise: &str) -> String {
    match &record.apple_id {
        Some(apple_id) => format!("sign in with the Apple ID of this request: {apple_id}"),
        None => format!("sign in with {otherwise}"),
    }
}

/// What the portal's list shows of a certificate.
fn listed(old: &Renews) -> String {
    let mut text = format!("with the serial number {}", old.serial);
    if let Some(topic) = &old.topic {
        text = format!("{topic} {text}");
    }
    if let Some(end) = &old.not_after {
        text.push_str(&format!(", which ends on {}", end.get(..10).unwrap_or(end)));
    }
    text
}
