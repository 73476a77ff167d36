//! Extensions and the values of the standard ones.

use crate::authority::Authority;
use crate::key::TestKey;
use crate::{der, oid};

/// One extension (RFC 5280 section 4.1).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Extension {
    /// The dotted OID.
    pub oid: String,
    /// Whether it is marked critical; `false` is left out, as DER wants.
    pub critical: bool,
    /// What is inside the OCTET STRING.
    pub value: Vec<u8>,
}

impl Extension {
    /// A non-critical extension.
    pub fn new(oid: &str, value: Vec<u8>) -> Self {
        Self {
            oid: oid.to_owned(),
            critical: false,
            value,
        }
    }

    /// A critical extension.
    pub fn critical(oid: &str, value: Vec<u8>) -> Self {
        Self {
            critical: true,
            ..Self::new(oid, value)
        }
    }

    /// The extension as DER.
    pub fn der(&self) -> Vec<u8> {
        let critical = if self.critical {
            der::boolean(true)
        } else {
            Vec::new()
        };
        der::seq([der::oid(&self.oid), critical, der::octets(&self.value)])
    }
}

/// A place in the list of extensions: fixed, or filled from issuer and key when built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slot {
    Fixed(Extension),
    AuthorityKeyId,
    SubjectKeyId,
    /// caIssuers and OCSP; the digits after the authority's OCSP address.
    AuthorityInfoAccess(&'static str),
    CrlDistributionPoints,
}

impl Slot {
    pub(super) fn oid(&self) -> &str {
        match self {
            Self::Fixed(extension) => &extension.oid,
            Self::AuthorityKeyId => oid::extension::AUTHORITY_KEY_ID,
            Self::SubjectKeyId => oid::extension::SUBJECT_KEY_ID,
            Self::AuthorityInfoAccess(_) => oid::extension::AUTHORITY_INFO_ACCESS,
            Self::CrlDistributionPoints => oid::extension::CRL_DISTRIBUTION_POINTS,
        }
    }

    /// `None` when the issuer has no such address.
    pub(super) fn resolve(&self, issuer: &Authority, key: &TestKey) -> Option<Extension> {
        let value = match self {
            Self::Fixed(extension) => return Some(extension.clone()),
            Self::AuthorityKeyId => der::seq([der::implicit(0, &issuer.key_id)]),
            Self::SubjectKeyId => der::octets(key.key_id()),
            Self::AuthorityInfoAccess(digits) => authority_info_access(issuer, digits)?,
            Self::CrlDistributionPoints => crl_distribution_points(&[issuer.crl.as_deref()?]),
        };
        Some(Extension::new(self.oid(), value))
    }
}

fn authority_info_access(issuer: &Authority, digits: &str) -> Option<Vec<u8>> {
    let entry = |method: &str, url: &str| der::seq([der::oid(method), der::implicit(6, url)]);
    let ca_issuers = issuer
        .ca_issuers
        .as_deref()
        .map(|url| entry(oid::extension::CA_ISSUERS, url));
    let ocsp = issuer
        .ocsp
        .as_deref()
        .map(|url| entry(oid::extension::OCSP, &format!("{url}{digits}")));
    let entries: Vec<Vec<u8>> = ca_issuers.into_iter().chain(ocsp).collect();
    (!entries.is_empty()).then(|| der::seq(entries))
}

/// CRLDistributionPoints with one fullName each (RFC 5280 section 4.2.1.13).
pub fn crl_distribution_points(urls: &[&str]) -> Vec<u8> {
    let points = urls.iter().map(|url| {
        let full_name = der::explicit(0, der::implicit(6, url));
        der::seq([der::explicit(0, full_name)])
    });
    der::seq(points)
}

/// ExtKeyUsageSyntax of these purposes (RFC 5280 section 4.2.1.12).
pub fn extended_key_usage(purposes: &[&str]) -> Vec<u8> {
    der::seq(purposes.iter().map(|purpose| der::oid(purpose)))
}

/// The policy of every leaf: one identifier with a user notice and a CPS address, in the lengths
/// of the real one.
pub fn certificate_policies() -> Vec<u8> {
    // 179 bytes like the original, so that the nested lengths take the same form.
    let notice = "This certificate was made by the pushcert test kit. It was issued by nobody, \
                  protects nothing and must not be relied upon; who trusts it has trusted a file \
                  which just tests read.";
    let qualifier = |kind: &str, value: Vec<u8>| der::seq([der::oid(kind), value]);
    let qualifiers = der::seq([
        qualifier(oid::extension::USER_NOTICE, der::seq([der::utf8(notice)])),
        qualifier(
            oid::extension::CPS,
            der::ia5("https://www.example.com/certificateauthority/"),
        ),
    ]);
    der::seq([der::seq([der::oid(oid::apple::POLICY), qualifiers])])
}
