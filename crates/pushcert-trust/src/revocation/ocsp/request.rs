//! Asking about a certificate (RFC 6960, section 4.1).
//!
//! ```text
//! OCSPRequest ::= SEQUENCE { tbsRequest TBSRequest, … }
//! TBSRequest  ::= SEQUENCE { …, requestList SEQUENCE OF Request,
//!                            requestExtensions [2] EXPLICIT Extensions OPTIONAL }
//! Request     ::= SEQUENCE { reqCert CertID, … }
//! ```

use alloc::vec::Vec;

use pushcert_x509::Certificate;

use super::{NONCE, cert_id::CertId};
use crate::{element::element, error::Error, revocation::issuer::Issuer};

/// A question about one certificate, unsigned.
///
/// Sent as the body of a POST with [`MEDIA_TYPE`](Self::MEDIA_TYPE) to one of
/// [`Certificate::ocsp_urls`].
#[derive(Clone, Debug)]
pub struct OcspRequest {
    id: CertId,
    nonce: Option<Vec<u8>>,
}

impl OcspRequest {
    /// The media type of the encoding.
    pub const MEDIA_TYPE: &'static str = "application/ocsp-request";

    /// A question about a certificate of an issuer. Both are named by SHA-1 hashes, which nothing
    /// depends on: a responder that answers about another certificate is found out.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidKey`](crate::ErrorKind::InvalidKey) when the issuer's key cannot be read.
    pub fn new(certificate: &Certificate, issuer: &Issuer<'_>) -> Result<Self, Error> {
        Ok(Self {
            id: CertId::of(certificate, issuer)?,
            nonce: None,
        })
    }

    /// With a nonce, which the answer has to repeat: 16 to 32 random octets (RFC 9654). Apple's
    /// responders give answers made in advance and leave it out.
    #[must_use]
    pub fn with_nonce(mut self, nonce: &[u8]) -> Self {
        self.nonce = Some(nonce.into());
        self
    }

    /// The nonce.
    #[must_use]
    pub fn nonce(&self) -> Option<&[u8]> {
        self.nonce.as_deref()
    }

    /// The request in DER.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let request = element(0x30, &[&self.id.encode()]);
        let list = element(0x30, &[&request]);
        let extensions = self.nonce.as_deref().map(|nonce| {
            let value = element(0x04, &[&element(0x04, &[nonce])]);
            let extension = element(0x30, &[&element(0x06, &[NONCE]), &value]);
            element(0xa2, &[&element(0x30, &[&extension])])
        });
        let tbs = element(0x30, &[&list, extensions.as_deref().unwrap_or_default()]);
        element(0x30, &[&tbs])
    }
}
