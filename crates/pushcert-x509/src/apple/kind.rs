//! Which kind of certificate this is: by its extensions, and by its name.

use pushcert_types::CertificateKind as Kind;

/// What the extensions and the subject say, as far as the kind depends on it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Marks {
    pub(super) sandbox: bool,
    pub(super) production: bool,
    /// `~.6.3.6`.
    pub(super) topics: bool,
    /// Any of `~.6.3.3`, `~.6.3.4`, `~.6.3.5`.
    pub(super) voip: bool,
    pub(super) pass: bool,
    pub(super) website: bool,
    pub(super) mdm_vendor: bool,
    /// A certification authority by `basicConstraints`.
    pub(super) ca: bool,
    /// Marked as one of Apple's authorities, or of the organization "Apple Inc.".
    pub(super) apple: bool,
    /// Has `serverAuth` and the name of an APNs host.
    pub(super) apns_server: bool,
    /// The UID is one of an MDM push certificate.
    pub(super) mdm_uid: bool,
}

pub(super) const MDM_UID_PREFIX: &str = "com.apple.mgmt.";

/// The kind by the extensions. The name decides only between VoIP and WatchKit, whose extensions
/// are the same as far as is known.
pub(super) fn by_extensions(marks: &Marks, by_name: Option<Kind>) -> Kind {
    if marks.ca {
        return if marks.apple {
            Kind::AppleCa
        } else {
            Kind::Other
        };
    }
    if marks.pass {
        return Kind::PassTypeId;
    }
    if marks.website {
        return Kind::WebsitePush;
    }
    if marks.mdm_vendor {
        return Kind::MdmVendor;
    }
    if (marks.voip || marks.topics) && by_name == Some(Kind::Watchkit) {
        return Kind::Watchkit;
    }
    if marks.voip {
        return Kind::Voip;
    }
    match (marks.topics, marks.sandbox, marks.production) {
        (true, true, false) => Kind::ApnsSandbox,
        (true, ..) => Kind::Apns,
        (false, _, true) if marks.mdm_uid => Kind::MdmPush,
        (false, true, true) => Kind::Apns,
        (false, true, false) => Kind::ApnsDevelopmentLegacy,
        (false, false, true) => Kind::ApnsProductionLegacy,
        (false, false, false) if marks.apns_server => Kind::ApnsServer,
        (false, false, false) => Kind::Other,
    }
}

/// The beginnings of common names, and the kind that Apple gives them to.
const PREFIXES: &[(&str, Kind)] = &[
    ("Apple Push Services:", Kind::Apns),
    ("Apple Sandbox Push Services:", Kind::ApnsSandbox),
    (
        "Apple Development IOS Push Services:",
        Kind::ApnsDevelopmentLegacy,
    ),
    (
        "Apple Development Mac Push Services:",
        Kind::ApnsDevelopmentLegacy,
    ),
    (
        "Apple Development Push Services:",
        Kind::ApnsDevelopmentLegacy,
    ),
    (
        "Apple Production IOS Push Services:",
        Kind::ApnsProductionLegacy,
    ),
    (
        "Apple Production Mac Push Services:",
        Kind::ApnsProductionLegacy,
    ),
    (
        "Apple Production Push Services:",
        Kind::ApnsProductionLegacy,
    ),
    ("VoIP Services:", Kind::Voip),
    ("WatchKit Services:", Kind::Watchkit),
    ("Website Push ID:", Kind::WebsitePush),
    ("Pass Type ID:", Kind::PassTypeId),
    ("APSP:", Kind::MdmPush),
    ("MDM Vendor:", Kind::MdmVendor),
];

/// The kind that a common name speaks of, and what follows its beginning.
pub(super) fn by_name(common_name: &str) -> Option<(Kind, &str)> {
    PREFIXES.iter().find_map(|(prefix, kind)| {
        let tail = common_name.strip_prefix(prefix)?;
        Some((*kind, tail.trim_matches(' ')))
    })
}

/// Whether a host name is one of APNs.
pub(super) fn is_apns_host(name: &str) -> bool {
    const DOMAIN: &str = ".push.apple.com";
    let name = name.as_bytes();
    name.len() > DOMAIN.len()
        && name
            .get(name.len().saturating_sub(DOMAIN.len())..)
            .is_some_and(|end| end.eq_ignore_ascii_case(DOMAIN.as_bytes()))
}
