//! What the document of a connection says, against plain facts: no network.

use pushcert::report::{
    Connection, ConnectionOutcome, Connections, FileConnection, StageStatus, Verdict,
    redact_connection, to_json,
};
use pushcert::types::connection::{
    Alert, AnswerFacts, ClientCertificateFacts, ConnectionFacts, Failure, FailureKind,
    ServerChainFacts, Stage, StageFacts, TlsFacts, TlsVersion, TrustSource,
};
use pushcert::types::{Environment, PushType, Reason};
use pushcert::{Credential, Opened, Options, UnixTime, open};
use pushcert_testkit::cert::CertificateBuilder;
use serde_json::json;

use crate::common::{NOW, compatible, healthy, options};

const TOPIC: &str = "com.example.app";

fn opened(options: &Options) -> Opened {
    let identity = healthy(CertificateBuilder::apns(TOPIC));
    let file = compatible("secret", &identity);
    open("push.p12", &file, &options.clone().with_password("secret"))
}

fn credential() -> Opened {
    opened(&options())
}

/// A connection that went well as far as this stage.
fn reached(last: Stage) -> ConnectionFacts {
    let mut facts = ConnectionFacts::new("api.push.apple.com", 443);
    facts.topic = Some(TOPIC.into());
    facts.push_type = Some(PushType::Alert);
    let is_taken = |stage: &Stage| {
        *stage != Stage::Local && *stage <= last && (last != Stage::Push || *stage != Stage::Topic)
    };
    let stages = Stage::ALL.iter().copied().filter(is_taken);
    facts.stages = stages
        .map(|stage| StageFacts { stage, millis: 7 })
        .collect();
    facts.addresses = vec!["17.188.143.34".parse().unwrap()];
    facts.address = Some("17.188.143.34:443".parse().unwrap());
    if last > Stage::Tls {
        let mut tls = TlsFacts::new(TlsVersion::Tls13);
        tls.cipher = Some("TLS_AES_256_GCM_SHA384".into());
        tls.alpn = Some("h2".into());
        facts.tls = Some(tls);
        let mut chain = ServerChainFacts::default();
        chain.subject = Some("api.push.apple.com".into());
        chain.root = Some("USERTrust RSA Certification Authority".into());
        chain.trusted_by = vec![TrustSource::Platform, TrustSource::Bundled];
        facts.server_chain = Some(chain);
        facts.client_certificate = Some(ClientCertificateFacts::new(true, true));
    }
    facts
}

fn failed(stage: Stage, kind: FailureKind) -> ConnectionFacts {
    let mut facts = reached(stage);
    facts.failure = Some(Failure { stage, kind });
    facts
}

fn answered(last: Stage, answer: AnswerFacts) -> ConnectionFacts {
    let mut facts = reached(last);
    facts.request_sent = true;
    facts.answer = Some(answer);
    facts
}

fn checked(facts: &ConnectionFacts) -> ConnectionOutcome {
    ConnectionOutcome::new(&credential(), facts, Stage::Topic)
}

fn pushed(facts: &ConnectionFacts) -> ConnectionOutcome {
    ConnectionOutcome::new(&credential(), facts, Stage::Push)
}

/// The statuses, one letter each: `p`, `w`, `f`, `-`.
fn statuses(outcome: &ConnectionOutcome) -> String {
    let letter = |status| match status {
        StageStatus::Pass => 'p',
        StageStatus::Warn => 'w',
        StageStatus::Fail => 'f',
        StageStatus::Skipped => '-',
    };
    outcome
        .stages
        .iter()
        .map(|stage| letter(stage.status))
        .collect()
}

fn names(outcome: &ConnectionOutcome) -> Vec<&str> {
    let findings = outcome.findings.iter();
    let told = findings.filter(|finding| finding.severity != "note");
    told.map(|finding| finding.name.as_str()).collect()
}

/// S1-27: each stage has its own result, in a fixed order; the first that fails decides.
#[test]
fn s1_27_every_stage_has_its_own_result() {
    let order = [
        "local",
        "resolve",
        "tcp",
        "tls",
        "server-chain",
        "client-certificate",
        "topic",
    ];
    for (facts, expected) in [
        (ConnectionFacts::new("api.push.apple.com", 443), "p------"),
        (failed(Stage::Resolve, FailureKind::HostNotFound), "pf-----"),
        (failed(Stage::Tcp, FailureKind::Refused), "ppf----"),
        (failed(Stage::Tls, FailureKind::Closed), "pppf---"),
        (
            failed(Stage::ServerChain, FailureKind::WrongServerName),
            "ppppf--",
        ),
        (
            failed(Stage::ClientCertificate, FailureKind::Reset),
            "pppppf-",
        ),
        (
            failed(Stage::Topic, FailureKind::GoAway { code: 0 }),
            "ppppppf",
        ),
        (answered(Stage::Topic, AnswerFacts::new(200)), "ppppppp"),
    ] {
        let outcome = checked(&facts);
        let stages: Vec<&str> = outcome
            .stages
            .iter()
            .map(|one| one.stage.as_str())
            .collect();
        assert_eq!(stages, order);
        assert_eq!(statuses(&outcome), expected, "{facts:?}");
        let fails = expected.contains('f');
        assert_eq!(outcome.verdict == Verdict::Fail, fails);
        assert_eq!(outcome.failed_stage().is_some(), fails);
        for stage in &outcome.stages {
            let is_skipped = stage.status == StageStatus::Skipped;
            assert!(
                !stage.detail.is_empty() && !stage.detail.ends_with('.'),
                "{stage:?}"
            );
            assert!(!is_skipped || (stage.facts.is_empty() && stage.millis.is_none()));
            let is_timed = stage.stage != "local" && !is_skipped;
            assert_eq!(stage.millis, is_timed.then_some(7), "{stage:?}");
        }
    }
}

#[test]
fn a_document_has_these_fields_in_this_order() {
    let answer = AnswerFacts::new(400).with_reason("BadDeviceToken");
    let outcome = checked(&answered(Stage::Topic, answer)).with_local_millis(3);
    let document = Connection::new(UnixTime::parse(NOW).unwrap(), outcome);
    let text = to_json(&document);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let fields: Vec<&String> = json.as_object().unwrap().keys().collect();
    let expected = [
        "schema",
        "checked_at",
        "host",
        "port",
        "environment",
        "verdict",
        "stages",
        "findings",
    ];
    assert_eq!(fields, expected);
    assert_eq!(json["schema"], "pushcert.connect/1");
    assert_eq!(json["environment"], "production");
    assert_eq!(json["verdict"], "pass");
    assert_eq!(json["stages"][0]["millis"], 3);
    let stage: Vec<&String> = json["stages"][3].as_object().unwrap().keys().collect();
    assert_eq!(stage, ["stage", "status", "millis", "detail", "facts"]);
    assert_eq!(
        json["stages"][3]["facts"],
        json!({"version": "TLSv1.3", "cipher": "TLS_AES_256_GCM_SHA384", "alpn": "h2"})
    );
    let root = &json["stages"][4]["facts"]["root"];
    assert_eq!(root, "USERTrust RSA Certification Authority");
    let facts = &json["stages"][6]["facts"];
    assert_eq!(
        (&facts["http_status"], &facts["reason"]),
        (&json!(400), &json!("BadDeviceToken"))
    );
}

/// S1-28: the server does not chain to the trust store: that, and not "certificate bad".
#[test]
fn s1_28_a_server_that_is_not_trusted_fails_its_own_stage() {
    let mut facts = failed(Stage::ServerChain, FailureKind::UnknownRoot);
    let mut chain = ServerChainFacts::default();
    chain.issuer = Some("Example Ltd. Inspection".into());
    chain.refused_by = vec![TrustSource::Platform, TrustSource::Bundled];
    facts.server_chain = Some(chain);
    facts.client_certificate = None;
    let outcome = checked(&facts);
    assert_eq!(names(&outcome), ["server-not-trusted"]);
    let stage = outcome.failed_stage().unwrap();
    assert_eq!(stage.stage, "server-chain");
    assert_eq!(stage.facts["refused_by"], json!(["platform", "bundled"]));
    assert_eq!(
        outcome.findings.last().unwrap().evidence["fault"],
        "network"
    );
}

/// S1-32: the alert has the code of a CRL.
#[test]
fn s1_32_a_revoked_certificate_has_one_code() {
    let kind = FailureKind::Alert(Alert::CERTIFICATE_REVOKED);
    let outcome = checked(&failed(Stage::ClientCertificate, kind));
    assert_eq!(names(&outcome), ["revoked"]);
    let mut findings = outcome.findings.iter();
    assert!(findings.any(|finding| finding.code == "APNS304"));
    let stage = outcome.failed_stage().unwrap();
    assert_eq!(stage.stage, "client-certificate");
    assert_eq!(stage.facts["alert"], "certificate_revoked");
}

#[test]
fn a_bad_credential_is_told_without_a_connection() {
    let late = opened(&crate::common::options_at("2027-07-01T00:00:00Z"));
    let facts = ConnectionFacts::new("api.sandbox.push.apple.com", 2197);
    let outcome = ConnectionOutcome::new(&late, &facts, Stage::Topic);
    assert_eq!(statuses(&outcome), "f------");
    assert_eq!(outcome.environment.as_deref(), Some("sandbox"));
    assert_eq!(
        outcome.stages[0].detail,
        "The certificate expired 29 days ago"
    );
    assert_eq!(names(&outcome), ["certificate-expired"]);
    // A file that cannot even be read fails, too.
    let nothing = open("push.p12", b"nothing", &options());
    let outcome = ConnectionOutcome::new(&nothing, &facts, Stage::Push);
    assert_eq!(
        (outcome.verdict, statuses(&outcome).as_str()),
        (Verdict::Fail, "f-------")
    );
}

#[test]
fn a_refusing_answer_fails_the_stage_that_it_is_about() {
    for reason in Reason::ALL {
        let answer = AnswerFacts::new(reason.status()).with_reason(reason.as_str());
        let outcome = checked(&answered(Stage::Topic, answer.clone()));
        let expected = match reason {
            Reason::BadDeviceToken
            | Reason::DeviceTokenNotForTopic
            | Reason::Unregistered
            | Reason::ExpiredToken => "ppppppp",
            Reason::TooManyRequests => "ppppppw",
            Reason::MissingProviderToken
            | Reason::InvalidProviderToken
            | Reason::ExpiredProviderToken
            | Reason::UnrelatedKeyIdInToken
            | Reason::BadEnvironmentKeyIdInToken
            | Reason::TooManyProviderTokenUpdates => "pppppf-",
            _ => "ppppppf",
        };
        assert_eq!(statuses(&outcome), expected, "{reason}");
        if let Some(stage) = outcome.failed_stage() {
            assert_eq!(stage.facts["reason"], reason.as_str(), "{reason}");
        }
        let outcome = pushed(&answered(Stage::Push, answer));
        let expected = match reason {
            Reason::BadDeviceToken
            | Reason::DeviceTokenNotForTopic
            | Reason::Unregistered
            | Reason::ExpiredToken => "pppppppf",
            Reason::BadCertificate
            | Reason::Forbidden
            | Reason::BadCertificateEnvironment
            | Reason::TopicDisallowed
            | Reason::BadTopic
            | Reason::MissingTopic => "ppppppf-",
            _ if expected.starts_with("pppppf") => "pppppf--",
            _ => "pppppp-f",
        };
        assert_eq!(statuses(&outcome), expected, "push: {reason}");
        assert_eq!(
            outcome.failed_stage().unwrap().millis,
            Some(7),
            "push: {reason}"
        );
    }
}

#[test]
fn a_push_that_was_taken_passes_every_stage() {
    let mut answer = AnswerFacts::new(200);
    answer.apns_id = Some("eabeae54-14a8-11e5-b60b-1697f925ec7b".into());
    let outcome = pushed(&answered(Stage::Push, answer));
    assert_eq!(statuses(&outcome), "pppppppp");
    let push = outcome.stages.last().unwrap();
    assert_eq!(push.detail, "APNs took the push");
    assert_eq!(
        push.facts["apns_id"],
        "eabeae54-14a8-11e5-b60b-1697f925ec7b"
    );
    assert_eq!(push.facts["http_status"], 200);
    let mut gone = AnswerFacts::new(410).with_reason("Unregistered");
    gone.timestamp_millis = Some(1_793_620_800_123);
    let outcome = pushed(&answered(Stage::Push, gone));
    assert_eq!(
        outcome.failed_stage().unwrap().facts["timestamp"],
        "2026-11-02T12:00:00Z"
    );
}

#[test]
fn a_reason_in_goaway_is_an_answer() {
    let mut facts = reached(Stage::ClientCertificate);
    facts.answer = Some(AnswerFacts::goaway("BadCertificateEnvironment"));
    facts.environment = Some(Environment::Production);
    let outcome = checked(&facts);
    assert_eq!(statuses(&outcome), "ppppppf");
    let topic = outcome.failed_stage().unwrap();
    assert_eq!(topic.facts["in_goaway"], true);
    assert!(!topic.facts.contains_key("http_status"));
}

#[test]
fn a_warning_shows_at_its_stage_and_the_rest_goes_on() {
    let mut facts = answered(Stage::Topic, AnswerFacts::new(200));
    let chain = facts.server_chain.as_mut().unwrap();
    chain.trusted_by = vec![TrustSource::Bundled];
    chain.refused_by = vec![TrustSource::Platform];
    let outcome = checked(&facts);
    assert_eq!(statuses(&outcome), "ppppwpp");
    assert_eq!(outcome.verdict, Verdict::Warn);
    assert!(outcome.stages[4].detail.contains("USERTrust"));
}

#[test]
fn several_connections_are_one_document() {
    let good = checked(&answered(Stage::Topic, AnswerFacts::new(200)));
    let bad = checked(&failed(Stage::Tcp, FailureKind::Refused));
    let connections = vec![
        FileConnection::new("one.p12", good),
        FileConnection::new("two.p12", bad),
    ];
    let now = UnixTime::parse(NOW).unwrap();
    let json = serde_json::to_value(Connections::new(now, connections)).unwrap();
    assert_eq!(json["schema"], "pushcert.connections/1");
    assert_eq!(json["verdict"], "fail");
    assert_eq!(json["connections"][0]["path"], "one.p12");
    assert_eq!(json["connections"][0]["verdict"], "pass");
    assert_eq!(json["connections"][1]["stages"][2]["status"], "fail");
    let none = serde_json::to_value(Connections::new(now, Vec::new())).unwrap();
    assert_eq!(none["verdict"], "pass");
}

#[test]
fn text_from_the_network_is_escaped_for_people() {
    let began_with = "HTTP/1.1 400\r\n\u{1b}[31m".to_string();
    let mut facts = failed(Stage::Tls, FailureKind::NotTls { began_with });
    facts.host = "evil\u{202e}.example".into();
    let outcome = checked(&facts);
    for stage in &outcome.stages {
        let safe = |c: char| !c.is_control() && c != '\u{202e}';
        assert!(stage.detail.chars().all(safe), "{stage:?}");
    }
}

#[test]
fn a_redacted_document_names_nobody() {
    let opened = credential();
    let mut facts = failed(Stage::ServerChain, FailureKind::WrongServerName);
    facts.host = "push.acme.example".into();
    facts.addresses = vec!["10.20.30.40".parse().unwrap()];
    facts.address = Some("10.20.30.40:443".parse().unwrap());
    let chain = facts.server_chain.as_mut().unwrap();
    chain.names = vec!["proxy.acme.example".into()];
    chain.subject = Some("proxy.acme.example".into());
    chain.issuer = Some("Acme Inspection".into());
    let outcome = ConnectionOutcome::new(&opened, &facts, Stage::Topic);
    let mut document = Connection::new(UnixTime::parse(NOW).unwrap(), outcome);
    redact_connection(&mut document, &opened.check(), &[TOPIC.into()]);
    let text = to_json(&document);
    for word in ["acme", "Acme", "10.20.30.40", "com.example"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    assert!(
        text.contains("USERTrust RSA Certification Authority"),
        "{text}"
    );
    assert!(text.contains("wrong-server-name"));
}

#[test]
fn a_redacted_document_does_not_name_the_proxy() {
    let opened = credential();
    let began_with = "HTTP/1.1 407 Via: proxy.acme.example".to_string();
    let facts = failed(Stage::Tls, FailureKind::NotTls { began_with });
    let outcome = ConnectionOutcome::new(&opened, &facts, Stage::Topic);
    let mut document = Connection::new(UnixTime::parse(NOW).unwrap(), outcome);
    assert!(to_json(&document).contains("acme"));
    redact_connection(&mut document, &opened.check(), &[]);
    let text = to_json(&document);
    assert!(!text.contains("acme"), "{text}");
    assert!(text.contains("\"host\": \"api.push.apple.com\""), "{text}");
}

#[test]
fn chain_and_key_come_as_one_pem_that_opens_again() {
    let identity = healthy(CertificateBuilder::apns(TOPIC));
    let chain = pushcert_testkit::authority::Authority::synthetic().certificate();
    let identity = identity.chain(vec![chain]);
    let file = compatible("secret", &identity);
    let credential = Credential::open(&file, &options().with_password("secret")).unwrap();
    let pem = credential.pem();
    let labels: Vec<&str> = pem
        .lines()
        .filter(|line| line.starts_with("-----BEGIN"))
        .collect();
    let certificate = "-----BEGIN CERTIFICATE-----";
    assert_eq!(
        labels,
        [certificate, certificate, "-----BEGIN PRIVATE KEY-----"]
    );
    let again = Credential::open(pem.as_bytes(), &options()).unwrap();
    assert_eq!(again.chain_der(), credential.chain_der());
    assert_eq!(again.key_der(), credential.key_der());
}
