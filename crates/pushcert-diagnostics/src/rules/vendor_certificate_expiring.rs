//! The rule `vendor-certificate-expiring`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::days;

declare_rule! {
    /// The certificate of the MDM vendor expires soon.
    ///
    /// ## What happened
    /// The certificate with which an MDM vendor signs the requests of customers is valid, and its end is near: 30 days,
    /// or what `--expiring-within` says.
    ///
    /// ## Why it matters
    /// From that day on no customer gets or renews a push certificate with a request that this vendor signed. Whoever
    /// renews late then loses devices for a reason that they cannot see.
    ///
    /// ## How to fix
    /// Create the next certificate of the type "MDM CSR" in the developer account of the vendor now. An account can
    /// have three at a time, so old and new work side by side. Requests that were signed with the old one have to be
    /// uploaded before it ends.
    608 "vendor-certificate-expiring" Warning since "0.1.0"
    help: "create the next MDM vendor certificate now; old and new work side by side",
    symptoms: ["Certificate Signature Verification failed because the signing certificate is expired"],
    sources: [Rfc(5280, "4.1.2.5"), Observed("micromdm/micromdm#1079"), Observed("micromdm/micromdm#780")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let horizon = input.now.plus_days(input.wanted.expiring_within_days);
    for (subject, vendor) in input.vendors() {
        let Some(end) = vendor.not_after else {
            continue;
        };
        if end < input.now || end > horizon {
            continue;
        }
        let left = input.now.days_until(end);
        out.report(format!(
            "The vendor's certificate expires in {}",
            days(left)
        ))
        .about(subject)
        .fact_if("common_name", vendor.common_name.as_ref())
        .fact("not_after", end)
        .fact("days_left", left)
        .fact("checked_at", input.now);
    }
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::UnixTime;

    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::mdm_request()
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::vendor_certificate();
        certificate.not_after = UnixTime::from_civil(2026, 12, 3, 18, 36, 26);
        ex::vendor(certificate)
    }
}
