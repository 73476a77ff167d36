//! One preset for each kind of certificate and each of its forms over the years.

use super::extension::{Slot, certificate_policies, extended_key_usage};
use super::{CertificateBuilder, Extension, TopicLabels, voip_topics};
use crate::der;
use crate::key::SignatureAlgorithm;
use crate::name::Name;
use crate::oid::{apple, extension as ext};

/// The team id of every preset.
pub const TEAM: &str = "TEAM123456";
/// The organization of every preset that has one.
pub const ORGANIZATION: &str = "Example Ltd.";

/// The order of the standard extensions, which differs by year and issuer.
#[derive(Clone, Copy)]
enum Layout {
    /// 2010, nothing critical
    G1First,
    /// 2011 to 2016, nothing critical before 2016
    G1 { critical: bool },
    /// 2017 to 2021, with an OCSP address in front
    G1Late,
    /// Since 2022; the digits after the OCSP address
    G4(&'static str),
    /// Application Integration 2
    Aai2,
    /// MDM vendor: no extended key usage, no CRL
    Vendor,
}

fn basic_constraints(critical: bool) -> Slot {
    Slot::Fixed(Extension {
        critical,
        ..Extension::new(ext::BASIC_CONSTRAINTS, der::seq([[]; 0]))
    })
}

fn key_usage(critical: bool) -> Slot {
    Slot::Fixed(Extension {
        critical,
        ..Extension::new(ext::KEY_USAGE, der::bits(7, [0x80]))
    })
}

fn policies() -> Slot {
    Slot::Fixed(Extension::new(
        ext::CERTIFICATE_POLICIES,
        certificate_policies(),
    ))
}

fn purposes(more: &[&str]) -> Slot {
    let all: Vec<&str> = [ext::CLIENT_AUTH].iter().chain(more).copied().collect();
    Slot::Fixed(Extension::new(
        ext::EXTENDED_KEY_USAGE,
        extended_key_usage(&all),
    ))
}

impl Layout {
    fn slots(self, more_purposes: &[&str]) -> Vec<Slot> {
        use Slot::{AuthorityInfoAccess as Aia, AuthorityKeyId as Aki};
        use Slot::{CrlDistributionPoints as Crl, SubjectKeyId as Ski};
        let eku = purposes(more_purposes);
        match self {
            Self::G1First => {
                vec![
                    basic_constraints(false),
                    eku,
                    Aki,
                    Crl,
                    key_usage(false),
                    Ski,
                    policies(),
                ]
            }
            Self::G1 { critical } => vec![
                Ski,
                basic_constraints(critical),
                Aki,
                policies(),
                Crl,
                key_usage(critical),
                eku,
            ],
            Self::G1Late => vec![
                Aia("01"),
                Ski,
                basic_constraints(true),
                Aki,
                policies(),
                Crl,
                key_usage(true),
                eku,
            ],
            Self::G4(digits) => vec![
                basic_constraints(true),
                Aki,
                Aia(digits),
                policies(),
                eku,
                Crl,
                Ski,
                key_usage(true),
            ],
            Self::Aai2 => {
                vec![
                    basic_constraints(false),
                    Aki,
                    policies(),
                    eku,
                    Crl,
                    Ski,
                    key_usage(false),
                ]
            }
            Self::Vendor => {
                vec![
                    basic_constraints(true),
                    Aki,
                    Aia("10"),
                    policies(),
                    Ski,
                    key_usage(true),
                ]
            }
        }
    }
}

impl CertificateBuilder {
    fn leaf(subject: Name, layout: Layout, purposes: &[&str], apple: &[(&str, Vec<u8>)]) -> Self {
        let mut builder = Self::new(subject);
        builder.extensions = layout.slots(purposes);
        for (oid, value) in apple {
            builder = builder.extension(Extension::new(oid, value.clone()));
        }
        builder
    }

    /// `apns` as issued since mid-2022: both environments, four topics.
    pub fn apns(bundle_id: &str) -> Self {
        Self::apns_with(bundle_id, TopicLabels::SinceMid2022)
    }

    /// `apns` as issued from February to April 2022: no push-to-talk.
    pub fn apns_early_2022(bundle_id: &str) -> Self {
        Self::apns_with(bundle_id, TopicLabels::Early2022)
            .valid("2022-02-25T16:39:41Z", "2023-03-27T16:39:40Z")
    }

    fn apns_with(bundle_id: &str, labels: TopicLabels) -> Self {
        let common_name = format!("Apple Push Services: {bundle_id}");
        Self::leaf(
            Name::apple(
                bundle_id,
                &common_name,
                Some(TEAM),
                Some(ORGANIZATION),
                "US",
            ),
            Layout::G4("01"),
            &[],
            &[
                (apple::TOPICS, labels.value(bundle_id)),
                (apple::SANDBOX, der::null()),
                (apple::PRODUCTION, der::null()),
            ],
        )
    }

    /// `apns` as issued from 2016 to 2021: label `app`, serial of 8 bytes, topics last.
    pub fn apns_2016(bundle_id: &str) -> Self {
        let common_name = format!("Apple Push Services: {bundle_id}");
        Self::leaf(
            Name::apple(
                bundle_id,
                &common_name,
                Some(TEAM),
                Some(ORGANIZATION),
                "US",
            ),
            Layout::G1 { critical: true },
            &[],
            &[
                (apple::SANDBOX, der::null()),
                (apple::PRODUCTION, der::null()),
                (apple::TOPICS, TopicLabels::Since2016.value(bundle_id)),
            ],
        )
        .serial_len(8)
        .valid("2016-02-22T07:38:32Z", "2017-03-23T07:38:32Z")
    }

    /// `apns-sandbox` as issued since mid-2022: no organization.
    pub fn apns_sandbox(bundle_id: &str) -> Self {
        let common_name = format!("Apple Sandbox Push Services: {bundle_id}");
        Self::leaf(
            Name::apple(bundle_id, &common_name, Some(TEAM), None, "US"),
            Layout::G4("03"),
            &[],
            &[
                (apple::TOPICS, TopicLabels::SinceMid2022.value(bundle_id)),
                (apple::SANDBOX, der::null()),
            ],
        )
    }

    /// `apns-development-legacy` as issued from 2011 to 2021: SHA-1, topic in the UID only.
    pub fn apns_development_legacy(bundle_id: &str) -> Self {
        Self::single_environment(
            "Apple Development IOS Push Services",
            bundle_id,
            apple::SANDBOX,
        )
    }

    /// `apns-production-legacy` as issued from 2012 to 2015.
    pub fn apns_production_legacy(bundle_id: &str) -> Self {
        Self::single_environment(
            "Apple Production IOS Push Services",
            bundle_id,
            apple::PRODUCTION,
        )
    }

    /// `apns-development-legacy` for the Mac (by its name in Apple's documents; none was seen).
    pub fn apns_development_mac(bundle_id: &str) -> Self {
        Self::single_environment(
            "Apple Development Mac Push Services",
            bundle_id,
            apple::SANDBOX,
        )
    }

    /// `apns-production-legacy` for the Mac (none was seen).
    pub fn apns_production_mac(bundle_id: &str) -> Self {
        Self::single_environment(
            "Apple Production Mac Push Services",
            bundle_id,
            apple::PRODUCTION,
        )
    }

    fn single_environment(prefix: &str, bundle_id: &str, marker: &'static str) -> Self {
        let subject = Name::apple(
            bundle_id,
            &format!("{prefix}: {bundle_id}"),
            Some(TEAM),
            None,
            "US",
        );
        Self::leaf(
            subject,
            Layout::G1 { critical: false },
            &[],
            &[(marker, der::null())],
        )
        .serial_len(8)
        .algorithm(SignatureAlgorithm::Sha1Rsa)
        .valid("2014-03-02T16:22:40Z", "2015-03-02T16:22:40Z")
    }

    /// `apns-development-legacy` of 2010: 90 days, and a common name that ends in team ids
    /// (`TEAM:TEAM`) instead of the bundle id.
    pub fn apns_development_2010(bundle_id: &str) -> Self {
        let common_name = format!("Apple Development Push Services: {TEAM}:{TEAM}");
        let subject = Name::apple(bundle_id, &common_name, None, None, "US");
        Self::leaf(
            subject,
            Layout::G1First,
            &[],
            &[(apple::SANDBOX, der::null())],
        )
        .serial_len(8)
        .algorithm(SignatureAlgorithm::Sha1Rsa)
        .valid("2010-10-14T18:14:11Z", "2011-01-12T18:14:11Z")
    }

    /// `voip` as issued since 2022. The UID is the bundle id with `.voip`.
    pub fn voip(bundle_id: &str) -> Self {
        let marks = voip_extensions(bundle_id);
        let order = [0, 1, 3, 4, 2].map(|index: usize| marks[index].clone());
        Self::leaf(voip_subject(bundle_id), Layout::G4("05"), &[], &order)
    }

    /// `voip` as issued from 2015 to 2021.
    pub fn voip_2017(bundle_id: &str) -> Self {
        Self::leaf(
            voip_subject(bundle_id),
            Layout::G1Late,
            &[],
            &voip_extensions(bundle_id),
        )
        .serial_len(8)
        .valid("2017-04-27T03:17:33Z", "2018-04-27T03:17:33Z")
    }

    /// `watchkit`: none was ever seen, so this is the universal form under the name that Apple's
    /// page gives.
    pub fn watchkit(bundle_id: &str) -> Self {
        let common_name = format!("WatchKit Services: {bundle_id}");
        Self::apns(bundle_id).subject(Name::apple(
            bundle_id,
            &common_name,
            Some(TEAM),
            Some(ORGANIZATION),
            "US",
        ))
    }

    /// `website-push`; the id starts with `web.`.
    pub fn website_push(id: &str) -> Self {
        Self::leaf(
            Name::apple(
                id,
                &format!("Website Push ID: {id}"),
                Some(TEAM),
                Some(ORGANIZATION),
                "US",
            ),
            Layout::G4("06"),
            &[apple::WEBSITE_PACKAGE_SIGNING],
            &[
                (apple::WEBSITE_PUSH_ID, der::utf8(id)),
                (apple::PRODUCTION, der::null()),
            ],
        )
    }

    /// `pass-type-id`; the id starts with `pass.`.
    pub fn pass_type_id(id: &str) -> Self {
        Self::leaf(
            Name::apple(
                id,
                &format!("Pass Type ID: {id}"),
                Some(TEAM),
                Some(ORGANIZATION),
                "US",
            ),
            Layout::G4("04"),
            &[apple::WALLET_SIGNING],
            &[
                (apple::PASS_TYPE_ID, der::utf8(id)),
                (apple::PRODUCTION, der::null()),
            ],
        )
    }

    /// `mdm-push` for a UUID: UID `com.apple.mgmt.External.<uuid>`, no team.
    pub fn mdm_push(uuid: &str) -> Self {
        let uid = format!("com.apple.mgmt.External.{uuid}");
        let subject = Name::apple(&uid, &format!("APSP:{uuid}"), None, None, "US");
        Self::leaf(
            subject,
            Layout::Aai2,
            &[],
            &[(apple::PRODUCTION, der::null())],
        )
        .serial_len(8)
        .valid("2026-05-02T18:36:27Z", "2027-05-02T18:36:26Z")
    }

    /// `mdm-vendor`, which signs requests and is no push certificate.
    pub fn mdm_vendor(organization: &str) -> Self {
        let common_name = format!("MDM Vendor: {organization}");
        let subject = Name::apple(TEAM, &common_name, Some(TEAM), Some(organization), "US");
        Self::leaf(
            subject,
            Layout::Vendor,
            &[],
            &[(apple::MDM_VENDOR, der::null())],
        )
        .valid("2026-05-02T18:36:27Z", "2027-05-02T18:36:26Z")
    }

    /// `other`: a code-signing certificate such as lies beside the push certificate in a keychain
    /// export.
    pub fn distribution(organization: &str) -> Self {
        let common_name = format!("iPhone Distribution: {organization} ({TEAM})");
        let subject = Name::apple(TEAM, &common_name, Some(TEAM), Some(organization), "US");
        Self::leaf(
            subject,
            Layout::G4("11"),
            &[],
            &[("1.2.840.113635.100.6.1.4", der::null())],
        )
        .replace_extension(
            ext::EXTENDED_KEY_USAGE,
            extended_key_usage(&["1.3.6.1.5.5.7.3.3"]),
        )
    }

    /// `apns-server`: what the service itself shows in the handshake.
    pub fn apns_server(host: &str) -> Self {
        let subject = Name::new()
            .utf8(crate::oid::name::COMMON_NAME, host)
            .utf8(crate::oid::name::ORGANIZATION, "Apple Inc.")
            .printable(crate::oid::name::COUNTRY, "US");
        let alternative = der::seq([der::implicit(2, host)]);
        Self::leaf(
            subject,
            Layout::G4("02"),
            &[],
            &[("2.5.29.17", alternative)],
        )
        .replace_extension(
            ext::EXTENDED_KEY_USAGE,
            extended_key_usage(&["1.3.6.1.5.5.7.3.1"]),
        )
    }
}

fn voip_subject(bundle_id: &str) -> Name {
    let uid = format!("{bundle_id}.voip");
    let common_name = format!("VoIP Services: {bundle_id}");
    Name::apple(&uid, &common_name, Some(TEAM), Some(ORGANIZATION), "US")
}

fn voip_extensions(bundle_id: &str) -> [(&'static str, Vec<u8>); 5] {
    let voip = format!("{bundle_id}.voip");
    [
        (apple::SANDBOX, der::null()),
        (apple::PRODUCTION, der::null()),
        (apple::VOIP_BUNDLE_ID, der::utf8(bundle_id)),
        (apple::VOIP_TOPICS, voip_topics(&[bundle_id, &voip])),
        (apple::VOIP, der::null()),
    ]
}
