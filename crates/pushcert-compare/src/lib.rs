//! Measures pushcert against other libraries doing the same job, in one run, as ratios.
//!
//! A package and a workspace of its own, because its peers need libssl: nobody needs that to
//! build or test pushcert. `install.sh` gets it on Debian; then
//!
//! ```text
//! cargo bench --manifest-path crates/pushcert-compare/Cargo.toml
//! ```
//!
//! prints one table per job ([`jobs`]), every figure CPU time, every ratio taken within a round in
//! which all had their turn ([`contest`]). `process.py` beside it does the same for whole
//! processes: `pushcert check` and the `openssl` commands that it replaces.
//!
//! ```
//! use pushcert_compare::contest::{Contest, Effort};
//!
//! let numbers = [5, 3, 8];
//! let outcome = Contest::new("the greatest of three", 8)
//!     .entrant("max", || Ok(numbers.into_iter().max().unwrap_or_default()))
//!     .entrant("fold", || Ok(numbers.into_iter().fold(0, usize::max)))
//!     .run(Effort::quick());
//! assert!(pushcert_compare::table::markdown(&outcome).contains("the greatest of three"));
//! ```

pub mod clock;
pub mod contest;
pub mod floor;
pub mod inputs;
pub mod jobs;
pub mod machine;
pub mod newest;
pub mod statistics;
pub mod table;
