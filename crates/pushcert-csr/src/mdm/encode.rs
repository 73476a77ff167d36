//! Writing the file for the portal.

use alloc::{format, string::String, vec::Vec};

use base64ct::{Base64, Encoding};

use super::{Key, MdmPushRequest};

/// Nothing in it has to be escaped: base64 and PEM have none of the characters of markup.
pub(super) fn plist(request: &MdmPushRequest) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n<dict>\n",
    );
    for (key, value) in [
        (Key::CertificateChain, chain(&request.chain)),
        (Key::Request, base64(request.request.der())),
        (Key::Signature, base64(&request.signature)),
    ] {
        text.push_str(&format!("\t<key>{key}</key>\n\t<string>{value}</string>\n"));
    }
    text.push_str("</dict>\n</plist>\n");
    text
}

pub(super) fn chain(certificates: &[Vec<u8>]) -> String {
    certificates
        .iter()
        .map(|der| String::from(pushcert_pem::encode("CERTIFICATE", der).as_str()))
        .collect()
}

/// One line.
pub(super) fn base64(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}
