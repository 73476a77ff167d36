//! The rule `unusable-identity`.

use alloc::format;

use pushcert_types::connection::FailureKind;

use crate::connection::Fault;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The credential cannot be used for TLS.
    ///
    /// ## What happened
    /// Before anything was sent, the TLS library refused the certificate or the private key: the key is of an
    /// algorithm that it cannot sign with, is damaged, or belongs to another certificate.
    ///
    /// ## Why it matters
    /// Without both halves there is no client certificate to show, and APNs talks to nobody without one. Some
    /// libraries find this only during the handshake; then it looks like a fault of the network.
    ///
    /// ## How to fix
    /// Look at the credential first: `pushcert check push.p12` says which half is wrong. If the key belongs to another
    /// certificate, find the key that was made with the request, and join the two:
    /// `pushcert pair --cert aps.cer --key push.key --out push.p12`. If the key is of another kind than RSA with 2048
    /// bits, make a new request: `pushcert csr new --email you@example.com --common-name Push --out push.csr
    /// --key-out push.key`.
    500 "unusable-identity" Error since "0.1.0"
    help: "check the file first: pushcert check FILE; then join the certificate with its own key",
    symptoms: [
        "keys may not be consistent: KeyMismatch",
        "failed to parse private key as RSA, ECDSA, or EdDSA",
        "tls: private key type does not match public key type",
        "ERR_OSSL_X509_KEY_VALUES_MISMATCH",
        "SSL_CTX_use_PrivateKey:key values mismatch",
    ],
    sources: [
        Requirement("S1-27"),
        Rfc(8446, "4.4.3"),
        Observed("reown-com/a2#34"),
        Observed("node-apn/node-apn#597"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(ended) = input.ended() else { return };
    if let FailureKind::Identity { detail } = ended.kind {
        let message = format!(
            "The credential cannot be used for TLS: {}",
            shown(detail.trim_end_matches('.'))
        );
        out.connection(ended.facts, ended.stage, Fault::Credential, message)
            .fact("detail", detail);
    }
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::connection::{FailureKind, Stage};

    use crate::example::connection as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::accepted()
    }

    pub(super) fn bad() -> Input {
        let detail = "the key belongs to another certificate".into();
        ex::failed(Stage::Local, FailureKind::Identity { detail })
    }
}
