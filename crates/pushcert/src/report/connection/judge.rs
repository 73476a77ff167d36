//! Which stage passed, which failed, which was not reached.

use alloc::string::ToString;
use alloc::vec::Vec;

use pushcert_diagnostics::{Finding, Severity, Value};
use pushcert_types::connection::{AnswerFacts, ConnectionFacts, Stage};

use super::{ConnectionStage, StageStatus};
use crate::Opened;
use crate::attempt::stops;

/// A connection and what the rules say of it.
pub(super) struct Judged<'a> {
    pub(super) opened: &'a Opened,
    pub(super) facts: &'a ConnectionFacts,
    /// All findings; those about the connection name their stage.
    pub(super) findings: &'a [Finding],
    pub(super) is_push: bool,
}

impl Judged<'_> {
    /// Every stage, in order.
    pub(super) fn stages(&self) -> Vec<ConnectionStage> {
        let mut has_failed = false;
        let mut stages = Vec::new();
        for stage in Stage::ALL.iter().copied() {
            if stage == Stage::Push && !self.is_push {
                continue;
            }
            let status = if has_failed {
                StageStatus::Skipped
            } else {
                self.status(stage)
            };
            stages.push(ConnectionStage {
                stage: stage.to_string(),
                status,
                millis: self.millis(stage, status),
                detail: self.detail(stage, status, has_failed),
                facts: self.facts_of(stage, status),
            });
            has_failed |= status == StageStatus::Fail;
        }
        stages
    }

    fn status(&self, stage: Stage) -> StageStatus {
        match self.worst(stage) {
            Some(finding) if stage == Stage::Local && finding.severity == Severity::Error => {
                if stops(finding) {
                    StageStatus::Fail
                } else {
                    StageStatus::Warn
                }
            }
            Some(finding) if finding.severity == Severity::Error => StageStatus::Fail,
            Some(finding) if finding.severity == Severity::Warning => StageStatus::Warn,
            _ if stage == Stage::Local || self.is_reached(stage) => StageStatus::Pass,
            _ => StageStatus::Skipped,
        }
    }

    /// The worst finding about a stage; of several the one with the lowest code. What names no stage is about
    /// the credential itself, and what stops the connection is worse than what the server decides.
    pub(super) fn worst(&self, stage: Stage) -> Option<&Finding> {
        let is_here = |finding: &&Finding| match stage_of(finding) {
            Some(at) => at == stage.as_str(),
            None => stage == Stage::Local,
        };
        let rank = |finding: &Finding| (finding.severity, stops(finding));
        let here = self.findings.iter().filter(is_here);
        here.fold(None, |worst, finding| {
            if worst.is_none_or(|worst: &Finding| rank(finding) > rank(worst)) {
                Some(finding)
            } else {
                worst
            }
        })
    }

    fn is_reached(&self, stage: Stage) -> bool {
        if stage == Stage::Topic && self.is_push {
            return self.answer().is_some_and(AnswerFacts::proves_credential);
        }
        self.facts.stages.iter().any(|one| one.stage == stage)
    }

    fn millis(&self, stage: Stage, status: StageStatus) -> Option<u64> {
        if status == StageStatus::Skipped {
            return None;
        }
        let took = |stage: Stage| {
            let mut stages = self.facts.stages.iter();
            stages.find(|one| one.stage == stage).map(|one| one.millis)
        };
        // The answer to a push that refuses the topic took as long as the push.
        let is_refused = stage == Stage::Topic && status == StageStatus::Fail;
        took(stage).or_else(|| is_refused.then(|| took(Stage::Push))?)
    }

    /// The answer, where there is one.
    pub(super) fn answer(&self) -> Option<&AnswerFacts> {
        let answer = self.facts.answer.as_ref();
        answer.filter(|answer| answer.http_status.is_some() || answer.reason.is_some())
    }
}

/// The stage that a finding names.
fn stage_of(finding: &Finding) -> Option<&str> {
    finding
        .evidence
        .iter()
        .find_map(|(name, value)| match value {
            Value::Text(text) if *name == "stage" => Some(text.as_str()),
            _ => None,
        })
}
