//! What a file may look like.

use pushcert_pkcs12::{AttributeProblem, ErrorKind, Limits, Pfx};
use pushcert_testkit::authority::Authority;
use pushcert_testkit::der;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::oid::pkcs;
use pushcert_testkit::pbe::Protection as Sealed;
use pushcert_testkit::pfx::{Bag, Part, PfxBuilder};

use super::{open, plain};

/// Bouncy Castle for C#, p12-keystore pull request 11: a chain that was built while reading went
/// round in a circle. Here nothing is built: what comes out is what is in the file, in its order.
#[test]
fn cve_2026_63570_issuers_in_a_circle() {
    let a = Authority::own("Circle A", TestKey::rsa2048(5));
    let b = Authority::own("Circle B", TestKey::rsa2048(6));
    let circle = [a.certificate_by(&b), b.certificate_by(&a)];
    let bags = circle.iter().map(|der| Bag::cert(der)).collect::<Vec<_>>();
    let file = PfxBuilder::new("p").part(Part::new(Sealed::None).bags(bags));
    let opened = open(&file.build()).unwrap();
    let found: Vec<_> = opened
        .bags()
        .filter_map(|bag| bag.value().certificate())
        .collect();
    assert_eq!(found, circle);
}

/// NSS: attributes of a bag of shapes that nobody expected wrote anywhere.
#[test]
fn cve_2023_0767_attributes_of_every_shape() {
    let value = || {
        der::seq([
            der::oid(pkcs::X509_CERTIFICATE),
            der::explicit(0, der::octets("x")),
        ])
    };
    let name = || der::oid(pkcs::FRIENDLY_NAME);
    let shapes = [
        der::null(),
        der::int(1),
        der::octets([7; 200]),
        der::seq::<Vec<u8>>([]),
        der::set::<Vec<u8>>([]),
        der::set([der::null()]),
        der::set([der::seq::<Vec<u8>>([])]),
        der::set([der::seq([name()])]),
        der::set([der::seq([name(), der::null()])]),
        der::set([der::seq([name(), der::set::<Vec<u8>>([])])]),
        der::set([der::seq([der::set([der::null()]), name()])]),
        der::set([der::seq([name(), der::set([der::tlv(0x1e, [0xd8])])])]),
        der::set([der::seq([
            name(),
            der::set([der::null(), der::null()]),
            der::null(),
        ])]),
    ];
    for shape in shapes {
        let bag = der::seq([
            der::oid(pkcs::CERT_BAG),
            der::explicit(0, value()),
            shape.clone(),
        ]);
        match open(&plain(Bag::raw(bag)).build()) {
            Ok(opened) => {
                let bag = opened.bags().next().unwrap();
                assert_eq!(bag.value().certificate(), Some(&b"x"[..]));
                let name = bag.attributes().friendly_name().unwrap_or_default();
                assert_eq!(name, "", "{shape:02x?}");
            }
            Err(kind) => assert!(matches!(kind, ErrorKind::Corrupt { .. }), "{kind}"),
        }
    }
}

/// Crypt::OpenSSL::PKCS12: an attribute of 1 GiB. The declared length takes no memory, and a file of
/// that size is over a limit.
#[test]
fn cve_2026_8507_an_attribute_of_a_gibibyte() {
    let good = plain(Bag::cert(b"x").local_key_id(&[7; 20]))
        .without_mac()
        .build();
    let at = good.windows(2).rposition(|pair| pair == [4, 20]).unwrap();
    let claimed = [&good[..at], b"\x04\x84\x40\0\0\0", &good[at + 2..]].concat();
    assert!(matches!(open(&claimed), Err(ErrorKind::Corrupt { .. })));
    let mut limits = Limits::default();
    limits.max_input = good.len() as u64 - 1;
    let refused = Pfx::decode(&good, &limits).unwrap_err();
    assert!(matches!(refused.kind(), ErrorKind::LimitExceeded { .. }));
}

/// Object identifiers that are valid and that nobody can hold are not a fault of the file.
#[test]
fn cve_2023_2650_large_object_identifiers_are_not_corrupt() {
    let long = der::oid(&format!("2.999{}", ".4294967295".repeat(9)));
    // 2.999.4294967296 and, in 39 octets and more, one that is longer than any.
    let wide = der::tlv(0x06, [0x88, 0x37, 0x90, 0x80, 0x80, 0x80, 0x00]);
    for oid in [long, wide] {
        let unsupported = ErrorKind::UnsupportedObjectIdentifier {
            octets: oid.len() - 2,
        };
        let typed = |oid: &[u8], value: Vec<u8>| der::seq([oid.to_vec(), der::explicit(0, value)]);
        let bag_type = Bag::raw(typed(&oid, der::null()));
        let cert_type = typed(&oid, der::null());
        let cert_type = Bag::raw(typed(&der::oid(pkcs::CERT_BAG), cert_type));
        let algorithm = der::seq([der::seq([oid.clone()]), der::octets([7; 8])]);
        let algorithm = Bag::raw(typed(&der::oid(pkcs::SHROUDED_KEY_BAG), algorithm));
        for bag in [bag_type, cert_type, algorithm] {
            assert_eq!(open(&plain(bag).build()).unwrap_err(), unsupported);
        }
        let attribute = |oid: &[u8], value| der::seq([oid.to_vec(), der::set([value])]);
        let attributes = der::set([
            attribute(&oid, der::null()),
            attribute(&der::oid(pkcs::LOCAL_KEY_ID), der::octets([7])),
        ]);
        let value = typed(&der::oid(pkcs::X509_CERTIFICATE), der::octets("x"));
        let bag = der::seq([
            der::oid(pkcs::CERT_BAG),
            der::explicit(0, value),
            attributes,
        ]);
        let bytes = plain(Bag::raw(bag)).build();
        let opened = open(&bytes).unwrap();
        let attributes = opened.bags().next().unwrap().attributes();
        assert_eq!(attributes.problems(), [AttributeProblem::UnsupportedType]);
        assert_eq!(attributes.local_key_id(), Some(&[7][..]));
        assert_eq!(attributes.iter().count(), 1);
        assert_eq!(*opened.contents().encode("p").unwrap(), bytes);
    }
    // Invalid: nothing at all, a number that does not end; and, in a large one, a zero in front.
    let padded = [&[0x2a, 0x80, 0x01][..], &[0x01; 40]].concat();
    for octets in [&[][..], &[0x2a, 0x86], &padded] {
        let bag = der::seq([der::tlv(0x06, octets), der::explicit(0, der::null())]);
        let refused = open(&plain(Bag::raw(bag)).build()).unwrap_err();
        assert!(matches!(refused, ErrorKind::Corrupt { .. }), "{octets:x?}");
    }
}
