//! Below TLS: the ServerHello, the first bytes of what is no TLS, and which flights went out.

mod server_hello;

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use pushcert_types::connection::{TlsFacts, TlsVersion};

use super::Watch;
use super::records::{Part, Records};
use crate::text;
use server_hello::ServerHello;

/// So much is kept of what began a stream.
const BEGINNING: usize = 64;

/// The content types of records: RFC 8446, section 5.1.
const CHANGE_CIPHER_SPEC: u8 = 20;
const HANDSHAKE: u8 = 22;

/// What passed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hello {
    beginning: Vec<u8>,
    server_hello: Option<ServerHello>,
    has_sent_second_flight: bool,
}

impl Hello {
    /// Version, cipher suite and, with TLS 1.2, protocol; `None` for versions that APNs does not take.
    pub(crate) fn tls(&self) -> Option<TlsFacts> {
        let hello = self.server_hello.as_ref()?;
        let mut facts = TlsFacts::new(match hello.version {
            0x0303 => TlsVersion::Tls12,
            0x0304 => TlsVersion::Tls13,
            _ => return None,
        });
        facts.cipher = Some(cipher_name(hello.cipher));
        facts.alpn.clone_from(&hello.alpn);
        Some(facts)
    }

    /// The beginning of what came, if it is no record of TLS.
    pub(crate) fn not_tls(&self) -> Option<String> {
        let is_record = match *self.beginning.as_slice() {
            [] => true,
            [kind] => (20..=23).contains(&kind),
            [kind, major, ..] => (20..=23).contains(&kind) && major == 3,
        };
        (!is_record).then(|| text::printable(&self.beginning))
    }

    /// With TLS 1.2: whether our certificate, key exchange and `Finished` are out.
    pub(crate) const fn has_sent_second_flight(&self) -> bool {
        self.has_sent_second_flight
    }
}

/// IANA's name of a cipher suite.
pub(crate) fn cipher_name(number: u16) -> String {
    let suite = rustls::CipherSuite::from(number);
    match suite.as_str() {
        Some(name) => name.replacen("TLS13_", "TLS_", 1),
        None => format!("0x{number:04X}"),
    }
}

/// Looks on until the handshake is over.
#[derive(Debug)]
pub(crate) struct HelloWatch {
    shared: Arc<Mutex<Hello>>,
    inbound: Option<Inbound>,
    outbound: Option<Records<5>>,
}

/// The handshake messages up to the ServerHello.
#[derive(Debug)]
struct Inbound {
    records: Records<5>,
    is_handshake: bool,
    /// It was seen that this is no handshake: what looks like one later on is none either.
    is_over: bool,
    message: Vec<u8>,
}

impl HelloWatch {
    pub(crate) fn new() -> (Self, Arc<Mutex<Hello>>) {
        let shared = Arc::new(Mutex::new(Hello::default()));
        let inbound = Inbound {
            records: Records::new(),
            is_handshake: false,
            is_over: false,
            message: Vec::new(),
        };
        let watch = Self {
            shared: Arc::clone(&shared),
            inbound: Some(inbound),
            outbound: Some(Records::new()),
        };
        (watch, shared)
    }
}

impl Inbound {
    /// `Ok(None)`: more is needed. `Err`: there is none to come.
    fn push(&mut self, bytes: &[u8]) -> Result<Option<ServerHello>, ()> {
        if self.is_over {
            return Err(());
        }
        let found = self.read(bytes);
        self.is_over = found.is_err();
        found
    }

    fn read(&mut self, mut bytes: &[u8]) -> Result<Option<ServerHello>, ()> {
        while let Some(part) = self.records.next(&mut bytes, record_length) {
            match part {
                Part::Head([kind, major, ..]) => {
                    if major != 3 {
                        return Err(());
                    }
                    self.is_handshake = kind == HANDSHAKE;
                }
                Part::Body(piece, _) if self.is_handshake => {
                    self.message.extend_from_slice(piece);
                    if let Some(result) = server_hello::decode(&self.message) {
                        return result.map(Some);
                    }
                }
                Part::Body(..) => {}
            }
        }
        Ok(None)
    }
}

fn record_length(head: &[u8; 5]) -> usize {
    let [.., high, low] = *head;
    usize::from(u16::from_be_bytes([high, low]))
}

impl Watch for HelloWatch {
    const READS_TO_THE_END: bool = true;

    fn came(&mut self, bytes: &[u8]) {
        let Some(inbound) = &mut self.inbound else {
            return;
        };
        let found = inbound.push(bytes);
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let space = BEGINNING.saturating_sub(shared.beginning.len());
        let beginning = bytes.get(..space.min(bytes.len())).unwrap_or_default();
        shared.beginning.extend_from_slice(beginning);
        match found {
            Ok(None) => {}
            Ok(hello) => {
                shared.server_hello = hello;
                self.inbound = None;
            }
            // What is no TLS is quoted, so its beginning goes on being kept.
            Err(()) if space > 0 => {}
            Err(()) => self.inbound = None,
        }
    }

    fn went(&mut self, mut bytes: &[u8]) {
        let Some(records) = &mut self.outbound else {
            return;
        };
        while let Some(part) = records.next(&mut bytes, record_length) {
            if matches!(part, Part::Head([CHANGE_CIPHER_SPEC, ..])) {
                let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
                shared.has_sent_second_flight = true;
                self.outbound = None;
                return;
            }
        }
    }

    fn failed(&mut self, _error: &io::Error) {}
}

#[cfg(test)]
mod tests;
