//! Fatal alerts of any number, in the clear and encrypted.

use rustls::crypto::cipher::{OutboundChunks, OutboundPlainMessage};
use rustls::{
    ConnectionTrafficSecrets, ContentType, ProtocolVersion, ServerConnection, SupportedCipherSuite,
};
use tokio_rustls::server::TlsStream;

use crate::stream::{Wire, farewell};

/// Level `fatal` (RFC 8446, section 6).
const FATAL: u8 = 2;

/// The record of an alert before there are keys.
pub(crate) const fn in_the_clear(number: u8) -> [u8; 7] {
    [21, 3, 3, 0, 2, FATAL, number]
}

/// Ends an established connection with an alert.
pub(crate) async fn send(stream: TlsStream<Wire>, number: u8) {
    let (wire, connection) = stream.into_inner();
    if let Some(record) = encrypted(connection, number) {
        farewell(wire, &record).await;
    }
}

/// The record of an alert with the keys of a connection, which is at its end then. `rustls` has no way to
/// send an alert that it does not find itself.
fn encrypted(connection: ServerConnection, number: u8) -> Option<Vec<u8>> {
    let suite = connection.negotiated_cipher_suite()?;
    let (sequence, secrets) = connection.dangerous_extract_secrets().ok()?.tx;
    let (ConnectionTrafficSecrets::Aes128Gcm { key, iv }
    | ConnectionTrafficSecrets::Aes256Gcm { key, iv }
    | ConnectionTrafficSecrets::Chacha20Poly1305 { key, iv }) = secrets
    else {
        return None;
    };
    let mut encrypter = match suite {
        SupportedCipherSuite::Tls13(suite) => suite.aead_alg.encrypter(key, iv),
        SupportedCipherSuite::Tls12(suite) => {
            // The fixed part of the nonce and, with GCM, the explicit one (RFC 5288, section 3).
            let fixed = suite.aead_alg.key_block_shape().fixed_iv_len;
            let (fixed, explicit) = iv.as_ref().split_at_checked(fixed)?;
            suite.aead_alg.encrypter(key, fixed, explicit)
        }
    };
    let message = OutboundPlainMessage {
        typ: ContentType::Alert,
        version: ProtocolVersion::TLSv1_2,
        payload: OutboundChunks::Single(&[FATAL, number]),
    };
    Some(encrypter.encrypt(message, sequence).ok()?.encode())
}
