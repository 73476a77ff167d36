//! The rule `pbmac1-integrity`.

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The integrity check is PBMAC1, which few programs know yet.
    ///
    /// ## What happened
    /// The file follows RFC 9579 (2024): its integrity check derives the key with PBKDF2. OpenSSL writes this in
    /// FIPS mode or when asked for it.
    ///
    /// ## Why it matters
    /// It is the better check, but OpenSSL before 3.4, Java 17, NSS 3.87, GnuTLS 3.7 and Apple's reader refuse the
    /// file. They complain about an unknown algorithm or a wrong password.
    ///
    /// ## How to fix
    /// If every program that loads the file is new enough, leave it. Else
    /// `pushcert export FILE --to p12-compatible --out new.p12`.
    16 "pbmac1-integrity" Note since "0.1.0"
    help: "for older programs, write the file again: pushcert export FILE --to p12-compatible --out new.p12",
    symptoms: [
        "no such algorithm: 1.2.840.113549.1.5.14",
        "Algorithm HmacPBE1.2.840.113549.1.5.14 not available",
    ],
    sources: [
        Rfc(9579, "1"),
        Observed("bcgit/bc-java#2076"),
        Observed("openjdk/jdk#24429"),
        Observed("WASdev/ci.docker#784"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let mac = input
        .container
        .as_ref()
        .and_then(|container| container.mac.as_ref());
    if let Some(mac) = mac.filter(|mac| mac.kdf.starts_with("pbmac1")) {
        out.report("The integrity check is PBMAC1, which few programs know yet")
            .about("pkcs12")
            .fact("mac", &mac.algorithm)
            .fact("kdf", &mac.kdf);
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::p12()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::protected_p12("hmac-sha256", "pbes2-aes-256-cbc");
        if let Some(mac) = input
            .container
            .as_mut()
            .and_then(|container| container.mac.as_mut())
        {
            mac.kdf = "pbmac1-pbkdf2".into();
        }
        input
    }
}
