//! Many checks at the same time.

use std::fmt;
use std::iter::Fuse;

use pushcert_types::connection::ConnectionFacts;
use tokio::task::JoinSet;

use crate::{Checker, ClientIdentity, Question, Target};

/// One check of many. `tag` comes back with the facts.
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the arguments of a check, and a mark"
)]
pub struct Job<T> {
    /// Whatever tells the caller which one it is.
    pub tag: T,
    /// Where to.
    pub target: Target,
    /// With what.
    pub identity: ClientIdentity,
    /// What for.
    pub question: Question,
}

/// The results of [`Checker::check_all`], as they come.
pub struct Checks<I, T> {
    checker: Checker,
    jobs: Fuse<I>,
    running: JoinSet<(T, ConnectionFacts)>,
    concurrency: usize,
}

impl Checker {
    /// Checks all, at most `concurrency` (at least 1) at the same time, each over a connection of its own.
    ///
    /// Jobs are taken from the iterator when there is room for them, and nothing is kept of what was given
    /// out: memory does not grow with their number. Dropping the result ends what is running.
    ///
    /// ```no_run
    /// use pushcert_connect::{Checker, Job};
    ///
    /// # async fn run(checker: Checker, jobs: Vec<Job<String>>) {
    /// let mut checks = checker.check_all(jobs, 16);
    /// while let Some((file, facts)) = checks.next().await {
    ///     println!("{file}: {:?}", facts.answer);
    /// }
    /// # }
    /// ```
    pub fn check_all<T, J>(&self, jobs: J, concurrency: usize) -> Checks<J::IntoIter, T>
    where
        J: IntoIterator<Item = Job<T>>,
        T: Send + 'static,
    {
        Checks {
            checker: self.clone(),
            jobs: jobs.into_iter().fuse(),
            running: JoinSet::new(),
            concurrency: concurrency.max(1),
        }
    }
}

impl<I, T> Checks<I, T>
where
    I: Iterator<Item = Job<T>>,
    T: Send + 'static,
{
    /// The next result, in the order in which the checks end; `None` after the last one. Dropping the future
    /// loses nothing.
    pub async fn next(&mut self) -> Option<(T, ConnectionFacts)> {
        loop {
            self.fill();
            if let Ok(result) = self.running.join_next().await? {
                return Some(result);
            }
        }
    }

    fn fill(&mut self) {
        while self.running.len() < self.concurrency {
            let Some(job) = self.jobs.next() else { return };
            let checker = self.checker.clone();
            self.running.spawn(async move {
                let facts = checker.check(&job.target, &job.identity, &job.question);
                let facts = facts.await;
                (job.tag, facts)
            });
        }
    }
}

impl<I, T> fmt::Debug for Checks<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checks")
            .field("running", &self.running.len())
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}
