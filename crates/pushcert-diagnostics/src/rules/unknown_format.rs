//! The rule `unknown-format`.

use alloc::format;

use crate::facts::ProblemKind;
use crate::findings::Findings;
use crate::format::Format;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The content is nothing that a push credential can be.
    ///
    /// ## What happened
    /// The file was looked at byte by byte, whatever its name says. It is not PKCS#12, not a certificate, not a
    /// key, not PEM text, and none of the other kinds of file that people mistake for a push credential. Or it has
    /// no bytes at all.
    ///
    /// ## Why it matters
    /// There is nothing in it to connect with. Most often a download or an upload was cut off, a file was saved
    /// by a mail program or an editor in a form of its own, or another file was picked.
    ///
    /// ## How to fix
    /// Get the file again from where it was made, and copy it as it is: by `scp`, a USB stick or a ZIP archive, not
    /// by pasting its content. If you no longer have the original, export certificate and key together from the
    /// keychain of the Mac that made the signing request (Keychain Access, My Certificates), or create a new
    /// certificate: `pushcert csr new --email you@example.com --common-name Push --out push.csr --key-out push.key`.
    /// Then run `pushcert check` on the new file.
    1 "unknown-format" Error since "0.1.0"
    help: "get the original file again, or export certificate and key together as .p12",
    symptoms: ["Invalid Token", "PEM_read_bio:no start line", "Unable to decode the provided data."],
    sources: [Requirement("S0-12"), Observed("Redth/PushSharp#814"), Observed("st3fan/dovecot-xaps-daemon#19")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let unrecognised = input
        .problems
        .iter()
        .any(|problem| problem.kind == ProblemKind::Unrecognised);
    let unknown = matches!(input.file.format, Format::Empty | Format::Unknown) && input.is_bare();
    if input.file.bare_base64.is_some() || !(unknown || unrecognised) {
        return;
    }
    // A reason that is told by a finding of its own needs no second one.
    if !unrecognised && !input.problems.is_empty() {
        return;
    }
    let message = if input.file.format == Format::Empty {
        format!("The file {} is empty", shown(&input.file.name))
    } else if let Some(detail) = &input.file.detail {
        format!(
            "The file {} is {}, not a push credential",
            shown(&input.file.name),
            shown(detail)
        )
    } else {
        format!(
            "The file {} is nothing that is known here",
            shown(&input.file.name)
        )
    };
    out.report(message)
        .fact_if("content", input.file.detail.as_ref())
        .fact("size", input.file.size);
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::format::Format;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::p12()
    }

    pub(super) fn bad() -> Input {
        ex::file("push.p12", Format::Unknown)
    }
}
