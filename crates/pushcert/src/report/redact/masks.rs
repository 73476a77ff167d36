//! The table of what is masked by what.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Below this length a word is replaced only where it stands alone: `US` is part of many words.
const ALONE_BELOW: usize = 6;

/// From this length on, a run of hex digits is taken for a fingerprint or a serial number.
const HEX_RUN: usize = 16;

/// Words and their masks.
///
/// Masks are given out for the whole document; a text is compared only with the words of its own
/// file, so the time grows with the number of files and not with its square.
#[derive(Debug, Default)]
pub(super) struct Masks {
    given: BTreeMap<String, String>,
    counters: BTreeMap<&'static str, usize>,
    /// The words of the file at hand, longest first, so that a name inside of another one does not
    /// break it up.
    table: Vec<(String, String)>,
}

impl Masks {
    /// Forgets the words of the file before; their masks stay given.
    pub(super) fn next_file(&mut self) {
        self.table.clear();
    }

    /// Masks `word` in the file at hand by the next mask of its kind, or the one that it has.
    pub(super) fn learn(&mut self, kind: &'static str, word: &str) {
        if word.is_empty() {
            return;
        }
        if !self.given.contains_key(word) {
            let count = self.counters.entry(kind).or_insert(0);
            *count += 1;
            self.given.insert(word.into(), format!("{kind}-{count}"));
        }
        self.tabulate(word);
    }

    /// Masks `word` in the file at hand by this very mask, unless it has one.
    pub(super) fn learn_as(&mut self, word: &str, mask: String) {
        if !word.is_empty() {
            self.given.entry(word.into()).or_insert(mask);
            self.tabulate(word);
        }
    }

    fn tabulate(&mut self, word: &str) {
        if self.table.iter().any(|(known, _)| known == word) {
            return;
        }
        let Some(mask) = self.given.get(word) else {
            return;
        };
        let at = self
            .table
            .partition_point(|(known, _)| known.len() >= word.len());
        self.table.insert(at, (word.into(), mask.clone()));
    }

    /// Masks a field that may be absent.
    pub(super) fn apply_all(&self, text: &mut Option<String>) {
        text.iter_mut().for_each(|t| self.apply(t));
    }

    /// Masks every known word of `text`, and whatever else looks like a fingerprint or an address.
    pub(super) fn apply(&self, text: &mut String) {
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        let mut before = None;
        while let Some(first) = rest.chars().next() {
            let (mask, taken) = self.match_at(rest, before).unwrap_or(("", 0));
            if taken > 0 {
                out.push_str(mask);
            } else {
                out.push(first);
            }
            let (done, next) = rest.split_at(taken.max(first.len_utf8()));
            before = done.chars().next_back();
            rest = next;
        }
        *text = out;
    }

    /// The mask for what starts here, and its length in bytes.
    fn match_at<'a>(&'a self, rest: &str, before: Option<char>) -> Option<(&'a str, usize)> {
        let at_word_start = before.is_none_or(|c| !c.is_alphanumeric());
        let known = self.table.iter().find(|(word, _)| {
            rest.strip_prefix(word.as_str()).is_some_and(|after| {
                word.len() >= ALONE_BELOW
                    || (at_word_start && after.chars().next().is_none_or(|c| !c.is_alphanumeric()))
            })
        });
        if let Some((word, mask)) = known {
            return Some((mask, word.len()));
        }
        if !at_word_start {
            return None;
        }
        let word = rest.split(char::is_whitespace).next().unwrap_or_default();
        let hex = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
        match word.contains('@') {
            true => Some(("address", word.len())),
            false => (hex >= HEX_RUN).then_some(("fingerprint", hex)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(masks: &Masks, text: &str) -> String {
        let mut text = String::from(text);
        masks.apply(&mut text);
        text
    }

    #[test]
    fn longest_word_wins_and_masks_are_stable() {
        let mut masks = Masks::default();
        masks.learn("app", "com.example");
        masks.learn("app", "com.example.app");
        masks.learn("app", "com.example");
        assert_eq!(
            masked(&masks, "com.example.app.voip, com.example"),
            "app-2.voip, app-1"
        );
    }

    #[test]
    fn short_words_are_masked_only_alone() {
        let mut masks = Masks::default();
        masks.learn("organization", "Use");
        assert_eq!(
            masked(&masks, "Use it; Users do not, \"Use\""),
            "organization-1 it; Users do not, \"organization-1\""
        );
    }

    #[test]
    fn unknown_fingerprints_and_addresses_are_masked() {
        let masks = Masks::default();
        assert_eq!(
            masked(&masks, "key 0123456789abcdef0123 of jane@example.com"),
            "key fingerprint of address"
        );
        assert_eq!(masked(&masks, "deadbeef"), "deadbeef");
    }
}
