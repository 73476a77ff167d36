//! From flags to connections: which server, with which cryptography, and who vouches for it.

use pushcert::types::PushRequest;
use pushcert::types::connection::{ConnectionFacts, Failure as Ended, FailureKind, Stage};
use pushcert::{Attempt, Environment, Opened, stops_connection};
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
        let provider = provider::default()
            .map_err(|error| Failure::new(format!("cannot connect: {error}")))?;
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
        target.with_environment(environment)
    }

    /// The facts of a connection that was not made because of the credential itself.
    pub(crate) fn unconnected(&self, opened: &Opened) -> ConnectionFacts {
        let environment = self.environment.unwrap_or(Environment::Production);
        let target = self.target(environment);
        let mut facts = ConnectionFacts::new(target.host(), target.port());
        facts.environment = self.environment;
        if !stops_connection(&opened.diagnose()) {
            // Nothing is wrong with any of them, and yet none can be chosen.
            facts.failure = Some(unusable("several identities in the file fit, or none does"));
        }
        facts
    }

    /// Asks whether the server accepts the credential.
    pub(crate) fn check(&self, attempt: &Attempt) -> Result<ConnectionFacts, Failure> {
        let question = Question::new(attempt.topic.clone(), attempt.push_type);
        let target = self.target(attempt.environment);
        match self.identity(attempt) {
            Ok(identity) => blocking::check(&self.checker, &target, &identity, &question)
                .map_err(|error| no_runtime(&error)),
            Err(facts) => Ok(*facts),
        }
    }

    /// Sends one push.
    pub(crate) fn push(
        &self,
        attempt: &Attempt,
        request: &PushRequest,
        payload: &[u8],
    ) -> Result<ConnectionFacts, Failure> {
        let target = self.target(attempt.environment);
        match self.identity(attempt) {
            Ok(identity) => blocking::push(&self.checker, &target, &identity, request, payload)
                .map_err(|error| no_runtime(&error)),
            Err(facts) => Ok(*facts),
        }
    }

    /// Certificate and key for TLS, or the facts of a connection that cannot begin with them.
    fn identity(&self, attempt: &Attempt) -> Result<ClientIdentity, Box<ConnectionFacts>> {
        let (chain, key) = attempt.credential.rustls();
        ClientIdentity::new(chain, key, self.checker.provider()).map_err(|error| {
            let target = self.target(attempt.environment);
            let mut facts = ConnectionFacts::new(target.host(), target.port());
            facts.environment = target.environment();
            facts.topic = Some(attempt.topic.to_string());
            facts.push_type = Some(attempt.push_type);
            facts.failure = Some(unusable(&error.to_string()));
            Box::new(facts)
        })
    }
}

fn unusable(detail: &str) -> Ended {
    let detail = detail.to_owned();
    Ended {
        stage: Stage::Local,
        kind: FailureKind::Identity { detail },
    }
}

fn no_runtime(error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot connect: {error}"))
        .with_help("are there too many open files? See ulimit -n, and --concurrency")
}

/// The ports of APNs.
const PORTS: [u16; 2] = [Target::PORT, Target::ALTERNATIVE_PORT];
