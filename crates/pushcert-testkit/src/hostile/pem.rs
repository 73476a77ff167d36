//! PEM text as it is after mail, clipboards, editors and scripts.

use super::{APP, Hostile, Section, healthy};
use crate::cert::CertificateBuilder;
use crate::csr;
use crate::identity::Identity;
use crate::key::TestKey;
use crate::pem::{self, Style};
use crate::{der, pbe};

const CERTIFICATE: &str = "CERTIFICATE";
const KEY: &str = "PRIVATE KEY";

fn file(name: &str, text: impl Into<Vec<u8>>) -> Hostile {
    Hostile::new(Section::Pem, name, "push.pem", text)
}

/// Certificate and key, both in one style.
fn styled(style: &Style) -> String {
    let identity = healthy();
    style.encode(CERTIFICATE, &identity.certificate) + &style.encode(KEY, &identity.key.pkcs8_der())
}

pub(super) fn entries() -> Vec<Hostile> {
    [
        lines(),
        surroundings(),
        markers(),
        bodies(),
        labels(),
        blocks(),
        sizes(),
    ]
    .concat()
}

fn lines() -> Vec<Hostile> {
    let style = Style::new;
    vec![
        file("crlf", styled(&style().line_end("\r\n"))),
        file("lone-cr", styled(&style().line_end("\r"))),
        file("crcrlf", styled(&style().line_end("\r\r\n"))),
        file("columns-76", styled(&style().columns(76))),
        file("columns-1", styled(&style().columns(1))),
        file("columns-65", styled(&style().columns(65))),
        file("one-line-each", styled(&style().columns(usize::MAX))),
        file("leading-spaces", styled(&style().indent("    "))),
        file("leading-tabs", styled(&style().indent("\t"))),
        file("quoted-mail", styled(&style().indent("> "))).expect("ok"),
        file("trailing-spaces", styled(&style().line_end("  \n"))),
        file("blank-lines-between", styled(&style().line_end("\n\n"))),
        file("literal-backslash-n", styled(&style()).replace('\n', "\\n")).expect("ok"),
    ]
}

fn surroundings() -> Vec<Hostile> {
    let identity = healthy();
    let id = identity.local_key_id();
    let attributes = pem::bag_attributes("Push", &id, "CN = a", "CN = b");
    let openssl = attributes.clone()
        + &pem::encode(CERTIFICATE, &identity.certificate)
        + &pem::bag_attributes("Push", &id, "", "")
        + &pem::encode(KEY, &identity.key.pkcs8_der());
    let headers = [
        ("X-Comment", "made by hand"),
        ("X-Folded", "first\n second"),
    ];
    let headed = pem::with_headers(CERTIFICATE, &headers, &identity.certificate)
        + &pem::with_headers(KEY, &[("Name", "value")], &identity.key.pkcs8_der());
    let plain = identity.pem();
    let dashes = format!("-----\n-----BEGIN-----\n----BEGIN X----\n{plain}-----END\n");
    vec![
        file(
            "bom",
            Style::new()
                .bom()
                .encode(CERTIFICATE, &identity.certificate)
                + &key_text(),
        ),
        file("bom-twice", format!("\u{feff}\u{feff}{plain}")),
        file("bag-attributes", openssl),
        file(
            "text-before-and-after",
            format!("Certificate:\n    Data:\n{plain}the end\n"),
        ),
        file("rfc1421-headers", headed),
        file("dashes-around", dashes),
        file("nul-after-the-end", format!("{plain}\0\0")),
        file("nul-inside", plain.replacen("MII", "M\0II", 1)).expect("ok"),
        file(
            "non-ascii-around",
            format!("Schl\u{fc}ssel \u{1f511}\n{plain}"),
        ),
        file(
            "latin1-around",
            [b"Schl\xfcssel\n".as_slice(), plain.as_bytes()].concat(),
        ),
    ]
}

fn key_text() -> String {
    pem::encode(KEY, &healthy().key.pkcs8_der())
}

fn markers() -> Vec<Hostile> {
    let identity = healthy();
    let key = identity.key.pkcs8_der();
    let certificate = |style: Style| style.encode(CERTIFICATE, &identity.certificate);
    let no_end = certificate(Style::new().without_end());
    let broken = |name: &str, text: String| file(name, text).expect("ok");
    vec![
        file(
            "glued-blocks",
            certificate(Style::new().glued()) + &pem::encode(KEY, &key),
        ),
        broken(
            "end-missing-in-the-middle",
            no_end.clone() + &pem::encode(KEY, &key),
        ),
        broken("end-missing-at-the-end", pem::encode(KEY, &key) + &no_end),
        broken(
            "end-of-another-label",
            certificate(Style::new().end_label("X")) + &key_text(),
        ),
        broken("markers-in-lower-case", styled(&Style::new().lower_case())),
        broken(
            "begin-missing",
            pem::bundle(&[(CERTIFICATE, &identity.certificate)])
                .replace("-----BEGIN CERTIFICATE-----\n", "")
                + &key_text(),
        )
        .expect("no-certificate"),
        broken(
            "marker-of-four-dashes",
            styled(&Style::new()).replace("-----", "----"),
        ),
        broken(
            "marker-of-six-dashes",
            styled(&Style::new()).replace("-----", "------"),
        ),
        broken(
            "marker-with-en-dashes",
            styled(&Style::new()).replace("-----", "\u{2013}\u{2013}-"),
        ),
        broken(
            "marker-with-two-blanks",
            styled(&Style::new()).replace("BEGIN ", "BEGIN  "),
        ),
        broken(
            "begin-inside-of-a-block",
            identity.pem().replacen("MII", "-----BEGIN X-----\nMII", 1),
        ),
        file("begin-and-no-more", "-----BEGIN CERTIFICATE-----").expect("corrupt-file"),
        file(
            "begin-and-end-only",
            "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
        )
        .expect("corrupt-file"),
    ]
}

fn bodies() -> Vec<Hostile> {
    let certificate = healthy().certificate;
    let good = pem::base64(&certificate);
    let bare = good.trim_end_matches('=').to_owned();
    let body = |name: &str, body: &str| {
        file(
            name,
            Style::new().encode_body(CERTIFICATE, body) + &key_text(),
        )
        .expect("ok")
    };
    let url_safe = good.replace('+', "-").replace('/', "_");
    vec![
        body("padding-missing", &bare),
        body("padding-too-much", &format!("{bare}====")),
        body(
            "padding-in-the-middle",
            &format!("{}=={}", &good[..100], &good[100..]),
        )
        .expect("corrupt-file"),
        body("one-character-too-many", &format!("{bare}A")),
        body(
            "one-character-lost",
            &format!("{}{}", &good[..200], &good[201..]),
        )
        .expect("corrupt-file"),
        body("url-safe-alphabet", &url_safe).expect("corrupt-file"),
        body("quoted-printable", &good.replace('=', "=3D")).expect("corrupt-file"),
        body("letters-of-another-alphabet", &good.replace('A', "\u{410}")).expect("corrupt-file"),
        body("base64-in-base64", &pem::base64(good.as_bytes())).expect("corrupt-file"),
        body("body-empty", "").expect("corrupt-file"),
        body("body-not-base64", "!!!! this is not base64 !!!!").expect("corrupt-file"),
    ]
}

fn labels() -> Vec<Hostile> {
    let identity = healthy();
    let labelled = |label: &str, der: &[u8]| pem::encode(label, der) + &key_text();
    // What `openssl x509 -trustout` appends: uses, and an alias.
    let auxiliary = der::seq([
        der::seq([der::oid("1.3.6.1.5.5.7.3.2")]),
        der::utf8("alias"),
    ]);
    let trusted = [identity.certificate.clone(), auxiliary].concat();
    let request = csr::csr(&TestKey::rsa2048(0));
    vec![
        file(
            "label-trusted-certificate",
            labelled("TRUSTED CERTIFICATE", &trusted),
        )
        .expect("ok"),
        file(
            "label-x509-certificate",
            labelled("X509 CERTIFICATE", &identity.certificate),
        ),
        file(
            "label-new-certificate-request",
            pem::encode("NEW CERTIFICATE REQUEST", &request),
        )
        .expect("not-a-push-credential"),
        file(
            "label-of-something-else",
            labelled("COFFEE", &identity.certificate),
        )
        .expect("ok"),
        file(
            "label-certificate-on-a-key",
            pem::encode(CERTIFICATE, &identity.key.pkcs8_der()),
        )
        .expect("not-a-push-credential"),
        file(
            "label-with-escape",
            labelled("\u{1b}[31mCERTIFICATE", &identity.certificate),
        )
        .expect("ok"),
        file("label-empty", labelled("", &identity.certificate)).expect("ok"),
        file(
            "label-of-1-mb",
            labelled(&"L".repeat(1_000_000), &identity.certificate),
        )
        .expect("no-certificate"),
    ]
}

/// Which blocks, how many, in which order.
fn blocks() -> Vec<Hostile> {
    let identity = healthy();
    let other =
        Identity::new(&CertificateBuilder::apns("com.example.other").key(&TestKey::rsa2048(1)));
    let certificate = pem::encode(CERTIFICATE, &identity.certificate);
    let own_key = key_text();
    let other_key = pem::encode(KEY, &other.key.pkcs8_der());
    let sealed = crate::key::encrypted_pkcs8(
        &identity.key,
        &pbe::Protection::pbes2_aes256(64),
        super::PASSWORD,
    );
    let sandbox = CertificateBuilder::apns_sandbox(APP)
        .key(&identity.key)
        .build();
    vec![
        file("certificate-then-key", certificate.clone() + &own_key),
        file("key-then-certificate", own_key.clone() + &certificate),
        file("two-keys", certificate.clone() + &other_key + &own_key).expect("ok"),
        file("two-identities", identity.pem() + &other.pem()).expect("multiple-identities"),
        file(
            "one-key-for-two-certificates",
            certificate.clone() + &pem::encode(CERTIFICATE, &sandbox) + &own_key,
        )
        .expect("multiple-identities"),
        file(
            "the-same-block-1000-times",
            certificate.repeat(1000) + &own_key,
        ),
        file("certificate-alone", certificate.clone()).expect("not-a-push-credential"),
        file("key-alone", own_key).expect("no-certificate"),
        file(
            "key-encrypted",
            certificate + &pem::encode("ENCRYPTED PRIVATE KEY", &sealed),
        )
        .expect("password-required"),
    ]
}

fn sizes() -> Vec<Hostile> {
    let begins = "-----BEGIN CERTIFICATE-----\n".repeat(100_000);
    let line = "A".repeat(10_000_000);
    vec![
        file(
            "one-line-of-10-mb",
            Style::new()
                .columns(usize::MAX)
                .encode_body(CERTIFICATE, &line),
        )
        .expect("limit-exceeded"),
        file("begin-lines-100000", begins).expect("limit-exceeded"),
        file("dashes-3-mb", "-".repeat(3_000_000)).expect("unknown-format"),
        file("headers-100000", many_headers()).expect("limit-exceeded"),
        file(
            "empty-blocks-50000",
            "-----BEGIN A-----\n-----END A-----\n".repeat(50_000),
        )
        .expect("limit-exceeded"),
    ]
}

fn many_headers() -> String {
    let identity = healthy();
    let headers = vec![("X-Header", "value"); 100_000];
    pem::with_headers(CERTIFICATE, &headers, &identity.certificate) + &key_text()
}
