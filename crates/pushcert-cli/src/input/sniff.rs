//! Which files of a folder are worth a look.
//!
//! The facade tells formats apart; this is only the sieve before it, so that a folder with
//! photographs and sources in it can be walked.

use std::path::Path;

/// Extensions of files that claim to be a credential, a certificate, a key or a request.
const EXTENSIONS: &[&str] = &[
    "p12",
    "pfx",
    "pkcs12",
    "pem",
    "cer",
    "crt",
    "cert",
    "der",
    "key",
    "pk8",
    "p8",
    "csr",
    "p10",
    "scsr",
    "certsigningrequest",
    "jks",
    "jceks",
    "keystore",
    "mobileprovision",
    "provisionprofile",
];

/// Whether the name says that this is for us.
pub(crate) fn has_known_extension(path: &Path) -> bool {
    let Some(extension) = path.extension().and_then(|extension| extension.to_str()) else {
        return false;
    };
    EXTENSIONS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(extension))
}

/// Whether the first bytes of a file of another name are those of something for us: a PEM block at
/// the very start, a large DER or BER SEQUENCE, or a Java keystore.
pub(crate) fn is_promising(head: &[u8]) -> bool {
    match head {
        [0x30, 0x80 | 0x82 | 0x83, ..] => true,
        [0xfe, 0xed, 0xfe, 0xed, ..] | [0xce, 0xce, 0xce, 0xce, ..] => true,
        [0xff, 0xfe, b'-', 0, b'-', 0, ..] | [0xfe, 0xff, 0, b'-', 0, b'-', ..] => true,
        _ => {
            let text = head
                .strip_prefix(b"\xef\xbb\xbf")
                .unwrap_or(head)
                .trim_ascii_start();
            text.starts_with(b"-----BEGIN ") || text.starts_with(b"Bag Attributes")
        }
    }
}

/// Formats of the report that say nothing about push credentials: a stray file of such a format is
/// left out.
pub(crate) fn is_unrelated(format: &str) -> bool {
    matches!(format, "unknown" | "empty" | "html" | "zip")
}

#[cfg(test)]
mod tests {
    use super::{has_known_extension, is_promising};
    use std::path::Path;

    #[test]
    fn names() {
        for name in ["a.p12", "b.PEM", "x/c.certSigningRequest", "AuthKey_1.p8"] {
            assert!(has_known_extension(Path::new(name)), "{name}");
        }
        for name in ["a", ".p12", "readme.md", "photo.jpg"] {
            assert!(!has_known_extension(Path::new(name)), "{name}");
        }
    }

    #[test]
    fn contents() {
        assert!(is_promising(b"-----BEGIN CERTIFICATE-----\n"));
        assert!(is_promising(
            b"\xef\xbb\xbf\r\n-----BEGIN CERTIFICATE-----\n"
        ));
        assert!(is_promising(b"\x30\x82\x01\x00"));
        assert!(is_promising(b"\x30\x80\x02\x01\x03"));
        assert!(is_promising(b"\xff\xfe-\0-\0"));
        assert!(!is_promising(b"# How to\n-----BEGIN CERTIFICATE-----\n"));
        assert!(!is_promising(b"0\n"));
        assert!(!is_promising(b""));
    }
}
