//! The lists of topics.
//!
//! `~.6.3.6` is a flat SEQUENCE in which a text and a SEQUENCE with one label alternate; it is
//! not a list of pairs:
//!
//! ```text
//! SEQUENCE {
//!     UTF8String "com.example.app",      SEQUENCE { UTF8String "topic" },
//!     UTF8String "com.example.app.voip", SEQUENCE { UTF8String "voip" }, … }
//! ```
//!
//! `~.6.3.4` is one text with a list, separated by commas and blanks.

use alloc::{string::String, vec::Vec};

use super::values::text;
use crate::{
    error::Field,
    extension::Extension,
    name::{StringType, text_of},
    problem::{ProblemKind, Problems, TopicDefect},
    tlv::{self, Element, Reader},
};

/// How many topics are kept; Apple's certificates have at most four.
pub(super) const MAX_TOPICS: usize = 1000;

/// A topic as it stands in the certificate.
pub(super) struct RawTopic {
    pub(super) text: String,
    pub(super) label: Option<String>,
    pub(super) offset: usize,
}

/// The topics of `~.6.3.6`, up to the first place that has another shape.
pub(super) fn listed(extension: &Extension<'_>, problems: &mut Problems) -> Vec<RawTopic> {
    let mut topics = Vec::new();
    let mut reader = match tlv::single(
        extension.value,
        extension.value_start,
        tlv::SEQUENCE,
        Field::AppleTopics,
    ) {
        Ok(list) => list.reader(),
        Err(error) => {
            let kind = ProblemKind::MalformedExtension {
                oid: extension.oid(),
                cause: *error.kind(),
            };
            problems.push(kind, error.offset());
            return topics;
        }
    };
    loop {
        if topics.len() == MAX_TOPICS && !reader.is_empty() {
            problems.push(
                ProblemKind::TooManyTopics { kept: MAX_TOPICS },
                reader.offset(),
            );
            return topics;
        }
        match next(&mut reader) {
            Ok(Some(topic)) => topics.push(topic),
            Ok(None) => return topics,
            Err(Stop {
                topic,
                defect,
                offset,
            }) => {
                topics.extend(topic);
                let index = topics.len();
                problems.push(ProblemKind::MalformedTopics { index, defect }, offset);
                return topics;
            }
        }
    }
}

/// Where and why reading stopped, with the topic that could still be read.
struct Stop {
    topic: Option<RawTopic>,
    defect: TopicDefect,
    offset: usize,
}

impl Stop {
    const fn at(offset: usize, defect: TopicDefect) -> Self {
        Self {
            topic: None,
            defect,
            offset,
        }
    }
}

fn read<'a>(reader: &mut Reader<'a>) -> Result<Option<Element<'a>>, Stop> {
    reader.next().map_err(|error| {
        let cause = *error.kind();
        Stop::at(error.offset(), TopicDefect::Unreadable { cause })
    })
}

fn next(reader: &mut Reader<'_>) -> Result<Option<RawTopic>, Stop> {
    let Some(element) = read(reader)? else {
        return Ok(None);
    };
    if element.tag == tlv::SEQUENCE {
        return Err(Stop::at(element.start, TopicDefect::NoTopic));
    }
    if !StringType::from_tag(element.tag).is_text() {
        let found = element.tag;
        return Err(Stop::at(element.start, TopicDefect::Tag { found }));
    }
    let mut topic = RawTopic {
        text: lossy(&element),
        label: None,
        offset: element.start,
    };
    let offset = reader.offset();
    let stop = |topic, defect| {
        Err(Stop {
            topic: Some(topic),
            defect,
            offset,
        })
    };
    if reader.peek_tag() != Some(tlv::SEQUENCE) {
        return stop(topic, TopicDefect::NoLabels);
    }
    match read(reader) {
        Ok(labels) => match labels.and_then(|labels| label(&labels)) {
            Some(text) => topic.label = Some(text),
            None => return stop(topic, TopicDefect::Labels),
        },
        Err(Stop { defect, .. }) => return stop(topic, defect),
    }
    Ok(Some(topic))
}

/// The one text in a SEQUENCE of labels.
fn label(labels: &Element<'_>) -> Option<String> {
    let mut reader = labels.reader();
    let element = reader.next().ok()??;
    let text = text_of(element.tag, element.value)?;
    reader.is_empty().then_some(text)
}

/// The text, with U+FFFD for what is malformed, which no topic has.
fn lossy(element: &Element<'_>) -> String {
    text_of(element.tag, element.value)
        .unwrap_or_else(|| String::from_utf8_lossy(element.value).into_owned())
}

/// The topics of `~.6.3.4`; a malformed value has its remark already.
pub(super) fn comma_separated(extension: &Extension<'_>, problems: &mut Problems) -> Vec<RawTopic> {
    let offset = extension.value_start;
    let list = text(extension).unwrap_or_default();
    let mut parts = list
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|part| !part.is_empty());
    let topics = parts
        .by_ref()
        .take(MAX_TOPICS)
        .map(|part| RawTopic {
            text: part.into(),
            label: None,
            offset,
        })
        .collect();
    if parts.next().is_some() {
        problems.push(ProblemKind::TooManyTopics { kept: MAX_TOPICS }, offset);
    }
    topics
}
