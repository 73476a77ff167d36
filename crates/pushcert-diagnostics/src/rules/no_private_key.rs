//! The rule `no-private-key`.

use alloc::format;

use crate::facts::Item;
use crate::findings::Findings;
use crate::format::Format;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::count;

declare_rule! {
    /// The file has a certificate and no private key.
    ///
    /// ## What happened
    /// The file was opened and holds certificates, but no private key at all. In Keychain Access the certificate was
    /// exported without its key: it was selected under "Certificates" and not under "My Certificates", or the key is
    /// on another Mac.
    ///
    /// ## Why it matters
    /// A server proves with the key that the certificate is its own. Without it, APNs refuses the connection. Apple
    /// never has the key and cannot give it to you: it stays on the machine that made the signing request.
    ///
    /// ## How to fix
    /// Go to the machine that made the signing request. On a Mac: Keychain Access, keychain "login", category "My
    /// Certificates". The certificate must have a small triangle with a key below it; select the certificate and
    /// export it as `.p12`. If `.p12` is greyed out, this Mac does not have the key. If the key is a file, join the
    /// two: `pushcert pair --cert aps.cer --key push.key --out push.p12`. If the key is lost, create a new
    /// certificate: `pushcert csr new --email you@example.com --common-name Push --out push.csr --key-out push.key`. The
    /// signing request of the old one is of no use: it contains the public key, not the private one.
    101 "no-private-key" Error since "0.1.0"
    help: "export both on the machine that made the request, or join them: pushcert pair --cert CERT --key KEY --out push.p12",
    symptoms: [
        "unable to load private key",
        "tls: failed to find any PEM data in key input",
        "No private key found",
        "expected exactly two safe bags in the PFX PDU",
        "expected exactly two items in the authenticated safe",
    ],
    sources: [
        Requirement("S0-18, S1-15"),
        Apple("documentation/usernotifications/establishing-a-certificate-based-connection-to-apns"),
        Observed("node-apn/node-apn#218"),
        Observed("aws-amplify/docs#642"),
        Observed("sideshow/apns2#110"),
        Observed("KnuffApp/Knuff#22"),
        Observed("project-imas/mdm-server#19"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let holds_both = matches!(input.file.format, Format::Pkcs12 | Format::PemBundle);
    if !input.wanted.credential() || !holds_both || !input.is_open() {
        return;
    }
    let certificates = input.certificates.len();
    if certificates == 0 || input.key_count() > 0 || input.has_unread(Item::PrivateKey) {
        return;
    }
    let message = format!(
        "The file has {} and no private key: the key stays on the machine that made the signing request",
        count(certificates, "certificate")
    );
    let finding = out.report(message).fact("certificates", certificates);
    let names = input
        .leaves()
        .filter_map(|leaf| leaf.certificate.common_name.clone());
    finding.fact("common_names", names.collect::<alloc::vec::Vec<_>>());
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
        input.certificates.push(ex::certificate());
        input
    }
}
