//! The seeds of the fuzz targets: `fuzz_seeds --out DIR` writes `DIR/TARGET/NAME`, and
//! `fuzz_seeds --check DIR` fails where a file differs, is missing, or is not one of ours.
//!
//! They are small on purpose: EC keys, one certificate, few iterations. The password of every seed
//! is `fuzz`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program")]

#[path = "fuzz_seeds/requests.rs"]
mod requests;
#[path = "fuzz_seeds/revocation.rs"]
mod revocation;
#[path = "fuzz_seeds/taps.rs"]
mod taps;
#[path = "fuzz_seeds/written.rs"]
mod written;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use pushcert_testkit::cert::{CertificateBuilder, topics, voip_topics};
use pushcert_testkit::der;
use pushcert_testkit::digest::Digest;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::{LegacyCipher, TestKey, encrypted_pkcs8, legacy_pem};
use pushcert_testkit::pbe::{Password, Protection};
use pushcert_testkit::pem::{self, Style};
use pushcert_testkit::pfx::{Bag, Encoding, Mac, Part, PfxBuilder};

const PASSWORD: &str = "fuzz";

/// `TARGET/NAME` and the bytes.
type Seeds = BTreeMap<String, Vec<u8>>;

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let outcome = match args.as_slice() {
        [what, dir] if what == "--out" => write(Path::new(dir)),
        [what, dir] if what == "--check" => check(Path::new(dir)),
        _ => Err(io::Error::other(
            "usage: fuzz_seeds --out DIR | --check DIR",
        )),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("fuzz_seeds: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(dir: &Path) -> io::Result<()> {
    let seeds = seeds();
    for (name, bytes) in &seeds {
        let path = dir.join(name);
        fs::create_dir_all(path.parent().unwrap_or(dir))?;
        fs::write(path, bytes)?;
    }
    for stray in there(dir)?.keys().filter(|name| !seeds.contains_key(*name)) {
        fs::remove_file(dir.join(stray))?;
    }
    println!("{}: {} seeds", dir.display(), seeds.len());
    Ok(())
}

fn check(dir: &Path) -> io::Result<()> {
    let (seeds, there) = (seeds(), there(dir)?);
    let mut names: Vec<&String> = seeds.keys().chain(there.keys()).collect();
    names.sort();
    names.dedup();
    names.retain(|name| seeds.get(*name) != there.get(*name));
    if names.is_empty() {
        println!("{}: {} seeds as built", dir.display(), seeds.len());
        return Ok(());
    }
    let list: String = names.iter().map(|name| format!("\n  {name}")).collect();
    Err(io::Error::other(format!(
        "{}: not as built:{list}\nrun `cargo xtask fixtures`",
        dir.display()
    )))
}

/// What is in the folders of the targets now.
fn there(dir: &Path) -> io::Result<Seeds> {
    let mut found = Seeds::new();
    for target in fs::read_dir(dir)? {
        let target = target?;
        if !target.file_type()?.is_dir() {
            continue;
        }
        for file in fs::read_dir(target.path())? {
            let file = file?;
            let (folder, name) = (target.file_name(), file.file_name());
            let name = format!("{}/{}", folder.to_string_lossy(), name.to_string_lossy());
            found.insert(name, fs::read(file.path())?);
        }
    }
    Ok(found)
}

fn seeds() -> Seeds {
    let groups = [
        ("pkcs12_decode", containers()),
        ("pem_scan", texts()),
        ("x509_certificate", certificates()),
        ("apple_extensions", extensions()),
        ("private_key", keys()),
        ("csr", requests::requests()),
        ("mdm_request", requests::signed()),
        ("plist", requests::property_lists()),
    ];
    let mut all = Seeds::new();
    for (target, seeds) in groups {
        for (name, bytes) in seeds {
            // What one parser reads, the whole way reads as well.
            if target != "apple_extensions" {
                all.insert(format!("check_any/{name}"), bytes.clone());
            }
            all.insert(format!("{target}/{name}"), bytes);
        }
    }
    let made = [
        ("pkcs12_roundtrip", written::contents()),
        ("pkcs12_structured", written::damages()),
        ("ber_normalise", written::elements()),
        ("crl", revocation::lists()),
        ("ocsp", revocation::responses()),
        ("x509_certificate", revocation::parties()),
        ("connection_taps", taps::streams()),
    ];
    for (target, seeds) in made {
        for (name, bytes) in seeds {
            all.insert(format!("{target}/{name}"), bytes);
        }
    }
    for (name, bytes) in others() {
        all.insert(format!("check_any/{name}"), bytes);
    }
    all
}

type Group = Vec<(&'static str, Vec<u8>)>;

fn leaf(builder: CertificateBuilder) -> CertificateBuilder {
    builder
        .key(&TestKey::ec_p256(0))
        .valid("2026-01-01T00:00:00Z", "2027-01-31T00:00:00Z")
}

fn identity() -> Identity {
    Identity::new(&leaf(CertificateBuilder::apns("com.example.app"))).named("push")
}

fn containers() -> Group {
    let identity = identity();
    let keychain = PfxBuilder::keychain_style(PASSWORD, &identity);
    let ber = keychain.clone().encoding(Encoding::BerEverywhere(1000));
    let zero_bytes = PfxBuilder::keychain_style(Password::zero_bytes(), &identity);
    let mut group = vec![
        ("keychain.p12", keychain.clone()),
        ("keychain-ber.p12", ber),
        ("no-mac.p12", keychain.clone().without_mac()),
        ("trailing.p12", keychain.trailing(&[0; 8])),
        (
            "openssl3.p12",
            PfxBuilder::openssl3_default(PASSWORD, &identity),
        ),
        ("plain.p12", PfxBuilder::plain(&identity)),
        ("empty.p12", PfxBuilder::keychain_style("", &identity)),
        ("zero-bytes.p12", zero_bytes),
        (
            "keytool-bomb.p12",
            PfxBuilder::keytool17(PASSWORD, &identity),
        ),
    ];
    group.extend(rare_containers(&identity));
    group
        .into_iter()
        .map(|(name, pfx)| (name, pfx.build()))
        .collect()
}

/// Parts, bags and MACs that few programs write.
fn rare_containers(identity: &Identity) -> Vec<(&'static str, PfxBuilder)> {
    let with = |part: Part, mac: Mac| PfxBuilder::new(PASSWORD).part(part).mac(mac);
    let sealed = |protection| Part::new(protection).bag(Bag::cert(&identity.certificate));
    let rare = Part::new(Protection::None)
        .bag(Bag::crl(&[0x30, 0]))
        .bag(Bag::secret("1.2.3", &[4, 1, 7]))
        .bag(Bag::nested(vec![Bag::nested(vec![Bag::sdsi_cert("x")])]));
    let mac = || Mac::new(Digest::Sha256, 1);
    let pbmac1 = Mac::pbmac1(Digest::Sha256, 1);
    let sha512 = Mac::new(Digest::Sha512, 1);
    vec![
        ("rare-bags.p12", with(rare, mac())),
        (
            "pbmac1.p12",
            with(sealed(Protection::pbes2_aes256(1)), pbmac1),
        ),
        ("sha512.p12", with(sealed(Protection::rc4_40(1)), sha512)),
        ("enveloped.p12", with(Part::enveloped(), mac())),
        ("no-part.p12", PfxBuilder::new(PASSWORD).mac(mac())),
    ]
}

fn texts() -> Group {
    let identity = identity();
    let certificate = &identity.certificate;
    let block = Style::new().encode("CERTIFICATE", certificate);
    let crlf = Style::new().bom().line_end("\r\n").columns(76);
    let glued = format!(
        "{}{block}",
        Style::new().glued().encode("CERTIFICATE", certificate)
    );
    let legacy = LegacyCipher::Aes128;
    vec![
        ("identity.pem", identity.pem().into_bytes()),
        (
            "bom-crlf.pem",
            crlf.encode("CERTIFICATE", certificate).into_bytes(),
        ),
        ("utf16.pem", pem::utf16_le(&block)),
        ("glued.pem", glued.into_bytes()),
        (
            "no-end.pem",
            Style::new()
                .without_end()
                .encode("CERTIFICATE", certificate)
                .into_bytes(),
        ),
        (
            "lower-case.pem",
            Style::new()
                .lower_case()
                .indent("  ")
                .encode("CERTIFICATE", &[0x30, 0])
                .into_bytes(),
        ),
        (
            "other-end.pem",
            Style::new()
                .end_label("KEY")
                .encode("CERTIFICATE", &[0x30, 0])
                .into_bytes(),
        ),
        (
            "preamble.pem",
            Style::new()
                .preamble("Bag Attributes\n")
                .encode("X509 CRL", &[0x30, 0])
                .into_bytes(),
        ),
        (
            "legacy-key.pem",
            legacy_pem("EC PRIVATE KEY", &identity.key.sec1_der(), legacy, PASSWORD).into_bytes(),
        ),
        ("bare.pem", pem::base64(certificate).into_bytes()),
    ]
}

fn certificates() -> Group {
    let build = |builder: CertificateBuilder| leaf(builder).build();
    vec![
        (
            "apns.cer",
            build(CertificateBuilder::apns("com.example.app")),
        ),
        (
            "apns-2016.cer",
            build(CertificateBuilder::apns_2016("com.example.app")),
        ),
        (
            "sandbox.cer",
            build(CertificateBuilder::apns_sandbox("com.example.app")),
        ),
        (
            "development.cer",
            build(CertificateBuilder::apns_development_2010("com.example.app")),
        ),
        (
            "voip.cer",
            build(CertificateBuilder::voip("com.example.app")),
        ),
        (
            "website.cer",
            build(CertificateBuilder::website_push("web.com.example")),
        ),
        (
            "pass.cer",
            build(CertificateBuilder::pass_type_id("pass.com.example")),
        ),
        (
            "mdm-push.cer",
            build(CertificateBuilder::mdm_push(
                "6f4a0c5e-0000-4000-8000-000000000001",
            )),
        ),
        (
            "mdm-vendor.cer",
            build(CertificateBuilder::mdm_vendor("Example Ltd.")),
        ),
        (
            "version-1.cer",
            build(CertificateBuilder::apns("com.example.app").version_1()),
        ),
        (
            "backwards.cer",
            build(CertificateBuilder::apns("com.example.app"))
                .into_iter()
                .rev()
                .collect(),
        ),
    ]
}

/// The first byte chooses the extension, in the order of `APPLE_EXTENSIONS` of the target.
fn extensions() -> Group {
    let with = |choice: u8, value: Vec<u8>| [vec![choice], value].concat();
    let null = vec![5, 0];
    let flat = [
        ("com.example.fuzz", "topic"),
        ("com.example.fuzz.voip", "voip"),
    ];
    vec![
        ("sandbox", with(0, null.clone())),
        ("production", with(1, null.clone())),
        ("voip-bundle", with(2, utf8("com.example.fuzz"))),
        (
            "voip-topics",
            with(
                3,
                voip_topics(&["com.example.fuzz", "com.example.fuzz.voip"]),
            ),
        ),
        ("voip-marker", with(4, null)),
        ("topics", with(5, topics(&flat))),
        (
            "topics-without-labels",
            with(5, [vec![0x30, 18], utf8("com.example.fuzz")].concat()),
        ),
        ("topics-empty", with(5, vec![0x30, 0])),
        ("pass", with(6, utf8("pass.com.example"))),
        ("website", with(7, utf8("web.com.example"))),
    ]
}

fn utf8(text: &str) -> Vec<u8> {
    let length = u8::try_from(text.len()).unwrap_or(u8::MAX);
    [&[0x0c, length], text.as_bytes()].concat()
}

fn keys() -> Group {
    let (ec, rsa) = (TestKey::ec_p256(0), TestKey::rsa(512));
    let locked = |protection: Protection| encrypted_pkcs8(&ec, &protection, PASSWORD);
    let pem_key = |label, der: &[u8]| pem::encode(label, der).into_bytes();
    // Version, p, q, g, y, x: the old form of OpenSSL, the only one that holds y.
    let dsa = der::seq([0, 23, 11, 4, 8, 7].map(der::int));
    vec![
        ("ec-pkcs8.key", ec.pkcs8_der()),
        ("ec-sec1.key", ec.sec1_der()),
        ("ec-v2-mismatch.key", ec.pkcs8_v2_der(&TestKey::ec_p256(1))),
        ("rsa-pkcs8.key", rsa.pkcs8_der()),
        ("rsa-pkcs1.key", rsa.pkcs1_der()),
        ("dsa-old.key", dsa),
        ("ed25519.key", TestKey::ed25519().pkcs8_der()),
        ("locked-3des.key", locked(Protection::triple_des(1))),
        ("locked-aes.key", locked(Protection::pbes2_aes256(1))),
        (
            "lying-label.key",
            pem_key("RSA PRIVATE KEY", &ec.pkcs8_der()),
        ),
        (
            "locked.key",
            pem_key("ENCRYPTED PRIVATE KEY", &locked(Protection::rc2_40(1))),
        ),
    ]
}

fn others() -> Group {
    vec![
        (
            "login.html",
            b"<!DOCTYPE html><html><title>Sign in</title></html>".to_vec(),
        ),
        ("archive.zip", b"PK\x03\x04\x14\0\0\0".to_vec()),
        (
            "keystore.jks",
            vec![0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, 0, 0, 0, 0],
        ),
        (
            "profile.mobileprovision",
            b"<?xml version=\"1.0\"?><plist><dict/></plist>".to_vec(),
        ),
        ("nothing", Vec::new()),
        ("text", b"not a credential".to_vec()),
    ]
}
