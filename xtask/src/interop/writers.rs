//! Files of other programs, which our reader has to open with the same key and certificates.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::case::{Case, Identity};
use super::consumer::{Consumer, java, java_source, python_source};
use super::install::python;
use super::{Place, claims, gnutls, nss, openssl, pem, run};
use crate::conformance::program::Program;
use crate::parallel;

/// The password of the files.
const PASSWORD: &str = "interop";
/// The files whose identities are written: an RSA key with two certificates, and an EC key.
const MODELS: &[(&str, &str)] = &[("rsa", "with-issuer-keytool-17"), ("ec", "ec-p256-aes-256")];

/// Files with an algorithm that our reader does not implement, and has to say so.
const UNSUPPORTED: &[&str] = &["openssl-seed.p12"];

/// What a program is to write of: the same identity in each form.
struct Model<'a> {
    name: &'a str,
    identity: &'a Identity,
    key_der: PathBuf,
    certificates_der: Vec<PathBuf>,
    key_pem: PathBuf,
    certificates_pem: PathBuf,
    /// A file of ours, for programs that only take those.
    p12: &'a Path,
    /// Where to write.
    folder: PathBuf,
}

/// Who writes, the consumer that has to be wanted for it, and how.
type Writer = (&'static str, fn(&Place, &Model<'_>) -> Result<(), String>);

const WRITERS: &[Writer] = &[
    ("openssl-3-legacy", openssl),
    ("java-17", keytool),
    ("java-17", java_17),
    ("bouncy-castle", bouncy_castle),
    ("nss", pk12util),
    ("gnutls", certtool),
    ("pyca", pyca),
];

/// Lets every wanted program write, and our reader open what was written.
pub(super) fn check(
    place: &Place,
    program: &Path,
    cases: &[Case],
    wanted: &[&Consumer],
) -> Result<Vec<String>, String> {
    let mut failures = Vec::new();
    for (name, file) in MODELS {
        let case = cases.iter().find(|case| case.name == *file);
        let case = case.ok_or_else(|| format!("no file {file}"))?;
        let model = Model::new(place, name, case)?;
        for (consumer, write) in WRITERS {
            if wanted.iter().any(|one| one.name == *consumer) {
                let written = write(place, &model);
                failures.extend(
                    written
                        .err()
                        .map(|text| format!("{consumer}: {name}: {text}")),
                );
            }
        }
        failures.extend(read_back(program, &model)?);
    }
    Ok(failures)
}

fn read_back(program: &Path, model: &Model<'_>) -> Result<Vec<String>, String> {
    let entries = std::fs::read_dir(&model.folder).map_err(|e| e.to_string())?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    println!(
        "interop: {} files of other programs ({})",
        files.len(),
        model.name
    );
    let program = Program::new(program.to_owned());
    let outcomes = parallel::map(&files, |file| {
        let report = claims::check(&program, file, PASSWORD)?;
        if UNSUPPORTED.iter().any(|name| file.ends_with(name)) {
            return claims::unsupported(&report);
        }
        claims::same(&report, std::slice::from_ref(model.identity))
    });
    let name = |file: &Path| {
        file.file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let all = files.iter().zip(outcomes);
    Ok(all
        .filter_map(|(file, outcome)| {
            let text = outcome.err()?;
            Some(format!("pushcert: {} ({}): {text}", name(file), model.name))
        })
        .collect())
}

impl<'a> Model<'a> {
    fn new(place: &Place, name: &'a str, case: &'a Case) -> Result<Self, String> {
        let identity = case.identities.first().ok_or("a file without identity")?;
        let folder = place.fresh(&format!("writers-{name}"))?;
        let write = |file: &str, bytes: &[u8]| place.write(&format!("model-{name}-{file}"), bytes);
        let mut certificates_pem = String::new();
        let mut certificates_der = Vec::new();
        for (index, der) in identity.certificates_der.iter().enumerate() {
            certificates_der.push(write(&format!("{index}.cer"), der)?);
            certificates_pem.push_str(&pem::encode("CERTIFICATE", der));
        }
        let key_pem = pem::encode("PRIVATE KEY", &identity.key_der);
        Ok(Self {
            name,
            key_der: write("key.der", &identity.key_der)?,
            key_pem: write("key.pem", key_pem.as_bytes())?,
            certificates_pem: write("certificates.pem", certificates_pem.as_bytes())?,
            certificates_der,
            identity,
            p12: &case.path,
            folder,
        })
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.p12"))
    }
}

/// The name of a file, and the options of `openssl pkcs12 -export`.
const OPENSSL: &[(&str, &[&str])] = &[
    ("default", &[]),
    ("legacy", &["-legacy"]),
    ("legacy-descert", &["-legacy", "-descert"]),
    (
        "3des",
        &["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES"],
    ),
    (
        "2des",
        &["-keypbe", "PBE-SHA1-2DES", "-certpbe", "PBE-SHA1-2DES"],
    ),
    (
        "rc2-40",
        &[
            "-legacy",
            "-keypbe",
            "PBE-SHA1-RC2-40",
            "-certpbe",
            "PBE-SHA1-RC2-40",
        ],
    ),
    (
        "rc2-128",
        &[
            "-legacy",
            "-keypbe",
            "PBE-SHA1-RC2-128",
            "-certpbe",
            "PBE-SHA1-RC2-128",
        ],
    ),
    (
        "rc4-40",
        &[
            "-legacy",
            "-keypbe",
            "PBE-SHA1-RC4-40",
            "-certpbe",
            "PBE-SHA1-RC4-40",
        ],
    ),
    (
        "rc4-128",
        &[
            "-legacy",
            "-keypbe",
            "PBE-SHA1-RC4-128",
            "-certpbe",
            "PBE-SHA1-RC4-128",
        ],
    ),
    (
        "md5-des",
        &[
            "-legacy",
            "-keypbe",
            "PBE-MD5-DES",
            "-certpbe",
            "PBE-MD5-DES",
        ],
    ),
    (
        "sha1-des",
        &[
            "-legacy",
            "-keypbe",
            "PBE-SHA1-DES",
            "-certpbe",
            "PBE-SHA1-DES",
        ],
    ),
    (
        "aes-128",
        &["-keypbe", "AES-128-CBC", "-certpbe", "AES-128-CBC"],
    ),
    (
        "aes-192",
        &["-keypbe", "AES-192-CBC", "-certpbe", "AES-192-CBC"],
    ),
    (
        "camellia-256",
        &[
            "-keypbe",
            "CAMELLIA-256-CBC",
            "-certpbe",
            "CAMELLIA-128-CBC",
        ],
    ),
    (
        "aria-256",
        &["-keypbe", "ARIA-256-CBC", "-certpbe", "ARIA-128-CBC"],
    ),
    (
        "des-ede3",
        &["-keypbe", "DES-EDE3-CBC", "-certpbe", "DES-EDE3-CBC"],
    ),
    (
        "des",
        &["-legacy", "-keypbe", "DES-CBC", "-certpbe", "DES-CBC"],
    ),
    (
        "rc2",
        &["-legacy", "-keypbe", "RC2-CBC", "-certpbe", "RC2-CBC"],
    ),
    (
        "blowfish",
        &["-legacy", "-keypbe", "BF-CBC", "-certpbe", "BF-CBC"],
    ),
    (
        "cast5",
        &["-legacy", "-keypbe", "CAST5-CBC", "-certpbe", "CAST5-CBC"],
    ),
    (
        "seed",
        &["-legacy", "-keypbe", "SEED-CBC", "-certpbe", "SEED-CBC"],
    ),
    ("certificates-open", &["-certpbe", "NONE"]),
    ("all-open", &["-keypbe", "NONE", "-certpbe", "NONE"]),
    (
        "all-open-no-mac",
        &["-keypbe", "NONE", "-certpbe", "NONE", "-nomac"],
    ),
    ("no-mac", &["-nomac"]),
    ("mac-md5", &["-macalg", "md5"]),
    ("mac-sha1", &["-macalg", "sha1"]),
    ("mac-sha384", &["-macalg", "sha384"]),
    ("mac-sha512", &["-macalg", "sha512"]),
    ("mac-sha512-256", &["-macalg", "sha512-256"]),
    ("mac-sha3-256", &["-macalg", "sha3-256"]),
    ("no-iterations", &["-noiter", "-nomaciter"]),
    ("iterations", &["-iter", "100000"]),
    (
        "names",
        &["-name", "push «ключ»", "-CSP", "provider", "-LMK"],
    ),
    ("key-exchange", &["-keyex"]),
];

fn openssl(_: &Place, model: &Model<'_>) -> Result<(), String> {
    for (name, options) in OPENSSL {
        let mut command = openssl::pkcs12(PASSWORD, &["-passout"]);
        command.args(["-export", "-inkey"]).arg(&model.key_pem);
        command.arg("-in").arg(&model.certificates_pem);
        command.args(*options).arg("-out");
        command.arg(model.file(&format!("openssl-{name}")));
        run::must(&mut command, None)?;
    }
    Ok(())
}

/// `keytool` copies one of our files into a store of its own.
fn keytool(_: &Place, model: &Model<'_>) -> Result<(), String> {
    let algorithms = [
        ("default", ""),
        ("legacy", "-J-Dkeystore.pkcs12.legacy"),
        (
            "aes-128",
            "-J-Dkeystore.pkcs12.keyProtectionAlgorithm=PBEWithHmacSHA512AndAES_128",
        ),
        ("no-mac", "-J-Dkeystore.pkcs12.macAlgorithm=NONE"),
        (
            "certificates-open",
            "-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE",
        ),
    ];
    for (name, option) in algorithms {
        let mut command = Command::new("keytool");
        command.args(["-importkeystore", "-noprompt", "-srckeystore"]);
        command.arg(model.p12).args(["-srcstoretype", "PKCS12"]);
        command.args([
            "-srcstorepass:env",
            "PASSWORD",
            "-deststorepass:env",
            "PASSWORD",
        ]);
        command.args(["-deststoretype", "PKCS12", "-destkeystore"]);
        command.arg(model.file(&format!("keytool-{name}")));
        if !option.is_empty() {
            command.arg(option);
        }
        run::must(command.env("PASSWORD", PASSWORD), None)?;
    }
    Ok(())
}

fn java_17(place: &Place, model: &Model<'_>) -> Result<(), String> {
    java_store(place, model, "sun")
}

fn bouncy_castle(place: &Place, model: &Model<'_>) -> Result<(), String> {
    java_store(place, model, "bc")
}

fn java_store(place: &Place, model: &Model<'_>, which: &str) -> Result<(), String> {
    let algorithm = if model.name == "ec" { "EC" } else { "RSA" };
    let mut command = java(&java_source(place)?);
    command
        .args(["write", which])
        .arg(&model.folder)
        .arg(algorithm);
    command.arg(&model.key_der).args(&model.certificates_der);
    run::must(&mut command, None).map(drop)
}

/// The name of a file, and the options of `pk12util -o`.
const PK12UTIL: &[(&str, &[&str])] = &[
    ("default", &[]),
    ("aes-256", &["-c", "AES-256-CBC", "-C", "AES-256-CBC"]),
    ("aes-192", &["-c", "AES-192-CBC", "-C", "AES-192-CBC"]),
    ("aes-128", &["-c", "AES-128-CBC", "-C", "AES-128-CBC"]),
    (
        "camellia-256",
        &["-c", "CAMELLIA-256-CBC", "-C", "CAMELLIA-256-CBC"],
    ),
    ("3des-rc2", &["-c", "DES-EDE3-CBC", "-C", "RC2-CBC"]),
    ("3des-rc4", &["-c", "DES-EDE3-CBC", "-C", "RC4"]),
    ("certificates-open", &["-C", "NONE"]),
    ("mac-sha1", &["-M", "SHA-1"]),
    ("mac-sha384", &["-M", "SHA-384"]),
    ("mac-sha512", &["-M", "SHA-512"]),
];

/// What was imported is exported again.
fn pk12util(place: &Place, model: &Model<'_>) -> Result<(), String> {
    let folder = nss::database(place, &format!("writer-{}", model.name))?;
    let password = nss::password_file(&folder, PASSWORD)?;
    let start = || {
        let mut command = Command::new("pk12util");
        command.arg("-d").arg(&folder).arg("-w").arg(&password);
        command
    };
    // Its own reader takes the nickname from the file.
    let named = place.write(&format!("model-{}-named.p12", model.name), "")?;
    let mut export = openssl::pkcs12(PASSWORD, &["-passout"]);
    export
        .args(["-export", "-name", "push", "-inkey"])
        .arg(&model.key_pem);
    export
        .arg("-in")
        .arg(&model.certificates_pem)
        .arg("-out")
        .arg(&named);
    run::must(&mut export, None)?;
    run::must(start().arg("-i").arg(named), None)?;
    for (name, options) in PK12UTIL {
        let mut command = start();
        command.args(["-n", "push"]).args(*options).arg("-o");
        command.arg(model.file(&format!("nss-{name}")));
        run::must(&mut command, None)?;
    }
    Ok(())
}

/// The values of `--pkcs-cipher`.
const CERTTOOL: &[&str] = &[
    "3des-pkcs12",
    "3des",
    "aes-128",
    "aes-192",
    "aes-256",
    "rc2-40",
    "arcfour",
];

fn certtool(place: &Place, model: &Model<'_>) -> Result<(), String> {
    let template = place.root.join("writer.cfg");
    for cipher in CERTTOOL {
        let mut command = gnutls::certtool(&template, PASSWORD)?;
        command.args([
            "--to-p12",
            "--outder",
            "--p12-name",
            "push",
            "--pkcs-cipher",
            cipher,
        ]);
        command.arg("--load-privkey").arg(&model.key_pem);
        command
            .arg("--load-certificate")
            .arg(&model.certificates_pem);
        command
            .arg("--outfile")
            .arg(model.file(&format!("gnutls-{cipher}")));
        run::must(&mut command, None)?;
    }
    Ok(())
}

fn pyca(place: &Place, model: &Model<'_>) -> Result<(), String> {
    let mut command = Command::new(python(place));
    command
        .arg(python_source(place)?)
        .arg("write")
        .arg(&model.folder);
    command.arg(&model.key_der).args(&model.certificates_der);
    run::must(&mut command, None).map(drop)
}
