//! todo
use super::Hostile;
pub(super) fn entries() -> Vec<Hostile> {
    Vec::new()
}
