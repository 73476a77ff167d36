//! Revocation lists.

use super::{NEXT_UPDATE, Seal, THIS_UPDATE, generalized};
use crate::authority::Authority;
use crate::cert::Extension;
use crate::key::{SignatureAlgorithm, TestKey};
use crate::name::Name;
use crate::{der, oid};

/// Builds one CertificateList.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrlBuilder {
    version: Vec<u8>,
    name: Name,
    times: Vec<u8>,
    entries: Vec<u8>,
    has_entries: bool,
    extensions: Vec<Extension>,
    inner_algorithm: Option<Vec<u8>>,
    seal: Seal,
}

impl CrlBuilder {
    /// An empty list of version 2 with the authority's key identifier and the number 1, signed by
    /// the authority.
    pub fn new(issuer: &Authority) -> Self {
        let key_id = der::seq([der::implicit(0, &issuer.key_id)]);
        Self {
            version: der::int(1),
            name: issuer.name.clone(),
            times: der::concat([der::time(THIS_UPDATE), der::time(NEXT_UPDATE)]),
            entries: Vec::new(),
            has_entries: false,
            extensions: vec![
                Extension::new(oid::extension::AUTHORITY_KEY_ID, key_id),
                Extension::new(oid::extension::CRL_NUMBER, der::int(1)),
            ],
            inner_algorithm: None,
            seal: Seal::new(&issuer.key, issuer.algorithm),
        }
    }

    /// The version as stored: 1 means version 2; `None` is version 1.
    pub fn version(mut self, stored: Option<i64>) -> Self {
        self.version = stored.map(der::int).unwrap_or_default();
        self
    }

    /// Another issuer name than the authority's.
    pub fn issuer_name(mut self, name: Name) -> Self {
        self.name = name;
        self
    }

    /// Both times from RFC 3339 texts.
    pub fn valid(self, this_update: &str, next_update: &str) -> Self {
        self.raw_times(der::concat([
            der::time(this_update),
            der::time(next_update),
        ]))
    }

    /// No next update.
    pub fn without_next_update(self, this_update: &str) -> Self {
        self.raw_times(der::time(this_update))
    }

    /// The times from values of any kind, one after the other.
    pub fn raw_times(mut self, times: Vec<u8>) -> Self {
        self.times = times;
        self
    }

    /// One more entry.
    pub fn entry(self, entry: &Entry) -> Self {
        self.raw_entries(&entry.der())
    }

    /// One more entry, without extensions: the content octets of a serial number.
    pub fn revoke(self, serial: &[u8]) -> Self {
        self.entry(&Entry::new(serial))
    }

    /// Any bytes behind the entries.
    pub fn raw_entries(mut self, bytes: &[u8]) -> Self {
        self.has_entries = true;
        self.entries.extend_from_slice(bytes);
        self
    }

    /// Entries with the serial numbers 1 to `count`, three octets each.
    pub fn many(mut self, count: u32) -> Self {
        self.has_entries = true;
        for number in 1..=count {
            let [_, octets @ ..] = number.to_be_bytes();
            self.entries.extend(Entry::new(&octets).reason(5).der());
        }
        self
    }

    /// One more extension at the end.
    pub fn extension(mut self, extension: Extension) -> Self {
        self.extensions.push(extension);
        self
    }

    /// Drops the extension.
    pub fn without_extension(mut self, oid: &str) -> Self {
        self.extensions.retain(|extension| extension.oid != oid);
        self
    }

    /// The part of a divided list that is published at these addresses.
    pub fn shard(self, urls: &[&str]) -> Self {
        self.distribution_point(shard(urls))
    }

    /// A critical issuingDistributionPoint with these fields.
    pub fn distribution_point(self, fields: Vec<u8>) -> Self {
        self.extension(Extension::critical(
            oid::extension::ISSUING_DISTRIBUTION_POINT,
            der::seq([fields]),
        ))
    }

    /// The changes since the list with this number.
    pub fn delta(self, base: i64) -> Self {
        self.extension(Extension::critical(
            oid::extension::DELTA_CRL_INDICATOR,
            der::int(base),
        ))
    }

    /// Signed by another key; the algorithm goes with it.
    pub fn signed_by(mut self, key: &TestKey, algorithm: SignatureAlgorithm) -> Self {
        (self.seal.key, self.seal.algorithm) = (key.clone(), algorithm);
        self
    }

    /// AlgorithmIdentifier of the signed part only.
    pub fn inner_algorithm(mut self, identifier: Vec<u8>) -> Self {
        self.inner_algorithm = Some(identifier);
        self
    }

    /// AlgorithmIdentifier outside of the signed part only.
    pub fn outer_algorithm(mut self, identifier: Vec<u8>) -> Self {
        self.seal.outer_algorithm = Some(identifier);
        self
    }

    /// One bit of the signature is wrong.
    pub fn broken_signature(mut self) -> Self {
        self.seal.is_broken = true;
        self
    }

    /// The list as DER.
    pub fn build(&self) -> Vec<u8> {
        let inner = self.inner_algorithm.clone();
        let inner = inner.unwrap_or_else(|| self.seal.algorithm.identifier());
        let entries = match self.has_entries {
            true => der::seq([&self.entries]),
            false => Vec::new(),
        };
        let extensions = match self.extensions.is_empty() {
            true => Vec::new(),
            false => der::explicit(0, der::seq(self.extensions.iter().map(Extension::der))),
        };
        let tbs = der::seq([
            self.version.clone(),
            inner,
            self.name.der(),
            self.times.clone(),
            entries,
            extensions,
        ]);
        der::seq(self.seal.close(tbs))
    }
}

/// `distributionPoint` of an issuingDistributionPoint: a full name of these addresses.
pub fn shard(urls: &[&str]) -> Vec<u8> {
    let names = der::concat(urls.iter().map(|url| der::implicit(6, url)));
    der::explicit(0, der::explicit(0, names))
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    serial: Vec<u8>,
    date: Vec<u8>,
    extensions: Vec<Extension>,
}

impl Entry {
    /// The content octets of a serial number, revoked on 2026-10-01.
    pub fn new(serial: &[u8]) -> Self {
        Self {
            serial: der::int_raw(serial),
            date: der::time("2026-10-01T12:00:00Z"),
            extensions: Vec::new(),
        }
    }

    /// When, as RFC 3339.
    pub fn at(self, when: &str) -> Self {
        self.raw_date(der::time(when))
    }

    /// When, as a value of any kind.
    pub fn raw_date(mut self, value: Vec<u8>) -> Self {
        self.date = value;
        self
    }

    /// The number of the reason.
    pub fn reason(self, code: u8) -> Self {
        let value = der::tlv(0x0a, [code]);
        self.extension(Extension::new(oid::extension::REASON_CODE, value))
    }

    /// When the key was lost.
    pub fn invalidity_date(self, when: &str) -> Self {
        let value = generalized(when);
        self.extension(Extension::new(oid::extension::INVALIDITY_DATE, value))
    }

    /// One more extension.
    pub fn extension(mut self, extension: Extension) -> Self {
        self.extensions.push(extension);
        self
    }

    /// The entry as DER.
    pub fn der(&self) -> Vec<u8> {
        let extensions = match self.extensions.is_empty() {
            true => Vec::new(),
            false => der::seq(self.extensions.iter().map(Extension::der)),
        };
        der::seq([self.serial.clone(), self.date.clone(), extensions])
    }
}
