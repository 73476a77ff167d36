//! A path through certificates that came along.

use alloc::{vec, vec::Vec};

use pushcert_x509::{Certificate, KeyUsage};

use crate::verify::verify_signed_by;

/// Most signatures of one search.
const MAX_VERIFICATIONS: u32 = 32;
/// Most certificates between the first one and Apple's authority.
const MAX_INTERMEDIATES: u32 = 8;

/// Whether a certificate was signed by one of `others` that leads to a trusted authority.
///
/// `is_signed_by_anchor` says whether an authority signed a certificate and allows so many
/// authorities below itself.
pub(super) fn leads_to_anchor(
    certificate: &Certificate,
    others: &[&Certificate],
    is_signed_by_anchor: fn(&Certificate, u32) -> bool,
) -> bool {
    let mut search = Search {
        others,
        visited: vec![false; others.len()],
        left: MAX_VERIFICATIONS,
        is_signed_by_anchor,
    };
    search.climb(certificate, 0)
}

struct Search<'a> {
    others: &'a [&'a Certificate],
    visited: Vec<bool>,
    left: u32,
    is_signed_by_anchor: fn(&Certificate, u32) -> bool,
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
            if (self.is_signed_by_anchor)(issuer, below) || self.climb(issuer, below) {
                return true;
            }
        }
        false
    }
}

/// By names, key identifiers, and what the issuer may do (RFC 5280, 4.2.1.3 and 4.2.1.9).
fn may_have_issued(issuer: &Certificate, certificate: &Certificate, below: u32) -> bool {
    let constraints = issuer.basic_constraints();
    let is_allowed = constraints.is_some_and(|constraints| {
        constraints.ca && constraints.path_length.is_none_or(|limit| below <= limit)
    }) && issuer.key_usage().is_none_or(KeyUsage::key_cert_sign);
    is_allowed && is_named(issuer, certificate)
}

/// Whether a certificate names another as its issuer: by name, and by key identifier where both
/// have one.
pub(crate) fn is_named(issuer: &Certificate, certificate: &Certificate) -> bool {
    issuer.subject().same_as(&certificate.issuer())
        && match (issuer.subject_key_id(), certificate.authority_key_id()) {
            (Some(own), Some(wanted)) => own == wanted,
            _ => true,
        }
}

#[cfg(test)]
mod tests {
    use pushcert_testkit::{
        authority::Authority,
        cert::{CertificateBuilder, Extension},
        der,
        key::TestKey,
        oid::extension,
    };

    use super::*;

    fn read(der: &[u8]) -> Certificate {
        Certificate::decode(der).unwrap()
    }

    fn leaf_by(issuer: &Authority) -> Certificate {
        read(
            &CertificateBuilder::apns("com.example.app")
                .issuer(issuer.clone())
                .build(),
        )
    }

    /// The synthetic root stands for Apple's here; it allows one authority below itself.
    fn anchor(certificate: &Certificate, below: u32) -> bool {
        let root = read(&Authority::synthetic().certificate());
        below <= 1 && verify_signed_by(certificate, root.spki_der()).is_ok()
    }

    #[test]
    fn a_path_is_found_in_any_order() {
        let (root, middle) = (Authority::synthetic(), Authority::synthetic_intermediate());
        let intermediate = read(&middle.certificate_by(&root));
        let (stranger, leaf) = (leaf_by(&root), leaf_by(&middle));
        assert!(leads_to_anchor(&leaf, &[&intermediate], anchor));
        assert!(leads_to_anchor(
            &leaf,
            &[&stranger, &leaf, &intermediate, &intermediate],
            anchor
        ));
        assert!(!leads_to_anchor(&leaf, &[], anchor));
        assert!(!leads_to_anchor(&leaf, &[&stranger], anchor));
    }

    #[test]
    fn the_anchor_limits_the_length() {
        let (root, middle) = (Authority::synthetic(), Authority::synthetic_intermediate());
        let lower = Authority::own("Lower", TestKey::rsa2048(6));
        let upper = read(&middle.certificate_by(&root));
        let below = read(&lower.certificate_by(&middle));
        assert!(!leads_to_anchor(
            &leaf_by(&lower),
            &[&upper, &below],
            anchor
        ));
    }

    #[test]
    fn only_an_authority_issues() {
        let (root, middle) = (Authority::synthetic(), Authority::synthetic_intermediate());
        for (oid, value) in [
            (extension::BASIC_CONSTRAINTS, der::seq::<Vec<u8>>([])),
            (extension::KEY_USAGE, der::bits(7, [0x80])),
        ] {
            let mut builder = CertificateBuilder::new(middle.name.clone())
                .key(&middle.key)
                .issuer(root.clone());
            for kept in [
                Extension::new(extension::BASIC_CONSTRAINTS, der::seq([der::boolean(true)])),
                Extension::new(extension::KEY_USAGE, der::bits(1, [6])),
            ] {
                builder = builder.extension(kept);
            }
            let allowed = read(&builder.build());
            assert!(leads_to_anchor(&leaf_by(&middle), &[&allowed], anchor));
            let refused = read(&builder.replace_extension(oid, value).build());
            assert!(!leads_to_anchor(&leaf_by(&middle), &[&refused], anchor));
        }
    }

    #[test]
    fn a_circle_ends() {
        let one = Authority::own("One", TestKey::rsa2048(5));
        let two = Authority::own("Two", TestKey::rsa2048(6));
        let (a, b) = (
            read(&one.certificate_by(&two)),
            read(&two.certificate_by(&one)),
        );
        assert!(!leads_to_anchor(&leaf_by(&one), &[&a, &b], anchor));
    }

    #[test]
    fn the_number_of_signatures_is_bounded() {
        let middle = Authority::synthetic_intermediate();
        // The same name and no key identifier, but other keys: each must be tried.
        let mut fake = middle.clone();
        fake.key = TestKey::rsa2048(5);
        let fake = read(&fake.certificate());
        let good = read(&middle.certificate_by(&Authority::synthetic()));
        let leaf = leaf_by(&middle);
        let mut others = vec![&fake; 31];
        others.push(&good);
        assert!(leads_to_anchor(&leaf, &others, anchor));
        others.insert(0, &fake);
        assert!(!leads_to_anchor(&leaf, &others, anchor));
    }
}
