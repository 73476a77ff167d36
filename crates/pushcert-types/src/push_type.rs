//! `apns-push-type` and what it asks of the topic.

use crate::named::spelled;
use crate::topic::{Topic, TopicError};

/// The value of the `apns-push-type` header.
///
/// Source: Apple, "Sending notification requests to APNs".
///
/// ```
/// use pushcert_types::PushType;
///
/// assert_eq!(PushType::PushToTalk.as_str(), "pushtotalk");
/// assert_eq!(PushType::PushToTalk.suffix(), ".voip-ptt");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PushType {
    /// Shows an alert, plays a sound or sets a badge.
    Alert,
    /// Wakes the app in the background.
    Background,
    /// An incoming call, through PushKit.
    Voip,
    /// An update of a watchOS complication.
    Complication,
    /// A Push to Talk channel.
    PushToTalk,
    /// Tells a managed device to contact its MDM server.
    Mdm,
    /// A change in a File Provider extension.
    FileProvider,
    /// A request for the device's location.
    Location,
    /// An update of a Live Activity.
    LiveActivity,
    /// A reload of widgets.
    Widgets,
    /// A reload of controls.
    Controls,
}

spelled!(PushType, "push type", {
    Alert => "alert",
    Background => "background",
    Voip => "voip",
    Complication => "complication",
    PushToTalk => "pushtotalk",
    Mdm => "mdm",
    FileProvider => "fileprovider",
    Location => "location",
    LiveActivity => "liveactivity",
    Widgets => "widgets",
    Controls => "controls",
});

/// Whether a push type can be sent when the connection authenticates with a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CertificateSupport {
    /// Every certificate for the app can send it.
    Always,
    /// A certificate that lists the suffixed topic can send it.
    WhereListed,
    /// Only certificates can send it; provider tokens cannot.
    CertificateOnly,
    /// No certificate that Apple issued is known to list the topic: use provider tokens.
    NeverListed,
    /// Apple supports it with provider tokens only.
    TokenOnly,
}

impl CertificateSupport {
    /// Whether some certificate can send it.
    #[must_use]
    pub const fn is_possible(self) -> bool {
        matches!(
            self,
            Self::Always | Self::WhereListed | Self::CertificateOnly
        )
    }
}

impl PushType {
    /// What the topic carries after the bundle id: `.voip`, or the empty text where the topic is
    /// the identifier itself (alert, background, and MDM, whose identifier is a UID of its own).
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Alert | Self::Background | Self::Mdm => "",
            Self::Voip => ".voip",
            Self::Complication => ".complication",
            Self::PushToTalk => ".voip-ptt",
            Self::FileProvider => ".pushkit.fileprovider",
            Self::Location => ".location-query",
            Self::LiveActivity => ".push-type.liveactivity",
            Self::Widgets => ".push-type.widgets",
            Self::Controls => ".push-type.controls",
        }
    }

    /// Whether, and on what condition, a certificate can send this push type.
    #[must_use]
    pub const fn with_certificate(self) -> CertificateSupport {
        match self {
            Self::Alert | Self::Background => CertificateSupport::Always,
            Self::Voip | Self::Complication | Self::PushToTalk => CertificateSupport::WhereListed,
            Self::Mdm => CertificateSupport::CertificateOnly,
            Self::Location => CertificateSupport::TokenOnly,
            Self::FileProvider | Self::LiveActivity | Self::Widgets | Self::Controls => {
                CertificateSupport::NeverListed
            }
        }
    }

    /// The topic that this push type needs for an app with the bundle id `bundle_id`.
    ///
    /// # Errors
    ///
    /// [`TopicError::TooLong`] when the suffix does not fit any more.
    pub fn topic_for(self, bundle_id: &Topic) -> Result<Topic, TopicError> {
        bundle_id.with_suffix(self.suffix())
    }

    /// The push types of a topic that is a bundle id (or a website or pass identifier) itself.
    pub(crate) const UNSUFFIXED: &'static [Self] = &[Self::Alert, Self::Background];

    /// The push types of a topic told by its suffix, `None` when it has none of the known ones.
    pub(crate) fn by_suffix(topic: &str) -> Option<&'static [Self]> {
        const SUFFIXED: &[PushType] = &[
            PushType::Voip,
            PushType::Complication,
            PushType::PushToTalk,
            PushType::FileProvider,
            PushType::Location,
            PushType::LiveActivity,
            PushType::Widgets,
            PushType::Controls,
        ];
        SUFFIXED
            .iter()
            .find(|push_type| {
                topic.len() > push_type.suffix().len() && topic.ends_with(push_type.suffix())
            })
            .map(core::slice::from_ref)
    }
}
