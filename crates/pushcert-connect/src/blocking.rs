//! The same for programs without a tokio runtime.
//!
//! Each call has a small runtime of its own, and returns in time even if the name server of the machine hangs.
//! Inside of a tokio runtime they panic: use [`Checker`] there.
//!
//! ```no_run
//! use pushcert_connect::{Checker, ClientIdentity, Question, Roots, Target, blocking, provider};
//! use pushcert_types::{Environment, PushType, Topic};
//!
//! # fn identity() -> ClientIdentity { unimplemented!() }
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let checker = Checker::new(provider::default()?, Roots::system());
//! let question = Question::new(Topic::parse("com.example.app")?, PushType::Alert);
//! let target = Target::apns(Environment::Sandbox);
//! println!("{:?}", blocking::check(&checker, &target, &identity(), &question)?);
//! # Ok(())
//! # }
//! ```

use std::fmt;
use std::io;

use pushcert_types::PushRequest;
use pushcert_types::connection::ConnectionFacts;
use tokio::runtime::{Builder, Runtime};

use crate::batch::{Checks, Job};
use crate::{Checker, ClientIdentity, Question, Target};

/// [`Checker::check`].
///
/// # Errors
/// When the system gives no runtime: no file descriptors, no threads.
pub fn check(
    checker: &Checker,
    target: &Target,
    identity: &ClientIdentity,
    question: &Question,
) -> io::Result<ConnectionFacts> {
    block_on(checker.check(target, identity, question))
}

/// [`Checker::push`].
///
/// # Errors
/// As [`check`].
pub fn push(
    checker: &Checker,
    target: &Target,
    identity: &ClientIdentity,
    request: &PushRequest,
    payload: &[u8],
) -> io::Result<ConnectionFacts> {
    block_on(checker.push(target, identity, request, payload))
}

/// Runs it to its end in a runtime of its own. What still hangs in the resolver is left behind.
fn block_on<T>(future: impl Future<Output = T>) -> io::Result<T> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let result = runtime.block_on(future);
    runtime.shutdown_background();
    Ok(result)
}

/// [`Checker::check_all`], on as many threads as the machine has processors.
///
/// # Errors
/// As [`check`].
pub fn check_all<T, J>(
    checker: &Checker,
    jobs: J,
    concurrency: usize,
) -> io::Result<BlockingChecks<J::IntoIter, T>>
where
    J: IntoIterator<Item = Job<T>>,
    T: Send + 'static,
{
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    Ok(BlockingChecks {
        checks: Some(checker.check_all(jobs, concurrency)),
        runtime: Some(runtime),
    })
}

/// The results of [`check_all`], as they come: an iterator.
pub struct BlockingChecks<I, T> {
    checks: Option<Checks<I, T>>,
    runtime: Option<Runtime>,
}

impl<I, T> Iterator for BlockingChecks<I, T>
where
    I: Iterator<Item = Job<T>>,
    T: Send + 'static,
{
    type Item = (T, ConnectionFacts);

    fn next(&mut self) -> Option<Self::Item> {
        let checks = self.checks.as_mut()?;
        self.runtime.as_ref()?.block_on(checks.next())
    }
}

impl<I, T> Drop for BlockingChecks<I, T> {
    fn drop(&mut self) {
        self.checks = None;
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl<I, T> fmt::Debug for BlockingChecks<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.checks, f)
    }
}
