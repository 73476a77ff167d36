//! Bags, attributes, and how keys and certificates belong together.

use super::pfx_mac::{ROUNDS, base, p12};
use super::{APP, Hostile, PASSWORD, healthy};
use crate::authority::Authority;
use crate::cert::CertificateBuilder;
use crate::digest::Digest;
use crate::identity::Identity;
use crate::key::TestKey;
use crate::pbe::Protection;
use crate::pfx::{Attribute, Bag, Mac, Part, PfxBuilder};
use crate::{der, oid, other};

/// A file with these bags in one part in the clear, under a MAC.
fn bags(name: &str, bags: Vec<Bag>) -> Hostile {
    p12(name, &file().part(Part::new(Protection::None).bags(bags)))
}

fn file() -> PfxBuilder {
    PfxBuilder::new(PASSWORD)
        .seed("bags")
        .mac(Mac::new(Digest::Sha256, ROUNDS))
}

fn certificate() -> Bag {
    Bag::cert(&healthy().certificate)
}

fn key() -> Bag {
    Bag::key(&healthy().key.pkcs8_der())
}

pub(super) fn entries() -> Vec<Hostile> {
    [
        friendly_names(),
        attributes(),
        counts(),
        pairing(),
        chains(),
        kinds(),
    ]
    .concat()
}

/// friendlyName is a label: whatever is in it, the file opens.
fn friendly_names() -> Vec<Hostile> {
    let raw = |name: &str, content: &[u8]| {
        let value = Attribute::new(oid::pkcs::FRIENDLY_NAME, der::tlv(0x1e, content));
        bags(
            name,
            vec![
                certificate().attribute(value.clone()),
                key().attribute(value),
            ],
        )
    };
    let text = |name: &str, text: &str| {
        bags(
            name,
            vec![certificate().friendly_name(text), key().friendly_name(text)],
        )
    };
    vec![
        raw("friendly-name-of-odd-length", &[0, 0x41, 0]),
        raw("friendly-name-lone-high-surrogate", &[0xd8, 0x3d, 0, 0x41]),
        raw("friendly-name-lone-low-surrogate", &[0xdd, 0x11]),
        text("friendly-name-empty", ""),
        text(
            "friendly-name-above-u-07ff",
            "\u{800}\u{6f22}\u{5b57}\u{ffff}",
        ),
        text("friendly-name-emoji", "\u{1f511} push"),
        text("friendly-name-of-1-mb", &"n".repeat(500_000)),
        text(
            "friendly-name-escape-sequence",
            "\u{1b}[31mred\u{1b}]0;title\u{7}",
        ),
        text("friendly-name-with-newline", "first\nsecond\rthird"),
        text("friendly-name-bidi-override", "gnp.\u{202e}21p.hsup"),
        text("friendly-name-with-nul", "a\0b"),
    ]
}

fn attributes() -> Vec<Hostile> {
    let one = |name: &str, attribute: &Attribute| {
        bags(
            name,
            vec![
                certificate().attribute(attribute.clone()),
                key().attribute(attribute.clone()),
            ],
        )
    };
    let friendly = oid::pkcs::FRIENDLY_NAME;
    let local = oid::pkcs::LOCAL_KEY_ID;
    let twice = |bag: Bag| bag.local_key_id(&[1]).local_key_id(&[2]);
    let named_twice = |bag: Bag| bag.friendly_name("a").friendly_name("b");
    let none = |oid: &str| Attribute {
        oid: oid.to_owned(),
        values: Vec::new(),
    };
    let two = Attribute {
        oid: friendly.to_owned(),
        values: vec![der::bmp("a"), der::bmp("b")],
    };
    vec![
        one(
            "friendly-name-is-an-integer",
            &Attribute::new(friendly, der::int(5)),
        ),
        one(
            "friendly-name-is-utf8",
            &Attribute::new(friendly, der::utf8("name")),
        ),
        one(
            "friendly-name-is-a-null",
            &Attribute::new(friendly, der::null()),
        ),
        one("friendly-name-without-value", &none(friendly)),
        one("friendly-name-with-two-values", &two),
        one(
            "local-key-id-is-a-bmp-string",
            &Attribute::new(local, der::bmp("id")),
        ),
        one(
            "local-key-id-is-a-boolean",
            &Attribute::new(local, der::boolean(true)),
        ),
        one("local-key-id-without-value", &none(local)),
        one(
            "local-key-id-of-100-kb",
            &Attribute::local_key_id(&[7; 100_000]),
        ),
        one(
            "attribute-unknown",
            &Attribute::new("1.2.3.4", der::seq([der::int(1)])),
        ),
        one(
            "attribute-microsoft-empty",
            &Attribute::microsoft_local_machine(),
        ),
        bags(
            "local-key-id-twice-in-a-bag",
            vec![twice(certificate()), twice(key())],
        )
        .expect("ok"),
        bags(
            "friendly-name-twice-in-a-bag",
            vec![named_twice(certificate()), named_twice(key())],
        )
        .expect("ok"),
    ]
}

fn counts() -> Vec<Hostile> {
    let root = Authority::synthetic().certificate();
    let with_roots = |count: usize| {
        let mut list = vec![certificate(), key()];
        list.extend((0..count).map(|_| Bag::cert(&root)));
        list
    };
    let small_certificates = (0..10_000)
        .map(|_| Bag::cert(&der::seq([der::int(1)])))
        .collect();
    let small_keys = (0..500)
        .map(|_| Bag::key(&der::seq([der::int(0)])))
        .collect();
    let attributes = (0..10_000).fold(certificate(), |bag, _| bag.local_key_id(&[1]));
    vec![
        bags("no-bags", Vec::new()).expect("no-certificate"),
        p12("no-parts", &file()).expect("no-certificate"),
        bags("no-keys", vec![certificate()]).expect("no-private-key"),
        bags("no-certificates", vec![key()]).expect("no-certificate"),
        bags("bags-33", with_roots(31)),
        bags("bags-32", with_roots(30)),
        bags("certificates-10000", small_certificates).expect("limit-exceeded"),
        bags("keys-500", small_keys).expect("limit-exceeded"),
        bags("attributes-10000", vec![attributes, key()]).expect("ok"),
        p12(
            "parts-1000",
            &(0..1000).fold(base(), |file, _| file.part(Part::new(Protection::None))),
        )
        .expect("limit-exceeded"),
    ]
}

/// Which key belongs to which certificate.
fn pairing() -> Vec<Hostile> {
    let other =
        Identity::new(&CertificateBuilder::apns("com.example.other").key(&TestKey::rsa2048(1)));
    let other_certificate = Bag::cert(&other.certificate);
    let other_key = Bag::key(&other.key.pkcs8_der());
    let id = [1];
    vec![
        bags(
            "two-identities",
            vec![
                certificate(),
                key(),
                other_certificate.clone(),
                other_key.clone(),
            ],
        )
        .expect("multiple-identities"),
        bags(
            "key-of-the-second-certificate",
            vec![other_certificate.clone(), certificate(), key()],
        ),
        bags(
            "key-of-no-certificate",
            vec![certificate(), other_key.clone()],
        )
        .expect("key-mismatch"),
        bags(
            "local-key-id-contradicts-key",
            vec![
                certificate().local_key_id(&[2]),
                other_certificate.clone().local_key_id(&id),
                key().local_key_id(&id),
            ],
        ),
        bags(
            "local-key-id-the-same-on-all",
            [certificate(), key(), other_certificate, other_key]
                .map(|bag| bag.local_key_id(&id))
                .to_vec(),
        )
        .expect("multiple-identities"),
        bags("the-same-key-twice", vec![certificate(), key(), key()]),
        bags(
            "the-same-certificate-twice",
            vec![certificate(), certificate(), key()],
        ),
        bags(
            "certificate-that-is-no-certificate",
            vec![Bag::cert(b"not DER"), certificate(), key()],
        )
        .expect("ok"),
        bags(
            "key-that-is-no-key",
            vec![certificate(), Bag::key(&der::null()), key()],
        )
        .expect("corrupt-file"),
    ]
}

/// Issuers that go round in a circle (CVE-2026-63570).
fn chains() -> Vec<Hostile> {
    let a = Authority::own("Pushcert Circle A", TestKey::rsa2048(5));
    let b = Authority::own("Pushcert Circle B", TestKey::rsa2048(6));
    let leaf = Identity::new(&CertificateBuilder::apns(APP).issuer(a.clone()));
    let circle = vec![a.certificate_by(&b), b.certificate_by(&a)];
    let itself = vec![a.certificate(), a.certificate_by(&a)];
    let long: Vec<Vec<u8>> = (0..100).map(|_| a.certificate_by(&b)).collect();
    let entry = |name: &str, chain: Vec<Vec<u8>>| {
        let mut list = vec![Bag::cert(&leaf.certificate), key()];
        list.extend(chain.iter().map(|certificate| Bag::cert(certificate)));
        bags(name, list).expect("untrusted-issuer")
    };
    vec![
        entry("issuers-in-a-circle", circle),
        entry("issuer-of-itself", itself),
        entry("issuer-a-hundred-times", long),
    ]
}

/// Bags of every kind beside a good identity.
fn kinds() -> Vec<Hostile> {
    let beside = |name: &str, bag: Bag| bags(name, vec![bag, certificate(), key()]);
    let nested = |depth: usize| {
        (0..depth).fold(vec![certificate(), key()], |inner, _| {
            vec![Bag::nested(inner)]
        })
    };
    vec![
        beside(
            "secret-bag",
            Bag::secret("1.2.3.4", &der::octets("a secret")),
        ),
        beside("crl-bag", Bag::crl(&other::crl())),
        beside("sdsi-bag", Bag::sdsi_cert("KDEwOnB1YmxpYy1rZXkp")),
        beside(
            "unknown-bag",
            Bag::unknown("1.2.3.4", der::seq([der::int(1)])),
        ),
        beside("bag-is-an-integer", Bag::raw(der::int(1))).expect("corrupt-file"),
        beside(
            "bag-without-value",
            Bag::raw(der::seq([der::oid(oid::pkcs::CERT_BAG)])),
        )
        .expect("corrupt-file"),
        bags("safe-contents-5-deep", nested(5)),
        bags("safe-contents-100-deep", nested(100)).expect("limit-exceeded"),
        bags("safe-contents-1000-deep", nested(1_000)).expect("limit-exceeded"),
    ]
}
