//! Files as well-known programs write them.

use super::{Bag, Mac, Part, PfxBuilder};
use crate::digest::Digest;
use crate::identity::Identity;
use crate::pbe::{Iterations, Password, Protection};

impl PfxBuilder {
    /// Keychain Access: certificates under RC2-40, key under 3DES, 2048 iterations, MAC of
    /// HMAC-SHA-1 with one iteration and the count left out.
    pub fn keychain_style(password: impl Into<Password>, identity: &Identity) -> Self {
        Self::new(password)
            .seed("keychain")
            .part(Part::new(Protection::rc2_40(2048)).bags(certificates(identity)))
            .part(Part::new(Protection::None).bag(key(identity, Protection::triple_des(2048))))
            .mac(Mac::new(Digest::Sha1, 1).omit_iterations())
    }

    /// Keychain Access with several identities selected.
    pub fn keychain_selection(password: impl Into<Password>, identities: &[Identity]) -> Self {
        let certificates = identities.iter().flat_map(certificates);
        let keys = identities
            .iter()
            .map(|one| key(one, Protection::triple_des(2048)));
        Self::new(password)
            .seed("keychain selection")
            .part(Part::new(Protection::rc2_40(2048)).bags(certificates))
            .part(Part::new(Protection::None).bags(keys))
            .mac(Mac::new(Digest::Sha1, 1).omit_iterations())
    }

    /// `openssl pkcs12 -export` of OpenSSL 3: AES-256-CBC with PBKDF2-HMAC-SHA-256, 2048
    /// iterations, MAC of HMAC-SHA-256.
    pub fn openssl3_default(password: impl Into<Password>, identity: &Identity) -> Self {
        let protection = Protection::pbes2_aes256(2048).salt_len(8);
        let mut identity = identity.clone();
        identity.friendly_name = None;
        Self::new(password)
            .seed("openssl 3")
            .part(Part::new(protection.clone()).bags(certificates(&identity)))
            .part(Part::new(Protection::None).bag(key(&identity, protection)))
            .mac(Mac::new(Digest::Sha256, 2048))
    }

    /// `openssl pkcs12 -export -legacy`: as Keychain, but with 2048 MAC iterations.
    pub fn openssl_legacy(password: impl Into<Password>, identity: &Identity) -> Self {
        Self::keychain_style(password, identity)
            .seed("openssl legacy")
            .mac(Mac::new(Digest::Sha1, 2048))
    }

    /// `keytool` of Java 17: PBES2 with AES-256 and HMAC-SHA-256, 10,000 iterations everywhere,
    /// salts of 20 bytes, the key in front.
    pub fn keytool17(password: impl Into<Password>, identity: &Identity) -> Self {
        let protection = Protection::pbes2_aes256(10_000).salt_len(20);
        Self::new(password)
            .seed("keytool 17")
            .part(Part::new(Protection::None).bag(key(identity, protection.clone())))
            .part(Part::new(protection).bags(certificates(identity)))
            .mac(Mac::new(Digest::Sha256, 10_000).salt_len(20))
    }

    /// `p12-modern`: what Apple's reader takes of the new algorithms, with PBMAC1 not among them.
    pub fn modern(password: impl Into<Password>, identity: &Identity, rounds: u32) -> Self {
        let protection = Protection::pbes2_aes256(Iterations::honest(rounds));
        Self::new(password)
            .seed("modern")
            .part(Part::new(protection.clone()).bags(certificates(identity)))
            .part(Part::new(Protection::None).bag(key(identity, protection)))
            .mac(Mac::new(Digest::Sha256, rounds).salt_len(16))
    }

    /// Key and certificates in the clear, without MAC: the cheapest file that holds an identity.
    pub fn plain(identity: &Identity) -> Self {
        Self::new("")
            .seed("plain")
            .part(Part::new(Protection::None).bags(certificates(identity)))
            .part(
                Part::new(Protection::None)
                    .bag(named(Bag::key(&identity.key.pkcs8_der()), identity)),
            )
            .without_mac()
    }
}

fn certificates(identity: &Identity) -> Vec<Bag> {
    let leaf = named(Bag::cert(&identity.certificate), identity);
    let chain = identity
        .chain
        .iter()
        .map(|certificate| Bag::cert(certificate));
    std::iter::once(leaf).chain(chain).collect()
}

fn key(identity: &Identity, protection: Protection) -> Bag {
    named(
        Bag::shrouded_key(&identity.key.pkcs8_der(), protection),
        identity,
    )
}

fn named(bag: Bag, identity: &Identity) -> Bag {
    let bag = match &identity.friendly_name {
        Some(name) => bag.friendly_name(name),
        None => bag,
    };
    bag.local_key_id(&identity.local_key_id())
}
