//! The certificates behind the leaf.

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;

use pushcert_trust::{signing_authority, verify_signed_by};
use pushcert_x509::Certificate;

use super::{Chain, ExportError};
use crate::{IdentityRef, Opened};

/// Apple's paths have one intermediate; nobody has more than a few.
const MAX_INTERMEDIATES: usize = 8;

/// A file made to cost time has many certificates of one name.
const MAX_VERIFICATIONS: usize = 32;

/// Who signed a certificate.
enum Issuer {
    /// One that belongs into the chain.
    Intermediate(Box<Certificate>),
    /// The end of the path, which a peer has to have itself.
    Anchor,
}

/// The certificates behind the leaf, in DER, the nearest first.
pub(super) fn behind(
    opened: &Opened,
    identity: &IdentityRef<'_>,
    chain: Chain,
) -> Result<Vec<Vec<u8>>, ExportError> {
    let der = |c: &Certificate| c.der().to_vec();
    match chain {
        Chain::Drop => Ok(Vec::new()),
        Chain::Keep => Ok(identity.chain.iter().map(|c| der(c)).collect()),
        Chain::Complete => {
            let mut search = Search {
                opened,
                left: MAX_VERIFICATIONS,
            };
            let path = search.path(identity.certificate)?;
            Ok(path.iter().map(der).collect())
        }
    }
}

struct Search<'a> {
    opened: &'a Opened,
    /// Signatures that may still be verified with keys of the file.
    left: usize,
}

impl Search<'_> {
    fn path(&mut self, leaf: &Certificate) -> Result<Vec<Certificate>, ExportError> {
        let mut path: Vec<Certificate> = Vec::new();
        while path.len() < MAX_INTERMEDIATES {
            let current: &Certificate = path.last().unwrap_or(leaf);
            let issuer = if current.is_self_issued() {
                Some(Issuer::Anchor)
            } else {
                self.issuer(current)
            };
            match issuer {
                Some(Issuer::Anchor) => return Ok(path),
                Some(Issuer::Intermediate(issuer)) => path.push(*issuer),
                None => return Err(unknown(current)),
            }
        }
        Err(unknown(path.last().unwrap_or(leaf)))
    }

    fn issuer(&mut self, of: &Certificate) -> Option<Issuer> {
        if let Some(authority) = signing_authority(of) {
            let der = authority.certificate_der().filter(|_| !authority.is_root());
            let Some(der) = der else {
                return Some(Issuer::Anchor);
            };
            let certificate = Certificate::decode(der).ok()?;
            return Some(Issuer::Intermediate(Box::new(certificate)));
        }
        let opened = self.opened;
        if opened.authorities.iter().any(|a| self.has_signed(a, of)) {
            return Some(Issuer::Anchor);
        }
        let mut others = opened.certificates.iter().map(|item| &item.certificate);
        let found = others.find(|other| other.is_ca() && self.has_signed(other, of))?;
        Some(if found.is_self_issued() {
            Issuer::Anchor
        } else {
            Issuer::Intermediate(Box::new(found.clone()))
        })
    }

    fn has_signed(&mut self, issuer: &Certificate, certificate: &Certificate) -> bool {
        if !issuer.subject().same_as(&certificate.issuer()) || self.left == 0 {
            return false;
        }
        self.left = self.left.saturating_sub(1);
        verify_signed_by(certificate, issuer.spki_der()).is_ok()
    }
}

fn unknown(certificate: &Certificate) -> ExportError {
    let issuer = certificate.issuer();
    ExportError::UnknownIssuer {
        issuer: issuer.common_name().map(ToString::to_string),
    }
}
