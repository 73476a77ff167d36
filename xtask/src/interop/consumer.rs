//! The programs that open files: how each is installed, told apart and started.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::answer::Answer;
use super::case::Case;
use super::install::{Need, PYCA, What, python};
use super::{Place, batch, gnutls, nss, openssl, run};
use crate::parallel;

/// A program, as the table of the report names it.
#[derive(Debug)]
pub(super) struct Consumer {
    /// The name in the report.
    pub(super) name: &'static str,
    /// Program, version and function, for the page.
    pub(super) about: &'static str,
    /// What its version must contain: the row speaks of this one.
    pub(super) version: &'static str,
    pub(super) shows: Shows,
    pub(super) needs: &'static [Need],
    kind: Kind,
}

/// What a program gives back of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    /// Every key and certificate.
    Everything,
    /// One key, and every certificate.
    OneKey,
    /// One key and its certificate.
    OneIdentity,
    /// The certificate of one key, which the program has compared with the key.
    OneCertificate,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    OpenSsl { legacy: bool },
    Java(&'static str),
    Nss,
    GnuTls,
    Go(&'static str),
    Pyca,
    Node,
}

const fn program(name: &'static str, args: &'static [&'static str], package: &'static str) -> Need {
    Need {
        what: What::Program(name, args),
        package,
    }
}

const fn file(path: &'static str, package: &'static str) -> Need {
    Need {
        what: What::File(path),
        package,
    }
}

const OPENSSL: Need = program("openssl", &["version"], "openssl");
const JAVA: Need = program("javac", &["--version"], "default-jdk-headless");
const BOUNCY_CASTLE: Need = file(BOUNCY_CASTLE_JAR, "libbcprov-java");
const GO: Need = program("go", &["version"], "golang-go");
const GO_CRYPTO: Need = file(
    "/usr/share/gocode/src/golang.org/x/crypto/pkcs12/pkcs12.go",
    GO_CRYPTO_PACKAGE,
);

const BOUNCY_CASTLE_JAR: &str = "/usr/share/java/bcprov.jar";
const GO_CRYPTO_PACKAGE: &str = "golang-golang-x-crypto-dev";
const NSS_PACKAGE: &str = "libnss3-tools";
/// Where Debian has packages for Go, to be used without modules and without a network.
const GO_PATH: &str = "/usr/share/gocode";

/// Every program of the suite, in the order of the page.
pub(super) const CONSUMERS: &[Consumer] = &[
    Consumer {
        name: "openssl-3",
        about: "OpenSSL 3.0 as it is installed: `openssl pkcs12`",
        version: "OpenSSL 3.0",
        shows: Shows::Everything,
        needs: &[OPENSSL],
        kind: Kind::OpenSsl { legacy: false },
    },
    Consumer {
        name: "openssl-3-legacy",
        about: "OpenSSL 3.0: `openssl pkcs12 -legacy`",
        version: "OpenSSL 3.0",
        shows: Shows::Everything,
        needs: &[OPENSSL],
        kind: Kind::OpenSsl { legacy: true },
    },
    Consumer {
        name: "java-17",
        about: "Java 17: `KeyStore`",
        version: " 17.",
        shows: Shows::Everything,
        needs: &[JAVA],
        kind: Kind::Java("sun"),
    },
    Consumer {
        name: "bouncy-castle",
        about: "Bouncy Castle 1.72: its `KeyStore` on Java 17",
        version: "bcprov-1.72",
        shows: Shows::Everything,
        needs: &[JAVA, BOUNCY_CASTLE],
        kind: Kind::Java("bc"),
    },
    Consumer {
        name: "go-x-crypto",
        about: "Go, `golang.org/x/crypto/pkcs12` 0.4: `Decode`",
        version: "1:0.4",
        shows: Shows::OneIdentity,
        needs: &[GO, GO_CRYPTO],
        kind: Kind::Go("decode"),
    },
    Consumer {
        name: "go-x-crypto-topem",
        about: "Go, `golang.org/x/crypto/pkcs12` 0.4: `ToPEM`",
        version: "1:0.4",
        shows: Shows::Everything,
        needs: &[GO, GO_CRYPTO],
        kind: Kind::Go("topem"),
    },
    Consumer {
        name: "nss",
        about: "NSS 3.87: `pk12util -i`",
        version: "2:3.87",
        shows: Shows::Everything,
        needs: &[file("/usr/bin/pk12util", NSS_PACKAGE)],
        kind: Kind::Nss,
    },
    Consumer {
        name: "gnutls",
        about: "GnuTLS 3.7: `certtool --p12-info`",
        version: "certtool 3.7",
        shows: Shows::Everything,
        needs: &[program("certtool", &["--version"], "gnutls-bin")],
        kind: Kind::GnuTls,
    },
    Consumer {
        name: "pyca",
        about: "Python, pyca `cryptography` 50: `pkcs12.load_pkcs12`",
        version: PYCA,
        shows: Shows::OneKey,
        needs: &[program(
            "python3",
            &["-c", "import ensurepip"],
            "python3-venv",
        )],
        kind: Kind::Pyca,
    },
    Consumer {
        name: "node",
        about: "Node.js with OpenSSL 3.0 inside: `tls.createSecureContext`",
        version: "OpenSSL 3.0",
        shows: Shows::OneCertificate,
        needs: &[program("node", &["--version"], "nodejs")],
        kind: Kind::Node,
    },
];

/// The program of this name.
pub(super) fn find(name: &str) -> Option<&'static Consumer> {
    CONSUMERS.iter().find(|consumer| consumer.name == name)
}

impl Consumer {
    /// Which version is there.
    pub(super) fn installed_version(&self, place: &Place) -> Result<String, String> {
        let mut command = match self.kind {
            Kind::OpenSsl { .. } => words("openssl", &["version"]),
            Kind::Java("bc") => {
                let jar = std::fs::canonicalize(BOUNCY_CASTLE_JAR).map_err(|e| e.to_string())?;
                let name = jar.file_stem().unwrap_or_default();
                return Ok(name.to_string_lossy().into_owned());
            }
            Kind::Java(_) => words("java", &["--version"]),
            Kind::Nss => package_version(NSS_PACKAGE),
            Kind::Go(_) => package_version(GO_CRYPTO_PACKAGE),
            Kind::GnuTls => words("certtool", &["--version"]),
            Kind::Pyca => {
                let mut command = Command::new(python(place));
                let print = "import cryptography; print(cryptography.__version__)";
                command.args(["-c", print]);
                command
            }
            Kind::Node => {
                let print = "process.version + ' with OpenSSL ' + process.versions.openssl";
                words("node", &["-p", print])
            }
        };
        let text = run::must(&mut command, None)?;
        Ok(text.lines().next().unwrap_or_default().to_owned())
    }

    /// Opens every file that is for this program; the answers are in the order of the files.
    pub(super) fn open(&self, place: &Place, cases: &[Case]) -> Result<Vec<Answer>, String> {
        let mine: Vec<&Case> = cases.iter().filter(|case| case.is_for(self.name)).collect();
        let each = |open: &(dyn Fn(&Case) -> Result<Answer, String> + Sync)| {
            let answers = parallel::map(&mine, |case| {
                open(case).map_err(|text| format!("{}: {text}", case.name))
            });
            answers.into_iter().collect()
        };
        match self.kind {
            Kind::OpenSsl { legacy } => each(&|case| openssl::open(case, legacy)),
            Kind::GnuTls => each(&|case| gnutls::open(place, case)),
            Kind::Nss => {
                nss::prepare(place)?;
                each(&|case| nss::open(place, case))
            }
            Kind::Java(which) => {
                let source = java_source(place)?;
                batch::open(place, self.name, &mine, |list| {
                    let mut command = java(&source);
                    command.args(["read", which]).arg(list);
                    command
                })
            }
            Kind::Go(function) => {
                let program = go(place)?;
                batch::open(place, self.name, &mine, |list| {
                    let mut command = Command::new(&program);
                    command.arg(function).arg(list);
                    command
                })
            }
            Kind::Pyca => {
                let source = python_source(place)?;
                batch::open(place, self.name, &mine, |list| {
                    let mut command = Command::new(python(place));
                    command.arg(&source).arg("read").arg(list);
                    command
                })
            }
            Kind::Node => {
                let source = place.write("open.mjs", include_str!("programs/open.mjs"))?;
                batch::open(place, self.name, &mine, |list| {
                    let mut command = Command::new("node");
                    command.arg(&source).arg(list);
                    command
                })
            }
        }
    }
}

fn words(program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args);
    command
}

fn package_version(package: &str) -> Command {
    words("dpkg-query", &["-W", "-f=${Version}", package])
}

pub(super) fn java_source(place: &Place) -> Result<PathBuf, String> {
    place.write("Interop.java", include_str!("programs/Interop.java"))
}

/// Java with the program for both key stores.
pub(super) fn java(source: &Path) -> Command {
    let mut command = Command::new("java");
    command.args(["-cp", BOUNCY_CASTLE_JAR]).arg(source);
    command
}

pub(super) fn python_source(place: &Place) -> Result<PathBuf, String> {
    place.write("interop.py", include_str!("programs/interop.py"))
}

fn go(place: &Place) -> Result<PathBuf, String> {
    let source = place.write("open.go", include_str!("programs/open.go"))?;
    let program = place.root.join("open-go");
    let mut command = Command::new("go");
    command.args(["build", "-o"]).arg(&program).arg(source);
    command.env("GO111MODULE", "off").env("GOPATH", GO_PATH);
    command.env("GOCACHE", place.folder("go-cache")?);
    run::must(&mut command, None)?;
    Ok(program)
}
