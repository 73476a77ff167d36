//! One thing wrong, one reason.

use pushcert_testkit::{
    authority::Authority,
    cert::{CertificateBuilder, Extension, extended_key_usage},
    der,
    key::{SignatureAlgorithm, TestKey},
    name::Name,
    oid::{self, extension},
};
use pushcert_trust::{
    ErrorKind,
    path::{PathError, PathErrorKind as K, PathStatus, WorkLimit},
};
use pushcert_types::UnixTime;
use pushcert_x509::{Certificate, extension_oids};

use crate::common::{
    apns, authority, leaf_by, lower, middle, moment, now, read, reasons, root, with,
};

type Reasons = Vec<(Option<usize>, K)>;

/// Leaf, middle and root, one of them changed.
fn of(
    leaf: impl FnOnce(CertificateBuilder) -> CertificateBuilder,
    issuer: impl FnOnce(CertificateBuilder) -> CertificateBuilder,
    at: UnixTime,
) -> Reasons {
    let leaf = read(&leaf(leaf_by(&middle())));
    let others = [read(&issuer(authority(&middle(), &root())))];
    let anchors = [read(&authority(&root(), &root()))];
    reasons(&with(&leaf, &others, &anchors, at))
}

fn same(builder: CertificateBuilder) -> CertificateBuilder {
    builder
}

#[test]
fn dates() {
    let end = moment("2027-06-01T18:36:26Z");
    let start = moment("2026-05-02T18:36:27Z");
    assert_eq!(of(same, same, end), []);
    assert_eq!(of(same, same, start), []);
    let after = UnixTime::from_secs(end.secs() + 1);
    let before = UnixTime::from_secs(start.secs() - 1);
    assert_eq!(
        of(same, same, after),
        [(Some(0), K::Expired { not_after: end })]
    );
    assert_eq!(
        of(same, same, before),
        [(Some(0), K::NotYetValid { not_before: start })]
    );
    let until =
        |builder: CertificateBuilder| builder.valid("2020-02-19T18:13:47Z", "2026-09-30T23:59:59Z");
    let not_after = moment("2026-09-30T23:59:59Z");
    assert_eq!(
        of(same, until, now()),
        [(Some(1), K::Expired { not_after })]
    );
    let unreadable = |builder: CertificateBuilder| {
        builder.raw_times(&der::null(), &der::time("2039-12-31T23:59:59Z"))
    };
    assert_eq!(
        of(same, unreadable, now()),
        [(Some(1), K::UnreadableValidity)]
    );
}

#[test]
fn the_reasons_are_in_order() {
    let until =
        |builder: CertificateBuilder| builder.valid("2020-02-19T18:13:47Z", "2026-09-30T23:59:59Z");
    let later = moment("2030-01-01T00:00:00Z");
    let leaf = read(&leaf_by(&middle()));
    let others = [read(&until(authority(&middle(), &root())))];
    let anchors = [read(&until(authority(&root(), &root())))];
    let path = with(&leaf, &others, &anchors, later);
    let steps: Vec<_> = path.errors().iter().map(PathError::step).collect();
    assert_eq!(steps, [Some(0), Some(1), Some(2)]);
    assert!(path.errors()[0].is_leaf_validity());
    assert!(!path.errors()[1].is_leaf_validity());
    assert_eq!(path.status(), PathStatus::Invalid(&path.errors()[0]));
    assert_eq!(
        path.errors()[2].to_string(),
        "certificate 2: it expired at 2026-09-30T23:59:59Z"
    );
    // Signed all the same: names and first end are those of the true issuers.
    assert!(path.is_signed());
    // rustls-webpki asks no anchor for its dates.
    let path = with(&leaf, &others, &anchors, now());
    assert_eq!(path.errors().len(), 2);
}

#[test]
fn an_issuer_that_may_not_issue() {
    let not_after =
        |oid, value: Vec<u8>| of(same, |builder| builder.replace_extension(oid, value), now());
    let no_ca = not_after(extension::BASIC_CONSTRAINTS, der::seq::<Vec<u8>>([]));
    assert_eq!(no_ca, [(Some(1), K::NotAnAuthority)]);
    let no_signing = not_after(extension::KEY_USAGE, der::bits(7, [0x80]));
    assert_eq!(no_signing, [(Some(1), K::MayNotSign)]);
    let purposes = extended_key_usage(&["1.3.6.1.5.5.7.3.1"]);
    let other_purpose = not_after(extension::EXTENDED_KEY_USAGE, purposes);
    let purpose = extension_oids::CLIENT_AUTH;
    assert_eq!(other_purpose, [(Some(1), K::Purpose { purpose })]);
    for fine in ["1.3.6.1.5.5.7.3.2", "2.5.29.37.0"] {
        let purposes = extended_key_usage(&["1.3.6.1.5.5.7.3.1", fine]);
        assert_eq!(not_after(extension::EXTENDED_KEY_USAGE, purposes), []);
    }
}

#[test]
fn a_path_that_is_too_long() {
    let leaf = read(&leaf_by(&lower()));
    let none_below = der::seq([der::boolean(true), der::int(0)]);
    let upper = authority(&middle(), &root());
    let limited = upper.replace_extension(extension::BASIC_CONSTRAINTS, none_below);
    let others = [read(&authority(&lower(), &middle())), read(&limited)];
    let anchors = [read(&authority(&root(), &root()))];
    let path = with(&leaf, &others, &anchors, now());
    let kind = K::PathLength { limit: 0, below: 1 };
    assert_eq!(reasons(&path), [(Some(2), kind)]);
    // The anchor's own limit counts as well, which rustls-webpki does not know.
    let one_below = der::seq([der::boolean(true), der::int(1)]);
    let anchor = authority(&root(), &root());
    let anchors = [read(
        &anchor.replace_extension(extension::BASIC_CONSTRAINTS, one_below),
    )];
    let others = [others[0].clone(), read(&authority(&middle(), &root()))];
    let path = with(&leaf, &others, &anchors, now());
    let kind = K::PathLength { limit: 1, below: 2 };
    assert_eq!(reasons(&path), [(Some(3), kind)]);
}

#[test]
fn a_leaf_that_rustls_webpki_does_not_read_keeps_its_path() {
    let critical = Extension::critical("1.2.3.4", der::null());
    let unknown = of(|leaf| leaf.extension(critical), same, now());
    let [(Some(0), K::UnknownCriticalExtension { oid })] = &unknown[..] else {
        panic!("{unknown:?}")
    };
    assert_eq!(oid.to_string(), "1.2.3.4");
    let version_1 = of(CertificateBuilder::version_1, same, now());
    assert_eq!(version_1, [(Some(0), K::UnsupportedVersion { version: 1 })]);
    let twice = of(
        |leaf| leaf.duplicate_extension(extension::KEY_USAGE),
        same,
        now(),
    );
    assert_eq!(twice, [(Some(0), K::Encoding)]);
    let parameters = der::octets([1]);
    let odd = der::algorithm(SignatureAlgorithm::Sha256Rsa.oid(), Some(&parameters));
    let refused = of(
        |leaf| leaf.inner_algorithm(odd.clone()).outer_algorithm(odd),
        same,
        now(),
    );
    assert_eq!(refused, [(None, K::Refused)]);
}

#[test]
fn an_authority_is_no_leaf() {
    let leaf = read(&authority(&middle(), &root()));
    let anchors = [read(&authority(&root(), &root()))];
    let path = with(&leaf, &[], &anchors, now());
    assert_eq!(reasons(&path), [(Some(0), K::NotALeaf)]);
    assert!(path.is_signed());
    let path = with(&anchors[0], &[], &anchors, now());
    assert_eq!(reasons(&path), [(Some(0), K::NotALeaf)]);
    assert_eq!(path.steps().len(), 1);
    // Nor is a leaf that the caller trusts a path: nothing was signed by anybody.
    let leaf = [read(&apns())];
    let path = with(&leaf[0], &[], &leaf, now());
    assert!(!path.is_valid());
}

#[test]
fn a_name_in_other_string_types() {
    let printable = Name::new()
        .printable(oid::name::COMMON_NAME, "Pushcert Synthetic Issuing CA")
        .printable(oid::name::ORGANIZATIONAL_UNIT, "Tests only")
        .printable(oid::name::ORGANIZATION, "Pushcert")
        .printable(oid::name::COUNTRY, "US");
    let reasons = of(|leaf| leaf.issuer_name(printable), same, now());
    assert_eq!(reasons, [(Some(0), K::NameEncoding)]);
}

#[test]
fn a_signature_of_somebody_else() {
    let cause = ErrorKind::InvalidSignature;
    let signature = K::Signature { cause };
    let broken = of(CertificateBuilder::broken_signature, same, now());
    assert_eq!(broken, [(Some(0), signature.clone())]);
    let above = of(same, CertificateBuilder::broken_signature, now());
    assert_eq!(above, [(Some(1), signature)]);
    let md5 = of(
        |leaf| leaf.algorithm(SignatureAlgorithm::Md5Rsa),
        same,
        now(),
    );
    assert!(matches!(
        md5[..],
        [(
            Some(0),
            K::Signature {
                cause: ErrorKind::UnsupportedAlgorithm { .. }
            }
        )]
    ));
}

/// `NameConstraints ::= SEQUENCE { permittedSubtrees [0] … }`, with these DNS names.
fn permitted<'a>(names: impl IntoIterator<Item = &'a str>) -> Extension {
    let subtrees = names
        .into_iter()
        .map(|name| der::seq([der::tlv(0x82, name)]));
    let subtrees = der::tlv(0xa0, der::concat(subtrees));
    Extension::new("2.5.29.30", der::seq([subtrees]))
}

fn dns_names(names: impl IntoIterator<Item = String>) -> Extension {
    let names = names.into_iter().map(|name| der::tlv(0x82, name));
    Extension::new("2.5.29.17", der::seq(names))
}

#[test]
fn name_constraints() {
    let leaf = |name: &str| read(&leaf_by(&middle()).extension(dns_names([name.to_owned()])));
    let issuer = authority(&middle(), &root()).extension(permitted(["example.com"]));
    let others = [read(&issuer)];
    let anchors = [read(&authority(&root(), &root()))];
    let fine = leaf("push.example.com");
    assert!(with(&fine, &others, &anchors, now()).is_valid());
    let other = leaf("push.example.org");
    let path = with(&other, &others, &anchors, now());
    assert_eq!(reasons(&path), [(Some(1), K::NameConstraints)]);
}

#[test]
fn name_constraints_without_end_are_a_limit() {
    let names: Vec<String> = (0..600).map(|n| format!("n{n}.example.com")).collect();
    let leaf = read(&leaf_by(&middle()).extension(dns_names(names.clone())));
    let constraints = permitted(names.iter().map(String::as_str));
    let others = [read(&authority(&middle(), &root()).extension(constraints))];
    let anchors = [read(&authority(&root(), &root()))];
    let path = with(&leaf, &others, &anchors, now());
    let limit = WorkLimit::NameConstraints;
    assert_eq!(reasons(&path), [(None, K::TooComplex { limit })]);
}

#[test]
fn a_server_certificate_is_asked_for_its_own_purpose() {
    let issuer = Authority::own("Server CA", TestKey::ec_p384());
    let server = CertificateBuilder::apns_server("api.push.apple.com").issuer(issuer.clone());
    let server: Certificate = read(&server);
    let only_servers = extended_key_usage(&["1.3.6.1.5.5.7.3.1"]);
    let upper =
        authority(&issuer, &root()).replace_extension(extension::EXTENDED_KEY_USAGE, only_servers);
    let (others, anchors) = ([read(&upper)], [read(&authority(&root(), &root()))]);
    let at = server.not_before().unwrap();
    let path = with(&server, &others, &anchors, at);
    assert_eq!(reasons(&path), []);
}
