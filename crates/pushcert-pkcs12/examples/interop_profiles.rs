//! Writes files in every profile, with a manifest, for `cargo xtask interop`: other programs open
//! them and have to give back the same keys and certificates.
//!
//! ```sh
//! cargo run -p pushcert-pkcs12 --example interop_profiles -- DIR
//! ```
//!
//! Salts and initialisation vectors come from a counter here, so that two runs write the same
//! bytes. Never do that for a real file.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program")]

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use pushcert_pkcs12::{Builder, Profile};
use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::interop::{self, File};
use pushcert_testkit::key::TestKey;
use pushcert_testkit::random::Predictable;

/// Every current program, as it is installed.
const CURRENT: &[&str] = &[
    "openssl-3",
    "openssl-3-legacy",
    "java-17",
    "bouncy-castle",
    "nss",
    "gnutls",
    "pyca",
    "node",
];
/// Those that take a password outside ASCII.
const NON_ASCII: &[&str] = &[
    "openssl-3",
    "openssl-3-legacy",
    "bouncy-castle",
    "nss",
    "gnutls",
    "pyca",
    "node",
];
/// Those that read RC2 without being told to.
const WITH_RC2: &[&str] = &[
    "openssl-3-legacy",
    "java-17",
    "bouncy-castle",
    "nss",
    "gnutls",
    "pyca",
];
/// Go's package, which knows the old algorithms only.
const GO: &[&str] = &["go-x-crypto", "go-x-crypto-topem"];
/// Its function for files with more than one certificate or key.
const GO_TO_PEM: &[&str] = &["go-x-crypto-topem"];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [dir] = args.as_slice() else {
        eprintln!("usage: interop_profiles DIR");
        return ExitCode::from(2);
    };
    match write(Path::new(dir)) {
        Ok(count) => {
            println!("wrote {count} files");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("interop_profiles: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(dir: &Path) -> Result<usize, Box<dyn Error>> {
    let mut files = Vec::new();
    for (name, profile) in [
        ("p12-modern", Profile::modern()),
        ("p12-compatible", Profile::compatible()),
        ("p12-legacy", Profile::legacy()),
    ] {
        for content in contents() {
            files.push(file(name, profile, &content, ("ascii", "interop"))?);
        }
        let single = &contents()[0];
        files.push(file(name, profile, single, ("non-ascii", "pässwörd ключ"))?);
        files.push(file(name, profile, single, ("empty", ""))?);
    }
    interop::write(dir, &files)?;
    Ok(files.len())
}

/// A name, and the identities that go into one file.
type Content = (&'static str, Vec<Identity>);

fn contents() -> Vec<Content> {
    let identity =
        |id: &str, key: &TestKey| Identity::new(&CertificateBuilder::apns(id).key(key)).named(id);
    let rsa = identity("com.example.app", &TestKey::rsa2048(0));
    let ec = identity("com.example.ec", &TestKey::ec_p256(0));
    let other = identity("com.example.other", &TestKey::rsa2048(1));
    vec![
        ("rsa", vec![rsa]),
        ("ec", vec![ec.clone()]),
        ("rsa-three-certificates", vec![below_intermediate()]),
        ("ec-with-issuer", vec![ec.clone().with_synthetic_chain()]),
        ("two-identities", vec![other, ec]),
    ]
}

/// A certificate by the issuing authority, which the root has certified.
fn below_intermediate() -> Identity {
    let root = Authority::synthetic();
    let issuing = Authority::synthetic_intermediate();
    let chain = vec![issuing.certificate_by(&root), root.certificate()];
    let leaf = CertificateBuilder::apns("com.example.chain")
        .key(&TestKey::rsa2048(2))
        .issuer(issuing);
    Identity::new(&leaf).named("com.example.chain").chain(chain)
}

fn file(
    profile_name: &str,
    profile: Profile,
    (content_name, identities): &Content,
    (password_name, password): (&str, &str),
) -> Result<File, Box<dyn Error>> {
    let name = format!("{profile_name}-{content_name}-{password_name}");
    let mut builder = Builder::new(profile);
    for identity in identities {
        let leaf = std::iter::once(&identity.certificate);
        let certificates: Vec<&[u8]> = leaf.chain(&identity.chain).map(Vec::as_slice).collect();
        let friendly_name = identity.friendly_name.as_deref();
        builder = builder.identity(&identity.key.pkcs8_der(), &certificates, friendly_name);
    }
    let mut rng = Predictable::new(&name);
    let bytes = builder.build(password, &mut rng)?;
    let identities: Vec<&Identity> = identities.iter().collect();
    let file = File::new(&name, password, &identities, bytes.to_vec());
    Ok(file.must_open(&readers(profile_name, content_name, password)))
}

/// Who has to open it.
fn readers(profile: &str, content: &str, password: &str) -> Vec<&'static str> {
    let plain = content == "rsa" || content == "ec";
    let base = match profile {
        "p12-legacy" => WITH_RC2,
        _ => CURRENT,
    };
    let mut all = base.to_vec();
    if !password.is_ascii() {
        all.retain(|name| NON_ASCII.contains(name));
    }
    if password.is_empty() && profile == "p12-modern" {
        // It has no PBES2 with an empty password.
        all.retain(|name| *name != "bouncy-castle");
    }
    if profile != "p12-modern" {
        all.extend(if plain { GO } else { GO_TO_PEM });
    }
    all
}
