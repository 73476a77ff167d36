//! What other programs the suite needs, and how they come onto the machine.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::consumer::Consumer;
use super::{Place, run};
use crate::process::run as show;
use crate::tree::root;

/// The version of pyca's `cryptography`.
pub(super) const PYCA: &str = "50.0.2";

/// Something that has to be there, and the Debian package that brings it.
#[derive(Debug)]
pub(crate) struct Need {
    pub(crate) what: What,
    pub(crate) package: &'static str,
}

/// What has to be there.
#[derive(Debug)]
pub(crate) enum What {
    /// A program that can be started with these arguments.
    Program(&'static str, &'static [&'static str]),
    /// A file.
    File(&'static str),
}

impl What {
    fn is_there(&self) -> bool {
        match self {
            Self::Program(name, args) => Command::new(name)
                .args(*args)
                .output()
                .is_ok_and(|output| output.status.success()),
            Self::File(path) => Path::new(path).exists(),
        }
    }
}

/// Installs what is missing, and makes sure that each program has the version that the table
/// speaks of.
pub(super) fn ensure(place: &Place, consumers: &[&Consumer]) -> Result<(), String> {
    packages(consumers.iter().flat_map(|consumer| consumer.needs))?;
    if consumers.iter().any(|consumer| consumer.name == "pyca") {
        virtual_environment(place)?;
    }
    for consumer in consumers {
        let version = consumer.installed_version(place)?;
        if !version.contains(consumer.version) {
            return Err(format!(
                "{}: the table speaks of version {}, and here is {version}",
                consumer.name, consumer.version
            ));
        }
        println!("interop: {:<20} {version}", consumer.name);
    }
    Ok(())
}

/// Installs the packages of what is missing.
pub(crate) fn packages<'a>(needs: impl IntoIterator<Item = &'a Need>) -> Result<(), String> {
    let missing = needs.into_iter().filter(|need| !need.what.is_there());
    let mut missing: Vec<&str> = missing.map(|need| need.package).collect();
    missing.sort_unstable();
    missing.dedup();
    if missing.is_empty() {
        return Ok(());
    }
    apt(&missing)
}

fn apt(packages: &[&str]) -> Result<(), String> {
    let env = &[("DEBIAN_FRONTEND", "noninteractive")];
    show("apt-get", &["update", "--quiet"], env, &root())?;
    let args = ["install", "--yes", "--quiet", "--no-install-recommends"];
    show("apt-get", &[&args[..], packages].concat(), env, &root())
}

/// The Python that has pyca's package.
pub(super) fn python(place: &Place) -> PathBuf {
    place.root.join(format!("python-{PYCA}/bin/python"))
}

fn virtual_environment(place: &Place) -> Result<(), String> {
    let python = python(place);
    let import = "import cryptography; print(cryptography.__version__)";
    if python.exists() && run::must(Command::new(&python).args(["-c", import]), None).is_ok() {
        return Ok(());
    }
    let folder = place.fresh(&format!("python-{PYCA}"))?;
    let folder = folder.to_string_lossy();
    show("python3", &["-m", "venv", &folder], &[], &root())?;
    let package = format!("cryptography=={PYCA}");
    let args = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--only-binary=:all:",
        &package,
    ];
    show(&python.to_string_lossy(), &args, &[], &root())
}
