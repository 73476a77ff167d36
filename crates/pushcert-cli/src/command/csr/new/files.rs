//! The files of `csr new`: all of them or none.

use std::path::{Path, PathBuf};

use pushcert::report;
use pushcert::request::RequestRecord;
use zeroize::Zeroizing;

use super::Arguments;
use crate::failure::Failure;
use crate::write::{self, Destination};

/// Where everything goes.
pub(super) struct Files {
    pub(super) request: Destination,
    pub(super) record: Option<Destination>,
    pub(super) key: Option<Destination>,
}

impl Files {
    /// Looks whether all of them can be written.
    pub(super) fn look(arguments: &Arguments) -> Result<Self, Failure> {
        let outputs = [&arguments.record, &arguments.key_out];
        let outputs = outputs.into_iter().flatten().chain([&arguments.out]);
        let outputs: Vec<&Path> = outputs.map(PathBuf::as_path).collect();
        if outputs.contains(&Path::new("-")) {
            return Err(Failure::new("standard output has the steps")
                .with_help("give the name of a file with --out, --key-out and --record"));
        }
        let inputs = [&arguments.key, &arguments.renew];
        let inputs = inputs.into_iter().flatten().map(PathBuf::as_path);
        write::keep_apart(&outputs, &inputs.collect::<Vec<_>>())?;
        let look = |path: &Option<PathBuf>| {
            let path = path.as_ref();
            path.map(|path| Destination::new(path, arguments.force))
                .transpose()
        };
        Ok(Self {
            request: Destination::new(&arguments.out, arguments.force)?,
            record: look(&arguments.record)?,
            key: look(&arguments.key_out)?,
        })
    }

    /// The key stands last: it is what cannot be made again.
    pub(super) fn write(
        &self,
        request: &str,
        record: &RequestRecord,
        key: Option<&Zeroizing<String>>,
    ) -> Result<(), Failure> {
        let record_json = report::to_json(record);
        let mut files = vec![(&self.request, request.as_bytes())];
        files.extend(self.record.as_ref().map(|to| (to, record_json.as_bytes())));
        files.extend(
            self.key
                .as_ref()
                .zip(key)
                .map(|(to, key)| (to, key.as_bytes())),
        );
        write::all(&files)
    }
}
