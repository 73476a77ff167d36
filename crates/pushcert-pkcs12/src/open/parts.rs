//! The parts of a file that is being opened.

use alloc::vec::Vec;

use pushcert_pbe::{self as pbe, Decrypted, Scheme};
use zeroize::Zeroizing;

use super::opening::Opening;
use crate::ber;
use crate::contents::SafeContents;
use crate::error::{Error, ErrorKind};
use crate::pfx::{DEPTH_AUTH_SAFE, DEPTH_PART, Encoding, Part, PartContent};
use crate::safe_contents::{self, Bags, Counts, Shrouded};

/// The encrypted keys of one part, by the index of their bag.
pub(super) type PartKeys = Vec<(usize, Shrouded)>;

/// A part in the clear that was read before its turn came.
struct Early {
    bags: Bags,
    counts: Counts,
}

impl Opening<'_> {
    /// Decrypts and reads all parts in the order of the file. Keys stay encrypted; `with_keys` says
    /// whether they will be decrypted later.
    pub(super) fn parts(
        &mut self,
        with_keys: bool,
    ) -> Result<(Vec<SafeContents>, Vec<PartKeys>), Error> {
        let pfx = self.pfx;
        let mut counts = Counts::default();
        let mut parts = Vec::with_capacity(pfx.parts().len());
        let mut shrouded = Vec::with_capacity(pfx.parts().len());
        let mut early = self.read_early(with_keys);
        // Encrypted parts up to now, and how many were derived ahead.
        let (mut met, mut derived) = (0_usize, 0_usize);
        for (index, part) in pfx.parts().iter().enumerate() {
            if part.scheme().is_some() {
                if met >= derived {
                    let ahead = self.parts_ahead(index, &early, &shrouded);
                    derived = met.saturating_add(ahead);
                }
                met = met.saturating_add(1);
            }
            let early = early.get_mut(index).and_then(Option::take);
            let (opened, keys) = match early {
                Some(early) if counts.merge(&early.counts, self.limits) => {
                    opened(part, None, early.bags)
                }
                _ => self.part(part, &mut counts)?,
            };
            parts.push(opened);
            shrouded.push(keys);
        }
        Ok((parts, shrouded))
    }

    /// Reads the parts in the clear already now, so that their keys can be derived together with
    /// the encrypted parts. What cannot be read comes to light in its turn.
    fn read_early(&mut self, with_keys: bool) -> Vec<Option<Early>> {
        let parts = self.pfx.parts();
        let fails = parts.iter().any(|part| part.unsupported().is_some());
        let encrypted = parts.iter().any(|part| part.scheme().is_some());
        if !with_keys || fails || !encrypted || self.confirmed.is_none() {
            return Vec::new();
        }
        let read = |part: &Part| {
            if !matches!(part.content, PartContent::Data(_)) {
                return None;
            }
            let mut counts = Counts::default();
            let bags = self.plain_part(part, &mut counts).ok()?;
            Some(Early { bags, counts })
        };
        parts.iter().map(read).collect()
    }

    /// Derives ahead for the encrypted parts from this one on, and for the keys that are known:
    /// those of parts in the clear, whether their turn is still to come or has passed.
    fn parts_ahead(&mut self, from: usize, early: &[Option<Early>], passed: &[PartKeys]) -> usize {
        let parts = self.pfx.parts().iter().skip(from);
        let to_come = early.iter().flatten().map(|early| &early.bags.shrouded);
        let keys = passed.iter().filter(|_| !early.is_empty()).chain(to_come);
        let schemes = parts.filter_map(Part::scheme);
        self.derive_ahead(schemes.chain(keys.flatten().map(|(_, key)| &key.scheme)))
    }

    pub(super) fn part(
        &mut self,
        part: &Part,
        counts: &mut Counts,
    ) -> Result<(SafeContents, PartKeys), Error> {
        match &part.content {
            PartContent::Unsupported(oid) => {
                Err(Error::new(ErrorKind::UnsupportedAlgorithm { oid: *oid }))
            }
            PartContent::Data(_) => Ok(opened(part, None, self.plain_part(part, counts)?)),
            PartContent::Encrypted { scheme, ciphertext } => {
                let ciphertext = ciphertext.bytes(self.pfx.contents());
                let decrypted = self
                    .decrypt(scheme, &ciphertext)
                    .map_err(|error| self.explain(Error::from_pbe(&error, None)))?;
                drop(ciphertext);
                let encoding = Some(decrypted.encoding);
                let contents = Source::Decrypted(decrypted.plaintext);
                let bags = self.bags(contents, DEPTH_PART, counts)?;
                Ok(opened(part, encoding, bags))
            }
        }
    }

    /// Decrypts a part or a key with the password that fits.
    pub(super) fn decrypt(
        &mut self,
        scheme: &Scheme,
        ciphertext: &[u8],
    ) -> Result<Decrypted, pbe::Error> {
        self.attempt(|password, budget| {
            let decrypted = scheme.open(password, ciphertext, budget)?;
            let encoding = decrypted.encoding;
            Ok((decrypted, encoding))
        })
    }

    fn plain_part(&mut self, part: &Part, counts: &mut Counts) -> Result<Bags, Error> {
        let PartContent::Data(range) = &part.content else {
            return Ok(Bags::default());
        };
        let data = self.pfx.contents().get(range.clone()).unwrap_or_default();
        let base = self.pfx.base();
        let base = base.and_then(|base| base.checked_add(range.start));
        self.bags(Source::InFile(data, base), DEPTH_AUTH_SAFE, counts)
    }

    /// Rewrites one layer where it is BER, and reads its bags. Only one of the two layers is kept
    /// while they are read.
    fn bags(
        &mut self,
        contents: Source<'_>,
        depth: u64,
        counts: &mut Counts,
    ) -> Result<Bags, Error> {
        let limit = self.limits.max_asn1_depth;
        let (bytes, base) = contents.bytes();
        let normalised = ber::normalise(bytes, limit.saturating_sub(depth), limit)
            .map_err(|error| error.based(base))?;
        let Some(rewritten) = normalised.rewritten else {
            return safe_contents::read(bytes, base, self.limits, counts);
        };
        drop(contents);
        self.encoding = Encoding::Ber;
        safe_contents::read(&rewritten, None, self.limits, counts)
    }
}

/// `SafeContents` as they were found.
enum Source<'a> {
    /// In the clear, and where they start in the file, if they are there.
    InFile(&'a [u8], Option<usize>),
    /// Decrypted.
    Decrypted(Zeroizing<Vec<u8>>),
}

impl Source<'_> {
    fn bytes(&self) -> (&[u8], Option<usize>) {
        match self {
            Self::InFile(bytes, base) => (bytes, *base),
            Self::Decrypted(bytes) => (bytes, None),
        }
    }
}

fn opened(
    part: &Part,
    encoding: Option<pushcert_pbe::PasswordEncoding>,
    bags: Bags,
) -> (SafeContents, PartKeys) {
    let opened = SafeContents::of_part(part, encoding, bags.bags);
    (opened, bags.shrouded)
}
