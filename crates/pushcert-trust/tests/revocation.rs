//! Revocation lists and OCSP responses, built by the testkit: what they say, and what they must not
//! say.

#[path = "revocation/common.rs"]
mod common;
#[path = "revocation/crl.rs"]
mod crl;
#[path = "revocation/hostile.rs"]
mod hostile;
#[path = "revocation/ocsp.rs"]
mod ocsp;
#[path = "revocation/properties.rs"]
mod properties;
#[path = "revocation/responder.rs"]
mod responder;
