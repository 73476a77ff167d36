//! From what was read to the facts that the rules judge.

use alloc::vec::Vec;
use core::cell::OnceCell;

use pushcert_diagnostics::{CertificateFacts, IdentityFacts, Input, LocalKeyId, PublicKeyFacts};
use pushcert_trust::path::path;
use pushcert_trust::{ChainStatus, chain_status, verify_signed_by};
use pushcert_x509::Certificate;

use super::{CertificateItem, KeyItem, revocation};
use crate::Options;
use crate::pair::Pair;

/// For so many leaves and so many authorities of a file the path is searched through the file as well.
const MAX_SEARCHED: usize = 32;

/// What was read of one file, as far as facts come from it.
pub(super) struct Material<'a> {
    keys: &'a [KeyItem],
    certificates: &'a [CertificateItem],
    pairs: &'a [Pair],
    loose: &'a [usize],
    /// Time, authorities and evidence of the caller.
    options: &'a Options,
    /// What is known of each certificate so far: to find it out may take many signatures.
    known: Vec<OnceCell<CertificateFacts>>,
}

impl<'a> Material<'a> {
    pub(super) fn new(
        keys: &'a [KeyItem],
        certificates: &'a [CertificateItem],
        pairs: &'a [Pair],
        loose: &'a [usize],
        options: &'a Options,
    ) -> Self {
        Self {
            keys,
            certificates,
            pairs,
            loose,
            options,
            known: certificates.iter().map(|_| OnceCell::new()).collect(),
        }
    }

    /// Adds identities, certificates and keys to the facts.
    pub(super) fn describe(&self, input: &mut Input) {
        input.identities = self
            .pairs
            .iter()
            .filter_map(|pair| self.identity(pair))
            .collect();
        input.certificates = self
            .loose
            .iter()
            .filter_map(|index| self.certificate(*index))
            .collect();
        let paired = |index: &usize| self.pairs.iter().any(|pair| pair.key == *index);
        let loose = self
            .keys
            .iter()
            .enumerate()
            .filter(|(index, _)| !paired(index));
        input.keys = loose.map(|(_, item)| item.facts.clone()).collect();
    }

    fn identity(&self, pair: &Pair) -> Option<IdentityFacts> {
        let key = self.keys.get(pair.key)?;
        let item = self.certificates.get(pair.certificate)?;
        let mut facts = IdentityFacts::new(key.facts.clone(), self.certificate(pair.certificate)?);
        facts.friendly_name = item
            .friendly_name
            .clone()
            .or_else(|| key.facts.friendly_name.clone());
        facts.chain = pair
            .chain
            .iter()
            .filter_map(|index| self.certificate(*index))
            .collect();
        facts.local_key_id = self.local_key_id(pair, key, item);
        Some(facts)
    }

    /// The facts of one certificate, which may be in the chains of many identities.
    fn certificate(&self, index: usize) -> Option<CertificateFacts> {
        let known = self.known.get(index)?;
        if let Some(facts) = known.get() {
            return Some(facts.clone());
        }
        let facts = self.judge(index)?;
        Some(known.get_or_init(|| facts).clone())
    }

    fn judge(&self, index: usize) -> Option<CertificateFacts> {
        let item = self.certificates.get(index)?;
        // Only a file that is made to cost time has more certificates than this; they are judged
        // by Apple's own authorities alone.
        let is_searched = is_searched(self.certificates, index);
        let others: Vec<&Certificate> = match is_searched {
            true => self.others(index).collect(),
            false => Vec::new(),
        };
        let mut facts = described(item, &others, self.options);
        // Where nobody known signed it there is no path to tell of, and a signature costs more than all else.
        let is_trusted =
            facts.chain_status == ChainStatus::Apple || facts.issued_by_given_authority;
        let is_asked = is_trusted || !self.options.revocation.is_empty();
        if !facts.is_ca && is_searched && is_asked {
            trace(&mut facts, &item.certificate, &others, self.options);
        }
        if !facts.is_ca && !is_searched && !self.options.revocation.is_empty() {
            facts.revocation = Vec::from([revocation::unasked()]);
        }
        Some(facts)
    }

    fn others(&self, index: usize) -> impl Iterator<Item = &Certificate> {
        let all = self.certificates.iter().enumerate();
        all.filter(move |(at, _)| *at != index)
            .map(|(_, item)| &item.certificate)
    }

    fn local_key_id(&self, pair: &Pair, key: &KeyItem, item: &CertificateItem) -> LocalKeyId {
        let in_container = key.in_container;
        match (&key.local_key_id, &item.local_key_id) {
            _ if !in_container => LocalKeyId::Agrees,
            (None, None) => LocalKeyId::Absent,
            (Some(a), Some(b)) if a != b => LocalKeyId::Differs,
            (Some(id), Some(_)) if self.is_shared(pair, id) => LocalKeyId::Shared,
            (Some(_), Some(_)) => LocalKeyId::Agrees,
            _ => LocalKeyId::Missing,
        }
    }

    /// Whether a key or certificate outside of the pair has this identifier too.
    fn is_shared(&self, pair: &Pair, id: &[u8]) -> bool {
        let has = |own: &Option<Vec<u8>>| own.as_deref() == Some(id);
        let key = self
            .keys
            .iter()
            .enumerate()
            .any(|(at, k)| at != pair.key && has(&k.local_key_id));
        let certificates = self.certificates.iter().enumerate();
        key || certificates
            .into_iter()
            .any(|(at, c)| at != pair.certificate && has(&c.local_key_id))
    }
}

/// Whether the path of a certificate is searched. Leaves and authorities are counted apart, so that no number of
/// one keeps the other from it.
pub(super) fn is_searched(certificates: &[CertificateItem], index: usize) -> bool {
    let is_ca = |item: &CertificateItem| item.certificate.is_ca();
    let own = certificates.get(index).map(is_ca);
    let before = certificates.iter().take(index).map(is_ca);
    before
        .filter(|one| Some(*one) == own)
        .take(MAX_SEARCHED)
        .count()
        < MAX_SEARCHED
}

/// What is known of a certificate that came with these others, but for its path.
pub(super) fn described(
    item: &CertificateItem,
    others: &[&Certificate],
    options: &Options,
) -> CertificateFacts {
    let certificate = &item.certificate;
    let mut facts = CertificateFacts::new_from(certificate, chain_status(certificate, others));
    facts.key = item.public_key.as_ref().map(PublicKeyFacts::from);
    facts.issued_by_given_authority = issued_by_given(certificate, others, &options.anchors());
    facts
}

/// Adds the path of a leaf, and what the evidence of the options says of it.
pub(super) fn trace(
    facts: &mut CertificateFacts,
    leaf: &Certificate,
    others: &[&Certificate],
    options: &Options,
) {
    let path = path(leaf, others, &options.anchors(), options.at);
    facts.add_path(&path);
    facts.revocation = revocation::facts(leaf, &path, &options.revocation, options.at);
}

/// For one certificate at most so many signatures are verified on the way to an authority of the caller.
const MAX_SIGNATURES: u32 = 64;

/// Follows the signatures from a certificate through the file to an authority of the caller.
fn issued_by_given(leaf: &Certificate, others: &[&Certificate], anchors: &[&Certificate]) -> bool {
    let mut left = MAX_SIGNATURES;
    let mut signed_by = |child: &Certificate, parent: &Certificate| {
        child.issuer().same_as(&parent.subject()) && left > 0 && {
            left = left.saturating_sub(1);
            verify_signed_by(child, parent.spki_der()).is_ok()
        }
    };
    let mut current = leaf;
    while !anchors.is_empty() {
        if anchors
            .iter()
            .any(|authority| signed_by(current, authority))
        {
            return true;
        }
        let next = others
            .iter()
            .find(|o| o.der() != current.der() && o.is_ca() && signed_by(current, o));
        match next {
            Some(issuer) => current = issuer,
            None => return false,
        }
    }
    false
}
