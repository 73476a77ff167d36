//! The rule `same-key-reused`.

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The new certificate is for the same key as the old one.
    ///
    /// ## What happened
    /// Two certificates are compared: the one in use, and the one that is to take its place. Both have the same public
    /// key, so the request of last year was uploaded again, or a new request was made for the old key.
    ///
    /// ## Why it matters
    /// It works, and devices notice nothing. But a key that is never changed is at risk for longer, and whoever got a
    /// copy in one year can push in the next. With a new key each year an old backup is worth nothing.
    ///
    /// ## How to fix
    /// Nothing needs to be done now. Next time make a new key with the request: `pushcert csr new --email
    /// you@example.com --common-name Push --out push.csr --key-out push.key`. If the old key may have been seen by
    /// others, do that today.
    619 "same-key-reused" Note since "0.1.0"
    help: "next time make a new key: pushcert csr new --email you@example.com --common-name Push --out push.csr --key-out push.key",
    symptoms: ["the renewed certificate has the same public key"],
    sources: [
        Page("https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(renewal) = input.renewal() else {
        return;
    };
    let (old, new) = (&renewal.old().key, &renewal.renewed().key);
    let (Some(old), Some(new)) = (old, new) else {
        return;
    };
    if renewal.is_same() || old.spki_sha256 != new.spki_sha256 {
        return;
    }
    out.report("The new certificate is for the same key as the old one")
        .about(renewal.subject())
        .fact("key_spki_sha256", &new.spki_sha256)
        .fact("old", renewal.old_file());
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::PublicKeyFacts;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::renewal(ex::certificate(), ex::renewed(ex::certificate()))
    }

    pub(super) fn bad() -> Input {
        let mut renewed = ex::renewed(ex::certificate());
        renewed.key = Some(PublicKeyFacts::new("rsa", Some(2048), ex::SPKI));
        ex::renewal(ex::certificate(), renewed)
    }
}
