//! Files that are no push credential but are taken for one: what people upload by mistake.

use crate::authority::Authority;
use crate::digest::Digest;
use crate::key::{SignatureAlgorithm, TestKey};
use crate::mdm::MdmRequestBuilder;
use crate::pem;
use crate::{der, oid};

/// A login page, as a proxy or an expired session delivers it under the name of the file asked
/// for.
pub fn html_login_page() -> Vec<u8> {
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Sign in</title></head>\n\
     <body>\n<h1>Sign in to continue</h1>\n<form method=\"post\" action=\"/session\">\n\
     <input name=\"user\" type=\"email\"><input name=\"password\" type=\"password\">\n\
     <button>Sign in</button>\n</form>\n</body>\n</html>\n"
        .as_bytes()
        .to_vec()
}

/// A zip archive with one stored file.
pub fn zip(name: &str, content: &[u8]) -> Vec<u8> {
    let crc = crc32(content).to_le_bytes();
    let size = u32::try_from(content.len())
        .expect("a small file")
        .to_le_bytes();
    let name_len = u16::try_from(name.len())
        .expect("a short name")
        .to_le_bytes();
    // Version 2.0, no flags, stored, 1 January 1980.
    let common = [
        &[20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0][..],
        &crc,
        &size,
        &size,
        &name_len,
        &[0, 0],
    ]
    .concat();
    let local = [b"PK\x03\x04".as_slice(), &common, name.as_bytes(), content].concat();
    let central = [
        b"PK\x01\x02\x14\0".as_slice(),
        &common,
        &[0; 14],
        name.as_bytes(),
    ]
    .concat();
    let central_len = u32::try_from(central.len()).expect("short").to_le_bytes();
    let offset = u32::try_from(local.len()).expect("small").to_le_bytes();
    let end = [
        b"PK\x05\x06\0\0\0\0\x01\0\x01\0".as_slice(),
        &central_len,
        &offset,
        &[0, 0],
    ]
    .concat();
    [local, central, end].concat()
}

/// A gzip file with one stored block.
pub fn gzip(content: &[u8]) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let chunks: Vec<&[u8]> = content.chunks(0xffff).collect();
    for (index, chunk) in chunks.iter().enumerate() {
        let len = u16::try_from(chunk.len()).expect("at most 65,535");
        out.push(u8::from(index + 1 == chunks.len()));
        out.extend(len.to_le_bytes());
        out.extend((!len).to_le_bytes());
        out.extend_from_slice(chunk);
    }
    out.extend(crc32(content).to_le_bytes());
    out.extend(
        u32::try_from(content.len())
            .expect("a small file")
            .to_le_bytes(),
    );
    out
}

/// A tar archive (ustar) with one file.
pub fn tar(name: &str, content: &[u8]) -> Vec<u8> {
    let mut header = vec![0_u8; 512];
    let mut put = |offset: usize, text: &str| {
        header[offset..offset + text.len()].copy_from_slice(text.as_bytes());
    };
    put(0, name);
    put(100, "0000644\0");
    put(108, "0000000\0");
    put(116, "0000000\0");
    put(124, &format!("{:011o}\0", content.len()));
    put(136, "00000000000\0");
    put(148, "        ");
    put(156, "0");
    put(257, "ustar\x0000");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let mut out = header;
    out.extend_from_slice(content);
    out.resize(out.len().next_multiple_of(512) + 1024, 0);
    out
}

/// The first bytes of a 7z archive: signature, version and an empty header.
pub fn seven_zip() -> Vec<u8> {
    let next_header = [0_u8; 20];
    let mut out = b"7z\xbc\xaf\x27\x1c\x00\x04".to_vec();
    out.extend(crc32(&next_header).to_le_bytes());
    out.extend(next_header);
    out
}

/// A Java keystore of the JKS kind without entries: magic, version 2, count 0, and the digest
/// over password, the fixed phrase and the content.
pub fn jks(password: &str) -> Vec<u8> {
    let mut out = vec![0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, 0, 0, 0, 0];
    let digest = Digest::Sha1.hash(
        &[
            &der::utf16_be(password),
            b"Mighty Aphrodite".as_slice(),
            &out,
        ]
        .concat(),
    );
    out.extend(digest);
    out
}

/// A Java keystore of the JCEKS kind: another magic number.
pub fn jceks(password: &str) -> Vec<u8> {
    let mut out = vec![0xce, 0xce, 0xce, 0xce, 0, 0, 0, 2, 0, 0, 0, 0];
    let digest = Digest::Sha1.hash(
        &[
            &der::utf16_be(password),
            b"Mighty Aphrodite".as_slice(),
            &out,
        ]
        .concat(),
    );
    out.extend(digest);
    out
}

/// The start of a keychain database: `kych`, version 1.0 and an empty schema.
pub fn keychain_database() -> Vec<u8> {
    let mut out = b"kych\x00\x01\x00\x00\x00\x00\x00\x10\x00\x00\x00\x14\x00\x00\x00\x00".to_vec();
    out.resize(64, 0);
    out
}

/// What the portal gives for token-based authentication: an EC P-256 key in PKCS#8 PEM, without
/// line end after the last line. To be named `AuthKey_ABC123DEFG.p8`.
pub fn auth_key_p8() -> Vec<u8> {
    let text = pem::encode("PRIVATE KEY", &TestKey::ec_p256(0).pkcs8_der());
    text.trim_end().as_bytes().to_vec()
}

/// A provisioning profile: SignedData around a property list, really signed.
pub fn provisioning_profile() -> Vec<u8> {
    let plist = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">\n<dict>\n\
                 \t<key>AppIDName</key>\n\t<string>Example</string>\n\
                 \t<key>TeamIdentifier</key>\n\t<array><string>TEAM123456</string></array>\n\
                 \t<key>Entitlements</key>\n\t<dict>\n\
                 \t\t<key>aps-environment</key><string>production</string>\n\t</dict>\n\
                 \t<key>ProvisionedDevices</key>\n\t<array/>\n</dict>\n</plist>\n";
    signed_data(plist.as_bytes())
}

/// A signed configuration profile, as MDM servers send it.
pub fn signed_mobileconfig() -> Vec<u8> {
    signed_data(mobileconfig().as_slice())
}

/// A configuration profile as plain text.
pub fn mobileconfig() -> Vec<u8> {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">\n<dict>\n\
     \t<key>PayloadType</key>\n\t<string>Configuration</string>\n\
     \t<key>PayloadContent</key>\n\t<array/>\n</dict>\n</plist>\n"
        .as_bytes()
        .to_vec()
}

/// SignedData (RFC 5652 section 5) without signed attributes, by the synthetic authority.
pub fn signed_data(content: &[u8]) -> Vec<u8> {
    let signer = Authority::synthetic();
    let certificate = signer.certificate();
    let sha256 = der::algorithm(Digest::Sha256.oid(), None);
    let serial = der::read::at(&certificate, &[0, 1]).whole.to_vec();
    let signature = signer.key.sign(SignatureAlgorithm::Sha256Rsa, content);
    let signer_info = der::seq([
        der::int(1),
        der::seq([signer.name.der(), serial]),
        sha256.clone(),
        der::algorithm(oid::key::RSA, Some(&der::null())),
        der::octets(signature),
    ]);
    let encapsulated = der::seq([
        der::oid(oid::pkcs::DATA),
        der::explicit(0, der::octets(content)),
    ]);
    let signed = der::seq([
        der::int(1),
        der::set([sha256]),
        encapsulated,
        der::explicit(0, certificate),
        der::set([signer_info]),
    ]);
    der::seq([der::oid(oid::pkcs::SIGNED_DATA), der::explicit(0, signed)])
}

/// An empty certificate revocation list (RFC 5280 section 5) by the synthetic authority.
pub fn crl() -> Vec<u8> {
    let issuer = Authority::synthetic();
    let algorithm = SignatureAlgorithm::Sha256Rsa;
    let tbs = der::seq([
        der::int(1),
        algorithm.identifier(),
        issuer.name.der(),
        der::time("2026-11-01T00:00:00Z"),
        der::time("2026-12-01T00:00:00Z"),
    ]);
    let signature = issuer.key.sign(algorithm, &tbs);
    der::seq([tbs, algorithm.identifier(), der::bits(0, signature)])
}

/// The file for the Apple Push Certificates Portal: base64 of a property list with request, chain
/// and vendor signature, by the vendor key 5.
pub fn mdm_push_request() -> Vec<u8> {
    MdmRequestBuilder::new(&TestKey::rsa2048(4), &TestKey::rsa2048(5)).build()
}

/// CRC-32 as in zip and gzip.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            let mask = (crc & 1).wrapping_neg();
            crc = crc >> 1 ^ 0xedb8_8320 & mask;
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crc_of_the_check_string() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn magic_numbers() {
        assert!(zip("a", b"b").starts_with(b"PK\x03\x04"));
        assert!(gzip(b"b").starts_with(&[0x1f, 0x8b]));
        assert_eq!(&tar("a", b"b")[257..262], b"ustar");
        assert_eq!(tar("a", b"b").len(), 2048);
        assert_eq!(jks("changeit").len(), 32);
    }
}
