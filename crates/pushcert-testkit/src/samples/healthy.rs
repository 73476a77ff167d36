//! Samples that pass, given trust anchor and time.

use super::{PASSWORD, Sample};
use crate::authority::Authority;
use crate::cert::CertificateBuilder;
use crate::identity::Identity;
use crate::key::TestKey;
use crate::pem;
use crate::pfx::PfxBuilder;

pub(super) fn samples() -> Vec<Sample> {
    let app = Identity::apns("com.example.app").with_synthetic_chain();
    vec![
        Sample::new(
            "synthetic-ca.pem",
            pem::encode("CERTIFICATE", &Authority::synthetic().certificate()),
            "The authority that signed the samples; for `--trust-anchor`",
        ),
        Sample::new(
            "healthy-keychain.p12",
            PfxBuilder::keychain_style(PASSWORD, &app).build(),
            "One identity with its chain for `com.example.app`, both environments, in the form in \
             which Keychain Access exports it: certificates under RC2-40, key under 3DES",
        )
        .password(PASSWORD),
        Sample::new(
            "healthy-openssl3.p12",
            PfxBuilder::openssl3_default(PASSWORD, &app).build(),
            "The same identity as OpenSSL 3 exports it: AES-256, PBKDF2 and a SHA-256 MAC",
        )
        .password(PASSWORD),
        Sample::new(
            "healthy.pem",
            openssl_nodes(&app),
            "The same certificate and key as PEM, with the `Bag Attributes` text of \
             `openssl pkcs12 -nodes`",
        ),
        Sample::new(
            "healthy-long-lived.p12",
            PfxBuilder::openssl3_default(PASSWORD, &long_lived()).build(),
            "Valid from 2026 to 2099, which Apple never issues (395 days at most): for trying the \
             tool without `--at` in later years",
        )
        .password(PASSWORD),
        Sample::new(
            "voip.p12",
            PfxBuilder::keychain_style(PASSWORD, &voip()).build(),
            "A VoIP Services certificate with its key: topics in `1.2.840.113635.100.6.3.4`",
        )
        .password(PASSWORD),
        Sample::new(
            "mdm-push.pem",
            mdm_push().pem(),
            "An MDM push certificate with its key; the topic is the subject's UID",
        ),
    ]
}

fn long_lived() -> Identity {
    let builder = CertificateBuilder::apns("com.example.app")
        .seed("long-lived")
        .valid("2026-05-02T18:36:27Z", "2099-06-01T18:36:26Z");
    Identity::new(&builder).with_synthetic_chain()
}

fn voip() -> Identity {
    Identity::new(&CertificateBuilder::voip("com.example.app").key(&TestKey::rsa2048(1)))
        .named("VoIP Services: com.example.app")
        .with_synthetic_chain()
}

fn mdm_push() -> Identity {
    let uuid = "2b6e8a54-6c1f-4d0b-9a57-0d5c3f1e7b90";
    Identity::new(&CertificateBuilder::mdm_push(uuid).key(&TestKey::rsa2048(2)))
}

/// Certificate, then key, each with the text that OpenSSL puts before it.
fn openssl_nodes(identity: &Identity) -> String {
    let id = identity.local_key_id();
    let name = identity.friendly_name.as_deref().unwrap_or_default();
    let subject = "UID = com.example.app, CN = Apple Push Services: com.example.app, \
                   OU = TEAM123456, O = Example Ltd., C = US";
    let issuer = "CN = Pushcert Synthetic CA, OU = Tests only, O = Pushcert, C = US";
    pem::bag_attributes(name, &id, subject, issuer)
        + &pem::encode("CERTIFICATE", &identity.certificate)
        + &pem::bag_attributes(name, &id, "", "")
        + &pem::encode("PRIVATE KEY", &identity.key.pkcs8_der())
}
