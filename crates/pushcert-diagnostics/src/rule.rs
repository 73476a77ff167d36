//! The shape of a rule, and the macro that declares one.

use core::fmt;

use crate::findings::Findings;
use crate::input::Input;

/// A stable identifier such as `APNS201`: never reused, never renumbered.
///
/// ```
/// let rule = pushcert_diagnostics::explain("certificate-expired").unwrap();
/// assert_eq!(rule.code.to_string(), "APNS201");
/// assert_eq!(rule.code.number(), 201);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u16);

impl Code {
    /// The code with this number. Used in constants only, so that a number outside of every range does not compile.
    #[must_use]
    pub(crate) const fn new(number: u16) -> Self {
        assert!(
            number > 0 && number < 700,
            "the number is in no stage's range"
        );
        Self(number)
    }

    /// The number alone: 1 to 699.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }

    /// The range that the code belongs to.
    #[must_use]
    pub const fn stage(self) -> Stage {
        match self.0 {
            0..=99 => Stage::Container,
            100..=199 => Stage::Key,
            200..=299 => Stage::Certificate,
            300..=399 => Stage::Chain,
            400..=499 => Stage::Apns,
            500..=599 => Stage::Connection,
            _ => Stage::Renewal,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "APNS{:03}", self.0)
    }
}

/// The part of a credential's life that a rule looks at. Each has a range of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// 001–099: the file and the container.
    Container,
    /// 100–199: the private key.
    Key,
    /// 200–299: the certificate.
    Certificate,
    /// 300–399: chain, trust, revocation.
    Chain,
    /// 400–499: topic, push type, environment.
    Apns,
    /// 500–599: connection and provider API.
    Connection,
    /// 600–699: requests, renewal, tenants.
    Renewal,
}

impl Stage {
    /// All stages, in the order of their codes.
    pub const ALL: &'static [Self] = &[
        Self::Container,
        Self::Key,
        Self::Certificate,
        Self::Chain,
        Self::Apns,
        Self::Connection,
        Self::Renewal,
    ];

    /// A title for lists: `File and container`, `Private key`, …
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Container => "File and container",
            Self::Key => "Private key",
            Self::Certificate => "Certificate",
            Self::Chain => "Chain and trust",
            Self::Apns => "Topic, push type, environment",
            Self::Connection => "Connection",
            Self::Renewal => "Requests and renewal",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

/// How bad a finding is. The order is from harmless to fatal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the three values are fixed by the report's schema"
)]
pub enum Severity {
    /// Worth knowing; nothing needs to be done.
    Note,
    /// It works today; act.
    Warning,
    /// It will not work.
    Error,
}

impl Severity {
    /// `note`, `warning` or `error`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a rule rests on. Typed, so that links are built and not typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// An RFC and its section: `Rfc(5280, "4.1.2.5")`.
    Rfc(u16, &'static str),
    /// A path below `https://developer.apple.com/`.
    Apple(&'static str),
    /// A public thread in which people met it: `Observed("node-apn/node-apn#346")`.
    Observed(&'static str),
    /// Established by the project itself, over a collection of real files or with a program; the text says what.
    Measured(&'static str),
    /// A page on the web.
    Page(&'static str),
    /// A requirement of one of the three documents that the project answers: `Requirement("S0-12")`.
    Requirement(&'static str),
}

/// As Markdown.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rfc(number, section) => {
                let anchor = if section.starts_with(|c: char| c.is_ascii_digit()) {
                    "section"
                } else {
                    "appendix"
                };
                write!(
                    f,
                    "[RFC {number}, {anchor} {section}](https://www.rfc-editor.org/rfc/rfc{number}#{anchor}-{section})"
                )
            }
            Self::Apple(path) => write!(f, "[Apple: {path}](https://developer.apple.com/{path})"),
            Self::Observed(thread) => match thread.split_once('#') {
                Some((repository, number)) => {
                    write!(
                        f,
                        "[{thread}](https://github.com/{repository}/issues/{number})"
                    )
                }
                None => f.write_str(thread),
            },
            Self::Page(url) => write!(f, "<{url}>"),
            Self::Measured(what) => write!(f, "Measured: {what}"),
            Self::Requirement(id) => write!(f, "Requirement {id}"),
        }
    }
}

/// One diagnostic rule: its identity, its texts and a pure check.
///
/// A rule is declared in one file of `src/rules/`, which holds everything about it. The page in
/// `docs/diagnostics/` is generated from it.
#[non_exhaustive]
pub struct Rule {
    /// The stable identifier.
    pub code: Code,
    /// The stable name in kebab case; equals the name of the file with `-` for `_`.
    pub name: &'static str,
    /// The usual severity. A finding can be milder, never worse.
    pub severity: Severity,
    /// The release that brought the rule.
    pub since: &'static str,
    /// What to do, in one imperative line without a full stop. A finding can say something more fitting.
    pub help: &'static str,
    /// The literal texts of other programs that people search for when this is the cause.
    pub symptoms: &'static [&'static str],
    /// What the rule rests on.
    pub sources: &'static [Source],
    /// Summary, What happened, Why it matters, How to fix: Markdown, each line with one leading space.
    pub explanation: &'static str,
    /// The file that declares the rule, relative to the workspace.
    pub file: &'static str,
    pub(crate) check: fn(&Input, &mut Findings<'_>),
    /// An input for which the rule is silent.
    #[cfg(feature = "examples")]
    pub good: fn() -> Input,
    /// An input for which the rule fires exactly once.
    #[cfg(feature = "examples")]
    pub bad: fn() -> Input,
}

impl Rule {
    /// The first sentence of the explanation, without the full stop.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        let first = self.explanation.lines().next().unwrap_or_default();
        first.trim().trim_end_matches('.')
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.name)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

/// Declares the rule of one file.
///
/// The file must also have `fn check(&Input, &mut Findings<'_>)` and `mod example` with `good()` and `bad()`:
/// leaving one of them out does not compile. The declaration line `201 "name" Error since "0.1.0"` stands on a
/// line of its own, because `cargo xtask codegen` reads the code from it.
macro_rules! declare_rule {
    (
        $(#[doc = $doc:literal])+
        $code:literal $name:literal $severity:ident since $since:literal
        help: $help:literal,
        symptoms: [$($symptom:literal),* $(,)?],
        sources: [$($source:expr),+ $(,)?] $(,)?
    ) => {
        $(#[doc = $doc])+
        pub(super) static RULE: $crate::Rule = $crate::Rule {
            code: const { $crate::Code::new($code) },
            name: $name,
            severity: $crate::Severity::$severity,
            since: $since,
            help: $help,
            symptoms: &[$($symptom),*],
            sources: {
                #[allow(unused_imports, reason = "a rule names only the kinds of source that it has")]
                use $crate::Source::{Apple, Measured, Observed, Page, Requirement, Rfc};
                &[$($source),+]
            },
            explanation: concat!($($doc, "\n"),+),
            file: file!(),
            check,
            #[cfg(feature = "examples")]
            good: example::good,
            #[cfg(feature = "examples")]
            bad: example::bad,
        };
    };
}
pub(crate) use declare_rule;
