//! Checks and pushes against the stand-in for APNs, next to rustls and h2 used directly.
//!
//! The server runs in threads of its own in the same process. Each client runs in the thread that measures,
//! and nowhere else, so that its CPU time is the time of that thread; the wall time is that of both sides.

mod ours;
mod raw;

use std::rc::Rc;
use std::time::{Duration, Instant};

use pushcert_apns_sim::{Device, Limits, Running, Simulator};
use pushcert_connect::pki_types::PrivatePkcs8KeyDer;
use pushcert_connect::{ClientIdentity, provider};
use pushcert_testkit::identity::Identity;
use pushcert_types::{PushRequest, PushType, Topic};
use tokio::runtime::Runtime;

use crate::clock::thread_cpu_time;
use crate::contest::{Contest, Found, Turn, why};
use crate::inputs::CHECKED_AT;

/// Pushes of one run.
const PUSHES: usize = 1_000;
/// How many of them are in flight at the same time.
const IN_FLIGHT: usize = 100;

const APP: &str = "com.example.app";
const TOKEN: &str = "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0";
const PAYLOAD: &[u8] = br#"{"aps":{"alert":"Hello"}}"#;

/// A check over a connection of its own, and many pushes over one connection, each by both clocks.
///
/// # Errors
/// When the server does not start, or a connection to it fails.
pub fn contests() -> Result<Vec<Contest<'static>>, String> {
    let server = Rc::new(server()?);
    let mut contests = Vec::new();
    for clock in CLOCKS {
        let measured = (clock, &server);
        let ours = ours::Check::new(&server)?;
        let raw = raw::Check::new(&server)?;
        let contest = Contest::new("one check, TLS 1.3", 1)
            .measured_in(clock.name)
            .measured("pushcert-connect", repeated(measured, move || ours.run()))
            .measured("tokio-rustls, h2", repeated(measured, move || raw.run()));
        contests.push(contest);
    }
    for clock in CLOCKS {
        let measured = (clock, &server);
        let ours = ours::Pushes::open(&server)?;
        let raw = raw::Pushes::open(&server)?;
        let title = format!("{PUSHES} pushes over one connection, {IN_FLIGHT} in flight");
        let contest = Contest::new(&title, PUSHES)
            .measured_in(clock.name)
            .measured("pushcert-connect", repeated(measured, move || ours.run()))
            .measured("tokio-rustls, h2", repeated(measured, move || raw.run()));
        contests.push(contest);
    }
    Ok(contests)
}

/// What is measured.
#[derive(Clone, Copy)]
struct Clock {
    name: &'static str,
    now: fn() -> Duration,
}

const CLOCKS: [Clock; 2] = [
    Clock {
        name: "CPU time of the client",
        now: thread_cpu_time,
    },
    Clock {
        name: "wall time",
        now: since_start,
    },
];

/// The time since the first call.
fn since_start() -> Duration {
    use std::sync::OnceLock;
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// So many runs by this clock. The server lives as long as somebody measures.
fn repeated<R: Fn() -> Found>(
    (clock, server): (Clock, &Rc<Running>),
    run: R,
) -> impl FnMut(u32) -> Turn + use<R> {
    let server = Rc::clone(server);
    move |runs| {
        let _alive = &server;
        let start = (clock.now)();
        let mut found = 0;
        for _ in 0..runs {
            found = run()?;
        }
        Ok((found, (clock.now)().saturating_sub(start)))
    }
}

fn server() -> Result<Running, String> {
    let mut limits = Limits::default();
    limits.max_events = 100;
    Simulator::builder(provider::default().map_err(why)?)
        .at(CHECKED_AT.parse().map_err(why)?)
        .device(TOKEN, Device::registered())
        .limits(limits)
        .start()
        .map_err(why)
}

fn identity() -> Result<ClientIdentity, String> {
    let identity = Identity::apns(APP);
    let key = PrivatePkcs8KeyDer::from(identity.key.pkcs8_der());
    let chain = vec![identity.certificate.into()];
    let provider = provider::default().map_err(why)?;
    ClientIdentity::new(chain, key.into(), &provider).map_err(why)
}

fn topic() -> Result<Topic, String> {
    Topic::parse(APP).map_err(why)
}

fn push_request() -> Result<PushRequest, String> {
    PushRequest::new(TOKEN, topic()?, PushType::Alert).map_err(why)
}

/// In the thread that runs it, and in no other.
fn runtime() -> Result<Runtime, String> {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().map_err(why)
}
