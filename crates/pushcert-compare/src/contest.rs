//! Several ways of doing the same thing, measured side by side in one process.
//!
//! Figures of two runs, or of two stretches of one run, do not compare on a machine that others
//! use too. So every round gives each entrant one turn, the order changes from round to round, and
//! a ratio is taken within its round; what is reported is the median of these ratios.

use std::fmt;
use std::hint::black_box;
use std::time::Duration;

use crate::clock::cpu_time;
use crate::statistics::Spread;

/// What an entrant returns: how many things it found, or why it gave up.
pub type Found = Result<usize, String>;

/// The text of any error, for `map_err`.
pub(crate) fn why(error: impl fmt::Display) -> String {
    error.to_string()
}

/// What a turn of several runs comes to: how many things the last one found, and the time of all.
pub type Turn = Result<(usize, Duration), String>;

/// One way of doing the job.
pub struct Entrant<'a> {
    name: String,
    /// Does the job as often as it is told.
    turn: Box<dyn FnMut(u32) -> Turn + 'a>,
}

impl fmt::Debug for Entrant<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Entrant").field(&self.name).finish()
    }
}

/// A job and those who do it. The first entrant is the one that the others are compared with.
#[derive(Debug)]
pub struct Contest<'a> {
    title: String,
    clock: &'static str,
    expected: usize,
    entrants: Vec<Entrant<'a>>,
    floor: Option<Entrant<'a>>,
}

/// What was measured for one entrant.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Line {
    /// Who.
    pub name: String,
    /// The figures, or why there are none.
    pub result: Result<Figures, String>,
}

/// Figures of one entrant.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Figures {
    /// Time of one run, in nanoseconds.
    pub nanos: Spread,
    /// The same, round by round.
    pub by_round: Vec<f64>,
    /// Time of the first entrant divided by this one's, taken round by round; nothing when the
    /// first did not take part.
    pub first_over_this: Option<Spread>,
    /// This one's time divided by the floor's, taken round by round.
    pub over_floor: Option<Spread>,
}

/// The measured contest.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// What was done.
    pub title: String,
    /// What the times are: `CPU time`, or another.
    pub clock: &'static str,
    /// In how many rounds.
    pub rounds: usize,
    /// Time of the floor in nanoseconds, where there is one.
    pub floor: Option<f64>,
    /// One line per entrant, in the order in which they were added.
    pub lines: Vec<Line>,
}

impl Outcome {
    /// The figures of the entrant of this name, if it took part.
    #[must_use]
    pub fn figures(&self, name: &str) -> Option<&Figures> {
        let line = self.lines.iter().find(|line| line.name == name)?;
        line.result.as_ref().ok()
    }

    /// Time of one entrant divided by that of another, taken round by round.
    #[must_use]
    pub fn ratio(&self, name: &str, other: &str) -> Option<Spread> {
        let (this, other) = (self.figures(name)?, self.figures(other)?);
        Some(Spread::of_ratios(&this.by_round, &other.by_round))
    }
}

/// How long to measure.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Effort {
    /// The least time of one turn: an entrant that is faster runs several times in its turn.
    pub turn: Duration,
    /// The time to spend on one contest, as far as the least number of rounds allows.
    pub contest: Duration,
    /// The least and the greatest number of rounds.
    pub rounds: (usize, usize),
    /// The number of rounds where means are compared.
    pub rounds_for_means: usize,
}

impl Effort {
    /// For figures that are to be written down.
    #[must_use]
    pub const fn full() -> Self {
        Self {
            turn: Duration::from_millis(4),
            contest: Duration::from_secs(12),
            rounds: (11, 101),
            rounds_for_means: 400,
        }
    }

    /// For a comparison of means: its own number of rounds, however long they take.
    #[must_use]
    pub const fn for_means(mut self) -> Self {
        self.rounds = (self.rounds_for_means, self.rounds_for_means);
        self
    }

    /// For a quick look.
    #[must_use]
    pub const fn quick() -> Self {
        Self {
            turn: Duration::from_millis(1),
            contest: Duration::from_secs(1),
            rounds: (3, 15),
            rounds_for_means: 20,
        }
    }
}

impl<'a> Contest<'a> {
    /// A job at which every entrant must find `expected` things; one that finds another number,
    /// or fails, is reported and not measured: half of the work done fast is no figure.
    #[must_use]
    pub fn new(title: &str, expected: usize) -> Self {
        Self {
            title: title.to_owned(),
            clock: "CPU time",
            expected,
            entrants: Vec::new(),
            floor: None,
        }
    }

    /// Names what the entrants measure by themselves, where that is not CPU time.
    #[must_use]
    pub const fn measured_in(mut self, clock: &'static str) -> Self {
        self.clock = clock;
        self
    }

    /// Adds an entrant whose CPU time is measured.
    #[must_use]
    pub fn entrant(self, name: &str, mut run: impl FnMut() -> Found + 'a) -> Self {
        self.measured(name, move |runs| cpu_time_of(&mut run, runs))
    }

    /// Adds an entrant that does the job as often as it is told, and measures that itself.
    #[must_use]
    pub fn measured(mut self, name: &str, turn: impl FnMut(u32) -> Turn + 'a) -> Self {
        self.entrants.push(Entrant {
            name: name.to_owned(),
            turn: Box::new(turn),
        });
        self
    }

    /// Adds the work below which nobody can go, measured in the same rounds.
    #[must_use]
    pub fn floor(mut self, mut run: impl FnMut() + 'a) -> Self {
        let mut run = move || {
            run();
            Ok(0)
        };
        self.floor = Some(Entrant {
            name: "floor".to_owned(),
            turn: Box::new(move |runs| cpu_time_of(&mut run, runs)),
        });
        self
    }

    /// Measures.
    #[must_use]
    pub fn run(self, effort: Effort) -> Outcome {
        let Self {
            title,
            clock,
            expected,
            entrants,
            floor,
        } = self;
        let mut runners = Vec::new();
        let mut seats: Vec<(String, Result<usize, String>)> = Vec::new();
        for mut entrant in entrants {
            let name = entrant.name.clone();
            let seat = match refusal(&mut entrant, expected) {
                Some(why) => Err(why),
                None => Ok(seat(&mut runners, entrant, effort)),
            };
            seats.push((name, seat));
        }
        let floor = floor.map(|floor| seat(&mut runners, floor, effort));
        let rounds = rounds(&runners, effort);
        for round in 0..rounds {
            play(&mut runners, round);
        }
        let first = seats
            .first()
            .and_then(|(_, seat)| seat.as_ref().ok().copied());
        let against = Against { first, floor };
        let lines = seats
            .into_iter()
            .map(|(name, seat)| Line {
                name,
                result: seat.map(|at| figures(&runners, at, against)),
            })
            .collect();
        let floor = floor.map(|at| Spread::of(runners[at].nanos.clone()).median);
        Outcome {
            title,
            clock,
            rounds,
            floor,
            lines,
        }
    }
}

/// Gives an entrant its place among the runners.
fn seat<'a>(runners: &mut Vec<Runner<'a>>, entrant: Entrant<'a>, effort: Effort) -> usize {
    runners.push(Runner::calibrated(entrant, effort.turn));
    runners.len() - 1
}

/// A turn whose CPU time is measured here.
fn cpu_time_of(run: &mut impl FnMut() -> Found, runs: u32) -> Turn {
    let start = cpu_time();
    let mut found = Ok(0);
    for _ in 0..runs {
        found = black_box(run());
    }
    let time = cpu_time().saturating_sub(start);
    found.map(|found| (found, time))
}

/// Why an entrant cannot take part, if so.
fn refusal(entrant: &mut Entrant<'_>, expected: usize) -> Option<String> {
    match (entrant.turn)(1) {
        Ok((found, _)) if found == expected => None,
        Ok((found, _)) => Some(format!("found {found} of {expected}")),
        Err(why) => Some(why),
    }
}

/// An entrant with the number of runs in its turn and what it took so far.
struct Runner<'a> {
    entrant: Entrant<'a>,
    runs: u32,
    /// The length of the turn that ended the calibration.
    probe: Duration,
    /// Of one run, round by round.
    nanos: Vec<f64>,
}

impl<'a> Runner<'a> {
    /// Doubles the number of runs until a turn is long enough for the clock.
    fn calibrated(entrant: Entrant<'a>, turn: Duration) -> Self {
        let mut runner = Self {
            entrant,
            runs: 1,
            probe: Duration::ZERO,
            nanos: Vec::new(),
        };
        runner.probe = runner.turn();
        while runner.probe < turn && runner.runs < 1 << 20 {
            runner.runs *= 2;
            runner.probe = runner.turn();
        }
        runner
    }

    fn turn(&mut self) -> Duration {
        // It succeeded once, or it would have no seat.
        (self.entrant.turn)(self.runs).map_or(Duration::MAX, |(_, time)| time)
    }
}

/// As many as fit into the time of a contest.
fn rounds(runners: &[Runner<'_>], effort: Effort) -> usize {
    let round: Duration = runners.iter().map(|runner| runner.probe).sum();
    let (least, most) = effort.rounds;
    let fit = effort
        .contest
        .as_nanos()
        .checked_div(round.as_nanos())
        .unwrap_or(0);
    usize::try_from(fit).unwrap_or(most).clamp(least, most)
}

/// One turn for everybody, the order changed from round to round.
fn play(runners: &mut [Runner<'_>], round: usize) {
    let count = runners.len();
    for place in 0..count {
        let place = if round.is_multiple_of(2) {
            place
        } else {
            count - 1 - place
        };
        let runner = &mut runners[(place + round / 2) % count];
        let nanos = runner.turn().as_nanos() as f64 / f64::from(runner.runs);
        runner.nanos.push(nanos);
    }
}

/// Where those sit whom the others are compared with.
#[derive(Clone, Copy)]
struct Against {
    first: Option<usize>,
    floor: Option<usize>,
}

fn figures(runners: &[Runner<'_>], at: usize, against: Against) -> Figures {
    let ratios = |of: usize, to: usize| Spread::of_ratios(&runners[of].nanos, &runners[to].nanos);
    Figures {
        nanos: Spread::of(runners[at].nanos.clone()),
        by_round: runners[at].nanos.clone(),
        first_over_this: against.first.map(|first| ratios(first, at)),
        over_floor: against.floor.map(|floor| ratios(at, floor)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_work_is_no_figure() {
        let outcome = Contest::new("two things", 2)
            .entrant("whole", || Ok(2))
            .entrant("half", || Ok(1))
            .entrant("none", || Err("cannot".to_owned()))
            .run(Effort {
                turn: Duration::ZERO,
                contest: Duration::ZERO,
                rounds: (3, 3),
                rounds_for_means: 3,
            });
        assert_eq!(outcome.rounds, 3);
        assert!(outcome.lines[0].result.is_ok());
        assert_eq!(
            outcome.lines[1].result.as_ref().err().map(String::as_str),
            Some("found 1 of 2")
        );
        assert_eq!(
            outcome.lines[2].result.as_ref().err().map(String::as_str),
            Some("cannot")
        );
    }

    #[test]
    fn nobody_is_compared_with_a_first_entrant_that_refused() {
        let outcome = Contest::new("one thing", 1)
            .entrant("first", || Err("cannot".to_owned()))
            .entrant("second", || Ok(1))
            .run(Effort {
                turn: Duration::ZERO,
                contest: Duration::ZERO,
                rounds: (1, 1),
                rounds_for_means: 1,
            });
        let second = outcome.lines[1]
            .result
            .as_ref()
            .expect("it found one thing");
        assert_eq!(second.first_over_this, None);
    }
}
