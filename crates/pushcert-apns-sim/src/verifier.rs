//! The client certificate in the TLS handshake.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use pushcert_trust::verify_signed_by;
use pushcert_types::UnixTime;
use pushcert_x509::{Certificate, SubjectPublicKeyInfo};
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms};
use rustls::pki_types::{CertificateDer, UnixTime as TlsTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};

use crate::client::Client;
use crate::state::State;

/// How many certificates may stand between a client's and an anchor.
const MAX_DEPTH: usize = 6;

/// Asks for a certificate and refuses those that are revoked, out of date, or of an issuer that is not
/// wanted. Whether it is one for pushes is asked with each request, as APNs does.
#[derive(Debug)]
pub(crate) struct Verifier {
    state: Arc<State>,
    anchors: Arc<Vec<Certificate>>,
    algorithms: WebPkiSupportedAlgorithms,
    is_mandatory: bool,
}

impl Verifier {
    pub(crate) fn new(
        state: Arc<State>,
        anchors: Arc<Vec<Certificate>>,
        provider: &CryptoProvider,
        is_mandatory: bool,
    ) -> Self {
        Self {
            state,
            anchors,
            algorithms: provider.signature_verification_algorithms,
            is_mandatory,
        }
    }

    /// The signature of the handshake, with the key of a certificate that may have anything critical in
    /// it: `rustls` alone would refuse to look at such a one.
    fn check_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let bad = Error::InvalidCertificate(CertificateError::BadSignature);
        let certificate = Certificate::decode(certificate)
            .map_err(|_| Error::InvalidCertificate(CertificateError::BadEncoding))?;
        let spki = SubjectPublicKeyInfo::decode(certificate.spki_der()).map_err(|_| bad.clone())?;
        let candidates = self.algorithms.mapping.iter();
        let candidates = candidates.filter(|(scheme, _)| *scheme == signed.scheme);
        for algorithm in candidates.flat_map(|(_, algorithms)| algorithms.iter()) {
            let verified =
                algorithm.verify_signature(spki.key_octets(), message, signed.signature());
            if verified.is_ok() {
                return Ok(HandshakeSignatureValid::assertion());
            }
        }
        Err(bad)
    }

    fn is_wanted(&self, leaf: &Certificate, others: &[Certificate]) -> bool {
        if self.anchors.is_empty() {
            return true;
        }
        let mut current = leaf;
        for _ in 0..MAX_DEPTH {
            if self.anchors.iter().any(|anchor| is_issued(current, anchor)) {
                return true;
            }
            match others
                .iter()
                .find(|other| other.is_ca() && is_issued(current, other))
            {
                Some(issuer) => current = issuer,
                None => return false,
            }
        }
        false
    }
}

fn is_issued(certificate: &Certificate, by: &Certificate) -> bool {
    certificate.der() == by.der()
        || certificate.issuer().same_as(&by.subject())
            && verify_signed_by(certificate, by.spki_der()).is_ok()
}

/// Now, or the moment that the simulator was told.
fn moment(state: &State) -> UnixTime {
    state.at.unwrap_or_else(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let seconds = since.map_or(0, |since| since.as_secs());
        UnixTime::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX))
    })
}

impl ClientCertVerifier for Verifier {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn client_auth_mandatory(&self) -> bool {
        self.is_mandatory
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: TlsTime,
    ) -> Result<ClientCertVerified, Error> {
        let leaf = Certificate::decode(end_entity).map_err(|_| CertificateError::BadEncoding)?;
        let others = intermediates.iter().take(MAX_DEPTH);
        let others: Vec<_> = others.flat_map(|der| Certificate::decode(der)).collect();
        if !self.is_wanted(&leaf, &others) {
            return Err(CertificateError::UnknownIssuer.into());
        }
        let now = moment(&self.state);
        if leaf.not_before().is_none_or(|begin| now < begin) {
            return Err(CertificateError::NotValidYet.into());
        }
        if leaf.not_after().is_none_or(|end| now > end) {
            return Err(CertificateError::Expired.into());
        }
        if self.state.is_revoked(&Client::new(end_entity)) {
            return Err(CertificateError::Revoked.into());
        }
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.check_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.check_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
