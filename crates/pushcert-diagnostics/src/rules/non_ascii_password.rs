//! The rule `non-ascii-password`.

use alloc::format;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// The password has letters that programs encode in different ways.
    ///
    /// ## What happened
    /// The password opened the file, but it has characters outside ASCII (an umlaut, an accent, a euro sign, an
    /// emoji), or it opened the file only in another encoding than the one of the standard. The finding says which.
    ///
    /// ## Why it matters
    /// Programs turn such characters into bytes as UTF-16, UTF-8 or Latin-1. A reader that does it in another way
    /// than the writer calls the right password wrong. Java takes ASCII passwords only.
    ///
    /// ## How to fix
    /// Write the file again with a password of plain letters and digits:
    /// `pushcert export FILE --to p12-compatible --out new.p12 --new-password-file secret.txt`. Make it longer
    /// instead of stranger.
    17 "non-ascii-password" Note since "0.1.0"
    help: "write the file again with a password of plain letters and digits",
    symptoms: ["MAC verification failed during PKCS12 import (wrong password?)", "Mac verify error: invalid password?"],
    sources: [
        Rfc(7292, "B.1"),
        Observed("openssl/openssl#25467"),
        Observed("PeculiarVentures/PKI.js#404"),
        Observed("MatthiasValvekens/pyHanko#432"),
        Observed("digitalbazaar/forge#1073"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(container) = input
        .container
        .as_ref()
        .filter(|container| container.is_open())
    else {
        return;
    };
    let message = match &container.password_encoding {
        Some(encoding) => format!(
            "The password opens the file only when it is encoded as {}",
            shown(encoding)
        ),
        None if !container.password_is_ascii => "The password has characters outside ASCII".into(),
        None => return,
    };
    out.report(message)
        .about("pkcs12")
        .fact_if("password_encoding", container.password_encoding.as_ref());
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
            container.password_is_ascii = false;
            container.password_encoding = Some("latin-1".into());
        }
        input
    }
}
