//! Asking Apple whether certificates were revoked.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use pushcert::Opened;
use pushcert::revocation::{RevocationQuestion, RevocationSource};
use pushcert::trust::revocation::OcspRequest;
use pushcert_connect::fetch::{self, Limits};

/// Fetches, and keeps from file to file what many certificates share: revocation lists, and that an address
/// does not answer.
#[derive(Default)]
pub(super) struct Online {
    known: Mutex<HashMap<String, RevocationSource>>,
}

impl Online {
    /// Gets what is to be known about the certificates of a file, and adds it.
    pub(super) fn ask(&self, opened: &mut Opened) {
        let questions = opened.revocation_questions();
        let answers: Vec<_> = questions
            .iter()
            .map(|question| self.answer(question))
            .collect();
        if !answers.is_empty() {
            opened.add_revocation(&answers);
        }
    }

    fn answer(&self, question: &RevocationQuestion) -> RevocationSource {
        if let Some(source) = self.lock().get(&question.url) {
            return source.clone().answering(question);
        }
        let fetched = match &question.ocsp_request {
            Some(body) => fetch::post(
                &question.url,
                OcspRequest::MEDIA_TYPE,
                body,
                &Limits::ocsp(),
            ),
            None => fetch::get(&question.url, &Limits::crl()),
        };
        let (source, is_shared) = match (fetched, &question.ocsp_request) {
            (Ok(bytes), Some(_)) => (RevocationSource::ocsp(&question.url, &bytes), false),
            (Ok(bytes), None) => (RevocationSource::crl(&question.url, &bytes), true),
            (Err(error), _) => {
                let why = format!("it could not be fetched: {error}");
                (RevocationSource::failed(question, &why), true)
            }
        };
        if is_shared {
            self.lock().insert(question.url.clone(), source.clone());
        }
        source.answering(question)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, RevocationSource>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
