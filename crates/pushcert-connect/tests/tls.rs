//! What a connection is made with: identity, roots, configuration.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use pushcert_connect::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use pushcert_connect::rustls::crypto::CryptoProvider;
use pushcert_connect::rustls::{ClientConnection, server::WebPkiClientVerifier};
use pushcert_connect::rustls::{Connection, ServerConfig, ServerConnection};
use pushcert_connect::{
    ClientIdentity, IdentityErrorKind, Roots, RootsErrorKind, TlsVersion, TlsVersions, TrustSource,
    client_config, provider,
};
use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::{CertificateBuilder, Extension};
use pushcert_testkit::key::TestKey;

fn provider() -> Arc<CryptoProvider> {
    provider::default().unwrap()
}

fn key(key: &TestKey) -> PrivateKeyDer<'static> {
    PrivatePkcs8KeyDer::from(key.pkcs8_der()).into()
}

fn identity(builder: &CertificateBuilder) -> Result<ClientIdentity, IdentityErrorKind> {
    let chain = vec![builder.build().into()];
    ClientIdentity::new(chain, key(builder.subject_key()), &provider())
        .map_err(|error| error.kind().clone())
}

fn anchor() -> CertificateDer<'static> {
    Authority::synthetic().certificate().into()
}

/// A server that wants a certificate of the synthetic authority.
fn server() -> ServerConfig {
    let certificate = CertificateBuilder::apns_server("localhost");
    let roots = Arc::new(Roots::only([anchor()]).unwrap().to_store());
    let verifier = WebPkiClientVerifier::builder_with_provider(roots, provider());
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier.build().unwrap())
        .with_single_cert(
            vec![certificate.build().into()],
            key(certificate.subject_key()),
        )
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    config
}

/// Both sides in memory until neither has anything to say; the server's error, if there is one.
fn shake(client: ClientConnection) -> Result<ServerConnection, String> {
    let mut client = Connection::Client(client);
    let mut server = ServerConnection::new(Arc::new(server())).unwrap();
    for _ in 0..10 {
        let mut wire = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut wire).unwrap();
        }
        let mut wire = wire.as_slice();
        while server.read_tls(&mut wire).unwrap() > 0 {
            server
                .process_new_packets()
                .map_err(|error| error.to_string())?;
        }
        let mut wire = Vec::new();
        while server.wants_write() {
            server.write_tls(&mut wire).unwrap();
        }
        let mut wire = wire.as_slice();
        while client.read_tls(&mut wire).unwrap() > 0 {
            client
                .process_new_packets()
                .map_err(|error| error.to_string())?;
        }
    }
    Ok(server)
}

fn client(identity: &ClientIdentity, versions: TlsVersions) -> ClientConnection {
    let roots = Roots::only([anchor()]).unwrap();
    let config = client_config(identity, &roots, provider(), versions).unwrap();
    ClientConnection::new(Arc::new(config), "localhost".try_into().unwrap()).unwrap()
}

#[test]
fn a_configuration_speaks_both_versions_and_shows_the_certificate() {
    let builder = CertificateBuilder::apns("com.example.app");
    let identity = identity(&builder).unwrap();
    for version in [TlsVersion::Tls12, TlsVersion::Tls13] {
        let server = shake(client(&identity, version.into())).unwrap();
        let spoken = format!("{:?}", server.protocol_version().unwrap());
        assert_eq!(spoken.replace('_', "."), version.as_str());
        assert_eq!(server.peer_certificates().unwrap(), identity.chain());
        assert_eq!(server.alpn_protocol(), Some(&b"h2"[..]));
    }
}

/// rustls' own way in refuses it; the server may as well, but that is for it to say.
#[test]
fn a_certificate_with_an_unknown_critical_extension_is_sent() {
    let builder = CertificateBuilder::apns("com.example.app")
        .extension(Extension::critical("1.2.3.4.5", vec![5, 0]));
    let identity = identity(&builder).unwrap();
    let refused = shake(client(&identity, TlsVersions::Both)).err().unwrap();
    assert!(
        refused.contains("UnsupportedCriticalExtension")
            || refused.contains("UnhandledCriticalExtension"),
        "{refused}"
    );
}

#[test]
fn a_key_that_does_not_fit_is_no_identity() {
    let certificate = CertificateBuilder::apns("com.example.app").build();
    let make = |chain: Vec<Vec<u8>>, key: PrivateKeyDer<'static>| {
        let chain = chain.into_iter().map(Into::into).collect();
        let made = ClientIdentity::new(chain, key, &provider());
        made.map_err(|error| error.kind().clone()).err()
    };
    let other = key(&TestKey::rsa2048(1));
    let found = make(vec![certificate.clone()], other);
    assert_eq!(found, Some(IdentityErrorKind::Mismatch));
    let other = key(&TestKey::ec_p256(0));
    let found = make(vec![certificate.clone()], other);
    assert_eq!(found, Some(IdentityErrorKind::Mismatch));
    let own = || key(&TestKey::rsa2048(0));
    assert_eq!(make(vec![certificate.clone()], own()), None);
    let found = make(vec![], own());
    assert_eq!(found, Some(IdentityErrorKind::NoCertificate));
    let found = make(vec![vec![0x30, 0x80]], own());
    assert_eq!(found, Some(IdentityErrorKind::Certificate));
    let broken = PrivatePkcs8KeyDer::from(vec![0x30, 0]).into();
    let found = make(vec![certificate], broken);
    assert_eq!(found, Some(IdentityErrorKind::Key));
}

#[test]
fn every_encoding_of_a_key_is_taken_and_none_is_shown() {
    let rsa = TestKey::rsa2048(0);
    let certificate = CertificateBuilder::apns("com.example.app").build();
    let encodings = [
        PrivateKeyDer::Pkcs8(rsa.pkcs8_der().into()),
        PrivateKeyDer::Pkcs1(rsa.pkcs1_der().into()),
    ];
    for key in encodings {
        let chain = vec![certificate.clone().into()];
        let identity = ClientIdentity::new(chain, key, &provider()).unwrap();
        let shown = format!("{identity:?}");
        assert_eq!(shown, "ClientIdentity { certificates: 1, key: RSA, .. }");
    }
    let ec = TestKey::ec_p256(0);
    let chain = vec![
        CertificateBuilder::apns("com.example.app")
            .key(&ec)
            .build()
            .into(),
    ];
    let key = PrivateKeyDer::Sec1(ec.sec1_der().into());
    assert!(ClientIdentity::new(chain, key, &provider()).is_ok());
}

#[test]
fn sources_of_roots_are_kept_apart() {
    let system = Roots::system();
    let sources: Vec<_> = system.sources().collect();
    assert_eq!(sources, [TrustSource::Platform, TrustSource::Bundled]);
    assert!(system.len() >= Roots::bundled().len());
    let given = Roots::only([anchor()]).unwrap();
    assert_eq!(given.sources().collect::<Vec<_>>(), [TrustSource::Given]);
    let kind = |anchors: Vec<CertificateDer<'static>>| {
        let made = Roots::only(anchors);
        made.map_err(|error| error.kind().clone()).err()
    };
    assert_eq!(kind(vec![]), Some(RootsErrorKind::None));
    let found = kind(vec![anchor(), vec![1, 2, 3].into()]);
    assert_eq!(found, Some(RootsErrorKind::Unusable { index: 1 }));
}
