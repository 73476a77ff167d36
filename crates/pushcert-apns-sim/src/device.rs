//! What a device token stands for.

use pushcert_types::Topic;

/// A device token that the simulator knows. A token that it does not know is answered `BadDeviceToken`.
///
/// ```
/// use pushcert_apns_sim::Device;
/// use pushcert_types::Topic;
///
/// let topic = Topic::parse("com.example.app")?;
/// let gone = Device::unregistered(1_795_219_200_000).with_topic(topic);
/// # let _ = gone;
/// # Ok::<(), pushcert_types::TopicError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Device {
    /// The topic that the token belongs to; `None` takes every one.
    pub topic: Option<Topic>,
    /// What became of the app on it.
    pub state: DeviceState,
}

/// What became of the app on a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeviceState {
    /// It takes pushes: 200.
    Registered,
    /// The app is gone: 410 `Unregistered`.
    Unregistered {
        /// Since when, in milliseconds since 1970, as it stands in the answer.
        timestamp_millis: i64,
    },
    /// The token has expired: 410 `ExpiredToken`.
    Expired {
        /// Since when, in milliseconds since 1970, as it stands in the answer.
        timestamp_millis: i64,
    },
}

impl Device {
    const fn new(state: DeviceState) -> Self {
        Self { topic: None, state }
    }

    /// A device that takes every push.
    #[must_use]
    pub const fn registered() -> Self {
        Self::new(DeviceState::Registered)
    }

    /// A device without the app since this moment, in milliseconds since 1970.
    #[must_use]
    pub const fn unregistered(timestamp_millis: i64) -> Self {
        Self::new(DeviceState::Unregistered { timestamp_millis })
    }

    /// A token that expired at this moment, in milliseconds since 1970.
    #[must_use]
    pub const fn expired(timestamp_millis: i64) -> Self {
        Self::new(DeviceState::Expired { timestamp_millis })
    }

    /// Binds the token to one topic; for any other, `DeviceTokenNotForTopic`.
    #[must_use]
    pub fn with_topic(mut self, topic: Topic) -> Self {
        self.topic = Some(topic);
        self
    }
}
