//! One fingerprint for a private key, however a program writes it.

use der::asn1::Any;
use der::{Decode, Tag, Tagged};
use sha2::{Digest, Sha256};

/// Lower-case hexadecimal of the SHA-256 digest.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 of RSAPrivateKey (RFC 8017 appendix A.1.2), or of the private number of an EC key. The
/// key comes as PKCS#8, as RSAPrivateKey or as ECPrivateKey.
pub(super) fn fingerprint(key: &[u8]) -> Result<String, String> {
    let fields = Vec::<Any>::from_der(key).map_err(|e| format!("a key is no SEQUENCE: {e}"))?;
    let second = fields.get(1).ok_or("a key has one field")?;
    match second.tag() {
        Tag::Integer => Ok(format!("rsa:{}", sha256(key))),
        Tag::OctetString => {
            let number = second.value();
            let zeros = number.iter().take_while(|byte| **byte == 0).count();
            Ok(format!(
                "ec:{}",
                sha256(number.get(zeros..).unwrap_or_default())
            ))
        }
        Tag::Sequence => match fields.get(2) {
            Some(inner) => fingerprint(inner.value()),
            None => Err("PKCS#8 without a key".into()),
        },
        other => Err(format!("a key with {other} in it")),
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn unhex(text: &str) -> Result<Vec<u8>, String> {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(16)).collect();
    if digits.len() != text.len() || !digits.len().is_multiple_of(2) {
        return Err("not hexadecimal".into());
    }
    let byte = |pair: &[u32]| u8::try_from(pair.iter().fold(0, |byte, digit| byte << 4 | digit));
    digits
        .chunks(2)
        .map(|pair| byte(pair).map_err(|e| e.to_string()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{fingerprint, unhex};

    #[test]
    fn a_key_is_the_same_in_each_form() {
        let sec1 = unhex("30060201010401 07".replace(' ', "").as_str()).unwrap();
        let padded = unhex("300702010104020007").unwrap();
        let pkcs8 = unhex("300f020100300004083006020101040107").unwrap();
        let wanted = fingerprint(&sec1).unwrap();
        assert!(wanted.starts_with("ec:"));
        assert_eq!(fingerprint(&padded).unwrap(), wanted);
        assert_eq!(fingerprint(&pkcs8).unwrap(), wanted);
        assert!(fingerprint(&[0x30, 0]).is_err());
        assert!(unhex("0x").is_err());
    }
}
