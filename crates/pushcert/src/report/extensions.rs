//! The extensions of a certificate in words: what `openssl x509 -text` prints of them, and what it
//! does not know of Apple's.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use pushcert_x509::{Certificate, Oid, apple_oids as apple, extension_oids as standard};

use super::Extension;
use crate::Opened;
use crate::hex::hex;

/// Names of extensions that are known beyond the ones that are decoded.
static APPLE_NAMES: [(Oid, &str); 9] = [
    (apple::SANDBOX, "APNs sandbox"),
    (apple::PRODUCTION, "APNs production"),
    (apple::VOIP_BUNDLE_ID, "VoIP bundle id"),
    (apple::VOIP_TOPICS, "VoIP topics"),
    (apple::VOIP, "VoIP"),
    (apple::TOPICS, "topics"),
    (apple::PASS_TYPE_ID, "Pass Type ID"),
    (apple::WEBSITE_PUSH_ID, "Website Push ID"),
    (apple::MDM_VENDOR, "MDM vendor"),
];

static STANDARD_NAMES: [(Oid, &str); 9] = [
    (standard::SUBJECT_KEY_IDENTIFIER, "subjectKeyIdentifier"),
    (standard::KEY_USAGE, "keyUsage"),
    (standard::SUBJECT_ALT_NAME, "subjectAltName"),
    (standard::BASIC_CONSTRAINTS, "basicConstraints"),
    (standard::CRL_DISTRIBUTION_POINTS, "cRLDistributionPoints"),
    (standard::CERTIFICATE_POLICIES, "certificatePolicies"),
    (standard::AUTHORITY_KEY_IDENTIFIER, "authorityKeyIdentifier"),
    (standard::EXTENDED_KEY_USAGE, "extKeyUsage"),
    (standard::AUTHORITY_INFO_ACCESS, "authorityInfoAccess"),
];

impl Opened {
    /// The extensions of the certificate at `index`, in the order of the certificate.
    pub(super) fn extensions(&self, index: usize) -> Vec<Extension> {
        let Some(item) = self.certificates.get(index) else {
            return Vec::new();
        };
        of(&item.certificate)
    }
}

/// The extensions of a certificate, in its order.
pub(super) fn of(certificate: &Certificate) -> Vec<Extension> {
    let describe = |extension: pushcert_x509::Extension<'_>| Extension {
        oid: extension.oid().to_string(),
        name: name(&extension.oid()),
        critical: extension.critical(),
        value: standard_value(certificate, &extension.oid())
            .or_else(|| apple_value(certificate, &extension)),
    };
    certificate.extensions().map(describe).collect()
}

fn name(oid: &Oid) -> Option<String> {
    let names = STANDARD_NAMES.iter().chain(&APPLE_NAMES);
    names
        .into_iter()
        .find(|(known, _)| known == oid)
        .map(|(_, name)| (*name).to_string())
}

fn standard_value(certificate: &Certificate, oid: &Oid) -> Option<String> {
    let text = match oid {
        o if *o == standard::SUBJECT_KEY_IDENTIFIER => hex(certificate.subject_key_id()?),
        o if *o == standard::AUTHORITY_KEY_IDENTIFIER => hex(certificate.authority_key_id()?),
        o if *o == standard::KEY_USAGE => list(certificate.key_usage()?.names()),
        o if *o == standard::EXTENDED_KEY_USAGE => list(
            certificate
                .extended_key_usage()?
                .iter()
                .map(|p| purpose(&p)),
        ),
        o if *o == standard::BASIC_CONSTRAINTS => {
            let constraints = certificate.basic_constraints()?;
            let length = constraints
                .path_length
                .map(|n| format!(", pathLenConstraint {n}"));
            format!("cA {}{}", constraints.ca, length.unwrap_or_default())
        }
        o if *o == standard::SUBJECT_ALT_NAME => list(certificate.dns_names()),
        o if *o == standard::CRL_DISTRIBUTION_POINTS => list(certificate.crl_urls()),
        o if *o == standard::CERTIFICATE_POLICIES => list(certificate.policies().map(|policy| {
            let cps = policy
                .cps
                .map(|url| format!(" ({url})"))
                .unwrap_or_default();
            format!("{}{cps}", policy.oid)
        })),
        o if *o == standard::AUTHORITY_INFO_ACCESS => {
            let ocsp = certificate.ocsp_urls().map(|url| format!("OCSP {url}"));
            list(
                ocsp.chain(
                    certificate
                        .ca_issuers_urls()
                        .map(|url| format!("caIssuers {url}")),
                ),
            )
        }
        _ => return None,
    };
    Some(text)
}

/// Apple's extensions: a marker is present, the others hold text.
fn apple_value(
    certificate: &Certificate,
    extension: &pushcert_x509::Extension<'_>,
) -> Option<String> {
    let push = certificate.push();
    let oid = extension.oid();
    match extension.value() {
        [0x05, 0x00] if name(&oid).is_some() => Some("present".to_string()),
        _ if oid == apple::TOPICS => {
            Some(list(push.topics.iter().map(|entry| match &entry.label {
                Some(label) => format!("{} ({label})", entry.topic),
                None => entry.topic.to_string(),
            })))
        }
        _ if oid == apple::VOIP_TOPICS => {
            Some(list(push.topics.iter().map(|entry| entry.topic.as_str())))
        }
        _ if oid == apple::VOIP_BUNDLE_ID => push.voip_bundle_id.clone(),
        _ if oid == apple::PASS_TYPE_ID => push.pass_type_id.clone(),
        _ if oid == apple::WEBSITE_PUSH_ID => push.website_push_id.clone(),
        _ => None,
    }
}

fn purpose(oid: &Oid) -> String {
    let known = [
        (standard::CLIENT_AUTH, "clientAuth"),
        (standard::SERVER_AUTH, "serverAuth"),
    ];
    let found = known.into_iter().find(|(known, _)| known == oid);
    found.map_or_else(|| oid.to_string(), |(_, name)| name.to_string())
}

fn list<T: AsRef<str>>(items: impl Iterator<Item = T>) -> String {
    let mut text = String::new();
    for item in items {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(item.as_ref());
    }
    text
}
