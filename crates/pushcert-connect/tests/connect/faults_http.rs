//! Servers that answer what they should not, or not at all.

use std::time::Duration;

use pushcert_apns_sim::{Action, AnswerAction, HowToCut, Place};
use pushcert_connect::{FailureKind, Stage, TlsVersion, TooLarge};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::common::*;

fn goaway(at: Place, code: u32, reason: Option<&str>) -> Action {
    Action::GoAway {
        at,
        code,
        reason: reason.map(ToOwned::to_owned),
        debug: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goaway_at_once() {
    let sim = Sim::start(|builder| builder);
    for code in [0, 2, 11, 0xdead_beef] {
        sim.does(goaway(Place::AfterSettings, code, None));
        for version in VERSIONS {
            let facts = sim.check(version).await;
            assert_eq!(
                failure(&facts),
                (Stage::Topic, FailureKind::GoAway { code })
            );
            assert_eq!(facts.answer, None);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reason_in_a_goaway_is_an_answer() {
    let sim = Sim::start(|builder| builder);
    for place in [Place::AfterSettings, Place::Request] {
        for reason in ["BadCertificateEnvironment", "IdleTimeout", "SomethingNew"] {
            sim.does(goaway(place, 0, Some(reason)));
            for version in VERSIONS {
                let facts = sim.check(version).await;
                assert_eq!(facts.failure, None, "{facts:?}");
                assert_eq!(stages(&facts).last(), Some(&Stage::Topic));
                let answer = facts.answer.unwrap();
                assert!(answer.in_goaway);
                assert_eq!(answer.http_status, None);
                assert_eq!(answer.reason.as_deref(), Some(reason));
            }
        }
    }
    let debug = Some("no JSON at all".to_owned());
    sim.does(Action::GoAway {
        at: Place::Request,
        code: 1,
        reason: None,
        debug,
    });
    let facts = sim.check(TlsVersion::Tls13).await;
    assert_eq!(
        failure(&facts),
        (Stage::Topic, FailureKind::GoAway { code: 1 })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_reset() {
    let sim = Sim::start(|builder| builder);
    for code in [2, 7, 8] {
        sim.does(Action::ResetStream {
            at: Place::Request,
            code,
        });
        for version in VERSIONS {
            let facts = sim.check(version).await;
            assert_eq!(
                failure(&facts),
                (Stage::Topic, FailureKind::StreamReset { code })
            );
            // REFUSED_STREAM: nothing was done.
            assert_eq!(facts.request_sent, code != 7);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_too_large() {
    let limit = 65_536;
    let sim = Sim::that(Action::HugeHeaders { bytes: 10_000_000 });
    for version in VERSIONS {
        let what = TooLarge::Headers;
        let facts = sim.check(version).await;
        let expected = FailureKind::AnswerTooLarge { what, limit };
        assert_eq!(failure(&facts), (Stage::Topic, expected));
        assert_eq!(facts.answer, None);
    }
    sim.does(Action::HugeBody {
        bytes: 1_000_000_000,
    });
    for version in VERSIONS {
        let what = TooLarge::Body;
        let facts = sim.check(version).await;
        let expected = FailureKind::AnswerTooLarge { what, limit };
        assert_eq!(failure(&facts), (Stage::Topic, expected));
        let answer = facts.answer.unwrap();
        assert_eq!((answer.http_status, answer.reason), (Some(400), None));
    }
}

/// 100 KiB of headers fit into few bytes with HPACK; they are counted as they come out.
#[tokio::test(flavor = "multi_thread")]
async fn headers_that_grow_when_they_are_read() {
    let target = serve_http(tls(), |_, _| {
        let mut response = status(200, "");
        let value = "x".repeat(1000);
        for index in 0..100 {
            let name: http::HeaderName = format!("x-{index}").parse().unwrap();
            response.headers_mut().insert(name, value.parse().unwrap());
        }
        response
    })
    .await;
    let facts = check(&checker(TlsVersion::Tls13), &target, TIMEOUT).await;
    let (what, limit) = (TooLarge::Headers, 65_536);
    let expected = FailureKind::AnswerTooLarge { what, limit };
    assert_eq!(failure(&facts), (Stage::Topic, expected));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_status_and_reason_is_told_as_it_is() {
    let sim = Sim::start(|builder| builder);
    for (status, reason) in [
        (200, None),
        (403, Some("BadCertificate")),
        (429, Some("TooManyRequests")),
        (503, Some("ServiceUnavailable")),
        (503, Some("Shutdown")),
        (400, Some("NobodyKnowsThisOne")),
        (599, Some("")),
    ] {
        let answer = match reason {
            Some(reason) => AnswerAction::reason(reason),
            None => AnswerAction::default(),
        };
        sim.does(Action::Answer(answer.with_status(status)));
        for version in VERSIONS {
            let facts = sim.check(version).await;
            assert_eq!(facts.failure, None);
            let answer = facts.answer.unwrap();
            assert_eq!(answer.http_status, Some(status));
            assert_eq!(answer.reason.as_deref(), reason);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_no_json_costs_only_the_reason() {
    let sim = Sim::start(|builder| builder);
    for body in [
        "<html>proxy</html>",
        "{\"reason\":",
        "[]",
        "\"BadDeviceToken\"",
        "{\"reason\":7}",
    ] {
        let answer = AnswerAction::default().with_status(502).with_body(body);
        sim.does(Action::Answer(answer));
        let facts = sim.check(TlsVersion::Tls13).await;
        assert_eq!(facts.failure, None, "{body}");
        let answer = facts.answer.unwrap();
        assert_eq!((answer.http_status, answer.reason), (Some(502), None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_http2_is_named() {
    let text = "HTTP/1.1 400 Bad Request\r\n\r\n".to_owned();
    let sim = Sim::that(Action::Garbage {
        at: Place::BeforeSettings,
        text,
    });
    for version in VERSIONS {
        let facts = sim.check(version).await;
        let (stage, kind) = failure(&facts);
        assert_eq!(stage, Stage::ClientCertificate);
        let FailureKind::Http2Violation { detail } = kind else {
            panic!("{kind:?}");
        };
        assert!(detail.contains("HTTP/1.1"), "{detail}");
    }
}

/// The status has come and the rest does not: it is an answer, and what ended it is told beside it.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_breaks_off() {
    let sim = Sim::start(|builder| builder);
    for (action, expected) in [
        (
            Action::ResetStream {
                at: Place::Answer,
                code: 2,
            },
            FailureKind::StreamReset { code: 2 },
        ),
        (
            Action::Cut {
                at: Place::Answer,
                how: HowToCut::Close,
            },
            FailureKind::Closed,
        ),
        (
            Action::Cut {
                at: Place::Answer,
                how: HowToCut::Reset,
            },
            FailureKind::Reset,
        ),
    ] {
        sim.does(action.clone());
        for version in VERSIONS {
            let facts = sim.check(version).await;
            assert_eq!(
                failure(&facts),
                (Stage::Topic, expected.clone()),
                "{action:?}"
            );
            let answer = facts.answer.unwrap();
            assert_eq!((answer.http_status, answer.reason), (Some(400), None));
            assert!(facts.request_sent);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_drips() {
    let sim = Sim::that(Action::Drip {
        bytes_per_second: 5,
    })
    .within(Duration::from_secs(1));
    let facts = sim.check(TlsVersion::Tls13).await;
    let limit_millis = 1000;
    assert_eq!(
        failure(&facts),
        (
            Stage::ClientCertificate,
            FailureKind::TimedOut { limit_millis }
        )
    );
}

/// A push is sent once, whatever happens to it.
#[tokio::test(flavor = "multi_thread")]
async fn a_push_is_never_sent_twice() {
    let sim = Sim::start(|builder| builder);
    let reset = HowToCut::Reset;
    for (action, may_have_been_processed) in [
        (
            Action::Cut {
                at: Place::Request,
                how: reset,
            },
            Some(true),
        ),
        // It depends on which of the two is quicker.
        (
            Action::Cut {
                at: Place::AfterSettings,
                how: reset,
            },
            None,
        ),
        (
            Action::Cut {
                at: Place::BeforeSettings,
                how: reset,
            },
            Some(false),
        ),
        (
            Action::ResetStream {
                at: Place::Request,
                code: 7,
            },
            Some(false),
        ),
        // The last stream that it names is none.
        (goaway(Place::Request, 0, None), Some(false)),
    ] {
        sim.does(action.clone());
        let before = requests(&sim);
        let facts = sim
            .checker(TlsVersion::Tls13)
            .push(&sim.target(), &identity(), &push_request(), b"{\"aps\":{}}")
            .await;
        assert!(facts.failure.is_some());
        assert_eq!(facts.answer, None);
        let expected = may_have_been_processed.unwrap_or(facts.request_sent);
        assert_eq!(facts.request_sent, expected, "{action:?}");
        assert!(requests(&sim) - before <= 1);
    }
}

fn requests(sim: &Sim) -> usize {
    let is_request = |event: &pushcert_apns_sim::Event| {
        matches!(event.kind, pushcert_apns_sim::EventKind::Request { .. })
    };
    sim.running
        .log()
        .iter()
        .filter(|event| is_request(event))
        .count()
}

/// Frames without end that mean nothing: they are bounded by time.
#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_frames() {
    let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    let ping = [0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8];
    let unknown = [0, 0, 1, 99, 0, 0, 0, 0, 0, 1];
    for frame in [&settings[..], &ping, &unknown] {
        let flood = frame.repeat(1000);
        let target = serve_tls(tls(), move |mut stream| {
            let flood = flood.clone();
            async move {
                let _ = stream.write_all(&settings).await;
                while stream.write_all(&flood).await.is_ok() {}
                let _ = stream.read(&mut [0; 1]).await;
            }
        })
        .await;
        let limit = Duration::from_millis(500);
        let facts = check(&checker(TlsVersion::Tls13), &target, limit).await;
        let (stage, _) = failure(&facts);
        assert!(stage >= Stage::ClientCertificate);
        assert_eq!(facts.answer, None);
    }
}
