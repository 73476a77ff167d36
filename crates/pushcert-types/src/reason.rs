//! Why APNs refused a request.

use crate::named::spelled;

/// The `reason` of an APNs error response (or of a GOAWAY frame).
///
/// Source: Apple, "Handling notification responses from APNs".
///
/// ```
/// use pushcert_types::Reason;
///
/// let reason: Reason = "BadCertificateEnvironment".parse()?;
/// assert_eq!(reason.status(), 403);
/// assert_eq!(reason.to_string(), "BadCertificateEnvironment");
/// # Ok::<(), pushcert_types::UnknownName>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    missing_docs,
    reason = "`meaning` says in one line what each of them means"
)]
#[non_exhaustive]
pub enum Reason {
    BadCollapseId,
    BadDeviceToken,
    BadExpirationDate,
    BadMessageId,
    BadPriority,
    BadTopic,
    DeviceTokenNotForTopic,
    DuplicateHeaders,
    IdleTimeout,
    InvalidPushType,
    MissingDeviceToken,
    MissingTopic,
    PayloadEmpty,
    TopicDisallowed,
    BadCertificate,
    BadCertificateEnvironment,
    ExpiredProviderToken,
    Forbidden,
    InvalidProviderToken,
    MissingProviderToken,
    UnrelatedKeyIdInToken,
    BadEnvironmentKeyIdInToken,
    BadPath,
    MethodNotAllowed,
    ExpiredToken,
    Unregistered,
    PayloadTooLarge,
    TooManyProviderTokenUpdates,
    TooManyRequests,
    InternalServerError,
    ServiceUnavailable,
    Shutdown,
}

spelled!(Reason, "APNs reason", {
    BadCollapseId => "BadCollapseId",
    BadDeviceToken => "BadDeviceToken",
    BadExpirationDate => "BadExpirationDate",
    BadMessageId => "BadMessageId",
    BadPriority => "BadPriority",
    BadTopic => "BadTopic",
    DeviceTokenNotForTopic => "DeviceTokenNotForTopic",
    DuplicateHeaders => "DuplicateHeaders",
    IdleTimeout => "IdleTimeout",
    InvalidPushType => "InvalidPushType",
    MissingDeviceToken => "MissingDeviceToken",
    MissingTopic => "MissingTopic",
    PayloadEmpty => "PayloadEmpty",
    TopicDisallowed => "TopicDisallowed",
    BadCertificate => "BadCertificate",
    BadCertificateEnvironment => "BadCertificateEnvironment",
    ExpiredProviderToken => "ExpiredProviderToken",
    Forbidden => "Forbidden",
    InvalidProviderToken => "InvalidProviderToken",
    MissingProviderToken => "MissingProviderToken",
    UnrelatedKeyIdInToken => "UnrelatedKeyIdInToken",
    BadEnvironmentKeyIdInToken => "BadEnvironmentKeyIdInToken",
    BadPath => "BadPath",
    MethodNotAllowed => "MethodNotAllowed",
    ExpiredToken => "ExpiredToken",
    Unregistered => "Unregistered",
    PayloadTooLarge => "PayloadTooLarge",
    TooManyProviderTokenUpdates => "TooManyProviderTokenUpdates",
    TooManyRequests => "TooManyRequests",
    InternalServerError => "InternalServerError",
    ServiceUnavailable => "ServiceUnavailable",
    Shutdown => "Shutdown",
});

impl Reason {
    /// The HTTP status that comes with the reason.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::BadCollapseId
            | Self::BadDeviceToken
            | Self::BadExpirationDate
            | Self::BadMessageId
            | Self::BadPriority
            | Self::BadTopic
            | Self::DeviceTokenNotForTopic
            | Self::DuplicateHeaders
            | Self::IdleTimeout
            | Self::InvalidPushType
            | Self::MissingDeviceToken
            | Self::MissingTopic
            | Self::PayloadEmpty
            | Self::TopicDisallowed => 400,
            Self::BadCertificate
            | Self::BadCertificateEnvironment
            | Self::ExpiredProviderToken
            | Self::Forbidden
            | Self::InvalidProviderToken
            | Self::MissingProviderToken
            | Self::UnrelatedKeyIdInToken
            | Self::BadEnvironmentKeyIdInToken => 403,
            Self::BadPath => 404,
            Self::MethodNotAllowed => 405,
            Self::ExpiredToken | Self::Unregistered => 410,
            Self::PayloadTooLarge => 413,
            Self::TooManyProviderTokenUpdates | Self::TooManyRequests => 429,
            Self::InternalServerError => 500,
            Self::ServiceUnavailable | Self::Shutdown => 503,
        }
    }

    /// Whether it is about the device's token and nothing else: certificate, environment and topic are
    /// accepted then.
    #[must_use]
    pub const fn is_about_the_device(self) -> bool {
        matches!(
            self,
            Self::BadDeviceToken
                | Self::DeviceTokenNotForTopic
                | Self::Unregistered
                | Self::ExpiredToken
        )
    }

    /// What the reason means, in one line without a full stop.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::BadCollapseId => "the collapse id is longer than 64 bytes",
            Self::BadDeviceToken => {
                "no device has this token in this environment; the credential itself was accepted"
            }
            Self::BadExpirationDate => "the expiration header is not a time in seconds",
            Self::BadMessageId => "the apns-id header is not a UUID",
            Self::BadPriority => "the priority is none that the push type allows",
            Self::BadTopic => "the topic header has no usable value",
            Self::DeviceTokenNotForTopic => "the device token belongs to another app",
            Self::DuplicateHeaders => "a header was sent more than once",
            Self::IdleTimeout => "the connection was idle for too long",
            Self::InvalidPushType => "the push type is unknown or does not fit the topic",
            Self::MissingDeviceToken => "the path has no device token",
            Self::MissingTopic => {
                "the topic header is missing, and the certificate covers more than one topic"
            }
            Self::PayloadEmpty => "the request had no payload",
            Self::TopicDisallowed => "the credential does not cover this topic",
            Self::BadCertificate => "APNs does not accept the certificate",
            Self::BadCertificateEnvironment => {
                "the certificate is for the other environment, sandbox or production"
            }
            Self::ExpiredProviderToken => "the provider token is older than an hour",
            Self::Forbidden => "the action is not allowed",
            Self::InvalidProviderToken => "the provider token or its signature is not valid",
            Self::MissingProviderToken => {
                "neither a client certificate nor a provider token was presented"
            }
            Self::UnrelatedKeyIdInToken => {
                "the provider token's key belongs to another team or set of topics than the first on this connection"
            }
            Self::BadEnvironmentKeyIdInToken => {
                "the provider token's key is not for this environment"
            }
            Self::BadPath => "the path is not /3/device/ and a token",
            Self::MethodNotAllowed => "the method is not POST",
            Self::ExpiredToken => "the device token has expired",
            Self::Unregistered => "the app is no longer installed, or its token has changed",
            Self::PayloadTooLarge => "the payload is larger than 4096 bytes (5120 for VoIP pushes)",
            Self::TooManyProviderTokenUpdates => {
                "the provider token was changed more often than every 20 minutes"
            }
            Self::TooManyRequests => "too many pushes to one device in a row",
            Self::InternalServerError => "APNs failed; try again later",
            Self::ServiceUnavailable => "APNs is not available; try again later",
            Self::Shutdown => "this APNs server is shutting down; connect anew",
        }
    }
}
