//! Containers that do not come out as the manifest says, each with its reason.
//!
//! The list is exact: a file that comes out right while it stands here fails the run.

/// File and reason.
pub(super) type Exception = (&'static str, &'static str);

pub(super) const EXCEPTIONS: &[Exception] = &[];
