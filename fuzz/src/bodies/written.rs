//! PKCS#12 that we wrote ourselves: as it is, and broken.

use pushcert_pkcs12::{
    Contents, Corruption, EncodeError, Error, ErrorKind, Layer, LimitName, Limits, MacStatus,
    Opened, Pfx, Protection,
};

use super::arbitrary::{Source, assert_same, assert_same_parts, contents};
use super::{container_limits, damage, in_words, opened_keeps, tree};

/// Arbitrary contents: what is written opens, is the same, and gives the same bytes again.
pub fn pkcs12_roundtrip(data: &[u8]) {
    let (written, password) = contents(&mut Source(data));
    let file = written.encode(password).expect("it can be written");
    let opened = open(&file, password).expect("what was written opens");
    assert_eq!(opened.encoding(), pushcert_pkcs12::Encoding::Der);
    assert_same(&written, opened.contents());
    assert_eq!(opened.contents().encode(password), Ok(file));
}

/// Arbitrary contents, written and then broken as the first bytes say: how often, and four bytes for
/// each damage. See [`broken_keeps`] for what holds. Where the only damage is BER it still opens,
/// and the contents are those that were written.
pub fn pkcs12_structured(data: &[u8]) {
    let mut source = Source(data);
    let damages: Vec<[u8; 4]> = (0..source.below(8))
        .map(|_| [(); 4].map(|()| source.byte()))
        .collect();
    let ber = source.chance(3).then(|| source.bytes(64));
    let (written, password) = contents(&mut source);
    let der = written.encode(password).expect("it can be written");
    let mut file = der.to_vec();
    for damage in &damages {
        file = damage::damaged(&file, *damage);
    }
    if let Some(forms) = &ber
        && let Some(nodes) = tree::parse(&file)
    {
        file = tree::encode_ber(&nodes, &mut Source(forms));
    }
    let outcome = broken_keeps(&file, &written, password);
    if damages.is_empty() {
        let opened = outcome.expect("nothing is broken");
        assert_same(&written, opened.contents());
        assert_eq!(opened.contents().encode(password), Ok(der));
    }
}

fn limits() -> Limits {
    let mut limits = container_limits();
    // As many as a fuzzer's input can say.
    (limits.max_keys, limits.max_bags) = (10_000, 10_000);
    (limits.max_certificates, limits.max_attributes) = (10_000, 30_000);
    limits.max_input = 1 << 22;
    limits.pbe.max_total_iterations = 1 << 20;
    limits
}

fn open(file: &[u8], password: &str) -> Result<Opened, Error> {
    Pfx::decode(file, &limits())?.open(Some(password), &limits())
}

/// What holds for a file that was `written` and then broken, opened with its own password:
///
/// * each stage refuses with the reasons that it has, and says them in words;
/// * what opens keeps the limits, and a verified MAC means the contents that were written;
/// * where there is a MAC, a password is wrong because of it alone: if it matches, nothing behind it
///   is broken, so that no part is, and no key;
/// * without one, a wrong password needs something that is encrypted;
/// * what opens can be written, and is the same again.
fn broken_keeps(file: &[u8], written: &Contents, password: &str) -> Result<Opened, Error> {
    let pfx = Pfx::decode(file, &limits()).inspect_err(|error| {
        in_words(error);
        decode_reason(error.kind());
        assert!(error.offset().is_none_or(|offset| offset <= file.len()));
    })?;
    let opened = pfx.open(Some(password), &limits()).inspect_err(|error| {
        in_words(error);
        open_reason(&pfx, error.kind());
        assert!(error.offset().is_none_or(|offset| offset <= file.len()));
    })?;
    opened_keeps(&pfx, &opened, &limits());
    assert_eq!(pfx.mac().is_some(), opened.mac() == MacStatus::Verified);
    if opened.mac() == MacStatus::Verified {
        assert!(written.mac.is_some(), "a MAC was forged");
        // Not the MAC itself: its salt and its count have more than one form.
        assert_same_parts(&written.parts, &opened.contents().parts);
    }
    writes_again(&opened, password);
    Ok(opened)
}

fn decode_reason(kind: &ErrorKind) {
    use LimitName::{Asn1Depth, Input, Parts};
    match kind {
        ErrorKind::NotPkcs12
        | ErrorKind::Corrupt { .. }
        | ErrorKind::UnsupportedVersion { .. }
        | ErrorKind::UnsupportedIntegrityMode => {}
        ErrorKind::LimitExceeded {
            limit: Input | Asn1Depth | Parts,
            asked,
            allowed,
        } => assert!(asked > allowed),
        other => panic!("decoding must not say {other:?}"),
    }
}

fn open_reason(pfx: &Pfx, kind: &ErrorKind) {
    let has_mac = pfx.mac().is_some();
    let sealed = pfx.parts().iter().any(|part| part.scheme().is_some());
    let unsupported = |part: &pushcert_pkcs12::Part| part.protection() == Protection::Unsupported;
    match kind {
        ErrorKind::WrongPassword { layer } => match layer {
            Layer::Integrity => assert!(has_mac),
            Layer::Privacy => assert!(!has_mac && sealed),
            Layer::Key => assert!(!has_mac && !sealed),
            other => panic!("a layer that this target does not know: {other:?}"),
        },
        ErrorKind::UnsupportedAlgorithm { .. } => {
            assert!(has_mac || pfx.parts().iter().any(unsupported));
        }
        ErrorKind::Corrupt { what } => {
            let parameters = matches!(what, Corruption::Parameters(_));
            assert!(!has_mac || parameters, "behind a MAC that matches: {what}");
        }
        ErrorKind::LimitExceeded {
            limit,
            asked,
            allowed,
        } => {
            assert!(asked > allowed);
            assert!(!has_mac || matches!(limit, LimitName::Pbe(_)));
        }
        other => panic!("opening with a password must not say {other:?}"),
    }
}

/// What opens can be written. Not what was not decrypted, and not a key that is no DER.
fn writes_again(opened: &Opened, password: &str) {
    match opened.contents().encode(password) {
        Ok(file) => {
            let again = open(&file, password).expect("our own");
            assert_same(opened.contents(), again.contents());
            assert_eq!(again.encoding(), pushcert_pkcs12::Encoding::Der);
        }
        Err(EncodeError::Malformed { .. } | EncodeError::NotDecrypted) => {
            assert_eq!(opened.mac(), MacStatus::Absent, "it was written before");
        }
        Err(error) => panic!("what opens is not written: {error}"),
    }
}
