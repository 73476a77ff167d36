//! The rule `trailing-bytes`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::wording::count;

declare_rule! {
    /// More bytes follow after the end of the container.
    ///
    /// ## What happened
    /// A PKCS#12 file says how long it is. This one goes on after that. The rest was not read.
    ///
    /// ## Why it matters
    /// Strict readers refuse it. A few bytes are the work of a sloppy writer (.NET leaves eight); many mean that two
    /// files were joined, or that something was hidden there. The integrity check does not cover them.
    ///
    /// ## How to fix
    /// `pushcert export FILE --to p12-compatible --out new.p12` writes a file that ends where it should. If you joined
    /// two files on purpose, keep them apart.
    21 "trailing-bytes" Warning since "0.1.0"
    help: "write a clean file: pushcert export FILE --to p12-compatible --out new.p12",
    symptoms: ["pkcs12: trailing data found", "asn1: syntax error: trailing data"],
    sources: [Rfc(7292, "4"), Measured("files of .NET end with eight bytes too many")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(container) = &input.container else {
        return;
    };
    if container.trailing_bytes > 0 {
        out.report(format!(
            "{} after the end of the container",
            follow(container.trailing_bytes)
        ))
        .about("pkcs12")
        .fact("trailing_bytes", container.trailing_bytes);
    }
}

fn follow(bytes: usize) -> alloc::string::String {
    let verb = if bytes == 1 { "follows" } else { "follow" };
    format!("{} {verb}", count(bytes, "byte"))
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
        if let Some(container) = &mut input.container {
            container.trailing_bytes = 8;
        }
        input
    }
}
