//! The request that sends one push: path and headers.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::{PushType, Topic};

/// The path and the headers of one push, for a connection that authenticates with a certificate.
///
/// There is no `authorization` header among them, and no way to add one: with a certificate the trust was
/// established when the connection was, and a request carries payload and device token only.
///
/// Source: Apple, "Sending notification requests to APNs" and "Establishing a certificate-based connection
/// to APNs".
///
/// ```
/// use pushcert_types::{Priority, PushRequest, PushType, Topic};
///
/// let topic = Topic::parse("com.example.app")?;
/// let request = PushRequest::new("00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0", topic, PushType::Alert)?
///     .with_priority(Priority::Immediate)?;
/// assert!(request.path().starts_with("/3/device/00fc13ad"));
/// assert_eq!(
///     request.headers(),
///     [
///         ("apns-topic", "com.example.app".to_string()),
///         ("apns-push-type", "alert".to_string()),
///         ("apns-priority", "10".to_string()),
///     ]
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushRequest {
    token: String,
    topic: Topic,
    push_type: PushType,
    priority: Option<Priority>,
    expiration: Option<i64>,
    id: Option<String>,
    collapse_id: Option<String>,
}

/// When a push is to be delivered (`apns-priority`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Priority {
    /// 10: at once.
    Immediate,
    /// 5: with the power of the device in view. The only one for background pushes.
    Considerate,
    /// 1: without ever waking the device.
    Passive,
}

impl Priority {
    /// The value of the header.
    #[must_use]
    pub const fn value(self) -> u8 {
        match self {
            Self::Immediate => 10,
            Self::Considerate => 5,
            Self::Passive => 1,
        }
    }
}

/// Why a push cannot be requested like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PushRequestError {
    /// The device token is no text of hexadecimal digits, two for each byte, of at most 100 bytes.
    Token {
        /// How many characters it has.
        length: usize,
    },
    /// The identifier is no UUID in its canonical form: 32 digits in five groups.
    Id,
    /// The collapse identifier is longer than 64 bytes, is empty, or has characters that no header may have.
    CollapseId {
        /// How many bytes it has.
        length: usize,
    },
    /// A background push goes with priority 5 or 1 only.
    BackgroundPriority,
}

impl fmt::Display for PushRequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token { length } => write!(
                f,
                "the device token, {length} characters, is not made of hexadecimal digits, two for each byte"
            ),
            Self::Id => {
                f.write_str("the push identifier is no UUID in five groups of hexadecimal digits")
            }
            Self::CollapseId { length } => write!(
                f,
                "the collapse identifier has {length} bytes; 1 to {} of visible ASCII are allowed",
                PushRequest::MAX_COLLAPSE_ID
            ),
            Self::BackgroundPriority => {
                f.write_str("a background push goes with priority 5 or 1, not 10")
            }
        }
    }
}

impl core::error::Error for PushRequestError {}

impl PushRequest {
    /// The longest collapse identifier, in bytes.
    pub const MAX_COLLAPSE_ID: usize = 64;

    /// The longest device token, in characters. Apple names no length; tokens seen have 64.
    pub const MAX_TOKEN: usize = 200;

    /// A push of this type, for the device with this token, to this topic, which has to be one that the
    /// certificate carries: it is sent as it stands, and nothing is appended to it.
    ///
    /// # Errors
    /// [`PushRequestError::Token`].
    pub fn new(token: &str, topic: Topic, push_type: PushType) -> Result<Self, PushRequestError> {
        let length = token.len();
        let is_hex = token.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hex || length == 0 || !length.is_multiple_of(2) || length > Self::MAX_TOKEN {
            return Err(PushRequestError::Token { length });
        }
        Ok(Self {
            token: token.to_ascii_lowercase(),
            topic,
            push_type,
            priority: None,
            expiration: None,
            id: None,
            collapse_id: None,
        })
    }

    /// Sets the priority; without one APNs takes 10.
    ///
    /// # Errors
    /// [`PushRequestError::BackgroundPriority`].
    pub fn with_priority(mut self, priority: Priority) -> Result<Self, PushRequestError> {
        if self.push_type == PushType::Background && priority == Priority::Immediate {
            return Err(PushRequestError::BackgroundPriority);
        }
        self.priority = Some(priority);
        Ok(self)
    }

    /// Until when APNs keeps the push if the device is away, in seconds since 1970; 0 for not at all.
    #[must_use]
    pub const fn with_expiration(mut self, seconds: i64) -> Self {
        self.expiration = Some(seconds);
        self
    }

    /// Gives the push an identifier of its own, so that an answer that was lost can be told from a push that
    /// was.
    ///
    /// # Errors
    /// [`PushRequestError::Id`].
    pub fn with_id(mut self, uuid: &str) -> Result<Self, PushRequestError> {
        if !is_uuid(uuid) {
            return Err(PushRequestError::Id);
        }
        self.id = Some(uuid.to_ascii_lowercase());
        Ok(self)
    }

    /// Merges pushes with the same identifier into one on the device.
    ///
    /// # Errors
    /// [`PushRequestError::CollapseId`].
    pub fn with_collapse_id(mut self, id: &str) -> Result<Self, PushRequestError> {
        let length = id.len();
        if id.is_empty()
            || length > Self::MAX_COLLAPSE_ID
            || !id.bytes().all(|b| b.is_ascii_graphic())
        {
            return Err(PushRequestError::CollapseId { length });
        }
        self.collapse_id = Some(id.into());
        Ok(self)
    }

    /// The topic.
    #[must_use]
    pub const fn topic(&self) -> &Topic {
        &self.topic
    }

    /// The push type.
    #[must_use]
    pub const fn push_type(&self) -> PushType {
        self.push_type
    }

    /// The identifier, if it was given one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// `/3/device/` and the token.
    #[must_use]
    pub fn path(&self) -> String {
        ["/3/device/", &self.token].concat()
    }

    /// The most bytes that the payload may have: 5120 for VoIP, 4096 for everything else.
    #[must_use]
    pub const fn max_payload(&self) -> usize {
        match self.push_type {
            PushType::Voip => 5120,
            _ => 4096,
        }
    }

    /// The headers with their values, lower case, beside those of HTTP/2 itself. The topic is always among
    /// them, because a certificate with several topics makes it mandatory.
    #[must_use]
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = Vec::from([
            ("apns-topic", self.topic.to_string()),
            ("apns-push-type", self.push_type.to_string()),
        ]);
        let priority = match (self.priority, self.push_type) {
            // Without the header APNs takes 10, which it refuses for background pushes.
            (None, PushType::Background) => Some(Priority::Considerate),
            (chosen, _) => chosen,
        };
        headers.extend(priority.map(|p| ("apns-priority", p.value().to_string())));
        headers.extend(self.expiration.map(|s| ("apns-expiration", s.to_string())));
        headers.extend(self.id.clone().map(|id| ("apns-id", id)));
        headers.extend(self.collapse_id.clone().map(|id| ("apns-collapse-id", id)));
        headers
    }
}

/// RFC 9562, section 4: 8, 4, 4, 4 and 12 hexadecimal digits.
fn is_uuid(text: &str) -> bool {
    let mut groups = text.split('-');
    [8, 4, 4, 4, 12].iter().all(|length| {
        groups.next().is_some_and(|group| {
            group.len() == *length && group.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    }) && groups.next().is_none()
}
