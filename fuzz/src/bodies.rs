//! One function per fuzz target. Each takes any bytes and asserts what must hold for them; what it
//! asserts beyond "no panic" is in its comment. Two things use this file: the fuzz targets, and a
//! test of the workspace that replays the committed seeds.

#[path = "../../crates/pushcert-pkcs12/tests/common/arbitrary.rs"]
mod arbitrary;
#[path = "bodies/ber.rs"]
mod ber;
#[path = "bodies/damage.rs"]
mod damage;
#[path = "bodies/request.rs"]
mod request;
#[path = "bodies/revocation.rs"]
mod revocation;
#[path = "bodies/tree.rs"]
mod tree;
#[path = "bodies/written.rs"]
mod written;

pub use ber::ber_normalise;
pub use request::{csr, mdm_request, plist};
pub use revocation::{crl, ocsp};
pub use written::{pkcs12_roundtrip, pkcs12_structured};

use pushcert::keys::{EncryptedPrivateKey, KeyDefect, PemKey, PrivateKey};
use pushcert::pbe::Budget;
use pushcert::pkcs12::{BagValue, Opened, Pfx};
use pushcert::x509::Certificate;
use pushcert::{Limits, Options, UnixTime, keys, pbe, pem, pkcs12};

/// The password of every seed that needs one.
pub const PASSWORD: &str = "fuzz";

/// So few that an input takes milliseconds, and enough for the seeds.
const ITERATIONS: u64 = 4_096;

/// PKCS#12: what is refused is refused with a reason in words; what opens keeps the limits that
/// were given; the bags of the flat view are those of the parts; and what is said of a file before
/// it is opened is still true afterwards.
pub fn pkcs12_decode(data: &[u8]) {
    let limits = container_limits();
    let pfx = match Pfx::decode(data, &limits) {
        Ok(pfx) => pfx,
        Err(error) => return in_words(&error),
    };
    assert!(pfx.trailing_bytes() <= data.len());
    assert!(pfx.parts().len() as u64 <= limits.max_parts);
    for password in [None, Some(""), Some(PASSWORD)] {
        match pfx.open(password, &limits) {
            Ok(opened) => opened_keeps(&pfx, &opened, &limits),
            Err(error) => in_words(&error),
        }
    }
}

fn opened_keeps(pfx: &Pfx, opened: &Opened, limits: &pkcs12::Limits) {
    assert_eq!(pfx.parts().len(), opened.parts().len());
    for (before, after) in pfx.parts().iter().zip(opened.parts()) {
        assert_eq!(before.protection(), after.protection());
        assert_eq!(before.iterations(), after.iterations());
    }
    let (mut bags, mut keys, mut certificates) = (0_u64, 0_u64, 0_u64);
    for bag in opened.bags() {
        bags += 1;
        assert!(!bag.kind_name().is_empty());
        match bag.value() {
            BagValue::Key(_) | BagValue::ShroudedKey { .. } => keys += 1,
            BagValue::Cert { .. } => certificates += 1,
            _ => {}
        }
    }
    assert!(bags <= limits.max_bags && keys <= limits.max_keys);
    assert!(certificates <= limits.max_certificates);
}

/// PEM: blocks stand in the order of the text, within it, and do not overlap; the body of each is
/// the same after encoding and scanning again; text that has a block looks like PEM.
pub fn pem_scan(data: &[u8]) {
    let document = match pem::scan(data, &pem::Limits::strict()) {
        Ok(document) => document,
        Err(error) => return in_words(&error),
    };
    let mut end = 0;
    for block in &document.blocks {
        assert!(
            end <= block.span.start,
            "blocks overlap: {:?}",
            document.blocks
        );
        assert!(block.span.start <= block.span.end && block.span.end <= data.len());
        end = block.span.end;
        match &block.body {
            Ok(body) => same_after_encoding(&block.label, body),
            Err(error) => in_words(error),
        }
    }
    if !document.blocks.is_empty() {
        assert!(
            pem::looks_like_pem(data),
            "has blocks: {:?}",
            document.blocks
        );
    }
}

fn same_after_encoding(label: &str, body: &[u8]) {
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == ' ';
    if body.is_empty() || label.trim() != label || !label.chars().all(plain) {
        return;
    }
    let text = pem::encode(label, body);
    let again = pem::scan(text.as_bytes(), &pem::Limits::default()).expect("our own text");
    assert_eq!(again.blocks.len(), 1, "{:?}", again.blocks);
    assert!(again.remarks.is_empty(), "{:?}", again.remarks);
    let block = again.blocks.first().expect("one");
    assert_eq!(block.label, label);
    assert_eq!(block.body.as_ref().map(|b| b.as_slice()), Ok(body));
}

/// Certificates: the parts of one that decodes lie within its bytes; problems point into them; and
/// decoding its bytes again gives the same.
pub fn x509_certificate(data: &[u8]) {
    match Certificate::decode(data) {
        Ok(certificate) => certificate_keeps(&certificate, data),
        Err(error) => in_words(&error),
    }
}

fn certificate_keeps(certificate: &Certificate, data: &[u8]) {
    let der = certificate.der();
    assert!(data.starts_with(der), "more than was given");
    assert!(within(certificate.tbs_der(), der));
    assert!(within(certificate.spki_der(), der));
    assert!(within(certificate.serial(), der));
    for extension in certificate.extensions() {
        assert!(within(extension.value(), der));
        let _ = (extension.oid().to_string(), extension.critical());
    }
    for name in [certificate.subject(), certificate.issuer()] {
        assert!(within(name.der(), der));
        for attribute in name.attributes() {
            let _ = (attribute.oid().to_string(), attribute.text_lossy().len());
        }
    }
    for problem in certificate.problems() {
        assert!(
            problem.offset() <= data.len(),
            "{problem} at {}",
            problem.offset()
        );
        in_words(problem);
    }
    let urls = certificate.crl_urls().chain(certificate.ocsp_urls());
    let _ = urls
        .chain(certificate.ca_issuers_urls())
        .map(str::len)
        .sum::<usize>();
    let _ = (
        certificate.key_usage(),
        certificate.extended_key_usage(),
        certificate.public_key(),
    );
    let again = Certificate::decode(der).expect("it decoded before");
    assert_eq!(again.sha256(), certificate.sha256());
    assert_eq!(
        format!("{:?}", again.push()),
        format!("{:?}", certificate.push())
    );
}

/// Whether the slice is a part of the other, by place.
fn within(part: &[u8], whole: &[u8]) -> bool {
    let (part, whole) = (part.as_ptr_range(), whole.as_ptr_range());
    part.is_empty() || (whole.start <= part.start && part.end <= whole.end)
}

/// Apple's extensions. The first byte chooses one of them, the rest is its value; around it stands
/// a certificate in which nothing else is wrong. It always decodes; a topic that is reported occurs
/// in the value or is the user id; and no topic comes twice.
pub fn apple_extensions(data: &[u8]) {
    let Some((choice, value)) = data.split_first() else {
        return;
    };
    if value.len() > 4_096 {
        return;
    }
    let oid = APPLE_EXTENSIONS[usize::from(*choice) % APPLE_EXTENSIONS.len()];
    let der = certificate_with(oid, value);
    let certificate = Certificate::decode(&der).expect("only the value of an extension is odd");
    certificate_keeps(&certificate, &der);
    let push = certificate.push();
    for entry in &push.topics {
        let topic = entry.topic.as_str();
        let from_value = contains(value, topic.as_bytes());
        assert!(
            from_value || topic.starts_with(UID),
            "{topic:?} was made up"
        );
        let same = push
            .topics
            .iter()
            .filter(|other| other.topic == entry.topic);
        assert_eq!(same.count(), 1, "{topic:?} comes twice");
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len().max(1)).any(|window| window == part)
}

/// Private keys: one that decodes gives PKCS#8 that decodes to the same key again, with the same
/// public key (where it can be computed; of DSA and of rare curves only the file can tell it), and has
/// a debug text without a byte of it. An encrypted one is decrypted within a budget.
pub fn private_key(data: &[u8]) {
    match PrivateKey::decode(data) {
        Ok(key) => key_keeps(&key),
        Err(error) => in_words(&error),
    }
    match EncryptedPrivateKey::decode(data) {
        Ok(key) => match key.decrypt(PASSWORD, &mut budget()) {
            Ok(key) => key_keeps(&key),
            Err(error) => in_words(&error),
        },
        Err(error) => in_words(&error),
    }
    if let Ok(document) = pem::scan(data, &pem::Limits::strict()) {
        for block in &document.blocks {
            match PemKey::from_block(block).and_then(open_pem_key) {
                Ok(key) => key_keeps(&key),
                Err(error) => in_words(&error),
            }
        }
    }
}

fn open_pem_key(key: PemKey) -> Result<PrivateKey, keys::Error> {
    match key {
        PemKey::Encrypted(key) => key.decrypt(PASSWORD, &mut budget()),
        PemKey::LegacyEncrypted(key) => key.decrypt(PASSWORD, &mut budget()),
        plain => match plain {
            PemKey::Plain(key) => Ok(key),
            other => panic!("a kind of PEM key that this target does not know: {other:?}"),
        },
    }
}

fn key_keeps(key: &PrivateKey) {
    let again = PrivateKey::decode(key.pkcs8_der()).expect("our own PKCS#8");
    assert_eq!(again.encoding(), keys::KeyEncoding::Pkcs8);
    assert_eq!(again.algorithm(), key.algorithm());
    assert_eq!(again.bits(), key.bits());
    // A private number that is longer than its curve allows is wrapped as it is, and a public key that
    // stood beside it only, which nothing can be checked against, is not kept.
    let too_long = |defect: &KeyDefect| matches!(defect, KeyDefect::EcScalarLength { found, expected } if found > expected);
    let computed = ["rsa", "ec-p256", "ec-p384", "ec-p521"].contains(&key.algorithm().as_str())
        && !key.defects().iter().any(too_long);
    if computed || again.public_key().is_some() {
        assert_eq!(again.public_key(), key.public_key());
    }
    assert_eq!(again.pkcs8_der(), key.pkcs8_der());
    assert!(format!("{key:?}").len() < 80, "Debug says too much");
    for defect in key.defects() {
        in_words(defect);
    }
    if let Some(public) = key.public_key() {
        let again = keys::PublicKey::from_spki_der(public.spki_der()).expect("our own SPKI");
        assert_eq!(again.spki_sha256(), public.spki_sha256());
        assert!(keys::same_key(&again, public));
    }
}

/// The whole way: any bytes give a report; the same bytes give the same report; it has a verdict;
/// every finding has words without control characters; and the password is nowhere in it.
pub fn check_any(data: &[u8]) {
    let password = "pass\u{1}phrase-that-is-nowhere-else";
    for options in [
        options(),
        options().with_password(PASSWORD),
        options().with_password(password),
    ] {
        let opened = pushcert::open("any", data, &options);
        let file = opened.check();
        assert!(file.verdict.is_some());
        for finding in &file.findings {
            in_words(&finding.message);
            in_words(&finding.help);
        }
        let json = serde_json::to_string(&file).expect("a report is JSON");
        let again = pushcert::open("any", data, &options).check();
        assert_eq!(
            Some(json.as_str()),
            serde_json::to_string(&again).ok().as_deref()
        );
        assert!(
            !json.contains("phrase-that-is-nowhere-else"),
            "the password is in the report"
        );
        for identity in opened.identities() {
            let public = keys::PublicKey::from_spki_der(identity.certificate.spki_der());
            assert_eq!(identity.key.public_key(), public.ok().as_ref());
        }
    }
}

/// A text for people: there is one, and no terminal is harmed by it.
fn in_words(text: &impl ToString) {
    let text = text.to_string();
    assert!(!text.trim().is_empty());
    assert!(!text.contains(|c: char| c.is_control()), "{text:?}");
    assert!(text.len() < 4_096, "{} bytes: {text:.200}…", text.len());
}

fn budget() -> Budget {
    Budget::new(&derivation_limits())
}

fn derivation_limits() -> pbe::Limits {
    let mut limits = pbe::Limits::strict();
    limits.max_iterations = ITERATIONS;
    limits.max_total_iterations = 4 * ITERATIONS;
    limits.scrypt_memory = 1 << 20;
    limits.scrypt_parallelization = 1;
    limits
}

fn container_limits() -> pkcs12::Limits {
    let mut limits = pkcs12::Limits::strict();
    limits.pbe = derivation_limits();
    limits
}

fn options() -> Options {
    let mut limits = Limits::strict();
    limits.pkcs12 = container_limits();
    Options::at(UnixTime::from_secs(1_795_219_200)).with_limits(limits)
}

/// Apple's push extensions, `1.2.840.113635.100.6.…`, without the common beginning.
const APPLE_EXTENSIONS: &[&[u8]] = &[
    &[3, 1],
    &[3, 2],
    &[3, 3],
    &[3, 4],
    &[3, 5],
    &[3, 6],
    &[1, 16],
    &[1, 17],
];
const APPLE_ARC: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x63, 0x64, 6];

/// The user id of the certificate around the extension.
const UID: &str = "com.example.fuzz";

/// A certificate of version 3 with one extension, unsigned but complete.
fn certificate_with(oid: &[u8], value: &[u8]) -> Vec<u8> {
    let signature_algorithm = [
        0x30, 0x0d, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11, 5, 0,
    ];
    let user_id = [6, 10, 9, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 1];
    let uid = der(0x30, &[&user_id, &der(0x0c, &[UID.as_bytes()])]);
    let name = der(0x30, &[&der(0x31, &[&uid])]);
    let validity = der(
        0x30,
        &[
            &der(0x17, &[b"260101000000Z"]),
            &der(0x17, &[b"270131000000Z"]),
        ],
    );
    // Ed25519: the shortest key there is.
    let key = der(
        0x30,
        &[
            &der(0x30, &[&[6, 3, 0x2b, 0x65, 0x70]]),
            &der(3, &[&[0; 33]]),
        ],
    );
    let oid = der(6, &[APPLE_ARC, oid]);
    let extension = der(0x30, &[&oid, &der(4, &[value])]);
    let extensions = der(0xa3, &[&der(0x30, &[&extension])]);
    let tbs: [&[u8]; 8] = [
        &[0xa0, 3, 2, 1, 2],
        &[2, 1, 1],
        &signature_algorithm,
        &name,
        &validity,
        &name,
        &key,
        &extensions,
    ];
    der(
        0x30,
        &[&der(0x30, &tbs), &signature_algorithm, &der(3, &[&[0; 5]])],
    )
}

fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u32::try_from(content.len())
        .expect("a fuzzer's input is short")
        .to_be_bytes();
    let mut out = vec![tag];
    if content.len() < 0x80 {
        out.push(length[3]);
    } else {
        out.push(0x84);
        out.extend(length);
        // The shortest form: no zero in front.
        while out[2] == 0 {
            out.remove(2);
            out[1] -= 1;
        }
    }
    out.extend(content);
    out
}
