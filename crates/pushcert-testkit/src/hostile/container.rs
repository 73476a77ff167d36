//! Bytes and lengths, and other kinds of file under the name of a credential.

use super::{Hostile, PASSWORD, Section, healthy};
use crate::der;
use crate::key::TestKey;
use crate::pem::{utf16_be, utf16_le};
use crate::pfx::PfxBuilder;
use crate::{csr, other, pem};

fn p12(name: &str, bytes: impl Into<Vec<u8>>) -> Hostile {
    Hostile::new(Section::Container, name, "push.p12", bytes)
}

fn good() -> Vec<u8> {
    PfxBuilder::keychain_style(PASSWORD, &healthy()).build()
}

pub(super) fn entries() -> Vec<Hostile> {
    [lengths(), trailing(), other_kinds(), text()].concat()
}

/// The outer SEQUENCE of the good file with another length.
fn relength(change: impl Fn(usize) -> Vec<u8>) -> Vec<u8> {
    let good = good();
    let content = der::read::first(&good).0.content;
    der::tlv_with_length(0x30, &change(content.len()), content)
}

fn lengths() -> Vec<Hostile> {
    let size = |length: usize, octets: usize| {
        let bytes = length.to_be_bytes();
        let mut padded = vec![0; octets.saturating_sub(bytes.len())];
        padded.extend_from_slice(&bytes[bytes.len().saturating_sub(octets)..]);
        der::long_form(&padded)
    };
    vec![
        p12("empty-file", []).expect("unknown-format"),
        p12("one-byte", [0x30]).expect("unknown-format"),
        p12("indefinite-sequence-and-no-more", [0x30, 0x80]).expect("unknown-format"),
        p12("length-of-4-gib", [0x30, 0x84, 0xff, 0xff, 0xff, 0xff]).expect("unknown-format"),
        p12(
            "length-of-126-octets",
            [vec![0x30, 0xfe], vec![0xff; 126]].concat(),
        )
        .expect("unknown-format"),
        p12("length-octet-reserved", [0x30, 0xff, 1, 2, 3]).expect("unknown-format"),
        p12(
            "length-one-longer-than-data",
            relength(|length| der::length(length + 1)),
        )
        .password(PASSWORD)
        .expect("corrupt-file"),
        p12(
            "length-one-shorter-than-data",
            relength(|length| der::length(length - 1)),
        )
        .password(PASSWORD)
        .expect("corrupt-file"),
        p12("length-not-minimal", relength(|length| size(length, 4)))
            .password(PASSWORD)
            .expect("ok"),
        p12("length-in-100-octets", relength(|length| size(length, 100)))
            .password(PASSWORD)
            .expect("ok"),
        p12(
            "high-tag-number",
            [0x3f, 0xff, 0xff, 0xff, 0x7f, 0x03, 2, 1, 3],
        )
        .expect("unknown-format"),
        p12(
            "high-tag-number-of-200-octets",
            [vec![0x3f], vec![0xff; 200], vec![0x7f, 0]].concat(),
        )
        .expect("unknown-format"),
        p12("high-tag-number-inside", high_tag_inside()).expect("unknown-format"),
        p12("zeros", vec![0; 4096]).expect("unknown-format"),
        p12("ones", vec![0xff; 4096]).expect("unknown-format"),
        p12("five-mib-of-zeros", vec![0; 5 << 20]).expect("limit-exceeded"),
    ]
}

fn high_tag_inside() -> Vec<u8> {
    let tag = [vec![0xbf], der::base128(u128::from(u64::MAX)), vec![0]].concat();
    der::seq([der::int(3), tag])
}

fn trailing() -> Vec<Hostile> {
    let good = good();
    vec![
        p12("eight-trailing-zeros", [good.clone(), vec![0; 8]].concat()).password(PASSWORD),
        p12("trailing-text", [good.clone(), b"\r\n".to_vec()].concat()).password(PASSWORD),
        p12("two-files-in-one", [good.clone(), good].concat())
            .password(PASSWORD)
            .expect("ok"),
    ]
}

fn other_kinds() -> Vec<Hostile> {
    let identity = healthy();
    let inner = good();
    let renamed = |name: &str, bytes: Vec<u8>| p12(name, bytes).expect("not-a-push-credential");
    vec![
        renamed("cer-renamed", identity.certificate.clone()),
        renamed("key-renamed", identity.key.pkcs8_der()),
        renamed("csr-renamed", csr::csr(&TestKey::rsa2048(0))),
        renamed("p8-renamed", other::auth_key_p8()),
        renamed("jks-renamed", other::jks("changeit")),
        renamed("jceks-renamed", other::jceks("changeit")),
        renamed("mobileprovision-renamed", other::provisioning_profile()),
        renamed("mobileconfig-renamed", other::mobileconfig()).expect("unknown-format"),
        renamed("signed-mobileconfig-renamed", other::signed_mobileconfig()),
        renamed("mdm-push-request-renamed", other::mdm_push_request()),
        renamed("zip-of-a-p12", other::zip("push.p12", &inner)),
        renamed("gzip-of-a-p12", other::gzip(&inner)).expect("unknown-format"),
        renamed("tar-of-a-p12", other::tar("push.p12", &inner)).expect("unknown-format"),
        renamed("7z-renamed", other::seven_zip()).expect("unknown-format"),
        renamed("keychain-renamed", other::keychain_database()).expect("unknown-format"),
        renamed("crl-renamed", other::crl()),
        renamed("html-login-page", other::html_login_page()),
        renamed("base64-of-a-p12", pem::base64(&inner).into_bytes())
            .password(PASSWORD)
            .expect("pem-markers-missing"),
        p12("cer-named-cer", identity.certificate).expect("not-a-push-credential"),
        Hostile::new(Section::Container, "p12-named-cer", "push.cer", inner).password(PASSWORD),
    ]
}

fn text() -> Vec<Hostile> {
    let text = healthy().pem();
    let file =
        |name: &str, bytes: Vec<u8>| Hostile::new(Section::Container, name, "push.pem", bytes);
    vec![
        file("pem-in-utf16-le", utf16_le(&text)),
        file("pem-in-utf16-be", utf16_be(&text)),
        file("pem-in-utf16-cut", utf16_le(&text)[..1001].to_vec()).expect("corrupt-file"),
        file("pem-with-utf8-bom", format!("\u{feff}{text}").into_bytes()),
    ]
}
