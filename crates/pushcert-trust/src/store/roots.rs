//! The roots as figures.
//!
//! Names, dates, fingerprints: from the certificates in Debian's `ca-certificates`, which takes
//! them from Mozilla's programme (`tests/data/RECIPE.md`); a test compares them. What the service
//! stood on and when: Apple's announcements to developers.

use pushcert_types::{Environment, UnixTime};

use crate::authority::hex;

/// A root that servers of APNs stand on, or that Apple asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredRoot {
    common_name: &'static str,
    organization: &'static str,
    key_id: [u8; 20],
    not_before: i64,
    not_after: i64,
    sha256: [u8; 32],
    spki_sha256: [u8; 32],
    uses: &'static [RootUse],
    der: &'static [u8],
}

/// When the service of one environment stood on a root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RootUse {
    environment: Environment,
    since: i64,
    until: Option<i64>,
}

impl RootUse {
    /// Which service.
    #[must_use]
    pub const fn environment(&self) -> Environment {
        self.environment
    }

    /// The day it began, at midnight UTC: Apple announces days.
    #[must_use]
    pub const fn since(&self) -> UnixTime {
        UnixTime::from_secs(self.since)
    }

    /// The day another root took over, `None` as long as it is in use.
    #[must_use]
    pub const fn until(&self) -> Option<UnixTime> {
        match self.until {
            Some(secs) => Some(UnixTime::from_secs(secs)),
            None => None,
        }
    }
}

impl RequiredRoot {
    /// CN of its subject.
    #[must_use]
    pub const fn common_name(&self) -> &'static str {
        self.common_name
    }

    /// O of its subject.
    #[must_use]
    pub const fn organization(&self) -> &'static str {
        self.organization
    }

    /// Its subject key identifier.
    #[must_use]
    pub const fn key_id(&self) -> &[u8; 20] {
        &self.key_id
    }

    /// The first moment of its certificate's validity.
    #[must_use]
    pub const fn not_before(&self) -> UnixTime {
        UnixTime::from_secs(self.not_before)
    }

    /// The last moment of its certificate's validity.
    #[must_use]
    pub const fn not_after(&self) -> UnixTime {
        UnixTime::from_secs(self.not_after)
    }

    /// SHA-256 of its own, self-signed certificate.
    #[must_use]
    pub const fn sha256(&self) -> &[u8; 32] {
        &self.sha256
    }

    /// SHA-256 of its `SubjectPublicKeyInfo`.
    #[must_use]
    pub const fn spki_sha256(&self) -> &[u8; 32] {
        &self.spki_sha256
    }

    /// Its own, self-signed certificate in DER, as Mozilla's programme publishes it.
    #[must_use]
    pub const fn der(&self) -> &'static [u8] {
        self.der
    }

    /// Which service stood on it and when.
    #[must_use]
    pub const fn uses(&self) -> &'static [RootUse] {
        self.uses
    }

    /// Whether the service of an environment stands on it at a moment.
    #[must_use]
    pub fn is_used_by(&self, environment: Environment, at: UnixTime) -> bool {
        self.uses.iter().any(|used| {
            used.environment == environment
                && used.since() <= at
                && used.until().is_none_or(|until| at < until)
        })
    }
}

/// 2021-03-29, when GeoTrust's root was given up.
const FIRST_CHANGE: i64 = 1_616_976_000;
/// 2025-01-20, the sandbox.
const SANDBOX_CHANGE: i64 = 1_737_331_200;
/// 2025-02-24, production.
const PRODUCTION_CHANGE: i64 = 1_740_355_200;

const fn used(environment: Environment, since: i64, until: Option<i64>) -> RootUse {
    RootUse {
        environment,
        since,
        until,
    }
}

/// The roots that Apple asks for, the one that is in use first.
///
/// "USERTrust RSA Certification Authority" is what the servers stand on today. "AAA Certificate
/// Services" is what they stood on before, and Apple's page still asks for both.
pub const REQUIRED_ROOTS: &[RequiredRoot] = &[
    RequiredRoot {
        common_name: "USERTrust RSA Certification Authority",
        organization: "The USERTRUST Network",
        key_id: hex("5379bf5aaa2b4acf5480e1d89bc09df2b20366cb"),
        not_before: 1_264_982_400,
        not_after: 2_147_471_999,
        sha256: hex("e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2"),
        spki_sha256: hex("c784333d20bcd742b9fdc3236f4e509b8937070e73067e254dd3bf9c45bf4dde"),
        der: include_bytes!("../../data/usertrust-rsa.der"),
        uses: &[
            used(Environment::Sandbox, SANDBOX_CHANGE, None),
            used(Environment::Production, PRODUCTION_CHANGE, None),
        ],
    },
    RequiredRoot {
        common_name: "AAA Certificate Services",
        organization: "Comodo CA Limited",
        key_id: hex("a0110a233e96f107ece2af29ef82a57fd030a4b4"),
        not_before: 1_072_915_200,
        not_after: 1_861_919_999,
        sha256: hex("d7a7a0fb5d7e2731d771e9484ebcdef71d5f0c3e0a2948782bc83ee0ea699ef4"),
        spki_sha256: hex("bd153ed7b0434f6886b17bce8bbe84ed340c7132d702a8f4fa318f756ecbd6f3"),
        der: include_bytes!("../../data/aaa-certificate-services.der"),
        uses: &[
            used(Environment::Sandbox, FIRST_CHANGE, Some(SANDBOX_CHANGE)),
            used(
                Environment::Production,
                FIRST_CHANGE,
                Some(PRODUCTION_CHANGE),
            ),
        ],
    },
];
