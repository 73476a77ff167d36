//! The rule `wrong-intermediate`.

use alloc::format;
use alloc::vec::Vec;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The intermediate certificate in the file is not the one that issued the certificate.
    ///
    /// ## What happened
    /// The file brings certificates of authorities, but the issuer of the push certificate is not among them. Apple
    /// has several authorities of one and the same name ("Apple Worldwide Developer Relations Certification
    /// Authority"): only their key identifiers tell them apart. Since January 2022 push certificates come from the
    /// generation G4, and many tools still pack an older one.
    ///
    /// ## Why it matters
    /// The chain does not fit together. Programs that check it fail, and what they sign with it is refused.
    ///
    /// ## How to fix
    /// `pushcert export FILE --to p12-compatible --chain complete --out new.p12` puts the right authority in;
    /// `--chain drop` leaves all of them out, which is enough for APNs.
    303 "wrong-intermediate" Warning since "0.1.0"
    help: "put the right authority in: pushcert export FILE --to p12-compatible --chain complete --out new.p12",
    symptoms: [
        "unable to get local issuer certificate",
        "unable to verify the first certificate",
        "the signature of the package is invalid",
        "Certificate Signature Verification failed because the signature is invalid",
    ],
    sources: [
        Rfc(5280, "4.2.1.1"),
        Page("https://www.apple.com/certificateauthority/"),
        Observed("SymmetricInfinity/push_package#22"),
        Observed("MySiteApp/node-safari-push-notifications#46"),
        Observed("indiagrams/apple-shipkit#156"),
        Observed("jchambers/pushy#934"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let authorities: Vec<_> = input.authorities().collect();
    if authorities.is_empty() {
        return;
    }
    for leaf in input.judged_push() {
        let Some(issuer) = &leaf.certificate.authority_key_id else {
            continue;
        };
        if authorities
            .iter()
            .any(|authority| authority.subject_key_id.as_ref() == Some(issuer))
        {
            continue;
        }
        let generation = leaf
            .certificate
            .issuer_generation
            .as_deref()
            .unwrap_or("an unknown generation");
        let found = authorities
            .iter()
            .filter_map(|authority| authority.subject_key_id.clone());
        out.report(format!(
            "The file has certificates of authorities, and not the issuer ({})",
            shown(generation)
        ))
        .about(leaf.subject())
        .fact("issuer_key_id", issuer)
        .fact("found_key_ids", found.collect::<Vec<_>>());
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        let mut input = ex::p12();
        input.certificates.push(ex::authority(
            "G4",
            "5bd9fa1de79a1a0ba399763750863e91c85b772a",
        ));
        input
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::p12();
        input.certificates.push(ex::authority(
            "G1",
            "88271709a9b618608bece9ebf72bab4a54e10c19",
        ));
        input
    }
}
