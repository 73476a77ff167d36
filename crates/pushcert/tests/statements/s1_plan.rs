//! Source S1: one certificate and one connection for each app.

use std::collections::BTreeSet;

use pushcert::plan::{App, plan};
use pushcert::types::Topic;
use pushcert::{Environment, Opened, Wanted, open};
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::pfx::PfxBuilder;

use crate::common::{check, compatible, finding, healthy, options, valid};

fn app(topic: &str, environment: Environment) -> App {
    let topic = Topic::parse(topic).unwrap();
    App { topic, environment }
}

fn production(topic: &str) -> App {
    app(topic, Environment::Production)
}

fn identity(topic: &str, key: usize) -> Identity {
    healthy(CertificateBuilder::apns(topic).key(&TestKey::rsa2048(key)))
}

fn opened(identity: &Identity) -> Opened {
    let file = compatible("secret", identity);
    open("push.p12", &file, &options().with_password("secret"))
}

#[test]
fn s1_04_each_bundle_id_that_is_not_covered_is_named() {
    let mut wanted = Wanted::default();
    wanted.topics = ["com.example.a", "com.example.b", "com.example.c"]
        .map(String::from)
        .to_vec();
    let file = check(
        "push.p12",
        &compatible("secret", &identity("com.example.a", 0)),
        &options().with_password("secret").with_wanted(wanted),
    );
    let text = pushcert::report::to_json(&file.findings);
    assert!(
        text.contains("com.example.b") && text.contains("com.example.c"),
        "{text}"
    );
    let found = file
        .findings
        .iter()
        .filter(|one| one.name == "topic-not-covered");
    assert!(found.count() > 0, "{text}");
}

#[test]
fn s1_05_n_apps_have_n_certificates_and_n_connections() {
    let topics = ["com.example.a", "com.example.b", "com.example.c"];
    let files: Vec<Opened> = (0..)
        .zip(topics)
        .map(|(n, topic)| opened(&identity(topic, n)))
        .collect();
    let files: Vec<&Opened> = files.iter().collect();
    let apps: Vec<App> = topics.iter().copied().map(production).collect();
    let plan = plan(&apps, &files);
    assert!(plan.uncovered.is_empty());
    assert_eq!(plan.connections.len(), topics.len());
    let certificates: BTreeSet<_> = plan
        .connections
        .iter()
        .map(|one| (one.file, one.identity))
        .collect();
    assert_eq!(certificates.len(), topics.len(), "a certificate is shared");
    for (connection, app) in plan.connections.iter().zip(&apps) {
        assert_eq!(&connection.app, app);
        assert_eq!(connection.topics[0], app.topic.as_str());
        assert_eq!(connection.host, "api.push.apple.com");
    }
}

#[test]
fn s1_05_the_same_app_twice_is_one_and_two_environments_are_two_connections() {
    let file = opened(&identity("com.example.a", 0));
    let apps = [
        production("com.example.a"),
        production("com.example.a"),
        app("com.example.a", Environment::Sandbox),
        production("com.example.other"),
    ];
    let plan = plan(&apps, &[&file]);
    let hosts: Vec<_> = plan.connections.iter().map(|one| one.host).collect();
    assert_eq!(hosts, ["api.push.apple.com", "api.sandbox.push.apple.com"]);
    assert_eq!(plan.uncovered, [production("com.example.other")]);
}

#[test]
fn s1_05_the_sound_certificate_comes_first_and_then_the_one_that_lasts_longest() {
    let ending = |end: &str, key: usize| {
        let builder = CertificateBuilder::apns("com.example.a").key(&TestKey::rsa2048(key));
        Identity::new(&valid(builder).valid("2026-05-02T00:00:00Z", end))
    };
    let foreign = CertificateBuilder::apns("com.example.a")
        .key(&TestKey::rsa2048(3))
        .self_signed()
        .valid("2026-05-02T00:00:00Z", "2040-01-01T00:00:00Z");
    let files = [
        opened(&ending("2026-06-01T00:00:00Z", 0)),
        opened(&ending("2027-05-01T00:00:00Z", 1)),
        opened(&ending("2027-03-01T00:00:00Z", 2)),
        opened(&Identity::new(&foreign)),
    ];
    let files: Vec<&Opened> = files.iter().collect();
    let plan = plan(&[production("com.example.a")], &files);
    assert_eq!(plan.connections[0].file, 1);
}

#[test]
fn s1_05_an_identity_is_not_blamed_for_its_neighbour() {
    let old = valid(CertificateBuilder::apns("com.example.a").key(&TestKey::rsa2048(0)))
        .valid("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
    let both = [Identity::new(&old), identity("com.example.b", 1)];
    let both = PfxBuilder::keychain_selection("secret", &both).build();
    let both = open("both.p12", &both, &options().with_password("secret"));
    // Sound as well, but it ends earlier.
    let early = valid(CertificateBuilder::apns("com.example.b").key(&TestKey::rsa2048(2)))
        .valid("2026-05-02T00:00:00Z", "2027-01-15T00:00:00Z");
    let early = opened(&Identity::new(&early));
    let plan = plan(&[production("com.example.b")], &[&early, &both]);
    assert_eq!(
        (plan.connections[0].file, plan.connections[0].identity),
        (1, 1)
    );
}

#[test]
fn s1_06_several_apps_bring_the_advice_of_token_authentication() {
    let one = plan(&[production("com.example.a")], &[]);
    assert_eq!(one.advice(), None);
    let apps = [production("com.example.a"), production("com.example.b")];
    let two = plan(&apps, &[]);
    assert!(two.advice().unwrap().contains("token authentication"));
    let mut wanted = Wanted::default();
    wanted.topics = ["com.example.a", "com.example.b"]
        .map(String::from)
        .to_vec();
    let file = check(
        "push.p12",
        &compatible("secret", &identity("com.example.a", 0)),
        &options().with_password("secret").with_wanted(wanted),
    );
    finding(&file, "several-apps");
}
