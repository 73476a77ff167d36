//! `--limit NAME=VALUE`.

use std::str::FromStr;
use std::time::Duration;

use pushcert::Limits;

use crate::failure::Failure;

/// The name of the one limit that belongs to the program and not to the library.
const WALL_CLOCK: &str = "wall-clock-seconds";

/// What the wall clock allows each file unless told otherwise.
const WALL_CLOCK_DEFAULT: Duration = Duration::from_secs(10);

/// One `NAME=VALUE`.
#[derive(Clone, Debug)]
pub(crate) struct LimitFlag {
    name: String,
    value: u64,
}

impl FromStr for LimitFlag {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
        let value = value.replace('_', "");
        let value = value
            .parse()
            .map_err(|_| format!("'{value}' is not a whole number"))?;
        Ok(Self {
            name: name.trim().to_owned(),
            value,
        })
    }
}

/// All limits of one run.
#[derive(Debug)]
pub(crate) struct RunLimits {
    /// Those of the library.
    pub(crate) library: Limits,
    /// The time that each file may take; none with `wall-clock-seconds=0`.
    pub(crate) wall_clock: Option<Duration>,
}

impl RunLimits {
    /// The defaults, or the strict ones, with every change applied in order.
    pub(crate) fn new(strict: bool, changes: &[LimitFlag]) -> Result<Self, Failure> {
        let library = if strict {
            Limits::strict()
        } else {
            Limits::default()
        };
        let mut limits = Self {
            library,
            wall_clock: Some(WALL_CLOCK_DEFAULT),
        };
        for change in changes {
            limits.apply(change)?;
        }
        Ok(limits)
    }

    fn apply(&mut self, change: &LimitFlag) -> Result<(), Failure> {
        if change.name == WALL_CLOCK {
            self.wall_clock = (change.value > 0).then(|| Duration::from_secs(change.value));
            return Ok(());
        }
        let set = self.library.set(&change.name, change.value);
        set.map_err(|_| {
            Failure::new(format!("there is no limit '{}'", change.name)).with_help(format!(
                "the limits are: {}",
                names().collect::<Vec<_>>().join(", ")
            ))
        })
    }
}

fn names() -> impl Iterator<Item = &'static str> {
    Limits::names().map(|(name, _)| name).chain([WALL_CLOCK])
}

/// The long help of the flag: every limit with its meaning.
pub(crate) fn list_of_limits() -> String {
    let mut help = String::from("Change one limit; can be given several times. The limits:\n");
    let defaults = Limits::default();
    for (name, meaning) in Limits::names() {
        let default = defaults.value(name).unwrap_or_default();
        help.push_str(&format!("\n  {name}: {meaning} [default: {default}]"));
    }
    help.push_str(&format!(
        "\n  {WALL_CLOCK}: time that one file may take; 0 for no limit [default: 10]"
    ));
    help
}

#[cfg(test)]
mod tests {
    use super::{LimitFlag, RunLimits, WALL_CLOCK_DEFAULT};
    use std::time::Duration;

    #[test]
    fn name_and_number_are_read() {
        let flag: LimitFlag = "wall-clock-seconds=1_000".parse().unwrap();
        let limits = RunLimits::new(false, &[flag]).unwrap();
        assert_eq!(limits.wall_clock, Some(Duration::from_secs(1000)));
        assert!("wall-clock-seconds".parse::<LimitFlag>().is_err());
        assert!("wall-clock-seconds=-1".parse::<LimitFlag>().is_err());
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_list() {
        let flag: LimitFlag = "bogus=1".parse().unwrap();
        let failure = RunLimits::new(false, &[flag]).unwrap_err();
        assert!(failure.help().unwrap().contains("wall-clock-seconds"));
        assert_eq!(
            RunLimits::new(true, &[]).unwrap().wall_clock,
            Some(WALL_CLOCK_DEFAULT)
        );
    }
}
