//! Hands the client's certificate over and remembers that it was asked for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use pushcert_types::connection::ClientCertificateFacts;
use rustls::SignatureScheme;
use rustls::client::ResolvesClientCert;
use rustls::sign::CertifiedKey;

use crate::ClientIdentity;

/// Always the same certificate, whatever authorities the server names.
#[derive(Debug)]
pub(crate) struct Resolver {
    key: Arc<CertifiedKey>,
    asked: Arc<Asked>,
}

/// Whether the server asked.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    requested: AtomicBool,
    sent: AtomicBool,
}

impl Asked {
    pub(crate) fn facts(&self) -> ClientCertificateFacts {
        let requested = self.requested.load(Ordering::Relaxed);
        ClientCertificateFacts::new(requested, self.sent.load(Ordering::Relaxed))
    }
}

impl Resolver {
    pub(crate) fn new(identity: &ClientIdentity) -> (Self, Arc<Asked>) {
        let asked = Arc::new(Asked::default());
        let resolver = Self {
            key: identity.certified_key(),
            asked: Arc::clone(&asked),
        };
        (resolver, asked)
    }
}

impl ResolvesClientCert for Resolver {
    fn resolve(
        &self,
        _root_hint_subjects: &[&[u8]],
        schemes: &[SignatureScheme],
    ) -> Option<Arc<CertifiedKey>> {
        self.asked.requested.store(true, Ordering::Relaxed);
        // Without a scheme in common rustls sends an empty list of certificates.
        if self.key.key.choose_scheme(schemes).is_some() {
            self.asked.sent.store(true, Ordering::Relaxed);
        }
        Some(Arc::clone(&self.key))
    }

    fn has_certs(&self) -> bool {
        true
    }
}
