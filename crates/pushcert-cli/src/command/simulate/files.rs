//! What `simulate` writes: the trust anchor, the address, and the log as it grows.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use pushcert_apns_sim::Running;

use super::Arguments;
use super::inputs;
use crate::failure::Failure;
use crate::write::{self, Destination};

/// Where the files go that are written at once.
pub(super) struct Files {
    anchor: Option<Destination>,
    ready: Option<Destination>,
}

impl Files {
    /// Looks whether all of them can be written.
    pub(super) fn look(arguments: &Arguments) -> Result<Self, Failure> {
        let whole = [&arguments.trust_anchor_out, &arguments.ready_file];
        let whole: Vec<&Path> = whole.into_iter().flatten().map(PathBuf::as_path).collect();
        if whole.contains(&Path::new("-")) {
            return Err(Failure::new("standard output has the address")
                .with_help("give the name of a file with --trust-anchor-out and --ready-file"));
        }
        let mut outputs = whole;
        outputs.extend(arguments.log.as_deref());
        write::keep_apart(&outputs, &inputs::paths(arguments))?;
        let look = |path: &Option<PathBuf>| {
            let path = path.as_ref();
            path.map(|path| Destination::new(path, arguments.force))
                .transpose()
        };
        Ok(Self {
            anchor: look(&arguments.trust_anchor_out)?,
            ready: look(&arguments.ready_file)?,
        })
    }

    /// Who waits for the ready file finds the trust anchor.
    pub(super) fn write(&self, simulator: &Running) -> Result<(), Failure> {
        let address = format!("{}\n", simulator.addr());
        let mut files: Vec<(&Destination, &[u8])> = Vec::new();
        files.extend(
            self.anchor
                .as_ref()
                .map(|to| (to, simulator.trust_anchor_pem().as_bytes())),
        );
        files.extend(self.ready.as_ref().map(|to| (to, address.as_bytes())));
        write::all(&files)
    }
}

/// The file for the log. It grows, so that it cannot appear whole; it has tokens, so that it is private.
pub(super) fn open_log(path: &Path, force: bool) -> Result<File, Failure> {
    let mut options = OpenOptions::new();
    options.write(true);
    if force {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| {
        let name = path.to_string_lossy();
        let failure = Failure::new(format!("cannot write {name}: {error}"));
        match error.kind() {
            io::ErrorKind::AlreadyExists => {
                failure.with_help("name another file, or replace it with --force")
            }
            _ => failure.with_help("name a file in a folder where files can be made"),
        }
    })
}
