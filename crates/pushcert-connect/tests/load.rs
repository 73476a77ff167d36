//! S1-05 and the load of many credentials: 1,000 checks, each over a connection of its own, and memory that
//! does not grow with their number.
//!
//! One test, for the allocator counts what all threads of the process take, those of the server among them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;

use peak_alloc::PeakAlloc;
use pushcert_apns_sim::{EventKind, Limits, Running, Simulator};
use pushcert_connect::pki_types::PrivatePkcs8KeyDer;
use pushcert_connect::{Checker, ClientIdentity, Job, Question, Roots, Target, blocking, provider};
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::digest::Digest;
use pushcert_testkit::key::TestKey;
use pushcert_types::{PushType, Topic};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// How many credentials there are.
const CREDENTIALS: usize = 1_000;
/// After how many of them everything has its size.
const WARM: usize = 100;
/// How many are checked at the same time.
const CONCURRENCY: usize = 16;
/// How many events the server keeps: four for each connection, and many more connections than there are at
/// the same time.
const EVENTS: usize = 4 * 64;
/// How much more the heap may take at its peak with the other 900 than with the first 100: less than 600 bytes
/// for each of them, which is half a certificate. How many handshakes coincide makes up to half of it.
const ALLOWED: usize = 512 << 10;
/// Keys that the certificates share.
const KEYS: usize = 4;

fn simulator() -> Running {
    let mut limits = Limits::default();
    limits.max_events = EVENTS;
    Simulator::builder(provider::default().unwrap())
        .at("2026-11-22T00:00:00Z".parse().unwrap())
        .limits(limits)
        .start()
        .unwrap()
}

/// SHA-256 of a certificate.
type Hash = [u8; 32];

/// Credentials with a certificate each, made when they are asked for. The tag is its hash.
fn jobs(port: u16) -> impl Iterator<Item = Job<Hash>> + Send + 'static {
    let provider = provider::default().unwrap();
    let topic = Topic::parse("com.example.app").unwrap();
    let keys: Vec<TestKey> = (0..KEYS).map(TestKey::rsa2048).collect();
    (0..CREDENTIALS).map(move |index| {
        let builder = CertificateBuilder::apns("com.example.app").seed(&index.to_string());
        let own = &keys[index % KEYS];
        let certificate = builder.key(own).build();
        let tag = Digest::Sha256.hash(&certificate).try_into().unwrap();
        let key = PrivatePkcs8KeyDer::from(own.pkcs8_der());
        Job {
            tag,
            target: Target::at("localhost", port),
            identity: ClientIdentity::new(vec![certificate.into()], key.into(), &provider).unwrap(),
            question: Question::new(topic.clone(), PushType::Alert),
        }
    })
}

/// What the server saw of each connection, by its number: the certificate, and how many requests. It has its
/// size from the beginning.
struct Seen(Vec<Option<(Hash, u64)>>);

impl Seen {
    /// Reads the log before it forgets.
    fn look(&mut self, simulator: &Running) {
        for event in simulator.log() {
            let on = usize::try_from(event.connection).unwrap();
            assert!(on <= CREDENTIALS, "more connections than credentials");
            match event.kind {
                EventKind::Secured { certificate, .. } if self.0[on].is_none() => {
                    let sha256 = unhex(&certificate.unwrap().sha256);
                    self.0[on] = Some((sha256, 0));
                }
                EventKind::Request(request) => {
                    self.0[on].as_mut().unwrap().1 = request.request;
                }
                _ => {}
            }
        }
    }
}

fn unhex(text: &str) -> Hash {
    std::array::from_fn(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap())
}

#[test]
fn s1_05_a_thousand_credentials_have_a_thousand_connections_in_flat_memory() {
    let simulator = simulator();
    let roots = Roots::only([simulator.trust_anchor().clone()]).unwrap();
    let checker = Checker::new(provider::default().unwrap(), roots);
    let mut seen = Seen(vec![None; CREDENTIALS + 1]);
    let mut answered = Vec::with_capacity(CREDENTIALS);
    let mut peaks = Vec::new();
    HEAP.reset_peak_usage();
    let checks = blocking::check_all(&checker, jobs(simulator.port()), CONCURRENCY).unwrap();
    for (tag, facts) in checks {
        assert_eq!(facts.failure, None, "{facts:?}");
        let answer = facts.answer.unwrap();
        assert_eq!(answer.http_status, Some(400));
        assert_eq!(answer.reason.as_deref(), Some("BadDeviceToken"));
        answered.push(tag);
        seen.look(&simulator);
        if [WARM, CREDENTIALS].contains(&answered.len()) {
            peaks.push(HEAP.peak_usage());
            HEAP.reset_peak_usage();
        }
    }
    let shown: Vec<_> = seen.0.into_iter().skip(1).map(Option::unwrap).collect();
    assert!(shown.iter().all(|(_, requests)| *requests == 1));
    let shown: HashSet<_> = shown.into_iter().map(|(sha256, _)| sha256).collect();
    let answered: HashSet<_> = answered.into_iter().collect();
    assert_eq!(answered.len(), CREDENTIALS);
    assert_eq!(shown, answered);
    let [warm, all] = peaks[..] else {
        panic!("{peaks:?}")
    };
    assert!(all <= warm + ALLOWED, "{warm} bytes, then {all}");
}
