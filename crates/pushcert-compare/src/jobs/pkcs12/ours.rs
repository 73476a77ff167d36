//! Opening the file with pushcert.

use pushcert::{Options, UnixTime};
use pushcert_keys::PrivateKey;
use pushcert_pkcs12::{ErrorKind, Limits, Opened, Pfx};
use pushcert_x509::Certificate;

use crate::contest::{Found, why};
use crate::inputs::CHECKED_AT;

pub(in crate::jobs) fn opened(der: &[u8], password: &str) -> Result<Opened, String> {
    let limits = Limits::default();
    Pfx::decode(der, &limits)
        .and_then(|pfx| pfx.open(Some(password), &limits))
        .map_err(why)
}

/// The container alone: keys and certificates as DER.
pub(super) fn open(der: &[u8], password: &str) -> Found {
    let is_item = |der: Option<&[u8]>| usize::from(der.is_some());
    let opened = opened(der, password)?;
    Ok(opened
        .bags()
        .map(|bag| is_item(bag.value().private_key()) + is_item(bag.value().certificate()))
        .sum())
}

/// The certificates alone: the key is not decrypted, and its derivations are not paid for.
pub(super) fn certificates(der: &[u8], password: &str) -> Found {
    let limits = Limits::default();
    let pfx = Pfx::decode(der, &limits).map_err(why)?;
    let opened = pfx
        .open_certificates(Some(password), &limits)
        .map_err(why)?;
    Ok(opened
        .bags()
        .filter(|bag| bag.value().certificate().is_some())
        .count()
        + 1)
}

/// How long it takes to find a password wrong; `items` where it was.
pub(super) fn refuse(der: &[u8], wrong: &str, items: usize) -> Found {
    let limits = Limits::default();
    let opened = Pfx::decode(der, &limits).and_then(|pfx| pfx.open(Some(wrong), &limits));
    match opened {
        Err(error) if matches!(error.kind(), ErrorKind::WrongPassword { .. }) => Ok(items),
        Err(error) => Err(why(error)),
        Ok(_) => Err("the password is right".to_owned()),
    }
}

/// The container, and keys and certificates decoded, which is what the peers do too.
pub(super) fn decode(der: &[u8], password: &str) -> Found {
    let mut count = 0;
    for bag in opened(der, password)?.bags() {
        if let Some(key) = bag.value().private_key() {
            PrivateKey::decode(key).map_err(why)?;
            count += 1;
        }
        if let Some(certificate) = bag.value().certificate() {
            Certificate::decode(certificate).map_err(why)?;
            count += 1;
        }
    }
    Ok(count)
}

/// Everything: paired, its signatures verified, judged, and reported.
pub(super) fn check(der: &[u8], password: &str) -> Found {
    let at = UnixTime::parse(CHECKED_AT).map_err(why)?;
    let options = Options::at(at).with_password(password);
    let file = pushcert::open("push.p12", der, &options).check();
    Ok(file
        .identities
        .iter()
        .map(|identity| 2 + identity.chain.len())
        .sum())
}
