//! What is needed of a certificate while it is still being put together.

use super::Parts;
use crate::{
    extension::{self, BasicConstraints, Extension, known},
    name::Name,
    oid::Oid,
};

#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    bytes: &'a [u8],
    parts: &'a Parts,
    pub(crate) subject: Name<'a>,
}

impl<'a> View<'a> {
    pub(super) const fn new(bytes: &'a [u8], parts: &'a Parts) -> Self {
        Self {
            bytes,
            parts,
            subject: Name::new(bytes, &parts.subject),
        }
    }

    pub(crate) fn subject_start(&self) -> usize {
        self.parts.subject.span.start
    }

    pub(crate) fn extensions(&self) -> impl Iterator<Item = Extension<'a>> + use<'a> {
        let bytes = self.bytes;
        self.parts.extensions.iter().map(move |e| e.of(bytes))
    }

    pub(crate) fn extension(&self, oid: &Oid) -> Option<Extension<'a>> {
        self.extensions().find(|extension| extension.is(oid))
    }

    pub(crate) fn basic_constraints(&self) -> Option<BasicConstraints> {
        extension::basic_constraints(&self.extension(&known::BASIC_CONSTRAINTS)?).ok()
    }

    pub(crate) fn is_ca(&self) -> bool {
        self.basic_constraints()
            .is_some_and(|constraints| constraints.ca)
    }

    pub(crate) fn is_server(&self) -> bool {
        self.extension(&known::EXTENDED_KEY_USAGE)
            .and_then(|extension| extension::extended_key_usage(&extension).ok())
            .is_some_and(extension::ExtendedKeyUsage::server_auth)
    }

    pub(crate) fn dns_names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.extension(&known::SUBJECT_ALT_NAME)
            .and_then(|extension| extension::dns_names(&extension).ok())
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
    }

    /// The DNS names and the common name.
    pub(crate) fn host_names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.dns_names().chain(self.subject.common_name())
    }
}
