//! Names that must not repeat: two of the same would be one series to a monitor.

use std::collections::BTreeSet;

/// Gives out each name once, and ` (2)`, ` (3)`, … behind it from then on.
#[derive(Debug, Default)]
pub(super) struct Unique {
    taken: BTreeSet<String>,
}

impl Unique {
    /// The name, or the first variant of it that is free.
    pub(super) fn name(&mut self, name: &str) -> String {
        let mut number = 2_u32;
        let mut candidate = name.to_owned();
        while !self.taken.insert(candidate.clone()) {
            candidate = format!("{name} ({number})");
            number += 1;
        }
        candidate
    }
}

#[cfg(test)]
mod tests {
    use super::Unique;

    #[test]
    fn no_name_comes_twice() {
        let mut unique = Unique::default();
        let names = ["a", "a (2)", "a", "a", "b"].map(|name| unique.name(name));
        assert_eq!(names, ["a", "a (2)", "a (3)", "a (4)", "b"]);
    }
}
