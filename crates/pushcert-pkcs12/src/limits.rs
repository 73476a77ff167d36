//! How much a file may have and cost.

use core::fmt;

use pushcert_pbe as pbe;

/// How much one file may have and cost. Checked before the memory is taken or the work is done.
///
/// The struct is `#[non_exhaustive]`: start from [`Limits::default`] or [`Limits::strict`] and set
/// fields.
///
/// ```
/// let mut limits = pushcert_pkcs12::Limits::default();
/// limits.max_certificates = 10_000;
/// limits.pbe.max_iterations = 20_000_000;
/// limits.pbe.max_total_iterations = 40_000_000;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of the file. Default 4 MiB: a trust store of all public authorities has about 300 KiB,
    /// and peak memory is a small multiple of this.
    pub max_input: u64,
    /// Levels of `SafeContents` inside one another. Default 16; the deepest real file has 5.
    pub max_depth: u64,
    /// Levels of constructed elements, counted on through octet strings and decrypted parts. Default
    /// 64: 16 levels of `SafeContents` with an encrypted key in the last need all of them, and a file
    /// without such levels needs 19.
    pub max_asn1_depth: u64,
    /// Parts. Default 1,000; one for each identity is the most that is usual.
    pub max_parts: u64,
    /// Bags of all kinds. Default 10,000, above the sum of the two below, for attributes of their own
    /// cost memory too.
    pub max_bags: u64,
    /// Keys, plain and encrypted. Default 200, far above any real file; each may cost a derivation.
    pub max_keys: u64,
    /// Certificates. Default 2,000: trust stores are legitimate and have hundreds.
    pub max_certificates: u64,
    /// Attributes of all bags. Default 20,000, two for each bag; each costs more memory than bytes.
    pub max_attributes: u64,
    /// What the derivations may cost.
    pub pbe: pbe::Limits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_input: 4 << 20,
            max_depth: 16,
            max_asn1_depth: 64,
            max_parts: 1_000,
            max_bags: 10_000,
            max_keys: 200,
            max_certificates: 2_000,
            max_attributes: 20_000,
            pbe: pbe::Limits::default(),
        }
    }
}

impl Limits {
    /// Limits for services that read files of strangers: 64 KiB, 20 keys, 200 certificates, 8 levels
    /// of `SafeContents`, and [`pbe::Limits::strict`].
    #[must_use]
    pub const fn strict() -> Self {
        Self {
            max_input: 64 << 10,
            max_depth: 8,
            max_asn1_depth: 48,
            max_parts: 50,
            max_bags: 500,
            max_keys: 20,
            max_certificates: 200,
            max_attributes: 1_000,
            pbe: pbe::Limits::strict(),
        }
    }
}

/// The name of a limit, as it stands in an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitName {
    /// [`Limits::max_input`].
    Input,
    /// [`Limits::max_depth`].
    Depth,
    /// [`Limits::max_asn1_depth`].
    Asn1Depth,
    /// [`Limits::max_parts`].
    Parts,
    /// [`Limits::max_bags`].
    Bags,
    /// [`Limits::max_keys`].
    Keys,
    /// [`Limits::max_certificates`].
    Certificates,
    /// [`Limits::max_attributes`].
    Attributes,
    /// One of [`Limits::pbe`].
    Pbe(pbe::LimitName),
}

impl LimitName {
    /// The name for options and reports: `max-input`, `max-depth`, `max-asn1-depth`, `max-parts`,
    /// `max-bags`, `max-keys`, `max-certificates`, `max-attributes`, and those of
    /// [`pbe::LimitName::as_str`].
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Input => "max-input",
            Self::Depth => "max-depth",
            Self::Asn1Depth => "max-asn1-depth",
            Self::Parts => "max-parts",
            Self::Bags => "max-bags",
            Self::Keys => "max-keys",
            Self::Certificates => "max-certificates",
            Self::Attributes => "max-attributes",
            Self::Pbe(limit) => limit.as_str(),
        }
    }
}

impl fmt::Display for LimitName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
