//! PEM text: any number of blocks of any kind.

use alloc::format;
use alloc::string::ToString;

use pushcert_diagnostics::{Format, KeyFacts, Problem, TextFacts};
use pushcert_keys::PemKey;
use pushcert_pem::{Block, BlockKind, Document, scan};

use super::Contents;
use crate::Options;
use crate::format::sniff;

impl Contents {
    /// Reads every block of a text.
    pub(super) fn read_pem(&mut self, bytes: &[u8], options: &Options) {
        let document = match scan(bytes, &options.limits.pem) {
            Ok(document) => document,
            Err(error) => return self.problems.push(Problem::from_pem(&error)),
        };
        self.text = Some(TextFacts::from(&document));
        for (index, block) in document.blocks.iter().enumerate() {
            self.read_block(index, block, options);
        }
        self.format = Some(self.pem_format(&document));
    }

    fn read_block(&mut self, index: usize, block: &Block, options: &Options) {
        let body = match &block.body {
            Ok(body) => body,
            Err(error) => {
                return self
                    .problems
                    .push(Problem::from_pem_block(block, error).at(format!("pem/{index}")));
            }
        };
        match block.kind() {
            kind if kind.is_certificate() => {
                // OpenSSL's trust settings may follow a certificate.
                self.read_certificate(block.split_der().map_or(body.as_slice(), |(der, _)| der));
            }
            BlockKind::CertificationRequest => self.read_request(body),
            kind if kind.is_private_key() => self.read_key_block(block, options),
            // A label that says nothing over something that is known, such as PKCS12.
            BlockKind::Other => {
                let format = sniff(body).format;
                if !matches!(format, Format::Unknown | Format::PemBundle) {
                    self.read(format, body, options);
                    self.format = Some(format);
                }
            }
            _ => {}
        }
    }

    fn read_key_block(&mut self, block: &Block, options: &Options) {
        match PemKey::from_block(block) {
            Ok(PemKey::Plain(key)) => self.push_key(key, None),
            Ok(PemKey::Encrypted(key)) => {
                let protection = key.protection().as_str().to_string();
                self.unlock(protection, options, |password, budget| {
                    key.decrypt(password, budget)
                });
            }
            Ok(PemKey::LegacyEncrypted(key)) => {
                let protection = key.protection().as_str().to_string();
                self.unlock(protection, options, |password, budget| {
                    key.decrypt(password, budget)
                });
            }
            Ok(_) => {}
            Err(error) => self.key_problem(Problem::from_keys(&error)),
        }
        if let Some(key) = self.keys.last_mut() {
            label(&mut key.facts, block);
        }
    }

    /// `certificate-pem` and `csr-pem` are single blocks; a key, or a second block, makes a bundle.
    fn pem_format(&self, document: &Document) -> Format {
        match document.blocks.as_slice() {
            [] => Format::Unknown,
            [only] if only.kind().is_certificate() => Format::CertificatePem,
            [only] if only.kind() == BlockKind::CertificationRequest => Format::CsrPem,
            [only] if only.kind() == BlockKind::PrivateKey && self.holds_token_key() => {
                Format::AuthKeyP8
            }
            [only] if only.kind() == BlockKind::Other => self.format.unwrap_or(Format::PemBundle),
            _ => Format::PemBundle,
        }
    }

    /// Apple's token signing keys are EC keys on P-256 in PKCS#8, alone in their file.
    fn holds_token_key(&self) -> bool {
        matches!(self.keys.as_slice(), [only] if only.facts.algorithm == "ec-p256")
    }
}

fn label(facts: &mut KeyFacts, block: &Block) {
    facts.label = Some(block.label.clone());
}
