//! The rule `other-request`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The certificate answers another request than the one that is waiting for it.
    ///
    /// ## What happened
    /// Apple puts the public key of the request into the certificate. The public key of this certificate is not that
    /// of the request: the finding has the fingerprints of both. So it was issued for another request: an older one,
    /// that of another app, or that of another customer.
    ///
    /// ## Why it matters
    /// The private key that was kept for this request fits no other certificate. Joined, the two would never connect;
    /// and with the certificate of another customer, pushes would go to devices that are not theirs.
    ///
    /// ## How to fix
    /// Download the certificate that was issued for this request. In the portal look for the date of the upload, or for
    /// the note that was left there. If the wrong request was uploaded, upload the right one: for device management at
    /// the same certificate with **Renew**, so that the topic stays.
    610 "other-request" Error since "0.1.0"
    help: "download the certificate that was issued for this request, or upload the right request",
    symptoms: [
        "private key does not match public key",
        "key values mismatch",
        "certificate and key do not match",
    ],
    sources: [
        Requirement("S1-11, S2-26"),
        Observed("parse-community/parse-server#6978"),
        Observed("node-apn/node-apn#597"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(request) = &input.wanted.request else {
        return;
    };
    let Some(asked) = &request.spki_sha256 else {
        return;
    };
    let judged = input.judged_push();
    let key_of = |index: usize| {
        let leaf = judged.get(index)?;
        leaf.certificate.key.as_ref().map(|key| &key.spki_sha256)
    };
    if (0..judged.len()).any(|index| key_of(index) == Some(asked)) {
        return;
    }
    let Some(leaf) = judged.first() else { return };
    let name = request
        .name
        .as_deref()
        .map_or_else(|| "".into(), |name| format!(" {}", shown(name)));
    out.report(format!(
        "The certificate answers another request than{}{name}: the public keys differ",
        if name.is_empty() { " this one" } else { "" }
    ))
    .about(leaf.subject())
    .fact_if("certificate", leaf.certificate.common_name.as_ref())
    .fact_if("certificate_spki_sha256", key_of(0))
    .fact("request_spki_sha256", asked);
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::format::Format;
    use crate::input::{Input, Place, RequestedFacts};

    fn answer_to(spki: &str) -> Input {
        let mut input = ex::file("aps.cer", Format::CertificateDer);
        input.wanted.place = Place::IssuedCertificate;
        input.wanted.request = Some(RequestedFacts {
            name: Some("push.csr".into()),
            spki_sha256: Some(spki.into()),
            ..RequestedFacts::default()
        });
        input.certificates.push(ex::certificate());
        input
    }

    pub(super) fn good() -> Input {
        answer_to(ex::SPKI)
    }

    pub(super) fn bad() -> Input {
        answer_to(ex::OTHER_SPKI)
    }
}
