//! The rule `defective-key`.

use alloc::format;
use alloc::vec::Vec;

use crate::facts::KeyFacts;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::{Severity, declare_rule};
use crate::select::Subject;
use crate::value::shown;

declare_rule! {
    /// The numbers of the private key do not fit together.
    ///
    /// ## What happened
    /// A private key is a handful of numbers that depend on each other. In this one they do not: two primes are equal,
    /// an exponent is impossible, a shortcut value is wrong, or the public half beside it is another one. The finding
    /// says which.
    ///
    /// ## Why it matters
    /// With such a key signatures come out wrong, or they give the key away: a wrong shortcut value is the classic way
    /// to steal an RSA key. Either the file was damaged or changed, or a broken program made the key.
    ///
    /// ## How to fix
    /// Compare with the original key file. If it is the same there, do not use it: make a new key and a new request
    /// (`pushcert csr new --email you@example.com --common-name Push --out push.csr --key-out push.key`), have a new
    /// certificate issued, and revoke the old one.
    106 "defective-key" Error since "0.1.0"
    help: "do not use this key, make a new one: pushcert csr new --email you@example.com --common-name Push --out push.csr --key-out push.key",
    symptoms: [
        "RSA_check_key:p not prime",
        "crypto/rsa: invalid exponents",
        "crypto/rsa: invalid CRT values",
        "Tag(0x05: NULL)",
    ],
    sources: [Rfc(8017, "3.2"), Rfc(5958, "2"), Rfc(5915, "3")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for (index, identity) in input.identities.iter().enumerate() {
        report(&identity.key, Subject("identities", index), out);
    }
    for (index, key) in input.keys.iter().enumerate() {
        report(key, Subject("keys", index), out);
    }
}

fn report(key: &KeyFacts, subject: Subject, out: &mut Findings<'_>) {
    let Some(first) = key.defects.first() else {
        return;
    };
    let defects: Vec<_> = key
        .defects
        .iter()
        .map(|defect| defect.what.clone())
        .collect();
    let message = format!("The private key is defective: {}", shown(&first.what));
    let finding = out
        .report(message)
        .about(subject)
        .fact("algorithm", &key.algorithm)
        .fact("defects", defects);
    if !key.defects.iter().any(|defect| defect.fatal) {
        finding.lowered_to(Severity::Warning).help(
            "write the key again in a plain form: pushcert export FILE --to pem --out push.pem",
        );
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::{IdentityFacts, KeyDefect};
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut key = ex::key();
        key.defects.push(KeyDefect::new(
            "the coefficient is not the inverse of q modulo p",
            true,
        ));
        ex::pem_with(IdentityFacts::new(key, ex::certificate()))
    }
}
