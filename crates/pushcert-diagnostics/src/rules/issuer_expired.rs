//! The rule `issuer-expired`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;
use crate::wording::days;

declare_rule! {
    /// The Apple authority that issued the certificate has itself expired.
    ///
    /// ## What happened
    /// Apple's intermediate authorities live for some years. The one that issued this certificate is past its end:
    /// the WWDR authority of the first generation ended on 7 February 2023, for example.
    ///
    /// ## Why it matters
    /// A program that checks the chain refuses the certificate, whatever its own date says. Where the certificate has
    /// expired as well, that is the finding to act on.
    ///
    /// ## How to fix
    /// Create a new certificate: Apple issues it from an authority that is valid today.
    302 "issuer-expired" Warning since "0.1.0"
    help: "create a new certificate; Apple issues it from an authority that is valid today",
    symptoms: ["This certificate has an invalid issuer", "certificate has expired (issuer)"],
    sources: [
        Rfc(5280, "6.1"),
        Apple("support/certificates/expiration"),
        Observed("SymmetricInfinity/push_package#24"),
        Observed("MySiteApp/node-safari-push-notifications#46"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for leaf in input.judged() {
        let certificate = leaf.certificate;
        let Some(end) = certificate.issuer_not_after.filter(|end| *end < input.now) else {
            continue;
        };
        let generation = certificate.issuer_generation.as_deref().unwrap_or("Apple");
        let ago = days(end.days_until(input.now));
        out.report(format!(
            "The authority that issued the certificate ({}) expired {ago} ago",
            shown(generation)
        ))
        .about(leaf.subject())
        .fact("issuer_generation", generation)
        .fact("issuer_not_after", end)
        .fact("checked_at", input.now);
    }
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::UnixTime;

    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::certificate();
        certificate.issuer_generation = Some("G1".into());
        certificate.issuer_not_after = UnixTime::from_civil(2023, 2, 7, 21, 48, 47);
        ex::with(certificate)
    }
}
