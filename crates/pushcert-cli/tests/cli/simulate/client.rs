//! The smallest client of APNs: `rustls` and a few frames written by hand.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use pushcert_connect::provider;
use pushcert_testkit::identity::Identity;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// One push over a connection of its own: the body of the answer, and an error if there is none.
pub(super) fn push(
    address: &str,
    anchor_pem: &[u8],
    identity: &Identity,
    token: &str,
) -> io::Result<String> {
    let mut stream = connect(address, anchor_pem, identity)?;
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")?;
    stream.write_all(&frame(SETTINGS, 0, 0, &[]))?;
    let path = format!("/3/device/{token}");
    let headers = [
        (":method", "POST"),
        (":scheme", "https"),
        (":authority", "localhost"),
        (":path", &path),
        ("apns-topic", "com.example.app"),
    ];
    // Literals that are not indexed, without Huffman (RFC 7541, section 6.2.2).
    let mut block = Vec::new();
    for (name, value) in headers {
        block.push(0);
        for text in [name, value] {
            block.push(u8::try_from(text.len()).unwrap());
            block.extend(text.as_bytes());
        }
    }
    stream.write_all(&frame(HEADERS, END_HEADERS, 1, &block))?;
    stream.write_all(&frame(DATA, END_STREAM, 1, b"{}"))?;
    answer(&mut stream)
}

type Stream = StreamOwned<ClientConnection, TcpStream>;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

fn frame(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).unwrap();
    let mut frame = vec![0, 0, length, kind, flags, 0, 0, 0, stream];
    frame.extend(payload);
    frame
}

/// What the DATA frames of the only stream hold, up to its end.
fn answer(stream: &mut Stream) -> io::Result<String> {
    let mut body = Vec::new();
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head)?;
        let [_, high, low, kind, flags, ..] = head;
        let mut payload = vec![0; usize::from(u16::from_be_bytes([high, low]))];
        stream.read_exact(&mut payload)?;
        if kind == DATA {
            body.extend(payload);
        }
        if matches!(kind, DATA | HEADERS) && flags & END_STREAM != 0 {
            return Ok(String::from_utf8(body).unwrap());
        }
    }
}

fn connect(address: &str, anchor_pem: &[u8], identity: &Identity) -> io::Result<Stream> {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(anchor_pem).unwrap())
        .unwrap();
    let key = PrivatePkcs8KeyDer::from(identity.key.pkcs8_der());
    let chain = vec![CertificateDer::from(identity.certificate.clone())];
    let mut config = ClientConfig::builder_with_provider(provider::default().unwrap())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_client_auth_cert(chain, key.into())
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let name = ServerName::try_from("api.push.apple.com").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let tcp = TcpStream::connect(address)?;
    tcp.set_read_timeout(Some(Duration::from_secs(20)))?;
    Ok(StreamOwned::new(connection, tcp))
}
