//! Why a certificate was revoked.

use core::fmt;

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $text:literal;)+) => {
        /// `CRLReason` (RFC 5280, section 5.3.1).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum RevocationReason {
            $($(#[$doc])* $variant,)+
            /// A number that the standard does not name.
            Other(u8),
        }

        impl RevocationReason {
            /// The reason with this number.
            #[must_use]
            pub const fn from_code(code: u8) -> Self {
                match code {
                    $($code => Self::$variant,)+
                    other => Self::Other(other),
                }
            }

            /// The number in the encoding.
            #[must_use]
            pub const fn code(self) -> u8 {
                match self {
                    $(Self::$variant => $code,)+
                    Self::Other(code) => code,
                }
            }

            /// The name in the standard: `keyCompromise`, `cessationOfOperation` and so on;
            /// `other` for a number without a name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(_) => "other",
                }
            }
        }
    };
}

reasons! {
    /// None is told.
    Unspecified = 0, "unspecified";
    /// Somebody else may have the private key.
    KeyCompromise = 1, "keyCompromise";
    /// Somebody else may have the authority's private key.
    CaCompromise = 2, "cACompromise";
    /// The subject's name or role changed.
    AffiliationChanged = 3, "affiliationChanged";
    /// Another certificate took its place.
    Superseded = 4, "superseded";
    /// It is no longer needed.
    CessationOfOperation = 5, "cessationOfOperation";
    /// Suspended: the only reason that can be taken back.
    CertificateHold = 6, "certificateHold";
    /// Taken back; in lists of changes only.
    RemoveFromCrl = 8, "removeFromCRL";
    /// The subject must no longer do what the certificate allows.
    PrivilegeWithdrawn = 9, "privilegeWithdrawn";
    /// Somebody else may have the private key of an attribute authority.
    AaCompromise = 10, "aACompromise";
}

impl fmt::Display for RevocationReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other(code) => write!(f, "reason {code}"),
            named => f.pad(named.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RevocationReason;

    #[test]
    fn each_number_is_kept() {
        for code in 0..=u8::MAX {
            assert_eq!(RevocationReason::from_code(code).code(), code);
        }
        // RFC 5280, section 5.3.1: value 7 is not used.
        assert_eq!(RevocationReason::from_code(7), RevocationReason::Other(7));
    }
}
