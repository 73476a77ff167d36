//! The values of the report in words.

use pushcert::diagnostics;

/// What kind of file, from the report's `format`.
pub(super) fn format(format: &str) -> &str {
    match format {
        "pkcs12" => "PKCS#12",
        "certificate-der" => "certificate, DER",
        "certificate-pem" => "certificate, PEM",
        "pem-bundle" => "PEM bundle",
        "private-key" => "private key",
        "csr-der" => "certificate signing request, DER",
        "csr-pem" => "certificate signing request, PEM",
        "mdm-push-request" => "request for an MDM push certificate, signed by the vendor",
        "auth-key-p8" => "authentication token key (.p8)",
        "java-keystore" => "Java keystore",
        "provisioning-profile" => "provisioning profile",
        "html" => "web page",
        "zip" => "ZIP archive",
        "empty" => "empty file",
        "unknown" => "nothing that pushcert knows",
        other => other,
    }
}

/// What kind of certificate, from the report's `kind`.
pub(crate) fn kind(kind: &str) -> &str {
    match kind {
        "apns" => "Apple Push Services",
        "apns-sandbox" => "Apple Sandbox Push Services",
        "apns-development-legacy" => "Apple Development IOS Push Services",
        "apns-production-legacy" => "Apple Production IOS Push Services",
        "voip" => "VoIP Services",
        "watchkit" => "WatchKit Services",
        "website-push" => "Website Push ID",
        "pass-type-id" => "Pass Type ID",
        "mdm-push" => "MDM push",
        "mdm-vendor" => "MDM vendor, signs requests only",
        "apple-ca" => "Apple authority",
        "apns-server" => "server of APNs",
        "other" => "no push certificate",
        other => other,
    }
}

/// An algorithm of keys, with its size.
pub(super) fn key(algorithm: &str, bits: Option<u32>) -> String {
    let name = match algorithm {
        "rsa" => "RSA",
        "ec-p256" => return "EC P-256".to_owned(),
        "ec-p384" => return "EC P-384".to_owned(),
        "ec-p521" => return "EC P-521".to_owned(),
        "dsa" => "DSA",
        "ed25519" => return "Ed25519".to_owned(),
        "ed448" => return "Ed448".to_owned(),
        other => other,
    };
    match bits {
        Some(bits) => format!("{name} {bits} bits"),
        None => name.to_owned(),
    }
}

/// Whether the chain is Apple's.
pub(super) fn chain(status: &str, by_given_authority: bool) -> &str {
    match status {
        _ if by_given_authority => "signature verified with the given trust anchor",
        "apple" => "signature verified",
        "apple-by-name-only" => "Apple's name, but somebody else signed it",
        "unknown-issuer" => "no authority of Apple",
        "self-signed" => "signed with its own key",
        other => other,
    }
}

/// A program that opens PKCS#12 files, from the `consumer` of the report: `macos-keychain`. In
/// short: what its description says before the first comma or bracket.
pub(super) fn consumer(name: &str) -> String {
    let known = diagnostics::CONSUMERS
        .iter()
        .find(|consumer| consumer.name == name);
    let about = known.map_or(name, |consumer| consumer.about);
    let short = about.split([',', '(']).next().unwrap_or(about);
    let short = short.trim().replace('`', "");
    // All but one begin with a name.
    match short.strip_prefix("The ") {
        Some(rest) => format!("the {rest}"),
        None => short,
    }
}

/// What the password did to a PKCS#12 file.
pub(super) fn password(state: &str) -> &str {
    match state {
        "none-needed" => "not protected",
        "empty" => "protected with an empty password",
        "given" => "protected, opens with the given password",
        "required" => "protected, and no password was given",
        "wrong" => "protected, and the given password does not open it",
        other => other,
    }
}

/// Which bytes an empty password was taken for.
pub(super) fn empty_encoding(encoding: &str) -> &str {
    match encoding {
        "bmp-terminator" => "two zero bytes",
        "zero-bytes" => "no bytes",
        other => other,
    }
}

/// `1 file`, `2 files`.
pub(crate) fn count(number: usize, one: &str, more: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {more}")
    }
}

/// The sentence with a small first letter, unless its first word is a name or an abbreviation.
pub(crate) fn uncapitalised(sentence: &str) -> String {
    let word = sentence
        .split(|character: char| !character.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let is_abbreviation = word
        .chars()
        .skip(1)
        .any(|character| !character.is_lowercase());
    let mut characters = sentence.chars();
    match characters.next() {
        Some(first) if !is_abbreviation && !NAMES.contains(&word) => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => sentence.to_owned(),
    }
}

/// Names with which a sentence may begin.
const NAMES: &[&str] = &["Apple", "Go", "Java", "Keychain", "Windows"];

#[cfg(test)]
mod tests {
    use super::{count, key, uncapitalised};

    #[test]
    fn sentences_begin_small_inside_of_others() {
        assert_eq!(
            uncapitalised("The certificate expired 20 days ago"),
            "the certificate expired 20 days ago"
        );
        assert_eq!(uncapitalised("A key"), "a key");
        assert_eq!(uncapitalised("RC2-40 is weak"), "RC2-40 is weak");
        assert_eq!(uncapitalised("Apple signed it"), "Apple signed it");
        assert_eq!(
            uncapitalised("OpenSSL 3 refuses it"),
            "OpenSSL 3 refuses it"
        );
        assert_eq!(uncapitalised("PKCS#12"), "PKCS#12");
        assert_eq!(uncapitalised(""), "");
    }

    #[test]
    fn numbers_have_their_noun() {
        assert_eq!(count(1, "day", "days"), "1 day");
        assert_eq!(count(0, "day", "days"), "0 days");
        assert_eq!(key("rsa", Some(2048)), "RSA 2048 bits");
    }
}
