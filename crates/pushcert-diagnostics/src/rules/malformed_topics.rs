//! The rule `malformed-topics`.

use alloc::format;
use alloc::vec::Vec;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// Apple's list of topics in the certificate cannot be read.
    ///
    /// ## What happened
    /// The topics stand in an extension (`1.2.840.113635.100.6.3.6`, or `…6.3.4` for VoIP) or in the user id of the
    /// subject. What stands there is not encoded as in certificates from Apple, or is no possible topic. What could be
    /// read is reported; the rest of the certificate is.
    ///
    /// ## Why it matters
    /// It is not certain what the certificate may send to. Apple does not issue such certificates, so it was changed
    /// or made by somebody else.
    ///
    /// ## How to fix
    /// Download the certificate again from your developer account and compare. If Apple's own download is like this,
    /// please report it with the output of `pushcert check FILE --redact`.
    403 "malformed-topics" Error since "0.1.0"
    help: "download the certificate again from your developer account",
    symptoms: ["TopicDisallowed", "BadTopic"],
    sources: [
        Requirement("S1-20, S1-21, S1-22"),
        Measured("57 of 57 certificates with the extension have one and the same structure"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for leaf in input.judged() {
        let certificate = leaf.certificate;
        let Some(first) = certificate.topic_defects.first() else {
            continue;
        };
        let topics = certificate.topics.iter().map(|topic| topic.topic.clone());
        out.report(format!(
            "The list of topics in the certificate is malformed: {}",
            shown(first)
        ))
        .about(leaf.subject())
        .fact("defects", certificate.topic_defects.clone())
        .fact("topics", topics.collect::<Vec<_>>());
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut certificate = ex::certificate();
        let defect = "the last topic of 1.2.840.113635.100.6.3.6 has no label";
        certificate.topic_defects.push(defect.into());
        ex::with(certificate)
    }
}
