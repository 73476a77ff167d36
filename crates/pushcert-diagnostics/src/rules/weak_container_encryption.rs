//! The rule `weak-container-encryption`.

use alloc::format;
use alloc::vec::Vec;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::listed_shown;

declare_rule! {
    /// The file is encrypted with a cipher that no longer protects.
    ///
    /// ## What happened
    /// A part of the file is encrypted with RC2 or RC4 with 40 bits, single DES, or a scheme on top of MD5. Keychain
    /// Access and old exporters still write certificates with RC2-40.
    ///
    /// ## Why it matters
    /// Forty bits are broken in hours on one machine, whatever the password is. In most of these files only the
    /// certificates are protected this way, and they are public; the key is under 3DES. Then the point is less
    /// secrecy than that newer programs refuse the cipher. If a key is under such a cipher, treat the file as
    /// unprotected.
    ///
    /// ## How to fix
    /// `pushcert export FILE --to p12-modern --out new.p12` writes AES-256; choose `--to p12-compatible` if old
    /// programs or a Mac must open it. Until then keep the file where only the server can read it.
    12 "weak-container-encryption" Note since "0.1.0"
    help: "write the file again with AES-256: pushcert export FILE --to p12-modern --out new.p12",
    symptoms: ["RC2-40-CBC … unsupported", "error:0308010C:digital envelope routines::unsupported"],
    sources: [
        Rfc(7292, "C"),
        Observed("mattermost/mattermost#29511"),
        Measured("97 of 102 real APNs files have certificates under RC2-40"),
    ],
}

/// Parts of the names of ciphers with an effective key of at most 64 bits, among them all of PBES1 in PKCS#5.
const WEAK: &[&str] = &["rc2-40", "rc4-40", "-des-", "pbes1-"];

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(container) = &input.container else {
        return;
    };
    let mut weak: Vec<_> = Vec::new();
    for protection in container.protections() {
        let is_weak = WEAK.iter().any(|name| protection.name.contains(name));
        if is_weak && !weak.contains(&protection.name) {
            weak.push(protection.name.clone());
        }
    }
    if weak.is_empty() {
        return;
    }
    let message = format!(
        "The file is encrypted with {}, which no longer protects",
        listed_shown(&weak)
    );
    out.report(message).about("pkcs12").fact("protection", weak);
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::p12()
    }

    pub(super) fn bad() -> Input {
        ex::protected_p12("hmac-sha1", "pbe-sha1-rc2-40-cbc")
    }
}
