//! What is known of one certificate.

use alloc::boxed::Box;

use pushcert_types::UnixTime;
use pushcert_x509::Oid;

use super::{
    error::DecodeError,
    evidence::Freshness,
    ocsp::{ResponderDefect, ResponseStatus},
    reason::RevocationReason,
};
use crate::error::ErrorKind;

/// What a CRL or an OCSP response says about one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// Not revoked at that moment.
    Good,
    /// Revoked. Only a suspension ([`RevocationReason::CertificateHold`]) is ever taken back, so the
    /// evidence of any other reason may be old.
    #[non_exhaustive]
    Revoked {
        /// Since when.
        at: UnixTime,
        /// Why, where it is told.
        reason: Option<RevocationReason>,
        /// When the key was, or may have been, lost (RFC 5280, section 5.3.2), where it is told.
        invalidity_date: Option<UnixTime>,
    },
    /// The evidence may be sound, and says nothing about this certificate.
    Unknown(Unknown),
    /// The evidence proves nothing.
    Unusable(Unusable),
}

impl Status {
    /// `good`, `revoked`, `unknown`, `unusable`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Revoked { .. } => "revoked",
            Self::Unknown(_) => "unknown",
            Self::Unusable(_) => "unusable",
        }
    }
}

impl Status {
    /// A suspension may have ended since: only evidence that holds now tells.
    pub(super) fn unless_suspended(self, freshness: Freshness, at: UnixTime) -> Self {
        match (&self, freshness.check(at)) {
            (
                Self::Revoked {
                    reason: Some(RevocationReason::CertificateHold),
                    ..
                },
                Err(why),
            ) => Self::Unusable(why),
            _ => self,
        }
    }
}

/// Why evidence says nothing about a certificate. `Display` gives a clause for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unknown {
    /// By another authority than the certificate.
    #[error("it is about certificates of another issuer")]
    OtherIssuer,
    /// A CRL for a part of the certificates, to which this one does not belong.
    #[error("it is a part of the list that does not cover the certificate{}", Shard(url.as_deref()))]
    OtherShard {
        /// Where this part is published, of several places the first; `None` where it has no
        /// address of up to 2,048 bytes.
        url: Option<Box<str>>,
    },
    /// A CRL for authorities, for end entities or for attribute certificates only, when the
    /// certificate is something else.
    #[error("it is about certificates of another kind")]
    OtherKind,
    /// A CRL that lists revocations for some reasons only.
    #[error("it lists revocations for some reasons only")]
    SomeReasonsOnly,
    /// A CRL of changes since another CRL: what is not in it is not thereby good.
    #[error("it lists only the changes since another list")]
    Delta,
    /// An entry that takes an earlier revocation back.
    #[error("it takes back what another list says of the certificate")]
    RemovedFromCrl,
    /// Certificates that have ended may be left out of a CRL.
    #[error("the certificate had ended, on {not_after}, before it was issued")]
    EndedBefore {
        /// When the certificate ended.
        not_after: UnixTime,
    },
    /// An OCSP response about others.
    #[error("it is about other certificates")]
    OtherCertificate,
    /// The OCSP responder does not know the certificate.
    #[error("the responder does not know the certificate")]
    UnknownToResponder,
}

struct Shard<'a>(Option<&'a str>);

impl core::fmt::Display for Shard<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.0 {
            // It comes out of the file: no control and no bidirectional characters.
            Some(url) if url.bytes().all(|byte| byte.is_ascii_graphic()) => write!(f, " ({url})"),
            _ => Ok(()),
        }
    }
}

/// Why evidence proves nothing. `Display` gives a clause for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unusable {
    /// It cannot be read to its end.
    #[error("it cannot be read: {0}")]
    Malformed(DecodeError),
    /// The signature is not that of the issuer, or cannot be checked.
    #[error("its signature does not hold: {0}")]
    Signature(ErrorKind),
    /// The issuer's certificate does not let its key sign CRLs.
    #[error("its signer may not sign revocation lists")]
    CrlSignMissing,
    /// The next update is due.
    #[error("it ended on {next_update}")]
    Stale {
        /// When the next update was due.
        next_update: UnixTime,
    },
    /// It does not say when it ends, and was issued longer ago than
    /// [`Freshness::MAX_AGE_DAYS`](super::Freshness::MAX_AGE_DAYS).
    #[error("it was issued on {this_update} and does not say until when it holds")]
    TooOld {
        /// When it was issued.
        this_update: UnixTime,
    },
    /// It was issued in the future.
    #[error("it begins on {this_update}")]
    NotYetValid {
        /// When it was issued, by its own account.
        this_update: UnixTime,
    },
    /// It has an extension that is critical and not known.
    #[error("it has the critical extension {oid}, which is not known")]
    CriticalExtension {
        /// The extension.
        oid: Oid,
    },
    /// It lists certificates of several issuers (an indirect CRL), which is not supported.
    #[error("it is an indirect list, which is not supported")]
    Indirect,
    /// The OCSP responder gave no answer.
    #[error("the responder gave no answer: {status}")]
    NoAnswer {
        /// What it gave instead.
        status: ResponseStatus,
    },
    /// The OCSP response was made by somebody whom the issuer did not appoint.
    #[error("its responder {0}")]
    Responder(ResponderDefect),
    /// The OCSP response answers another request.
    #[error("it answers another request: the nonce differs")]
    NonceMismatch,
}
