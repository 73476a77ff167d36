//! The files that other programs open, and what is in them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Place, key};
use crate::metadata::{array, string};
use crate::process::run;
use crate::programs::{Program, Scope};
use crate::tree::root;

/// Who writes files: an independent writer in every form, and our own in each profile.
const PRODUCERS: &[(&str, Program)] = &[
    (
        "testkit",
        Program("pushcert-testkit", "--example", "interop_files"),
    ),
    (
        "profiles",
        Program("pushcert-pkcs12", "--example", "interop_profiles"),
    ),
];

/// A file, and what is in it.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) password: String,
    pub(super) identities: Vec<Identity>,
    /// Every certificate.
    pub(super) certificates: BTreeSet<String>,
    only: Vec<String>,
    /// Programs that have to open it, whatever is claimed.
    pub(super) must_open: Vec<String>,
}

/// A key with its certificate. Keys and certificates go by their fingerprints.
#[derive(Debug)]
pub(super) struct Identity {
    pub(super) key: String,
    pub(super) nss_key_id: String,
    pub(super) certificate: String,
    /// PKCS#8, and certificates from this one upwards: what other programs write files of.
    pub(super) key_der: Vec<u8>,
    pub(super) certificates_der: Vec<Vec<u8>>,
}

impl Case {
    /// Whether the program is to open it.
    pub(super) fn is_for(&self, consumer: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| name == consumer)
    }

    /// Whether our own builder wrote it.
    pub(super) fn is_ours(&self) -> bool {
        self.name.starts_with("p12-")
    }

    fn read(value: &Value, folder: &Path) -> Result<Self, String> {
        let name = string(value, "name").to_owned();
        let texts = |key| {
            array(value, key)
                .filter_map(Value::as_str)
                .map(str::to_owned)
        };
        let identities: Vec<Identity> = array(value, "identities")
            .map(Identity::read)
            .collect::<Result<_, _>>()?;
        let all = identities.iter().flat_map(|one| &one.certificates_der);
        Ok(Self {
            path: folder.join(format!("{name}.p12")),
            password: string(value, "password").to_owned(),
            certificates: all.map(|der| key::sha256(der)).collect(),
            identities,
            only: texts("only").collect(),
            must_open: texts("must_open").collect(),
            name,
        })
    }
}

impl Identity {
    fn read(value: &Value) -> Result<Self, String> {
        let key_der = key::unhex(string(value, "key"))?;
        let mut certificates_der = vec![key::unhex(string(value, "certificate"))?];
        for issuer in array(value, "chain").filter_map(Value::as_str) {
            certificates_der.push(key::unhex(issuer)?);
        }
        Ok(Self {
            key: key::fingerprint(&key_der)?,
            nss_key_id: string(value, "nss_key_id").to_owned(),
            certificate: certificates_der
                .first()
                .map(|der| key::sha256(der))
                .unwrap_or_default(),
            key_der,
            certificates_der,
        })
    }
}

/// Writes the files of every producer.
pub(super) fn produce(place: &Place, scope: Scope) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for (name, program) in PRODUCERS {
        let folder = place.fresh(name)?;
        let path = program.build(scope)?;
        run(
            &path.to_string_lossy(),
            &[&folder.to_string_lossy()],
            &[],
            &root(),
        )?;
        let manifest = folder.join("manifest.json");
        let text = std::fs::read_to_string(&manifest)
            .map_err(|e| format!("{}: {e}", manifest.display()))?;
        let value: Value = serde_json::from_str(&text).map_err(|e| format!("{name}: {e}"))?;
        for entry in value.as_array().into_iter().flatten() {
            cases.push(Case::read(entry, &folder)?);
        }
    }
    Ok(cases)
}

#[cfg(test)]
impl Case {
    /// A file that holds these keys with their certificates.
    pub(super) fn made_up(identities: &[(&str, &str)]) -> Self {
        let identity = |(key, certificate): &(&str, &str)| Identity {
            key: (*key).to_owned(),
            nss_key_id: String::new(),
            certificate: (*certificate).to_owned(),
            key_der: Vec::new(),
            certificates_der: Vec::new(),
        };
        let certificates = identities.iter().map(|(_, c)| (*c).to_owned());
        Self {
            name: "made-up".to_owned(),
            path: PathBuf::new(),
            password: String::new(),
            certificates: certificates.collect(),
            identities: identities.iter().map(identity).collect(),
            only: Vec::new(),
            must_open: Vec::new(),
        }
    }
}
