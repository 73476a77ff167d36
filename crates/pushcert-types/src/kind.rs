//! The kinds of certificate that Apple issues around push.

use crate::named::spelled;

/// What a certificate is for, decided from its extensions (see `pushcert-x509`).
///
/// ```
/// use pushcert_types::CertificateKind;
///
/// assert!(CertificateKind::MdmPush.is_push());
/// assert!(!CertificateKind::MdmVendor.is_push());
/// assert_eq!(CertificateKind::PassTypeId.as_str(), "pass-type-id");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CertificateKind {
    /// "Apple Push Services": one app, sandbox and production, topics listed. Since 2015.
    Apns,
    /// "Apple Sandbox Push Services": one app, sandbox only, topics listed. Since 2022.
    ApnsSandbox,
    /// "Apple Development IOS (or Mac) Push Services": sandbox, topic in the UID. Until 2021.
    ApnsDevelopmentLegacy,
    /// "Apple Production IOS (or Mac) Push Services": production, topic in the UID. Until 2015.
    ApnsProductionLegacy,
    /// "VoIP Services": the app's `.voip` topic beside its bundle id.
    Voip,
    /// "WatchKit Services": VoIP and complication topics, by Apple's page.
    Watchkit,
    /// "Website Push ID": notifications of a web site in Safari.
    WebsitePush,
    /// "Pass Type ID": updates of Wallet passes.
    PassTypeId,
    /// "APSP": device management pushes; the topic is the UID `com.apple.mgmt.External.…`.
    MdmPush,
    /// "MDM Vendor": signs push certificate requests; cannot send a push.
    MdmVendor,
    /// One of Apple's certification authorities, or a certificate that claims to be one.
    AppleCa,
    /// The certificate of an APNs server.
    ApnsServer,
    /// Anything else.
    Other,
}

spelled!(CertificateKind, "certificate kind", {
    Apns => "apns",
    ApnsSandbox => "apns-sandbox",
    ApnsDevelopmentLegacy => "apns-development-legacy",
    ApnsProductionLegacy => "apns-production-legacy",
    Voip => "voip",
    Watchkit => "watchkit",
    WebsitePush => "website-push",
    PassTypeId => "pass-type-id",
    MdmPush => "mdm-push",
    MdmVendor => "mdm-vendor",
    AppleCa => "apple-ca",
    ApnsServer => "apns-server",
    Other => "other",
});

impl CertificateKind {
    /// Whether a certificate of this kind can authenticate a sender of pushes.
    #[must_use]
    pub const fn is_push(self) -> bool {
        !matches!(
            self,
            Self::MdmVendor | Self::AppleCa | Self::ApnsServer | Self::Other
        )
    }

    /// Whether it is for pushes to an app: one such certificate may replace another, whatever their kinds.
    #[must_use]
    pub const fn is_for_apps(self) -> bool {
        matches!(
            self,
            Self::Apns
                | Self::ApnsSandbox
                | Self::ApnsDevelopmentLegacy
                | Self::ApnsProductionLegacy
                | Self::Voip
                | Self::Watchkit
        )
    }

    /// Whether the topics of this kind are told apart by their suffix (`.voip` and so on). For the
    /// other push kinds the single topic is an identifier as it stands.
    #[must_use]
    pub const fn has_suffixed_topics(self) -> bool {
        matches!(
            self,
            Self::Apns | Self::ApnsSandbox | Self::Voip | Self::Watchkit | Self::Other
        )
    }
}
