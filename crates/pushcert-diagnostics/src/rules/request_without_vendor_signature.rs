//! The rule `request-without-vendor-signature`.

use crate::findings::Findings;
use crate::format::Format;
use crate::input::{Input, Place};
use crate::rule::declare_rule;

declare_rule! {
    /// The request is as its maker signed it, without the signature of an MDM vendor.
    ///
    /// ## What happened
    /// There are two portals, and they take two different files. The developer portal (developer.apple.com, for apps,
    /// passes and web sites) takes the plain certificate signing request (CSR), and this is one. The Apple Push
    /// Certificates Portal (identity.apple.com/pushcert, for device management) takes a property list in base64, in
    /// which an MDM vendor has signed the request.
    ///
    /// ## Why it matters
    /// The plain request in the portal for device management gives "Invalid Certificate Signing Request", with no
    /// word about what is wrong with it. The same happens if the vendor's file is uploaded in the developer portal.
    ///
    /// ## How to fix
    /// For an app, nothing: upload the file as it is. For device management, have it signed by your vendor, or, if you
    /// are the vendor: `pushcert csr mdm --csr push.csr --vendor-cert vendor.cer --vendor-key vendor.key --out
    /// request.b64`, and upload `request.b64`. The file to upload begins with letters and digits (base64), not with
    /// `-----BEGIN`.
    604 "request-without-vendor-signature" Note since "0.1.0"
    help: "for an app upload it as it is; for MDM: pushcert csr mdm --csr push.csr --vendor-cert vendor.cer --vendor-key vendor.key --out request.b64",
    symptoms: ["Invalid Certificate Signing Request"],
    sources: [
        Requirement("S2-22"),
        Page("https://identity.apple.com/pushcert/"),
        Observed("micromdm/micromdm#796"),
        Observed("micromdm/micromdm#630"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let is_alone = matches!(input.file.format, Format::CsrDer | Format::CsrPem);
    let is_meant = is_alone || input.wanted.place == Place::Request;
    let Some((subject, request)) = input.judged_requests().next() else {
        return;
    };
    if !is_meant || input.mdm_request.is_some() {
        return;
    }
    out.report(
        "The request is a plain one: the developer portal takes it, the Apple Push Certificates Portal (MDM) wants a \
         vendor's signature",
    )
    .about(subject)
    .fact("format", input.file.format.as_str())
    .fact_if("common_name", request.common_name.as_ref());
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::mdm_request()
    }

    pub(super) fn bad() -> Input {
        ex::request()
    }
}
