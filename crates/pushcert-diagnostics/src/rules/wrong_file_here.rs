//! The rule `wrong-file-here`.

use alloc::format;

use pushcert_types::CertificateKind;

use crate::facts::Item;
use crate::findings::Findings;
use crate::format::Format;
use crate::input::{Input, Place};
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The file is not what is wanted in this place.
    ///
    /// ## What happened
    /// Around one push certificate there are several files, and they have similar names: the private key, the
    /// certificate signing request (CSR), which contains the public key and not the private one, the certificate that
    /// Apple issued for it, for device management also the certificate of the vendor and the request that the vendor
    /// signed. One of them was given where another is wanted. The kind is told from the content.
    ///
    /// ## Why it matters
    /// The step cannot be done with this file. Nothing was written or changed.
    ///
    /// ## How to fix
    /// * **The certificate** comes from Apple: from Certificates in your developer account, for device management from
    ///   identity.apple.com/pushcert.
    /// * **The private key** is on the machine that made the signing request, and Apple never had it. The option
    ///   `--key-out` of the command that made the request says where; Keychain Access keeps it under My Certificates.
    /// * **The request** is the file that the same command wrote to `--out`.
    /// * **The vendor's certificate** ("MDM Vendor: …") comes from the developer account of the MDM vendor.
    ///
    /// `pushcert show FILE` prints what a file holds.
    609 "wrong-file-here" Error since "0.1.0"
    help: "give the file that is wanted here; pushcert show FILE prints what a file holds",
    symptoms: [
        "Invalid Certificate Signing Request",
        "unable to load certificate",
        "unable to load private key",
        "unable to load X509 request",
        "Invalid Token",
    ],
    sources: [
        Requirement("S1-13, S1-15, S2-25, S2-26"),
        Observed("QuickBlox/quickblox-ios-sdk#1100"),
        Observed("micromdm/micromdm#366"),
        Observed("micromdm/micromdm#796"),
        Observed("st3fan/dovecot-xaps-daemon#19"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let place = input.wanted.place;
    if place == Place::Credential || has_wanted(input) || may_be_unread(input) {
        return;
    }
    let found = Found::in_file(input);
    let (Some(found), Some((wanted, help))) = (found, wanted(place)) else {
        return;
    };
    let (message, help) = special(place, found).unwrap_or((wanted, help));
    let what = found.noun(input.file.format);
    let name = input
        .leaves()
        .next()
        .and_then(|leaf| leaf.certificate.common_name.as_ref());
    let named = name.map_or_else(|| "".into(), |name| format!(" ({})", shown(name)));
    out.report(format!("The file is {what}{named}{message}"))
        .fact("format", input.file.format.as_str())
        .fact_if("common_name", name)
        .help(help);
}

/// Whether the file has what is wanted, or another rule says that it has not.
fn has_wanted(input: &Input) -> bool {
    match input.wanted.place {
        Place::Credential => true,
        // Certificates that are none for push have rules of their own.
        Place::AnyCertificate | Place::IssuedCertificate => {
            input.leaves().next().is_some() || !input.certificates.is_empty()
        }
        Place::PrivateKey => input.key_count() > 0 && input.file.format != Format::AuthKeyP8,
        Place::Request => !input.requests.is_empty(),
        Place::VendorCertificate => !input.judged().is_empty(),
        Place::TrustStore => input
            .trust_store
            .as_ref()
            .is_some_and(|store| store.certificates > 0),
    }
}

/// Whether what is wanted may be in the file and could not be opened or read: that has a finding of its own.
fn may_be_unread(input: &Input) -> bool {
    let wanted = match input.wanted.place {
        Place::PrivateKey => Item::PrivateKey,
        Place::Request => Item::Request,
        _ => Item::Certificate,
    };
    let items = [wanted, Item::File, Item::Container];
    !input.is_open() || items.into_iter().any(|item| input.has_unread(item))
}

/// What stands in the file instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    VendorSigned,
    Request,
    PushCertificate,
    OtherCertificate,
    TokenKey,
    Key,
    Foreign,
}

impl Found {
    fn in_file(input: &Input) -> Option<Self> {
        let format = input.file.format;
        if matches!(format, Format::Unknown | Format::Empty) {
            return None;
        }
        let is_push = |kind: CertificateKind| kind.is_push();
        Some(
            if input.mdm_request.is_some() || format == Format::MdmPushRequest {
                Self::VendorSigned
            } else if format == Format::AuthKeyP8 {
                Self::TokenKey
            } else if input.leaves().any(|leaf| is_push(leaf.certificate.kind)) {
                Self::PushCertificate
            } else if input.leaves().next().is_some() || !input.certificates.is_empty() {
                Self::OtherCertificate
            } else if !input.requests.is_empty()
                || matches!(format, Format::CsrDer | Format::CsrPem)
            {
                Self::Request
            } else if input.key_count() > 0 || format == Format::PrivateKey {
                Self::Key
            } else {
                Self::Foreign
            },
        )
    }

    const fn noun(self, format: Format) -> &'static str {
        match self {
            Self::VendorSigned => "a vendor-signed request for an MDM push certificate",
            Self::Request => "a certificate signing request",
            Self::PushCertificate => "a push certificate",
            Self::OtherCertificate => "a certificate",
            Self::TokenKey => "an authentication token key (.p8)",
            Self::Key => "a private key",
            Self::Foreign => format.noun(),
        }
    }
}

/// The end of the message and the help for each place.
const fn wanted(place: Place) -> Option<(&'static str, &'static str)> {
    Some(match place {
        Place::Credential => return None,
        Place::AnyCertificate => (
            ", and a push certificate is wanted here",
            "give the certificate or the .p12 with certificate and key",
        ),
        Place::IssuedCertificate => (
            ", and the certificate that Apple issued is wanted here",
            "download the certificate from your developer account, for MDM from identity.apple.com/pushcert",
        ),
        Place::PrivateKey => (
            ", and the private key is wanted here",
            "give the key that was made with the request; it stays on the machine that made the signing request",
        ),
        Place::Request => (
            ", and a certificate signing request is wanted here",
            "make one: pushcert csr new --email you@example.com --common-name Push --out push.csr --key-out push.key",
        ),
        Place::VendorCertificate => (
            ", and the certificate of the MDM vendor is wanted here",
            "download the certificate 'MDM Vendor: …' from the developer account of the vendor",
        ),
        Place::TrustStore => (
            ", and a trust store is wanted here",
            "give the file with the roots, such as /etc/ssl/certs/ca-certificates.crt: pushcert trust --store FILE",
        ),
    })
}

/// Mistakes that happen often enough to be explained.
const fn special(place: Place, found: Found) -> Option<(&'static str, &'static str)> {
    Some(match (place, found) {
        (Place::IssuedCertificate | Place::AnyCertificate, Found::Request) => (
            ", not the certificate that Apple issues for it",
            "upload it at Apple, download the certificate, and give that",
        ),
        (Place::IssuedCertificate | Place::AnyCertificate, Found::VendorSigned) => (
            ", not the certificate that Apple issues for it",
            "upload it at identity.apple.com/pushcert, download the certificate, and give that",
        ),
        (Place::IssuedCertificate | Place::AnyCertificate, Found::Key) => (
            ", not the certificate that belongs to it; keep it secret",
            "download the certificate from your developer account, for MDM from identity.apple.com/pushcert",
        ),
        (Place::PrivateKey, Found::Request) => (
            ": it contains the public key, not the private one",
            "give the key that was made with this request; it stays on the machine that made the signing request",
        ),
        (Place::PrivateKey, Found::PushCertificate | Found::OtherCertificate) => (
            ": it contains the public key, not the private one",
            "give the key that was made with its request; it stays on the machine that made the signing request",
        ),
        (Place::PrivateKey, Found::TokenKey) => (
            ": it signs provider tokens and belongs to no certificate",
            "give the key that was made with the request of the certificate, or configure the .p8 for token authentication",
        ),
        (Place::Request, Found::Key) => (
            ", not the request that was made with it; it must not be uploaded",
            "make a request for it: pushcert csr new --email you@example.com --common-name Push --key push.key --out push.csr",
        ),
        (Place::Request, Found::PushCertificate | Found::OtherCertificate) => (
            ", and no request: Apple has issued it already",
            "for a new one, make a request: pushcert csr new --email you@example.com --common-name Push --out push.csr \
             --key-out push.key",
        ),
        (Place::VendorCertificate, Found::PushCertificate) => (
            ", which pushes and signs no requests; the certificate of the MDM vendor is wanted here",
            "download the certificate 'MDM Vendor: …' from the developer account of the vendor",
        ),
        _ => return None,
    })
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::{Input, Place};

    pub(super) fn good() -> Input {
        ex::vendor(ex::vendor_certificate())
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::request();
        input.wanted.place = Place::PrivateKey;
        input
    }
}
