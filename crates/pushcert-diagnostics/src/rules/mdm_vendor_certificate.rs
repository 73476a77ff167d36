//! The rule `mdm-vendor-certificate`.

use pushcert_types::CertificateKind;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The certificate is an MDM vendor's, which signs requests and cannot push.
    ///
    /// ## What happened
    /// There are two certificates around device management. The vendor's ("MDM Vendor: …", also called MDM CSR signing
    /// certificate) signs the requests of customers. The push certificate ("APSP:…") comes out of such a request, from
    /// the Apple Push Certificates Portal. This is the first.
    ///
    /// ## Why it matters
    /// It has no topic and no push marker. APNs refuses it, and devices refuse an enrolment profile that names it.
    ///
    /// ## How to fix
    /// Sign a request with it (`pushcert csr mdm --csr push.csr --vendor-cert vendor.cer --vendor-key vendor.key --out
    /// request.b64`), upload the result at identity.apple.com/pushcert, and join the certificate from there with the
    /// key of the request: `pushcert pair --cert mdm.pem --key push.key --out mdm.p12`. A developer account can have at
    /// most three certificates of a vendor at a time.
    206 "mdm-vendor-certificate" Error since "0.1.0"
    help: "use it to sign a request, and push with the certificate that the portal returns for that",
    symptoms: ["The profile is invalid (invalid topic)", "The topic is invalid"],
    sources: [
        Observed("micromdm/micromdm#366"),
        Observed("micromdm/micromdm#367"),
        Observed("micromdm/micromdm#780"),
        Apple("library/archive/documentation/Miscellaneous/Reference/MobileDeviceManagementProtocolRef/7-MDMVendorCSRSigningOverview/MDMVendorCSRSigningOverview.html"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    if !input.wanted.push_certificate() {
        return;
    }
    for leaf in input.judged() {
        if leaf.certificate.kind == CertificateKind::MdmVendor {
            out.report("The certificate is an MDM vendor's: it signs requests and cannot push")
                .about(leaf.subject())
                .fact_if("common_name", leaf.certificate.common_name.as_ref());
        }
    }
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::CertificateKind;

    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::named(CertificateKind::MdmVendor, "MDM Vendor: ", "Example Ltd.");
        certificate.uid = Some("TEAM123456".into());
        certificate.issuer_generation = Some("G3".into());
        ex::with(certificate)
    }
}
