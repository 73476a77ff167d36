//! The rule `pem-text-encoding`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The PEM text is saved in an encoding that other programs do not expect.
    ///
    /// ## What happened
    /// PEM is plain ASCII. An editor saved this file as UTF-16, or put a byte order mark (BOM) in front of it: three
    /// invisible bytes before the first `-----BEGIN`. Windows Notepad and PowerShell's `>` do that.
    ///
    /// ## Why it matters
    /// To most readers the first line is then no BEGIN line, or the file is no text at all. They find no certificate
    /// and do not say why.
    ///
    /// ## How to fix
    /// `pushcert export FILE --to pem --out push.pem` writes ASCII. Or save the file in the editor as "UTF-8" (not
    /// "UTF-8 with BOM", not "Unicode"). In PowerShell use `Set-Content -Encoding ascii`.
    24 "pem-text-encoding" Warning since "0.1.0"
    help: "save the file as plain ASCII: pushcert export FILE --to pem --out push.pem",
    symptoms: [
        "PEM_read_bio:no start line",
        "tls: failed to find any PEM data in certificate input",
        "Expecting: TRUSTED CERTIFICATE",
    ],
    sources: [Rfc(7468, "2"), Measured("rustls-pki-types finds no certificate behind a UTF-8 BOM")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(text) = &input.text else { return };
    let what = match text.encoding.as_str() {
        "utf-8-bom" => "UTF-8 with a byte order mark",
        "utf-16-le" | "utf-16-be" => "UTF-16",
        _ => return,
    };
    out.report(format!(
        "The PEM text is saved as {what}, not as plain ASCII"
    ))
    .fact("encoding", &text.encoding);
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::pem()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::pem();
        if let Some(text) = &mut input.text {
            text.encoding = "utf-16-le".into();
        }
        input
    }
}
