//! PING frames that tell a connection that is silent from one that is dead.

use std::sync::Arc;
use std::time::Duration;

use h2::{Ping, PingPong};
use pushcert_types::connection::FailureKind;
use tokio::task::AbortHandle;
use tokio::time::{sleep, timeout};

use crate::check::millis;
use crate::tap::frames::Frames;

/// Asks every so often, and ends the connection if the answer takes longer than the limit.
pub(super) async fn run(
    mut ping: PingPong,
    every: Duration,
    limit: Duration,
    frames: Arc<Frames>,
    driver: AbortHandle,
) {
    loop {
        sleep(every).await;
        match timeout(limit, ping.ping(Ping::opaque())).await {
            Ok(Ok(_)) => {}
            // The driver knows better what happened.
            Ok(Err(_)) => return,
            Err(_) => {
                let limit_millis = millis(limit);
                frames.end(Some(FailureKind::TimedOut { limit_millis }));
                driver.abort();
                return;
            }
        }
    }
}
