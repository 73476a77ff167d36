//! Which certificates a list is about (RFC 5280, section 5.2.5).
//!
//! ```text
//! IssuingDistributionPoint ::= SEQUENCE {
//!     distributionPoint          [0] DistributionPointName OPTIONAL,
//!     onlyContainsUserCerts      [1] BOOLEAN DEFAULT FALSE,
//!     onlyContainsCACerts        [2] BOOLEAN DEFAULT FALSE,
//!     onlySomeReasons            [3] ReasonFlags OPTIONAL,
//!     indirectCRL                [4] BOOLEAN DEFAULT FALSE,
//!     onlyContainsAttributeCerts [5] BOOLEAN DEFAULT FALSE }
//! ```

use alloc::vec::Vec;
use core::ops::Range;

use der::Tag;

use crate::revocation::{
    asn1::{Element, Input, constructed, primitive},
    error::{DecodeError, Field},
    extensions::Extension,
};

/// How many names of a distribution point are kept; Apple's lists have one.
const MAX_URLS: usize = 64;

const FIELD: Field = Field::IssuingDistributionPoint;

#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    /// Whether it is a part of a divided list.
    pub(super) is_named: bool,
    /// Where the part is published.
    pub(super) urls: Vec<Range<usize>>,
    pub(super) only_user: bool,
    pub(super) only_ca: bool,
    pub(super) only_attribute: bool,
    pub(super) only_some_reasons: bool,
    pub(super) is_indirect: bool,
}

pub(super) fn read(extension: &Extension<'_>) -> Result<Scope, DecodeError> {
    let mut parts = extension.single(Tag::Sequence, FIELD)?.input();
    let mut scope = Scope::default();
    if let Some(name) = parts.optional(constructed(0), FIELD)? {
        scope.is_named = true;
        scope.urls = urls(&name)?;
    }
    scope.only_user = flag(&mut parts, 1)?;
    scope.only_ca = flag(&mut parts, 2)?;
    scope.only_some_reasons = parts.optional(primitive(3), FIELD)?.is_some();
    scope.is_indirect = flag(&mut parts, 4)?;
    scope.only_attribute = flag(&mut parts, 5)?;
    parts.finish(FIELD)?;
    Ok(scope)
}

fn flag(parts: &mut Input<'_>, number: u32) -> Result<bool, DecodeError> {
    Ok(match parts.optional(primitive(number), FIELD)? {
        Some(element) => match element.value {
            [octet] => *octet != 0,
            _ => return Err(element.malformed(FIELD)),
        },
        None => false,
    })
}

/// `DistributionPointName ::= CHOICE { fullName [0] GeneralNames, … }`, of which the
/// `uniformResourceIdentifier [6]` ones.
fn urls(name: &Element<'_>) -> Result<Vec<Range<usize>>, DecodeError> {
    let mut urls = Vec::new();
    let Some(full_name) = name.input().optional(constructed(0), FIELD)? else {
        return Ok(urls);
    };
    let mut names = full_name.input();
    while let Some(name) = names.next(FIELD)? {
        if name.tag == primitive(6) && urls.len() < MAX_URLS {
            urls.push(name.value_span());
        }
    }
    Ok(urls)
}
