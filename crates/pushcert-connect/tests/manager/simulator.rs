//! The stand-in for APNs, and what its log says.

use std::sync::Arc;
use std::time::Duration;

use pushcert_apns_sim::{Action, Device, EventKind, Place, Running, Script, Simulator, Step};
use pushcert_connect::manager::Dialer;
use pushcert_connect::pki_types::PrivatePkcs8KeyDer;
use pushcert_connect::{Checker, ClientIdentity, Roots, Target, provider};
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::digest::Digest;
use pushcert_testkit::hex_lower;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::TestKey;
use pushcert_types::{PushRequest, PushType, Topic};

/// Longer than anything here takes.
pub(crate) const LONG: Duration = Duration::from_secs(60);

/// A device whose pushes are answered at once.
pub(crate) const FAST: &str = "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0";
/// A device whose pushes are answered after two seconds.
pub(crate) const SLOW: &str = "aabb13adff785122b4ad28809a3420982341241421348097878e577c991de8f0";

pub(crate) const PAYLOAD: &str = r#"{"aps":{"alert":"Hello"}}"#;

/// One that knows both devices.
pub(crate) fn simulator() -> Arc<Running> {
    let delay = Action::Delay {
        at: Place::Request,
        millis: 2_000,
    };
    let mut limits = pushcert_apns_sim::Limits::default();
    limits.max_events = 1_000_000;
    let builder = Simulator::builder(provider::default().unwrap())
        .at("2026-11-22T00:00:00Z".parse().unwrap())
        .device(FAST, Device::registered())
        .device(SLOW, Device::registered())
        .script(Script::new().with(Step::new(delay).for_token(SLOW)))
        .limits(limits);
    Arc::new(builder.start().unwrap())
}

/// A certificate for the app of the tests, with a key of its own for each of the first names.
pub(crate) fn identity(name: &str, key: usize) -> Identity {
    let builder = CertificateBuilder::apns("com.example.app").seed(name);
    Identity::new(&builder.key(&TestKey::rsa2048(key)))
}

pub(crate) fn client(identity: &Identity) -> ClientIdentity {
    let chain = vec![identity.certificate.clone().into()];
    let key = PrivatePkcs8KeyDer::from(identity.key.pkcs8_der());
    ClientIdentity::new(chain, key.into(), &provider::default().unwrap()).unwrap()
}

pub(crate) fn dialer(simulator: &Running, identity: &Identity) -> Dialer {
    let roots = Roots::only([simulator.trust_anchor().clone()]).unwrap();
    let checker = Checker::new(provider::default().unwrap(), roots).with_timeout(LONG);
    let target = Target::at("localhost", simulator.port());
    Dialer::new(checker, target, client(identity))
}

pub(crate) fn request(token: &str) -> PushRequest {
    let topic = Topic::parse("com.example.app").unwrap();
    PushRequest::new(token, topic, PushType::Alert).unwrap()
}

pub(crate) fn sha256(identity: &Identity) -> String {
    hex_lower(&Digest::Sha256.hash(&identity.certificate))
}

/// What the log says, as short words: `accepted 1`, `secured 1 NAME`, `request 1 200`, `closed 1`.
pub(crate) fn log(simulator: &Running, names: &[(&str, &Identity)]) -> Vec<String> {
    let name = |sha256: &str| {
        let mut known = names.iter().filter(|(_, own)| self::sha256(own) == sha256);
        known.next().unwrap().0
    };
    let line = |event: pushcert_apns_sim::Event| {
        let on = event.connection;
        match event.kind {
            EventKind::Accepted { .. } => format!("accepted {on}"),
            EventKind::Secured { certificate, .. } => {
                format!("secured {on} {}", name(&certificate.unwrap().sha256))
            }
            EventKind::Request(seen) => format!("request {on} {}", seen.status.unwrap_or(0)),
            EventKind::Closed { .. } => format!("closed {on}"),
            other => panic!("{other:?}"),
        }
    };
    simulator.log().into_iter().map(line).collect()
}

/// Waits until the log has this many lines that begin so.
pub(crate) fn wait_for(simulator: &Running, count: usize, what: impl Fn(&EventKind) -> bool) {
    let begun = std::time::Instant::now();
    loop {
        let log = simulator.log();
        if log.iter().filter(|event| what(&event.kind)).count() >= count {
            return;
        }
        assert!(begun.elapsed() < LONG, "{log:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

pub(crate) const fn is_closed(kind: &EventKind) -> bool {
    matches!(kind, EventKind::Closed { .. })
}
