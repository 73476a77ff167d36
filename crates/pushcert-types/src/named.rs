//! Enumerations whose values have one fixed spelling.

use core::fmt;

/// A text that is none of the spellings of the vocabulary asked for.
///
/// Returned by the `FromStr` implementations of this crate's enumerations. Spellings are matched
/// exactly, letter case included, because they are protocol values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownName {
    vocabulary: &'static str,
}

impl UnknownName {
    pub(crate) const fn new(vocabulary: &'static str) -> Self {
        Self { vocabulary }
    }

    /// What was looked for, in words: `push type`, `environment` and so on.
    #[must_use]
    pub const fn vocabulary(&self) -> &'static str {
        self.vocabulary
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not the name of a known {}", self.vocabulary)
    }
}

impl core::error::Error for UnknownName {}

/// Gives an enumeration of unit variants its spellings: `ALL`, `as_str`, `Display`, `FromStr`.
macro_rules! spelled {
    ($type:ident, $vocabulary:literal, { $($variant:ident => $text:literal,)+ }) => {
        impl $type {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The one spelling of this value, as it stands in protocols and reports.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::str::FromStr for $type {
            type Err = $crate::UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err($crate::UnknownName::new($vocabulary)),
                }
            }
        }
    };
}

pub(crate) use spelled;
