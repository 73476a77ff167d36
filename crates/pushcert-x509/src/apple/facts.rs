//! The facts about push that a certificate states.

use alloc::{format, string::String, vec::Vec};
use core::fmt;

use pushcert_types::{CertificateKind, Environment, PushType, Topic};

use super::{
    kind::{self, Marks},
    known,
    topics::{self, RawTopic},
    values,
};
use crate::{
    certificate::View,
    extension::Extension,
    oid::Oid,
    problem::{ProblemKind, Problems},
};

/// What a certificate says about push.
///
/// Sources: the extensions first; the subject's common name is evidence only, kept in
/// [`kind_by_name`](Self::kind_by_name) and [`name_topic`](Self::name_topic) so that a
/// disagreement can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PushFacts {
    /// The kind, by the extensions.
    pub kind: CertificateKind,
    /// The kind that the common name speaks of, where it speaks of one.
    pub kind_by_name: Option<CertificateKind>,
    /// The environments it is for, in the order sandbox, production.
    pub environments: Vec<Environment>,
    /// The topics it covers, each with what can be sent to it.
    pub topics: Vec<TopicEntry>,
    /// Where the topics come from; `None` when the certificate has none.
    pub topics_from: Option<TopicsFrom>,
    /// The subject's UID as it stands there.
    pub uid: Option<String>,
    /// The UID that the common name implies: what follows its beginning, with `.voip` for VoIP
    /// and `com.apple.mgmt.External.` for MDM push. `None` where the name implies none, as in
    /// the certificates of 2010 and 2011 that name a team there.
    pub name_topic: Option<String>,
    /// The team id: the subject's OU, in a push or MDM vendor certificate.
    pub team_id: Option<String>,
    /// The bundle id of a VoIP certificate (`~.6.3.3`).
    pub voip_bundle_id: Option<String>,
    /// The Pass Type ID (`~.6.1.16`).
    pub pass_type_id: Option<String>,
    /// The Website Push ID (`~.6.1.17`).
    pub website_push_id: Option<String>,
}

impl PushFacts {
    /// Every push type that the certificate can send to at least one topic, without repetition.
    #[must_use]
    pub fn push_types(&self) -> Vec<PushType> {
        let covers = |wanted: &PushType| {
            self.topics
                .iter()
                .any(|entry| entry.push_types.contains(wanted))
        };
        PushType::ALL.iter().copied().filter(covers).collect()
    }

    /// Whether a topic is covered.
    #[must_use]
    pub fn covers(&self, topic: &Topic) -> bool {
        self.topics.iter().any(|entry| entry.topic == *topic)
    }
}

/// One topic of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TopicEntry {
    /// The topic.
    pub topic: Topic,
    /// The label beside it in `~.6.3.6`, evidence only.
    pub label: Option<String>,
    /// What can be sent to it.
    pub push_types: &'static [PushType],
}

/// Where the topics of a certificate come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TopicsFrom {
    /// The extension `1.2.840.113635.100.6.3.6`.
    TopicsExtension,
    /// The extension `1.2.840.113635.100.6.3.4`.
    VoipTopicsExtension,
    /// The UID of the subject.
    Uid,
}

impl TopicsFrom {
    /// The extension's identifier, or `uid`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TopicsExtension => "1.2.840.113635.100.6.3.6",
            Self::VoipTopicsExtension => "1.2.840.113635.100.6.3.4",
            Self::Uid => "uid",
        }
    }
}

impl fmt::Display for TopicsFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Collects the facts; what is wrong with them goes to `problems`.
pub(crate) fn decode(view: &View<'_>, problems: &mut Problems) -> PushFacts {
    let subject = view.subject;
    let by_name = subject.common_name().and_then(kind::by_name);
    let kind_by_name = by_name.map(|(kind, _)| kind);
    let marks = marks(view);
    let kind = kind::by_extensions(&marks, kind_by_name);
    let mut facts = PushFacts {
        kind,
        kind_by_name,
        environments: environments(&marks),
        topics: Vec::new(),
        topics_from: None,
        uid: subject.uid().map(String::from),
        name_topic: by_name.and_then(|(kind, tail)| name_topic(kind, tail)),
        team_id: None,
        voip_bundle_id: text_of(view, &known::VOIP_BUNDLE_ID),
        pass_type_id: text_of(view, &known::PASS_TYPE_ID),
        website_push_id: text_of(view, &known::WEBSITE_PUSH_ID),
    };
    if kind.is_push() || kind == CertificateKind::MdmVendor {
        facts.team_id = subject.organizational_unit().map(String::from);
    }
    if kind.is_push() {
        add_topics(&mut facts, view, problems);
        check_identifiers(&facts, view, problems);
    }
    facts
}

fn text_of(view: &View<'_>, oid: &Oid) -> Option<String> {
    values::text(&view.extension(oid)?).ok()
}

fn marks(view: &View<'_>) -> Marks {
    let has = |oid: &Oid| view.extension(oid).is_some();
    let subject = view.subject;
    Marks {
        sandbox: has(&known::SANDBOX),
        production: has(&known::PRODUCTION),
        topics: has(&known::TOPICS),
        voip: has(&known::VOIP) || has(&known::VOIP_TOPICS) || has(&known::VOIP_BUNDLE_ID),
        pass: has(&known::PASS_TYPE_ID),
        website: has(&known::WEBSITE_PUSH_ID),
        mdm_vendor: has(&known::MDM_VENDOR),
        ca: view.is_ca(),
        apple: subject.organization() == Some("Apple Inc.")
            || view.extensions().any(|e| values::marks_authority(&e)),
        apns_server: view.is_server() && view.host_names().any(kind::is_apns_host),
        mdm_uid: subject
            .uid()
            .is_some_and(|uid| uid.starts_with(kind::MDM_UID_PREFIX)),
    }
}

fn environments(marks: &Marks) -> Vec<Environment> {
    let mut environments = Vec::with_capacity(2);
    if marks.sandbox {
        environments.push(Environment::Sandbox);
    }
    if marks.production {
        environments.push(Environment::Production);
    }
    environments
}

fn name_topic(kind: CertificateKind, tail: &str) -> Option<String> {
    match kind {
        _ if tail.is_empty() || tail.contains(':') => None,
        CertificateKind::Voip => Some(format!("{tail}.voip")),
        CertificateKind::MdmPush => Some(format!("{}External.{tail}", kind::MDM_UID_PREFIX)),
        CertificateKind::MdmVendor | CertificateKind::Watchkit => None,
        _ => Some(tail.into()),
    }
}

fn add_topics(facts: &mut PushFacts, view: &View<'_>, problems: &mut Problems) {
    let (from, raw) = if let Some(extension) = view.extension(&known::TOPICS) {
        (
            TopicsFrom::TopicsExtension,
            topics::listed(&extension, problems),
        )
    } else if let Some(extension) = view.extension(&known::VOIP_TOPICS) {
        let raw = topics::comma_separated(&extension, problems);
        (TopicsFrom::VoipTopicsExtension, raw)
    } else {
        (TopicsFrom::Uid, uid_topic(view))
    };
    for (index, raw) in raw.into_iter().enumerate() {
        let topic = match Topic::parse(&raw.text) {
            Ok(topic) => topic,
            Err(cause) => {
                problems.push(ProblemKind::InvalidTopic { from, index, cause }, raw.offset);
                continue;
            }
        };
        if facts.covers(&topic) {
            problems.push(ProblemKind::DuplicateTopic { from, index }, raw.offset);
            continue;
        }
        let push_types = push_types(facts, &topic);
        if label_disagrees(raw.label.as_deref(), push_types) {
            problems.push(ProblemKind::LabelDisagrees { index }, raw.offset);
        }
        facts.topics.push(TopicEntry {
            topic,
            label: raw.label,
            push_types,
        });
    }
    facts.topics_from = (!facts.topics.is_empty()).then_some(from);
}

fn uid_topic(view: &View<'_>) -> Vec<RawTopic> {
    let uid = view.subject.uid();
    let topic = uid.map(|uid| RawTopic {
        text: uid.into(),
        label: None,
        offset: view.subject_start(),
    });
    topic.into_iter().collect()
}

/// By kind and suffix; but the identifier of the app itself is never a suffixed topic, even if
/// it happens to end in `.voip`.
fn push_types(facts: &PushFacts, topic: &Topic) -> &'static [PushType] {
    let bundle_id = match facts.kind {
        CertificateKind::Apns | CertificateKind::ApnsSandbox => facts.uid.as_deref(),
        CertificateKind::Voip | CertificateKind::Watchkit => facts.voip_bundle_id.as_deref(),
        _ => None,
    };
    if bundle_id == Some(topic.as_str()) {
        Topic::unsuffixed_push_types()
    } else {
        topic.push_types(facts.kind)
    }
}

/// Whether a label of those that Apple uses stands beside a topic of another push type.
fn label_disagrees(label: Option<&str>, push_types: &[PushType]) -> bool {
    let expected = match label {
        Some("app" | "topic") => PushType::Alert,
        Some("voip") => PushType::Voip,
        Some("complication") => PushType::Complication,
        Some(".voip-ptt") => PushType::PushToTalk,
        _ => return false,
    };
    !push_types.contains(&expected)
}

/// Remarks where an identifier in an extension is not the UID that it always is.
fn check_identifiers(facts: &PushFacts, view: &View<'_>, problems: &mut Problems) {
    let mut check = |extension: Option<Extension<'_>>, value: Option<&str>| {
        if let (Some(extension), Some(value)) = (extension, value)
            && facts.uid.as_deref() != Some(value)
        {
            let oid = extension.oid();
            problems.push(
                ProblemKind::IdentifierIsNotUid { oid },
                extension.value_start,
            );
        }
    };
    let voip_uid = facts.voip_bundle_id.as_ref().map(|id| format!("{id}.voip"));
    check(
        view.extension(&known::PASS_TYPE_ID),
        facts.pass_type_id.as_deref(),
    );
    check(
        view.extension(&known::WEBSITE_PUSH_ID),
        facts.website_push_id.as_deref(),
    );
    if facts.kind == CertificateKind::Voip {
        check(view.extension(&known::VOIP_BUNDLE_ID), voip_uid.as_deref());
    }
    if facts.topics_from == Some(TopicsFrom::TopicsExtension) {
        let first = facts.topics.first().map(|entry| entry.topic.as_str());
        check(view.extension(&known::TOPICS), first);
    }
}
