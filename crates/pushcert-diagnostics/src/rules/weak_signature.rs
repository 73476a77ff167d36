//! The rule `weak-signature`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The certificate is signed with SHA-1 or an older digest.
    ///
    /// ## What happened
    /// The issuer signed the certificate over a SHA-1 digest. Apple did so for certificates of the old kinds, for the
    /// sandbox until December 2021.
    ///
    /// ## Why it matters
    /// TLS libraries refuse to load it: OpenSSL at its default level on most Linux distributions. The program then
    /// does not start, although APNs itself might take the certificate.
    ///
    /// ## How to fix
    /// Create a new certificate of the type "Apple Push Notification service SSL (Sandbox & Production)": it is signed
    /// with SHA-256 and serves both environments. Lowering the level (`openssl` configuration `SECLEVEL=1`) is a
    /// stopgap.
    208 "weak-signature" Warning since "0.1.0"
    help: "create a new certificate; Apple signs it with SHA-256",
    symptoms: ["ca md too weak", "SSL_CTX_use_certificate:ca md too weak", "SSL_CTX_use_certificate:ee key too small"],
    sources: [
        Rfc(9155, "1"),
        Observed("ostinelli/apnotic#92"),
        Observed("jazzband/django-push-notifications#532"),
        Observed("matrix-org/sygnal#260"),
        Observed("Pr0Ger/PyAPNs2#103"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for leaf in input.judged() {
        let algorithm = &leaf.certificate.signature_algorithm;
        if ["sha1-", "md5-", "md2-", "md4-"]
            .iter()
            .any(|weak| algorithm.starts_with(weak))
        {
            out.report(format!(
                "The certificate is signed with {}, which TLS libraries refuse",
                shown(algorithm)
            ))
            .about(leaf.subject())
            .fact("signature_algorithm", algorithm);
        }
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::certificate();
        certificate.signature_algorithm = "sha1-rsa".into();
        ex::with(certificate)
    }
}
