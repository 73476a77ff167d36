//! ASN.1 structures, told apart by their first elements.

use pushcert_diagnostics::Format;

use super::Sniffed;

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const CONTEXT_0: u8 = 0xa0;

/// `signedData` (RFC 5652 section 5.1), content octets.
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

/// One element: its tag, its content as far as the input reaches, and what follows.
#[derive(Clone, Copy)]
struct Element<'a> {
    tag: u8,
    content: &'a [u8],
    rest: &'a [u8],
}

/// Reads one element. A length beyond the input, or an indefinite one, takes all that is there:
/// only the shape matters here.
fn element(input: &[u8]) -> Option<Element<'_>> {
    let (&tag, rest) = input.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0x80 => (usize::MAX, rest),
        0..0x80 => (usize::from(first), rest),
        _ => {
            let octets = usize::from(first & 0x7f);
            let (length, rest) = rest.split_at_checked(octets)?;
            let length = length.iter().fold(0_usize, |sum, b| {
                sum.saturating_mul(256).saturating_add(usize::from(*b))
            });
            (length, rest)
        }
    };
    let (content, rest) = rest.split_at(length.min(rest.len()));
    Some(Element { tag, content, rest })
}

/// Tells which structure the bytes start, if it is one that is known.
pub(super) fn sniff(bytes: &[u8]) -> Option<Sniffed> {
    let outer = element(bytes)?;
    if outer.tag != SEQUENCE {
        return None;
    }
    let first = element(outer.content)?;
    match first.tag {
        INTEGER => after_version(first),
        SEQUENCE => after_sequence(first),
        OID if first.content == SIGNED_DATA => Some(signed_data(bytes)),
        _ => None,
    }
}

/// `SEQUENCE { INTEGER, … }`: a PFX (RFC 7292 section 4) or a private key.
fn after_version(version: Element<'_>) -> Option<Sniffed> {
    let second = element(version.rest)?;
    let inside = element(second.content).map(|e| e.tag);
    let format = match (second.tag, inside) {
        // PFX: ContentInfo, whose type is below PKCS#7. PKCS#8: AlgorithmIdentifier.
        (SEQUENCE, Some(OID)) if version.content == [3] || is_pkcs7(second) => Format::Pkcs12,
        // PKCS#8 has version 0 or 1, PKCS#1 too; SEC 1 has 1.
        (SEQUENCE, Some(OID)) | (INTEGER | OCTET_STRING, _)
            if matches!(version.content, [0 | 1]) =>
        {
            Format::PrivateKey
        }
        _ => return None,
    };
    Some(Sniffed::plain(format))
}

/// Whether a SEQUENCE starts with an object identifier below PKCS#7 (1.2.840.113549.1.7).
fn is_pkcs7(sequence: Element<'_>) -> bool {
    element(sequence.content).is_some_and(|oid| {
        oid.content.len() == SIGNED_DATA.len() && oid.content.starts_with(&SIGNED_DATA[..8])
    })
}

/// `SEQUENCE { SEQUENCE, … }`: a certificate, a request, an encrypted or a public key.
fn after_sequence(body: Element<'_>) -> Option<Sniffed> {
    let first = element(body.content)?;
    let following = element(body.rest).map(|e| e.tag);
    match first.tag {
        CONTEXT_0 => Some(Sniffed::plain(Format::CertificateDer)),
        INTEGER => certificate_or_request(first),
        OID if following == Some(OCTET_STRING) => Some(Sniffed::plain(Format::PrivateKey)),
        OID if following == Some(BIT_STRING) => Some(Sniffed::unknown(Some("a public key"))),
        _ => None,
    }
}

/// After a serial number comes an AlgorithmIdentifier (RFC 5280 section 4.1, version 1); after the
/// version of a request comes a Name (RFC 2986 section 4.1), which is empty or starts with a SET.
fn certificate_or_request(integer: Element<'_>) -> Option<Sniffed> {
    let second = element(integer.rest)?;
    if second.tag != SEQUENCE {
        return None;
    }
    match element(second.content).map(|e| e.tag) {
        Some(OID) => Some(Sniffed::plain(Format::CertificateDer)),
        None | Some(SET) => Some(Sniffed::plain(Format::CsrDer)),
        Some(_) => None,
    }
}

/// A signed message: Apple's profiles are property lists inside of one.
fn signed_data(bytes: &[u8]) -> Sniffed {
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|w| w == needle);
    if has(b"<plist") || has(b"bplist00") {
        Sniffed::plain(Format::ProvisioningProfile)
    } else {
        Sniffed::unknown(Some("a PKCS#7 message or certificate bundle"))
    }
}
