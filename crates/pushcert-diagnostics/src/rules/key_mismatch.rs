//! The rule `key-mismatch`.

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The private key belongs to another certificate.
    ///
    /// ## What happened
    /// The file has a certificate and a key, but the public key in the certificate is not the one that the private
    /// key makes. The two fingerprints in the finding would be equal if they belonged together.
    ///
    /// ## Why it matters
    /// The TLS handshake needs both halves of one pair. No server can connect with this file.
    ///
    /// ## How to fix
    /// Find the key that was made with the signing request of this certificate. The usual mistakes: the certificate
    /// was renewed with a new request and the old key was kept; the key of another app or of the other environment was
    /// taken; the file of a CA was taken for the push certificate. The right key stays on the machine that made the
    /// request; `pushcert show KEY` prints the fingerprint of each candidate. Then
    /// `pushcert pair --cert aps.cer --key push.key --out push.p12`. A signing request does not help: it contains the
    /// public key, not the private one. If the key is gone, create a new certificate of the type "Apple Push
    /// Notification service SSL (Sandbox & Production)"; for MDM choose **Renew** with a new request.
    102 "key-mismatch" Error since "0.1.0"
    help: "find the key of this certificate's request, on the machine that made it: pushcert pair --cert CERT --key KEY --out push.p12",
    symptoms: [
        "private key does not match public key",
        "key values mismatch",
        "certificate and key do not match",
        "X509_check_private_key:key values mismatch",
        "tls: private key does not match public key",
    ],
    sources: [
        Requirement("S1-11, S1-13, S1-15"),
        Observed("micromdm/nanomdm#77"),
        Observed("parse-community/parse-server#6978"),
        Observed("node-apn/node-apn#597"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    if !input.wanted.credential() || !input.identities.is_empty() {
        return;
    }
    let judged = input.judged();
    // Where the public half of a key is not known (Ed25519, say) nothing can be compared.
    let key = input.keys.iter().find_map(|key| key.spki_sha256.as_ref());
    let (Some(key), Some(leaf)) = (key, judged.first()) else {
        return;
    };
    let certificate_key = leaf.certificate.key.as_ref().map(|key| &key.spki_sha256);
    let message = match certificate_key {
        Some(_) => "The private key belongs to another certificate: the public keys differ",
        None => "No private key fits the certificate: its public key cannot be read",
    };
    out.report(message)
        .about(leaf.subject())
        .fact_if("certificate", leaf.certificate.common_name.as_ref())
        .fact_if("certificate_spki_sha256", certificate_key)
        .fact("key_spki_sha256", key);
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::pem();
        input.identities.clear();
        input.certificates.push(ex::certificate());
        let mut key = ex::key();
        key.spki_sha256 = Some(ex::OTHER_SPKI.into());
        input.keys.push(key);
        input
    }
}
