//! The rule `pem-markers-missing`.

use alloc::format;

use crate::findings::Findings;
use crate::format::Format;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The text is base64 without its BEGIN and END lines.
    ///
    /// ## What happened
    /// The file is the inside of a PEM file, or a binary file as base64: the first and the last line, with
    /// `-----BEGIN …-----` and `-----END …-----`, are not there. They get lost when text is pasted into a form, a chat
    /// or an environment variable.
    ///
    /// ## Why it matters
    /// Without these lines no program knows what the text is. It was decoded here just to tell what it would be.
    ///
    /// ## How to fix
    /// Take the original file. If there is none, decode the text back: `base64 -d FILE > push.bin`, and run
    /// `pushcert check push.bin`. The finding says what it will be.
    25 "pem-markers-missing" Error since "0.1.0"
    help: "take the original file, or decode the base64 and check the result",
    symptoms: ["PEM_read_bio:no start line", "Expecting: ANY PRIVATE KEY"],
    sources: [Rfc(7468, "2"), Observed("node-apn/node-apn#376"), Observed("twilio/voice-quickstart-objc#90")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(inner) = input.file.bare_base64 else {
        return;
    };
    let message = match inner {
        Format::Unknown | Format::Empty => "The file is base64 without BEGIN and END lines".into(),
        known => format!(
            "The file is {} as base64 without BEGIN and END lines",
            known.noun()
        ),
    };
    out.report(message).fact("content", inner.as_str());
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::format::Format;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::file("push.pem", Format::Unknown);
        input.file.bare_base64 = Some(Format::Pkcs12);
        input
    }
}
