//! The certificates of the server: an authority made for one run, and what it issues.

mod issue;

use std::net::IpAddr;

use der::{EncodePem as _, pem::LineEnding};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use x509_cert::Certificate;

use crate::error::{Error, ErrorKind};
use issue::{Issuer, Subject};

/// The certificates that the server presents.
#[derive(Debug, Default)]
#[non_exhaustive]
pub enum ServerChain {
    /// A leaf and an intermediate under the anchor that is handed out; nothing is wrong with them.
    #[default]
    Valid,
    /// The leaf expired a day ago.
    Expired,
    /// The leaf will be valid in a day.
    NotYetValid,
    /// The leaf is for `elsewhere.example` only.
    WrongName,
    /// The chain leads to another authority than the anchor that is handed out.
    UnknownRoot,
    /// The leaf signed itself; the anchor that is handed out is another.
    SelfSigned,
    /// A chain, leaf first, and its key. The anchor that is handed out is the last certificate of it.
    Given {
        /// The leaf and the certificates above it.
        chain: Vec<CertificateDer<'static>>,
        /// The key of the leaf.
        key: PrivateKeyDer<'static>,
    },
}

/// The names that the leaf is for, whatever else.
pub(crate) const NAMES: [&str; 4] = [
    "localhost",
    "api.push.apple.com",
    "api.sandbox.push.apple.com",
    "api.development.push.apple.com",
];

/// What the server needs, and what its clients need.
pub(crate) struct Served {
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) key: PrivateKeyDer<'static>,
    pub(crate) anchor_pem: String,
    pub(crate) anchor_der: CertificateDer<'static>,
}

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Makes the chain, or takes the one that was given.
pub(crate) fn serve(
    chain: ServerChain,
    names: &[String],
    addresses: &[IpAddr],
) -> Result<Served, Error> {
    if let ServerChain::Given { chain, key } = chain {
        return given(chain, key);
    }
    make(&chain, names, addresses).ok_or_else(|| ErrorKind::ServerCertificate.into())
}

fn given(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<Served, Error> {
    use der::Decode as _;
    let last = chain.last().ok_or(ErrorKind::ServerCertificate)?;
    let anchor = Certificate::from_der(last).map_err(|_| ErrorKind::ServerCertificate)?;
    let anchor_pem = anchor
        .to_pem(LineEnding::LF)
        .map_err(|_| ErrorKind::ServerCertificate)?;
    Ok(Served {
        anchor_pem,
        anchor_der: last.clone(),
        chain,
        key,
    })
}

fn make(chain: &ServerChain, names: &[String], addresses: &[IpAddr]) -> Option<Served> {
    let root = Issuer::root("pushcert simulator root")?;
    let own = NAMES.iter().map(|name| (*name).to_owned());
    let mut subject = Subject {
        names: own.chain(names.iter().cloned()).collect(),
        addresses: addresses.to_vec(),
        validity: (-HOUR, 90 * DAY),
    };
    match chain {
        ServerChain::Expired => subject.validity = (-90 * DAY, -DAY),
        ServerChain::NotYetValid => subject.validity = (DAY, 90 * DAY),
        ServerChain::WrongName => {
            subject.names = vec!["elsewhere.example".to_owned()];
            subject.addresses = Vec::new();
        }
        _ => {}
    }
    let (leaf, between) = match chain {
        ServerChain::SelfSigned => (issue::self_signed(&subject)?, None),
        _ => {
            let intermediate = root.intermediate("pushcert simulator intermediate")?;
            (intermediate.leaf(&subject)?, Some(intermediate))
        }
    };
    let anchor = match chain {
        ServerChain::UnknownRoot => Issuer::root("pushcert simulator root of somebody else")?,
        _ => root,
    };
    let mut certificates = vec![leaf.certificate];
    if let Some(intermediate) = between {
        certificates.push(intermediate.der()?);
    }
    Some(Served {
        chain: certificates,
        key: leaf.key,
        anchor_pem: anchor.pem()?,
        anchor_der: anchor.der()?,
    })
}
