//! The values of Apple's topic extensions, in the forms of their years.

use crate::der;

/// The labels beside the topics in `1.2.840.113635.100.6.3.6`, which changed over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TopicLabels {
    /// 2016 to 2021: `app`, `voip`, `complication`.
    Since2016,
    /// February to April 2022: `topic`, `voip`, `complication`.
    Early2022,
    /// Since July 2022: `topic`, `voip`, `complication`, `.voip-ptt`.
    SinceMid2022,
}

impl TopicLabels {
    /// Topic suffix and label, in order.
    pub fn entries(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Since2016 => &[
                ("", "app"),
                (".voip", "voip"),
                (".complication", "complication"),
            ],
            Self::Early2022 => &[
                ("", "topic"),
                (".voip", "voip"),
                (".complication", "complication"),
            ],
            Self::SinceMid2022 => &[
                ("", "topic"),
                (".voip", "voip"),
                (".complication", "complication"),
                (".voip-ptt", ".voip-ptt"),
            ],
        }
    }

    /// The extension's value for a bundle id.
    pub fn value(self, bundle_id: &str) -> Vec<u8> {
        let entries: Vec<(String, &str)> = self
            .entries()
            .iter()
            .map(|(suffix, label)| (format!("{bundle_id}{suffix}"), *label))
            .collect();
        let borrowed: Vec<(&str, &str)> = entries
            .iter()
            .map(|(topic, label)| (topic.as_str(), *label))
            .collect();
        topics(&borrowed)
    }
}

/// The flat alternating SEQUENCE of topics and labels (not a list of pairs).
pub fn topics(entries: &[(&str, &str)]) -> Vec<u8> {
    let flat = entries
        .iter()
        .flat_map(|(topic, label)| [der::utf8(topic), der::seq([der::utf8(label)])]);
    der::seq(flat)
}

/// The value of `1.2.840.113635.100.6.3.4`: one UTF8String with comma and blank.
pub fn voip_topics(topics: &[&str]) -> Vec<u8> {
    der::utf8(&topics.join(", "))
}
