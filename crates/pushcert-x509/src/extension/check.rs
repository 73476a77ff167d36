//! Reads every known extension once, so that what is wrong with one is known from the start.

use super::{
    Extension, ExtensionSpans, access_urls, authority_key_id, basic_constraints, crl_urls,
    dns_names, extended_key_usage, key_usage, known, list::check_identifiers, policies,
    subject_key_id,
};
use crate::{
    apple,
    error::Error,
    problem::{ProblemKind, Problems},
    tlv,
};

/// Remarks on the list, then on each extension.
pub(crate) fn check(bytes: &[u8], extensions: &[ExtensionSpans], problems: &mut Problems) {
    check_identifiers(bytes, extensions, problems);
    for spans in extensions {
        let extension = spans.of(bytes);
        match read(&extension) {
            Known::Yes(Ok(())) => {}
            Known::Yes(Err(error)) => {
                let kind = ProblemKind::MalformedExtension {
                    oid: extension.oid(),
                    cause: *error.kind(),
                };
                problems.push(kind, error.offset());
                continue;
            }
            Known::No if extension.critical => {
                let oid = extension.oid();
                let kind = ProblemKind::UnknownCriticalExtension { oid };
                problems.push(kind, extension.value_start);
            }
            Known::No => continue,
        }
        if let Some(offset) = tlv::first_long_length(extension.value, extension.value_start) {
            problems.push(ProblemKind::LongLength, offset);
        }
    }
}

enum Known {
    Yes(Result<(), Error>),
    No,
}

fn read(extension: &Extension<'_>) -> Known {
    let outcome = match extension.oid {
        oid if oid == known::KEY_USAGE.as_octets() => key_usage(extension).map(drop),
        oid if oid == known::EXTENDED_KEY_USAGE.as_octets() => {
            extended_key_usage(extension).map(drop)
        }
        oid if oid == known::BASIC_CONSTRAINTS.as_octets() => {
            basic_constraints(extension).map(drop)
        }
        oid if oid == known::SUBJECT_KEY_IDENTIFIER.as_octets() => {
            subject_key_id(extension).map(drop)
        }
        oid if oid == known::AUTHORITY_KEY_IDENTIFIER.as_octets() => {
            authority_key_id(extension).map(drop)
        }
        oid if oid == known::SUBJECT_ALT_NAME.as_octets() => {
            dns_names(extension).and_then(|mut names| names.try_for_each(|name| name.map(drop)))
        }
        oid if oid == known::CRL_DISTRIBUTION_POINTS.as_octets() => {
            crl_urls(extension).and_then(|mut urls| urls.try_for_each(|url| url.map(drop)))
        }
        oid if oid == known::AUTHORITY_INFO_ACCESS.as_octets() => {
            access_urls(extension).and_then(|mut urls| urls.try_for_each(|url| url.map(drop)))
        }
        oid if oid == known::CERTIFICATE_POLICIES.as_octets() => {
            policies(extension).and_then(|mut list| list.try_for_each(|policy| policy.map(drop)))
        }
        oid if known::OTHER_STANDARD.contains(&oid) => Ok(()),
        _ => return apple::check(extension).map_or(Known::No, Known::Yes),
    };
    Known::Yes(outcome)
}
