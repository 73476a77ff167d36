//! The rule `damaged-pem`.

use alloc::format;
use alloc::vec::Vec;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The PEM text is damaged, and other programs will read less of it or nothing.
    ///
    /// ## What happened
    /// PEM wraps every item in a BEGIN and an END line. In this file an END line is missing or names something else,
    /// two blocks stand on one line, a marker is misspelled, or there are bytes that do not belong there. It was
    /// possible to tell what is meant, so the content was read.
    ///
    /// ## Why it matters
    /// Other readers are stricter, and most of them skip what they do not understand without a word. They then
    /// say "no certificate found", or load the certificate and not its chain.
    ///
    /// ## How to fix
    /// Write it again: `pushcert export FILE --to pem --out push.pem`. When you join PEM files with `cat`, see that
    /// each ends with a line break. Copy files as files; pasting loses line breaks and markers.
    23 "damaged-pem" Warning since "0.1.0"
    help: "write the file again: pushcert export FILE --to pem --out push.pem",
    symptoms: [
        "PEM_read_bio:no start line",
        "PEM_read_bio:bad end line",
        "no certificate found",
        "tls: failed to find any PEM data in certificate input",
        "bad base64 decode",
    ],
    sources: [
        Rfc(7468, "2"),
        Observed("fastlane/fastlane#8820"),
        Observed("node-apn/node-apn#376"),
        Observed("twilio/voice-quickstart-objc#90"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(text) = &input.text else { return };
    let breaking = text.remarks.iter().filter(|remark| remark.breaks_readers);
    let remarks: Vec<_> = breaking.map(|remark| remark.what.clone()).collect();
    if let Some(first) = remarks.first() {
        out.report(format!("The PEM text is damaged: {}", shown(first)))
            .fact("damage", remarks);
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::TextRemark;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::pem();
        if let Some(text) = &mut input.text {
            text.remarks.push(TextRemark::new(
                "block 2 (PRIVATE KEY) has no END line",
                true,
            ));
        }
        input
    }
}
