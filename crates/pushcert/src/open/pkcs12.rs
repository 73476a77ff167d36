//! PKCS#12 containers.

use alloc::format;

use pushcert_diagnostics::{ContainerFacts, Item, KeyFacts, PasswordState, Problem};
use pushcert_keys::PrivateKey;
use pushcert_pkcs12::{Attributes, BagValue, CertType, ErrorKind, Pfx, SafeBag};
use pushcert_x509::Certificate;

use super::{CertificateItem, Contents, KeyItem};
use crate::Options;

impl Contents {
    /// Reads a container: its structure, and with the password what is in it.
    pub(super) fn read_pkcs12(&mut self, bytes: &[u8], options: &Options) {
        let limits = &options.limits.pkcs12;
        let pfx = match Pfx::decode(bytes, limits) {
            Ok(pfx) => pfx,
            Err(error) => return self.container_problem(&error),
        };
        let passwords = options.passwords();
        match pfx.open_any(&passwords, limits) {
            Ok(opened) => {
                let ascii = passwords.iter().all(|password| password.is_ascii());
                self.container = Some(ContainerFacts::opened(&pfx, &opened, ascii));
                for part in opened.into_parts() {
                    part.bags.into_iter().for_each(|bag| self.read_bag(bag));
                }
            }
            Err(error) => {
                let state = match error.kind() {
                    ErrorKind::WrongPassword { .. } => PasswordState::Wrong,
                    ErrorKind::PasswordRequired => PasswordState::Required,
                    _ if !passwords.is_empty() => PasswordState::Given,
                    _ => PasswordState::Required,
                };
                self.container = Some(ContainerFacts::closed(&pfx, state));
                self.container_problem(&error);
            }
        }
    }

    fn container_problem(&mut self, error: &pushcert_pkcs12::Error) {
        self.problems.push(Problem::from_pkcs12(error).at("pkcs12"));
    }

    /// Takes what a bag holds. Bags of no use for pushing stay in the facts of the container.
    fn read_bag(&mut self, bag: SafeBag) {
        match bag.value {
            BagValue::Key(der) => self.read_bagged_key(&der, &bag.attributes),
            BagValue::ShroudedKey(shrouded) => {
                let before = self.keys.len();
                let protection = shrouded.protection();
                match shrouded.key {
                    Ok(der) => self.read_bagged_key(&der, &bag.attributes),
                    Err(error) => {
                        let problem = Problem::from_pkcs12(&error).with_item(Item::PrivateKey);
                        self.key_problem(problem);
                    }
                }
                if let Some(item) = self.keys.get_mut(before) {
                    item.facts.protection = Some(protection.as_str().into());
                }
            }
            BagValue::Cert {
                cert_type: CertType::X509,
                der,
            } => self.read_bagged_certificate(&der, &bag.attributes),
            _ => {}
        }
    }

    fn read_bagged_key(&mut self, der: &[u8], attributes: &Attributes) {
        match PrivateKey::decode(der) {
            Ok(key) => {
                let mut facts = KeyFacts::from(&key);
                facts.friendly_name = attributes.friendly_name();
                let local_key_id = attributes.local_key_id().map(<[u8]>::to_vec);
                self.keys.push(KeyItem {
                    key,
                    facts,
                    local_key_id,
                    in_container: true,
                });
            }
            Err(error) => self.key_problem(Problem::from_keys(&error)),
        }
    }

    fn read_bagged_certificate(&mut self, der: &[u8], attributes: &Attributes) {
        match Certificate::decode(der) {
            Ok(certificate) => {
                let mut item = CertificateItem::new(certificate);
                item.friendly_name = attributes.friendly_name();
                item.local_key_id = attributes.local_key_id().map(<[u8]>::to_vec);
                self.certificates.push(item);
            }
            Err(error) => {
                let at = format!("certificates/{}", self.certificates.len());
                self.problems.push(Problem::from_x509(&error).at(at));
            }
        }
    }
}
