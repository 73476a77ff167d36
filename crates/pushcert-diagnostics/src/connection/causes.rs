//! Why a server may have refused the client's certificate: what the file itself shows first, then what the alert
//! has been seen for. One alert has many causes, and one cause has many alerts.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use pushcert_types::connection::{Alert, ConnectionFacts};

use crate::ChainStatus;
use crate::facts::{CertificateFacts, RevocationStatus};
use crate::input::Input;
use crate::wording::listed;

/// What the file shows that makes a server refuse its certificate, the most probable first; each a clause.
pub(crate) fn in_the_file(input: &Input, facts: &ConnectionFacts) -> Vec<String> {
    let judged = input.judged();
    let Some(leaf) = judged.first() else {
        return Vec::new();
    };
    let certificate = leaf.certificate;
    let has_key = leaf.identity.is_some() || input.keys.is_empty();
    let mismatch =
        (!has_key).then(|| String::from("the private key belongs to another certificate"));
    [
        dates(input, certificate),
        mismatch,
        revocation(certificate),
        kind(certificate),
        environment(certificate, facts),
        issuer(certificate),
        chain(certificate),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn dates(input: &Input, certificate: &CertificateFacts) -> Option<String> {
    let expired = certificate.not_after.filter(|end| *end < input.now);
    let early = certificate.not_before.filter(|start| *start > input.now);
    expired
        .map(|end| format!("the certificate expired on {end}"))
        .or_else(|| early.map(|start| format!("the certificate is not valid before {start}")))
}

fn revocation(certificate: &CertificateFacts) -> Option<String> {
    let is_revoked = |status: &RevocationStatus| matches!(status, RevocationStatus::Revoked { .. });
    let mut evidence = certificate.revocation.iter();
    let found = evidence.any(|one| is_revoked(&one.status));
    found.then(|| "the certificate was revoked".into())
}

fn kind(certificate: &CertificateFacts) -> Option<String> {
    let kind = certificate.kind;
    (!kind.is_push()).then(|| format!("the certificate is none for push but of the kind {kind}"))
}

fn environment(certificate: &CertificateFacts, facts: &ConnectionFacts) -> Option<String> {
    let wanted = facts.environment?;
    let served = &certificate.environments;
    (!served.is_empty() && !certificate.serves(wanted)).then(|| {
        format!(
            "the certificate is for {}, and the server for {wanted}",
            listed(served)
        )
    })
}

fn issuer(certificate: &CertificateFacts) -> Option<String> {
    let is_trusted =
        certificate.chain_status == ChainStatus::Apple || certificate.issued_by_given_authority;
    (!is_trusted).then(|| "the certificate was not signed by an authority of Apple's".into())
}

/// Apple knows its own intermediates; another server may want them.
fn chain(certificate: &CertificateFacts) -> Option<String> {
    let missing = |step: &crate::facts::PathStepFacts| !step.in_file && !step.is_root;
    (certificate.issued_by_given_authority && certificate.path.iter().any(missing))
        .then(|| "the intermediate certificate is not in the file".into())
}

/// What an alert about the client's certificate has been seen for, the most probable first; each a clause.
pub(crate) fn of_alert(alert: Alert, was_sent: bool) -> &'static [&'static str] {
    match alert {
        Alert::CERTIFICATE_REQUIRED => &["no client certificate was sent"],
        _ if !was_sent => &["no client certificate was sent"],
        Alert::UNKNOWN_CA => &[
            "the server does not know the issuer: it is none of Apple's for push",
            "an intermediate certificate is missing",
        ],
        Alert::DECRYPT_ERROR => &["the private key belongs to another certificate"],
        Alert::INTERNAL_ERROR => &[
            "the certificate has expired by the server's clock",
            "the certificate was revoked",
        ],
        Alert::UNSUPPORTED_CERTIFICATE => &[
            "the certificate is of a kind that APNs does not take",
            "it is not for client authentication",
        ],
        Alert::ACCESS_DENIED => &[
            "the certificate is valid, and may not be used here: another environment, or its team was closed",
            "a proxy refuses the connection",
        ],
        Alert::HANDSHAKE_FAILURE => &[
            "the server takes none of the certificate's algorithms",
            "no client certificate reached it",
            "the private key belongs to another certificate",
        ],
        Alert::BAD_CERTIFICATE | Alert::CERTIFICATE_UNKNOWN => &[
            "the certificate was revoked or has expired",
            "it is no push certificate",
            "the private key belongs to another certificate",
            "it is for the other environment",
        ],
        _ => &[
            "the certificate has expired or was revoked",
            "the private key belongs to another certificate",
            "it is no push certificate",
        ],
    }
}

/// What a connection that just ends at this point has been seen for.
pub(crate) const OF_SILENCE: &[&str] = &[
    "the private key belongs to another certificate",
    "the certificate has expired or was revoked",
    "it is no push certificate",
    "a firewall or proxy cut the connection",
];

/// The same for a connection that ends while an answer is awaited.
pub(crate) const OF_LATE_SILENCE: &[&str] = &[
    "the service ended it, for maintenance or after too many bad requests",
    "a device on the way forgot the connection",
    "the server looked at the client certificate only now, and did not take it",
];
