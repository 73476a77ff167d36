//! Distinguished names, attribute by attribute, with any string type and any nonsense.
//!
//! ```
//! use pushcert_testkit::{der, name::Name, oid};
//!
//! let name = Name::new().utf8(oid::name::COMMON_NAME, "a").printable(oid::name::COUNTRY, "US");
//! assert_eq!(name.der().len(), 27);
//! assert_eq!(name.remove(oid::name::COUNTRY).der().len(), 14);
//! ```

use crate::{der, oid};

/// A Name (RFC 5280 section 4.1.2.4) in the order in which it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Name {
    /// Each RDN: its attributes as OID and value TLV.
    rdns: Vec<Vec<(String, Vec<u8>)>>,
    raw: Option<Vec<u8>>,
}

impl Name {
    /// The empty name.
    pub fn new() -> Self {
        Self::default()
    }

    /// A name of any bytes.
    pub fn raw(der: Vec<u8>) -> Self {
        Self {
            rdns: Vec::new(),
            raw: Some(der),
        }
    }

    /// The subject of an Apple certificate: UID, CN, OU, O, C; parts that are `None` are left out.
    pub fn apple(
        uid: &str,
        common_name: &str,
        team: Option<&str>,
        organization: Option<&str>,
        country: &str,
    ) -> Self {
        let mut name = Self::new()
            .utf8(oid::name::UID, uid)
            .utf8(oid::name::COMMON_NAME, common_name);
        if let Some(team) = team {
            name = name.utf8(oid::name::ORGANIZATIONAL_UNIT, team);
        }
        if let Some(organization) = organization {
            name = name.utf8(oid::name::ORGANIZATION, organization);
        }
        name.printable(oid::name::COUNTRY, country)
    }

    /// One more RDN with one attribute of any value.
    pub fn attribute(mut self, oid: &str, value: Vec<u8>) -> Self {
        self.rdns.push(vec![(oid.to_owned(), value)]);
        self
    }

    /// One more RDN with several attributes.
    pub fn multi_valued(mut self, attributes: Vec<(&str, Vec<u8>)>) -> Self {
        self.rdns.push(
            attributes
                .into_iter()
                .map(|(oid, value)| (oid.to_owned(), value))
                .collect(),
        );
        self
    }

    /// One more RDN with a UTF8String.
    pub fn utf8(self, oid: &str, text: &str) -> Self {
        self.attribute(oid, der::utf8(text))
    }

    /// One more RDN with a PrintableString.
    pub fn printable(self, oid: &str, text: &str) -> Self {
        self.attribute(oid, der::printable(text))
    }

    /// Replaces the value of the first attribute of this type, or appends it.
    pub fn set(mut self, oid: &str, value: Vec<u8>) -> Self {
        let found = self
            .rdns
            .iter_mut()
            .flatten()
            .find(|(other, _)| other == oid);
        match found {
            Some(attribute) => attribute.1 = value,
            None => return self.attribute(oid, value),
        }
        self
    }

    /// Drops every attribute of this type.
    pub fn remove(mut self, oid: &str) -> Self {
        for rdn in &mut self.rdns {
            rdn.retain(|(other, _)| other != oid);
        }
        self.rdns.retain(|rdn| !rdn.is_empty());
        self
    }

    /// The name as DER.
    pub fn der(&self) -> Vec<u8> {
        if let Some(raw) = &self.raw {
            return raw.clone();
        }
        let rdns = self.rdns.iter().map(|rdn| {
            let attributes = rdn
                .iter()
                .map(|(oid, value)| der::seq([der::oid(oid), value.clone()]));
            der::set_of(attributes.collect())
        });
        der::seq(rdns)
    }
}
