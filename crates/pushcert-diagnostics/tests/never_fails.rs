//! Any input gives a report: no panic, no control character in the text, the same answer twice.

use proptest::collection::vec;
use proptest::prelude::*;

use pushcert_diagnostics::{
    BagFacts, BagRemark, CertificateDefect, ChainStatus, Format, Input, Item, KeyDefect,
    LocalKeyId, MdmRequestDefect, PathStepFacts, Problem, ProblemKind, PublicKeyFacts,
    RequestedFacts, RevocationFacts, RevocationStatus, SignatureState, TextRemark, TopicFacts,
    UnixTime, Verdict, diagnose, opens_in, rules,
};
use pushcert_types::connection::{Alert, FailureKind};
use pushcert_types::{CertificateKind, Environment, PushType};

/// The examples of the rules, as a start.
fn example() -> impl Strategy<Value = Input> {
    (0..rules::ALL.len(), any::<bool>()).prop_map(|(index, bad)| {
        let rule = rules::ALL[index];
        if bad { (rule.bad)() } else { (rule.good)() }
    })
}

fn time() -> impl Strategy<Value = Option<UnixTime>> {
    let secs = prop_oneof![
        any::<i64>(),
        Just(i64::MIN),
        Just(i64::MAX),
        0..4_000_000_000i64
    ];
    prop_oneof![
        Just(None),
        secs.prop_map(|secs| Some(UnixTime::from_secs(secs)))
    ]
}

/// Text as a hostile file has it.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        Just(String::new()),
        Just("../../x\u{0}\u{1b}[31m\u{202e}\r\n".into()),
        Just("ä".repeat(5_000)),
        "[a-z]{1,8}(\\.[a-z]{1,8}){0,3}",
    ]
}

fn kind() -> impl Strategy<Value = CertificateKind> {
    (0..CertificateKind::ALL.len()).prop_map(|index| CertificateKind::ALL[index])
}

#[derive(Clone, Debug)]
struct Changes {
    texts: Vec<String>,
    times: Vec<Option<UnixTime>>,
    kinds: Vec<CertificateKind>,
    numbers: Vec<u64>,
    format: usize,
    choice: u8,
}

prop_compose! {
    fn changes()(
        texts in vec(text(), 12),
        times in vec(time(), 4),
        kinds in vec(kind(), 2),
        numbers in vec(any::<u64>(), 3),
        format in 0..Format::ALL.len(),
        choice in any::<u8>(),
    ) -> Changes {
        Changes { texts, times, kinds, numbers, format, choice }
    }
}

fn change(input: &mut Input, changes: &Changes) {
    let text = |index: usize| changes.texts[index].clone();
    input.file.name = text(0);
    input.file.format = Format::ALL[changes.format];
    input.file.detail = Some(text(1));
    input.now = changes.times[0].unwrap_or(input.now);
    input.wanted.topics = vec![text(2), text(3)];
    input.wanted.push_types = PushType::ALL.to_vec();
    input.wanted.environment = Some(Environment::Production).filter(|_| changes.choice & 1 == 0);
    input.wanted.expiring_within_days = i64::from_le_bytes(changes.numbers[0].to_le_bytes());
    let mut certificates: Vec<_> = input
        .identities
        .iter_mut()
        .map(|identity| &mut identity.certificate)
        .collect();
    certificates.extend(&mut input.certificates);
    for certificate in certificates {
        certificate.kind = changes.kinds[0];
        certificate.kind_by_name = Some(changes.kinds[1]);
        certificate.not_before = changes.times[1];
        certificate.not_after = changes.times[2];
        certificate.issuer_not_after = changes.times[3];
        certificate.uid = Some(text(4));
        certificate.common_name = Some(text(5));
        certificate.name_topic = Some(text(6));
        certificate
            .topics
            .push(TopicFacts::new(text(7), &[PushType::Alert]));
        certificate.topic_defects.push(text(8));
        certificate.unknown_critical = vec![text(9); 200];
        certificate.defects.push(CertificateDefect::new(text(10)));
        certificate
            .defects
            .push(CertificateDefect::in_extension(text(11), text(0)));
        certificate.is_ca = changes.choice & 2 == 0;
        certificate.chain_status = ChainStatus::UnknownIssuer;
        certificate.issuer_common_name = Some(text(1));
    }
    change_cycle(input, changes);
    change_connection(input, changes);
    for identity in &mut input.identities {
        identity.friendly_name = Some(text(2));
        identity.key.label = Some(text(3));
        identity.key.fitting_label = Some(text(4));
        identity.key.protection = Some(text(5));
        identity
            .key
            .defects
            .push(KeyDefect::new(text(6), changes.choice & 4 == 0));
        identity.local_key_id = LocalKeyId::Shared;
    }
    if let Some(container) = &mut input.container {
        container.trailing_bytes = usize::try_from(changes.numbers[1]).unwrap_or(usize::MAX);
        container.password_encoding = Some(text(7));
        let mut bag = BagFacts::new(text(8));
        bag.remarks.push(BagRemark::new(text(9)));
        container
            .parts
            .iter_mut()
            .for_each(|part| part.bags.push(bag.clone()));
    }
    if let Some(text_facts) = &mut input.text {
        text_facts.remarks.push(TextRemark::new(text(10), true));
    }
    let kinds = [
        ProblemKind::Corrupt { what: text(11) },
        ProblemKind::Unsupported { algorithm: text(0) },
        ProblemKind::LimitExceeded {
            limit: text(1),
            asked: changes.numbers[2],
            allowed: 0,
        },
    ];
    for kind in kinds {
        input.problems.push(
            Problem::new(Item::PemBlock, kind)
                .at(text(2))
                .with_offset(Some(usize::MAX)),
        );
    }
}

/// The facts of requests, renewals, revocation and trust.
fn change_cycle(input: &mut Input, changes: &Changes) {
    let text = |index: usize| changes.texts[index].clone();
    let statuses = [
        RevocationStatus::Good,
        RevocationStatus::Unknown { why: text(0) },
        RevocationStatus::Unusable { why: text(1) },
        RevocationStatus::Revoked {
            at: changes.times[1],
            reason: Some(text(2)),
        },
    ];
    let chosen = usize::from(changes.choice) % (statuses.len() + 1);
    let evidence = statuses.into_iter().take(chosen);
    let evidence: Vec<_> = evidence
        .map(|status| RevocationFacts::new(text(3), text(4), status))
        .collect();
    let identities = input.identities.iter_mut();
    for certificate in identities
        .map(|identity| &mut identity.certificate)
        .chain(&mut input.certificates)
    {
        certificate.revocation.clone_from(&evidence);
        certificate.crl_urls = vec![text(5)];
        certificate.path = vec![PathStepFacts::new(text(6), changes.times[3])];
        certificate.path_problem = Some(text(7));
        certificate.team_id = Some(text(8));
    }
    for request in &mut input.requests {
        request.key = Some(PublicKeyFacts::new(text(9), Some(2048), text(10)));
        request.signature_algorithm = Some(text(11));
        request.signature = SignatureState::Unchecked { why: text(0) };
        request.defects = vec![text(1); 100];
    }
    if let Some(signed) = &mut input.mdm_request {
        signed.signature_hash = Some(text(2));
        signed.chain_is_whole = changes.choice & 1 == 0;
        signed
            .defects
            .push(MdmRequestDefect::new(text(3), changes.choice & 2 == 0));
    }
    if let Some(previous) = &mut input.previous {
        previous.file = text(4);
        previous.certificate.topics = vec![TopicFacts::new(text(5), &[]); 100];
        previous.certificate.not_after = changes.times[2];
    }
    let mut request = RequestedFacts::default();
    request.name = Some(text(6));
    request.spki_sha256 = Some(text(7));
    request.topic = Some(text(8));
    request.kind = Some(changes.kinds[1]);
    input.wanted.request = Some(request);
}

/// What came back from the network.
fn change_connection(input: &mut Input, changes: &Changes) {
    let text = |index: usize| changes.texts[index].clone();
    let Some(facts) = &mut input.connection else {
        return;
    };
    facts.host = text(0);
    facts.topic = Some(text(1));
    if let Some(chain) = &mut facts.server_chain {
        chain.subject = Some(text(2));
        chain.names = vec![text(3); 200];
        chain.issuer = Some(text(4));
        chain.root = Some(text(5));
        chain.not_after = changes.times[1];
    }
    if let Some(answer) = &mut facts.answer {
        answer.apns_id = Some(text(6));
        answer.timestamp_millis = Some(i64::from_le_bytes(changes.numbers[0].to_le_bytes()));
        if changes.choice & 1 == 0 {
            answer.reason = Some(text(7));
        }
    }
    if let Some(failure) = &mut facts.failure {
        let chosen = usize::from(changes.choice) % 11;
        if let Some(kind) = hostile_kinds(&text(8), changes).into_iter().nth(chosen) {
            failure.kind = kind;
        }
    }
}

fn hostile_kinds(text: &str, changes: &Changes) -> [FailureKind; 10] {
    let detail = || text.to_owned();
    [
        FailureKind::Identity { detail: detail() },
        FailureKind::Io { detail: detail() },
        FailureKind::NotTls {
            began_with: detail(),
        },
        FailureKind::TlsViolation { detail: detail() },
        FailureKind::NoHttp2 {
            alpn: Some(detail()),
        },
        FailureKind::ServerCertificateInvalid { detail: detail() },
        FailureKind::WrongServerName,
        FailureKind::UnknownRoot,
        FailureKind::TimedOut {
            limit_millis: changes.numbers[1],
        },
        FailureKind::Alert(Alert(changes.choice)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_input_gives_a_report(mut input in example(), changes in changes()) {
        change(&mut input, &changes);
        let report = diagnose(&input);
        prop_assert_eq!(&report, &diagnose(&input));
        prop_assert!(report.findings.windows(2).all(|pair| pair[0].rule.code <= pair[1].rule.code));
        prop_assert_eq!(report.verdict == Verdict::Pass, report.findings.iter().all(|f| f.severity.as_str() == "note"));
        for finding in &report.findings {
            let shown = finding.to_string();
            let safe = |c: char| c == '\n' || !(c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
            prop_assert!(shown.chars().all(safe), "{shown}");
            prop_assert!(shown.len() < 64 * 1024, "{} bytes", shown.len());
            prop_assert!(finding.severity <= finding.rule.severity);
        }
        if let Some(container) = &input.container {
            prop_assert!(opens_in(container).iter().all(|opening| !opening.why.is_empty()));
        }
    }
}
