//! Samples with something wrong, most of them named by the troubleshooting page that is source S0.

use super::{PASSWORD, Sample};
use crate::authority::Generation;
use crate::cert::CertificateBuilder;
use crate::identity::Identity;
use crate::key::TestKey;
use crate::pbe::{Password, Protection};
use crate::pfx::{Bag, Mac, Part, PfxBuilder};
use crate::{csr, digest::Digest, other, pem};

pub(super) fn samples() -> Vec<Sample> {
    [
        wrong_file(),
        wrong_contents(),
        passwords(),
        wrong_certificate(),
    ]
    .concat()
}

fn app() -> Identity {
    Identity::apns("com.example.app").with_synthetic_chain()
}

/// Not what a server takes, whatever the name says.
fn wrong_file() -> Vec<Sample> {
    let certificate = app().certificate;
    vec![
        Sample::new(
            "certificate-only.cer",
            certificate.clone(),
            "The certificate as downloaded from the developer portal, without a private key",
        ),
        Sample::new(
            "certificate-renamed.p12",
            certificate.clone(),
            "The same certificate, renamed to `.p12`",
        ),
        Sample::new(
            "certificate-only.pem",
            pem::encode("CERTIFICATE", &certificate),
            "The same certificate as PEM text",
        ),
        Sample::new(
            "p12-named.cer",
            PfxBuilder::keychain_style(PASSWORD, &app()).build(),
            "A working `.p12` with the wrong extension",
        )
        .password(PASSWORD),
        Sample::new(
            "request.csr",
            pem::encode("CERTIFICATE REQUEST", &csr::csr(&TestKey::rsa2048(0))),
            "The signing request, which holds the public key only",
        ),
        Sample::new(
            "AuthKey_ABC123DEFG.p8",
            other::auth_key_p8(),
            "A key for token-based authentication, which is another way to connect",
        ),
        Sample::new(
            "login-page.p12",
            other::html_login_page(),
            "A web page that was saved in place of the file",
        ),
    ]
}

/// A container, but not of one key with its certificate.
fn wrong_contents() -> Vec<Sample> {
    let one = app();
    let id = one.local_key_id();
    let certificate = Bag::cert(&one.certificate).local_key_id(&id);
    let key = Bag::shrouded_key(&one.key.pkcs8_der(), Protection::triple_des(2048));
    let apple_mac = Mac::new(Digest::Sha1, 1).omit_iterations();
    let file = |seed: &str| PfxBuilder::new(PASSWORD).seed(seed).mac(apple_mac.clone());
    vec![
        Sample::new(
            "two-identities.p12",
            PfxBuilder::keychain_selection(PASSWORD, &[one.clone(), sandbox()]).build(),
            "Two certificates with their keys, for different apps and environments, exported \
             together",
        )
        .password(PASSWORD),
        Sample::new(
            "no-private-key.p12",
            file("no key")
                .part(Part::new(Protection::rc2_40(2048)).bag(certificate))
                .build(),
            "A certificate that was exported without its key",
        )
        .password(PASSWORD),
        Sample::new(
            "key-only.p12",
            file("key only")
                .part(Part::new(Protection::None).bag(key))
                .build(),
            "A private key that was exported without its certificate",
        )
        .password(PASSWORD),
        Sample::new(
            "key-mismatch.pem",
            Identity::from_parts(&TestKey::rsa2048(3), one.certificate).pem(),
            "A certificate with the key of another one",
        ),
    ]
}

/// Passwords and integrity.
fn passwords() -> Vec<Sample> {
    vec![
        Sample::new(
            "unprotected.p12",
            PfxBuilder::plain(&app()).build(),
            "Nothing is encrypted and nothing is protected against changes; no password is needed",
        ),
        Sample::new(
            "empty-password-bmp.p12",
            PfxBuilder::openssl_legacy("", &app()).build(),
            "Protected with the empty password, encoded as two zero bytes",
        )
        .password(""),
        Sample::new(
            "empty-password-zero-bytes.p12",
            PfxBuilder::keychain_style(Password::zero_bytes(), &app()).build(),
            "Protected with the empty password, encoded as no bytes at all, as Keychain Access does",
        )
        .password(""),
        Sample::new(
            "no-mac.p12",
            PfxBuilder::openssl3_default(PASSWORD, &app()).without_mac().build(),
            "Encrypted, but nothing proves that it is whole: the MAC is missing",
        )
        .password(PASSWORD),
    ]
}

/// A whole credential whose certificate will not do.
fn wrong_certificate() -> Vec<Sample> {
    let apns = || CertificateBuilder::apns("com.example.app");
    let file = |builder: CertificateBuilder| {
        let identity = Identity::new(&builder).with_synthetic_chain();
        PfxBuilder::keychain_style(PASSWORD, &identity).build()
    };
    let sample = |path, builder, about| Sample::new(path, file(builder), about).password(PASSWORD);
    vec![
        sample(
            "expired.p12",
            apns().seed("expired").valid("2024-05-02T18:36:27Z", "2025-06-01T18:36:26Z"),
            "The certificate ended on 2025-06-01",
        ),
        sample(
            "not-yet-valid.p12",
            apns().seed("future").valid("2098-05-02T18:36:27Z", "2099-06-01T18:36:26Z"),
            "The certificate begins on 2098-05-02",
        ),
        Sample::new(
            "sandbox-only.p12",
            PfxBuilder::keychain_style(PASSWORD, &sandbox().with_synthetic_chain()).build(),
            "A certificate for the sandbox alone; try it with `--environment production`",
        )
        .password(PASSWORD),
        sample(
            "mdm-vendor.p12",
            CertificateBuilder::mdm_vendor("Example Ltd.").key(&TestKey::rsa2048(5)),
            "The certificate with which an MDM vendor signs requests; it sends no push",
        ),
        Sample::new(
            "look-alike-issuer.p12",
            PfxBuilder::keychain_style(PASSWORD, &look_alike()).build(),
            "The issuer has the name and the key identifier of Apple's authority, but the signature is \
             somebody else's",
        )
        .password(PASSWORD),
    ]
}

fn sandbox() -> Identity {
    let builder = CertificateBuilder::apns_sandbox("com.example.other").key(&TestKey::rsa2048(1));
    Identity::new(&builder).named("Apple Sandbox Push Services: com.example.other")
}

fn look_alike() -> Identity {
    let builder = CertificateBuilder::apns("com.example.app").apple_like_issuer(Generation::G4);
    Identity::new(&builder).named("Apple Push Services: com.example.app")
}
