//! Replacing a credential whose connections are real ones (S1-33).

use std::pin::pin;
use std::sync::{Arc, Mutex};

use pushcert_connect::manager::Event::{self, Closed, Configured, Opened};
use pushcert_connect::manager::{Dialer, Manager, Replacement, SendError};
use pushcert_connect::{AnswerFacts, PushErrorKind};
use tokio::task::JoinSet;

use super::simulator::*;
use super::stand_in::settings;

async fn push(manager: &Manager<Dialer>) -> Result<AnswerFacts, SendError> {
    manager.push(&request(FAST), PAYLOAD).await
}

/// The only connection of a manager, with two pushes in flight on it that the server has seen. A push that
/// comes after them is answered: requests of one connection arrive in order.
async fn with_two_in_flight(manager: &Manager<Dialer>) -> JoinSet<Result<AnswerFacts, SendError>> {
    push(manager).await.unwrap();
    let mut in_flight = JoinSet::new();
    for _ in 0..2 {
        let link = manager.connection().await.unwrap();
        let slow = async move { link.push(&request(SLOW), PAYLOAD).await };
        let mut slow = Box::pin(slow);
        // One look at it writes it.
        let other = push(manager);
        tokio::select! {
            biased;
            answer = &mut slow => panic!("it is not in flight: {answer:?}"),
            answer = other => assert_eq!(answer.unwrap().http_status, Some(200)),
        }
        in_flight.spawn(async move { slow.await.map_err(SendError::Push) });
    }
    in_flight
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_33_pushes_in_flight_over_a_renewed_credential_are_answered() {
    let simulator = simulator();
    let (old, new) = (identity("old", 0), identity("new", 1));
    let manager = Manager::new(dialer(&simulator, &old), settings(1));
    let mut in_flight = with_two_in_flight(&manager).await;
    let replacing = manager.replace(dialer(&simulator, &new), Replacement::Renewed);
    let mut replacing = pin!(replacing);
    tokio::select! {
        biased;
        () = &mut replacing => panic!("two pushes are in flight"),
        answer = push(&manager) => {
            assert_eq!(answer.unwrap().http_status, Some(200));
        }
    }
    assert_eq!(in_flight.len(), 2);
    replacing.await;
    while let Some(answer) = in_flight.join_next().await {
        assert_eq!(answer.unwrap().unwrap().http_status, Some(200));
    }
    wait_for(&simulator, 1, is_closed);
    let log = log(&simulator, &[("old", &old), ("new", &new)]);
    assert_eq!(
        log,
        [
            "accepted 1",
            "secured 1 old",
            "request 1 200",
            "request 1 200",
            "request 1 200",
            "accepted 2",
            "secured 2 new",
            "request 2 200",
            // Answered when the new connection was in use for long.
            "request 1 200",
            "request 1 200",
            "closed 1",
        ]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_33_connections_of_a_revoked_credential_are_closed_before_a_new_one_is_made() {
    let simulator = simulator();
    let (old, new) = (identity("old", 0), identity("new", 1));
    let events = Arc::new(Mutex::new(Vec::new()));
    let observer = {
        let (simulator, events) = (Arc::clone(&simulator), Arc::clone(&events));
        move |event: Event| {
            // Nothing can be opened before this returns. The server's log has several threads behind it, and
            // here is where it has to show that both connections are gone.
            if event == (Configured { generation: 2 }) {
                wait_for(&simulator, 2, is_closed);
            }
            events.lock().unwrap().push(event);
        }
    };
    let manager = Manager::observed(dialer(&simulator, &old), settings(2), observer);
    let mut in_flight = JoinSet::new();
    for _ in 0..2 {
        let link = manager.connection().await.unwrap();
        link.push(&request(FAST), PAYLOAD).await.unwrap();
        let mut slow = Box::pin(async move {
            let answer = link.push(&request(SLOW), PAYLOAD).await;
            answer.unwrap_err()
        });
        tokio::select! {
            biased;
            error = &mut slow => panic!("it is not in flight: {error:?}"),
            () = tokio::task::yield_now() => {}
        }
        in_flight.spawn(slow);
    }
    simulator.revoke(&sha256(&old));
    let mut senders = JoinSet::new();
    let replacing = manager.replace(dialer(&simulator, &new), Replacement::Revoked);
    for _ in 0..4 {
        let manager = manager.clone();
        senders.spawn(async move { push(&manager).await });
    }
    replacing.await;
    // What was in flight is lost, and nobody can know whether it was taken.
    while let Some(error) = in_flight.join_next().await {
        let error = error.unwrap();
        assert_eq!(error.kind(), &PushErrorKind::ClosedHere);
        assert!(error.may_have_been_processed());
    }
    let answer = push(&manager).await.unwrap();
    assert_eq!(answer.http_status, Some(200));
    senders.join_all().await;
    let log = log(&simulator, &[("old", &old), ("new", &new)]);
    let at = |line: &str| log.iter().position(|own| own == line);
    let accepted = at("accepted 3").unwrap();
    assert!(at("closed 1").unwrap() < accepted, "{log:?}");
    assert!(at("closed 2").unwrap() < accepted, "{log:?}");
    assert!(log.contains(&"secured 3 new".to_owned()), "{log:?}");
    let events = events.lock().unwrap();
    let closed = [Closed { generation: 1 }, Closed { generation: 1 }];
    let configured = [Configured { generation: 2 }, Opened { generation: 2 }];
    let [.., a, b] = events.get(..5).unwrap() else {
        panic!("{events:?}")
    };
    assert_eq!([*a, *b], closed);
    assert_eq!(events.get(5..7).unwrap(), configured);
}

#[tokio::test]
async fn a_service_that_refuses_the_credential_is_told_with_all_facts() {
    let simulator = simulator();
    let old = identity("old", 0);
    simulator.revoke(&sha256(&old));
    let manager = Manager::new(dialer(&simulator, &old), settings(1));
    let error = push(&manager).await.unwrap_err();
    assert!(!error.may_have_been_processed());
    let SendError::NoConnection(facts) = error else {
        panic!("{error:?}")
    };
    let kind = facts.failure.unwrap().kind;
    let revoked = pushcert_connect::Alert(44);
    assert_eq!(kind, pushcert_connect::FailureKind::Alert(revoked));
}
