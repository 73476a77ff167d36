//! Rules by the error message that somebody saw.

use alloc::string::String;
use alloc::vec::Vec;

use crate::rule::Rule;
use crate::rules;

/// A symptom that is shorter than this is found as a part of what is looked for only if it is all of it: the bare word
/// `unsupported` says too little.
const TELLING: usize = 12;

/// A text in the form in which symptoms are compared: lower case, letters and digits, one blank between words.
///
/// ```
/// use pushcert_diagnostics::normalised;
///
/// assert_eq!(normalised("  TLS: expired   certificate!"), "tls expired certificate");
/// ```
#[must_use]
pub fn normalised(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// The rules that explain an error message of another program, in the order of their codes.
///
/// These are the rules that quote it as a symptom: either text may be the longer one, because people paste whole lines
/// of a log and parts of a message; case, punctuation and blanks do not count. Where no rule quotes it, those whose
/// texts have all of its words. Empty where there is none.
///
/// ```
/// use pushcert_diagnostics::search;
///
/// let found = search("SSL routines:ssl3_read_bytes:sslv3 alert certificate revoked:SSL alert number 44");
/// assert_eq!(found.first().map(|rule| rule.name), Some("revoked"));
/// ```
#[must_use]
pub fn search(text: &str) -> Vec<&'static Rule> {
    let wanted = normalised(text);
    if wanted.is_empty() {
        return Vec::new();
    }
    let quotes = |rule: &&Rule| {
        rule.symptoms
            .iter()
            .any(|symptom| speaks_of(symptom, &wanted))
    };
    let found: Vec<_> = rules::ALL.iter().copied().filter(quotes).collect();
    if !found.is_empty() {
        return found;
    }
    let mentions = |rule: &&Rule| {
        let mut text = [rule.name, rule.help, rule.explanation].join(" ");
        text.push(' ');
        text.push_str(&rule.symptoms.join(" "));
        let text = normalised(&text);
        wanted.split(' ').all(|word| text.contains(word))
    };
    rules::ALL.iter().copied().filter(mentions).collect()
}

/// Whether a symptom and a normalised text are about the same message. The dots of a symptom stand for anything.
fn speaks_of(symptom: &str, wanted: &str) -> bool {
    let whole = normalised(symptom);
    if whole.contains(wanted) {
        return true;
    }
    let pieces: Vec<String> = symptom.split('…').map(normalised).collect();
    whole.len() >= TELLING && pieces.iter().all(|piece| wanted.contains(piece.as_str()))
}
