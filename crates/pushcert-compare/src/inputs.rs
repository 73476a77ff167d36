//! What is measured: files that the testkit builds, the same in every run.

use std::fs;
use std::io;
use std::path::Path;

use pushcert_testkit::authority::{Authority, Generation};
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::pem;
use pushcert_testkit::pfx::PfxBuilder;

use crate::floor::{Derivation, Hash, Work};

/// The password of all containers; eight characters.
pub const PASSWORD: &str = "password";

/// The instant at which certificates are judged, inside the validity of those built here.
pub const CHECKED_AT: &str = "2026-11-21T00:00:00Z";

/// How many certificates the folder holds.
pub const FOLDER_SIZE: usize = 10_000;

/// A PKCS#12 file with a key and its certificate, whose issuer is [`Issuer::AppleLike`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Container {
    /// What it is like.
    pub about: &'static str,
    /// The file.
    pub der: Vec<u8>,
    /// What opening it costs at the least.
    pub work: Work,
    /// Keys and certificates in it.
    pub items: usize,
}

/// Who issued a certificate, as far as that changes the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Issuer {
    /// Apple's name and key identifier with another's signature: the signature is verified with
    /// Apple's public key, just as for a real one.
    AppleLike,
    /// Nobody that pushcert knows: there is nothing to verify with.
    Unknown,
}

impl Issuer {
    fn authority(self) -> Authority {
        match self {
            Self::AppleLike => Authority::apple_like(Generation::G4),
            Self::Unknown => Authority::synthetic(),
        }
    }

    /// The key that made the signature, as `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn public_key(self) -> Vec<u8> {
        self.authority().key.spki_der()
    }
}

/// A push certificate as Apple issues them: all topics, both environments, 2048-bit RSA.
#[must_use]
pub fn certificate(issuer: Issuer) -> Vec<u8> {
    CertificateBuilder::apns("com.example.app")
        .issuer(issuer.authority())
        .build()
}

fn identity() -> Identity {
    let builder = CertificateBuilder::apns("com.example.app").apple_like_issuer(Generation::G4);
    Identity::new(&builder).named("Apple Push Services: com.example.app")
}

/// A private key (PKCS#8) that belongs to [`certificate`].
#[must_use]
pub fn private_key() -> Vec<u8> {
    identity().key.pkcs8_der()
}

/// The files of the comparison, by the letters of `docs/performance.md`.
#[must_use]
pub fn containers() -> Vec<Container> {
    let identity = identity();
    vec![
        legacy(
            "a: RC2-40 + 3DES, 2,048 iterations",
            &PfxBuilder::openssl_legacy(PASSWORD, &identity),
            2048,
        ),
        legacy(
            "k: Keychain Access, as a but one MAC iteration",
            &PfxBuilder::keychain_style(PASSWORD, &identity),
            1,
        ),
        modern(
            "b: OpenSSL 3 default, AES-256, 2,048 iterations",
            &PfxBuilder::openssl3_default(PASSWORD, &identity),
            2048,
            8,
        ),
        modern(
            "c: keytool 17, AES-256, 10,000 iterations",
            &PfxBuilder::keytool17(PASSWORD, &identity),
            10_000,
            20,
        ),
        modern(
            "d: AES-256, 600,000 iterations",
            &PfxBuilder::modern(PASSWORD, &identity, 600_000),
            600_000,
            16,
        ),
    ]
}

/// Key and initialisation vector of RC2-40 and of 3DES, and the MAC key.
fn legacy(about: &'static str, builder: &PfxBuilder, mac_iterations: usize) -> Container {
    let derive = |iterations, output| Derivation::Pkcs12 {
        iterations,
        salt: 8,
        password: PASSWORD.len(),
        output,
    };
    let derivations = [
        derive(2048, 5),
        derive(2048, 8),
        derive(2048, 24),
        derive(2048, 8),
        derive(mac_iterations, 20),
    ];
    container(about, builder, Hash::Sha1, &derivations)
}

/// One AES-256 key for the certificates, one for the key, and the MAC key.
fn modern(about: &'static str, builder: &PfxBuilder, iterations: usize, salt: usize) -> Container {
    let key = Derivation::Pbkdf2 {
        iterations,
        salt,
        output: 32,
    };
    let mac = Derivation::Pkcs12 {
        iterations,
        salt,
        password: PASSWORD.len(),
        output: 32,
    };
    container(about, builder, Hash::Sha256, &[key, key, mac])
}

fn container(
    about: &'static str,
    builder: &PfxBuilder,
    hash: Hash,
    derivations: &[Derivation],
) -> Container {
    let work = Work::new(hash, derivations, builder.auth_safe_content().len());
    Container {
        about,
        der: builder.build(),
        work,
        items: 2,
    }
}

/// Writes `count` PEM files, each with a certificate of its own (serial number, topic), named by
/// number. What is there already is written over.
///
/// All carry one signature, made over something else, for signing takes long. To find it wrong
/// takes as long as to find it right.
///
/// # Errors
/// When the folder or a file cannot be written.
pub fn write_folder(folder: &Path, issuer: Issuer, count: usize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let authority = issuer.authority();
    let signature = authority.key.sign(authority.algorithm, &[]);
    for number in 0..count {
        let der = CertificateBuilder::apns(&format!("com.example.app{number:05}"))
            .issuer(authority.clone())
            .raw_signature(signature.clone())
            .build();
        let name = format!("{number:05}.pem");
        fs::write(folder.join(name), pem::encode("CERTIFICATE", &der))?;
    }
    Ok(())
}

/// Writes what `process.py` needs: `certificate.pem`, `key.pem`, `a.p12` to `d.p12`, and the
/// folders `apple-like` and `unknown`.
///
/// # Errors
/// When a folder or a file cannot be written.
pub fn write_all(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(
        folder.join("certificate.pem"),
        pem::encode("CERTIFICATE", &certificate(Issuer::AppleLike)),
    )?;
    fs::write(
        folder.join("key.pem"),
        pem::encode("PRIVATE KEY", &private_key()),
    )?;
    for container in containers() {
        let letter = container.about.split(':').next().unwrap_or_default();
        fs::write(folder.join(letter).with_extension("p12"), &container.der)?;
    }
    write_folder(&folder.join("apple-like"), Issuer::AppleLike, FOLDER_SIZE)?;
    write_folder(&folder.join("unknown"), Issuer::Unknown, FOLDER_SIZE)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The derivations cost what the specification's figures say; the rest is the MAC over the
    /// content, which is most of the file.
    #[test]
    fn work_is_that_of_the_specification() {
        let derived = [12_306, 10_258, 10_247, 50_007, 3_000_007];
        for (container, derived) in containers().iter().zip(derived) {
            let mac = container.work.compressions() - derived;
            let file = container.der.len() / 64;
            assert!(
                (file - 8..file + 4).contains(&mac),
                "{}: {mac} of {file}",
                container.about
            );
        }
    }
}
