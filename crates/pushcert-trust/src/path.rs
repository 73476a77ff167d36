//! The path from a certificate up to a root that is trusted, and why it is not valid.
//!
//! [`path`] finds the certificates between a leaf and one of Apple's roots: those that came with
//! the leaf, and Apple's own intermediates, of which every generation is built in. A path is
//! [`Valid`](PathStatus::Valid) only if `rustls-webpki` accepts it: signatures, validity, basic
//! constraints, path length, extended key usage, name constraints (RFC 5280, section 6.1). Key
//! usage and the anchor's own dates, which webpki does not look at, are checked here as well.
//!
//! Where there is no valid path, the likeliest invalid one is given with every reason: so that an
//! expired leaf, or one with an unknown critical extension, of version 1, or with names in other
//! string types, all of which webpki refuses without a path, still tells which authorities it
//! belongs to.
//!
//! # Bounds
//!
//! The certificates may be many, repeated, in a circle, unrelated or made to be confused. At most
//! 64 signatures are verified, the issuers of at most 64 certificates are looked for, at most 32
//! issuers of one certificate are tried, eight paths are compared, and each has at most six
//! authorities between leaf and anchor. Apple's authorities are tried first, so that nothing in a
//! file keeps the search from finding them. A search that ended at a limit without a valid path
//! says so with [`PathErrorKind::TooComplex`].
//!
//! ```no_run
//! use pushcert_trust::path::{PathStatus, path};
//! use pushcert_types::UnixTime;
//! use pushcert_x509::Certificate;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let leaf = Certificate::decode(&std::fs::read("push.cer")?)?;
//! let path = path(&leaf, &[], &[], UnixTime::parse("2026-10-01T00:00:00Z")?);
//! match path.status() {
//!     PathStatus::Valid => println!("leads to {:?}", path.steps().last()),
//!     PathStatus::Invalid(reason) => println!("{reason}"),
//!     _ => {}
//! }
//! if let Some(authority) = path.first_to_expire() {
//!     println!("{:?} ends first, at {:?}", authority.generation(), authority.not_after());
//! }
//! # Ok(())
//! # }
//! ```

mod error;
mod judge;
mod search;
mod step;
mod webpki;

use alloc::vec::Vec;
use core::cmp::Reverse;

use pushcert_types::UnixTime;
use pushcert_x509::{Certificate, Oid};

pub use error::{PathError, PathErrorKind, WorkLimit};
pub use step::{Source, Step};

use search::{Candidate, Sources};

/// Whether a path is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathStatus<'p> {
    /// It leads to an anchor, and nothing is wrong with it at the moment it was asked for.
    Valid,
    /// It is not, for this reason before all others; [`Path::errors`] has the others.
    Invalid(&'p PathError),
}

/// The way from a leaf to its anchor, valid or not.
#[derive(Clone, Debug)]
pub struct Path<'a> {
    steps: Vec<Step<'a>>,
    errors: Vec<PathError>,
    alternatives: Vec<Self>,
}

/// Finds the path from a leaf to one of Apple's roots or one of `anchors`, as it stands `at` a
/// moment.
///
/// `others` came with the leaf, in any order; `anchors` are trusted beside Apple's roots, and may
/// be empty. Both may contain anything, the leaf included. See the [module](self) for the bounds.
#[must_use]
pub fn path<'a>(
    leaf: &'a Certificate,
    others: &[&'a Certificate],
    anchors: &[&'a Certificate],
    at: UnixTime,
) -> Path<'a> {
    let sources = Sources {
        others,
        anchors,
        at,
    };
    let purpose = judge::purpose(leaf);
    let (candidates, ended) = search::search(leaf, sources);
    let mut paths: Vec<Path<'a>> = candidates
        .into_iter()
        .map(|candidate| judged(candidate, &purpose, at))
        .collect();
    paths.sort_by_key(Path::preference);
    if let Some(limit) = ended {
        for path in paths.iter_mut().filter(|path| !path.is_valid()) {
            let kind = PathErrorKind::TooComplex { limit };
            path.errors.push(PathError::whole(kind));
        }
    }
    let mut paths = paths.into_iter();
    let mut best = paths.next().unwrap_or_else(|| Path {
        steps: Vec::from([Step::file(leaf)]),
        errors: Vec::from([PathError::at(0, PathErrorKind::NoIssuer)]),
        alternatives: Vec::new(),
    });
    best.alternatives = paths.collect();
    best
}

fn judged<'a>(candidate: Candidate<'a>, purpose: &Oid, at: UnixTime) -> Path<'a> {
    let Candidate { steps, mut errors } = candidate;
    errors.extend(judge::errors(&steps, purpose, at));
    if errors.is_empty() {
        errors.extend(webpki::refusal(&steps, purpose, at));
    }
    errors.sort_by_key(PathError::rank);
    Path {
        steps,
        errors,
        alternatives: Vec::new(),
    }
}

impl<'a> Path<'a> {
    /// Whether it is valid, and the first reason if not.
    #[must_use]
    pub fn status(&self) -> PathStatus<'_> {
        self.errors
            .first()
            .map_or(PathStatus::Valid, PathStatus::Invalid)
    }

    /// Whether it is valid.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

    /// Every reason why it is not valid: first what proves nothing (a wrong signature, no issuer),
    /// then what is outside its time, then the rest, each from the leaf upwards. Empty for a valid
    /// one.
    #[must_use]
    pub fn errors(&self) -> &[PathError] {
        &self.errors
    }

    /// Whether every certificate was signed by the next one, and the last one is an anchor: the
    /// leaf is its issuer's work, whatever else is wrong.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        use PathErrorKind as K;
        self.steps.last().is_some_and(Step::is_end)
            && !self.errors.iter().any(|error| {
                matches!(
                    error.kind(),
                    K::Signature { .. } | K::NoIssuer | K::UntrustedRoot
                )
            })
    }

    /// The certificates, the leaf first; at least the leaf. The last one is the anchor, unless an
    /// error says that none was found.
    #[must_use]
    pub fn steps(&self) -> &[Step<'a>] {
        &self.steps
    }

    /// The authority (not the leaf) that ends first; its
    /// [`not_after`](Step::not_after) is when the path ends, if the leaf does not end before.
    /// `None` where no authority is known.
    #[must_use]
    pub fn first_to_expire(&self) -> Option<&Step<'a>> {
        let authorities = self.steps.iter().skip(1);
        authorities
            .filter(|step| step.not_after().is_some())
            .min_by_key(|step| step.not_after())
    }

    /// The intermediates that did not come along: what a server has to add to what it sends, so
    /// that a peer that knows the root alone finds the way. The nearest to the leaf first.
    pub fn missing_from_file(&self) -> impl Iterator<Item = &Step<'a>> {
        let authorities = self.steps.iter().skip(1);
        authorities.filter(|step| step.source() == Source::BuiltIn)
    }

    /// The other ways from the same leaf to an anchor, the better ones first, at most seven. They
    /// have no alternatives of their own.
    ///
    /// A leaf of 2013 to 2016 has two, because WWDR G1 has two certificates with one key.
    #[must_use]
    pub fn alternatives(&self) -> &[Self] {
        &self.alternatives
    }

    /// Valid ones first, then those with the fewest and the least grave errors, then those that
    /// came along, then those that last longest.
    fn preference(&self) -> impl Ord + use<> {
        let gravest = self.errors.first().map(PathError::rank);
        let missing = self.missing_from_file().count();
        let end = self.first_to_expire().and_then(Step::not_after);
        let is_proven = self.is_signed();
        let end = Reverse(end);
        (
            !is_proven,
            self.errors.len(),
            gravest,
            missing,
            self.steps.len(),
            end,
        )
    }
}
