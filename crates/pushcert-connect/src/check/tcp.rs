//! A TCP connection to the first address that answers.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use pushcert_types::connection::FailureKind;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::Clock;
use crate::{Target, failure};

/// The next address is tried after this time even if the one before says nothing: RFC 8305, section 8.
const HEAD_START: Duration = Duration::from_millis(250);

/// The most time that the question about the other port may take.
const OTHER_PORT: Duration = Duration::from_secs(2);

/// Tries the addresses one after the other, both families in turn, and takes the first that answers. If all
/// fail, the most telling failure counts.
pub(super) async fn connect(
    addresses: &[IpAddr],
    port: u16,
    clock: &Clock,
) -> Result<(TcpStream, SocketAddr), FailureKind> {
    let mut best: Option<FailureKind> = None;
    let race = async {
        let mut attempts = JoinSet::new();
        let mut waiting = in_turn(addresses).into_iter();
        loop {
            if let Some(address) = waiting.next() {
                attempts.spawn(attempt(SocketAddr::new(address, port)));
            }
            let ended = if waiting.len() == 0 {
                attempts.join_next().await
            } else {
                match timeout(HEAD_START, attempts.join_next()).await {
                    Ok(ended) => ended,
                    Err(_) => continue,
                }
            };
            match ended {
                Some(Ok(Ok(connected))) => return Ok(connected),
                Some(Ok(Err(kind))) => best = Some(more_telling(best.take(), kind)),
                Some(Err(_)) => {}
                None if waiting.len() == 0 => {
                    return Err(best.take().unwrap_or(FailureKind::Unreachable));
                }
                None => {}
            }
        }
    };
    match clock.within(race).await {
        // One address refused, another said nothing until the end.
        Err(timed_out @ FailureKind::TimedOut { .. }) => Err(more_telling(best, timed_out)),
        result => result,
    }
}

async fn attempt(address: SocketAddr) -> Result<(TcpStream, SocketAddr), FailureKind> {
    match TcpStream::connect(address).await {
        Ok(stream) => {
            // Only a matter of speed; if the connection is broken already, the next step says so.
            let _ = stream.set_nodelay(true);
            Ok((stream, address))
        }
        Err(error) if error.kind() == io::ErrorKind::TimedOut => Err(FailureKind::Unreachable),
        Err(error) => Err(failure::of_io(&error)),
    }
}

/// IPv6 and IPv4 in turn, the family of the first one first: RFC 8305, section 4.
fn in_turn(addresses: &[IpAddr]) -> Vec<IpAddr> {
    let is_first = |address: &&IpAddr| {
        let first = addresses.first().map(IpAddr::is_ipv6);
        first == Some(address.is_ipv6())
    };
    let (first, second): (Vec<&IpAddr>, Vec<&IpAddr>) = addresses.iter().partition(is_first);
    let mut second = second.into_iter();
    let mut ordered = Vec::new();
    for address in first {
        ordered.push(*address);
        ordered.extend(second.next());
    }
    ordered.extend(second);
    ordered
}

/// Somebody who refuses is there; no route says less than anything else.
fn more_telling(before: Option<FailureKind>, now: FailureKind) -> FailureKind {
    let rank = |kind: &FailureKind| match kind {
        FailureKind::Refused => 3,
        FailureKind::Reset => 2,
        FailureKind::Unreachable => 0,
        _ => 1,
    };
    match before {
        Some(before) if rank(&before) >= rank(&now) => before,
        _ => now,
    }
}

/// How much of the time of a check is kept back for [`other_port`].
pub(super) fn kept_back(port: u16, limit: Duration) -> Duration {
    match other(port) {
        Some(_) => OTHER_PORT.min(limit.checked_div(5).unwrap_or_default()),
        None => Duration::ZERO,
    }
}

/// Whether the other port of APNs answers on one of these addresses.
pub(super) async fn other_port(
    addresses: &[IpAddr],
    port: u16,
    limit: Duration,
) -> Option<(u16, bool)> {
    let other = other(port)?;
    let clock = Clock::new(kept_back(port, limit));
    let is_open = connect(addresses, other, &clock).await.is_ok();
    Some((other, is_open))
}

const fn other(port: u16) -> Option<u16> {
    match port {
        Target::PORT => Some(Target::ALTERNATIVE_PORT),
        Target::ALTERNATIVE_PORT => Some(Target::PORT),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_tried_in_turn() {
        let parse = |list: &str| -> Vec<IpAddr> {
            list.split(' ')
                .map(|address| address.parse().unwrap())
                .collect()
        };
        let found = in_turn(&parse("::1 ::2 ::3 1.1.1.1 2.2.2.2"));
        assert_eq!(found, parse("::1 1.1.1.1 ::2 2.2.2.2 ::3"));
        let found = in_turn(&parse("1.1.1.1 ::1 ::2 ::3"));
        assert_eq!(found, parse("1.1.1.1 ::1 ::2 ::3"));
        assert!(in_turn(&[]).is_empty());
    }

    #[test]
    fn a_refusal_says_more_than_no_route() {
        let limit_millis = 1;
        let timed_out = || FailureKind::TimedOut { limit_millis };
        let chosen = more_telling(Some(FailureKind::Unreachable), timed_out());
        assert_eq!(chosen, timed_out());
        let chosen = more_telling(Some(timed_out()), FailureKind::Refused);
        assert_eq!(chosen, FailureKind::Refused);
        let chosen = more_telling(Some(FailureKind::Refused), FailureKind::Unreachable);
        assert_eq!(chosen, FailureKind::Refused);
    }
}
