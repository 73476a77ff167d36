//! Sends a push for each line of its input, and takes a renewed certificate without being started again:
//! `cargo run -p pushcert-connect --example sender -- push.pem com.example.app DEVICE-TOKEN`
//!
//! `push.pem` holds the certificates, leaf first, and the key, not encrypted; each line of the input is a
//! payload in JSON. Replace the file, best by renaming another one over it, and the next pushes go out with
//! the new certificate, while those in flight are answered. With a fourth argument, the path of a file, the
//! old certificate counts as revoked if that file is there when the new one comes: then every connection is
//! closed before the new certificate is used.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program")]

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use pushcert_connect::manager::{Dialer, Manager, Replacement, SendError};
use pushcert_connect::pki_types::pem::PemObject as _;
use pushcert_connect::pki_types::{CertificateDer, PrivateKeyDer};
use pushcert_connect::reload::{self, Files, Source as _};
use pushcert_connect::rustls::crypto::CryptoProvider;
use pushcert_connect::{Checker, ClientIdentity, Roots, Target, provider};
use pushcert_types::{Environment, PushRequest, PushType, Topic};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use zeroize::Zeroizing;

/// How often the file is looked at.
const EVERY: Duration = Duration::from_secs(30);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, topic, token, revoked @ ..] = arguments.as_slice() else {
        return Err("usage: sender PEM-FILE TOPIC DEVICE-TOKEN [MARK-OF-REVOCATION]".into());
    };
    let request = PushRequest::new(token, Topic::parse(topic)?, PushType::Alert)?;
    let manager = manager(path, revoked.first().map(PathBuf::from)).await?;
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(payload) = lines.next_line().await? {
        report(manager.push(&request, payload).await);
    }
    manager.close().await;
    Ok(())
}

/// A manager whose credential is what stands in the file.
async fn manager(path: &str, mark: Option<PathBuf>) -> Result<Manager<Dialer>, Box<dyn Error>> {
    let provider = provider::default()?;
    let checker = Checker::new(Arc::clone(&provider), Roots::system());
    let mut files = Files::new([path], move |files| decode(files, &provider)).because(move || {
        match mark.as_ref().is_some_and(|mark| mark.exists()) {
            true => Replacement::Revoked,
            false => Replacement::Renewed,
        }
    });
    let first = files.poll().await?.ok_or("the runtime is ending")?;
    let target = Target::apns(Environment::Production);
    let dialer = Dialer::new(checker, target, first.credential);
    let manager = Manager::new(dialer.clone(), Default::default());
    tokio::spawn(reload::follow(
        files,
        EVERY,
        manager.clone(),
        move |identity| dialer.with_identity(identity),
        |event| eprintln!("certificate: {event}"),
    ));
    Ok(manager)
}

/// The certificates and the key of one PEM file. To take any file that a person has, call `Credential::open`
/// of the crate `pushcert` here, and give the result of its `rustls` to [`ClientIdentity::new`].
fn decode(
    files: &[Zeroizing<Vec<u8>>],
    provider: &CryptoProvider,
) -> Result<ClientIdentity, Unusable> {
    let pem = files
        .first()
        .map(|file| file.as_slice())
        .unwrap_or_default();
    let chain = CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>();
    let key = PrivateKeyDer::from_pem_slice(pem);
    let chain = chain.map_err(|error| Unusable(error.to_string()))?;
    let key = key.map_err(|error| Unusable(error.to_string()))?;
    ClientIdentity::new(chain, key, provider).map_err(|error| Unusable(error.to_string()))
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Unusable(String);

fn report(answer: Result<pushcert_connect::AnswerFacts, SendError>) {
    match answer {
        Ok(answer) => println!(
            "{} {} {}",
            answer.http_status.unwrap_or_default(),
            answer.apns_id.as_deref().unwrap_or("-"),
            answer.reason.as_deref().unwrap_or_default(),
        ),
        Err(SendError::NoConnection(facts)) => eprintln!("not sent: {:?}", facts.failure),
        Err(error) if error.may_have_been_processed() => {
            eprintln!("nobody knows whether it was sent: {error}");
        }
        Err(error) => eprintln!("not sent: {error}"),
    }
}
