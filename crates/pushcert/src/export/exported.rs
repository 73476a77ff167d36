//! What was written, opened again.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use super::encode::Content;
use super::{ExportError, ExportOptions, IdentityChoice, Profile};
use crate::{Opened, Options, open, report};

/// A credential in the form of a profile. It was opened again, and holds what it should.
///
/// Holds a private key: not `Clone`, wiped when dropped, and its `Debug` shows numbers only.
pub struct Exported {
    bytes: Zeroizing<Vec<u8>>,
    opened: Opened,
    profile: Profile,
    identity: IdentityChoice,
    certificates: usize,
    iterations: Option<u64>,
}

/// What is known of an identity before it is written.
pub(super) struct Written {
    pub(super) bytes: Zeroizing<Vec<u8>>,
    pub(super) identity: IdentityChoice,
    pub(super) iterations: Option<u64>,
}

impl Exported {
    /// Opens what was written with the new password, and compares.
    pub(super) fn verified(
        source: &Opened,
        written: Written,
        content: &Content<'_>,
        options: &ExportOptions,
    ) -> Result<Self, ExportError> {
        let opened = read_again(source, &written.bytes, options);
        if !holds(&opened, content) {
            return Err(ExportError::ReadBack);
        }
        Ok(Self {
            bytes: written.bytes,
            opened,
            profile: options.profile,
            identity: written.identity,
            certificates: content.certificates.len(),
            iterations: written.iterations,
        })
    }

    /// The bytes of the file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The file, opened again with its new password.
    #[must_use]
    pub const fn opened(&self) -> &Opened {
        &self.opened
    }

    /// The facts and the verdict on what was written.
    #[must_use]
    pub fn check(&self) -> report::File {
        self.opened.check()
    }

    /// Its form.
    #[must_use]
    pub const fn profile(&self) -> Profile {
        self.profile
    }

    /// The identity, with its number in the file that it comes from.
    #[must_use]
    pub const fn identity(&self) -> &IdentityChoice {
        &self.identity
    }

    /// How many certificates were written, the leaf included.
    #[must_use]
    pub const fn certificates(&self) -> usize {
        self.certificates
    }

    /// Iterations of each key derivation; `None` where nothing is encrypted.
    #[must_use]
    pub const fn iterations(&self) -> Option<u64> {
        self.iterations
    }

    /// The document of what was written, for programs.
    #[must_use]
    pub fn report(&self, source: &str) -> report::Export {
        report::Export::written(source, self)
    }
}

/// Judged as the source was: at the same time, for the same purpose, with the same authorities.
fn read_again(source: &Opened, bytes: &[u8], options: &ExportOptions) -> Opened {
    let mut again = Options::at(source.input.now).with_wanted(source.input.wanted.clone());
    again.authorities.clone_from(&source.authorities);
    again.password.clone_from(&options.password);
    open(&options.name, bytes, &again)
}

/// Whether a file holds this key and these certificates, as one identity, and nothing else.
fn holds(opened: &Opened, content: &Content<'_>) -> bool {
    let mut identities = opened.identities();
    let (Some(identity), None) = (identities.next(), identities.next()) else {
        return false;
    };
    let certificates = opened.certificates.iter().map(|c| c.certificate.der());
    let name = opened.input.identities.first();
    let name = name.and_then(|facts| facts.friendly_name.as_deref());
    opened.keys.len() == 1
        && identity.key.pkcs8_der() == content.key.pkcs8_der()
        && content.certificates.first().map(Vec::as_slice) == Some(identity.certificate.der())
        && certificates.eq(content.certificates.iter().map(Vec::as_slice))
        && (opened.input.container.is_none() || name == content.friendly_name.as_deref())
}

impl fmt::Debug for Exported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exported")
            .field("profile", &self.profile.to_string())
            .field("bytes", &self.bytes.len())
            .field("identity", &self.identity)
            .field("certificates", &self.certificates)
            .field("iterations", &self.iterations)
            .finish_non_exhaustive()
    }
}
