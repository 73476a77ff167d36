//! What is asked of APNs in order to prove a credential.

use alloc::string::String;

use pushcert_diagnostics::{Finding, Report, Severity, Wanted};
use pushcert_types::{Environment, PushType, Topic};
use pushcert_x509::Certificate;

use crate::open::IdentityRef;
use crate::{Credential, Opened};

/// A credential with the request that proves it: to which service, for which topic, with which push type.
#[derive(Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// Certificate and key.
    pub credential: Credential,
    /// The service: the wanted one, else production where the certificate serves it.
    pub environment: Environment,
    /// The topic: the wanted one, else the first of the certificate that goes with the push type.
    pub topic: Topic,
    /// The push type: the wanted one, else the first that goes with the topic.
    pub push_type: PushType,
}

/// Whether there is a finding that no server has to be asked about: expired, no key, wrong environment, a
/// topic that is not on the certificate. An issuer that is unknown here is left to the server to judge,
/// which may be a stand-in with authorities of its own.
#[must_use]
pub fn stops_connection(report: &Report) -> bool {
    report.findings.iter().any(stops)
}

/// The same of one finding.
pub(crate) fn stops(finding: &Finding) -> bool {
    finding.severity == Severity::Error && finding.rule.name != "untrusted-issuer"
}

impl Opened {
    /// What to ask APNs in order to prove the one identity of this file, or of several the one that is
    /// wanted. `None` where there is nothing to ask: [`Opened::diagnose`] says what is wrong.
    ///
    /// ```
    /// use pushcert::types::{Environment, PushType};
    /// use pushcert::{Options, UnixTime, open};
    /// # use pushcert_testkit as testkit;
    /// # let identity = testkit::identity::Identity::apns("com.example.app");
    /// # let file = testkit::pfx::PfxBuilder::keychain_style("secret", &identity).build();
    /// let options = Options::at(UnixTime::from_secs(1_795_219_200)).with_password("secret");
    /// let attempt = open("push.p12", &file, &options).attempt().unwrap();
    /// assert_eq!(attempt.environment, Environment::Production);
    /// assert_eq!(attempt.topic.as_str(), "com.example.app");
    /// assert_eq!(attempt.push_type, PushType::Alert);
    /// ```
    #[must_use]
    pub fn attempt(&self) -> Option<Attempt> {
        if stops_connection(&self.diagnose()) {
            return None;
        }
        let wanted = &self.facts().wanted;
        let identity = self.wanted_identity(wanted)?;
        let (topic, push_type) = question(identity.certificate, wanted)?;
        Some(Attempt {
            environment: service(identity.certificate, wanted)?,
            topic,
            push_type,
            credential: Credential::of(&identity),
        })
    }

    /// The only identity with the wanted topics and environment.
    pub(crate) fn wanted_identity(&self, wanted: &Wanted) -> Option<IdentityRef<'_>> {
        let mut fitting = self
            .identities()
            .filter(|identity| serves(identity.certificate, wanted));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }
}

/// Whether the certificate is one that is asked for.
fn serves(certificate: &Certificate, wanted: &Wanted) -> bool {
    let push = certificate.push();
    let has = |topic: &String| push.topics.iter().any(|t| t.topic.as_str() == *topic);
    wanted.topics.iter().all(has)
        && wanted
            .environment
            .is_none_or(|environment| push.environments.contains(&environment))
}

fn service(certificate: &Certificate, wanted: &Wanted) -> Option<Environment> {
    let served = &certificate.push().environments;
    let first = [Environment::Production, Environment::Sandbox];
    let chosen = first.into_iter().find(|one| served.contains(one));
    wanted.environment.or(chosen)
}

fn question(certificate: &Certificate, wanted: &Wanted) -> Option<(Topic, PushType)> {
    let push = certificate.push();
    let mut listed = push.topics.iter().filter(|one| {
        wanted
            .topics
            .first()
            .is_none_or(|topic| one.topic.as_str() == *topic)
    });
    match wanted.push_types.first() {
        Some(push_type) => listed
            .find(|one| one.push_types.contains(push_type))
            .map(|one| (one.topic.clone(), *push_type)),
        None => listed.find_map(|one| Some((one.topic.clone(), *one.push_types.first()?))),
    }
}
