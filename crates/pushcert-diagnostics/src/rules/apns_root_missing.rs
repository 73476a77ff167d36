//! The rule `apns-root-missing`.

use alloc::format;

use crate::facts::{RootFacts, RootState};
use crate::findings::Findings;
use crate::input::Input;
use crate::rule::{Severity, declare_rule};
use crate::value::shown;

declare_rule! {
    /// The trust store lacks a root that the servers of APNs chain to.
    ///
    /// ## What happened
    /// A sender checks the certificate of Apple's server with the roots of its trust store. The root of APNs was
    /// GeoTrust, since 29 March 2021 AAA Certificate Services, and since 2025 (sandbox 20 January, production 24
    /// February) USERTrust RSA Certification Authority. The finding names the one that is not in the store, or is
    /// there with dates that do not hold.
    ///
    /// ## Why it matters
    /// Without the root of today the TLS handshake fails, and the fault seems to be in the push certificate or in the
    /// network. Apple's page asks for AAA as well: without it nothing fails today (a warning).
    ///
    /// ## How to fix
    /// Bring the system's roots up to date (Debian and Ubuntu: `apt-get install --only-upgrade ca-certificates`). A
    /// program with a list of its own (Java's `cacerts`, a container image, a `ca` file in the configuration) needs the
    /// root there; Apple's page links it. Then look again: `pushcert trust --store FILE`. Trust roots only: Apple may
    /// change the intermediate at any time.
    308 "apns-root-missing" Error since "0.1.0"
    help: "add the root to the trust store, and check it: pushcert trust --store FILE",
    symptoms: [
        "unable to get local issuer certificate",
        "x509: certificate signed by unknown authority",
        "PKIX path building failed",
        "unable to find valid certification path to requested target",
        "self signed certificate in certificate chain",
        "stream ended unexpectedly",
    ],
    sources: [
        Requirement("S1-28, S1-29"),
        Apple("documentation/usernotifications/setting-up-a-remote-notification-server"),
        Apple("news/?id=7gx0a2lp"),
        Observed("jchambers/pushy#1093"),
        Observed("jchambers/pushy#845"),
        Observed("sideshow/apns2#236"),
        Observed("sideshow/apns2#183"),
        Observed("matrix-org/sygnal#173"),
        Observed("matrix-org/sygnal#404"),
        Observed("vapor/apns#33"),
        Observed("parse-community/node-apn#161"),
        Observed("codedge-llc/pigeon#291"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(store) = &input.trust_store else {
        return;
    };
    for root in &store.roots {
        report(root, store.certificates, out);
    }
}

fn report(root: &RootFacts, certificates: usize, out: &mut Findings<'_>) {
    let (what, not_after) = match root.state {
        RootState::Present => return,
        RootState::Absent => ("is not in the trust store", None),
        RootState::OutOfDate { not_after } => (
            "is in the trust store, and its dates do not hold",
            not_after,
        ),
    };
    let name = shown(&root.common_name);
    let why = if root.needed_today {
        "the servers of APNs chain to it"
    } else {
        "Apple's page asks for it, although the servers of APNs chain to another today"
    };
    let finding = out
        .report(format!("The root {name} {what}: {why}"))
        .fact("root", &root.common_name)
        .fact("root_sha256", &root.sha256)
        .fact_if("not_after", not_after)
        .fact("certificates", certificates);
    if !root.needed_today {
        finding.lowered_to(Severity::Warning);
    }
}

#[cfg(feature = "examples")]
mod example {
    use alloc::vec;

    use crate::example as ex;
    use crate::facts::{RootFacts, RootState, TrustStoreFacts};
    use crate::format::Format;
    use crate::input::{Input, Place};

    fn store(state: RootState) -> Input {
        let mut input = ex::file("ca-certificates.crt", Format::PemBundle);
        input.wanted.place = Place::TrustStore;
        let roots = vec![
            RootFacts {
                common_name: "AAA Certificate Services".into(),
                sha256: "d7a7a0fb5d7e2731d771e9484ebcdef71d5f0c3e0a2948782bc83ee0ea699ef4".into(),
                needed_today: false,
                state: RootState::Present,
            },
            RootFacts {
                common_name: "USERTrust RSA Certification Authority".into(),
                sha256: "e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2".into(),
                needed_today: true,
                state,
            },
        ];
        input.trust_store = Some(TrustStoreFacts {
            certificates: 142,
            roots,
        });
        input
    }

    pub(super) fn good() -> Input {
        store(RootState::Present)
    }

    pub(super) fn bad() -> Input {
        store(RootState::Absent)
    }
}
