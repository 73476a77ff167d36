//! Small pieces of sentences.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Display;

use crate::value::shown;

/// `1 day`, `20 days`.
pub(crate) fn days(count: i64) -> String {
    if count == 1 {
        "1 day".into()
    } else {
        format!("{count} days")
    }
}

/// `1 certificate`, `3 certificates`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

/// `a`, `a and b`, `a, b and c`; of more than six the first five and how many more.
pub(crate) fn listed<T: Display>(items: impl IntoIterator<Item = T>) -> String {
    let mut texts: Vec<String> = items.into_iter().map(|item| format!("{item}")).collect();
    if texts.len() > 6 {
        let more = texts.len().saturating_sub(5);
        texts.truncate(5);
        texts.push(format!("{more} more"));
    }
    match texts.split_last() {
        None => "none".into(),
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
    }
}

/// As [`listed`], with text of the file escaped.
pub(crate) fn listed_shown<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    listed(
        items
            .into_iter()
            .map(|item| format!("{}", shown(item.as_ref()))),
    )
}

/// The first letter in upper case.
pub(crate) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The names of things, as texts for evidence.
pub(crate) fn names<T: Copy + Display>(items: &[T]) -> Vec<String> {
    items.iter().map(|item| format!("{item}")).collect()
}
