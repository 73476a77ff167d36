//! Why nothing was written.

use alloc::string::String;
use alloc::vec::Vec;

use super::IdentityChoice;
use crate::CredentialError;

/// Why a file gives no credential to write. Nothing of it is a secret.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// There is no key with its certificate; the finding that stands in the way says why.
    #[error("{0}")]
    NoIdentity(CredentialError),
    /// There are several identities, and none was named.
    #[error("the file holds {} identities, and a credential is one", choices.len())]
    SeveralIdentities {
        /// All of them.
        choices: Vec<IdentityChoice>,
    },
    /// None has this number, topic or fingerprint.
    #[error("no identity of the file has the number, the topic or the fingerprint '{wanted}'")]
    NoSuchIdentity {
        /// What was asked for.
        wanted: String,
        /// All that there are.
        choices: Vec<IdentityChoice>,
    },
    /// Several have this number, topic or fingerprint.
    #[error("{} identities of the file are called '{wanted}'", choices.len())]
    AmbiguousIdentity {
        /// What was asked for.
        wanted: String,
        /// Those that it names.
        choices: Vec<IdentityChoice>,
    },
    /// The public key of the private key cannot be computed (an algorithm that push certificates
    /// never have), so that it belongs to the certificate is only said, not proved.
    #[error("that the private key belongs to the certificate cannot be proved")]
    UnprovenKey,
    /// The numbers of the private key do not fit together: it is not the key of the certificate.
    #[error("the private key is damaged: its numbers do not fit together")]
    DamagedKey,
    /// The chain was to be completed, and the issuer of one of its certificates is not known.
    #[error("the chain cannot be completed: the issuer {} is not known", issuer.as_deref().unwrap_or("without a name"))]
    UnknownIssuer {
        /// Common name of the issuer that is missing.
        issuer: Option<String>,
    },
    /// More iterations than the limits read again, or none.
    #[error(
        "{asked} iterations are not possible: {allowed} are the most that this profile allows, 1 the least"
    )]
    Iterations {
        /// What was asked for.
        asked: u64,
        /// The most.
        allowed: u64,
    },
    /// A number of iterations was given for a form in which nothing is encrypted.
    #[error("there are no iterations where nothing is encrypted")]
    NothingEncrypted,
    /// The encoder refused.
    #[error("the container cannot be written: {0}")]
    Container(#[from] pushcert_pkcs12::EncodeError),
    /// The encryption of the key refused.
    #[error("the key cannot be encrypted: {0}")]
    Encryption(#[from] pushcert_pbe::EncryptError),
    /// What was written does not read back as what was to be written. Nothing of it is given out.
    #[error("what was written does not read back as the same key and certificates")]
    ReadBack,
}

impl ExportError {
    /// What to do.
    #[must_use]
    pub fn help(&self) -> &str {
        match self {
            Self::NoIdentity(error) => &error.finding().help,
            Self::SeveralIdentities { .. } => {
                "choose one with --identity: its number, a topic of its own, or the first digits \
                 of its SHA-256"
            }
            Self::NoSuchIdentity { .. } => {
                "name one of those that are there, by number, topic or the first eight digits of \
                 its SHA-256"
            }
            Self::AmbiguousIdentity { .. } => {
                "name it by its number or SHA-256, or add --environment"
            }
            Self::UnprovenKey => "push certificates have RSA or P-256 keys: is it the right file?",
            Self::DamagedKey => "take the key from a backup, or create a new certificate",
            Self::UnknownIssuer { .. } => {
                "use --chain keep or --chain drop, or name the authority with --trust-anchor"
            }
            Self::Iterations { .. } => "leave --iterations out: the default is what others use",
            Self::NothingEncrypted => "leave --iterations out, or give a new password",
            Self::Container(_) | Self::Encryption(_) => "use another password or another profile",
            Self::ReadBack => "this is a mistake of pushcert: please report it, without the file",
        }
    }

    /// The identities to choose from, where that is the question.
    #[must_use]
    pub fn choices(&self) -> &[IdentityChoice] {
        match self {
            Self::SeveralIdentities { choices }
            | Self::NoSuchIdentity { choices, .. }
            | Self::AmbiguousIdentity { choices, .. } => choices,
            _ => &[],
        }
    }

    /// Whether what was asked for is wrong, rather than the file.
    #[must_use]
    pub const fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::NoSuchIdentity { .. }
                | Self::AmbiguousIdentity { .. }
                | Self::Iterations { .. }
                | Self::NothingEncrypted
        )
    }
}
