//! What one scan may cost.

/// Bounds of one [`scan`](crate::scan).
///
/// Memory stays below about twice the input, whatever it holds; the limits bound the input itself
/// and the number of things that are reported.
///
/// ```
/// let mut limits = pushcert_pem::Limits::default();
/// limits.max_input = 16 * 1024 * 1024; // a large bundle of certificates
/// # assert!(limits.max_input > pushcert_pem::Limits::strict().max_input);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Longest input, in bytes. Default 4 MiB.
    pub max_input: usize,
    /// Most BEGIN and END markers that start a report of their own: blocks, and END lines without
    /// a block. Default 4,000.
    pub max_blocks: usize,
    /// Most RFC 1421 header lines of one block. Default 64.
    pub max_headers: usize,
}

impl Limits {
    /// Limits for a service that takes files from strangers: 64 KiB, 64 blocks, 16 headers.
    #[must_use]
    pub const fn strict() -> Self {
        Self {
            max_input: 64 * 1024,
            max_blocks: 64,
            max_headers: 16,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_input: 4 * 1024 * 1024,
            max_blocks: 4_000,
            max_headers: 64,
        }
    }
}
