//! Keys.

use alloc::format;
use alloc::string::ToString;

use pushcert_keys::{Error, ErrorKind, KeyDefect as Defect, PrivateKey, PublicKey};

use crate::convert::hex::hex;
use crate::convert::pem::pem_corruption;
use crate::facts::{Item, KeyDefect, KeyFacts, Problem, ProblemKind, PublicKeyFacts};

impl From<&PublicKey> for PublicKeyFacts {
    fn from(key: &PublicKey) -> Self {
        Self::new(
            key.algorithm().to_string(),
            key.bits(),
            hex(&key.spki_sha256()),
        )
    }
}

/// Without friendly name and protection, which the container knows and not the key.
impl From<&PrivateKey> for KeyFacts {
    fn from(key: &PrivateKey) -> Self {
        let print = key.public_key().map(|public| hex(&public.spki_sha256()));
        let mut facts = Self::new(key.algorithm().to_string(), key.bits(), print);
        facts.encoding = Some(key.encoding().as_str().into());
        // That a key is too short is told by its size.
        let is_short = |d: &&Defect| matches!(d, Defect::RsaModulusSize { bits } if *bits < 2048);
        let defects = key.defects().iter().filter(|defect| !is_short(defect));
        facts.defects = defects.map(KeyDefect::from).collect();
        if let Some(note) = key.label_note() {
            facts.label = Some(note.label.clone());
            facts.fitting_label = Some(note.expected.into());
        }
        facts
    }
}

impl From<&Defect> for KeyDefect {
    fn from(defect: &Defect) -> Self {
        Self::new(defect.to_string(), is_fatal(defect))
    }
}

/// Whether a key cannot work with it, or gives itself away. The others are oddities that some programs refuse.
const fn is_fatal(defect: &Defect) -> bool {
    match defect {
        Defect::RsaModulusSize { .. }
        | Defect::RsaExponentLarge { .. }
        | Defect::RsaPrimesMissing
        | Defect::RsaMultiPrime
        | Defect::RsaUnchecked
        | Defect::EcExplicitParameters
        | Defect::EcScalarLength { .. }
        | Defect::PublicKeyMalformed
        | Defect::TrailingBytes { .. } => false,
        Defect::RsaModulusEven
        | Defect::RsaNegative(_)
        | Defect::RsaExponentOne
        | Defect::RsaExponentEven
        | Defect::RsaPrimesEqual
        | Defect::RsaInconsistent(_)
        | Defect::EcCurveMismatch
        | Defect::EcScalarRange
        | Defect::EcPointInvalid
        | Defect::PublicKeyMismatch
        | Defect::KeyLength { .. } => true,
        _ => true,
    }
}

impl Problem {
    /// The problem that an error of the key reader is.
    #[must_use]
    pub fn from_keys(error: &Error) -> Self {
        Self::new(Item::PrivateKey, kind_of(error.kind())).with_offset(error.offset())
    }
}

fn kind_of(kind: &ErrorKind) -> ProblemKind {
    match kind {
        ErrorKind::Encrypted => ProblemKind::PasswordRequired,
        ErrorKind::WrongPassword => ProblemKind::WrongPassword,
        ErrorKind::UnsupportedAlgorithm { oid } => ProblemKind::Unsupported {
            algorithm: oid.to_string(),
        },
        ErrorKind::UnsupportedVersion { found } => ProblemKind::Unsupported {
            algorithm: format!("version {found} of the structure"),
        },
        ErrorKind::OpensshFormat => ProblemKind::Unsupported {
            algorithm: "the format of OpenSSH".into(),
        },
        ErrorKind::DekInfo => {
            let algorithm = "a DEK-Info header that is missing or malformed".into();
            ProblemKind::Unsupported { algorithm }
        }
        ErrorKind::UnsupportedDekCipher => ProblemKind::Unsupported {
            algorithm: kind.to_string(),
        },
        ErrorKind::LimitExceeded {
            limit,
            asked,
            allowed,
        } => ProblemKind::LimitExceeded {
            limit: limit.as_str().into(),
            asked: *asked,
            allowed: *allowed,
        },
        ErrorKind::NotAPrivateKey { found } => ProblemKind::Corrupt {
            what: format!("it is no private key but {found}"),
        },
        ErrorKind::Malformed(malformation) => ProblemKind::Corrupt {
            what: malformation.to_string(),
        },
        ErrorKind::Encryption(cause) => ProblemKind::Corrupt {
            what: format!("its encryption cannot be: {cause}"),
        },
        ErrorKind::Text(cause) => ProblemKind::Corrupt {
            what: pem_corruption(cause),
        },
        ErrorKind::TooLong { .. }
        | ErrorKind::NotAKeyBlock
        // These come of signatures and of new keys, and of no reading.
        | ErrorKind::InvalidSignature
        | ErrorKind::SignatureLength { .. }
        | ErrorKind::UnsupportedSignature { .. }
        | ErrorKind::KeyMismatch { .. }
        | ErrorKind::UnsupportedKey { .. }
        | ErrorKind::KeySize { .. }
        | ErrorKind::KeySizeStep { .. }
        | ErrorKind::DefectiveKey(_)
        | ErrorKind::Computation => ProblemKind::Corrupt {
            what: kind.to_string(),
        },
        other => ProblemKind::Corrupt {
            what: other.to_string(),
        },
    }
}
