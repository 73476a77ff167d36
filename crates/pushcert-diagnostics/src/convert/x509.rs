//! Certificates.

use alloc::string::ToString;

use pushcert_trust::{AUTHORITIES, ChainStatus, issuer_of};
use pushcert_types::CertificateKind;
use pushcert_x509::{
    Certificate, Error, ErrorKind, ExtendedKeyUsage, KeyUsage, ProblemKind as Remark, PushFacts,
    apple_oids,
};

use crate::convert::hex::hex;
use crate::facts::{CertificateDefect, CertificateFacts, Item, Problem, ProblemKind, TopicFacts};

impl CertificateFacts {
    /// The facts of a certificate whose signature was judged.
    ///
    /// The public key and `issued_by_given_authority` are left for the caller, who has them from elsewhere.
    #[must_use]
    pub fn new_from(certificate: &Certificate, chain_status: ChainStatus) -> Self {
        let mut facts = Self::new(certificate.push().kind);
        facts.chain_status = chain_status;
        facts.add_push(certificate.push());
        facts.add_fields(certificate);
        facts.add_issuer(certificate);
        for problem in certificate.problems() {
            facts.add_problem(problem.kind());
        }
        facts
    }

    fn add_push(&mut self, push: &PushFacts) {
        self.kind_by_name = push.kind_by_name;
        self.environments.clone_from(&push.environments);
        self.topics = push.topics.iter().map(topic).collect();
        self.topics_from = push.topics_from.map(|from| from.as_str().into());
        self.uid.clone_from(&push.uid);
        self.name_topic.clone_from(&push.name_topic);
    }

    fn add_fields(&mut self, certificate: &Certificate) {
        let (subject, issuer) = (certificate.subject(), certificate.issuer());
        self.common_name = subject.common_name().map(Into::into);
        self.team_id = subject.organizational_unit().map(Into::into);
        self.organization = subject.organization().map(Into::into);
        self.country = subject.country().map(Into::into);
        self.issuer_common_name = issuer.common_name().map(Into::into);
        self.serial = hex(certificate.serial());
        self.not_before = certificate.not_before();
        self.not_after = certificate.not_after();
        self.signature_algorithm = certificate.signature_algorithm().as_str().into();
        self.sha256 = hex(&certificate.sha256());
        self.subject_key_id = certificate.subject_key_id().map(hex);
        self.authority_key_id = certificate.authority_key_id().map(hex);
        self.crl_urls = certificate.crl_urls().map(Into::into).collect();
        self.ocsp_urls = certificate.ocsp_urls().map(Into::into).collect();
        self.is_ca = certificate.is_ca() || self.kind == CertificateKind::AppleCa;
        let purposes = certificate.extended_key_usage();
        let usage = certificate.key_usage();
        self.client_auth = purposes.is_none_or(ExtendedKeyUsage::client_auth)
            && usage.is_none_or(KeyUsage::digital_signature);
    }

    /// The issuing authority of Apple. One was renewed with the same key: of its certificates the last end counts.
    fn add_issuer(&mut self, certificate: &Certificate) {
        let Some(issuer) = issuer_of(certificate) else {
            return;
        };
        self.issuer_generation = issuer
            .generation()
            .map(|generation| generation.as_str().into());
        let same = AUTHORITIES
            .iter()
            .filter(|authority| authority.spki_sha256() == issuer.spki_sha256());
        self.issuer_not_after = same.map(pushcert_trust::Authority::not_after).max();
    }

    fn add_problem(&mut self, remark: &Remark) {
        let what = remark.to_string();
        match remark {
            Remark::MalformedTopics { .. }
            | Remark::InvalidTopic { .. }
            | Remark::TooManyTopics { .. } => {
                self.topic_defects.push(what);
            }
            Remark::MalformedExtension { oid, .. }
                if *oid == apple_oids::TOPICS || *oid == apple_oids::VOIP_TOPICS =>
            {
                self.topic_defects.push(what);
            }
            Remark::IdentifierIsNotUid { .. } => self.disagreements.push(what),
            Remark::UnknownCriticalExtension { oid } => self.unknown_critical.push(oid.to_string()),
            Remark::MalformedExtension { oid, .. } => {
                self.defects
                    .push(CertificateDefect::in_extension(oid.to_string(), what));
            }
            Remark::DuplicateTopic { .. } | Remark::LabelDisagrees { .. } => {
                self.defects.push(CertificateDefect::in_extension(
                    apple_oids::TOPICS.to_string(),
                    what,
                ));
            }
            Remark::TrailingBytes { .. }
            | Remark::LongLength
            | Remark::UnknownVersion { .. }
            | Remark::ExtensionsInOldVersion { .. }
            | Remark::SerialZero
            | Remark::SerialNegative
            | Remark::SerialLength { .. }
            | Remark::SerialNotMinimal
            | Remark::SignatureAlgorithmMismatch { .. }
            | Remark::MalformedSignature
            | Remark::MalformedTbsTail { .. }
            | Remark::MalformedPublicKey { .. }
            | Remark::MalformedTime { .. }
            | Remark::OddTime { .. }
            | Remark::ValidityReversed { .. }
            | Remark::MalformedName { .. }
            | Remark::EmptyName { .. }
            | Remark::MultiValuedRdn { .. }
            | Remark::TooManyAttributes { .. }
            | Remark::DuplicateAttribute { .. }
            | Remark::AttributeType { .. }
            | Remark::MalformedText { .. }
            | Remark::MalformedOid { .. }
            | Remark::MalformedExtensionList { .. }
            | Remark::TooManyExtensions { .. }
            | Remark::DuplicateExtension { .. } => self.defects.push(CertificateDefect::new(what)),
            _ => self.defects.push(CertificateDefect::new(what)),
        }
    }
}

fn topic(entry: &pushcert_x509::TopicEntry) -> TopicFacts {
    let mut facts = TopicFacts::new(entry.topic.as_str(), entry.push_types);
    facts.label.clone_from(&entry.label);
    facts
}

impl Problem {
    /// The problem that an error of the certificate reader is.
    #[must_use]
    pub fn from_x509(error: &Error) -> Self {
        let what = match error.kind() {
            kind @ (ErrorKind::Missing { .. }
            | ErrorKind::UnexpectedTag { .. }
            | ErrorKind::Truncated { .. }
            | ErrorKind::TruncatedHeader
            | ErrorKind::IndefiniteLength
            | ErrorKind::LengthTooLarge { .. }
            | ErrorKind::HighTagNumber
            | ErrorKind::TrailingBytes { .. }
            | ErrorKind::Empty { .. }
            | ErrorKind::InvalidValue { .. }) => kind.to_string(),
            other => other.to_string(),
        };
        Self::new(Item::Certificate, ProblemKind::Corrupt { what })
            .with_offset(Some(error.offset()))
    }
}
