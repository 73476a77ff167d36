//! Algorithms as the manifest spells them, in the names of the report.

/// The integrity check of a row.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mac {
    /// `None` where the manifest gives an OID only.
    pub(super) algorithm: Option<String>,
    pub(super) kdf: &'static str,
    pub(super) iterations: Option<u64>,
}

/// `none` is no MAC: `None`.
pub(super) fn mac(text: &str) -> Option<Mac> {
    let (name, arguments) = text.split_once('(')?;
    let iterations = arguments
        .split([',', ')', ';'])
        .find_map(|a| a.strip_prefix("i="));
    let iterations = iterations.and_then(|n| n.parse().ok());
    if name == "PBMAC1" {
        let hash = arguments.split(';').find(|a| a.starts_with("hmac-"));
        return Some(Mac {
            algorithm: hash.map(dashes),
            kdf: "pbmac1-pbkdf2",
            iterations,
        });
    }
    let hash = name.strip_prefix("HMAC-")?;
    let known = hash.starts_with(|c: char| c.is_ascii_alphabetic());
    Some(Mac {
        algorithm: known.then(|| format!("hmac-{}", dashes(hash))),
        kdf: "pkcs12",
        iterations,
    })
}

fn dashes(name: &str) -> String {
    name.replace('_', "-")
}

/// Name and iterations of a part's protection; `None` for what has no fixed name in the report.
pub(super) fn protection(text: &str) -> Option<(String, Option<u64>)> {
    let (name, arguments) = text.split_once('(').unwrap_or((text, ""));
    let iterations = arguments
        .split([',', ')'])
        .find_map(|a| a.strip_prefix("i="));
    Some((
        protection_name(name)?,
        iterations.and_then(|n| n.parse().ok()),
    ))
}

fn protection_name(name: &str) -> Option<String> {
    let pkcs12 = match name {
        "PBE-SHA1-RC2-40" => "pbe-sha1-rc2-40-cbc",
        "PBE-SHA1-RC2-128" => "pbe-sha1-rc2-128-cbc",
        "PBE-SHA1-RC4-40" => "pbe-sha1-rc4-40",
        "PBE-SHA1-RC4-128" => "pbe-sha1-rc4-128",
        "PBE-SHA1-2DES" => "pbe-sha1-3des-2key-cbc",
        "PBE-SHA1-3DES" => "pbe-sha1-3des-3key-cbc",
        _ => return pkcs5_name(name),
    };
    Some(pkcs12.into())
}

/// `PBES1-md5-des` and `PBES2-aes256-cbc`; an OID has no name.
fn pkcs5_name(name: &str) -> Option<String> {
    if let Some(cipher) = name.strip_prefix("PBES1-") {
        return Some(format!("pbes1-{cipher}-cbc"));
    }
    let cipher = name.strip_prefix("PBES2-")?.strip_suffix("-cbc")?;
    let sized = ["aes", "camellia", "aria"]
        .iter()
        .find_map(|family| Some((family, cipher.strip_prefix(family)?)));
    Some(match sized {
        Some((family, bits)) => format!("pbes2-{family}-{bits}-cbc"),
        None => format!("pbes2-{cipher}-cbc"),
    })
}

#[cfg(test)]
mod tests {
    use super::{Mac, mac, protection};

    #[test]
    fn macs() {
        assert_eq!(mac("none"), None);
        let wanted = Mac {
            algorithm: Some("hmac-sha512-224".into()),
            kdf: "pkcs12",
            iterations: Some(2048),
        };
        assert_eq!(mac("HMAC-sha512_224(i=2048,s=8)"), Some(wanted));
        let wanted = Mac {
            algorithm: Some("hmac-sha256".into()),
            kdf: "pbmac1-pbkdf2",
            iterations: Some(9),
        };
        assert_eq!(
            mac("PBMAC1(pbkdf2-sha512,i=9,s=8,kl=32;hmac-sha256;d=32)"),
            Some(wanted)
        );
        assert_eq!(mac("HMAC-1.3.14.3.18.26(i=1,s=8)").unwrap().algorithm, None);
    }

    #[test]
    fn protections() {
        let name = |text| protection(text).map(|(name, _)| name);
        assert_eq!(
            name("PBES2-aes256-cbc(pbkdf2-sha1*,i=1,s=8)").as_deref(),
            Some("pbes2-aes-256-cbc")
        );
        assert_eq!(
            protection("PBE-SHA1-RC4-40(i=7,s=8)"),
            Some(("pbe-sha1-rc4-40".into(), Some(7)))
        );
        assert_eq!(
            name("PBES2-rc2-cbc(pbkdf2-sha1*,i=1,s=8,kl=5)").as_deref(),
            Some("pbes2-rc2-cbc")
        );
        assert_eq!(
            name("PBES1-md5-des(i=1,s=8)").as_deref(),
            Some("pbes1-md5-des-cbc")
        );
        assert_eq!(
            name("PBES2-1.2.643.2.2.21(pbkdf2-gost94,i=2000,s=32)"),
            None
        );
    }
}
