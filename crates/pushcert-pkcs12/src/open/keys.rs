//! The encrypted keys of a file that is being opened.

use alloc::vec::Vec;

use pushcert_pbe as pbe;
use zeroize::Zeroizing;

use super::opening::Opening;
use super::parts::PartKeys;
use crate::bag::{BagValue, SafeBag, ShroudedKey};
use crate::ber;
use crate::contents::{SafeContents, encrypted_private_key_info};
use crate::error::{Error, ErrorKind, Layer};
use crate::pfx::{DEPTH_PART, Encoding};
use crate::safe_contents::Shrouded;

/// Part, bag, and key.
type Waiting = (usize, usize, Shrouded);

impl Opening<'_> {
    /// Decrypts the keys, in the order of the file.
    pub(super) fn keys(
        &mut self,
        parts: &mut [SafeContents],
        shrouded: Vec<PartKeys>,
    ) -> Result<(), Error> {
        let keys = |(part, keys): (usize, PartKeys)| {
            keys.into_iter().map(move |(bag, key)| (part, bag, key))
        };
        let waiting: Vec<Waiting> = shrouded.into_iter().enumerate().flat_map(keys).collect();
        self.budget
            .check(waiting.iter().map(|(_, _, key)| key.scheme.cost()))
            .map_err(|error| Error::from_pbe(&error, None))?;
        let mut failed = None;
        let mut derived = 0_usize;
        let mut waiting = waiting.into_iter();
        loop {
            if derived == 0 {
                let schemes = waiting.as_slice().iter().map(|(_, _, key)| &key.scheme);
                derived = self.derive_ahead(schemes);
            }
            derived = derived.saturating_sub(1);
            let Some((part, bag, key)) = waiting.next() else {
                break;
            };
            let bag = parts.get_mut(part).and_then(|part| part.bags.get_mut(bag));
            let Some(SafeBag {
                value: BagValue::ShroudedKey(bag),
                ..
            }) = bag
            else {
                continue;
            };
            self.key(bag, &key)?;
            failed = failed.or(bag.key.as_ref().err().cloned());
        }
        match failed {
            // Nothing confirms the password, so it is the file's password that is wrong.
            Some(error) if self.confirmed.is_none() => Err(self.explain(error)),
            _ => Ok(()),
        }
    }

    fn key(&mut self, bag: &mut ShroudedKey, shrouded: &Shrouded) -> Result<(), Error> {
        let Shrouded { scheme, ciphertext } = shrouded;
        match self.decrypt(scheme, ciphertext) {
            Ok(decrypted) => {
                bag.encoding = Some(decrypted.encoding);
                bag.key = Ok(self.key_der(decrypted.plaintext));
                Ok(())
            }
            Err(error) if *error.kind() == pbe::ErrorKind::BadPadding => {
                bag.key = Err(Error::new(ErrorKind::WrongPassword { layer: Layer::Key }));
                bag.encrypted = Some(encrypted_private_key_info(scheme, ciphertext));
                Ok(())
            }
            Err(error) => Err(Error::from_pbe(&error, None)),
        }
    }

    /// A key in DER; as it is when it is neither DER nor BER.
    fn key_der(&mut self, key: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
        let limit = self.limits.max_asn1_depth;
        match ber::normalise(&key, limit.saturating_sub(DEPTH_PART), limit) {
            Ok(ber::Normalised {
                rewritten: Some(der),
                ..
            }) => {
                self.encoding = Encoding::Ber;
                der
            }
            _ => key,
        }
    }
}
