//! A writer of DER that will write anything, right or wrong.
//!
//! Each function returns one complete tag-length-value as bytes, so values nest by plain function
//! calls. Nothing is checked: a bad tag, a length that lies, a set out of order or an INTEGER with
//! a needless zero are written as asked, for that is what the hostile files need.
//!
//! ```
//! use pushcert_testkit::der;
//!
//! let version = der::explicit(0, &der::int(2));
//! assert_eq!(version, [0xa0, 0x03, 0x02, 0x01, 0x02]);
//! assert_eq!(der::seq([der::oid("2.5.4.3"), der::utf8("a")]), b"\x30\x08\x06\x03\x55\x04\x03\x0c\x01a");
//! ```
//!
//! Encoding rules: ITU-T X.690. Reading back (only of bytes that this crate wrote) is in [`read`],
//! the transformation to BER in [`ber`].

pub mod ber;
pub mod read;

/// The octets of a definite length in the shortest form (X.690 section 8.1.3, 10.1).
pub fn length(len: usize) -> Vec<u8> {
    if len < 0x80 {
        return vec![len.to_be_bytes()[size_of::<usize>() - 1]];
    }
    let bytes = strip(&len.to_be_bytes()).to_vec();
    long_form(&bytes)
}

/// A long-form length with exactly these length octets: for lengths that are too long, that lie,
/// or that start with zeros.
///
/// # Panics
/// When there are more than 126 octets, which the form cannot express.
pub fn long_form(octets: &[u8]) -> Vec<u8> {
    let count = u8::try_from(octets.len()).expect("at most 126 octets");
    let mut out = vec![0x80 | count];
    out.extend_from_slice(octets);
    out
}

/// One value with a one-byte tag and the correct length.
pub fn tlv(tag: u8, content: impl AsRef<[u8]>) -> Vec<u8> {
    let content = content.as_ref();
    let mut out = Vec::with_capacity(content.len() + 6);
    out.push(tag);
    out.extend(length(content.len()));
    out.extend_from_slice(content);
    out
}

/// One value whose length octets are given by the caller (see [`long_form`]).
pub fn tlv_with_length(tag: u8, length: &[u8], content: impl AsRef<[u8]>) -> Vec<u8> {
    let mut out = vec![tag];
    out.extend_from_slice(length);
    out.extend_from_slice(content.as_ref());
    out
}

/// Joins values without wrapping them.
pub fn concat<T: AsRef<[u8]>>(items: impl IntoIterator<Item = T>) -> Vec<u8> {
    let mut out = Vec::new();
    for item in items {
        out.extend_from_slice(item.as_ref());
    }
    out
}

/// SEQUENCE of the given values.
pub fn seq<T: AsRef<[u8]>>(items: impl IntoIterator<Item = T>) -> Vec<u8> {
    tlv(0x30, concat(items))
}

/// SET of the given values in the order given.
pub fn set<T: AsRef<[u8]>>(items: impl IntoIterator<Item = T>) -> Vec<u8> {
    tlv(0x31, concat(items))
}

/// SET OF in the order that DER wants (X.690 section 11.6).
pub fn set_of(mut items: Vec<Vec<u8>>) -> Vec<u8> {
    items.sort();
    set(items)
}

/// `[n] EXPLICIT` around one value; `n` up to 30.
pub fn explicit(n: u8, inner: impl AsRef<[u8]>) -> Vec<u8> {
    tlv(0xa0 | n, inner)
}

/// `[n] IMPLICIT` primitive; `n` up to 30.
pub fn implicit(n: u8, content: impl AsRef<[u8]>) -> Vec<u8> {
    tlv(0x80 | n, content)
}

/// INTEGER of a small number, shortest form.
pub fn int(value: i64) -> Vec<u8> {
    let bytes = value.to_be_bytes();
    let mut start = 0;
    while start < 7 {
        let sign_only = (bytes[start] == 0 && bytes[start + 1] < 0x80)
            || (bytes[start] == 0xff && bytes[start + 1] >= 0x80);
        if !sign_only {
            break;
        }
        start += 1;
    }
    int_raw(&bytes[start..])
}

/// INTEGER of a non-negative number of any size, given big-endian; shortest form.
pub fn uint(magnitude: &[u8]) -> Vec<u8> {
    let digits = strip(magnitude);
    let mut content = Vec::with_capacity(digits.len() + 1);
    if digits.first().is_some_and(|first| *first >= 0x80) {
        content.push(0);
    }
    content.extend_from_slice(digits);
    int_raw(&content)
}

/// INTEGER with these content octets, whatever they mean.
pub fn int_raw(content: &[u8]) -> Vec<u8> {
    tlv(0x02, content)
}

/// BOOLEAN in DER form (`FF` for true).
pub fn boolean(value: bool) -> Vec<u8> {
    tlv(0x01, [if value { 0xff } else { 0 }])
}

/// NULL.
pub fn null() -> Vec<u8> {
    vec![0x05, 0x00]
}

/// OCTET STRING.
pub fn octets(content: impl AsRef<[u8]>) -> Vec<u8> {
    tlv(0x04, content)
}

/// BIT STRING with `unused` bits at its end.
pub fn bits(unused: u8, content: impl AsRef<[u8]>) -> Vec<u8> {
    let mut out = vec![unused];
    out.extend_from_slice(content.as_ref());
    tlv(0x03, out)
}

/// OBJECT IDENTIFIER from its dotted form.
///
/// # Panics
/// When the text is not a dotted list of at least two numbers.
pub fn oid(dotted: &str) -> Vec<u8> {
    tlv(0x06, oid_content(dotted))
}

/// The content octets of an OBJECT IDENTIFIER. Arcs up to `u128`; the first two are joined as
/// X.690 section 8.19.4 says, so `2.999` works.
///
/// # Panics
/// When the text is not a dotted list of at least two numbers.
pub fn oid_content(dotted: &str) -> Vec<u8> {
    let arcs: Vec<u128> = dotted
        .split('.')
        .map(|arc| arc.parse().expect("an arc is a number"))
        .collect();
    let mut out = base128(arcs[0] * 40 + arcs[1]);
    for arc in &arcs[2..] {
        out.extend(base128(*arc));
    }
    out
}

/// One number in base 128 with continuation bits, as in OIDs and high tag numbers.
pub fn base128(mut value: u128) -> Vec<u8> {
    let mut out = vec![low7(value)];
    value >>= 7;
    while value > 0 {
        out.push(low7(value) | 0x80);
        value >>= 7;
    }
    out.reverse();
    out
}

fn low7(value: u128) -> u8 {
    value.to_be_bytes()[15] & 0x7f
}

/// UTF8String.
pub fn utf8(text: &str) -> Vec<u8> {
    tlv(0x0c, text)
}

/// PrintableString; the alphabet is not checked.
pub fn printable(text: &str) -> Vec<u8> {
    tlv(0x13, text)
}

/// IA5String; not checked to be ASCII.
pub fn ia5(text: &str) -> Vec<u8> {
    tlv(0x16, text)
}

/// BMPString: UTF-16BE, surrogate pairs where the text has them (which DER forbids).
pub fn bmp(text: &str) -> Vec<u8> {
    tlv(0x1e, utf16_be(text))
}

/// UniversalString: UTF-32BE.
pub fn universal(text: &str) -> Vec<u8> {
    let content: Vec<u8> = text
        .chars()
        .flat_map(|c| u32::from(c).to_be_bytes())
        .collect();
    tlv(0x1c, content)
}

/// The UTF-16BE bytes of a text, without terminator.
pub fn utf16_be(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// UTCTime from its own text, such as `260502183627Z`.
pub fn utc_time(text: &str) -> Vec<u8> {
    tlv(0x17, text)
}

/// GeneralizedTime from its own text, such as `20990101000000Z`.
pub fn generalized_time(text: &str) -> Vec<u8> {
    tlv(0x18, text)
}

/// The Time of RFC 5280 section 4.1.2.5 for an RFC 3339 text in UTC with whole seconds
/// (`2026-05-02T18:36:27Z`): UTCTime for 1950 to 2049, else GeneralizedTime. Days that do not
/// exist are written as they are.
///
/// # Panics
/// When the text does not have 14 digits.
pub fn time(rfc3339: &str) -> Vec<u8> {
    let digits: String = rfc3339.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(digits.len(), 14, "not a time with whole seconds: {rfc3339}");
    let year: u32 = digits[..4].parse().expect("four digits");
    if (1950..2050).contains(&year) {
        utc_time(&format!("{}Z", &digits[2..]))
    } else {
        generalized_time(&format!("{digits}Z"))
    }
}

/// AlgorithmIdentifier (RFC 5280 section 4.1.1.2) with the given parameters TLV, or none at all.
pub fn algorithm(dotted: &str, parameters: Option<&[u8]>) -> Vec<u8> {
    seq([oid(dotted), parameters.unwrap_or_default().to_vec()])
}

/// Without leading zeros, but never empty.
fn strip(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    if zeros == bytes.len() {
        &[0]
    } else {
        &bytes[zeros..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_minimal() {
        assert_eq!(int(0), [2, 1, 0]);
        assert_eq!(int(127), [2, 1, 127]);
        assert_eq!(int(128), [2, 2, 0, 128]);
        assert_eq!(int(-1), [2, 1, 0xff]);
        assert_eq!(int(-129), [2, 2, 0xff, 0x7f]);
        assert_eq!(int(i64::MIN), [2, 8, 0x80, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(uint(&[0, 0, 0x80]), [2, 2, 0, 0x80]);
        assert_eq!(uint(&[]), [2, 1, 0]);
    }

    #[test]
    fn lengths_take_the_shortest_form() {
        assert_eq!(length(127), [127]);
        assert_eq!(length(128), [0x81, 128]);
        assert_eq!(length(256), [0x82, 1, 0]);
    }

    #[test]
    fn object_identifiers() {
        assert_eq!(
            oid("1.2.840.113635.100.6.3.6"),
            b"\x06\x0a\x2a\x86\x48\x86\xf7\x63\x64\x06\x03\x06"
        );
        assert_eq!(oid("2.999"), [6, 2, 0x88, 0x37]);
    }

    #[test]
    fn times_change_type_in_2050() {
        assert_eq!(time("2049-12-31T23:59:59Z"), utc_time("491231235959Z"));
        assert_eq!(
            time("2050-01-01T00:00:00Z"),
            generalized_time("20500101000000Z")
        );
    }

    #[test]
    fn strings() {
        assert_eq!(
            bmp("A\u{1f511}"),
            [0x1e, 6, 0, 0x41, 0xd8, 0x3d, 0xdd, 0x11]
        );
        assert_eq!(universal("A"), [0x1c, 4, 0, 0, 0, 0x41]);
    }
}
