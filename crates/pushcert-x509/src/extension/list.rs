//! The list of extensions.

use alloc::vec::Vec;

use super::Extension;
use crate::{
    error::{Error, ErrorKind, Field},
    oid::Oid,
    problem::{ProblemKind, Problems},
    tlv::{self, Element, Reader, Span},
};

/// How many extensions are kept; Apple's certificates have about a dozen.
const MAX_EXTENSIONS: usize = 1000;

/// Where the parts of an extension stand in the certificate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExtensionSpans {
    oid: Span,
    critical: bool,
    value: Span,
}

impl ExtensionSpans {
    pub(crate) fn of<'a>(&self, bytes: &'a [u8]) -> Extension<'a> {
        Extension {
            oid: self.oid.of(bytes),
            critical: self.critical,
            value: self.value.of(bytes),
            value_start: self.value.start,
        }
    }
}

/// Reads the `[3] EXPLICIT Extensions` as far as it can be read.
pub(crate) fn decode(wrapper: &Element<'_>, problems: &mut Problems) -> Vec<ExtensionSpans> {
    let mut extensions = Vec::new();
    let outcome = tlv::single(
        wrapper.value,
        wrapper.value_start,
        tlv::SEQUENCE,
        Field::Extensions,
    )
    .and_then(|list| read_all(list.reader(), &mut extensions, problems));
    let outcome = outcome.and_then(|()| {
        let field = Field::Extensions;
        let error = Error::new(ErrorKind::Empty { field }, wrapper.start);
        (!extensions.is_empty()).then_some(()).ok_or(error)
    });
    if let Err(error) = outcome {
        report(&error, extensions.len(), problems);
    }
    extensions
}

fn report(error: &Error, index: usize, problems: &mut Problems) {
    let cause = *error.kind();
    let kind = ProblemKind::MalformedExtensionList { index, cause };
    problems.push(kind, error.offset());
}

fn read_all(
    mut list: Reader<'_>,
    extensions: &mut Vec<ExtensionSpans>,
    problems: &mut Problems,
) -> Result<(), Error> {
    extensions.reserve_exact(16);
    let mut index = 0_usize;
    while let Some(element) = list.next()? {
        if extensions.len() == MAX_EXTENSIONS {
            let kept = MAX_EXTENSIONS;
            problems.push(ProblemKind::TooManyExtensions { kept }, element.start);
            return Ok(());
        }
        match read_one(&element) {
            Ok(extension) => extensions.push(extension),
            // The next extension can still be found behind this one.
            Err(error) => report(&error, index, problems),
        }
        index = index.saturating_add(1);
    }
    Ok(())
}

fn read_one(element: &Element<'_>) -> Result<ExtensionSpans, Error> {
    let field = Field::Extension;
    let mut parts = element.expect(tlv::SEQUENCE, field)?.reader();
    let oid = parts.expect(tlv::OBJECT_IDENTIFIER, Field::ExtensionId)?;
    let critical = match parts.optional(tlv::BOOLEAN)? {
        Some(element) => tlv::boolean(&element, field)?,
        None => false,
    };
    let value = parts.expect(tlv::OCTET_STRING, Field::ExtensionValue)?;
    parts.finish(field)?;
    Ok(ExtensionSpans {
        oid: oid.value_span(),
        critical,
        value: value.value_span(),
    })
}

/// Remarks on identifiers: malformed or repeated ones.
pub(super) fn check_identifiers(
    bytes: &[u8],
    extensions: &[ExtensionSpans],
    problems: &mut Problems,
) {
    let mut seen: Vec<(&[u8], usize)> = extensions
        .iter()
        .map(|extension| (extension.oid.of(bytes), extension.oid.start))
        .collect();
    seen.sort_unstable();
    for same in seen.chunk_by(|a, b| a.0 == b.0) {
        if let [_, (octets, offset), ..] = same {
            let oid = Oid::from_octets(octets);
            problems.push(ProblemKind::DuplicateExtension { oid }, *offset);
        }
    }
    for extension in extensions {
        let oid = Oid::from_octets(extension.oid.of(bytes));
        if !oid.is_valid() {
            problems.push(ProblemKind::MalformedOid { oid }, extension.oid.start);
        }
    }
}
