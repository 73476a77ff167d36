//! Reading the file for the portal, as tolerantly as it can be done without guessing.

use alloc::{borrow::Cow, collections::BTreeMap, string::String, vec::Vec};

use pushcert_pem::{Block, RemarkKind};

use super::{Error, ErrorKind, Key, MdmPushRequest, Remark, is_sequence};
use crate::CertificationRequest;
use crate::plist::{self, Value};

/// Longest file, in bytes: the base64 text of the longest property list, and its line ends.
const MAX_LENGTH: usize = 128 * 1024;

/// The members of a chain: vendor, intermediate, root.
const CHAIN: usize = 3;

pub(super) fn decode(bytes: &[u8]) -> Result<MdmPushRequest, Error> {
    if bytes.len() > MAX_LENGTH {
        return Err(Error::new(ErrorKind::TooLong {
            length: bytes.len(),
            allowed: MAX_LENGTH,
        }));
    }
    let mut remarks = Remarks::default();
    let text = property_list(bytes, &mut remarks)?;
    let value = plist::parse(&text, &plist::Limits::default())?;
    let dict = value.dict().ok_or(Error::new(ErrorKind::NotADictionary))?;
    let request = request(dict, &mut remarks)?;
    let chain = chain(dict, &mut remarks)?;
    let signature = signature(dict, &mut remarks)?;
    let count = dict.len().saturating_sub(Key::ALL.len());
    if count > 0 {
        remarks.push(Remark::OtherKeys { count });
    }
    Ok(MdmPushRequest {
        request,
        chain,
        signature,
        remarks: remarks.0,
    })
}

#[derive(Default)]
struct Remarks(Vec<Remark>);

impl Remarks {
    fn push(&mut self, remark: Remark) {
        if !self.0.contains(&remark) {
            self.0.push(remark);
        }
    }
}

/// The property list in the file.
fn property_list<'a>(bytes: &'a [u8], remarks: &mut Remarks) -> Result<Cow<'a, [u8]>, Error> {
    if looks_like_plist(bytes) {
        if !bytes.starts_with(b"bplist") {
            remarks.push(Remark::BareXml);
        }
        return Ok(Cow::Borrowed(bytes));
    }
    let plain = || Error::new(ErrorKind::PlainRequest);
    if CertificationRequest::parse(bytes).is_ok() {
        return Err(plain());
    }
    let text = base64(bytes).map_err(|error| Error::base64(&error))?;
    if looks_like_plist(&text) {
        return Ok(Cow::Owned(text));
    }
    if CertificationRequest::parse(&text).is_ok() {
        return Err(plain());
    }
    match base64(&text) {
        Ok(inner) if looks_like_plist(&inner) => {
            remarks.push(Remark::DoubleBase64File);
            Ok(Cow::Owned(inner))
        }
        _ => Ok(Cow::Owned(text)),
    }
}

fn looks_like_plist(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.trim_ascii_start().starts_with(b"<") || bytes.starts_with(b"bplist")
}

fn base64(text: &[u8]) -> Result<Vec<u8>, pushcert_pem::Error> {
    let mut limits = pushcert_pem::Limits::strict();
    limits.max_input = MAX_LENGTH;
    pushcert_pem::decode_bare_base64(text, &limits).map(|bytes| bytes.to_vec())
}

/// A value of the dictionary: the text of a string, or the octets of data.
enum Found<'a> {
    Text(&'a str),
    Octets(&'a [u8]),
}

impl<'a> Found<'a> {
    const fn bytes(&self) -> &'a [u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Octets(octets) => octets,
        }
    }
}

fn value<'a>(
    dict: &'a BTreeMap<String, Value>,
    key: Key,
    remarks: &mut Remarks,
) -> Result<Found<'a>, Error> {
    let found = match dict.get(key.as_str()) {
        None => return Err(Error::new(ErrorKind::MissingKey { key })),
        Some(Value::String(text)) => Found::Text(text),
        Some(Value::Data(octets)) => {
            remarks.push(Remark::Data { key });
            Found::Octets(octets)
        }
        Some(_) => return Err(Error::new(ErrorKind::WrongType { key })),
    };
    if found.bytes().trim_ascii().is_empty() {
        return Err(Error::new(ErrorKind::EmptyValue { key }));
    }
    Ok(found)
}

/// The octets of a value that is base64 text, once or twice; `is_right` tells whether octets are what
/// is looked for.
fn octets(
    found: &Found<'_>,
    key: Key,
    is_right: impl Fn(&[u8]) -> bool,
    remarks: &mut Remarks,
) -> Result<Vec<u8>, Error> {
    let once = match found {
        Found::Octets(octets) => octets.to_vec(),
        Found::Text(text) => {
            if text
                .trim_ascii()
                .bytes()
                .any(|byte| byte.is_ascii_whitespace())
            {
                remarks.push(Remark::WhiteSpace { key });
            }
            base64(text.as_bytes()).map_err(|error| {
                let cause = *error.kind();
                Error::new(ErrorKind::Value { key, cause })
            })?
        }
    };
    if !is_right(&once)
        && let Ok(twice) = base64(&once)
        && is_right(&twice)
    {
        // Data that holds base64 text was encoded twice, too: once for the value, once as data.
        remarks.push(Remark::DoubleBase64 { key });
        return Ok(twice);
    }
    Ok(once)
}

fn request(
    dict: &BTreeMap<String, Value>,
    remarks: &mut Remarks,
) -> Result<CertificationRequest, Error> {
    let key = Key::Request;
    let found = value(dict, key, remarks)?;
    if pushcert_pem::looks_like_pem(found.bytes()) {
        remarks.push(Remark::RequestAsPem);
        return Ok(CertificationRequest::parse(found.bytes())?);
    }
    let is_request =
        |octets: &[u8]| octets.first() == Some(&0x30) || pushcert_pem::looks_like_pem(octets);
    let octets = octets(&found, key, is_request, remarks)?;
    if pushcert_pem::looks_like_pem(&octets) && octets.first() != Some(&0x30) {
        remarks.push(Remark::RequestAsBase64Pem);
    }
    Ok(CertificationRequest::parse(&octets)?)
}

fn signature(dict: &BTreeMap<String, Value>, remarks: &mut Remarks) -> Result<Vec<u8>, Error> {
    let key = Key::Signature;
    let found = value(dict, key, remarks)?;
    // A signature is as good as random: octets that are all base64 characters are text.
    let is_signature = |octets: &[u8]| base64(octets).is_err();
    octets(&found, key, is_signature, remarks)
}

fn chain(dict: &BTreeMap<String, Value>, remarks: &mut Remarks) -> Result<Vec<Vec<u8>>, Error> {
    let key = Key::CertificateChain;
    let found = value(dict, key, remarks)?;
    let mut text = Cow::Borrowed(found.bytes());
    if !pushcert_pem::looks_like_pem(&text)
        && let Ok(inner) = base64(&text)
    {
        remarks.push(Remark::DoubleBase64 { key });
        text = Cow::Owned(inner);
    }
    let mut limits = pushcert_pem::Limits::strict();
    limits.max_input = MAX_LENGTH;
    let document = pushcert_pem::scan(&text, &limits)
        .map_err(|error| Error::new(ErrorKind::Chain(*error.kind())))?;
    let mut chain = Vec::new();
    for block in &document.blocks {
        text_remarks(&block.remarks, remarks);
        if block.kind().is_certificate() {
            chain.push(certificate(block, chain.len())?);
        } else {
            remarks.push(Remark::ChainBlock(block.kind()));
        }
    }
    text_remarks(&document.remarks, remarks);
    match chain.len() {
        0 => return Err(Error::new(ErrorKind::NoCertificates)),
        CHAIN => {}
        found => remarks.push(Remark::ChainLength { found }),
    }
    Ok(chain)
}

fn text_remarks(found: &[pushcert_pem::Remark], remarks: &mut Remarks) {
    for remark in found {
        remarks.push(match remark.kind {
            RemarkKind::LineLength { columns } => Remark::ChainColumns { columns },
            ref other => Remark::ChainText(other.clone()),
        });
    }
}

fn certificate(block: &Block, index: usize) -> Result<Vec<u8>, Error> {
    if let Err(error) = &block.body {
        return Err(Error::new(ErrorKind::Chain(*error.kind())));
    }
    match block.split_der() {
        Some((der, _)) if is_sequence(der) => Ok(der.to_vec()),
        _ => Err(Error::new(ErrorKind::Certificate { index })),
    }
}
