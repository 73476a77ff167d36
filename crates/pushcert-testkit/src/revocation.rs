//! Revocation lists (RFC 5280 section 5) and OCSP responses (RFC 6960), right and wrong in every
//! field.
//!
//! ```
//! use pushcert_testkit::authority::Authority;
//! use pushcert_testkit::revocation::{CrlBuilder, Entry, OcspBuilder, Single};
//!
//! let issuer = Authority::synthetic();
//! let list = CrlBuilder::new(&issuer).entry(&Entry::new(&[0x17]).reason(1)).build();
//! let stale = CrlBuilder::new(&issuer).valid("2026-01-01T00:00:00Z", "2026-01-08T00:00:00Z").build();
//! let answer = OcspBuilder::new(&issuer).single(&Single::good(&issuer, &[0x17])).build();
//! assert_ne!(list, stale);
//! assert_eq!(answer[0], 0x30);
//! ```
//!
//! All begin on 2026-11-20 and end on 2026-11-27, around [`crate::samples::AT`].

mod crl;
mod ocsp;

pub use crl::{CrlBuilder, Entry, shard};
pub use ocsp::{OcspBuilder, Single, responder_certificate};

use crate::der;
use crate::key::{SignatureAlgorithm, TestKey};

const THIS_UPDATE: &str = "2026-11-20T00:00:00Z";
const NEXT_UPDATE: &str = "2026-11-27T00:00:00Z";

/// Who signs, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seal {
    key: TestKey,
    algorithm: SignatureAlgorithm,
    outer_algorithm: Option<Vec<u8>>,
    is_broken: bool,
}

impl Seal {
    fn new(key: &TestKey, algorithm: SignatureAlgorithm) -> Self {
        Self {
            key: key.clone(),
            algorithm,
            outer_algorithm: None,
            is_broken: false,
        }
    }

    /// The signed part, the algorithm and the signature.
    fn close(&self, tbs: Vec<u8>) -> [Vec<u8>; 3] {
        let mut signature = self.key.sign(self.algorithm, &tbs);
        if self.is_broken {
            let middle = signature.len() / 2;
            signature[middle] ^= 1;
        }
        let outer = self.outer_algorithm.clone();
        let outer = outer.unwrap_or_else(|| self.algorithm.identifier());
        [tbs, outer, der::bits(0, signature)]
    }
}

fn generalized(rfc3339: &str) -> Vec<u8> {
    let digits: String = rfc3339.chars().filter(char::is_ascii_digit).collect();
    der::generalized_time(&format!("{digits}Z"))
}
