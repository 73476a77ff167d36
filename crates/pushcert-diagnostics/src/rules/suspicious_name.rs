//! The rule `suspicious-name`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::findings::Findings;
use crate::input::Input;
use crate::rule::declare_rule;
use crate::select::Leaf;
use crate::value::is_unsafe;
use crate::wording::listed;

declare_rule! {
    /// A name in the certificate, or beside it, is made to deceive people or programs.
    ///
    /// ## What happened
    /// A name has control characters, invisible characters, marks that turn the direction of writing, or parts of a
    /// path such as `../`. In reports they are shown as `\u{…}`.
    ///
    /// ## Why it matters
    /// Such a name can draw on a terminal, hide a part of itself, look like another app's name, or leave a folder
    /// when a program uses it as the name of a file. No certificate of Apple has any of this. Do not trust the file.
    ///
    /// ## How to fix
    /// Find out where the file comes from. Download the certificate again from your developer account.
    212 "suspicious-name" Warning since "0.1.0"
    help: "do not trust the file; download the certificate again from your developer account",
    symptoms: ["invalid character in header content [\"apns-topic\"]"],
    sources: [Rfc(5280, "8"), Measured("none of 145 certificates issued by Apple has such a character")],
}

fn check(input: &Input, out: &mut Findings<'_>) {
    for leaf in input.leaves() {
        let names = suspicious(&leaf);
        if !names.is_empty() {
            let fields = listed(names.iter().map(|(field, _)| *field));
            let finding = out.report(format!(
                "A name in the certificate or beside it is made to deceive: {fields}"
            ));
            finding.about(leaf.subject());
            for (field, text) in names {
                finding.fact(field, text);
            }
        }
    }
}

fn suspicious(leaf: &Leaf<'_>) -> Vec<(&'static str, String)> {
    let certificate = leaf.certificate;
    let fields = [
        ("common_name", certificate.common_name.as_deref()),
        ("uid", certificate.uid.as_deref()),
        ("team_id", certificate.team_id.as_deref()),
        ("organization", certificate.organization.as_deref()),
        (
            "friendly_name",
            leaf.identity
                .and_then(|identity| identity.friendly_name.as_deref()),
        ),
        (
            "topic",
            certificate
                .topics
                .iter()
                .map(|topic| topic.topic.as_str())
                .find(|topic| deceives("topic", topic)),
        ),
    ];
    let present = fields
        .into_iter()
        .filter_map(|(field, text)| Some((field, text?)));
    present
        .filter(|(field, text)| deceives(field, text))
        .map(|(field, text)| (field, text.into()))
        .collect()
}

fn deceives(field: &str, text: &str) -> bool {
    // Windows ends friendly names with a zero.
    let text = if field == "friendly_name" {
        text.trim_end_matches('\0')
    } else {
        text
    };
    let is_identifier = matches!(field, "uid" | "topic");
    let is_path = text.contains(['/', '\\']) || text.contains("..");
    text.chars().any(is_unsafe) || (is_identifier && is_path)
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
        certificate.organization = Some("Example\u{202e}.dtL".into());
        ex::with(certificate)
    }
}
