//! A path through certificates that came along.

use alloc::{vec, vec::Vec};

use pushcert_x509::Certificate;

use super::signing_authority;
use crate::verify::verify_signed_by;

/// Most signatures of one search.
const MAX_VERIFICATIONS: u32 = 32;
/// Most certificates between the first one and Apple's authority.
const MAX_INTERMEDIATES: u32 = 8;

/// Whether a certificate was signed by one of `others` that leads to one of Apple's authorities.
pub(super) fn leads_to_apple(certificate: &Certificate, others: &[&Certificate]) -> bool {
    let mut search = Search {
        others,
        visited: vec![false; others.len()],
        left: MAX_VERIFICATIONS,
    };
    search.climb(certificate, 0)
}

struct Search<'a> {
    others: &'a [&'a Certificate],
    visited: Vec<bool>,
    left: u32,
}

impl Search<'_> {
    /// `below` authorities stand below the issuer that is looked for.
    fn climb(&mut self, certificate: &Certificate, below: u32) -> bool {
        if below >= MAX_INTERMEDIATES {
            return false;
        }
        for (index, issuer) in self.others.iter().enumerate() {
            let is_visited = self.visited.get(index).copied().unwrap_or(true);
            if is_visited || !may_have_issued(issuer, certificate, below) {
                continue;
            }
            let Some(left) = self.left.checked_sub(1) else {
                return false;
            };
            self.left = left;
            if verify_signed_by(certificate, issuer.spki_der()).is_err() {
                continue;
            }
            if let Some(visited) = self.visited.get_mut(index) {
                *visited = true;
            }
            let below = below.saturating_add(1);
            if is_signed_by_apple(issuer, below) || self.climb(issuer, below) {
                return true;
            }
        }
        false
    }
}

fn is_signed_by_apple(issuer: &Certificate, below: u32) -> bool {
    signing_authority(issuer).is_some_and(|authority| {
        authority
            .path_length()
            .is_none_or(|limit| below <= u32::from(limit))
    })
}

/// By names, key identifiers, and what the issuer may do (RFC 5280, 4.2.1.3 and 4.2.1.9).
fn may_have_issued(issuer: &Certificate, certificate: &Certificate, below: u32) -> bool {
    let constraints = issuer.basic_constraints();
    let is_allowed = constraints.is_some_and(|constraints| {
        constraints.ca && constraints.path_length.is_none_or(|limit| below <= limit)
    }) && issuer.key_usage().is_none_or(|usage| usage.key_cert_sign());
    let key_ids = (issuer.subject_key_id(), certificate.authority_key_id());
    let is_same_key = match key_ids {
        (Some(own), Some(wanted)) => own == wanted,
        _ => true,
    };
    is_allowed && is_same_key && issuer.subject().same_as(&certificate.issuer())
}
