//! The few flags that the chores take.

use std::collections::VecDeque;

/// What stands after `cargo xtask`, taken off piece by piece.
#[derive(Debug)]
pub(crate) struct Args {
    rest: VecDeque<String>,
}

impl Args {
    pub(crate) fn from_env() -> Self {
        Self::new(std::env::args().skip(1))
    }

    pub(crate) fn new(rest: impl IntoIterator<Item = String>) -> Self {
        Self {
            rest: rest.into_iter().collect(),
        }
    }

    /// For a command that is run by another.
    pub(crate) fn none() -> Self {
        Self::new([])
    }

    /// The first word.
    pub(crate) fn command(&mut self) -> Option<String> {
        self.rest.pop_front()
    }

    /// Whether the flag is there; takes it off.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let before = self.rest.len();
        self.rest.retain(|arg| arg != name);
        self.rest.len() != before
    }

    /// The value of `--name VALUE` or `--name=VALUE`, if given; takes both off.
    pub(crate) fn value(&mut self, name: &str) -> Result<Option<String>, String> {
        let prefix = format!("{name}=");
        let Some(at) = self
            .rest
            .iter()
            .position(|arg| arg == name || arg.starts_with(&prefix))
        else {
            return Ok(None);
        };
        let arg = self.rest.remove(at).unwrap_or_default();
        if let Some(value) = arg.strip_prefix(&prefix) {
            return Ok(Some(value.to_owned()));
        }
        match self.rest.remove(at) {
            Some(value) if !value.starts_with("--") => Ok(Some(value)),
            _ => Err(format!("{name} needs a value")),
        }
    }

    /// Every value of a flag that may be given more than once.
    pub(crate) fn values(&mut self, name: &str) -> Result<Vec<String>, String> {
        let mut all = Vec::new();
        while let Some(value) = self.value(name)? {
            all.push(value);
        }
        Ok(all)
    }

    /// The words that are left; a flag among them is one that nobody knows.
    pub(crate) fn words(&mut self) -> Result<Vec<String>, String> {
        match self.rest.iter().find(|arg| arg.starts_with('-')) {
            Some(flag) => Err(format!("unknown flag {flag}")),
            None => Ok(self.rest.drain(..).collect()),
        }
    }

    /// For a command that takes no word.
    pub(crate) fn finish(&mut self) -> Result<(), String> {
        match self.words()?.first() {
            Some(word) => Err(format!("unexpected argument {word}")),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Args;

    fn args(text: &str) -> Args {
        Args::new(text.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn flags_values_and_words_come_off_in_any_order() {
        let mut a = args("fuzz --seconds 5 pem_scan --x=1 --x 2 --check");
        assert_eq!(a.command().as_deref(), Some("fuzz"));
        assert_eq!(a.value("--seconds").unwrap().as_deref(), Some("5"));
        assert_eq!(a.values("--x").unwrap(), ["1", "2"]);
        assert!(a.flag("--check"));
        assert!(!a.flag("--check"));
        assert_eq!(a.words().unwrap(), ["pem_scan"]);
    }

    #[test]
    fn what_nobody_knows_is_refused() {
        assert!(args("--corpus").value("--corpus").is_err());
        assert!(args("--corpus --step x").value("--corpus").is_err());
        assert!(args("--wat").words().is_err());
        assert!(args("stray").finish().is_err());
    }
}
