//! Judges the server's certificates and remembers what it saw.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use pushcert_trust::Certificate;
use pushcert_types::connection::{FailureKind, ServerChainFacts};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use crate::Roots;
use crate::roots::{Judgement, judge};

/// More names of a certificate than this are not kept.
const MAX_NAMES: usize = 100;

/// A verifier for one connection. Who is refused gets no certificate of ours and no request.
#[derive(Debug)]
pub(crate) struct Judge {
    roots: Roots,
    algorithms: WebPkiSupportedAlgorithms,
    seen: Mutex<Option<Seen>>,
}

/// What was presented, and what is to be said about it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) facts: ServerChainFacts,
    pub(crate) defect: Option<FailureKind>,
    pub(crate) took: Duration,
}

impl Judge {
    pub(crate) fn new(roots: Roots, algorithms: WebPkiSupportedAlgorithms) -> Self {
        Self {
            roots,
            algorithms,
            seen: Mutex::new(None),
        }
    }

    /// `None` if the handshake did not come so far.
    pub(crate) fn seen(&self) -> Option<Seen> {
        let seen = self.seen.lock();
        seen.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let start = Instant::now();
        let judgement = judge(
            &self.roots,
            end_entity,
            intermediates,
            server_name,
            now,
            self.algorithms.all,
        );
        let defect = judgement.defect.clone();
        let length = intermediates.len().saturating_add(1);
        let seen = Seen {
            facts: facts(end_entity, length, judgement),
            defect: defect.clone(),
            took: start.elapsed(),
        };
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(seen);
        match defect {
            None => Ok(ServerCertVerified::assertion()),
            Some(kind) => Err(Error::InvalidCertificate(alert_for(&kind))),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// What rustls makes the alert to the server of.
fn alert_for(kind: &FailureKind) -> CertificateError {
    match kind {
        FailureKind::UnknownRoot => CertificateError::UnknownIssuer,
        FailureKind::ServerExpired => CertificateError::Expired,
        FailureKind::ServerNotYetValid => CertificateError::NotValidYet,
        FailureKind::WrongServerName => CertificateError::NotValidForName,
        _ => CertificateError::BadEncoding,
    }
}

fn facts(leaf: &[u8], length: usize, judgement: Judgement) -> ServerChainFacts {
    let mut facts = ServerChainFacts::default();
    if let Ok(leaf) = Certificate::decode(leaf) {
        facts.subject = leaf.subject().common_name().map(Into::into);
        facts.issuer = leaf.issuer().common_name().map(Into::into);
        facts.names = leaf.dns_names().take(MAX_NAMES).map(Into::into).collect();
        facts.not_before = leaf.not_before();
        facts.not_after = leaf.not_after();
    }
    facts.length = length;
    facts.root = judgement.root;
    facts.trusted_by = judgement.trusted_by;
    facts.refused_by = judgement.refused_by;
    facts
}
