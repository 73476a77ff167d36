//! Which key belongs to which certificate, and which certificates are its path.

use alloc::vec::Vec;

use pushcert_keys::same_key;

use crate::open::{CertificateItem, KeyItem};

/// A path longer than this is not followed: Apple's have three certificates.
const MAX_PATH: usize = 16;

/// A key, its certificate and the path, as indices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) key: usize,
    pub(crate) certificate: usize,
    pub(crate) chain: Vec<usize>,
}

/// Pairs by public key; by `localKeyID` only where the public key of the private key is unknown.
///
/// Two certificates for one key (a renewal with the same request) are two identities; the same
/// certificate twice is one.
pub(crate) fn pairs(keys: &[KeyItem], certificates: &[CertificateItem]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for (key, key_item) in keys.iter().enumerate() {
        if is_repeated(key, keys) {
            continue;
        }
        for (index, item) in certificates.iter().enumerate() {
            // Only what belongs together is looked for among the pairs: there may be thousands.
            let known = |pairs: &[Pair]| {
                pairs
                    .iter()
                    .any(|pair| is_same_pair(pair, key_item, item, keys, certificates))
            };
            if belongs(key_item, item) && !known(&pairs) {
                pairs.push(Pair {
                    key,
                    certificate: index,
                    chain: chain(index, certificates),
                });
            }
        }
    }
    pairs
}

/// Whether the same key came before: all its pairs are known.
fn is_repeated(key: usize, keys: &[KeyItem]) -> bool {
    let Some(own) = keys.get(key).and_then(|item| item.key.public_key()) else {
        return false;
    };
    let before = keys.iter().take(key);
    before
        .filter_map(|item| item.key.public_key())
        .any(|other| same_key(own, other))
}

fn is_same_pair(
    pair: &Pair,
    key: &KeyItem,
    item: &CertificateItem,
    keys: &[KeyItem],
    certificates: &[CertificateItem],
) -> bool {
    let paired_key = keys.get(pair.key).and_then(|k| k.key.public_key());
    let paired = certificates
        .get(pair.certificate)
        .map(|c| c.certificate.der());
    paired == Some(item.certificate.der())
        && match (paired_key, key.key.public_key()) {
            (Some(a), Some(b)) => same_key(a, b),
            _ => false,
        }
}

fn belongs(key: &KeyItem, item: &CertificateItem) -> bool {
    match (key.key.public_key(), &item.public_key) {
        (Some(own), Some(certified)) => same_key(own, certified),
        (Some(_), None) => false,
        (None, _) => key.local_key_id.is_some() && key.local_key_id == item.local_key_id,
    }
}

/// The issuers of a certificate, as far as they are in the file, each once.
fn chain(leaf: usize, certificates: &[CertificateItem]) -> Vec<usize> {
    let mut path = Vec::new();
    let mut current = leaf;
    while path.len() < MAX_PATH {
        let Some(next) = issuer(current, certificates) else {
            break;
        };
        let seen = |i: usize| i == leaf || path.contains(&i);
        if seen(next) || is_same(next, leaf, certificates) {
            break;
        }
        path.push(next);
        current = next;
    }
    path
}

fn is_same(a: usize, b: usize, certificates: &[CertificateItem]) -> bool {
    let der = |i: usize| certificates.get(i).map(|item| item.certificate.der());
    der(a) == der(b)
}

/// The first certificate whose name is the issuer's and whose key identifier does not contradict.
fn issuer(of: usize, certificates: &[CertificateItem]) -> Option<usize> {
    let child = &certificates.get(of)?.certificate;
    if child.issuer().der() == child.subject().der() {
        return None;
    }
    let fits = |item: &CertificateItem| {
        let parent = &item.certificate;
        let key_ids = (child.authority_key_id(), parent.subject_key_id());
        parent.subject().der() == child.issuer().der()
            && !matches!(key_ids, (Some(wanted), Some(own)) if wanted != own)
    };
    certificates
        .iter()
        .enumerate()
        .find(|(index, item)| *index != of && fits(item))
        .map(|(index, _)| index)
}

/// The certificates that are in no pair and in no path.
pub(crate) fn loose(pairs: &[Pair], count: usize) -> Vec<usize> {
    let taken = |i: usize| {
        pairs
            .iter()
            .any(|p| p.certificate == i || p.chain.contains(&i))
    };
    (0..count).filter(|i| !taken(*i)).collect()
}
