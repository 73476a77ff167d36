//! The rule `not-a-push-credential`.

use alloc::format;

use crate::findings::Findings;
use crate::format::Format;
use crate::input::Input;
use crate::rule::{Severity, declare_rule};

declare_rule! {
    /// The file is something else than certificate and private key together.
    ///
    /// ## What happened
    /// A push credential is a certificate and the private key that belongs to it, in one `.p12` or PEM file. This
    /// file is something else: half of a credential (a `.cer`, a key), a request for one (a CSR), or another kind of
    /// file altogether. The kind is told from the content; renaming a `.cer` to `.p12` does not change it.
    ///
    /// ## Why it matters
    /// To connect to APNs, a server must prove that it owns the certificate, and for that it needs the key. The file
    /// that Apple lets you download (`aps.cer`, or a `.pem` from the Apple Push Certificates Portal) never has the
    /// key: Apple has never seen it. The key stays on the machine that made the signing request.
    ///
    /// ## How to fix
    /// * **A certificate (`.cer`, `.pem`)**: join it with the key that was made with its signing request:
    ///   `pushcert pair --cert aps.cer --key push.key --out push.p12`. If the request was made in Keychain Access,
    ///   open the `.cer` on that Mac, choose My Certificates, and export the entry that has a key below it as `.p12`.
    /// * **A signing request (CSR)**: it contains the public key, not the private one. Upload it in your developer
    ///   account, download the certificate, then pair the two as above. For device management a vendor has to sign the
    ///   request first: identity.apple.com/pushcert takes the signed property list only.
    /// * **A vendor-signed request**: it is right where the portal wants it; here it is a note. Upload it at
    ///   identity.apple.com/pushcert, download the certificate, then pair the two as above.
    /// * **A private key**: get its certificate and pair them as above.
    /// * **A `.p8` key**: it is for token authentication, which needs no certificate. Configure it, with its key id
    ///   and your team id, where your server asks for a token key.
    /// * **A provisioning profile**: it belongs into the app. It names no push key.
    /// * **A Java keystore**: convert it with `keytool -importkeystore -srckeystore FILE -destkeystore push.p12
    ///   -deststoretype pkcs12`.
    /// * **A web page**: the download ended on a login page. Sign in and download again.
    /// * **A ZIP archive**: unpack it, then check what is inside.
    2 "not-a-push-credential" Error since "0.1.0"
    help: "provide certificate and private key together, as .p12 or PEM",
    symptoms: [
        "PEM_read_bio:no start line",
        "unable to load private key",
        "Could not read private key",
        "asn1: structure error: tags don't match",
        "Invalid Certificate Signing Request",
    ],
    sources: [
        Requirement("S0-12, S0-13, S1-15, S2-25, S2-26"),
        Apple("documentation/usernotifications/establishing-a-certificate-based-connection-to-apns"),
        Observed("QuickBlox/quickblox-ios-sdk#1100"),
        Observed("project-imas/mdm-server#19"),
        Observed("micromdm/micromdm#796"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    if !input.wanted.credential() || !input.identities.is_empty() {
        return;
    }
    let Some((message, help)) = verdict_on(input.file.format) else {
        return;
    };
    let message = format!(
        "The file is {}, not a push credential{message}",
        input.file.format.noun()
    );
    let finding = out
        .report(message)
        .fact("format", input.file.format.as_str())
        .help(help);
    let name = input
        .leaves()
        .next()
        .and_then(|leaf| leaf.certificate.common_name.as_ref());
    finding.fact_if("common_name", name);
    // A request is no fault in itself, and what is wrong with it has findings of its own.
    if input.mdm_request.is_some() {
        finding.lowered_to(Severity::Note);
    }
}

/// The rest of the message and the next step, for each kind of file that is no credential.
const fn verdict_on(format: Format) -> Option<(&'static str, &'static str)> {
    Some(match format {
        Format::CertificateDer | Format::CertificatePem => (
            ": the private key is missing, which stays on the machine that made the signing request",
            "join it with its key (pushcert pair --cert CERT --key KEY --out push.p12), or export certificate and \
             key together as .p12 from My Certificates in Keychain Access",
        ),
        Format::PrivateKey => (
            ": the certificate is missing",
            "join it with the certificate that Apple issued for it: pushcert pair --cert CERT --key KEY --out push.p12",
        ),
        Format::CsrDer | Format::CsrPem => (
            ": Apple has not issued the certificate yet",
            "upload it at Apple (for MDM a vendor has to sign it first), download the certificate, \
             and join it with the key of this request: pushcert pair --cert CERT --key KEY --out push.p12",
        ),
        Format::MdmPushRequest => (
            ": it is what the Apple Push Certificates Portal takes",
            "upload it at identity.apple.com/pushcert, download the certificate, and join it with the key of the \
             request: pushcert pair --cert CERT --key KEY --out push.p12",
        ),
        Format::AuthKeyP8 => (
            ": it signs provider tokens and goes without a certificate",
            "configure it for token authentication with its key id and team id, or provide a .p12 with a certificate",
        ),
        Format::JavaKeystore => (
            ": its format is Java's own",
            "convert it (keytool -importkeystore -srckeystore FILE -destkeystore push.p12 -deststoretype pkcs12) and \
             check the result",
        ),
        Format::ProvisioningProfile => (
            ": it belongs into the app and has no push key",
            "provide the .p12 of the app's push certificate, from Certificates in your developer account",
        ),
        Format::Html => (
            ": the download ended on a web page, such as a login",
            "sign in, download the file again, and check that",
        ),
        Format::Zip => (": it may hold one", "unpack it and check the files inside"),
        _ => return None,
    })
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::format::Format;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::p12()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::file("aps.cer", Format::CertificateDer);
        input.certificates.push(ex::certificate());
        input
    }
}
