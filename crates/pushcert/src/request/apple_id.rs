//! Apple IDs.

/// Why a text cannot be an Apple ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AppleIdError {
    /// There is not exactly one `@` with something on both sides and a dot in the domain.
    #[error("it is no e-mail address")]
    NotAnAddress,
    /// A blank, a control character or one outside ASCII.
    #[error("it has a character that no such address has")]
    Character,
    /// More than 254 characters (RFC 5321, section 4.5.3.1.3).
    #[error("it is longer than 254 characters")]
    TooLong,
}

/// What is to be said about an Apple ID that can be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AppleIdRemark {
    /// Its domain belongs to a provider of mailboxes for everybody: it is somebody's own.
    Personal,
}

impl AppleIdRemark {
    /// The advice, as a sentence without a full stop.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Personal => {
                "this looks like a personal Apple ID: take one of the organisation, with a mailbox that several people \
                 read, such as push@example.com. The certificate can be renewed with this very Apple ID only, and \
                 Apple's reminders go there"
            }
        }
    }
}

/// Domains of mailboxes for everybody, as far as they are known everywhere.
const PERSONAL: [&str; 16] = [
    "icloud.com",
    "me.com",
    "mac.com",
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "yahoo.com",
    "ymail.com",
    "aol.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "proton.me",
];

/// Tells whether a text can be an Apple ID, which is an e-mail address, and what is to be said about it.
///
/// # Errors
/// [`AppleIdError`].
///
/// ```
/// use pushcert::request::{AppleIdRemark, check_apple_id};
///
/// assert_eq!(check_apple_id("push@example.com"), Ok(None));
/// assert_eq!(check_apple_id("jane@gmail.com"), Ok(Some(AppleIdRemark::Personal)));
/// assert!(check_apple_id("push@example.com\r\nBcc: x@example.com").is_err());
/// ```
pub fn check_apple_id(text: &str) -> Result<Option<AppleIdRemark>, AppleIdError> {
    if text.len() > 254 {
        return Err(AppleIdError::TooLong);
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(AppleIdError::Character);
    }
    let (local, domain) = text.split_once('@').ok_or(AppleIdError::NotAnAddress)?;
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let has_dot = domain.contains('.');
    if local.is_empty() || !has_dot || !domain.split('.').all(is_label) {
        return Err(AppleIdError::NotAnAddress);
    }
    let is_personal = PERSONAL
        .iter()
        .any(|known| domain.eq_ignore_ascii_case(known));
    Ok(is_personal.then_some(AppleIdRemark::Personal))
}
