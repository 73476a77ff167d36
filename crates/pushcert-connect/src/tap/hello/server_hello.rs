//! ServerHello: RFC 8446, section 4.1.3; RFC 5246, section 7.4.1.3.

/// What was agreed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServerHello {
    /// 0x0303 for TLS 1.2, 0x0304 for 1.3.
    pub(crate) version: u16,
    /// The number of the cipher suite.
    pub(crate) cipher: u16,
    /// With TLS 1.2 only: 1.3 sends it encrypted.
    pub(crate) alpn: Option<String>,
}

/// A longer ServerHello is not read; those of servers have about a hundred bytes.
const MAX_HELLO: usize = 4096;

const SERVER_HELLO: u8 = 2;
const ALPN: u16 = 16;
const SUPPORTED_VERSIONS: u16 = 43;

/// `None`: more bytes are needed. `Err`: it is something else, or broken. A `HelloRetryRequest` has the
/// form of a ServerHello and says the same about version and cipher suite.
pub(crate) fn decode(message: &[u8]) -> Option<Result<ServerHello, ()>> {
    let (&kind, rest) = message.split_first()?;
    if kind != SERVER_HELLO {
        return Some(Err(()));
    }
    let (&[a, b, c], rest) = rest.split_first_chunk()?;
    let length = usize::try_from(u32::from_be_bytes([0, a, b, c])).unwrap_or(usize::MAX);
    if length > MAX_HELLO {
        return Some(Err(()));
    }
    let body = rest.get(..length)?;
    Some(hello(body).ok_or(()))
}

fn hello(body: &[u8]) -> Option<ServerHello> {
    let mut reader = Reader(body);
    let version = reader.u16()?;
    reader.take(32)?;
    let session = reader.u8()?;
    reader.take(session.into())?;
    let cipher = reader.u16()?;
    reader.u8()?;
    let mut hello = ServerHello {
        version,
        cipher,
        alpn: None,
    };
    let length = reader.u16().unwrap_or(0);
    let mut extensions = Reader(reader.take(length.into())?);
    while let Some(kind) = extensions.u16() {
        let length = extensions.u16()?;
        let mut value = Reader(extensions.take(length.into())?);
        match kind {
            SUPPORTED_VERSIONS => hello.version = value.u16()?,
            ALPN => hello.alpn = protocol(&mut value),
            _ => {}
        }
    }
    Some(hello)
}

/// RFC 7301, section 3.1: a list of exactly one.
fn protocol(value: &mut Reader<'_>) -> Option<String> {
    value.u16()?;
    let length = value.u8()?;
    Some(crate::text::printable(value.take(length.into())?))
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn u8(&mut self) -> Option<u8> {
        let (&byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(byte)
    }

    fn u16(&mut self) -> Option<u16> {
        let (&bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u16::from_be_bytes(bytes))
    }
}
