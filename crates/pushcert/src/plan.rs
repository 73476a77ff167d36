//! Which connections a server needs for its apps, and which of its certificates serves which.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use pushcert_diagnostics::{CertificateFacts, Severity};
use pushcert_types::{Environment, Topic, UnixTime};

use crate::Opened;

/// An app that pushes are to be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an app is named by these two")]
pub struct App {
    /// Its bundle id, or the identifier of a website, a pass type or an MDM push certificate.
    pub topic: Topic,
    /// Where its devices registered.
    pub environment: Environment,
}

/// One connection: one app, one environment, one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Connection {
    /// The app.
    pub app: App,
    /// Where to connect to.
    pub host: &'static str,
    /// Which of the files that were given, by its place in the list.
    pub file: usize,
    /// Which identity of that file.
    pub identity: usize,
    /// Every topic that can be sent to on it.
    pub topics: Vec<String>,
    /// When its certificate ends.
    pub not_after: Option<UnixTime>,
}

/// The connections for a number of apps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Plan {
    /// One for each app that has a certificate, in the order of the apps.
    pub connections: Vec<Connection>,
    /// The apps that no certificate serves.
    pub uncovered: Vec<App>,
}

impl Plan {
    /// What is to be said where several apps are planned; `None` for one app.
    #[must_use]
    pub fn advice(&self) -> Option<&'static str> {
        let apps = self.connections.len().saturating_add(self.uncovered.len());
        (apps > 1).then_some(SEVERAL_APPS)
    }
}

const SEVERAL_APPS: &str = "each app has a certificate and connections of its own, all renewed every year; for several \
apps token authentication (one .p8 key for the whole team) is often simpler. MDM goes with certificates only";

/// Finds for each app the certificate that serves it, and gives each app a connection of its own.
///
/// A connection is never shared between apps: APNs takes the certificate once, when the connection is made,
/// and it is tied to one app. Of several certificates for an app the one without an error, then the one that
/// lasts longest, is taken; one whose key is missing never is.
///
/// ```
/// use pushcert::plan::{App, plan};
/// use pushcert::types::{Environment, Topic};
///
/// let app = App { topic: Topic::parse("com.example.app")?, environment: Environment::Production };
/// let plan = plan(&[app], &[]);
/// assert_eq!(plan.uncovered.len(), 1);
/// # Ok::<(), pushcert::types::TopicError>(())
/// ```
#[must_use]
pub fn plan(apps: &[App], files: &[&Opened]) -> Plan {
    let sound: Vec<Vec<bool>> = files.iter().map(|file| sound(file)).collect();
    let mut plan = Plan::default();
    let mut seen: Vec<&App> = Vec::new();
    for app in apps {
        if seen.contains(&app) {
            continue;
        }
        seen.push(app);
        match connection(app, files, &sound) {
            Some(connection) => plan.connections.push(connection),
            None => plan.uncovered.push(app.clone()),
        }
    }
    plan
}

fn connection(app: &App, files: &[&Opened], sound: &[Vec<bool>]) -> Option<Connection> {
    let identities = files.iter().enumerate().flat_map(|(file, opened)| {
        let identities = opened.facts().identities.iter().enumerate();
        identities.map(move |(identity, facts)| (file, identity, &facts.certificate))
    });
    let fitting = identities.filter(|(_, _, certificate)| serves(certificate, app));
    let is_sound = |file: usize, identity: usize| sound.get(file)?.get(identity).copied();
    let (file, identity, certificate) = fitting.max_by_key(|(file, identity, certificate)| {
        (is_sound(*file, *identity), certificate.not_after)
    })?;
    Some(Connection {
        app: app.clone(),
        host: app.environment.host(),
        file,
        identity,
        topics: certificate
            .topics
            .iter()
            .map(|topic| topic.topic.clone())
            .collect(),
        not_after: certificate.not_after,
    })
}

fn serves(certificate: &CertificateFacts, app: &App) -> bool {
    certificate.kind.is_push()
        && certificate.serves(app.environment)
        && certificate.has_topic(app.topic.as_str())
}

/// Of each identity of a file whether there is no error about it. That there are several is none: the plan
/// says which.
fn sound(file: &Opened) -> Vec<bool> {
    let report = file.diagnose();
    let errors = report
        .findings
        .iter()
        .filter(|one| one.severity == Severity::Error && one.rule.name != "multiple-identities");
    let errors: Vec<_> = errors.map(|one| one.subject.as_deref()).collect();
    let is_sound = |identity: usize| {
        let own = format!("identities/{identity}");
        let about = |subject: &Option<&str>| {
            subject.is_none_or(|subject| subject == own || !subject.starts_with("identities/"))
        };
        !errors.iter().any(about)
    };
    (0..file.facts().identities.len()).map(is_sound).collect()
}
