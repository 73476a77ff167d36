//! Which stage passed, which failed, which was not reached.

use alloc::string::ToString;
use alloc::vec::Vec;

use pushcert_diagnostics::{Finding, Report, Severity, Value, Verdict};
use pushcert_types::Reason;
use pushcert_types::connection::{AnswerFacts, ConnectionFacts, Stage};

use super::{ConnectionStage, StageStatus};
use crate::Opened;

/// A connection and what the rules say of it.
pub(super) struct Judged<'a> {
    pub(super) opened: &'a Opened,
    pub(super) facts: &'a ConnectionFacts,
    /// What is to be said without a connection.
    pub(super) local: Report,
    /// All findings; those of the connection name their stage.
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
        let worst = self.worst(stage).map(|finding| finding.severity);
        match worst {
            Some(Severity::Error) => StageStatus::Fail,
            Some(Severity::Warning) => StageStatus::Warn,
            _ if stage == Stage::Local => match self.local.verdict {
                Verdict::Pass => StageStatus::Pass,
                Verdict::Warn => StageStatus::Warn,
                Verdict::Fail | Verdict::Unreadable => StageStatus::Fail,
            },
            _ if self.is_reached(stage) => StageStatus::Pass,
            _ => StageStatus::Skipped,
        }
    }

    /// The worst finding about a stage; of several the one with the lowest code.
    pub(super) fn worst(&self, stage: Stage) -> Option<&Finding> {
        let local = (stage == Stage::Local).then_some(&self.local.findings);
        let local = local.into_iter().flatten();
        let of_stage = self.findings.iter().filter(|finding| is_at(finding, stage));
        local.chain(of_stage).fold(None, |worst, finding| {
            if worst.is_none_or(|worst: &Finding| finding.severity > worst.severity) {
                Some(finding)
            } else {
                worst
            }
        })
    }

    fn is_reached(&self, stage: Stage) -> bool {
        if stage == Stage::Topic && self.is_push {
            return self.answer().is_some_and(proves_the_topic);
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

fn is_at(finding: &Finding, stage: Stage) -> bool {
    let is_stage = |value: &Value| matches!(value, Value::Text(text) if text == stage.as_str());
    let mut evidence = finding.evidence.iter();
    evidence.any(|(name, value)| *name == "stage" && is_stage(value))
}

/// Whether an answer to a push can only come when certificate, environment and topic are accepted.
fn proves_the_topic(answer: &AnswerFacts) -> bool {
    answer.http_status == Some(200) || is_about_the_token(answer)
}

/// Whether an answer refuses the device token, and nothing else.
pub(super) fn is_about_the_token(answer: &AnswerFacts) -> bool {
    matches!(
        answer.known_reason(),
        Some(
            Reason::BadDeviceToken
                | Reason::DeviceTokenNotForTopic
                | Reason::Unregistered
                | Reason::ExpiredToken
        )
    )
}
