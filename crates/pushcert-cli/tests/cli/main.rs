//! Tests that run the real program, as a shell would.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails with it")]

mod csr;
mod csr_files;
mod csr_show;
mod csr_steps;
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
mod mdm;
mod nagios;
mod other_commands;
mod pair;
mod pair_refusals;
mod passwords;
mod prometheus;
mod redact;
mod renew;
mod revocation;
mod schema;
mod secrets;
mod secrets_requests;
mod simulate;
mod snapshots;
mod support;
mod trust;
mod workbench;
