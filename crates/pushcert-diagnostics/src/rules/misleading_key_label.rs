//! The rule `misleading-key-label`.

use alloc::format;

use crate::facts::KeyFacts;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::select::Subject;
use crate::value::shown;

declare_rule! {
    /// The PEM label of the key names another format than its content has.
    ///
    /// ## What happened
    /// The BEGIN line of a key says how the key is encoded: `RSA PRIVATE KEY` is PKCS#1, `EC PRIVATE KEY` is SEC 1,
    /// `PRIVATE KEY` is PKCS#8. Here the line says one thing and the bytes are another. The key was read by its
    /// content.
    ///
    /// ## Why it matters
    /// Programs trust the line and fail in the middle of the key. Somebody has probably edited the line to make
    /// another program take the file.
    ///
    /// ## How to fix
    /// Write the file again: `pushcert export FILE --to pem --out push.pem` writes PKCS#8 with the label
    /// `PRIVATE KEY`. Converting takes more than changing the line: `openssl pkcs8 -topk8 -nocrypt -in old.key -out
    /// new.key`.
    104 "misleading-key-label" Warning since "0.1.0"
    help: "write the key again with the right label: pushcert export FILE --to pem --out push.pem",
    symptoms: [
        "failed to parse PKCS1 private key",
        "asn1: structure error: tags don't match",
        "x509: failed to parse private key (use ParsePKCS8PrivateKey instead for this key format)",
    ],
    sources: [
        Rfc(7468, "10"),
        Rfc(5958, "2"),
        Observed("pusher/libPusher#257"),
        Observed("sideshow/apns2#101"),
    ],
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
    let (Some(label), Some(fitting)) = (&key.label, &key.fitting_label) else {
        return;
    };
    let message = format!(
        "The key is labelled {}, and its content is that of {}",
        shown(label),
        shown(fitting)
    );
    out.report(message)
        .about(subject)
        .fact("label", label)
        .fact("fitting_label", fitting)
        .fact_if("encoding", key.encoding.as_ref());
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::IdentityFacts;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut key = ex::key();
        key.label = Some("RSA PRIVATE KEY".into());
        key.fitting_label = Some("PRIVATE KEY".into());
        ex::pem_with(IdentityFacts::new(key, ex::certificate()))
    }
}
