//! What the interoperability suite needs to know of a file that other programs are to open: the
//! file, its password, and every key and certificate in it.
//!
//! Two producers use it: the example `interop_files` of this crate, and the one that writes files
//! with the builder of `pushcert-pkcs12`. The suite (`cargo xtask interop`) reads the manifest.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use crate::hex_lower;
use crate::identity::Identity;
use crate::key::TestKey;

/// A file for other programs.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct File {
    /// The name, without `.p12`.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The password.
    pub password: String,
    /// What is in it.
    pub identities: Vec<Identity>,
    /// Consumers that may see it; all where the list is empty.
    pub only: Vec<&'static str>,
    /// Consumers that must open it, whatever is known of them.
    pub must_open: Vec<&'static str>,
}

impl File {
    /// A file that holds these identities, for every consumer.
    pub fn new(name: &str, password: &str, identities: &[&Identity], bytes: Vec<u8>) -> Self {
        Self {
            name: name.to_owned(),
            bytes,
            password: password.to_owned(),
            identities: identities.iter().copied().cloned().collect(),
            only: Vec::new(),
            must_open: Vec::new(),
        }
    }

    /// For these consumers only.
    pub fn only(mut self, consumers: &[&'static str]) -> Self {
        self.only = consumers.to_vec();
        self
    }

    /// These consumers must open it.
    pub fn must_open(mut self, consumers: &[&'static str]) -> Self {
        self.must_open = consumers.to_vec();
        self
    }

    fn json(&self) -> String {
        let identities: Vec<String> = self.identities.iter().map(identity).collect();
        format!(
            "{{\"name\": {}, \"password\": {}, \"only\": {}, \"must_open\": {}, \
             \"identities\": [{}]}}",
            string(&self.name),
            string(&self.password),
            list(self.only.iter().copied()),
            list(self.must_open.iter().copied()),
            identities.join(", "),
        )
    }
}

fn identity(identity: &Identity) -> String {
    format!(
        "{{\"key\": {}, \"nss_key_id\": {}, \"certificate\": {}, \"chain\": {}}}",
        string(&hex_lower(&identity.key.pkcs8_der())),
        string(&hex_lower(&nss_key_id(&identity.key))),
        string(&hex_lower(&identity.certificate)),
        list(identity.chain.iter().map(|one| hex_lower(one))),
    )
}

/// Writes the files as `DIR/NAME.p12`, and `DIR/manifest.json`: an array with one object for each,
/// in which keys (PKCS#8) and
/// certificates are DER in hexadecimal.
///
/// # Errors
/// When a file cannot be written.
pub fn write(dir: &Path, files: &[File]) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    let mut manifest = String::from("[\n");
    for (index, file) in files.iter().enumerate() {
        fs::write(dir.join(format!("{}.p12", file.name)), &file.bytes)?;
        let comma = if index + 1 < files.len() { "," } else { "" };
        let _ = writeln!(manifest, "{}{comma}", file.json());
    }
    manifest.push_str("]\n");
    fs::write(dir.join("manifest.json"), manifest)
}

/// The CKA_ID under which NSS keeps a key: SHA-1 of the modulus, or of the point.
fn nss_key_id(key: &TestKey) -> Vec<u8> {
    if key.name().starts_with("rsa") {
        return crate::digest::Digest::Sha1.hash(&key.rsa_numbers().n);
    }
    crate::digest::Digest::Sha1.hash(&key.public_key_bits())
}

fn list(texts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let all: Vec<String> = texts
        .into_iter()
        .map(|text| string(text.as_ref()))
        .collect();
    format!("[{}]", all.join(", "))
}

/// A JSON string; what is not printable ASCII is escaped.
fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte != b'"' && byte != b'\\' && (b' '..=b'~').contains(&byte) => {
                out.push(char::from(byte));
            }
            _ => {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn strings_are_ascii() {
        assert_eq!(
            string("a \"\\ä🔑"),
            "\"a \\u0022\\u005c\\u00e4\\ud83d\\udd11\""
        );
    }
}
