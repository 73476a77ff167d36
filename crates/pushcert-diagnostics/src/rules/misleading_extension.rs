//! The rule `misleading-extension`.

use alloc::format;

use crate::findings::Findings;
use crate::format::Format;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::sentence;

declare_rule! {
    /// The name of the file promises something else than its content is.
    ///
    /// ## What happened
    /// The ending of the file's name belongs to another kind of file. The content was judged; the name was not.
    ///
    /// ## Why it matters
    /// Other programs choose how to read a file by its ending, and then fail with an error about something else.
    /// Upload forms refuse such a file, or take it and fail later.
    ///
    /// ## How to fix
    /// Rename the file so that its ending fits: `.p12` for certificate and key in one PKCS#12 file, `.cer` for a
    /// certificate alone in DER, `.pem` for text. Renaming never converts: to turn a certificate into a `.p12`, join
    /// it with its key: `pushcert pair --cert aps.cer --key push.key --out push.p12`.
    3 "misleading-extension" Note since "0.1.0"
    help: "rename the file so that its ending fits the content",
    symptoms: ["PEM_read_bio:no start line", "unable to load certificate"],
    sources: [
        Requirement("S0-13, S0-14"),
        Observed("node-apn/node-apn#234"),
        Observed("fastlane/fastlane#8820"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let format = input.file.format;
    let Some(extension) = input.file.extension() else {
        return;
    };
    let fits = |format: Format| format.usual_extensions().contains(&extension.as_str());
    if matches!(format, Format::Empty | Format::Unknown) || fits(format) {
        return;
    }
    if !Format::ALL.iter().copied().any(fits) {
        return;
    }
    let message = format!("{} is named .{extension}", sentence(format.noun()));
    let usual = format
        .usual_extensions()
        .first()
        .copied()
        .unwrap_or_default();
    out.report(message)
        .fact("extension", extension)
        .fact("format", format.as_str())
        .fact("usual_extension", usual);
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::p12()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::p12();
        input.file.name = "push.cer".into();
        input
    }
}
