//! Tests that run the real program, as a shell would.

mod exit_codes;
mod explain;
mod folders;
mod formats;
mod hostile;
mod io;
mod other_commands;
mod passwords;
mod redact;
mod schema;
mod secrets;
mod snapshots;
mod support;
