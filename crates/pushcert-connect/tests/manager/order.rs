//! The order in which a credential is replaced (S1-33), and who gets which connection meanwhile.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use pushcert_connect::manager::Event::{Closed, Configured, Opened};
use pushcert_connect::manager::{Link as _, Replacement};
use tokio::time::timeout;

use super::stand_in::{Dialer, Record, settings};

#[tokio::test]
async fn s1_33_a_revoked_credential_loses_all_connections_before_the_new_one_is_configured() {
    let record = Record::default();
    let manager = record.manager(Dialer::new("old"), settings(2));
    let first = manager.connection().await.unwrap();
    let second = manager.connection().await.unwrap();
    assert!(!Arc::ptr_eq(&first, &second));
    // What is in flight does not hold it up.
    first.begin();
    manager
        .replace(Dialer::new("new"), Replacement::Revoked)
        .await;
    assert!(!first.is_open() && !second.is_open());
    assert_eq!(manager.connection().await.unwrap().credential, "new");
    assert_eq!(
        record.events(),
        [
            Configured { generation: 1 },
            Opened { generation: 1 },
            Opened { generation: 1 },
            Closed { generation: 1 },
            Closed { generation: 1 },
            Configured { generation: 2 },
            Opened { generation: 2 },
        ]
    );
}

#[tokio::test]
async fn s1_33_nobody_gets_a_connection_while_those_of_a_revoked_credential_are_being_closed() {
    let record = Record::default();
    let manager = record.manager(Dialer::new("old"), settings(1));
    manager.connection().await.unwrap();
    let waiting = {
        let manager = manager.clone();
        async move {
            let link = manager.connection().await.unwrap();
            link.credential
        }
    };
    let replacing = manager.replace(Dialer::new("new"), Replacement::Revoked);
    let ((), credential) = tokio::join!(replacing, waiting);
    assert_eq!(credential, "new");
}

/// Connections of a credential that was renewed a moment ago are old ones as well.
#[tokio::test(start_paused = true)]
async fn s1_33_a_revocation_closes_what_is_still_finishing() {
    let record = Record::default();
    let manager = record.manager(Dialer::new("old"), settings(1));
    let old = manager.connection().await.unwrap();
    old.begin();
    let renewing = {
        let manager = manager.clone();
        tokio::spawn(async move {
            manager
                .replace(Dialer::new("renewed"), Replacement::Renewed)
                .await;
        })
    };
    while manager.generation() == 1 {
        tokio::task::yield_now().await;
    }
    manager.connection().await.unwrap();
    manager
        .replace(Dialer::new("new"), Replacement::Revoked)
        .await;
    assert!(!old.is_open());
    renewing.await.unwrap();
    let events = record.events();
    let configured = events
        .iter()
        .position(|event| *event == Configured { generation: 3 })
        .unwrap();
    for generation in [1, 2] {
        let closed: Vec<_> = (0..events.len())
            .filter(|at| events[*at] == Closed { generation })
            .collect();
        assert_eq!(closed.len(), 1, "{events:?}");
        assert!(closed[0] < configured, "{events:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_renewed_credential_is_in_use_before_the_old_connections_have_finished() {
    let record = Record::default();
    let manager = record.manager(Dialer::new("old"), settings(1));
    let old = manager.connection().await.unwrap();
    old.begin();
    let replacing = {
        let manager = manager.clone();
        tokio::spawn(async move {
            manager
                .replace(Dialer::new("new"), Replacement::Renewed)
                .await;
        })
    };
    while manager.generation() == 1 {
        tokio::task::yield_now().await;
    }
    assert_eq!(manager.connection().await.unwrap().credential, "new");
    assert!(old.is_open() && !replacing.is_finished());
    old.finish();
    replacing.await.unwrap();
    assert!(!old.is_open());
    assert_eq!(
        record.events(),
        [
            Configured { generation: 1 },
            Opened { generation: 1 },
            Configured { generation: 2 },
            Opened { generation: 2 },
            Closed { generation: 1 },
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn old_connections_that_do_not_finish_are_closed_after_a_while() {
    let record = Record::default();
    let manager = record.manager(Dialer::new("old"), settings(3));
    let mut old = Vec::new();
    for _ in 0..3 {
        let link = manager.connection().await.unwrap();
        link.begin();
        old.push(link);
    }
    manager
        .replace(Dialer::new("new"), Replacement::Renewed)
        .await;
    assert!(old.iter().all(|link| !link.is_open()));
    let closed = record.events();
    let closed = closed
        .iter()
        .filter(|event| **event == Closed { generation: 1 });
    assert_eq!(closed.count(), 3);
}

#[tokio::test]
async fn a_connection_that_is_being_made_does_not_hold_up_a_revocation() {
    let record = Record::default();
    let slow = Dialer::new("old").slow();
    let dialed = Arc::clone(&slow.dialed);
    let manager = record.manager(slow, settings(1));
    let waiting = {
        let manager = manager.clone();
        tokio::spawn(async move { manager.connection().await.unwrap().credential })
    };
    while dialed.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    let replacing = manager.replace(Dialer::new("new"), Replacement::Revoked);
    timeout(Duration::from_secs(60), replacing).await.unwrap();
    assert_eq!(waiting.await.unwrap(), "new");
}

#[tokio::test]
async fn giving_up_a_revocation_half_way_never_brings_the_old_credential_back() {
    let record = Record::default();
    let manager = record.manager(Dialer::new("old"), settings(1));
    let old = manager.connection().await.unwrap();
    let replacing = manager.replace(Dialer::new("new"), Replacement::Revoked);
    assert!(timeout(Duration::from_millis(1), replacing).await.is_err());
    let waiting = timeout(Duration::from_millis(20), manager.connection());
    assert!(
        waiting.await.is_err(),
        "there is no credential to connect with"
    );
    manager
        .replace(Dialer::new("new"), Replacement::Revoked)
        .await;
    assert!(!old.is_open());
    assert_eq!(manager.connection().await.unwrap().credential, "new");
}

#[tokio::test]
async fn connections_are_made_once_and_made_anew_when_they_break() {
    let record = Record::default();
    let dialer = Dialer::new("one");
    let dialed = Arc::clone(&dialer.dialed);
    let manager = record.manager(dialer, settings(1));
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let manager = manager.clone();
            tokio::spawn(async move { manager.connection().await.unwrap() })
        })
        .collect();
    let mut links = Vec::new();
    for task in tasks {
        links.push(task.await.unwrap());
    }
    assert_eq!(dialed.load(Ordering::SeqCst), 1);
    links[0].break_off();
    let next = manager.connection().await.unwrap();
    assert!(next.is_open() && !Arc::ptr_eq(&links[0], &next));
    assert_eq!(dialed.load(Ordering::SeqCst), 2);
    manager.close().await;
    assert!(!next.is_open());
}

#[tokio::test]
async fn a_refusal_comes_back_and_the_next_attempt_is_a_new_one() {
    let record = Record::default();
    let manager = record.manager(Dialer::new("refused"), settings(1));
    assert_eq!(manager.connection().await.unwrap_err(), "refused");
    manager
        .replace(Dialer::new("good"), Replacement::Renewed)
        .await;
    assert_eq!(manager.connection().await.unwrap().credential, "good");
}

/// Every sender sees one credential or the other as a whole, however the replacements fall.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replacements_one_upon_another_end_with_the_last() {
    let record = Record::default();
    let manager = record.manager(Dialer::new("0"), settings(2));
    let senders: Vec<_> = (0..4)
        .map(|_| {
            let manager = manager.clone();
            tokio::spawn(async move {
                for _ in 0..200 {
                    manager.connection().await.unwrap();
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for (number, credential) in ["1", "2", "3", "4"].into_iter().enumerate() {
        let why = if number % 2 == 0 {
            Replacement::Revoked
        } else {
            Replacement::Renewed
        };
        manager.replace(Dialer::new(credential), why).await;
    }
    for sender in senders {
        sender.await.unwrap();
    }
    assert_eq!(manager.generation(), 5);
    assert_eq!(manager.connection().await.unwrap().credential, "4");
    let events = record.events();
    for revoked in [1, 3] {
        let configured = events
            .iter()
            .position(|event| {
                *event
                    == Configured {
                        generation: revoked + 1,
                    }
            })
            .unwrap();
        let late = events[configured..].iter().any(|event| {
            *event
                == Closed {
                    generation: revoked,
                }
        });
        assert!(!late, "{events:?}");
    }
}
