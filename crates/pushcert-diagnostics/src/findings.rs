//! What a run produces: findings, and the verdict over them.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::input::Input;
use crate::rule::{Rule, Severity};
use crate::value::{Value, shown};

/// One place at which a rule fired.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How bad it is here: the rule's severity, or milder.
    pub severity: Severity,
    /// A sentence for a person, with the operands, without a full stop. Text from the file is escaped in it.
    pub message: String,
    /// What to do: imperative, without a full stop. The rule's help, or a text for this case.
    pub help: Cow<'static, str>,
    /// The facts that made the rule fire, in the order of the rule. Text is raw: escape it before it is shown.
    pub evidence: Vec<(&'static str, Value)>,
    /// The part of the file: `identities/0`, `certificates/1`, `keys/0`, `pkcs12`; none for the file as a whole.
    pub subject: Option<String>,
}

impl Finding {
    /// Names the part of the file that it is about.
    pub(crate) fn about(&mut self, subject: impl Into<String>) -> &mut Self {
        self.subject = Some(subject.into());
        self
    }

    /// Adds a fact.
    pub(crate) fn fact(&mut self, name: &'static str, value: impl Into<Value>) -> &mut Self {
        self.evidence.push((name, value.into()));
        self
    }

    /// Adds a fact if it is there.
    pub(crate) fn fact_if<V: Into<Value>>(
        &mut self,
        name: &'static str,
        value: Option<V>,
    ) -> &mut Self {
        if let Some(value) = value {
            self.fact(name, value);
        }
        self
    }

    /// Lowers the severity for this case. A finding is never worse than its rule says.
    pub(crate) fn lowered_to(&mut self, severity: Severity) -> &mut Self {
        self.severity = self.severity.min(severity);
        self
    }

    /// Replaces the help for this case.
    pub(crate) fn help(&mut self, help: impl Into<Cow<'static, str>>) -> &mut Self {
        self.help = help.into();
        self
    }
}

/// The text form, without colours: head line, evidence, help. No control character of a file gets through.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}[{}]: {}", self.severity, self.rule.code, self.message)?;
        if let Some(subject) = &self.subject {
            writeln!(f, "  in: {}", shown(subject))?;
        }
        for (name, value) in &self.evidence {
            writeln!(f, "  {name}: {value}")?;
        }
        write!(f, "  help: {}", self.help)
    }
}

/// All findings of one file, in the order of their codes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The findings.
    pub findings: Vec<Finding>,
    /// What they amount to.
    pub verdict: Verdict,
}

impl Report {
    /// The findings of one rule, by its name.
    pub fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Finding> {
        self.findings
            .iter()
            .filter(move |finding| finding.rule.name == name)
    }

    /// The report without some findings, none of them an error, for a question that they do not bear on.
    #[must_use]
    pub fn without(mut self, is_aside: impl Fn(&Finding) -> bool) -> Self {
        let is_kept = |finding: &Finding| finding.severity == Severity::Error || !is_aside(finding);
        self.findings.retain(is_kept);
        if matches!(self.verdict, Verdict::Pass | Verdict::Warn) {
            let warns = |finding: &Finding| finding.severity == Severity::Warning;
            self.verdict = if self.findings.iter().any(warns) {
                Verdict::Warn
            } else {
                Verdict::Pass
            };
        }
        self
    }

    /// Whether a rule fired, by its name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.of(name).next().is_some()
    }
}

/// What a file amounts to. The order is from good to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the four values are fixed by the report's schema"
)]
pub enum Verdict {
    /// Nothing worse than a note.
    Pass,
    /// At least one warning, no error.
    Warn,
    /// At least one error.
    Fail,
    /// An error that left nothing to judge: the content is of no known kind, or so damaged or so large that not
    /// even its structure came out.
    ///
    /// A PKCS#12 file with a missing or wrong password is not unreadable: its kind, its algorithms and its
    /// integrity check are known, and the person who asked can put it right. It fails.
    Unreadable,
}

impl Verdict {
    /// `pass`, `warn`, `fail` or `unreadable`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Unreadable => "unreadable",
        }
    }

    /// The verdict over the findings of `input`.
    #[must_use]
    pub(crate) fn over(input: &Input, findings: &[Finding]) -> Self {
        match findings.iter().map(|finding| finding.severity).max() {
            None | Some(Severity::Note) => Self::Pass,
            Some(Severity::Warning) => Self::Warn,
            Some(Severity::Error) if input.is_bare() && findings.iter().any(hides_everything) => {
                Self::Unreadable
            }
            Some(Severity::Error) => Self::Fail,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether a finding means, where no fact came out of the file, that there was nothing to judge.
fn hides_everything(finding: &Finding) -> bool {
    matches!(
        finding.rule.name,
        "unknown-format" | "corrupt-file" | "limit-exceeded" | "unsupported-algorithm"
    )
}

/// All that a rule can do: report a finding of its own.
#[derive(Debug)]
pub(crate) struct Findings<'a> {
    rule: &'static Rule,
    list: &'a mut Vec<Finding>,
}

impl<'a> Findings<'a> {
    pub(crate) fn new(rule: &'static Rule, list: &'a mut Vec<Finding>) -> Self {
        Self { rule, list }
    }

    /// Adds a finding; what it says beyond the message is added to the returned value.
    pub(crate) fn report(&mut self, message: impl Into<String>) -> &mut Finding {
        let finding = Finding {
            rule: self.rule,
            severity: self.rule.severity,
            message: message.into(),
            help: Cow::Borrowed(self.rule.help),
            evidence: Vec::new(),
            subject: None,
        };
        self.list.push(finding);
        let last = self.list.len() - 1;
        &mut self.list[last]
    }
}
