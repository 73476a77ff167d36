//! Following files and other sources.

use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pushcert_connect::manager::{Manager, Replacement};
use pushcert_connect::reload::{self, FileError, Files, Fresh, Source};
use tempfile::TempDir;
use zeroize::Zeroizing;

use super::stand_in::{Dialer, Record, settings};

#[derive(Debug, thiserror::Error)]
#[error("no credential in it")]
struct NoCredential;

/// A certificate and a key that fit begin with the same letter.
fn pair(contents: &[Zeroizing<Vec<u8>>]) -> Result<String, NoCredential> {
    let [certificate, key] = contents else {
        return Err(NoCredential);
    };
    if certificate.is_empty() || certificate.first() != key.first() {
        return Err(NoCredential);
    }
    Ok(String::from_utf8(certificate.to_vec()).unwrap())
}

fn folder(certificate: &str, key: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("cert"), certificate).unwrap();
    fs::write(folder.path().join("key"), key).unwrap();
    folder
}

type Decode = fn(&[Zeroizing<Vec<u8>>]) -> Result<String, NoCredential>;

fn watched(folder: &TempDir) -> Files<Decode> {
    let paths = ["cert", "key"].map(|name| folder.path().join(name));
    Files::new(paths, pair as Decode)
}

#[tokio::test]
async fn a_pair_is_swapped_when_both_halves_are_there() {
    let folder = folder("a1", "a-key");
    let mut files = watched(&folder);
    let fresh = files.poll().await.unwrap().unwrap();
    assert_eq!(
        (fresh.credential.as_str(), fresh.why),
        ("a1", Replacement::Renewed)
    );
    assert!(files.poll().await.unwrap().is_none());
    // The new certificate comes first; its key does not fit yet, which is told once.
    fs::write(folder.path().join("cert"), "b1").unwrap();
    let refused = files.poll().await.unwrap_err();
    assert!(matches!(refused, FileError::Unusable(NoCredential)));
    assert!(files.poll().await.unwrap().is_none());
    fs::write(folder.path().join("key"), "b-key").unwrap();
    assert_eq!(files.poll().await.unwrap().unwrap().credential, "b1");
}

#[tokio::test]
async fn a_file_that_is_gone_is_told_once_and_its_return_changes_nothing() {
    let folder = folder("a1", "a-key");
    let mut files = watched(&folder);
    files.poll().await.unwrap().unwrap();
    let key = folder.path().join("key");
    fs::rename(&key, folder.path().join("away")).unwrap();
    let gone = files.poll().await.unwrap_err();
    assert!(gone.to_string().contains("key cannot be read"), "{gone}");
    assert!(files.poll().await.unwrap().is_none());
    fs::rename(folder.path().join("away"), &key).unwrap();
    assert!(files.poll().await.unwrap().is_none());
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_without_end_is_refused() {
    let mut files = Files::new(["/dev/zero"], pair);
    let error = files.poll().await.unwrap_err();
    assert!(error.to_string().contains("larger than 10 MiB"), "{error}");
}

#[tokio::test]
async fn the_caller_says_what_became_of_the_old_one() {
    let folder = folder("a1", "a-key");
    let mut files = watched(&folder).because(|| Replacement::Revoked);
    let Fresh { why, .. } = files.poll().await.unwrap().unwrap();
    assert_eq!(why, Replacement::Revoked);
}

/// A source of the caller's own.
struct List(Vec<Result<Option<Fresh<&'static str>>, NoCredential>>);

impl Source for List {
    type Credential = &'static str;
    type Error = NoCredential;

    async fn poll(&mut self) -> Result<Option<Fresh<&'static str>>, NoCredential> {
        self.0.pop().unwrap_or(Ok(None))
    }
}

#[tokio::test(start_paused = true)]
async fn following_a_source_replaces_what_is_usable_and_tells_of_the_rest() {
    let record = Record::default();
    let manager: Manager<Dialer> = record.manager(Dialer::new("a"), settings(1));
    let old = manager.connection().await.unwrap();
    // It never finishes, and does not keep the next from coming.
    old.begin();
    let fresh = |credential, why| Ok(Some(Fresh { credential, why }));
    let list = List(vec![
        fresh("c", Replacement::Revoked),
        Err(NoCredential),
        fresh("b", Replacement::Renewed),
        Ok(None),
    ]);
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);
    let every = Duration::from_secs(1);
    let following = tokio::spawn(reload::follow(
        list,
        every,
        manager.clone(),
        Dialer::new,
        move |event| telling.lock().unwrap().push(event.to_string()),
    ));
    tokio::time::sleep(every * 5).await;
    assert_eq!(manager.connection().await.unwrap().credential, "c");
    assert_eq!(
        *told.lock().unwrap(),
        [
            "replaced",
            "the new one is not used: no credential in it",
            "replaced after all connections with the revoked one were closed",
        ]
    );
    following.abort();
}
