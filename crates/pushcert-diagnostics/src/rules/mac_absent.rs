//! The rule `mac-absent`.

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;

declare_rule! {
    /// The container has no integrity check.
    ///
    /// ## What happened
    /// A PKCS#12 file usually ends with a MAC: a checksum that only the password can make. This one has none.
    /// Nothing could be verified before its content was read.
    ///
    /// ## Why it matters
    /// Nobody can tell whether the file was changed on its way: certificates and keys could have been exchanged.
    /// Many readers insist on the check and refuse the file, and then speak of a wrong password. Without it a wrong
    /// password is noticed only when the decrypted bytes make no sense.
    ///
    /// ## How to fix
    /// Write the file again: `pushcert export FILE --to p12-compatible --out new.p12` adds the check. With OpenSSL,
    /// leave out `-nomac`.
    11 "mac-absent" Warning since "0.1.0"
    help: "write the file again with an integrity check: pushcert export FILE --to p12-compatible --out new.p12",
    symptoms: ["password verify error", "pkcs12: no MAC in data", "MAC is absent!", "PKCS12_parse: mac absent"],
    sources: [
        Requirement("S0-20"),
        Rfc(7292, "4"),
        Observed("chris2511/xca#617"),
        Observed("openssl/openssl#8106"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(container) = &input.container else {
        return;
    };
    if container.mac.is_none() {
        out.report("The container has no integrity check, so nothing shows whether it was changed")
            .about("pkcs12");
    }
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
            container.mac = None;
        }
        input
    }
}
