//! Small facts that a report prints, and bytes that a writer leaves out.

use pushcert_pkcs12::{
    Contents, EmptyEncoding, HashAlgorithm, Limits, MacScheme, PasswordEncoding, PasswordUse, Pfx,
};
use pushcert_testkit::identity::Identity;
use pushcert_testkit::pbe::Password;
use pushcert_testkit::pfx::PfxBuilder;

fn pfx(bytes: &[u8]) -> Pfx {
    Pfx::decode(bytes, &Limits::default()).expect("decodes")
}

#[test]
fn names_of_empty_passwords() {
    assert_eq!(EmptyEncoding::BmpTerminator.as_str(), "bmp-terminator");
    assert_eq!(EmptyEncoding::ZeroBytes.to_string(), "zero-bytes");
}

#[test]
fn the_mac_keeps_its_value_and_the_form_of_its_password() {
    let identity = Identity::apns("com.example.app");
    let file = PfxBuilder::keychain_style(Password::zero_bytes(), &identity).build();
    let pfx = pfx(&file);
    assert_eq!(pfx.mac().map(|mac| mac.digest().len()), Some(20));
    let opened = pfx.open(None, &Limits::default()).expect("opens");
    let empty = PasswordUse::Empty(EmptyEncoding::ZeroBytes);
    assert_eq!(opened.password(), empty);
    let parts = opened.parts().len();
    let contents = opened.into_contents();
    assert_eq!(contents.parts.len(), parts);
    let mac = contents.mac.as_ref().expect("a MAC");
    assert_eq!(mac.encoding(), Some(PasswordEncoding::ZeroBytes));
    assert_eq!(*contents.encode("").expect("writes"), file);
}

/// X.690 section 11.5: a value that is the default is not written.
#[test]
fn one_iteration_is_not_written() {
    let written = |iterations| {
        let mut contents = Contents::new();
        let mac = MacScheme::pkcs12(HashAlgorithm::Sha1, b"saltsalt", iterations);
        contents.mac = Some(mac.expect("a MAC"));
        contents.encode("p").expect("writes")
    };
    assert_eq!(written(2).len(), written(1).len() + 3);
    let one = written(1);
    assert_eq!(
        pfx(&one).mac().map(pushcert_pkcs12::MacData::iterations),
        Some(1)
    );
}
