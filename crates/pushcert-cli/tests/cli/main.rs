//! Tests that run the real program, as a shell would.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails with it")]

mod exit_codes;
mod explain;
mod export;
mod export_files;
mod export_usage;
mod folders;
mod formats;
mod guides;
mod hostile;
mod ical;
mod integrations;
mod io;
mod nagios;
mod other_commands;
mod passwords;
mod prometheus;
mod redact;
mod schema;
mod secrets;
mod snapshots;
mod support;
