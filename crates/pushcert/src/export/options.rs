//! What is to be written, and how.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use zeroize::Zeroizing;

use super::Profile;

/// Which certificates stand behind the leaf. Never a certificate of a path that is not the leaf's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Chain {
    /// The path that came with it, as far as it came, a root included.
    #[default]
    Keep,
    /// None: the leaf alone.
    Drop,
    /// Every intermediate up to the root, Apple's own from
    /// [`trust`](crate::trust::Authority::certificate_der), others from the file. Each signature
    /// is verified. The root itself is left out: a peer that trusts it has it, and nobody else can
    /// use it.
    Complete,
}

/// There is no such way to treat the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the chain can be kept, dropped or completed")]
#[non_exhaustive]
pub struct UnknownChain;

impl Chain {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Keep, Self::Drop, Self::Complete];

    /// `keep`, `drop`, `complete`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Drop => "drop",
            Self::Complete => "complete",
        }
    }

    /// What it does, in a sentence.
    #[must_use]
    pub const fn description(self) -> &'static str {
        match self {
            Self::Keep => "the issuers that came with the certificate",
            Self::Drop => "the certificate alone",
            Self::Complete => "every intermediate below the root, Apple's from pushcert itself",
        }
    }
}

impl FromStr for Chain {
    type Err = UnknownChain;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.iter().copied();
        all.find(|chain| chain.as_str() == name).ok_or(UnknownChain)
    }
}

/// What [`Opened::export`](crate::Opened::export) writes.
///
/// ```
/// use pushcert::export::{Chain, ExportOptions, Profile};
///
/// let options = ExportOptions::new(Profile::P12Modern)
///     .with_password("new secret")
///     .with_identity("com.example.app")
///     .with_chain(Chain::Complete);
/// assert!(!format!("{options:?}").contains("new secret"));
/// ```
#[derive(Clone)]
pub struct ExportOptions {
    pub(super) profile: Profile,
    pub(super) name: String,
    pub(super) identity: Option<String>,
    pub(super) chain: Chain,
    pub(super) iterations: Option<u64>,
    pub(super) password: Option<Zeroizing<String>>,
}

impl ExportOptions {
    /// The only identity of the file, with the chain that it came with, without a password.
    #[must_use]
    pub fn new(profile: Profile) -> Self {
        Self {
            profile,
            name: String::from("-"),
            identity: None,
            chain: Chain::Keep,
            iterations: None,
            password: None,
        }
    }

    /// Protects what is written with this password. An empty one is the same as none.
    #[must_use]
    pub fn with_password(mut self, password: &str) -> Self {
        self.password = (!password.is_empty()).then(|| Zeroizing::new(password.into()));
        self
    }

    /// Takes the identity of this number, topic or fingerprint: see
    /// [`Opened::choose_identity`](crate::Opened::choose_identity).
    #[must_use]
    pub fn with_identity(mut self, wanted: &str) -> Self {
        self.identity = Some(wanted.into());
        self
    }

    /// Says which certificates stand behind the leaf.
    #[must_use]
    pub const fn with_chain(mut self, chain: Chain) -> Self {
        self.chain = chain;
        self
    }

    /// Iterations of each key derivation, instead of [`Profile::iterations`]: at least 1, and no
    /// more than the default [`Limits`](crate::Limits) read again.
    #[must_use]
    pub const fn with_iterations(mut self, iterations: u64) -> Self {
        self.iterations = Some(iterations);
        self
    }

    /// The name of the file to be written. It is only reported.
    #[must_use]
    pub fn with_name(mut self, name: &str) -> Self {
        self.name = name.into();
        self
    }

    /// The password; empty where there is none.
    pub(super) fn password(&self) -> &str {
        self.password
            .as_ref()
            .map_or("", |password| password.as_str())
    }
}

/// Shows whether there is a password, never which.
impl fmt::Debug for ExportOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExportOptions")
            .field("profile", &self.profile)
            .field("name", &self.name)
            .field("identity", &self.identity)
            .field("chain", &self.chain)
            .field("iterations", &self.iterations)
            .field("password", &self.password.as_ref().map(|_| "…"))
            .finish()
    }
}
