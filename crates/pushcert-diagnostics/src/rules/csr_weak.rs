//! The rule `csr-weak`.

use alloc::format;
use alloc::string::String;

use crate::facts::RequestFacts;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The key or the signature of the request is not what Apple takes.
    ///
    /// ## What happened
    /// A certificate signing request (CSR) holds a public key and is signed with its private key. Apple takes RSA keys
    /// of 2048 bits and no others: not shorter, not longer, not on an elliptic curve. And the signature has to be over
    /// SHA-256, as Keychain Access makes it since 2016: SHA-1 and MD5 are broken.
    ///
    /// ## Why it matters
    /// The portal refuses the upload with "CSR algorithm/size incorrect. Expected: RSA(2048)". The size of a key cannot
    /// be changed, so a new key is needed.
    ///
    /// ## How to fix
    /// Make a key and a request that Apple takes: `pushcert csr new --email you@example.com --common-name Push --out
    /// push.csr --key-out push.key`. With OpenSSL: `openssl req -new -newkey rsa:2048 -sha256 -keyout push.key -out
    /// push.csr`.
    601 "csr-weak" Error since "0.1.0"
    help: "make an RSA key of 2048 bits: pushcert csr new --email you@example.com --common-name Push --out push.csr --key-out push.key",
    symptoms: [
        "CSR algorithm/size incorrect. Expected: RSA(2048)",
        "Invalid Certificate Signing Request",
        "ca md too weak",
    ],
    sources: [
        Requirement("S1-10"),
        Rfc(2986, "4.2"),
        Apple("help/account/certificates/create-a-certificate-signing-request"),
        Measured("145 of 145 push certificates issued by Apple have RSA keys of 2048 bits"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for (subject, request) in input.judged_requests() {
        let Some(message) = weakness(request) else {
            continue;
        };
        let key = request.key.as_ref();
        out.report(message)
            .about(subject)
            .fact_if("algorithm", key.map(|key| &key.algorithm))
            .fact_if("bits", key.and_then(|key| key.bits))
            .fact_if("signature_algorithm", request.signature_algorithm.as_ref())
            .fact("expected", "RSA(2048)");
    }
}

/// What Apple does not take, where there is something.
fn weakness(request: &RequestFacts) -> Option<String> {
    const REFUSAL: &str =
        "the portal answers \"CSR algorithm/size incorrect. Expected: RSA(2048)\"";
    let Some(key) = &request.key else {
        return Some(format!(
            "The key of the request is of no kind that can be read: {REFUSAL}"
        ));
    };
    if key.algorithm != "rsa" {
        let algorithm = shown(&key.algorithm);
        return Some(format!(
            "The key of the request is {algorithm}, not RSA: {REFUSAL}"
        ));
    }
    if key.bits != Some(2048) {
        let bits = key
            .bits
            .map_or_else(|| "an unknown number of".into(), |bits| format!("{bits}"));
        return Some(format!("The key of the request has {bits} bits: {REFUSAL}"));
    }
    let algorithm = request.signature_algorithm.as_deref()?;
    let is_weak = ["sha1-", "md5-", "md4-", "md2-"]
        .iter()
        .any(|weak| algorithm.starts_with(weak));
    is_weak.then(|| {
        format!(
            "The request is signed with {}; SHA-256 is the least",
            shown(algorithm)
        )
    })
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::PublicKeyFacts;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::request()
    }

    pub(super) fn bad() -> Input {
        ex::request_with(PublicKeyFacts::new("rsa", Some(1024), ex::SPKI))
    }
}
