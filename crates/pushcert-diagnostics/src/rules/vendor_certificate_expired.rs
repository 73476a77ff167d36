//! The rule `vendor-certificate-expired`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::days;

declare_rule! {
    /// The certificate of the MDM vendor is not valid at this time.
    ///
    /// ## What happened
    /// An MDM vendor signs the requests of customers with a certificate of its own ("MDM Vendor: …"), which Apple
    /// issues for a year. It has expired, or its validity has not begun.
    ///
    /// ## Why it matters
    /// The portal refuses each request that is signed with it: "Certificate Signature Verification failed because the
    /// signing certificate is expired". Push certificates that exist already go on working until their own end.
    ///
    /// ## How to fix
    /// In the developer account of the vendor, under Certificates, create a new certificate of the type "MDM CSR", with
    /// a request of the vendor's own: `pushcert csr new --email you@example.com --common-name Vendor --out vendor.csr
    /// --key-out vendor.key`. An account can have three of them at a time; revoke one that nobody uses if there is no
    /// room. Then sign the customers' requests again: `pushcert csr mdm --csr push.csr --vendor-cert vendor.cer
    /// --vendor-key vendor.key --out request.b64`.
    607 "vendor-certificate-expired" Error since "0.1.0"
    help: "create a new MDM vendor certificate in the developer account, and sign the request again with it",
    symptoms: [
        "Certificate Signature Verification failed because the signing certificate is expired",
        "because the signing certificate is expired",
    ],
    sources: [
        Rfc(5280, "4.1.2.5"),
        Observed("micromdm/micromdm#1079"),
        Observed("micromdm/micromdm#1067"),
        Observed("micromdm/micromdm#1082"),
        Observed("micromdm/micromdm#780"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for (subject, vendor) in input.vendors() {
        let ended = vendor.not_after.filter(|end| *end < input.now);
        let begins = vendor.not_before.filter(|start| *start > input.now);
        let message = match (ended, begins) {
            (Some(end), _) => {
                let ago = days(end.days_until(input.now));
                format!("The vendor's certificate expired {ago} ago")
            }
            (None, Some(start)) => {
                let wait = days(input.now.days_until(start));
                format!("The vendor's certificate becomes valid in {wait}")
            }
            (None, None) => continue,
        };
        let finding = out
            .report(message)
            .about(subject)
            .fact_if("common_name", vendor.common_name.as_ref())
            .fact_if("not_before", vendor.not_before)
            .fact_if("not_after", vendor.not_after)
            .fact("checked_at", input.now);
        if ended.is_none() {
            finding.help("check the clock of this machine; if it is right, wait for the first day");
        }
    }
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::UnixTime;

    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::vendor(ex::vendor_certificate())
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::vendor_certificate();
        certificate.not_before = UnixTime::from_civil(2025, 11, 1, 0, 0, 0);
        certificate.not_after = UnixTime::from_civil(2026, 11, 1, 0, 0, 0);
        ex::vendor(certificate)
    }
}
