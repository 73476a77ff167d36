//! What `simulate` reads: authorities, revoked certificates, the script.

use std::path::{Path, PathBuf};

use pushcert::PushType;
use pushcert::types::{PushRequest, Topic};
use pushcert_apns_sim::{Builder, Device, Script};

use super::Arguments;
use crate::failure::Failure;
use crate::flags::settings::certificates;
use crate::input::read;

/// A script is written by hand.
const LARGEST_SCRIPT: u64 = 1024 * 1024;

/// A device of the command line.
#[derive(Clone, Debug)]
pub(super) struct KnownDevice {
    pub(super) token: String,
    pub(super) device: Device,
}

/// `TOKEN` or `TOKEN=TOPIC`.
pub(super) fn parse_device(text: &str) -> Result<KnownDevice, String> {
    let (token, topic) = match text.split_once('=') {
        Some((token, topic)) => (token, Some(topic)),
        None => (text, None),
    };
    let named = Topic::parse(topic.unwrap_or("x")).map_err(|error| error.to_string())?;
    PushRequest::new(token, named.clone(), PushType::Alert).map_err(|error| error.to_string())?;
    let device = Device::registered();
    Ok(KnownDevice {
        token: token.to_owned(),
        device: match topic {
            Some(_) => device.with_topic(named),
            None => device,
        },
    })
}

/// The files that are read.
pub(super) fn paths(arguments: &Arguments) -> Vec<&Path> {
    let named = [&arguments.client_ca, &arguments.script];
    let named = named.into_iter().flatten().map(PathBuf::as_path);
    let revoked = arguments.revoked.iter().filter(|text| !is_number(text));
    named.chain(revoked.map(Path::new)).collect()
}

/// Adds what is in them.
pub(super) fn add(mut builder: Builder, arguments: &Arguments) -> Result<Builder, Failure> {
    if let Some(path) = &arguments.client_ca {
        for authority in certificates(path, "the authority")? {
            builder = builder.client_anchor(authority.der().to_vec());
        }
    }
    for revoked in &arguments.revoked {
        if is_number(revoked) {
            builder = builder.revoked(revoked);
            continue;
        }
        for certificate in certificates(Path::new(revoked), "the revoked certificate")? {
            builder = builder.revoked(hex(&certificate.sha256()));
        }
    }
    match &arguments.script {
        Some(path) => Ok(builder.script(script(path)?)),
        None => Ok(builder),
    }
}

/// Whether it is a serial number or a SHA-256. A file with such a name is meant with its folder: `./abcd`.
fn is_number(text: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_hexdigit() || c == ':';
    text.chars().any(|c| c.is_ascii_hexdigit()) && text.chars().all(is_digit)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn script(path: &Path) -> Result<Script, Failure> {
    let name = path.to_string_lossy().into_owned();
    let bytes = read::whole(path, LARGEST_SCRIPT).map_err(|error| {
        Failure::new(format!("cannot read the script {name}: {error}")).with_help(error.help())
    })?;
    let unusable = |why: String| {
        Failure::new(format!("{name}: {why}"))
            .with_help("pushcert schema script describes what stands in a script")
    };
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| unusable("the script is no text in UTF-8".to_owned()))?;
    text.parse().map_err(|error| {
        let error: pushcert_apns_sim::ScriptError = error;
        unusable(error.to_string())
    })
}
