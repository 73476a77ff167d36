//! What the script does in the handshake: each flight cut, silent, late, garbled or alerted, with both
//! versions of TLS.

use std::io::{Error, ErrorKind};
use std::time::{Duration, Instant};

use pushcert_apns_sim::{Action, Device, HowToCut, Place, Running, Script, Simulator, Step};
use pushcert_types::connection::{Alert, TlsVersion};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::{Connect, TOKEN, builder, push, within};

const BOTH: [TlsVersion; 2] = [TlsVersion::Tls12, TlsVersion::Tls13];

/// The places up to the end of the handshake.
const FLIGHTS: [Place; 4] = [
    Place::Accept,
    Place::ClientHello,
    Place::ServerHello,
    Place::ClientFlight,
];

fn simulator(action: Action) -> Running {
    let script = Script::new().with(Step::new(action));
    let builder = builder().device(TOKEN, Device::registered());
    builder.script(script).start().unwrap()
}

/// How far a client comes with its handshake, its preface and reading the answer.
async fn error(simulator: &Running, version: TlsVersion) -> Error {
    let (_, end) = Connect::default().version(version).raw(simulator).await;
    match end {
        // An end of the stream without `close_notify` is one as well.
        Ok(()) => ErrorKind::UnexpectedEof.into(),
        Err(error) => error,
    }
}

fn is_cut(error: &Error, how: HowToCut) -> bool {
    match how {
        HowToCut::Close => error.kind() == ErrorKind::UnexpectedEof,
        // Whoever still writes gets the second.
        _ => matches!(
            error.kind(),
            ErrorKind::ConnectionReset | ErrorKind::BrokenPipe
        ),
    }
}

/// Why the last connection ended, as the simulator tells it; it may still be about to.
async fn why(simulator: &Running) -> String {
    let ended = async {
        loop {
            let log = serde_json::to_value(simulator.log()).unwrap();
            let all = log.as_array().unwrap();
            if let Some(last) = all.last().filter(|event| event["event"] == "closed") {
                return last["why"].as_str().unwrap().to_owned();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    within(ended).await
}

#[tokio::test]
async fn cut_at_each_flight() {
    let places = FLIGHTS.iter().chain(&[Place::BeforeSettings]);
    for (place, how) in places.flat_map(|p| [(p, HowToCut::Close), (p, HowToCut::Reset)]) {
        for version in BOTH {
            let simulator = simulator(Action::Cut { at: *place, how });
            let error = error(&simulator, version).await;
            assert!(is_cut(&error, how), "{place:?} {how:?} {version}: {error}");
            let expected = format!("script: cut at {}", place.as_str());
            assert_eq!(why(&simulator).await, expected, "{version}");
        }
    }
}

#[tokio::test]
async fn silent_from_each_flight_on() {
    for place in FLIGHTS.iter().chain(&[Place::BeforeSettings]) {
        for version in BOTH {
            let simulator = simulator(Action::Silence { at: *place });
            let connect = Connect::default().version(version);
            let heard = timeout(Duration::from_millis(150), connect.raw(&simulator)).await;
            assert!(heard.is_err(), "{place:?} {version}: {heard:?}");
            // The client gave up; so does the simulator.
            let expected = format!("script: silence at {}", place.as_str());
            assert_eq!(why(&simulator).await, expected);
        }
    }
}

/// With TLS 1.3 the handshake is over for the client once it has the first flight of the server.
#[tokio::test]
async fn what_is_written_before_a_silence() {
    for (place, arrives) in [(Place::ClientHello, false), (Place::ServerHello, true)] {
        let simulator = simulator(Action::Silence { at: place });
        let connect = Connect::default();
        let tls = timeout(Duration::from_millis(300), connect.tls(&simulator)).await;
        assert_eq!(tls.is_ok_and(|tls| tls.is_ok()), arrives, "{place:?}");
    }
}

#[tokio::test]
async fn late_at_each_flight_and_then_fine() {
    let late = Duration::from_millis(60);
    let places = [Place::BeforeSettings, Place::AfterSettings, Place::Request];
    for place in FLIGHTS.into_iter().chain(places) {
        for version in BOTH {
            let simulator = simulator(Action::Delay {
                at: place,
                millis: 60,
            });
            let begun = Instant::now();
            let mut client = Connect::default().version(version).http2(&simulator).await;
            assert_eq!(client.push(&push()).await.status, 200, "{place:?}");
            assert!(begun.elapsed() >= late, "{place:?} {version}");
        }
    }
}

#[tokio::test]
async fn every_alert_at_every_place() {
    let places = [
        Place::ClientHello,
        Place::ClientFlight,
        Place::BeforeSettings,
        Place::AfterSettings,
    ];
    // Not those that are no error for `rustls`.
    let quiet = [Alert::CLOSE_NOTIFY, Alert::USER_CANCELED];
    for alert in Alert::ALL.iter().filter(|alert| !quiet.contains(alert)) {
        for (version, place) in BOTH.into_iter().flat_map(|v| places.map(|p| (v, p))) {
            let simulator = simulator(Action::Alert {
                at: place,
                number: alert.0,
            });
            let error = error(&simulator, version).await;
            let received = error.get_ref().and_then(|e| e.downcast_ref());
            let Some(rustls::Error::AlertReceived(received)) = received else {
                panic!("{alert} at {place:?} {version}: {error}");
            };
            assert_eq!(u8::from(*received), alert.0, "{place:?} {version}");
        }
    }
}

#[tokio::test]
async fn something_else_than_tls() {
    for (place, text) in [
        (Place::Accept, "SSH-2.0-OpenSSH_9.2\r\n"),
        (Place::ClientHello, "HTTP/1.1 400 Bad Request\r\n\r\n"),
    ] {
        let simulator = simulator(Action::Garbage {
            at: place,
            text: text.to_owned(),
        });
        let mut tcp = TcpStream::connect(simulator.addr()).await.unwrap();
        if place == Place::ClientHello {
            let refused = error(&simulator, TlsVersion::Tls13).await;
            assert!(
                refused.to_string().contains("InvalidContentType"),
                "{refused}"
            );
            // A ClientHello that is none is no reason to be silent.
            tcp.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
            let mut bytes = Vec::new();
            within(tcp.read_to_end(&mut bytes)).await.unwrap();
            assert_eq!(bytes.first(), Some(&21), "an alert: {bytes:?}");
            continue;
        }
        let mut bytes = Vec::new();
        within(tcp.read_to_end(&mut bytes)).await.unwrap();
        assert_eq!(bytes, text.as_bytes());
    }
}

/// A HelloRetryRequest (RFC 8446, section 4.1.4) is not the server's first flight.
#[tokio::test]
async fn a_client_that_is_asked_again() {
    let mut only_p256 = rustls_graviola::default_provider();
    let p256 = rustls::NamedGroup::secp256r1;
    only_p256.kx_groups.retain(|group| group.name() == p256);
    assert_eq!(only_p256.kx_groups.len(), 1);
    let first = rustls_graviola::default_provider().kx_groups[0].name();
    assert_ne!(first, p256, "what the client offers first");
    let silence = Action::Silence {
        at: Place::ServerHello,
    };
    let simulator = Simulator::builder(only_p256.into())
        .script(Script::new().with(Step::new(silence)))
        .start()
        .unwrap();
    let connect = Connect::default();
    let tls = within(connect.tls(&simulator)).await.unwrap();
    let kind = tls.get_ref().1.handshake_kind();
    assert_eq!(kind, Some(rustls::HandshakeKind::FullWithHelloRetryRequest));
}

/// A certificate that is refused stays refused when the script waits.
#[tokio::test]
async fn a_refusal_that_is_late() {
    for version in BOTH {
        let wait = Action::Delay {
            at: Place::ClientFlight,
            millis: 30,
        };
        let id = crate::support::sha256(&crate::support::app());
        let builder = builder()
            .revoked(id)
            .script(Script::new().with(Step::new(wait)));
        let simulator = builder.start().unwrap();
        let error = error(&simulator, version).await.to_string();
        assert!(error.contains("CertificateRevoked"), "{version}: {error}");
    }
}
