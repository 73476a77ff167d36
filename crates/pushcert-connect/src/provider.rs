//! Which cryptography TLS runs on.
//!
//! rustls brings none; it is handed in as an [`Arc<CryptoProvider>`], by the caller or from here. The feature
//! `graviola` (default) needs no C compiler and a recent processor; `ring` needs a C compiler and runs on
//! more processors. Both may be compiled in, and neither, for those who bring their own.
//!
//! ```
//! use pushcert_connect::provider;
//!
//! match provider::default() {
//!     Ok(provider) => assert!(!provider.cipher_suites.is_empty()),
//!     Err(error) => println!("{error}: {}", error.remedy()),
//! }
//! ```

use std::fmt;
use std::sync::Arc;

use rustls::crypto::CryptoProvider;

/// Why there is no cryptography for TLS.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct ProviderError {
    kind: ProviderErrorKind,
}

/// What is wrong, with its operands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProviderErrorKind {
    /// The feature of this crate is off, or does not exist for this kind of processor.
    #[error("the provider `{feature}` is not compiled in")]
    NotCompiledIn {
        /// `graviola` or `ring`.
        feature: &'static str,
    },
    /// The processor lacks instructions that graviola cannot do without.
    #[error("this processor has no {}, which graviola needs", missing.join(", "))]
    Processor {
        /// Their names, as Rust spells them: `avx2`.
        missing: Vec<&'static str>,
    },
}

/// What can be done about a [`ProviderError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Remedy {
    /// Compile with the feature that is off, or hand in a provider.
    TurnOnFeature,
    /// Compile with the feature `ring`, or hand in a provider.
    UseRing,
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TurnOnFeature => "build with one of the features `graviola` and `ring`",
            Self::UseRing => "build with the feature `ring`, or use a processor made after 2015",
        })
    }
}

impl ProviderError {
    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &ProviderErrorKind {
        &self.kind
    }

    /// What can be done about it.
    #[must_use]
    pub const fn remedy(&self) -> Remedy {
        match &self.kind {
            ProviderErrorKind::NotCompiledIn { .. } => Remedy::TurnOnFeature,
            ProviderErrorKind::Processor { .. } => Remedy::UseRing,
        }
    }

    const fn not_compiled_in(feature: &'static str) -> Self {
        let kind = ProviderErrorKind::NotCompiledIn { feature };
        Self { kind }
    }
}

/// graviola if it is compiled in and the processor can run it, otherwise ring if that is compiled in.
///
/// # Errors
/// [`ProviderErrorKind::Processor`] or [`ProviderErrorKind::NotCompiledIn`], of graviola.
pub fn default() -> Result<Arc<CryptoProvider>, ProviderError> {
    graviola().or_else(|error| ring().map_err(|_| error))
}

/// The provider of the feature `graviola`, after a look at the processor: graviola itself would panic.
///
/// # Errors
/// [`ProviderErrorKind`].
pub fn graviola() -> Result<Arc<CryptoProvider>, ProviderError> {
    #[cfg(all(
        feature = "graviola",
        any(target_arch = "x86_64", target_arch = "aarch64")
    ))]
    {
        require(&instructions())?;
        Ok(Arc::new(rustls_graviola::default_provider()))
    }
    #[cfg(not(all(
        feature = "graviola",
        any(target_arch = "x86_64", target_arch = "aarch64")
    )))]
    Err(ProviderError::not_compiled_in("graviola"))
}

/// The provider of the feature `ring`.
///
/// # Errors
/// [`ProviderErrorKind::NotCompiledIn`].
pub fn ring() -> Result<Arc<CryptoProvider>, ProviderError> {
    #[cfg(feature = "ring")]
    {
        Ok(Arc::new(rustls::crypto::ring::default_provider()))
    }
    #[cfg(not(feature = "ring"))]
    Err(ProviderError::not_compiled_in("ring"))
}

/// What graviola 0.4.4 asserts, `src/low/x86_64/cpu.rs` there.
#[cfg(all(feature = "graviola", target_arch = "x86_64"))]
fn instructions() -> [(&'static str, bool); 7] {
    [
        ("aes", is_x86_feature_detected!("aes")),
        ("pclmulqdq", is_x86_feature_detected!("pclmulqdq")),
        ("bmi1", is_x86_feature_detected!("bmi1")),
        ("bmi2", is_x86_feature_detected!("bmi2")),
        ("adx", is_x86_feature_detected!("adx")),
        ("avx", is_x86_feature_detected!("avx")),
        ("avx2", is_x86_feature_detected!("avx2")),
    ]
}

/// What graviola 0.4.4 asserts, `src/low/aarch64/cpu.rs` there.
#[cfg(all(feature = "graviola", target_arch = "aarch64"))]
fn instructions() -> [(&'static str, bool); 4] {
    use std::arch::is_aarch64_feature_detected;
    [
        ("neon", is_aarch64_feature_detected!("neon")),
        ("aes", is_aarch64_feature_detected!("aes")),
        ("pmull", is_aarch64_feature_detected!("pmull")),
        ("sha2", is_aarch64_feature_detected!("sha2")),
    ]
}

#[cfg(all(
    feature = "graviola",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
fn require(instructions: &[(&'static str, bool)]) -> Result<(), ProviderError> {
    let missing: Vec<_> = instructions
        .iter()
        .filter(|(_, is_there)| !is_there)
        .map(|(name, _)| *name)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let kind = ProviderErrorKind::Processor { missing };
    Err(ProviderError { kind })
}

#[cfg(all(
    test,
    feature = "graviola",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod tests {
    use super::*;

    #[test]
    fn a_processor_without_the_instructions_is_an_error_with_a_remedy() {
        let error = require(&[("aes", true), ("adx", false), ("avx2", false)]).unwrap_err();
        let said = error.to_string();
        assert_eq!(
            said,
            "this processor has no adx, avx2, which graviola needs"
        );
        assert_eq!(error.remedy(), Remedy::UseRing);
        assert!(error.remedy().to_string().contains("`ring`"));
        assert_eq!(require(&[("aes", true)]), Ok(()));
    }
}
