//! The rule `weak-key`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::select::Subject;

declare_rule! {
    /// The key is too short to be accepted.
    ///
    /// ## What happened
    /// The key is RSA with fewer than 2048 bits, or on an elliptic curve with fewer than 224 bits.
    ///
    /// ## Why it matters
    /// Such keys can be broken. Apple issues certificates for RSA keys of 2048 bits only, and TLS libraries refuse
    /// shorter ones. A push certificate with such a key is either very old or not from Apple.
    ///
    /// ## How to fix
    /// Make a new key and a new request, and have a new certificate issued for it:
    /// `pushcert csr new --email you@example.com --common-name Push --out push.csr --key-out push.key`.
    103 "weak-key" Error since "0.1.0"
    help: "make an RSA key of 2048 bits: pushcert csr new --email you@example.com --common-name Push --out push.csr --key-out push.key",
    symptoms: [
        "ee key too small",
        "CSR algorithm/size incorrect. Expected: RSA(2048)",
        "tls: certificate has RSA key size smaller than 1024 bits",
    ],
    sources: [
        Rfc(8017, "3.1"),
        Apple("help/account/certificates/create-a-certificate-signing-request"),
        Measured("145 of 145 push certificates issued by Apple have RSA keys of 2048 bits"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for leaf in input.judged() {
        if let Some(key) = &leaf.certificate.key {
            report(&key.algorithm, key.bits, leaf.subject(), out);
        }
    }
    if input.identities.is_empty() && input.certificates.is_empty() {
        for (index, key) in input.keys.iter().enumerate() {
            report(&key.algorithm, key.bits, Subject("keys", index), out);
        }
    }
}

fn report(algorithm: &str, bits: Option<u32>, subject: Subject, out: &mut Findings<'_>) {
    let least = if algorithm.starts_with("ec") {
        224
    } else {
        2048
    };
    let measured = algorithm == "rsa" || algorithm == "dsa" || algorithm.starts_with("ec");
    let Some(bits) = bits.filter(|bits| measured && *bits < least) else {
        return;
    };
    out.report(format!(
        "The key has {bits} bits, and {least} are the least"
    ))
    .about(subject)
    .fact("algorithm", algorithm)
    .fact("bits", bits);
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::PublicKeyFacts;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::certificate();
        certificate.key = Some(PublicKeyFacts::new("rsa", Some(1024), ex::SPKI));
        ex::with(certificate)
    }
}
