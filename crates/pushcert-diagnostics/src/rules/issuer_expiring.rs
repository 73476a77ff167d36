//! The rule `issuer-expiring`.

use alloc::format;
use alloc::string::String;

use pushcert_types::UnixTime;

use crate::facts::CertificateFacts;
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;
use crate::wording::days;

declare_rule! {
    /// An authority above the certificate ends soon, or before the certificate does.
    ///
    /// ## What happened
    /// The certificate is valid because Apple's authorities above it are. One of them ends within 365 days, or before
    /// the certificate itself. A year is the life of a push certificate: from then on the authority cannot issue one
    /// that lives its full time, so Apple has to bring a successor. The authority of the MDM push certificates, "Apple
    /// Application Integration 2", ends on 24 May 2028, and its successor must come by May 2027.
    ///
    /// ## Why it matters
    /// From that day on, programs that check the chain refuse the certificate, whatever its own date says. And tools
    /// that know only the old authority refuse the certificates of the new one, as happened in January 2022 with G4.
    ///
    /// ## How to fix
    /// If the authority ends first, renew before that day and not by the date of the certificate. When you renew,
    /// see which authority issued the new one (`pushcert renew --old push.p12 --new new.p12`), and let tools that
    /// check the chain know the successor before it is needed: keep this program and their lists of authorities fresh.
    307 "issuer-expiring" Warning since "0.1.0"
    help: "renew before the authority ends, and let tools that check the chain know its successor",
    symptoms: [
        "certificate has expired (issuer)",
        "unable to get local issuer certificate",
        "This certificate has an invalid issuer",
    ],
    sources: [
        Rfc(5280, "6.1"),
        Apple("support/certificates/expiration"),
        Page("https://www.apple.com/certificateauthority/"),
        Observed("SymmetricInfinity/push_package#22"),
        Measured("Apple Application Integration 2 ends 2028-05-24 and still issues for 365 days"),
    ],
}

/// So many days before its end an authority can no longer issue a certificate that lives its full time.
const WELL_BEFORE: i64 = 365;

fn check(input: &Input, out: &mut Findings<'_>) {
    for leaf in input.judged() {
        let certificate = leaf.certificate;
        let Some((name, end)) = first_to_end(certificate) else {
            continue;
        };
        let is_over = certificate.not_after.is_some_and(|leaf| leaf < input.now);
        let issuer_is_over = certificate
            .issuer_not_after
            .is_some_and(|end| end < input.now);
        if is_over || issuer_is_over || end < input.now {
            continue;
        }
        let before_leaf = certificate.not_after.is_some_and(|leaf| end < leaf);
        if !before_leaf && end > input.now.plus_days(WELL_BEFORE) {
            continue;
        }
        let left = input.now.days_until(end);
        let order = if before_leaf {
            ", before the certificate"
        } else {
            ""
        };
        out.report(format!(
            "The authority {} ends on {end}, in {}{order}",
            shown(&name),
            days(left)
        ))
        .about(leaf.subject())
        .fact("authority", name)
        .fact("authority_not_after", end)
        .fact_if("not_after", certificate.not_after)
        .fact("days_left", left)
        .fact("checked_at", input.now);
    }
}

/// The authority of the path that ends first, and when: the issuer where the path was not looked for.
fn first_to_end(certificate: &CertificateFacts) -> Option<(String, UnixTime)> {
    let generation = |name: &str, generation: Option<&String>| match generation {
        Some(generation) => format!("{name} ({generation})"),
        None => name.into(),
    };
    let path = certificate.path.iter().filter_map(|step| {
        let name = generation(&step.common_name, step.generation.as_ref());
        Some((name, step.not_after?))
    });
    let first = path.min_by_key(|(_, end)| *end);
    first.or_else(|| {
        let issuer = certificate.issuer_common_name.as_deref();
        let name = generation(
            issuer.unwrap_or("that issued it"),
            certificate.issuer_generation.as_ref(),
        );
        Some((name, certificate.issuer_not_after?))
    })
}

#[cfg(feature = "examples")]
mod example {
    use pushcert_types::UnixTime;

    use crate::example as ex;
    use crate::facts::PathStepFacts;
    use crate::input::Input;

    const UUID: &str = "8b0d6a4e-3c1f-4a57-9d2e-6f1b0c7a5e34";

    pub(super) fn good() -> Input {
        ex::with(ex::mdm_certificate(UUID))
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::mdm_certificate(UUID);
        certificate.not_before = UnixTime::from_civil(2027, 9, 1, 0, 0, 0);
        certificate.not_after = UnixTime::from_civil(2028, 8, 31, 0, 0, 0);
        let name = "Apple Application Integration 2 Certification Authority";
        let mut issuer = PathStepFacts::new(name, certificate.issuer_not_after);
        issuer.generation = Some("AAI2".into());
        let mut root = PathStepFacts::new(
            "Apple Root CA",
            UnixTime::from_civil(2035, 2, 9, 21, 40, 36),
        );
        root.is_root = true;
        certificate.path = alloc::vec![issuer, root];
        let mut input = ex::with(certificate);
        if let Some(time) = UnixTime::from_civil(2027, 9, 15, 0, 0, 0) {
            input.now = time;
        }
        input
    }
}
