//! The files of the repository, as git sees them.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::process;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_owned()
}

/// A set of files below one folder: the repository, or one made up in a test.
#[derive(Debug)]
pub(crate) struct Tree {
    root: PathBuf,
    files: Vec<String>,
}

impl Tree {
    /// The repository: what is committed and what would be (not ignored). Without git, whatever is
    /// there apart from the folders of build output.
    pub(crate) fn repository() -> Result<Self, String> {
        let root = root();
        let mut files = if root.join(".git").exists() {
            let listed = process::output(
                "git",
                &[
                    "ls-files",
                    "-z",
                    "--cached",
                    "--others",
                    "--exclude-standard",
                ],
                &root,
            )?;
            listed.split('\0').map(str::to_owned).collect()
        } else {
            let mut found = Vec::new();
            walk(&root, "", &mut found).map_err(|e| format!("{}: {e}", root.display()))?;
            found
        };
        files.retain(|file| root.join(file).is_file());
        files.sort();
        files.dedup();
        Ok(Self { root, files })
    }

    /// Paths from the root, with `/`, sorted.
    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// The Rust sources.
    pub(crate) fn rust(&self) -> impl Iterator<Item = &str> {
        self.files().filter(|file| file.ends_with(".rs"))
    }

    pub(crate) fn has(&self, file: &str) -> bool {
        self.files
            .binary_search_by(|f| f.as_str().cmp(file))
            .is_ok()
    }

    pub(crate) fn read(&self, file: &str) -> Result<String, String> {
        fs::read_to_string(self.root.join(file)).map_err(|e| format!("{file}: {e}"))
    }

    /// The text of a file, or nothing if it is no text.
    pub(crate) fn text(&self, file: &str) -> Option<String> {
        fs::read(self.root.join(file))
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
    }
}

fn walk(dir: &Path, prefix: &str, found: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if !entry.file_type()?.is_dir() {
            found.push(path);
        } else if !matches!(path.as_str(), "target" | "fuzz/target" | ".git") {
            walk(&entry.path(), &format!("{path}/"), found)?;
        }
    }
    Ok(())
}

#[cfg(test)]
impl Tree {
    /// A folder with these files, for the tests of the checks.
    pub(crate) fn made_up(name: &str, files: &[(&str, &str)]) -> Self {
        let root = std::env::temp_dir().join(format!("pushcert-xtask-test-{name}"));
        let _ = fs::remove_dir_all(&root);
        for (file, text) in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut files: Vec<_> = files.iter().map(|(file, _)| (*file).to_owned()).collect();
        files.sort();
        Self { root, files }
    }
}
