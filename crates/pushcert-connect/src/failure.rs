//! Errors of the libraries below as facts.

use std::io;

use pushcert_types::connection::{Alert, FailureKind, TooLarge};

use crate::tap::frames::{Frames, MAX_HEADERS};
use crate::text::short;

/// Of the socket, or of TLS where that is inside.
pub(crate) fn of_io(error: &io::Error) -> FailureKind {
    let inner = error.get_ref();
    if let Some(tls) = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return of_tls(tls);
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => FailureKind::Refused,
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => FailureKind::Reset,
        io::ErrorKind::UnexpectedEof | io::ErrorKind::NotConnected => FailureKind::Closed,
        io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::AddrNotAvailable => FailureKind::Unreachable,
        _ => FailureKind::Io {
            detail: error.to_string(),
        },
    }
}

/// Of TLS. What is to be said about the server's certificates, its verifier knows better.
pub(crate) fn of_tls(error: &rustls::Error) -> FailureKind {
    use rustls::Error;
    match error {
        Error::AlertReceived(description) => FailureKind::Alert(Alert((*description).into())),
        Error::PeerIncompatible(what) => FailureKind::TlsIncompatible {
            detail: short(what),
        },
        Error::PeerMisbehaved(rustls::PeerMisbehaved::SelectedUnofferedApplicationProtocol) => {
            FailureKind::NoHttp2 { alpn: None }
        }
        Error::InvalidCertificate(what) => FailureKind::ServerCertificateInvalid {
            detail: short(what),
        },
        Error::NoCertificatesPresented => FailureKind::ServerCertificateInvalid {
            detail: short(error),
        },
        Error::PeerMisbehaved(what) => violation(short(what)),
        Error::InvalidMessage(what) => violation(short(what)),
        other => violation(short(other)),
    }
}

const fn violation(detail: String) -> FailureKind {
    FailureKind::TlsViolation { detail }
}

/// Of HTTP/2. What the tap saw comes first: it is what happened, and the error only what came of it.
pub(crate) fn of_h2(error: &h2::Error, frames: &Frames) -> FailureKind {
    if frames.are_headers_too_large() {
        return FailureKind::AnswerTooLarge {
            what: TooLarge::Headers,
            limit: u64::try_from(MAX_HEADERS).unwrap_or(u64::MAX),
        };
    }
    let reason = error.reason().unwrap_or(h2::Reason::NO_ERROR);
    if error.is_remote() && error.is_reset() {
        let code = reason.into();
        return FailureKind::StreamReset { code };
    }
    if let Some(cause) = frames.cause() {
        return cause;
    }
    if let Some(goaway) = frames.goaway() {
        let code = goaway.code;
        return FailureKind::GoAway { code };
    }
    if error.is_library() {
        let detail = match frames.beginning() {
            Some(beginning) => format!("{reason:?}, began with {beginning}"),
            None => format!("{reason:?}"),
        };
        return FailureKind::Http2Violation { detail };
    }
    match (frames.failure(), error.get_io()) {
        (Some(kind), _) => kind,
        (None, Some(io)) => of_io(io),
        (None, None) => FailureKind::Http2Violation {
            detail: error.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::*;

    #[test]
    fn errors_of_the_system_are_told_apart() {
        for (kind, expected) in [
            (ErrorKind::ConnectionRefused, FailureKind::Refused),
            (ErrorKind::BrokenPipe, FailureKind::Reset),
            (ErrorKind::UnexpectedEof, FailureKind::Closed),
            (ErrorKind::NetworkUnreachable, FailureKind::Unreachable),
        ] {
            assert_eq!(of_io(&kind.into()), expected);
        }
        let other = of_io(&ErrorKind::PermissionDenied.into());
        let detail = "permission denied".to_owned();
        assert_eq!(other, FailureKind::Io { detail });
    }

    #[test]
    fn an_error_of_tls_is_found_inside_one_of_the_system() {
        let alert = rustls::Error::AlertReceived(rustls::AlertDescription::CertificateRevoked);
        let error = io::Error::new(ErrorKind::InvalidData, alert);
        let expected = FailureKind::Alert(Alert::CERTIFICATE_REVOKED);
        assert_eq!(of_io(&error), expected);
    }
}
