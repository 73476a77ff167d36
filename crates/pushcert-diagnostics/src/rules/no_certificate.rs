//! The rule `no-certificate`.

use alloc::format;

use crate::facts::Item;
use crate::findings::Findings;
use crate::format::Format;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::count;

declare_rule! {
    /// The file has a private key and no certificate, or neither of the two.
    ///
    /// ## What happened
    /// The file was opened, and there is no push certificate in it: a private key alone, a key with its signing
    /// request, a key with certificates of authorities only, or nothing.
    ///
    /// ## Why it matters
    /// APNs knows a server by its certificate. A key alone says nothing about app, topic and environment.
    ///
    /// ## How to fix
    /// Download the certificate in your developer account under Certificates (for MDM at identity.apple.com/pushcert)
    /// and join it with the key: `pushcert pair --cert aps.cer --key push.key --out push.p12`. In Keychain Access
    /// export the certificate with the key below it, not the key alone.
    204 "no-certificate" Error since "0.1.0"
    help: "download the certificate at Apple and join it with the key: pushcert pair --cert CERT --key KEY --out push.p12",
    symptoms: [
        "Invalid Token",
        "unable to load certificate",
        "tls: failed to find any PEM data in certificate input",
        "expected exactly two items in the authenticated safe",
    ],
    sources: [
        Requirement("S0-18, S1-01"),
        Observed("st3fan/dovecot-xaps-daemon#19"),
        Observed("Redth/PushSharp#814"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let holds_both = matches!(input.file.format, Format::Pkcs12 | Format::PemBundle);
    if !input.wanted.credential()
        || !holds_both
        || !input.is_open()
        || input.leaves().next().is_some()
    {
        return;
    }
    let (keys, authorities) = (input.key_count(), input.certificates.len());
    let unread = input.has_unread(Item::Certificate) || input.has_unread(Item::Container);
    if unread
        || input.has_unread(Item::File)
        || (keys == 0 && (authorities > 0 || input.has_unread(Item::PrivateKey)))
    {
        return;
    }
    let message = if keys == 0 {
        "The file has neither a certificate nor a private key".into()
    } else if !input.requests.is_empty() {
        format!(
            "The file has {} and a signing request, not the certificate",
            count(keys, "private key")
        )
    } else if authorities > 0 {
        format!(
            "The file has {} and certificates of authorities only",
            count(keys, "private key")
        )
    } else {
        format!(
            "The file has {} and no certificate",
            count(keys, "private key")
        )
    };
    let finding = out.report(message).fact("keys", keys);
    finding.fact_if(
        "key_spki_sha256",
        input.keys.first().and_then(|key| key.spki_sha256.as_ref()),
    );
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
        input.identities.clear();
        input.keys.push(ex::key());
        input
    }
}
