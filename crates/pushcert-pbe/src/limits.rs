//! How much work a file may ask for.

use core::fmt;

/// How much work one file may cause. Checked before the work is done.
///
/// The struct is `#[non_exhaustive]`: start from [`Limits::default`] or [`Limits::strict`] and set
/// fields.
///
/// ```
/// let mut limits = pushcert_pbe::Limits::default();
/// limits.max_iterations = 20_000_000;
/// limits.max_total_iterations = 40_000_000;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Iterations of one derivation. Default 5,000,000: eight times what the most cautious
    /// programs write today (600,000), five times the largest count met in a real file, and about
    /// half a second of hashing. The libraries of Java draw the line at the same place.
    pub max_iterations: u64,
    /// Iterations of all derivations that one [`Budget`](crate::Budget) pays for. Default
    /// 10,000,000: the largest real file asks for 3,000,000 (MAC, one part and one key with
    /// 1,000,000 each); it bounds a file to about a second of hashing, however many keys it has.
    pub max_total_iterations: u64,
    /// Memory in bytes of one scrypt derivation (`128 · N · r`). Default 64 MiB: the usual
    /// parameters (N = 2¹⁴ to 2¹⁶, r = 8) need 16 to 64 MiB.
    pub scrypt_memory: u64,
    /// Parallelization parameter `p` of scrypt, which multiplies the time. Default 4; files in use
    /// have 1.
    pub scrypt_parallelization: u64,
    /// Bytes of the key that PBMAC1 derives. Default 64, the output of the largest digest; a
    /// longer key adds nothing, and each further digest length costs all iterations again.
    pub max_mac_key_length: u64,
    /// Bytes of the password in UTF-8. Default 65,536: the derivation copies it several times, and
    /// no program lets anybody type more.
    pub max_password: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_iterations: 5_000_000,
            max_total_iterations: 10_000_000,
            scrypt_memory: 64 << 20,
            scrypt_parallelization: 4,
            max_mac_key_length: 64,
            max_password: 65_536,
        }
    }
}

impl Limits {
    /// Limits for services that read files of strangers: 300,000 iterations for one derivation,
    /// 1,000,000 in all, scrypt with 16 MiB and `p` = 1, passwords up to 1,024 bytes.
    #[must_use]
    pub const fn strict() -> Self {
        Self {
            max_iterations: 300_000,
            max_total_iterations: 1_000_000,
            scrypt_memory: 16 << 20,
            scrypt_parallelization: 1,
            max_mac_key_length: 64,
            max_password: 1_024,
        }
    }
}

/// The name of a limit, as it stands in an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitName {
    /// [`Limits::max_iterations`].
    Iterations,
    /// [`Limits::max_total_iterations`].
    TotalIterations,
    /// [`Limits::scrypt_memory`].
    ScryptMemory,
    /// [`Limits::scrypt_parallelization`].
    ScryptParallelization,
    /// [`Limits::max_mac_key_length`].
    MacKeyLength,
    /// [`Limits::max_password`].
    PasswordLength,
}

impl LimitName {
    /// The name for options and reports: `max-iterations`, `max-total-iterations`,
    /// `scrypt-memory`, `scrypt-parallelization`, `max-mac-key-length`, `max-password`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Iterations => "max-iterations",
            Self::TotalIterations => "max-total-iterations",
            Self::ScryptMemory => "scrypt-memory",
            Self::ScryptParallelization => "scrypt-parallelization",
            Self::MacKeyLength => "max-mac-key-length",
            Self::PasswordLength => "max-password",
        }
    }
}

impl fmt::Display for LimitName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
