//! The rule `spare-private-key`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::count;

declare_rule! {
    /// The file holds a private key that belongs to none of its certificates.
    ///
    /// ## What happened
    /// Beside key and certificate that belong together there is another private key. Keychain Access exports it when
    /// more than one entry was selected, or when the keychain holds several keys of one name.
    ///
    /// ## Why it matters
    /// Programs that take the first key of a file may take this one, and then say that key and certificate do not
    /// match. And whoever gets the file gets a key that it does not need.
    ///
    /// ## How to fix
    /// `pushcert export FILE --to p12-compatible --identity 0 --out push.p12` writes the pair alone.
    108 "spare-private-key" Warning since "0.1.0"
    help: "write the pair alone: pushcert export FILE --to p12-compatible --identity 0 --out push.p12",
    symptoms: [
        "multiple keys found in PFX/P12 file",
        "key values mismatch",
        "certificate and key do not match",
    ],
    sources: [Observed("jchambers/pushy#292"), Observed("jchambers/pushy#307"), Observed("node-apn/node-apn#399")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    if input.identities.is_empty() || input.keys.is_empty() {
        return;
    }
    let message = format!(
        "The file holds {} that belongs to none of its certificates",
        count(input.keys.len(), "private key")
    );
    let prints = input.keys.iter().filter_map(|key| key.spki_sha256.clone());
    out.report(message)
        .about("keys/0")
        .fact("key_spki_sha256", prints.collect::<alloc::vec::Vec<_>>());
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::p12()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::p12();
        let mut key = ex::key();
        key.spki_sha256 = Some(ex::OTHER_SPKI.into());
        input.keys.push(key);
        input
    }
}
