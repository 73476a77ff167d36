//! Every Rust file says in its first line what it is.

use super::{Findings, House};
use crate::Outcome;

pub(super) fn check(house: &House, findings: &mut Findings) -> Outcome {
    for file in house.tree.rust() {
        if !house.tree.read(file)?.starts_with("//! ") {
            findings.violation(
                file,
                "does not begin with a module comment",
                "write `//! …` in the first line: what a reader finds here",
            );
        }
    }
    Ok(())
}
