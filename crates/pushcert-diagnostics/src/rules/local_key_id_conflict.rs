//! The rule `local-key-id-conflict`.

use crate::facts::LocalKeyId;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::{Severity, declare_rule};
use crate::select::Subject;

declare_rule! {
    /// The marks that tie key and certificate together are missing or wrong.
    ///
    /// ## What happened
    /// In a PKCS#12 file, key and certificate that belong together carry the same `localKeyID`. Here it is missing,
    /// differs between the two, or stands on something else as well. This program pairs by the public key, so it
    /// found the pair nevertheless.
    ///
    /// ## Why it matters
    /// Many programs pair by `localKeyID` alone. They say that there is no private key, drop the entry, or join
    /// the key with the wrong certificate.
    ///
    /// ## How to fix
    /// `pushcert export FILE --to p12-compatible --out new.p12` writes the marks anew. With OpenSSL:
    /// `openssl pkcs12 -in FILE -out push.pem`, then `openssl pkcs12 -export -in push.pem -out new.p12`.
    18 "local-key-id-conflict" Warning since "0.1.0"
    help: "write the marks anew: pushcert export FILE --to p12-compatible --out new.p12",
    symptoms: ["No identity found", "private key entry is missing", "keystore contains no private key entry"],
    sources: [
        Rfc(7292, "4.2.2"),
        Observed("pyca/cryptography#11453"),
        Observed("openssl/openssl#20730"),
        Observed("Ephenodrom/Dart-Basic-Utils#119"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for (index, identity) in input.identities.iter().enumerate() {
        let (message, state, severity) = match identity.local_key_id {
            LocalKeyId::Agrees => continue,
            LocalKeyId::Absent => (
                "Neither key nor certificate has a localKeyID",
                "absent",
                Severity::Note,
            ),
            LocalKeyId::Missing => (
                "Only one of key and certificate has a localKeyID",
                "missing",
                Severity::Warning,
            ),
            LocalKeyId::Differs => (
                "The localKeyID of the key is not that of its certificate",
                "differs",
                Severity::Warning,
            ),
            LocalKeyId::Shared => (
                "The localKeyID of key and certificate stands on something else too",
                "shared",
                Severity::Warning,
            ),
        };
        out.report(message)
            .about(Subject("identities", index))
            .fact("local_key_id", state)
            .lowered_to(severity);
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::LocalKeyId;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::p12()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::p12();
        for identity in &mut input.identities {
            identity.local_key_id = LocalKeyId::Differs;
        }
        input
    }
}
