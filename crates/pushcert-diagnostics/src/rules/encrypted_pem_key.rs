//! The rule `encrypted-pem-key`.

use alloc::format;

use crate::facts::KeyFacts;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::select::Subject;
use crate::value::shown;

declare_rule! {
    /// The key in the PEM file is encrypted.
    ///
    /// ## What happened
    /// The private key in the file is protected by a password of its own. There are two forms: `ENCRYPTED PRIVATE KEY`
    /// (PKCS#8), and the old one with `Proc-Type: 4,ENCRYPTED` inside the block. The given password opened it.
    ///
    /// ## Why it matters
    /// It is good practice, but servers differ: some take only a plain key and say that they found none, some insist
    /// on a password, and many know just one of the two forms.
    ///
    /// ## How to fix
    /// If the server takes the file, leave it. If it wants a plain key: `pushcert export FILE --to pem --out push.pem
    /// --no-password`, and see that only the server can read the file. As a stopgap: `openssl pkey -in FILE -out
    /// plain.key`.
    105 "encrypted-pem-key" Note since "0.1.0"
    help: "if the server wants a plain key: pushcert export FILE --to pem --out push.pem --no-password",
    symptoms: [
        "failed to parse PKCS1 private key",
        "x509: no DEK-Info header in block",
        "bad decrypt",
        "Passphrase given, but the private key … is not encrypted",
    ],
    sources: [
        Rfc(5958, "3"),
        Rfc(1421, "4.6"),
        Observed("micromdm/nanomdm#106"),
        Observed("micromdm/nanomdm#192"),
        Observed("vapor/apns#8"),
        Observed("timehop/apns#66"),
        Observed("apple/swift-crypto#264"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    if input.container.is_some() {
        return;
    }
    for (index, identity) in input.identities.iter().enumerate() {
        report(&identity.key, Subject("identities", index), out);
    }
    for (index, key) in input.keys.iter().enumerate() {
        report(key, Subject("keys", index), out);
    }
}

fn report(key: &KeyFacts, subject: Subject, out: &mut Findings<'_>) {
    let Some(protection) = &key.protection else {
        return;
    };
    out.report(format!(
        "The key is encrypted ({}); not every server takes that",
        shown(protection)
    ))
    .about(subject)
    .fact("protection", protection)
    .fact_if("label", key.label.as_ref());
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
        key.label = Some("ENCRYPTED PRIVATE KEY".into());
        key.protection = Some("pbes2-aes-256-cbc".into());
        ex::pem_with(IdentityFacts::new(key, ex::certificate()))
    }
}
