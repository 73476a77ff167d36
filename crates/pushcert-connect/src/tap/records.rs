//! A stream of records with a head of fixed size that says how long the rest is.

/// Cuts a stream into heads and pieces of what follows them, wherever the reads end.
#[derive(Debug)]
pub(crate) struct Records<const HEAD: usize> {
    head: [u8; HEAD],
    have: usize,
    left: usize,
}

/// A part of the stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part<'a, const HEAD: usize> {
    /// A whole head.
    Head([u8; HEAD]),
    /// Some of what follows it; `true` with the last piece.
    Body(&'a [u8], bool),
}

impl<const HEAD: usize> Records<HEAD> {
    pub(crate) const fn new() -> Self {
        Self {
            head: [0; HEAD],
            have: 0,
            left: 0,
        }
    }

    /// The next part of `bytes`, which is moved behind it; `None` when more bytes are needed. `length` tells
    /// from a head how long the rest is. An empty rest comes as an empty last piece.
    pub(crate) fn next<'a>(
        &mut self,
        bytes: &mut &'a [u8],
        length: impl Fn(&[u8; HEAD]) -> usize,
    ) -> Option<Part<'a, HEAD>> {
        if self.have < HEAD {
            let wanted = HEAD.saturating_sub(self.have);
            let (taken, rest) = bytes.split_at_checked(wanted).unwrap_or((*bytes, &[]));
            let end = self.have.saturating_add(taken.len());
            self.head.get_mut(self.have..end)?.copy_from_slice(taken);
            (self.have, *bytes) = (end, rest);
            if self.have < HEAD {
                return None;
            }
            self.left = length(&self.head);
            return Some(Part::Head(self.head));
        }
        if bytes.is_empty() && self.left > 0 {
            return None;
        }
        let (taken, rest) = bytes.split_at_checked(self.left).unwrap_or((*bytes, &[]));
        self.left = self.left.saturating_sub(taken.len());
        *bytes = rest;
        let is_last = self.left == 0;
        if is_last {
            self.have = 0;
        }
        Some(Part::Body(taken, is_last))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(stream: &[u8], cuts: &[usize]) -> Vec<(u8, Vec<u8>)> {
        let mut records = Records::<2>::new();
        let mut found: Vec<(u8, Vec<u8>)> = Vec::new();
        let mut rest = stream;
        for cut in cuts.iter().copied().chain([usize::MAX]) {
            let (mut piece, after) = rest.split_at(cut.min(rest.len()));
            rest = after;
            while let Some(part) = records.next(&mut piece, |head| head[1].into()) {
                match part {
                    Part::Head(head) => found.push((head[0], Vec::new())),
                    Part::Body(body, _) => found.last_mut().unwrap().1.extend(body),
                }
            }
            assert!(piece.is_empty());
        }
        found
    }

    proptest! {
        #[test]
        fn records_are_the_same_however_the_stream_is_cut(
            records in prop::collection::vec((any::<u8>(), prop::collection::vec(any::<u8>(), 0..9)), 0..9),
            cuts in prop::collection::vec(0_usize..12, 0..20),
        ) {
            let mut stream = Vec::new();
            for (kind, body) in &records {
                stream.extend([*kind, u8::try_from(body.len()).unwrap()]);
                stream.extend(body);
            }
            prop_assert_eq!(parts(&stream, &cuts), records);
        }
    }
}
