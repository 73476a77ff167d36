//! Builds every species of push certificate, key and container synthetically, right and wrong in
//! every field.
//!
//! This is for the tests of the other `pushcert` crates. It imports none of them: it is a second
//! implementation, the writing half, and therefore an oracle. What it wrote is known, so what a
//! reader says about it can be compared.
//!
//! ```
//! use pushcert_testkit::authority::Generation;
//! use pushcert_testkit::cert::CertificateBuilder;
//! use pushcert_testkit::identity::Identity;
//! use pushcert_testkit::pfx::PfxBuilder;
//!
//! // A credential as Keychain Access exports it, expired, by a look-alike of Apple's authority.
//! let certificate = CertificateBuilder::apns("com.example.app")
//!     .valid("2025-01-01T00:00:00Z", "2026-01-31T00:00:00Z")
//!     .apple_like_issuer(Generation::G4);
//! let file = PfxBuilder::keychain_style("secret", &Identity::new(&certificate)).build();
//! assert_eq!(file[0], 0x30);
//! ```
//!
//! * [`cert`] has a preset for each kind of certificate, in the form of its year; [`authority`] signs.
//! * [`pfx`] writes PKCS#12, [`pbe`] its encryption; [`key`] has the keys and their encodings.
//! * [`revocation`] has revocation lists and OCSP responses.
//! * [`pem`], [`csr`], [`mdm`] and [`other`] write the rest of what people have in their folders.
//! * [`samples`] is `docs/samples/`; [`hostile`] is the checklist of hostile inputs.
//!
//! # Determinism
//! The same calls give the same bytes: keys are fixed, salts, IVs and serial numbers are derived
//! from a seed ([`digest::stretch`]), ECDSA is that of RFC 6979. There is no clock and no
//! randomness.
//!
//! # How it was checked
//! While it was written, OpenSSL 3.0.19 read what it makes: each preset with `openssl x509 -text`
//! and `openssl verify` against the synthetic authority, requests with `openssl req -verify`, every
//! fixed key in each encoding with `openssl pkey`, `rsa` and `ec`, the PKCS#12 presets, both
//! encodings of the empty password, BER, each scheme of PBES1 and each MAC digest with
//! `openssl pkcs12 -info -legacy`, encrypted PKCS#8 with each cipher but the GCM ones and each PRF
//! but SHA-3, and every legacy PEM cipher. PBMAC1, which that version cannot read, was compared with
//! the structure of a file that a later one wrote; AES-GCM and PBKDF2 with SHA-3 had no outside check.
//! Tests do not need OpenSSL.
//!
//! Functions here panic on what makes no sense: in a test that is a good answer.

#![forbid(unsafe_code)]
#![allow(
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "test data is built or the test fails"
)]

pub mod authority;
pub mod cert;
pub mod csr;
pub mod der;
pub mod digest;
pub mod hostile;
pub mod identity;
pub mod interop;
pub mod key;
pub mod mdm;
pub mod name;
pub mod oid;
pub mod other;
pub mod pbe;
pub mod pem;
pub mod pfx;
pub mod random;
pub mod revocation;
pub mod samples;

/// Bytes from hexadecimal digits; blanks and colons are skipped.
///
/// # Panics
/// When something else is in the text, or a digit is alone.
pub fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<char> = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ':')
        .collect();
    let nibble = |c: char| u8::try_from(c.to_digit(16).expect("a hexadecimal digit")).unwrap_or(0);
    assert!(digits.len().is_multiple_of(2), "a whole number of bytes");
    digits
        .chunks(2)
        .map(|pair| nibble(pair[0]) << 4 | nibble(pair[1]))
        .collect()
}

/// Lower-case hexadecimal.
pub fn hex_lower(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Upper-case hexadecimal.
pub fn hex_upper(bytes: &[u8]) -> String {
    hex_lower(bytes).to_uppercase()
}
