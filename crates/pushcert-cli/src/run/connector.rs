//! From flags to connections: which server, with which cryptography, and who vouches for it.

use pushcert::types::PushRequest;
use pushcert::types::connection::{ConnectionFacts, Failure as Ended, FailureKind, Stage};
use std::io;
use std::sync::Arc;

use pushcert::{Attempt, Environment, Opened, stops_connection};
use pushcert_connect::rustls::crypto::CryptoProvider;
use pushcert_connect::{
    Checker, ClientIdentity, Question, Roots, Target, TlsVersions, blocking, provider,
};

use crate::failure::Failure;
use crate::flags::connection::ConnectionFlags;
use crate::flags::settings::Settings;

/// Makes connections.
pub(crate) struct Connector<'a> {
    checker: Checker,
    flags: &'a ConnectionFlags,
    environment: Option<Environment>,
}

impl<'a> Connector<'a> {
    /// Reads the trust store, or the anchors that were given in its place.
    pub(crate) fn new(flags: &'a ConnectionFlags, settings: &Settings) -> Result<Self, Failure> {
        if flags.host.is_none() && !PORTS.contains(&flags.port) {
            return Err(
                Failure::new(format!("APNs does not listen on port {}", flags.port))
                    .with_help("use 443 or 2197; another server is named with --host"),
            );
        }
        let provider = cryptography()?;
        let anchors: Vec<_> = settings
            .authorities()
            .iter()
            .map(|authority| authority.der().to_vec().into())
            .collect();
        let roots = if anchors.is_empty() {
            Roots::system()
        } else {
            Roots::only(anchors).map_err(|error| {
                Failure::new(format!(
                    "no server can be judged by --trust-anchor: {error}"
                ))
                .with_help("give the certificate of the server's authority, PEM or DER")
            })?
        };
        let versions = flags.tls.map_or(TlsVersions::Both, TlsVersions::Only);
        let checker = Checker::new(provider, roots)
            .with_timeout(flags.timeout())
            .with_tls_version(versions);
        Ok(Self {
            checker,
            flags,
            environment: settings.environment(),
        })
    }

    /// The server that a credential is tried on.
    fn target(&self, environment: Environment) -> Target {
        let target = match &self.flags.host {
            Some(host) => Target::at(host, self.flags.port),
            None => Target::apns(environment).with_port(self.flags.port),
        };
        // One of Apple's names says itself which service it is.
        if target.environment().is_some() {
            return target;
        }
        target.with_environment(environment)
    }

    /// The facts of a connection that was not made because of the credential itself.
    pub(crate) fn unconnected(&self, opened: &Opened) -> ConnectionFacts {
        let judged = opened.facts().judged_certificates();
        let is_for_sandbox = judged.first().is_some_and(|certificate| {
            certificate.serves(Environment::Sandbox) && !certificate.serves(Environment::Production)
        });
        let of_certificate = if is_for_sandbox {
            Environment::Sandbox
        } else {
            Environment::Production
        };
        let mut facts = self.towards(self.environment.unwrap_or(of_certificate));
        if !stops_connection(&opened.diagnose()) {
            // Nothing is wrong with any of them, and yet none can be chosen.
            facts.failure = Some(unusable(
                "not exactly one identity of the file serves what was asked for",
            ));
        }
        facts
    }

    /// Asks whether the server accepts the credential.
    pub(crate) fn check(&self, attempt: &Attempt) -> ConnectionFacts {
        let question = Question::new(attempt.topic.clone(), attempt.push_type);
        let target = self.target(attempt.environment);
        match self.identity(attempt) {
            Ok(identity) => blocking::check(&self.checker, &target, &identity, &question)
                .unwrap_or_else(|error| self.without_system(attempt, &error)),
            Err(facts) => *facts,
        }
    }

    /// Sends one push.
    pub(crate) fn push(
        &self,
        attempt: &Attempt,
        request: &PushRequest,
        payload: &[u8],
    ) -> ConnectionFacts {
        let target = self.target(attempt.environment);
        match self.identity(attempt) {
            Ok(identity) => blocking::push(&self.checker, &target, &identity, request, payload)
                .unwrap_or_else(|error| self.without_system(attempt, &error)),
            Err(facts) => *facts,
        }
    }

    /// The system gives nothing to connect with, such as file descriptors: one credential of many.
    fn without_system(&self, attempt: &Attempt, error: &io::Error) -> ConnectionFacts {
        let mut facts = self.begun(attempt);
        let detail = error.to_string();
        facts.failure = Some(Ended {
            stage: Stage::Resolve,
            kind: FailureKind::Io { detail },
        });
        facts
    }

    /// The facts of a connection that has not begun.
    fn towards(&self, environment: Environment) -> ConnectionFacts {
        let target = self.target(environment);
        let mut facts = ConnectionFacts::new(target.host(), target.port());
        facts.environment = target.environment();
        facts
    }

    /// The same with what was to be asked.
    fn begun(&self, attempt: &Attempt) -> ConnectionFacts {
        let mut facts = self.towards(attempt.environment);
        facts.topic = Some(attempt.topic.to_string());
        facts.push_type = Some(attempt.push_type);
        facts
    }

    /// Certificate and key for TLS, or the facts of a connection that cannot begin with them.
    fn identity(&self, attempt: &Attempt) -> Result<ClientIdentity, Box<ConnectionFacts>> {
        let (chain, key) = attempt.credential.rustls();
        ClientIdentity::new(chain, key, self.checker.provider()).map_err(|error| {
            let mut facts = self.begun(attempt);
            facts.failure = Some(unusable(&error.to_string()));
            Box::new(facts)
        })
    }
}

/// What TLS runs on.
pub(crate) fn cryptography() -> Result<Arc<CryptoProvider>, Failure> {
    provider::default().map_err(|error| {
        Failure::new(format!("there is no cryptography for TLS: {error}"))
            .with_help(error.remedy().to_string())
    })
}

fn unusable(detail: &str) -> Ended {
    let detail = detail.to_owned();
    Ended {
        stage: Stage::Local,
        kind: FailureKind::Identity { detail },
    }
}

/// The ports of APNs.
const PORTS: [u16; 2] = [Target::PORT, Target::ALTERNATIVE_PORT];
