//! Files and blocks that hold one thing: a certificate, a key, a request.

use alloc::format;
use alloc::string::{String, ToString};

use pushcert_diagnostics::{
    Item, KeyFacts, Problem, ProblemKind, PublicKeyFacts, RequestFacts, SignatureState,
};
use pushcert_keys::{Budget, EncryptedPrivateKey, Error, PrivateKey, PublicKey};
use pushcert_x509::Certificate;

use super::{CertificateItem, Contents, KeyItem};
use crate::format::request_public_key;
use crate::hex::hex;
use crate::{Options, report};

impl Contents {
    /// Reads one certificate in DER.
    pub(super) fn read_certificate(&mut self, der: &[u8]) {
        match Certificate::decode(der) {
            Ok(certificate) => self.certificates.push(CertificateItem::new(certificate)),
            Err(error) => {
                let at = format!("certificates/{}", self.certificates.len());
                self.problems.push(Problem::from_x509(&error).at(at));
            }
        }
    }

    /// Reads one private key in DER, encrypted or not.
    pub(super) fn read_private_key(&mut self, der: &[u8], options: &Options) {
        match PrivateKey::decode(der) {
            Ok(key) => self.push_key(key, None),
            Err(plain) => match EncryptedPrivateKey::decode(der) {
                Ok(locked) => {
                    let protection = locked.protection().as_str().to_string();
                    self.unlock(protection, options, |password, budget| {
                        locked.decrypt(password, budget)
                    });
                }
                Err(error) => {
                    let encrypted = matches!(plain.kind(), pushcert_keys::ErrorKind::Encrypted);
                    self.key_problem(Problem::from_keys(if encrypted { &error } else { &plain }));
                }
            },
        }
    }

    /// Decrypts a key with the first password of the options that fits.
    pub(super) fn unlock(
        &mut self,
        protection: String,
        options: &Options,
        decrypt: impl Fn(&str, &mut Budget) -> Result<PrivateKey, Error>,
    ) {
        // One budget for all keys of a file.
        let limits = &options.limits.pkcs12.pbe;
        let budget = self.budget.get_or_insert_with(|| Budget::new(limits));
        let mut refused = None;
        for password in options.passwords() {
            match decrypt(password, budget) {
                Ok(key) => return self.push_key(key, Some(protection)),
                // The first refusal is about the password that was meant for it.
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        self.key_problem(refused.map_or_else(
            || Problem::new(Item::PrivateKey, ProblemKind::PasswordRequired),
            |error| Problem::from_keys(&error),
        ));
    }

    /// Adds a key that was read.
    pub(super) fn push_key(&mut self, key: PrivateKey, protection: Option<String>) {
        let mut facts = KeyFacts::from(&key);
        facts.protection = protection;
        self.keys.push(KeyItem {
            key,
            facts,
            local_key_id: None,
            in_container: false,
        });
    }

    /// Adds a key that could not be read.
    pub(super) fn key_problem(&mut self, problem: Problem) {
        let at = format!("keys/{}", self.keys.len());
        self.problems.push(problem.at(at));
    }

    /// Reads what a certification request (RFC 2986) is for.
    pub(super) fn read_request(&mut self, der: &[u8]) {
        let key = request_public_key(der).and_then(|spki| PublicKey::from_spki_der(spki).ok());
        let mut facts = RequestFacts::new(None, key.as_ref().map(PublicKeyFacts::from));
        facts.signature = SignatureState::NotLookedAt;
        facts.sha256 = hex(&report::sha256(der));
        self.requests.push(facts);
    }
}
