//! A name outside of a certificate: in a revocation list, an OCSP response, a request.

use alloc::vec::Vec;

use super::{Name, NameSpans, decode};
use crate::{
    error::{Error, Field},
    problem::{NamePart, Problems},
    tlv,
};

/// A distinguished name with its own copy of the encoding.
///
/// ```
/// use pushcert_x509::NameBuf;
///
/// let der = b"\x30\x0d\x31\x0b\x30\x09\x06\x03\x55\x04\x03\x0c\x02ab";
/// assert_eq!(NameBuf::decode(der)?.name().common_name(), Some("ab"));
/// # Ok::<(), pushcert_x509::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct NameBuf {
    der: Vec<u8>,
    spans: NameSpans,
}

impl NameBuf {
    /// Reads a `Name`, as far as it can be read: of a list that stops being readable the attributes
    /// before that place are there.
    ///
    /// # Errors
    ///
    /// [`Error`] when the bytes are not one SEQUENCE.
    pub fn decode(der: &[u8]) -> Result<Self, Error> {
        let element = tlv::single(der, 0, tlv::SEQUENCE, Field::Subject)?;
        Ok(Self {
            spans: decode(&element, NamePart::Subject, &mut Problems::default()),
            der: der.into(),
        })
    }

    /// The name.
    #[must_use]
    pub const fn name(&self) -> Name<'_> {
        Name::new(self.der.as_slice(), &self.spans)
    }
}
