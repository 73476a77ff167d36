//! Writes files for `cargo xtask differential`, with what this crate says of each.
//!
//! `differential --out DIR --rounds N [--corpus DIR]` writes `DIR/NUMBER.p12` and `DIR/list.tsv`, one
//! line for each: name, file, password as hexadecimal (`-` for none), outcome, then the certificates
//! and the keys that come out, in base64 with commas between.
#![expect(clippy::print_stderr, reason = "a program for another program")]

#[path = "../tests/common/arbitrary.rs"]
#[expect(dead_code, reason = "only its source of decisions is used here")]
mod arbitrary;
#[path = "../../../fuzz/src/bodies/damage.rs"]
mod damage;
#[path = "../../../fuzz/src/bodies/tree.rs"]
mod tree;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use pushcert_pkcs12::{BagValue, CertType, Corruption, Error, ErrorKind, Limits, Opened, Pfx};
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::hostile::{self, Section};
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::pem::base64;
use pushcert_testkit::pfx::{Encoding, PfxBuilder};

const PASSWORD: &str = "differential";

struct Input {
    name: String,
    bytes: Vec<u8>,
    password: Option<String>,
}

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match args[..] {
        ["--out", dir, "--rounds", rounds] => run(dir.as_ref(), rounds, None),
        ["--out", dir, "--rounds", rounds, "--corpus", corpus] => {
            run(dir.as_ref(), rounds, Some(corpus.into()))
        }
        _ => Err(io::Error::other(
            "usage: differential --out DIR --rounds N [--corpus DIR]",
        )),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("differential: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(dir: &Path, rounds: &str, corpus: Option<PathBuf>) -> io::Result<()> {
    let rounds: u32 = rounds.parse().map_err(io::Error::other)?;
    let mut inputs = seeds()?;
    inputs.extend(hostile_files());
    inputs.extend(broken(rounds));
    if let Some(corpus) = corpus {
        inputs.extend(of_corpus(&corpus)?);
    }
    let mut list = String::new();
    for (number, input) in inputs.iter().enumerate() {
        let file = format!("{number}.p12");
        fs::write(dir.join(&file), &input.bytes)?;
        let password = match &input.password {
            None => "-".to_owned(),
            Some(password) => password.bytes().fold(String::new(), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            }),
        };
        let (outcome, certificates, keys) = judge(input);
        let _ = writeln!(
            list,
            "{}\t{file}\t{password}\t{outcome}\t{certificates}\t{keys}",
            input.name
        );
    }
    fs::write(dir.join("list.tsv"), list)
}

/// Outcome, certificates, keys.
fn judge(input: &Input) -> (String, String, String) {
    let limits = Limits::default();
    let outcome = Pfx::decode(&input.bytes, &limits)
        .and_then(|pfx| pfx.open(input.password.as_deref(), &limits));
    match outcome {
        Ok(opened) => contents(&opened),
        Err(error) => (refusal(&error), String::new(), String::new()),
    }
}

fn contents(opened: &Opened) -> (String, String, String) {
    let (mut certificates, mut keys, mut locked) = (Vec::new(), Vec::new(), "");
    for bag in opened.bags() {
        match bag.value() {
            BagValue::Cert {
                cert_type: CertType::X509,
                der,
            } => certificates.push(base64(der)),
            BagValue::ShroudedKey(key) if key.key.is_err() => locked = " but a key",
            value => keys.extend(value.private_key().map(base64)),
        }
    }
    let list = |mut all: Vec<String>| {
        all.iter_mut().for_each(|text| text.retain(|c| c != '\n'));
        all.sort();
        all.join(",")
    };
    (format!("opened{locked}"), list(certificates), list(keys))
}

/// The kind of the error, and of the corruption; without operands.
fn refusal(error: &Error) -> String {
    let debug = match error.kind() {
        ErrorKind::Corrupt {
            what: Corruption::Malformed(malformation),
        } => format!("corrupt {malformation:?}"),
        ErrorKind::Corrupt {
            what: Corruption::Parameters(kind),
        } => format!("corrupt {kind:?}"),
        ErrorKind::Corrupt { what } => format!("corrupt {what:?}"),
        ErrorKind::WrongPassword { layer } => format!("password {layer:?}"),
        ErrorKind::LimitExceeded { limit, .. } => format!("limit {}", limit.as_str()),
        kind => format!("{kind:?}"),
    };
    let end = debug.find(['{', '(']).unwrap_or(debug.len());
    debug[..end].trim().to_owned()
}

/// The seeds of the fuzz target.
fn seeds() -> io::Result<Vec<Input>> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds/pkcs12_decode");
    let mut files: Vec<PathBuf> = fs::read_dir(&dir)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<_>>()?;
    files.sort();
    let name = |file: &Path| format!("seed/{}", file.file_name().unwrap_or_default().display());
    files
        .iter()
        .map(|file| {
            Ok(Input {
                name: name(file),
                bytes: fs::read(file)?,
                password: Some("fuzz".to_owned()),
            })
        })
        .collect()
}

/// Hostile containers, and other files under the name of one. Not the largest: what they cost is
/// tested elsewhere.
fn hostile_files() -> Vec<Input> {
    [Section::Container, Section::Pkcs12]
        .into_iter()
        .flat_map(hostile::section)
        .filter(|entry| entry.file_name.ends_with(".p12") && entry.bytes.len() < 1 << 20)
        .map(|entry| Input {
            name: format!("hostile/{}", entry.name),
            bytes: entry.bytes,
            password: entry.password,
        })
        .collect()
}

/// Files as programs write them, with a real key and certificate.
fn good() -> Vec<Vec<u8>> {
    let leaf = CertificateBuilder::apns("com.example.app").key(&TestKey::ec_p256(0));
    let identity = Identity::new(&leaf).named("push");
    let keychain = PfxBuilder::keychain_style(PASSWORD, &identity);
    [
        PfxBuilder::openssl3_default(PASSWORD, &identity),
        PfxBuilder::openssl3_default(PASSWORD, &identity).without_mac(),
        PfxBuilder::openssl_legacy(PASSWORD, &identity),
        PfxBuilder::keytool17(PASSWORD, &identity),
        PfxBuilder::modern(PASSWORD, &identity, 5),
        PfxBuilder::modern(PASSWORD, &identity, 5).without_mac(),
        PfxBuilder::plain(&identity).without_mac(),
        keychain.clone().without_mac(),
        keychain
            .clone()
            .encoding(Encoding::BerEverywhere(300))
            .without_mac(),
        keychain,
    ]
    .iter()
    .map(PfxBuilder::build)
    .collect()
}

/// Each of the good ones in turn, broken up to three times or turned into BER; the same ones in
/// every run.
fn broken(rounds: u32) -> Vec<Input> {
    let good = good();
    let mut state = 7_u32;
    let mut decisions = |count: usize| -> Vec<u8> {
        (0..count)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state.to_be_bytes()[0]
            })
            .collect()
    };
    let mut inputs = Vec::new();
    for (round, file) in (0..rounds).zip(good.iter().cycle()) {
        let mut bytes = file.clone();
        for _ in 0..(round / 10) % 4 {
            let [kind, high, low, value] = decisions(4)[..] else {
                continue;
            };
            bytes = damage::damaged(&bytes, [kind, high, low, value]);
        }
        if round % 3 == 0
            && let Some(nodes) = tree::parse(&bytes)
        {
            bytes = tree::encode_ber(&nodes, &mut arbitrary::Source(&decisions(200)));
        }
        inputs.push(Input {
            name: format!("broken/{round}"),
            bytes,
            password: Some(PASSWORD.to_owned()),
        });
    }
    inputs
}

/// The files of `manifest.tsv`, with their passwords.
fn of_corpus(dir: &Path) -> io::Result<Vec<Input>> {
    let manifest = fs::read_to_string(dir.join("manifest.tsv"))?;
    manifest
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, cells.nth(2)?))
        })
        .map(|(file, password)| {
            let none = ["<none>", "<empty>", "<null>"].contains(&password);
            Ok(Input {
                name: format!("corpus/{file}"),
                bytes: fs::read(dir.join(file))?,
                password: (!none).then(|| password.to_owned()),
            })
        })
        .collect()
}
