//! Contents of a file made from arbitrary bytes: every kind of bag, attribute, scheme and MAC that can be
//! written, at low cost. The property tests of this crate and the fuzz targets use it.

use pushcert_pkcs12::pbe::Encryption;
use pushcert_pkcs12::{
    Attributes, BagValue, CertType, Contents, CrlType, HashAlgorithm, MacScheme, ObjectIdentifier,
    PasswordEncoding, Protection, SafeBag, SafeContents, Scheme, ShroudedKey,
};

/// Arbitrary bytes, taken from the front; zeros when they are used up.
pub(crate) struct Source<'a>(pub(crate) &'a [u8]);

impl Source<'_> {
    pub(crate) fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::from(self.byte()) % bound.max(1)
    }

    pub(crate) fn chance(&mut self, of: usize) -> bool {
        self.below(of) == 1
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Bytes, fewer than `bound`.
    pub(crate) fn bytes(&mut self, bound: usize) -> Vec<u8> {
        let len = self.below(bound);
        (0..len).map(|_| self.byte()).collect()
    }
}

const PASSWORDS: [&str; 5] = ["password", "", "pässword", "пароль", "🔑 key"];
const OTHER_OIDS: [ObjectIdentifier; 3] = [
    ObjectIdentifier::new_unwrap("1.2.3.4"),
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.17.1"),
    ObjectIdentifier::new_unwrap("2.23.42.4294967295"),
];

/// A password and contents that can be written under it.
pub(crate) fn contents(source: &mut Source<'_>) -> (Contents, &'static str) {
    let password = source.pick(&PASSWORDS);
    let mut contents = Contents::new();
    for _ in 0..source.below(4) {
        let scheme = source.chance(2).then(|| scheme(source));
        let mut bags = Vec::new();
        for _ in 0..source.below(4) {
            bag(source, &mut bags, 0, password);
        }
        let mut part = SafeContents::new(scheme, bags);
        part.encoding = part
            .scheme
            .as_ref()
            .and_then(|scheme| encoding(source, scheme, password));
        contents.parts.push(part);
    }
    contents.mac = mac(source, password);
    (contents, password)
}

/// A scheme with few iterations.
pub(crate) fn scheme(source: &mut Source<'_>) -> Scheme {
    let writable: Vec<Protection> = Protection::ALL
        .iter()
        .copied()
        .filter(|protection| {
            use Protection::{LegacyPem, None, Unsupported};
            !matches!(protection, None | LegacyPem | Unsupported)
        })
        .collect();
    let protection = source.pick(&writable);
    let encryption = if protection.as_str().starts_with("pbes2-") && source.chance(4) {
        Encryption::scrypt(protection, 2, 1 + source.below(2) as u64, 1)
    } else {
        let iterations = 1 + source.below(3) as u64;
        Encryption::new(protection, iterations).with_prf(named_hash(source, 0))
    };
    let iv: Vec<u8> = (0..encryption.iv_len()).map(|_| source.byte()).collect();
    encryption
        .scheme_with(&source.bytes(40), &iv)
        .expect("every one of these can be written")
}

/// A hash whose HMAC has an object identifier.
fn named_hash(source: &mut Source<'_>, min_output: usize) -> HashAlgorithm {
    let named = |hash: &HashAlgorithm| hash.hmac_oid().is_some() && hash.output_len() >= min_output;
    let hashes: Vec<_> = HashAlgorithm::ALL.iter().copied().filter(named).collect();
    source.pick(&hashes)
}

/// Another form of the password than the usual one, where readers try one.
fn encoding(source: &mut Source<'_>, scheme: &Scheme, password: &str) -> Option<PasswordEncoding> {
    if !source.chance(8) {
        return None;
    }
    let is_pkcs12 = scheme.protection().as_str().starts_with("pbe-");
    match (is_pkcs12, password) {
        (true, "") => Some(PasswordEncoding::ZeroBytes),
        (true, "pässword") => Some(PasswordEncoding::Utf8AsBmp),
        (false, "password") => Some(PasswordEncoding::Bmp),
        (false, "pässword") => Some(PasswordEncoding::Latin1),
        _ => None,
    }
}

fn mac(source: &mut Source<'_>, password: &str) -> Option<MacScheme> {
    let iterations = 1 + source.below(3) as u64;
    let salt = source.bytes(40);
    let mac = match source.below(4) {
        0 => return None,
        1 => {
            let hash = named_hash(source, 20);
            MacScheme::pbmac1(hash, named_hash(source, 0), &salt, iterations)
        }
        _ => MacScheme::pkcs12(source.pick(HashAlgorithm::ALL), &salt, iterations),
    };
    let mac = mac.expect("every one of these can be written");
    let empty = password.is_empty() && mac.kdf().as_str() == "pkcs12" && source.chance(4);
    Some(mac.with_encoding(empty.then_some(PasswordEncoding::ZeroBytes)))
}

fn bag(source: &mut Source<'_>, bags: &mut Vec<SafeBag>, depth: u32, password: &str) {
    let value = match source.below(9) {
        0 => BagValue::Key(sequence(source).into()),
        1 | 2 => {
            let scheme = scheme(source);
            let encoding = encoding(source, &scheme, password);
            let mut key = ShroudedKey::new(scheme, sequence(source).into());
            key.encoding = encoding;
            BagValue::ShroudedKey(key)
        }
        3 => cert(source),
        4 => BagValue::Crl {
            crl_type: CrlType::X509,
            der: source.bytes(60),
        },
        5 => BagValue::Crl {
            crl_type: CrlType::Other(source.pick(&OTHER_OIDS)),
            der: element(source, 0),
        },
        6 => BagValue::Secret {
            secret_type: source.pick(&OTHER_OIDS),
            der: element(source, 0).into(),
        },
        7 if depth < 5 => BagValue::SafeContents {
            bags: source.below(4),
        },
        _ => BagValue::Unknown {
            oid: source.pick(&OTHER_OIDS),
            der: element(source, 0).into(),
        },
    };
    let children = match &value {
        BagValue::SafeContents { bags } => *bags,
        _ => 0,
    };
    let mut bag_itself = SafeBag::new(value, attributes(source));
    bag_itself.depth = depth;
    bags.push(bag_itself);
    for _ in 0..children {
        bag(source, bags, depth + 1, password);
    }
}

fn cert(source: &mut Source<'_>) -> BagValue {
    let (cert_type, der) = match source.below(4) {
        0 => (CertType::Sdsi, element(source, 0)),
        1 => (
            CertType::Other(source.pick(&OTHER_OIDS)),
            element(source, 0),
        ),
        _ => (CertType::X509, source.bytes(200)),
    };
    BagValue::Cert { cert_type, der }
}

/// Right ones, and ones of any other form.
fn attributes(source: &mut Source<'_>) -> Attributes {
    let mut attributes = match source.below(4) {
        0 => Attributes::decode(&element(source, 0)),
        _ => Attributes::new(),
    };
    if source.chance(3) {
        let name: String = String::from_utf8_lossy(&source.bytes(20)).into_owned();
        attributes = attributes.with_friendly_name(&name);
    }
    if source.chance(3) {
        attributes = attributes.with_local_key_id(&source.bytes(24));
    }
    if source.chance(4) {
        attributes = attributes.with(source.pick(&OTHER_OIDS), &element(source, 0));
    }
    attributes
}

/// Identifier octets of primitive elements.
const PRIMITIVE: [u8; 8] = [0x01, 0x02, 0x03, 0x04, 0x0c, 0x1e, 0x80, 0x83];
/// Identifier octets of constructed ones. Strings in pieces are BER, and not here.
const CONSTRUCTED: [u8; 4] = [0x30, 0x31, 0xa0, 0xa1];

/// One DER element, up to a few levels deep.
pub(crate) fn element(source: &mut Source<'_>, depth: usize) -> Vec<u8> {
    if depth < 4 && source.chance(3) {
        return constructed(source, source_tag, depth);
    }
    tlv(source.pick(&PRIMITIVE), &source.bytes(140))
}

fn source_tag(source: &mut Source<'_>) -> u8 {
    source.pick(&CONSTRUCTED)
}

/// A SEQUENCE of arbitrary elements.
fn sequence(source: &mut Source<'_>) -> Vec<u8> {
    constructed(source, |_| 0x30, 0)
}

fn constructed(
    source: &mut Source<'_>,
    tag: impl Fn(&mut Source<'_>) -> u8,
    depth: usize,
) -> Vec<u8> {
    let tag = tag(source);
    let count = source.below(4);
    let content: Vec<u8> = (0..count)
        .flat_map(|_| element(source, depth + 1))
        .collect();
    tlv(tag, &content)
}

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let [.., high, low] = content.len().to_be_bytes();
    let mut out = vec![tag];
    match content.len() {
        0..0x80 => out.push(low),
        0x80..0x100 => out.extend([0x81, low]),
        _ => out.extend([0x82, high, low]),
    }
    out.extend_from_slice(content);
    out
}

/// Asserts that two contents are the same in every field. Forms of the password count as the usual one
/// where they are not given.
#[track_caller]
pub(crate) fn assert_same(written: &Contents, read: &Contents) {
    assert_same_parts(&written.parts, &read.parts);
    let facts = |mac: &MacScheme| {
        let kdf = mac.kdf();
        (mac.algorithm(), kdf, mac.iterations(), mac.salt().to_vec())
    };
    assert_eq!(
        written.mac.as_ref().map(facts),
        read.mac.as_ref().map(facts)
    );
}

/// The same of the parts alone.
#[track_caller]
pub(crate) fn assert_same_parts(written: &[SafeContents], read: &[SafeContents]) {
    assert_eq!(written.len(), read.len());
    for (written, read) in written.iter().zip(read) {
        let identifier =
            |part: &SafeContents| part.scheme.as_ref().map(|s| s.identifier().to_vec());
        assert_eq!(identifier(written), identifier(read));
        assert_eq!(written.protection(), read.protection());
        assert_eq!(written.iterations(), read.iterations());
        if written.encoding.is_some() {
            assert_eq!(written.encoding, read.encoding);
        }
        assert_eq!(written.bags.len(), read.bags.len());
        for (written, read) in written.bags.iter().zip(&read.bags) {
            assert_eq!(written.depth, read.depth);
            assert_eq!(written.attributes, read.attributes);
            assert_value(&written.value, &read.value);
        }
    }
}

#[track_caller]
fn assert_value(written: &BagValue, read: &BagValue) {
    match (written, read) {
        (BagValue::Key(a), BagValue::Key(b)) => assert_eq!(a, b),
        (BagValue::ShroudedKey(a), BagValue::ShroudedKey(b)) => {
            let identifier =
                |key: &ShroudedKey| key.scheme.as_ref().map(|s| s.identifier().to_vec());
            assert_eq!(identifier(a), identifier(b));
            assert_eq!(a.key, b.key);
            if a.encoding.is_some() {
                assert_eq!(a.encoding, b.encoding);
            }
        }
        (
            BagValue::Cert { cert_type, der },
            BagValue::Cert {
                cert_type: read_type,
                der: read_der,
            },
        ) => assert_eq!((cert_type, der), (read_type, read_der)),
        (
            BagValue::Crl { crl_type, der },
            BagValue::Crl {
                crl_type: read_type,
                der: read_der,
            },
        ) => assert_eq!((crl_type, der), (read_type, read_der)),
        (
            BagValue::Secret { secret_type, der },
            BagValue::Secret {
                secret_type: read_type,
                der: read_der,
            },
        ) => assert_eq!((secret_type, der), (read_type, read_der)),
        (BagValue::SafeContents { bags: a }, BagValue::SafeContents { bags: b }) => {
            assert_eq!(a, b);
        }
        (
            BagValue::Unknown { oid, der },
            BagValue::Unknown {
                oid: read_oid,
                der: read_der,
            },
        ) => assert_eq!((oid, der), (read_oid, read_der)),
        _ => panic!("{} became {}", written.kind_name(), read.kind_name()),
    }
}
