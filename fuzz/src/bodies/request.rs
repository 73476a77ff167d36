//! Requests, vendor-signed requests, and the property lists around these.

use pushcert_csr::CertificationRequest;
use pushcert_csr::mdm::{MdmPushRequest, Remark};
use pushcert_csr::plist::{self, Value};

use super::in_words;

/// Requests: one that is read is read again from its own DER and from its own PEM, with nothing but the
/// bytes after it forgotten; its parts lie within it; its problems point into it and have words; and
/// whatever its signature is, checking it gives an answer.
pub fn csr(data: &[u8]) {
    match CertificationRequest::parse(data) {
        Ok(request) => request_keeps(&request),
        Err(error) => in_words(&error),
    }
}

fn request_keeps(request: &CertificationRequest) {
    let der = request.der();
    let again = CertificationRequest::decode(der).expect("it was read before");
    assert_eq!(&again, request);
    let text = request.encode_pem();
    let from_text = CertificationRequest::parse(text.as_bytes()).expect("our own text");
    assert_eq!(&from_text, request);
    assert_eq!(from_text.problems(), again.problems());
    for part in [
        request.info_der(),
        request.spki_der(),
        request.subject().der(),
    ] {
        assert!(der.windows(part.len()).any(|window| window == part));
    }
    for problem in request.problems() {
        assert!(problem.offset() <= der.len(), "{problem}");
        in_words(problem);
    }
    for attribute in request.subject().attributes() {
        assert!(
            attribute
                .text()
                .is_none_or(|text| text.len() <= 2 * attribute.octets().len())
        );
    }
    assert!(request.attributes().len() <= 1_000 && request.requested_extensions().len() <= 1_000);
    match request.verify() {
        Ok(()) => assert!(request.public_key().is_some()),
        Err(error) => in_words(&error),
    }
    assert_eq!(again.verify(), request.verify());
}

/// Vendor-signed requests: one that is read is written in the right form, and that reads back as the
/// same, without a remark on its form.
pub fn mdm_request(data: &[u8]) {
    let signed = match MdmPushRequest::decode(data) {
        Ok(signed) => signed,
        Err(error) => return in_words(&error),
    };
    signed.remarks().iter().for_each(in_words);
    request_keeps(signed.request());
    for bytes in [signed.encode(), signed.plist()] {
        let again = MdmPushRequest::decode(&bytes).expect("our own file");
        assert_eq!(again, signed);
        let is_form =
            |remark: &Remark| !matches!(remark, Remark::ChainLength { .. } | Remark::BareXml);
        assert!(
            !again.remarks().iter().any(is_form),
            "{:?}",
            again.remarks()
        );
    }
    if let Some(key) = signed.request().public_key() {
        match signed.verify(key) {
            Ok(hash) => assert!(["sha1", "sha256"].contains(&hash.to_string().as_str())),
            Err(error) => in_words(&error),
        }
    }
}

/// Property lists: the values keep the limits, and nothing is expanded: all texts together are not
/// longer than the input. An error points into it.
pub fn plist(data: &[u8]) {
    let limits = plist::Limits::default();
    match plist::parse(data, &limits) {
        Ok(value) => {
            let (mut values, mut length) = (0, 0);
            measure(&value, 1, &mut values, &mut length);
            assert!(values <= limits.max_values && length <= data.len());
        }
        Err(error) => {
            assert!(error.offset() <= data.len());
            in_words(&error);
        }
    }
}

fn measure(value: &Value, depth: usize, values: &mut usize, length: &mut usize) {
    assert!(depth <= plist::Limits::default().max_depth);
    *values += 1;
    match value {
        Value::Dict(dict) => {
            for (key, value) in dict {
                *length += key.len();
                measure(value, depth + 1, values, length);
            }
        }
        Value::Array(items) => {
            for item in items {
                measure(item, depth + 1, values, length);
            }
        }
        Value::String(text) | Value::Date(text) => *length += text.len(),
        Value::Data(octets) => *length += octets.len(),
        _ => {}
    }
}
