//! From BER to DER, as far as the decoder needs it.
//!
//! About one file in twenty has indefinite lengths and octet strings in pieces, on the outside, in
//! encrypted parts, or both. The decoder itself reads definite, shortest lengths and strings in
//! one piece only; this module rewrites a layer for it. What is inside a primitive element is
//! never touched: certificates and everything else that is signed keep their bytes.
//!
//! Changed are: indefinite lengths, lengths that are not the shortest, and constructed OCTET STRINGs
//! (definite, indefinite, nested), which become one primitive OCTET STRING. A constructed `[0]`
//! stays what it is, because only the decoder knows whether it is an IMPLICIT string.
//!
//! The walk is iterative; its stack has one entry for each open element and the number of open
//! elements is limited, so depth costs neither stack nor memory. Three passes: look whether
//! anything has to be changed (nothing is allocated; the usual case ends here), measure, write.

use alloc::vec::Vec;

use pushcert_pbe::Malformation;
use pushcert_pbe::asn1::{Header, tag};
use zeroize::Zeroizing;

use crate::error::{Corruption, Error};
use crate::limits::LimitName;

/// One layer, rewritten where that was necessary.
pub(crate) struct Normalised {
    /// The element in DER; `None` where it was DER already.
    pub(crate) rewritten: Option<Zeroizing<Vec<u8>>>,
    /// Bytes of the input that the element takes.
    pub(crate) consumed: usize,
}

/// Looks at the first element of `input` and rewrites it where it is not DER.
///
/// `depth` is how many constructed elements may be open at once, `limit` the number that the error
/// names when there are more.
pub(crate) fn normalise(input: &[u8], depth: u64, limit: u64) -> Result<Normalised, Error> {
    let mut look = Look { ber: false };
    let consumed = walk(input, depth, limit, &mut look)?;
    if !look.ber {
        return Ok(Normalised {
            rewritten: None,
            consumed,
        });
    }
    let mut measure = Measure::default();
    walk(input, depth, limit, &mut measure)?;
    let mut write = Write {
        lengths: measure.lengths.iter(),
        output: Zeroizing::new(Vec::with_capacity(measure.total)),
    };
    walk(input, depth, limit, &mut write)?;
    Ok(Normalised {
        rewritten: Some(write.output),
        consumed,
    })
}

/// What happens at each element, in the order of the bytes.
trait Visit {
    /// A constructed element begins; `piece`: its content joins that of the string around it.
    fn open(&mut self, element: Element<'_>, piece: bool);
    /// A primitive element.
    fn primitive(&mut self, element: Element<'_>, content: &[u8], piece: bool);
    /// The last constructed element that is open ends.
    fn close(&mut self) {}
}

/// Header of an element.
#[derive(Clone, Copy)]
struct Element<'a> {
    header: Header,
    identifier: &'a [u8],
}

impl Element<'_> {
    const fn is_joined(&self) -> bool {
        self.header.tag == tag::OCTET_STRING_CONSTRUCTED
    }
}

/// A constructed element that is open.
struct Open {
    /// Where it has to end; `None` until its end-of-contents octets.
    end: Option<usize>,
    /// Where it has to end at the latest.
    bound: usize,
    joined: bool,
}

/// Visits all elements of the first element, and returns its length.
fn walk(input: &[u8], depth: u64, limit: u64, visit: &mut impl Visit) -> Result<usize, Error> {
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0_usize;
    loop {
        at = element(input, at, &mut open, visit)?;
        let levels = u64::try_from(open.len()).unwrap_or(u64::MAX);
        if levels > depth {
            let beyond = levels.saturating_sub(depth);
            let asked = limit.saturating_add(beyond);
            return Err(Error::limit(LimitName::Asn1Depth, asked, limit));
        }
        loop {
            let Some(top) = open.last() else {
                return Ok(at);
            };
            let ended = match top.end {
                Some(end) => at == end,
                None => input
                    .get(at..)
                    .is_some_and(|rest| rest.starts_with(&[0, 0])),
            };
            if !ended {
                break;
            }
            if top.end.is_none() {
                at = at.saturating_add(2);
                if at > top.bound {
                    return Err(malformed(Malformation::Truncated, at));
                }
            }
            visit.close();
            open.pop();
        }
    }
}

/// Visits the element at `at`; returns where the next one starts.
fn element(
    input: &[u8],
    at: usize,
    open: &mut Vec<Open>,
    visit: &mut impl Visit,
) -> Result<usize, Error> {
    let (bound, piece) = open
        .last()
        .map_or((input.len(), false), |top| (top.bound, top.joined));
    let rest = input.get(at..bound).unwrap_or_default();
    let header = Header::decode(rest).map_err(|malformation| malformed(malformation, at))?;
    let element = Element {
        header,
        identifier: rest.get(..header.tag_len).unwrap_or_default(),
    };
    if piece && header.tag & !tag::CONSTRUCTED != tag::OCTET_STRING {
        let malformation = Malformation::Unexpected {
            expected: tag::OCTET_STRING,
            found: header.tag,
        };
        return Err(malformed(malformation, at));
    }
    let content_at = at.saturating_add(header.len);
    let end = header.content.map(|len| content_at.saturating_add(len));
    if end.unwrap_or(content_at) > bound {
        return Err(malformed(Malformation::Truncated, at));
    }
    if header.tag & tag::CONSTRUCTED != 0 {
        visit.open(element, piece);
        open.push(Open {
            end,
            bound: end.unwrap_or(bound),
            joined: element.is_joined(),
        });
        return Ok(content_at);
    }
    let end = end.unwrap_or(content_at);
    visit.primitive(
        element,
        input.get(content_at..end).unwrap_or_default(),
        piece,
    );
    Ok(end)
}

fn malformed(malformation: Malformation, at: usize) -> Error {
    Error::corrupt(Corruption::Malformed(malformation)).at(Some(at))
}

/// First pass: is anything not DER?
struct Look {
    ber: bool,
}

impl Visit for Look {
    fn open(&mut self, element: Element<'_>, _piece: bool) {
        let definite = element.header.content.is_some() && element.header.minimal;
        self.ber |= !definite || element.is_joined();
    }

    fn primitive(&mut self, element: Element<'_>, _content: &[u8], _piece: bool) {
        self.ber |= !element.header.minimal;
    }
}

/// Second pass: the content length that each constructed element will have, in the order in which
/// they begin.
#[derive(Default)]
struct Measure {
    lengths: Vec<usize>,
    /// Index into `lengths`, identifier octets, and whether it is a piece, of each open element.
    open: Vec<(usize, usize, bool)>,
    total: usize,
}

impl Measure {
    fn add(&mut self, bytes: usize) {
        let sum = match self.open.last() {
            Some((index, _, _)) => self.lengths.get_mut(*index),
            None => Some(&mut self.total),
        };
        if let Some(sum) = sum {
            *sum = sum.saturating_add(bytes);
        }
    }
}

impl Visit for Measure {
    fn open(&mut self, element: Element<'_>, piece: bool) {
        self.open
            .push((self.lengths.len(), element.header.tag_len, piece));
        self.lengths.push(0);
    }

    fn primitive(&mut self, element: Element<'_>, content: &[u8], piece: bool) {
        let mut bytes = content.len();
        if !piece {
            bytes = bytes
                .saturating_add(element.header.tag_len)
                .saturating_add(LengthOctets::of(content.len()).len);
        }
        self.add(bytes);
    }

    fn close(&mut self) {
        let Some((index, tag_len, piece)) = self.open.pop() else {
            return;
        };
        let content = self.lengths.get(index).copied().unwrap_or(0);
        let mut bytes = content;
        if !piece {
            bytes = bytes
                .saturating_add(tag_len)
                .saturating_add(LengthOctets::of(content).len);
        }
        self.add(bytes);
    }
}

/// Third pass: the bytes.
struct Write<'a> {
    lengths: core::slice::Iter<'a, usize>,
    output: Zeroizing<Vec<u8>>,
}

impl Write<'_> {
    fn header(&mut self, identifier: &[u8], joined: bool, content: usize) {
        if joined {
            self.output.push(tag::OCTET_STRING);
        } else {
            self.output.extend_from_slice(identifier);
        }
        let octets = LengthOctets::of(content);
        self.output.extend(octets.octets().copied());
    }
}

impl Visit for Write<'_> {
    fn open(&mut self, element: Element<'_>, piece: bool) {
        let content = self.lengths.next().copied().unwrap_or(0);
        if !piece {
            self.header(element.identifier, element.is_joined(), content);
        }
    }

    fn primitive(&mut self, element: Element<'_>, content: &[u8], piece: bool) {
        if !piece {
            self.header(element.identifier, false, content.len());
        }
        self.output.extend_from_slice(content);
    }
}

/// The shortest encoding of a length.
struct LengthOctets {
    bytes: [u8; 9],
    len: usize,
}

impl LengthOctets {
    fn of(length: usize) -> Self {
        let value = u64::try_from(length).unwrap_or(u64::MAX).to_be_bytes();
        let significant = value.iter().skip_while(|octet| **octet == 0);
        let count = significant.clone().count();
        let mut bytes = [0; 9];
        let long = length > 0x7f;
        let first = long.then(|| 0x80 | u8::try_from(count).unwrap_or(8));
        let zero = (length == 0).then_some(0);
        let octets = first.into_iter().chain(significant.copied()).chain(zero);
        let mut len = 0_usize;
        for (to, from) in bytes.iter_mut().zip(octets) {
            *to = from;
            len = len.saturating_add(1);
        }
        Self { bytes, len }
    }

    fn octets(&self) -> impl Iterator<Item = &u8> {
        self.bytes.iter().take(self.len)
    }
}

#[cfg(test)]
mod tests;
