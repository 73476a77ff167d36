//! Revocation lists and OCSP responses about one leaf.

use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::{CertificateBuilder, Extension};
use pushcert_testkit::der;
use pushcert_testkit::digest::Digest;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::name::Name;
use pushcert_testkit::oid;
use pushcert_testkit::revocation::{
    CrlBuilder, Entry, OcspBuilder, Single, responder_certificate, shard,
};

use crate::Group;

const SERIAL: [u8; 3] = [0x17, 0x42, 0x99];
const WHEN: &str = "2026-10-01T12:00:00Z";

fn issuer() -> Authority {
    Authority::own("Fuzz CA", TestKey::ec_p256(0))
}

/// The leaf and its issuer, which the targets ask about.
pub(crate) fn parties() -> Group {
    let leaf = CertificateBuilder::apns("com.example.app")
        .key(&TestKey::ec_p256(1))
        .issuer(issuer())
        .serial(&SERIAL);
    vec![
        ("issuer.cer", issuer().certificate()),
        ("leaf.cer", leaf.build()),
    ]
}

pub(crate) fn lists() -> Group {
    let list = || CrlBuilder::new(&issuer());
    let own = "http://crl.example.com/synthetic-1.crl";
    let entry = Entry::new(&SERIAL);
    let flags = der::concat([shard(&[own]), der::implicit(1, [0xff])]);
    let critical = Extension::critical("1.2.3", der::null());
    let other = Name::new().utf8(oid::name::COMMON_NAME, "Other CA");
    let lists = [
        ("empty.crl", list()),
        ("other.crl", list().revoke(&[1]).revoke(&[0x17, 0x42])),
        (
            "revoked.crl",
            list().entry(&entry.clone().reason(1).invalidity_date(WHEN)),
        ),
        ("hold.crl", list().entry(&entry.clone().reason(6))),
        (
            "removed.crl",
            list().delta(1).entry(&entry.clone().reason(8)),
        ),
        (
            "shard.crl",
            list().distribution_point(flags).revoke(&SERIAL),
        ),
        (
            "shard-other.crl",
            list().shard(&["http://crl.example.com/synthetic-2.crl"]),
        ),
        (
            "indirect.crl",
            list().distribution_point(der::implicit(4, [0xff])),
        ),
        ("critical.crl", list().entry(&entry.extension(critical))),
        (
            "stale.crl",
            list().valid("2020-01-01T00:00:00Z", "2020-01-08T00:00:00Z"),
        ),
        (
            "open.crl",
            list().without_next_update("2026-11-20T00:00:00Z"),
        ),
        (
            "far.crl",
            list().valid("2026-11-20T00:00:00Z", "2099-01-01T00:00:00Z"),
        ),
        ("version-1.crl", list().version(None)),
        ("other-issuer.crl", list().issuer_name(other)),
        ("broken.crl", list().broken_signature().revoke(&SERIAL)),
        (
            "bad-entry.crl",
            list().revoke(&[1]).raw_entries(&der::null()),
        ),
    ];
    lists
        .into_iter()
        .map(|(name, list)| (name, list.build()))
        .collect()
}

pub(crate) fn responses() -> Group {
    let all = [by_issuer(), by_others()].concat();
    all.into_iter()
        .map(|(name, response)| (name, response.build()))
        .collect()
}

type Responses = Vec<(&'static str, OcspBuilder)>;

fn response(single: &Single) -> OcspBuilder {
    OcspBuilder::new(&issuer()).single(single)
}

fn good() -> Single {
    Single::good(&issuer(), &SERIAL)
}

fn by_issuer() -> Responses {
    let revoked = |reason| Single::revoked(&issuer(), &SERIAL, WHEN, reason);
    let unknown = Single::unknown(&issuer(), &SERIAL);
    let critical = Extension::critical("1.2.3", der::null());
    let open = good().valid("2026-11-20T00:00:00Z", None);
    vec![
        ("good.ocsp", response(&good())),
        ("good-sha256.ocsp", response(&good().digest(Digest::Sha256))),
        ("revoked.ocsp", response(&revoked(Some(1)))),
        ("hold.ocsp", response(&revoked(Some(6)))),
        ("unknown.ocsp", response(&unknown)),
        (
            "several.ocsp",
            response(&good()).single(&revoked(None)).version(0),
        ),
        ("open.ocsp", response(&open)),
        ("other.ocsp", response(&Single::good(&issuer(), &[1]))),
        ("by-name.ocsp", response(&good()).by_name(&issuer().name)),
        ("nonce.ocsp", response(&good()).nonce(&[7; 16])),
        ("nonce-other.ocsp", response(&good()).nonce(&[8; 16])),
        ("critical.ocsp", response(&good().extension(critical))),
        ("broken.ocsp", response(&good()).broken_signature()),
        ("try-later.ocsp", response(&good()).status(3)),
    ]
}

fn by_others() -> Responses {
    let appointed = || responder_certificate(&issuer(), &TestKey::ec_p256(2));
    let stranger = Authority::own("Fuzz CA", TestKey::ec_p256(1));
    let foreign = responder_certificate(&stranger, &TestKey::ec_p256(2));
    let without = appointed().without_extension(oid::extension::EXTENDED_KEY_USAGE);
    let by = |certificate| OcspBuilder::delegated(certificate).single(&good());
    vec![
        ("delegated.ocsp", by(&appointed())),
        ("delegated-foreign.ocsp", by(&foreign)),
        ("delegated-no-purpose.ocsp", by(&without)),
    ]
}
