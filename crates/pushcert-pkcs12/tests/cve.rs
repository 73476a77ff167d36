//! What went wrong elsewhere, once for each root cause; named after the report.

#[path = "cve/costs.rs"]
mod costs;
#[path = "cve/shapes.rs"]
mod shapes;
#[path = "cve/writing.rs"]
mod writing;

use pushcert_pkcs12::pbe::{self as pbe, Malformation};
use pushcert_pkcs12::{
    AttributeProblem, Corruption, ErrorKind, Layer, LimitName, Limits, Opened, Pfx,
};
use pushcert_testkit::der;
use pushcert_testkit::digest::Digest;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::oid::pkcs;
use pushcert_testkit::pbe::{Iterations, Protection as Sealed};
use pushcert_testkit::pfx::{Attribute, Bag, Mac, Part, PfxBuilder};

fn open(bytes: &[u8]) -> Result<Opened, ErrorKind> {
    let limits = Limits::default();
    Pfx::decode(bytes, &limits)
        .and_then(|pfx| pfx.open(Some("p"), &limits))
        .map_err(|error| error.kind().clone())
}

fn missing() -> ErrorKind {
    ErrorKind::Corrupt {
        what: Corruption::MissingContent,
    }
}

fn many(asked: u64) -> ErrorKind {
    ErrorKind::LimitExceeded {
        limit: LimitName::Pbe(pbe::LimitName::Iterations),
        asked,
        allowed: 5_000_000,
    }
}

fn zero() -> ErrorKind {
    ErrorKind::Corrupt {
        what: Corruption::Parameters(pbe::ErrorKind::IterationsOutOfRange {
            found: pbe::Iterations::Zero,
        }),
    }
}

fn plain(bag: Bag) -> PfxBuilder {
    PfxBuilder::new("p").part(Part::new(Sealed::None).bag(bag))
}

/// OpenSSL: contents that the syntax calls optional were taken to be there.
#[test]
fn cve_2024_0727_absent_contents() {
    let version = der::int(3);
    // authSafe without content.
    let outer = der::seq([version, der::seq([der::oid(pkcs::DATA)])]);
    assert_eq!(open(&outer).unwrap_err(), missing());
    // A part of each content type without content.
    for content_type in [pkcs::DATA, pkcs::ENCRYPTED_DATA] {
        let part = Part::raw(der::seq([der::oid(content_type)]));
        assert_eq!(
            open(&PfxBuilder::new("p").part(part).build()).unwrap_err(),
            missing()
        );
    }
    // A bag without value.
    let bag = Bag::raw(der::seq([der::oid(pkcs::CERT_BAG)]));
    let truncated = Corruption::Malformed(Malformation::Truncated);
    assert_eq!(
        open(&plain(bag).build()).unwrap_err(),
        ErrorKind::Corrupt { what: truncated }
    );
    // A certificate bag without certificate.
    let value = der::seq([der::oid(pkcs::X509_CERTIFICATE)]);
    let bag = Bag::unknown(pkcs::CERT_BAG, value);
    assert!(matches!(
        open(&plain(bag).build()),
        Err(ErrorKind::Corrupt { .. })
    ));
}

/// OpenSSL: `encryptedData` without `encryptedContent`.
#[test]
fn cve_2025_69421_encrypted_data_without_content() {
    let algorithm = der::algorithm(
        "1.2.840.113549.1.12.1.3",
        Some(&der::seq([der::octets([1; 8]), der::int(1)])),
    );
    let info = der::seq([der::oid(pkcs::DATA), algorithm]);
    let data = der::explicit(0, der::seq([der::int(0), info]));
    let part = Part::raw(der::seq([der::oid(pkcs::ENCRYPTED_DATA), data]));
    assert_eq!(
        open(&PfxBuilder::new("p").part(part).build()).unwrap_err(),
        missing()
    );
}

/// OpenSSL: `keyLength` and type of the salt of PBMAC1 came from the file unchecked.
#[test]
fn cve_2025_11187_pbmac1_parameters() {
    let file = |stated: Option<&[u8]>| {
        plain(Bag::cert(b"x"))
            .mac(Mac::pbmac1_with_key_length(Digest::Sha256, 3, stated, 32))
            .build()
    };
    let short = |found| ErrorKind::Corrupt {
        what: Corruption::Parameters(pbe::ErrorKind::InvalidKeyLength {
            found,
            min: 20,
            max: u64::MAX,
        }),
    };
    let long = |asked| ErrorKind::LimitExceeded {
        limit: LimitName::Pbe(pbe::LimitName::MacKeyLength),
        asked,
        allowed: 64,
    };
    assert!(open(&file(Some(&[32]))).is_ok());
    for found in [0, 1, 19] {
        assert_eq!(
            open(&file(Some(&[u8::try_from(found).unwrap()]))).unwrap_err(),
            short(found)
        );
    }
    assert_eq!(open(&file(Some(&[0xff]))).unwrap_err(), short(0));
    assert_eq!(open(&file(Some(&[65]))).unwrap_err(), long(65));
    assert_eq!(
        open(&file(Some(&[0x7f, 0xff, 0xff, 0xff]))).unwrap_err(),
        long((1 << 31) - 1)
    );
    assert_eq!(
        open(&file(Some(&[2, 0, 0, 0, 0, 0, 0, 0, 0]))).unwrap_err(),
        long(u64::MAX)
    );
    let what = Corruption::Malformed(Malformation::MissingParameter);
    assert_eq!(open(&file(None)).unwrap_err(), ErrorKind::Corrupt { what });
    // The salt as INTEGER: the tag of the only OCTET STRING of 16 octets is changed.
    let mut bytes = file(Some(&[32]));
    let salt = bytes
        .windows(2)
        .rposition(|pair| pair == [0x04, 0x10])
        .unwrap();
    bytes[salt] = 0x02;
    let what = Corruption::Malformed(Malformation::Salt);
    assert_eq!(open(&bytes).unwrap_err(), ErrorKind::Corrupt { what });
}

/// OpenSSL: the value of an attribute was used without a look at its type.
#[test]
fn cve_2026_22795_attribute_of_a_wrong_type() {
    for attribute in [pkcs::FRIENDLY_NAME, pkcs::LOCAL_KEY_ID] {
        for value in [
            der::null(),
            der::boolean(true),
            der::int(1),
            der::seq([der::int(1)]),
        ] {
            let bag = Bag::cert(b"x").attribute(Attribute::new(attribute, value));
            let opened = open(&plain(bag).build()).unwrap();
            let problems = opened.bags().next().unwrap().attributes().problems();
            assert!(matches!(problems[..], [AttributeProblem::WrongType(..)]));
        }
    }
}

/// OpenSSL: names with characters above U+07FF wrote before a buffer.
#[test]
fn cve_2025_69419_names_beyond_two_octets_of_utf8() {
    for name in [
        "\u{7ff}",
        "\u{800}",
        "\u{ffff}",
        "\u{10000}",
        "\u{10ffff}",
        "漢字仮名",
    ] {
        let opened = open(&plain(Bag::cert(b"x").friendly_name(name)).build()).unwrap();
        assert_eq!(
            opened
                .bags()
                .next()
                .unwrap()
                .attributes()
                .friendly_name()
                .as_deref(),
            Some(name)
        );
    }
}

/// Bouncy Castle for Java: counts of MAC and bags without bound, and 2³² cut to 0.
#[test]
fn cve_2026_13586_counts_are_not_narrowed() {
    let count = || Iterations::claimed(&[1, 0, 0, 0, 0]);
    let mac = plain(Bag::cert(b"x")).mac(Mac::new(Digest::Sha1, count()));
    assert_eq!(open(&mac.build()).unwrap_err(), many(1 << 32));
    let bag = Bag::shrouded_key(&der::seq([der::int(0)]), Sealed::triple_des(count()));
    assert_eq!(open(&plain(bag).build()).unwrap_err(), many(1 << 32));
    // 2³² + 1 must not become 1.
    let count = Iterations::claimed(&[1, 0, 0, 0, 1]);
    let mac = plain(Bag::cert(b"x")).mac(Mac::new(Digest::Sha1, count));
    assert_eq!(open(&mac.build()).unwrap_err(), many((1 << 32) + 1));
}

/// Bouncy Castle for C#: 0 and negative counts looped 2³² times.
#[test]
fn cve_2026_63572_zero_and_negative_counts() {
    for content in [
        &[0][..],
        &[0xff],
        &[0x80, 0, 0, 0],
        &[0x80, 0, 0, 0, 0, 0, 0, 0],
    ] {
        let count = || Iterations::claimed(content);
        let impossible = |kind: ErrorKind| {
            matches!(
                kind,
                ErrorKind::Corrupt {
                    what: Corruption::Parameters(pbe::ErrorKind::IterationsOutOfRange { .. })
                }
            )
        };
        let mac = plain(Bag::cert(b"x")).mac(Mac::new(Digest::Sha1, count()));
        assert!(impossible(open(&mac.build()).unwrap_err()));
        let bag = Bag::shrouded_key(&der::seq([der::int(0)]), Sealed::pbes2_aes256(count()));
        assert!(impossible(open(&plain(bag).build()).unwrap_err()));
    }
}

/// node-forge: with a count of 0 the key did not depend on the password, and the MAC could be forged.
#[test]
fn cve_2026_118782_count_of_zero_forges_no_mac() {
    let mac = plain(Bag::cert(b"x")).mac(Mac::new(Digest::Sha1, Iterations::claimed(&[0])));
    assert_eq!(open(&mac.build()).unwrap_err(), zero());
    let mac = plain(Bag::cert(b"x")).mac(Mac::pbmac1(Digest::Sha256, Iterations::claimed(&[0])));
    assert_eq!(open(&mac.build()).unwrap_err(), zero());
}

/// GnuTLS: an array of 32 bag elements, and one more.
#[test]
fn cve_2026_42015_around_32_bags() {
    for count in [31, 32, 33, 64, 1000] {
        let part = Part::new(Sealed::None).bags(vec![Bag::cert(b"x"); count]);
        let opened = open(&PfxBuilder::new("p").part(part).build()).unwrap();
        assert_eq!(opened.bags().count(), count);
    }
}

/// Crypt::OpenSSL::PKCS12: sizes of attributes overflowed an int.
#[test]
fn cve_2026_8507_large_attributes() {
    let name = "n".repeat(300_000);
    let id = vec![7; 300_000];
    let bag = Bag::cert(b"x").friendly_name(&name).local_key_id(&id);
    let opened = open(&plain(bag).build()).unwrap();
    let attributes = opened.bags().next().unwrap().attributes();
    assert_eq!(attributes.friendly_name().as_deref(), Some(&*name));
    assert_eq!(attributes.local_key_id(), Some(&*id));
}

/// Crypt::OpenSSL::PKCS12: the password ended at its first NUL.
#[test]
fn cve_2026_8721_password_with_nul() {
    let bytes = plain(Bag::cert(b"x")).password("p\0secret").build();
    assert_eq!(
        open(&bytes).unwrap_err(),
        ErrorKind::WrongPassword {
            layer: Layer::Integrity
        }
    );
    let limits = Limits::default();
    let pfx = Pfx::decode(&bytes, &limits).unwrap();
    assert!(pfx.open(Some("p\0secret"), &limits).is_ok());
    assert!(pfx.open(Some("p\0Secret"), &limits).is_err());
}

/// p12-keystore, Go, SSLMate: small files that hash for minutes; keys inside of parts that nobody
/// can look at beforehand.
#[test]
fn golang_79798_small_files_with_large_counts() {
    let count = || Iterations::claimed(&[0x40, 0, 0, 0]);
    let mac = PfxBuilder::new("p")
        .mac(Mac::new(Digest::Sha1, count()))
        .build();
    assert!(mac.len() < 120);
    assert_eq!(open(&mac).unwrap_err(), many(1 << 30));
    let key = Bag::shrouded_key(&der::seq([der::int(0)]), Sealed::pbes2_aes256(count()));
    let inside =
        PfxBuilder::new("p").part(Part::new(Sealed::pbes2_aes256(3)).bag(Bag::nested(vec![key])));
    assert_eq!(open(&inside.build()).unwrap_err(), many(1 << 30));
}

/// .NET: a limit for files without password made files with an empty password fail at random.
#[test]
fn kb5025823_empty_password_within_the_limits() {
    let identity = Identity::apns("com.example.app");
    for builder in [
        PfxBuilder::modern("", &identity, 600_000 / 100),
        PfxBuilder::keychain_style("", &identity),
    ] {
        let bytes = builder.build();
        let limits = Limits::strict();
        for password in [None, Some("")] {
            assert!(
                Pfx::decode(&bytes, &limits)
                    .unwrap()
                    .open(password, &limits)
                    .is_ok()
            );
        }
    }
}

/// OpenSSL, Crypto++, Bouncy Castle, forge: depth without bound; a lazy parser that starts to count
/// anew inside.
#[test]
fn cve_2018_0739_depth_is_counted_through_all_layers() {
    let nested = |levels| (0..levels).fold(Bag::cert(b"x"), |inner, _| Bag::nested(vec![inner]));
    for sealed in [Sealed::None, Sealed::rc2_40(3)] {
        let file = |levels| {
            PfxBuilder::new("p")
                .part(Part::new(sealed.clone()).bag(nested(levels)))
                .build()
        };
        assert!(open(&file(16)).is_ok());
        for levels in [17, 18, 100, 1000] {
            assert!(matches!(
                open(&file(levels)).unwrap_err(),
                ErrorKind::LimitExceeded {
                    limit: LimitName::Depth | LimitName::Asn1Depth,
                    ..
                }
            ));
        }
    }
}

/// Bouncy Castle for C#: 2,000 levels ended the process, and more took quadratic time.
#[test]
fn cve_2026_103600_deep_elements_of_any_sort() {
    for (open_octets, levels) in [
        (&b"\x30\x80"[..], 200_000),
        (b"\x24\x80", 200_000),
        (b"\xa0\x80", 200_000),
        (b"\x30\x80", 2_000),
    ] {
        let deep: Vec<u8> = open_octets.repeat(levels);
        let bytes = [
            b"\x30\x80\x02\x01\x03\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x80",
            &deep[..],
        ]
        .concat();
        let error = open(&bytes).unwrap_err();
        let depth = LimitName::Asn1Depth;
        assert_eq!(
            error,
            ErrorKind::LimitExceeded {
                limit: depth,
                asked: 65,
                allowed: 64
            }
        );
    }
}

/// Bouncy Castle, Go: memory of the declared length before the bytes were there.
#[test]
fn cve_2026_14682_declared_lengths_allocate_nothing() {
    for length in [
        &b"\x84\xff\xff\xff\xff"[..],
        b"\x88\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\x88\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x89\x01\0\0\0\0\0\0\0\0",
        b"\xff",
    ] {
        let bytes = [b"\x30", length, b"\x02\x01\x03"].concat();
        assert!(
            matches!(open(&bytes), Err(ErrorKind::Corrupt { .. })),
            "{length:?}"
        );
    }
}

/// OpenSSL: object identifiers with gigantic numbers took quadratic time to print.
#[test]
fn cve_2023_2650_gigantic_object_identifiers() {
    let mut oid = vec![0x2a];
    oid.extend(vec![0xff; 100_000]);
    oid.push(0x01);
    let bag = Bag::raw(der::seq([
        der::tlv(0x06, &oid),
        der::explicit(0, der::null()),
    ]));
    let octets = oid.len();
    assert_eq!(
        open(&plain(bag).build()).unwrap_err(),
        ErrorKind::UnsupportedObjectIdentifier { octets }
    );
}
