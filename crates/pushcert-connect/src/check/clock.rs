//! The time of one check.

use std::future::Future;
use std::time::Duration;

use pushcert_types::connection::{FailureKind, Stage, StageFacts};
use tokio::time::{Instant, timeout_at};

/// Counts from the beginning, and knows the end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    begun: Instant,
    limit: Duration,
    kept_back: Duration,
}

impl Clock {
    pub(crate) fn new(limit: Duration) -> Self {
        Self {
            begun: Instant::now(),
            limit,
            kept_back: Duration::ZERO,
        }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    /// The same, with this much kept back from the end. The limit that is told stays the whole one.
    pub(crate) const fn without(&self, kept_back: Duration) -> Self {
        Self { kept_back, ..*self }
    }

    pub(crate) const fn limit(&self) -> Duration {
        self.limit
    }

    /// The end. A limit that no clock reaches is a day.
    fn end(&self) -> Instant {
        let far = || self.begun.checked_add(Duration::from_secs(86_400));
        self.begun
            .checked_add(self.limit.saturating_sub(self.kept_back))
            .or_else(far)
            .unwrap_or(self.begun)
    }

    /// The facts of a stage that began then and ends now.
    pub(crate) fn stage(&self, stage: Stage, begun: Duration) -> StageFacts {
        let millis = millis(self.elapsed().saturating_sub(begun));
        StageFacts { stage, millis }
    }

    pub(crate) fn timed_out(&self) -> FailureKind {
        let limit_millis = millis(self.limit);
        FailureKind::TimedOut { limit_millis }
    }

    /// What comes of it before the end.
    pub(crate) async fn within<T>(
        &self,
        work: impl Future<Output = Result<T, FailureKind>>,
    ) -> Result<T, FailureKind> {
        match timeout_at(self.end(), work).await {
            Ok(result) => result,
            Err(_) => Err(self.timed_out()),
        }
    }
}

pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
