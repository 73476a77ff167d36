//! What the tests of the facade share.
#![allow(dead_code, reason = "every test uses a part of it")]

use pushcert::report::{File, Finding};
use pushcert::x509::Certificate;
use pushcert::{Options, UnixTime, open};
use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::digest::Digest;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::pbe::Protection;
use pushcert_testkit::pfx::{Bag, Mac, Part, PfxBuilder};

/// The instant of every test that does not say otherwise.
pub(crate) const NOW: &str = "2026-11-21T00:00:00Z";

pub(crate) fn options() -> Options {
    options_at(NOW)
}

/// Options that accept the synthetic authority beside Apple's.
pub(crate) fn options_at(time: &str) -> Options {
    let authority = Certificate::decode(&Authority::synthetic().certificate()).unwrap();
    Options::at(UnixTime::parse(time).unwrap()).with_authority(authority)
}

/// An identity that is healthy at [`NOW`], under the synthetic authority.
pub(crate) fn healthy(builder: CertificateBuilder) -> Identity {
    Identity::new(&valid(builder))
}

pub(crate) fn valid(builder: CertificateBuilder) -> CertificateBuilder {
    builder
        .synthetic_ca()
        .valid("2026-05-02T18:36:27Z", "2027-06-01T18:36:26Z")
}

pub(crate) fn check(name: &str, bytes: &[u8], options: &Options) -> File {
    open(name, bytes, options).check()
}

pub(crate) fn names(file: &File) -> Vec<&str> {
    file.findings
        .iter()
        .map(|finding| finding.name.as_str())
        .collect()
}

/// The one finding of this name.
pub(crate) fn finding<'a>(file: &'a File, name: &str) -> &'a Finding {
    let mut found = file.findings.iter().filter(|finding| finding.name == name);
    let Some(first) = found.next() else {
        panic!("no {name} in {:?}", names(file))
    };
    assert!(found.next().is_none(), "{name} twice: {:?}", file.findings);
    first
}

pub(crate) fn has(file: &File, name: &str) -> bool {
    names(file).contains(&name)
}

/// A file that every program opens: 3DES and a SHA-1 MAC.
pub(crate) fn compatible(password: &str, identity: &Identity) -> Vec<u8> {
    let protection = Protection::triple_des(2048);
    let id = identity.local_key_id();
    let certificates = std::iter::once(Bag::cert(&identity.certificate).local_key_id(&id))
        .chain(identity.chain.iter().map(|issuer| Bag::cert(issuer)));
    let key = Bag::shrouded_key(&identity.key.pkcs8_der(), protection.clone()).local_key_id(&id);
    PfxBuilder::new(password)
        .part(Part::new(protection).bags(certificates))
        .part(Part::new(Protection::None).bag(key))
        .mac(Mac::new(Digest::Sha1, 2048))
        .build()
}
