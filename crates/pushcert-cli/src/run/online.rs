//! Asking Apple whether certificates were revoked.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use pushcert::Opened;
use pushcert::revocation::{RevocationQuestion, RevocationSource};
use pushcert::trust::revocation::OcspRequest;
use pushcert_connect::fetch::{self, Error, ErrorKind, Limits};

/// After so many addresses that could not be reached no more are tried: there is no network.
const MOST_FAILURES: usize = 3;

/// So many lists are kept; Apple publishes fewer.
const MOST_LISTS: usize = 64;

/// Fetches, and keeps from file to file what many certificates share: revocation lists.
#[derive(Default)]
pub(super) struct Online {
    lists: Mutex<HashMap<String, RevocationSource>>,
    failures: AtomicUsize,
}

impl Online {
    /// Gets what is to be known about the certificates of a file, and adds it.
    pub(super) fn ask(&self, opened: &mut Opened) {
        let mut answers: Vec<RevocationSource> = Vec::new();
        let mut answered: Vec<[u8; 32]> = Vec::new();
        for question in opened.revocation_questions() {
            if question.is_fallback && answered.contains(&question.certificate) {
                continue;
            }
            let answer = self.answer(&question);
            if answer.is_answer() {
                answered.push(question.certificate);
            }
            answers.push(answer);
        }
        opened.add_revocation(&answers);
        opened.mark_unasked();
    }

    fn answer(&self, question: &RevocationQuestion) -> RevocationSource {
        let Some(body) = &question.ocsp_request else {
            return self.list(question);
        };
        let post = || {
            fetch::post(
                &question.url,
                OcspRequest::MEDIA_TYPE,
                body,
                &Limits::ocsp(),
            )
        };
        match self.fetch(post) {
            Ok(bytes) => RevocationSource::ocsp(&question.url, &bytes).answering(question),
            Err(why) => RevocationSource::failed(question, &why),
        }
    }

    fn list(&self, question: &RevocationQuestion) -> RevocationSource {
        if let Some(source) = self.lock().get(&question.url) {
            return source.clone().answering(question);
        }
        let source = match self.fetch(|| fetch::get(&question.url, &Limits::crl())) {
            Ok(bytes) => RevocationSource::crl(&question.url, &bytes),
            Err(why) => return RevocationSource::failed(question, &why),
        };
        let mut lists = self.lock();
        if source.is_answer() && lists.len() < MOST_LISTS {
            lists.insert(question.url.clone(), source.clone());
        }
        source.answering(question)
    }

    /// Fetches, unless it was seen that there is no network.
    fn fetch(&self, get: impl FnOnce() -> Result<Vec<u8>, Error>) -> Result<Vec<u8>, String> {
        if self.failures.load(Ordering::Relaxed) >= MOST_FAILURES {
            return Err("it was not fetched: other addresses could not be reached".to_owned());
        }
        get().map_err(|error| {
            if is_about_the_network(error.kind()) {
                self.failures.fetch_add(1, Ordering::Relaxed);
            }
            format!("it could not be fetched: {error}")
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, RevocationSource>> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_about_the_network(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::HostNotFound
            | ErrorKind::Unreachable
            | ErrorKind::Proxy
            | ErrorKind::TimedOut { .. }
    )
}
