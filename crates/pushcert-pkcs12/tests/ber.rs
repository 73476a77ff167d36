//! BER where programs write it: what the normaliser and the decoder have to agree on.

use pushcert_pkcs12::pbe::Password;
use pushcert_pkcs12::{Encoding, Encryption, Limits, Opened, Pfx, Protection, SafeBag, Scheme};
use pushcert_testkit::der::{self, ber};
use pushcert_testkit::oid::pkcs;
use pushcert_testkit::pfx::{Part, PfxBuilder};

fn scheme() -> Scheme {
    Encryption::new(Protection::Pbes2Aes256Cbc, 2)
        .scheme_with(b"salt", &[7; 16])
        .expect("a scheme")
}

/// `SafeContents` with one certificate.
fn safe_contents() -> Vec<u8> {
    let cert = der::seq([
        der::oid(pkcs::X509_CERTIFICATE),
        der::explicit(0, der::octets(b"certificate")),
    ]);
    let bag = der::seq([der::oid(pkcs::CERT_BAG), der::explicit(0, cert)]);
    der::seq([bag])
}

/// A file whose one part has this `encryptedContent`, made of the ciphertext.
fn file(encrypted_content: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let scheme = scheme();
    let ciphertext = scheme
        .encrypt(&Password::new("p"), None, &safe_contents())
        .expect("encrypts");
    let info = der::seq([
        der::oid(pkcs::DATA),
        scheme.identifier().to_vec(),
        encrypted_content(&ciphertext),
    ]);
    let encrypted_data = der::seq([der::int(0), info]);
    let content_info = der::seq([
        der::oid(pkcs::ENCRYPTED_DATA),
        der::explicit(0, encrypted_data),
    ]);
    PfxBuilder::new("p").part(Part::raw(content_info)).build()
}

fn open(bytes: &[u8]) -> Result<Opened, pushcert_pkcs12::Error> {
    let limits = Limits::default();
    Pfx::decode(bytes, &limits)?.open(Some("p"), &limits)
}

fn assert_certificate(opened: &Opened) {
    let values: Vec<_> = opened.bags().map(SafeBag::value).collect();
    assert_eq!(values.len(), 1);
    assert_eq!(values[0].certificate(), Some(&b"certificate"[..]));
}

/// Old Java, Windows and Keychain write the ciphertext in pieces, `[0] IMPLICIT` and constructed.
#[test]
fn a_ciphertext_in_pieces_is_joined() {
    let whole = open(&file(|ciphertext| der::tlv(0x80, ciphertext))).expect("opens");
    assert_eq!(whole.encoding(), Encoding::Der);
    assert_certificate(&whole);
    for size in [1, 7, 16, 1000] {
        let pieces = |ciphertext: &[u8]| der::concat(ciphertext.chunks(size).map(der::octets));
        let definite = file(|ciphertext| der::tlv(0xa0, pieces(ciphertext)));
        assert_certificate(&open(&definite).expect("definite"));
        let indefinite = file(|ciphertext| ber::indefinite(0xa0, pieces(ciphertext)));
        let opened = open(&indefinite).expect("indefinite");
        assert_eq!(opened.encoding(), Encoding::Ber);
        assert_certificate(&opened);
    }
    let nested = file(|ciphertext| {
        let (front, back) = ciphertext.split_at(9);
        let inner = ber::indefinite(0x24, der::concat([der::octets(front)]));
        der::tlv(0xa0, der::concat([inner, der::octets(back)]))
    });
    assert_certificate(&open(&nested).expect("nested"));
}

#[test]
fn pieces_that_are_no_octet_strings_are_corrupt() {
    let wrong = file(|ciphertext| der::tlv(0xa0, der::tlv(0x0c, ciphertext)));
    assert!(open(&wrong).is_err());
    let none = file(|_| der::tlv(0xa0, []));
    assert!(open(&none).is_err());
}

/// A length in more octets than it needs is BER, in a constructed element and in a primitive one.
#[test]
fn lengths_that_are_not_the_shortest_are_ber() {
    let limits = Limits::default();
    let name = |pfx: &[u8]| {
        let pfx = Pfx::decode(pfx, &limits).expect("decodes");
        assert_eq!(pfx.encoding().to_string(), pfx.encoding().as_str());
        pfx.encoding().as_str()
    };
    let data = der::octets(der::seq::<Vec<u8>>([]));
    let info = |data: Vec<u8>| der::seq([der::oid(pkcs::DATA), der::explicit(0, data)]);
    assert_eq!(name(&der::seq([der::int(3), info(data.clone())])), "der");
    let long_int = der::tlv_with_length(0x02, &[0x81, 1], [3]);
    assert_eq!(name(&der::seq([long_int, info(data.clone())])), "ber");
    let fields = der::concat([der::int(3), info(data.clone())]);
    let length = [0x82, 0, u8::try_from(fields.len()).expect("short")];
    assert_eq!(name(&der::tlv_with_length(0x30, &length, &fields)), "ber");
}
