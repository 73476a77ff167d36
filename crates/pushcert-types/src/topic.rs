//! The value of the `apns-topic` header.

use alloc::string::String;
use core::{fmt, str::FromStr};

use crate::{CertificateKind, PushType};

/// A topic: the bundle id of an app, with a suffix for some push types, or the identifier of a
/// website, a pass type or an MDM push certificate.
///
/// A `Topic` is 1 to 255 bytes of ASCII letters, digits, `-`, `_` and `.`, with no empty label
/// (so no leading, trailing or doubled dot). It can therefore stand in a header, a file name or a
/// report without escaping. Letter case is kept and counts, as it does for APNs.
///
/// ```
/// use pushcert_types::{Topic, TopicError};
///
/// assert_eq!(Topic::parse("com.example.app")?.as_str(), "com.example.app");
/// assert_eq!(
///     Topic::parse("../../x"),
///     Err(TopicError::EmptyLabel { position: 0 })
/// );
/// # Ok::<(), TopicError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic(String);

/// Why a text is not a [`Topic`]. Positions are byte offsets into the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TopicError {
    /// There is no text.
    Empty,
    /// More bytes than a topic may have.
    TooLong {
        /// How many there are.
        length: usize,
        /// How many there may be.
        allowed: usize,
    },
    /// A character that no topic has: a blank, a slash, a control character, anything not ASCII.
    Character {
        /// The character.
        found: char,
        /// Where it stands.
        position: usize,
    },
    /// A dot at the start, at the end, or after another dot.
    EmptyLabel {
        /// Where the dot stands.
        position: usize,
    },
}

impl fmt::Display for TopicError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the topic is empty"),
            Self::TooLong { length, allowed } => {
                write!(f, "the topic has {length} bytes, more than {allowed}")
            }
            Self::Character { found, position } => write!(
                f,
                "the topic has the character U+{:04X} at byte {position}, which no topic has",
                u32::from(*found)
            ),
            Self::EmptyLabel { position } => {
                write!(f, "the topic has a misplaced dot at byte {position}")
            }
        }
    }
}

impl core::error::Error for TopicError {}

impl Topic {
    /// The longest topic, in bytes.
    pub const MAX_LENGTH: usize = 255;

    /// Reads a topic; the text is taken as it stands, nothing is trimmed.
    ///
    /// # Errors
    ///
    /// A [`TopicError`] that says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, TopicError> {
        Self::check(text)?;
        Ok(Self(text.into()))
    }

    /// The text of the topic.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What a certificate of `kind` that lists this topic can send to it, told by the topic's
    /// suffix and the kind. Empty for a kind that cannot send at all.
    ///
    /// An app whose bundle id itself ends in `.voip` cannot be told from a VoIP topic here;
    /// `pushcert-x509` knows the bundle id of the certificate and decides such cases.
    #[must_use]
    pub fn push_types(&self, kind: CertificateKind) -> &'static [PushType] {
        match kind {
            CertificateKind::MdmPush => &[PushType::Mdm],
            CertificateKind::MdmVendor | CertificateKind::AppleCa | CertificateKind::ApnsServer => {
                &[]
            }
            _ if kind.has_suffixed_topics() => {
                PushType::by_suffix(&self.0).unwrap_or(PushType::UNSUFFIXED)
            }
            _ => PushType::UNSUFFIXED,
        }
    }

    /// What a certificate can send to a topic that is a plain identifier: alert and background.
    #[must_use]
    pub const fn unsuffixed_push_types() -> &'static [PushType] {
        PushType::UNSUFFIXED
    }

    /// The bundle id in front of a known suffix, the topic itself where there is none.
    ///
    /// ```
    /// # use pushcert_types::Topic;
    /// let topic = Topic::parse("com.example.app.voip-ptt")?;
    /// assert_eq!(topic.bundle_id(), "com.example.app");
    /// # Ok::<(), pushcert_types::TopicError>(())
    /// ```
    #[must_use]
    pub fn bundle_id(&self) -> &str {
        PushType::by_suffix(&self.0)
            .and_then(<[PushType]>::first)
            .and_then(|push_type| self.0.strip_suffix(push_type.suffix()))
            .unwrap_or(&self.0)
    }

    pub(crate) fn with_suffix(&self, suffix: &str) -> Result<Self, TopicError> {
        let mut text = String::with_capacity(self.0.len().saturating_add(suffix.len()));
        text.push_str(&self.0);
        text.push_str(suffix);
        Self::check(&text)?;
        Ok(Self(text))
    }

    fn check(text: &str) -> Result<(), TopicError> {
        if text.is_empty() {
            return Err(TopicError::Empty);
        }
        if text.len() > Self::MAX_LENGTH {
            return Err(TopicError::TooLong {
                length: text.len(),
                allowed: Self::MAX_LENGTH,
            });
        }
        let mut label_is_empty = true;
        for (position, found) in text.char_indices() {
            match found {
                '.' if label_is_empty => return Err(TopicError::EmptyLabel { position }),
                '.' => label_is_empty = true,
                'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' => label_is_empty = false,
                _ => return Err(TopicError::Character { found, position }),
            }
        }
        if label_is_empty {
            return Err(TopicError::EmptyLabel {
                position: text.len().saturating_sub(1),
            });
        }
        Ok(())
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Topic {
    type Err = TopicError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl AsRef<str> for Topic {
    fn as_ref(&self) -> &str {
        &self.0
    }
}
