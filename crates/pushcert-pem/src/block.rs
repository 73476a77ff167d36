//! One block.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use zeroize::Zeroizing;

use crate::{BlockKind, Error, Remark, RemarkKind};

/// A header line of [RFC 1421](https://www.rfc-editor.org/rfc/rfc1421#section-4.6), such as
/// `Proc-Type: 4,ENCRYPTED`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Header {
    /// What stands before the colon.
    pub name: String,
    /// What stands after it, without outer white space; continuation lines are joined.
    pub value: String,
}

impl Header {
    pub(crate) const fn new(name: String, value: String) -> Self {
        Self { name, value }
    }
}

/// A block of the text, whether it could be decoded or not.
///
/// May hold a private key: not `Clone`, the bytes are wiped when it is dropped, and `Debug` shows
/// their number only.
#[non_exhaustive]
pub struct Block {
    /// The label of the BEGIN marker, in capitals, single spaces between words, at most 128 bytes.
    pub label: String,
    /// The RFC 1421 headers in their order.
    pub headers: Vec<Header>,
    /// The decoded bytes, or why there are none.
    pub body: Result<Zeroizing<Vec<u8>>, Error>,
    /// Byte range of the input from the first hyphen of the BEGIN marker to the last one of the END
    /// marker (or to the end of what was read, if that is missing).
    pub span: Range<usize>,
    /// What was tolerated.
    pub remarks: Vec<Remark>,
}

impl Block {
    /// What the label says that the block holds.
    #[must_use]
    pub fn kind(&self) -> BlockKind {
        BlockKind::from_label(&self.label)
    }

    /// The value of the first header of this name; upper and lower case are the same.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|header| header.name.eq_ignore_ascii_case(name))
            .map(|header| header.value.as_str())
    }

    /// Whether the headers say that the body is encrypted (`Proc-Type: 4,ENCRYPTED`,
    /// [RFC 1421 section 4.6.1.1](https://www.rfc-editor.org/rfc/rfc1421#section-4.6.1.1)).
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.header("Proc-Type").is_some_and(|value| {
            value
                .split(',')
                .nth(1)
                .is_some_and(|word| word.trim().eq_ignore_ascii_case("ENCRYPTED"))
        })
    }

    /// The first DER element of the body, and what follows it.
    ///
    /// In a `TRUSTED CERTIFICATE` block the first part is the certificate and the second one holds
    /// OpenSSL's trust settings (`X509_CERT_AUX`); elsewhere the second part is empty unless
    /// something was appended. `None` if there is no body, or if it does not start with a DER
    /// header whose length fits into it.
    #[must_use]
    pub fn split_der(&self) -> Option<(&[u8], &[u8])> {
        let body = self.body.as_ref().ok()?;
        body.split_at_checked(element_length(body)?)
    }

    /// Whether a remark of this kind was made; operands are not compared.
    #[must_use]
    pub fn has_remark(&self, kind: &RemarkKind) -> bool {
        has_remark(&self.remarks, kind)
    }
}

pub(crate) fn has_remark(remarks: &[Remark], kind: &RemarkKind) -> bool {
    remarks
        .iter()
        .any(|remark| core::mem::discriminant(&remark.kind) == core::mem::discriminant(kind))
}

impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Block")
            .field("label", &self.label)
            .field("headers", &self.headers)
            .field("body", &self.body.as_ref().map(|body| body.len()))
            .field("span", &self.span)
            .field("remarks", &self.remarks)
            .finish()
    }
}

/// Length of the DER element at the start of `bytes`, header included. Only low tag numbers and
/// definite lengths: everything that stands in a PEM block starts with a SEQUENCE.
pub(crate) fn element_length(bytes: &[u8]) -> Option<usize> {
    let (&tag, rest) = bytes.split_first()?;
    if tag & 0x1f == 0x1f {
        return None;
    }
    let (&first, rest) = rest.split_first()?;
    let (header, content) = if first < 0x80 {
        (2usize, usize::from(first))
    } else {
        let octets = usize::from(first & 0x7f);
        if octets == 0 || octets > 4 {
            return None;
        }
        let length = rest.get(..octets)?.iter().try_fold(0usize, |sum, &octet| {
            sum.checked_mul(256)?.checked_add(usize::from(octet))
        })?;
        (octets.checked_add(2)?, length)
    };
    let total = header.checked_add(content)?;
    (total <= bytes.len()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::element_length;

    #[test]
    fn the_length_of_an_element_fits_or_is_none() {
        assert_eq!(element_length(&[0x30, 0x00, 0xff]), Some(2));
        assert_eq!(element_length(&[0x30, 0x81, 0x01, 0xff]), Some(4));
        assert_eq!(element_length(&[0x30, 0x02, 0x00]), None);
        assert_eq!(element_length(&[0x30, 0x80, 0x00, 0x00]), None);
        assert_eq!(element_length(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), None);
        assert_eq!(element_length(&[0x3f, 0x81, 0x00]), None);
        assert_eq!(element_length(&[]), None);
    }
}
