//! The forms that a credential is written in.

use core::fmt;
use core::str::FromStr;

/// A form of output: container, encryption, and who opens it.
///
/// ```
/// use pushcert::export::Profile;
///
/// let profile: Profile = "p12-modern".parse()?;
/// assert_eq!(profile, Profile::P12Modern);
/// assert_eq!(profile.iterations(), 100_000);
/// # Ok::<(), pushcert::export::UnknownProfile>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Profile {
    /// PEM text: the certificates, leaf first, then the key as PKCS#8, encrypted with AES-256
    /// (PBES2, PBKDF2 with HMAC-SHA-256) where there is a password.
    Pem,
    /// PKCS#12 with AES-256 (PBES2, PBKDF2 with HMAC-SHA-256) and an HMAC-SHA-256.
    P12Modern,
    /// PKCS#12 with 3DES for key and certificates and an HMAC-SHA-1.
    #[cfg(feature = "legacy-insecure")]
    P12Compatible,
    /// PKCS#12 with RC2-40 for the certificates, 3DES for the key and an HMAC-SHA-1: what Keychain
    /// and OpenSSL 1 wrote for twenty years.
    #[cfg(feature = "legacy-insecure")]
    P12Legacy,
}

/// There is no profile of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such profile")]
#[non_exhaustive]
pub struct UnknownProfile;

impl Profile {
    /// Every profile.
    pub const ALL: &'static [Self] = &[
        Self::Pem,
        Self::P12Modern,
        #[cfg(feature = "legacy-insecure")]
        Self::P12Compatible,
        #[cfg(feature = "legacy-insecure")]
        Self::P12Legacy,
    ];

    /// `pem`, `p12-modern`, `p12-compatible`, `p12-legacy`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pem => "pem",
            Self::P12Modern => "p12-modern",
            #[cfg(feature = "legacy-insecure")]
            Self::P12Compatible => "p12-compatible",
            #[cfg(feature = "legacy-insecure")]
            Self::P12Legacy => "p12-legacy",
        }
    }

    /// What it is for, in a sentence.
    #[must_use]
    pub const fn description(self) -> &'static str {
        match self {
            Self::Pem => "text for servers and libraries: certificates, then the key (PKCS#8)",
            Self::P12Modern => "AES-256 and SHA-256: for OpenSSL 3, Java and .NET of today",
            #[cfg(feature = "legacy-insecure")]
            Self::P12Compatible => {
                "3DES and SHA-1: opens in Keychain on a Mac, Java 8, OpenSSL 1.1 and 3"
            }
            #[cfg(feature = "legacy-insecure")]
            Self::P12Legacy => {
                "RC2-40, 3DES and SHA-1: for old importers only; OpenSSL 3 wants -legacy"
            }
        }
    }

    /// Iterations of each key derivation, unless the caller says otherwise.
    #[must_use]
    pub const fn iterations(self) -> u64 {
        match self {
            Self::Pem | Self::P12Modern => 100_000,
            #[cfg(feature = "legacy-insecure")]
            Self::P12Compatible | Self::P12Legacy => 2_048,
        }
    }

    /// Key derivations that a reader of the whole file has to do, each with all iterations.
    pub(super) const fn derivations(self) -> u64 {
        match self {
            Self::Pem => 1,
            _ => 3,
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.iter().copied();
        all.find(|profile| profile.as_str() == name)
            .ok_or(UnknownProfile)
    }
}
