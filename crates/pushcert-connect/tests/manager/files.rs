//! A certificate in a file that changes while pushes are being sent.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use pushcert_apns_sim::{EventKind, Running};
use pushcert_connect::manager::{Dialer, Manager, Replacement};
use pushcert_connect::pki_types::pem::PemObject as _;
use pushcert_connect::pki_types::{CertificateDer, PrivateKeyDer};
use pushcert_connect::reload::{self, Event, Files, Source as _};
use pushcert_connect::{ClientIdentity, provider};
use pushcert_testkit::identity::Identity;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use zeroize::Zeroizing;

use super::simulator::*;
use super::stand_in::settings;

#[derive(Debug, thiserror::Error)]
enum Unusable {
    #[error(transparent)]
    Pem(#[from] pushcert_connect::pki_types::pem::Error),
    #[error(transparent)]
    Identity(#[from] pushcert_connect::IdentityError),
}

fn decode(files: &[Zeroizing<Vec<u8>>]) -> Result<ClientIdentity, Unusable> {
    let pem = files[0].as_slice();
    let chain = CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>()?;
    let key = PrivateKeyDer::from_pem_slice(pem)?;
    let provider = provider::default().unwrap();
    Ok(ClientIdentity::new(chain, key, &provider)?)
}

/// As a careful program writes it: another file, renamed.
fn write(path: &Path, pem: &str) {
    let other = path.with_extension("new");
    fs::write(&other, pem).unwrap();
    fs::rename(&other, path).unwrap();
}

/// Sends until it is told to stop; the `apns-id` of each push that was answered with 200.
async fn send(manager: Manager<Dialer>, stop: Arc<AtomicBool>) -> Vec<String> {
    let mut ids = Vec::new();
    while !stop.load(Ordering::SeqCst) {
        let answer = manager.push(&request(FAST), PAYLOAD).await.unwrap();
        assert_eq!(answer.http_status, Some(200));
        ids.push(answer.apns_id.unwrap());
    }
    ids
}

/// For each push in the log its `apns-id` and the certificate of its connection.
fn pushes(simulator: &Running) -> Vec<(String, String)> {
    let log = simulator.log();
    let certificate_of = |connection: u64| {
        log.iter().find_map(|event| match &event.kind {
            EventKind::Secured { certificate, .. } if event.connection == connection => {
                Some(certificate.clone().unwrap().sha256)
            }
            _ => None,
        })
    };
    log.iter()
        .filter_map(|event| match &event.kind {
            EventKind::Request(seen) => {
                assert_eq!((seen.status, seen.duplicate), (Some(200), false));
                let certificate = certificate_of(event.connection).unwrap();
                Some((seen.apns_id.clone(), certificate))
            }
            _ => None,
        })
        .collect()
}

/// The manager follows the file; what it told comes out of the channel.
async fn follow(
    simulator: &Running,
    path: &Path,
    old: &Identity,
) -> (
    Manager<Dialer>,
    mpsc::UnboundedReceiver<String>,
    JoinSet<()>,
) {
    let mut files = Files::new([path], decode);
    let first = files.poll().await.unwrap().unwrap();
    let dialer = dialer(simulator, old).with_identity(first.credential);
    let manager = Manager::new(dialer.clone(), settings(2));
    let (tell, told) = mpsc::unbounded_channel();
    let following = reload::follow(
        files,
        Duration::from_millis(10),
        manager.clone(),
        move |identity| dialer.with_identity(identity),
        move |event: Event<_>| tell.send(event.to_string()).unwrap(),
    );
    let mut task = JoinSet::new();
    task.spawn(async move { match following.await {} });
    (manager, told, task)
}

/// S1-33, hot reload: certificate and key of every push belong together, and no push is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_33_a_renewed_file_is_in_use_without_losing_a_push() {
    let simulator = simulator();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("push.pem");
    let credentials: Vec<_> = (0..4).map(|n| identity(&n.to_string(), n % 2)).collect();
    write(&path, &credentials[0].pem());
    let (manager, mut told, _following) = follow(&simulator, &path, &credentials[0]).await;
    let stop = Arc::new(AtomicBool::new(false));
    let mut senders = JoinSet::new();
    for _ in 0..3 {
        senders.spawn(send(manager.clone(), Arc::clone(&stop)));
    }
    let mut marked = Vec::new();
    for credential in &credentials[1..] {
        // Half of it is no credential, and changes nothing.
        let pem = credential.pem();
        fs::write(&path, &pem[..pem.len() / 2]).unwrap();
        let refused = told.recv().await.unwrap();
        assert!(
            refused.starts_with("the new one is not used: "),
            "{refused}"
        );
        let before = manager.generation();
        write(&path, &pem);
        assert_eq!(told.recv().await.unwrap(), "replaced");
        while manager.generation() == before {
            tokio::task::yield_now().await;
        }
        // From now on every new push is sent with it.
        let answer = manager.push(&request(FAST), PAYLOAD).await.unwrap();
        marked.push((answer.apns_id.unwrap(), sha256(credential)));
    }
    stop.store(true, Ordering::SeqCst);
    let mut answered: HashSet<String> = marked.iter().map(|(id, _)| id.clone()).collect();
    for ids in senders.join_all().await {
        assert!(!ids.is_empty());
        answered.extend(ids);
    }
    let pushes = pushes(&simulator);
    let known: HashSet<_> = credentials.iter().map(sha256).collect();
    let used: HashSet<_> = pushes.iter().map(|(_, sha256)| sha256.clone()).collect();
    assert_eq!(used, known);
    let sent: HashSet<_> = pushes.iter().map(|(id, _)| id.clone()).collect();
    assert_eq!(sent.len(), pushes.len());
    assert_eq!(sent, answered);
    for mark in &marked {
        assert!(pushes.contains(mark), "{mark:?}");
    }
}

/// S1-33: the file says that the old certificate was revoked, so that its connections are closed first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_33_a_file_that_replaces_a_revoked_certificate_closes_connections_first() {
    let simulator = simulator();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("push.pem");
    let (old, new) = (identity("old", 0), identity("new", 1));
    write(&path, &new.pem());
    let mut files = Files::new([&path], decode).because(|| Replacement::Revoked);
    let manager = Manager::new(dialer(&simulator, &old), settings(1));
    manager.push(&request(FAST), PAYLOAD).await.unwrap();
    let link = manager.connection().await.unwrap();
    let fresh = files.poll().await.unwrap().unwrap();
    let next = dialer(&simulator, &old).with_identity(fresh.credential);
    manager.replace(next, fresh.why).await;
    assert!(!link.is_open());
    wait_for(&simulator, 1, is_closed);
    manager.push(&request(FAST), PAYLOAD).await.unwrap();
    let log = log(&simulator, &[("old", &old), ("new", &new)]);
    let (closed, accepted) = (log.iter().position(|line| line == "closed 1"), 4);
    assert_eq!(closed, Some(3), "{log:?}");
    assert_eq!(log[accepted], "accepted 2");
}
