//! Makes PKCS#12 files: a profile, and everything between.
//!
//! `cargo run -p pushcert-pkcs12 --example build`
#![expect(clippy::print_stdout, reason = "an example prints")]

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use pushcert_pkcs12::{
    Attributes, Builder, Encryption, HashAlgorithm, Limits, Mac, Pfx, Profile, Protection,
};
use pushcert_testkit::identity::Identity;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let identity = Identity::apns("com.example.app").with_synthetic_chain();
    let key = identity.key.pkcs8_der();
    let mut path: Vec<&[u8]> = vec![&identity.certificate];
    path.extend(identity.chain.iter().map(Vec::as_slice));
    let mut rng = UnwrapErr(SysRng);

    // What most people want.
    let modern = Builder::new(Profile::modern())
        .identity(&key, &path, Some("example"))
        .build("secret", &mut rng)?;
    println!("modern: {} bytes", modern.len());

    // Keys under scrypt and AES-GCM, certificates in the clear, PBMAC1 over all.
    let profile = Profile::unprotected()
        .with_keys(Some(Encryption::scrypt(
            Protection::Pbes2Aes256Gcm,
            1 << 14,
            8,
            1,
        )))
        .with_mac(Some(Mac::pbmac1(HashAlgorithm::Sha256, 100_000)));
    let own = Builder::new(profile)
        .key(&key, Attributes::new().with_friendly_name("push"))
        .certificate(&identity.certificate, Attributes::new())
        .build("secret", &mut rng)?;
    let pfx = Pfx::decode(&own, &Limits::default())?;
    println!("own: {} bytes, MAC {:?}", own.len(), pfx.mac());
    Ok(())
}
