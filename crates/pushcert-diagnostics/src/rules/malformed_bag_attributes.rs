//! The rule `malformed-bag-attributes`.

use alloc::format;
use alloc::vec::Vec;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::value::shown;

declare_rule! {
    /// An entry of the container has a label that breaks the rules.
    ///
    /// ## What happened
    /// Entries of a PKCS#12 file carry attributes: a name for people (`friendlyName`) and a mark (`localKeyID`). One
    /// of them is there twice, has the wrong type, or is no valid text. It was passed over; the entry itself was read.
    ///
    /// ## Why it matters
    /// Some readers refuse the whole file for one bad label, or show a broken name. Keys and certificates are not
    /// touched by it.
    ///
    /// ## How to fix
    /// `pushcert export FILE --to p12-compatible --out new.p12` writes clean labels.
    19 "malformed-bag-attributes" Note since "0.1.0"
    help: "write clean labels: pushcert export FILE --to p12-compatible --out new.p12",
    symptoms: ["invalid BMPString", "duplicate attribute"],
    sources: [
        Rfc(7292, "4.2"),
        Observed("Ephenodrom/Dart-Basic-Utils#115"),
        Observed("golang/go#24325"),
    ],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    let Some(container) = &input.container else {
        return;
    };
    let remarks = container.bags().flat_map(|bag| &bag.remarks);
    let remarks: Vec<_> = remarks.map(|remark| remark.what.clone()).collect();
    if let Some(first) = remarks.first() {
        let message = format!("A label in the container is malformed: {}", shown(first));
        out.report(message)
            .about("pkcs12")
            .fact("attributes", remarks);
    }
}

#[cfg(feature = "examples")]
mod example {
    use crate::example as ex;
    use crate::facts::BagRemark;
    use crate::input::Input;

    pub(super) fn good() -> Input {
        ex::p12()
    }

    pub(super) fn bad() -> Input {
        let mut input = ex::p12();
        let bag = input
            .container
            .iter_mut()
            .flat_map(|c| &mut c.parts)
            .flat_map(|part| &mut part.bags)
            .next();
        if let Some(bag) = bag {
            bag.remarks.push(BagRemark::new(
                "the friendlyName has an odd number of bytes",
            ));
        }
        input
    }
}
