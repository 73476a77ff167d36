//! What the examples of the rules are made of. All names, numbers and fingerprints are invented.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use pushcert_types::{CertificateKind, Environment, PushType, UnixTime};

use crate::facts::{
    BagFacts, CertificateFacts, ContainerFacts, IdentityFacts, KeyFacts, MacFacts, MdmRequestFacts,
    PartFacts, PasswordState, ProtectionFacts, PublicKeyFacts, RequestFacts, SignatureState,
    TextFacts, TopicFacts,
};
use crate::format::Format;
use crate::input::{FileFacts, Input, Place, PreviousFacts};

pub(crate) mod connection;

/// 2026-11-21T00:00:00Z.
pub(crate) const NOW: UnixTime = UnixTime::from_secs(1_795_219_200);

/// The fingerprint of the public key in every example.
pub(crate) const SPKI: &str = "5f0c6c2d7f0b4a1e9a3b8c7d6e5f40312233445566778899aabbccddeeff0011";
/// The fingerprint of another one.
pub(crate) const OTHER_SPKI: &str =
    "c2a9d4e8b1f3475c8d6e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e";

/// The key identifier of Apple's intermediate G3.
pub(crate) const G3_KEY_ID: &str = "09fec01590f9af640a92".split_at(0).1;

const BOTH: &[Environment] = &[Environment::Sandbox, Environment::Production];
const ALERTS: &[PushType] = &[PushType::Alert, PushType::Background];

/// An RSA key of 2048 bits.
pub(crate) fn key() -> KeyFacts {
    let mut key = KeyFacts::new("rsa", Some(2048), Some(SPKI.into()));
    key.encoding = Some("pkcs8".into());
    key
}

/// A healthy certificate for one app, both environments, as Apple issues them today.
pub(crate) fn certificate() -> CertificateFacts {
    app_certificate("com.example.app")
}

/// As [`certificate`], for this app.
pub(crate) fn app_certificate(app: &str) -> CertificateFacts {
    let mut certificate = named(CertificateKind::Apns, "Apple Push Services: ", app);
    certificate.environments = BOTH.into();
    certificate.topics = vec![
        TopicFacts::new(app, ALERTS),
        TopicFacts::new(join(app, ".voip"), &[PushType::Voip]),
        TopicFacts::new(join(app, ".complication"), &[PushType::Complication]),
        TopicFacts::new(join(app, ".voip-ptt"), &[PushType::PushToTalk]),
    ];
    certificate.topics_from = Some("1.2.840.113635.100.6.3.6".into());
    certificate
}

/// A certificate of this kind with this common name and UID, and nothing of Apple's extensions.
pub(crate) fn named(kind: CertificateKind, prefix: &str, uid: &str) -> CertificateFacts {
    let mut certificate = CertificateFacts::new(kind);
    certificate.kind_by_name = Some(kind);
    certificate.common_name = Some(join(prefix, uid));
    certificate.uid = Some(uid.into());
    certificate.team_id = Some("TEAM123456".into());
    certificate.issuer_common_name =
        Some("Apple Worldwide Developer Relations Certification Authority".into());
    certificate.issuer_generation = Some("G4".into());
    certificate.issuer_not_after = UnixTime::from_civil(2030, 12, 10, 0, 0, 0);
    certificate.serial = "36708f481c9b0a5d".into();
    certificate.not_before = UnixTime::from_civil(2026, 5, 2, 18, 36, 27);
    certificate.not_after = UnixTime::from_civil(2027, 6, 1, 18, 36, 26);
    certificate.signature_algorithm = "sha256-rsa".into();
    certificate.key = Some(PublicKeyFacts::new("rsa", Some(2048), SPKI));
    certificate.sha256 = "9d1f0c3b5a7e92846f0d1c2b3a495867768594a3b2c1d0e0f1021324354657687".into();
    certificate.authority_key_id = Some("5bd9fa1de79a1a0ba399763750863e91c85b772a".into());
    certificate
}

/// A legacy certificate for the sandbox alone, topic in the UID.
pub(crate) fn sandbox_certificate() -> CertificateFacts {
    let mut certificate = named(
        CertificateKind::ApnsDevelopmentLegacy,
        "Apple Development IOS Push Services: ",
        "com.example.app",
    );
    certificate.environments = vec![Environment::Sandbox];
    certificate.topics = vec![TopicFacts::new("com.example.app", ALERTS)];
    certificate.topics_from = Some("uid".into());
    certificate
}

/// Apple's intermediate of this generation.
pub(crate) fn authority(generation: &str, key_id: &str) -> CertificateFacts {
    let mut certificate = CertificateFacts::new(CertificateKind::AppleCa);
    certificate.is_ca = true;
    certificate.common_name =
        Some("Apple Worldwide Developer Relations Certification Authority".into());
    certificate.team_id = Some(generation.into());
    certificate.subject_key_id = Some(key_id.into());
    certificate.not_after = UnixTime::from_civil(2030, 12, 10, 0, 0, 0);
    certificate.signature_algorithm = "sha256-rsa".into();
    certificate
}

/// A certificate for device management, as the Apple Push Certificates Portal issues it.
pub(crate) fn mdm_certificate(uuid: &str) -> CertificateFacts {
    let topic = join("com.apple.mgmt.External.", uuid);
    let mut certificate = named(CertificateKind::MdmPush, "APSP:", uuid);
    certificate.uid = Some(topic.clone());
    certificate.team_id = None;
    certificate.environments = vec![Environment::Production];
    certificate.topics = vec![TopicFacts::new(topic, &[PushType::Mdm])];
    certificate.topics_from = Some("uid".into());
    certificate.issuer_common_name =
        Some("Apple Application Integration 2 Certification Authority".into());
    certificate.issuer_generation = Some("AAI2".into());
    certificate.issuer_not_after = UnixTime::from_civil(2028, 5, 24, 14, 39, 45);
    certificate.not_after = UnixTime::from_civil(2027, 5, 2, 18, 36, 26);
    certificate
}

/// The certificate of an MDM vendor.
pub(crate) fn vendor_certificate() -> CertificateFacts {
    let mut certificate = named(CertificateKind::MdmVendor, "MDM Vendor: ", "Example Ltd.");
    certificate.uid = Some("TEAM123456".into());
    certificate.issuer_generation = Some("G3".into());
    certificate.issuer_not_after = UnixTime::from_civil(2030, 2, 20, 0, 0, 0);
    certificate.authority_key_id = Some(G3_KEY_ID.into());
    certificate.not_after = UnixTime::from_civil(2027, 5, 2, 18, 36, 26);
    certificate
}

/// This certificate alone, in DER, where the certificate of a vendor is wanted.
pub(crate) fn vendor(certificate: CertificateFacts) -> Input {
    let mut input = file("vendor.cer", Format::CertificateDer);
    input.wanted.place = Place::VendorCertificate;
    input.certificates.push(certificate);
    input
}

/// A healthy request, where a request is wanted.
pub(crate) fn request() -> Input {
    request_with(PublicKeyFacts::new("rsa", Some(2048), SPKI))
}

/// As [`request`], for this key.
pub(crate) fn request_with(key: PublicKeyFacts) -> Input {
    let mut request = RequestFacts::new(Some("Push".into()), Some(key));
    request.email = Some("push@example.com".into());
    request.country = Some("US".into());
    request.signature_algorithm = Some("sha256-rsa".into());
    request.sha256 = "70a1c5de84f2b93617d05c8ea4b2f96310d7e8c5a4b39f2e1d0c8b7a69584736".into();
    let mut input = file("push.csr", Format::CsrPem);
    input.wanted.place = Place::Request;
    input.requests.push(request);
    input
}

/// A healthy request with the signature of an MDM vendor.
pub(crate) fn mdm_request() -> Input {
    let mut input = request();
    input.file = FileFacts::new("request.b64", Format::MdmPushRequest, 9172);
    let mut root = authority("", "2bd06947947609fef46b8d2e40a6f7474d7f085e");
    root.common_name = Some("Apple Root CA".into());
    input.mdm_request = Some(MdmRequestFacts {
        chain: vec![vendor_certificate(), authority("G3", G3_KEY_ID), root],
        chain_is_whole: true,
        signature: SignatureState::Valid,
        signature_hash: Some("sha256".into()),
        ..MdmRequestFacts::default()
    });
    input
}

/// A file in which this certificate, without key, is to replace that one, whose file is `old.p12`.
pub(crate) fn renewal(old: CertificateFacts, renewed: CertificateFacts) -> Input {
    let mut input = file("new.pem", Format::CertificatePem);
    input.wanted.place = Place::AnyCertificate;
    input.certificates.push(renewed);
    input.previous = Some(PreviousFacts::new("old.p12", old));
    input
}

/// The successor of a certificate, as Apple issues it a year later for a new key.
pub(crate) fn renewed(mut certificate: CertificateFacts) -> CertificateFacts {
    certificate.serial = "51c2e7a9034bd8f6".into();
    certificate.sha256 = "e47b1a90c83d5f26917e0b4ac5d8f3126a7b8c9d0e1f2a3b4c5d6e7f80912a3b".into();
    certificate.key = Some(PublicKeyFacts::new("rsa", Some(2048), OTHER_SPKI));
    certificate.not_before = UnixTime::from_civil(2026, 11, 20, 9, 0, 0);
    certificate.not_after = UnixTime::from_civil(2027, 12, 20, 9, 0, 0);
    certificate
}

/// A file without content.
pub(crate) fn file(name: &str, format: Format) -> Input {
    Input::new(NOW, FileFacts::new(name, format, 3172))
}

/// A PEM bundle with one healthy identity.
pub(crate) fn pem() -> Input {
    pem_with(IdentityFacts::new(key(), certificate()))
}

/// A PEM bundle with this identity.
pub(crate) fn pem_with(identity: IdentityFacts) -> Input {
    let mut input = file("push.pem", Format::PemBundle);
    let labels: Vec<String> = vec!["CERTIFICATE".into(), "PRIVATE KEY".into()];
    input.text = Some(TextFacts::new("ascii", labels));
    input.identities.push(identity);
    input
}

/// A PEM bundle with the identity of this certificate.
pub(crate) fn with(certificate: CertificateFacts) -> Input {
    pem_with(IdentityFacts::new(key(), certificate))
}

/// A PKCS#12 file with one healthy identity, in the profile that opens everywhere: 3DES and a SHA-1 MAC.
pub(crate) fn p12() -> Input {
    protected_p12("hmac-sha1", "pbe-sha1-3des-3key-cbc")
}

/// A PKCS#12 file with one healthy identity and these algorithms.
pub(crate) fn protected_p12(mac: &str, protection: &str) -> Input {
    let mac = MacFacts::new(mac, "pkcs12", 2048, true);
    let mut container = ContainerFacts::new(Some(mac), PasswordState::Given);
    let protection = if protection.starts_with("pbes2-") {
        ProtectionFacts::pbkdf2(protection, "hmac-sha256", 2048)
    } else {
        ProtectionFacts::new(protection, Some(2048))
    };
    container.parts = vec![
        PartFacts::new(protection.clone(), vec![BagFacts::new("cert")]),
        PartFacts::new(
            ProtectionFacts::none(),
            vec![BagFacts::shrouded_key(protection)],
        ),
    ];
    let mut input = file("push.p12", Format::Pkcs12);
    input.container = Some(container);
    input
        .identities
        .push(IdentityFacts::new(key(), certificate()));
    input
}

/// A PKCS#12 file that could not be opened.
pub(crate) fn locked_p12(state: PasswordState) -> Input {
    let mut input = p12();
    input.identities.clear();
    if let Some(container) = &mut input.container {
        container.password = state;
        container.opened = false;
        for part in &mut container.parts {
            part.bags.clear();
        }
        if let Some(mac) = &mut container.mac {
            mac.verified = false;
        }
    }
    input
}

fn join(left: &str, right: &str) -> String {
    let mut text = String::from(left);
    text.push_str(right);
    text
}
