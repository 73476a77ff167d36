//! Writing one identity again: another container, another password, another chain.
//!
//! The "re-export" that half of all advice ends with, without a keychain. One identity of a file is
//! chosen, its chain kept, dropped or completed, and the whole is written in the form of a
//! [`Profile`]. What was written is opened again and compared before it is given out.
//!
//! ```
//! use pushcert::export::{ExportOptions, Profile};
//! use pushcert::{Options, UnixTime, open};
//! # use pushcert_testkit as testkit;
//! # let identity = testkit::identity::Identity::apns("com.example.app");
//! # let file = testkit::pfx::PfxBuilder::keychain_style("old", &identity).build();
//! # struct Fixed(u8);
//! # impl rand_core::TryRng for Fixed {
//! #     type Error = core::convert::Infallible;
//! #     fn try_next_u32(&mut self) -> Result<u32, Self::Error> { Ok(self.0.into()) }
//! #     fn try_next_u64(&mut self) -> Result<u64, Self::Error> { Ok(self.0.into()) }
//! #     fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Self::Error> {
//! #         to.fill_with(|| { self.0 = self.0.wrapping_add(1); self.0 });
//! #         Ok(())
//! #     }
//! # }
//! # impl rand_core::TryCryptoRng for Fixed {}
//! # let mut rng = Fixed(0);
//!
//! let options = Options::at(UnixTime::from_secs(1_795_219_200)).with_password("old");
//! let wanted = ExportOptions::new(Profile::P12Modern).with_password("new");
//! // `rng` is a cryptographic random number generator, such as the system's.
//! let exported = open("push.p12", &file, &options).export(&wanted, &mut rng)?;
//! assert_eq!(exported.identity().topics[0], "com.example.app");
//! assert_eq!(exported.check().pkcs12.unwrap().mac.algorithm, "hmac-sha256");
//! # Ok::<(), pushcert::export::ExportError>(())
//! ```
//!
//! Which identity: [`Opened::choose_identity`]. Which certificates: [`Chain`]. An expired
//! certificate, or one that is none for pushes, is written all the same, for this is a tool to
//! repair with; [`Exported::check`] says what is wrong with it. A key that does not belong to its
//! certificate never is.

mod chain;
mod encode;
mod error;
mod exported;
mod options;
mod profile;
mod select;

use alloc::vec::Vec;

use pushcert_diagnostics::IdentityFacts;
use rand_core::CryptoRng;

pub(crate) use encode::pem_bundle;
pub use encode::private_key_pem;
pub use error::ExportError;
pub use exported::Exported;
pub use options::{Chain, ExportOptions, UnknownChain};
pub use profile::{Profile, UnknownProfile};
pub use select::IdentityChoice;

use crate::{IdentityRef, Limits, Opened};
use encode::Content;
use exported::Written;

impl Opened {
    /// Writes one identity in the form of a profile.
    ///
    /// Key and leaf get the friendly name of the identity, or the common name of the certificate
    /// where it has none, and the same `localKeyID`. Without a password, PEM holds a plain key, and
    /// PKCS#12 is encrypted with the empty password (`00 00`).
    ///
    /// # Errors
    /// [`ExportError`]. Then nothing was made that could be written.
    pub fn export<R: CryptoRng + ?Sized>(
        &self,
        options: &ExportOptions,
        rng: &mut R,
    ) -> Result<Exported, ExportError> {
        let number = self.choose_identity(options.identity.as_deref())?;
        let choice = self.identity_choices().into_iter().nth(number);
        let facts = self.input.identities.get(number);
        let identity = self.identities().nth(number);
        let (Some(choice), Some(facts), Some(identity)) = (choice, facts, identity) else {
            return Err(ExportError::ReadBack);
        };
        refuse_strange_key(facts, &identity)?;
        let iterations = iterations(options)?;
        let mut certificates = Vec::from([identity.certificate.der().to_vec()]);
        certificates.extend(chain::behind(self, &identity, options.chain)?);
        let content = Content {
            key: identity.key,
            certificates,
            friendly_name: named(facts),
        };
        let written = Written {
            bytes: content.encode(options, iterations, rng)?,
            identity: choice,
            iterations,
        };
        Exported::verified(self, written, &content, options)
    }
}

/// The name of the identity, or that of the certificate.
fn named(facts: &IdentityFacts) -> Option<alloc::string::String> {
    let own = facts.friendly_name.clone().filter(|name| !name.is_empty());
    let name = own.or_else(|| facts.certificate.common_name.clone());
    name.filter(|name| !name.is_empty())
}

/// A pair rests on the public key that was computed from the private one. Where that is not known,
/// or the private numbers contradict each other, it rests on nothing.
fn refuse_strange_key(
    facts: &IdentityFacts,
    identity: &IdentityRef<'_>,
) -> Result<(), ExportError> {
    if identity.key.public_key().is_none() {
        return Err(ExportError::UnprovenKey);
    }
    if facts.key.defects.iter().any(|defect| defect.fatal) {
        return Err(ExportError::DamagedKey);
    }
    Ok(())
}

/// The iterations of each derivation, so few that the default limits read the file again.
fn iterations(options: &ExportOptions) -> Result<Option<u64>, ExportError> {
    if options.profile == Profile::Pem && options.password.is_none() {
        return match options.iterations {
            Some(_) => Err(ExportError::NothingEncrypted),
            None => Ok(None),
        };
    }
    let asked = options.iterations.unwrap_or(options.profile.iterations());
    let allowed = most_iterations(options.profile);
    if (1..=allowed).contains(&asked) {
        Ok(Some(asked))
    } else {
        Err(ExportError::Iterations { asked, allowed })
    }
}

fn most_iterations(profile: Profile) -> u64 {
    let limits = Limits::default().pkcs12.pbe;
    let share = limits
        .max_total_iterations
        .checked_div(profile.derivations());
    limits.max_iterations.min(share.unwrap_or(0))
}
