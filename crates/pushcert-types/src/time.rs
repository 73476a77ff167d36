//! A moment in whole seconds, without a dependency and without a panic.

mod civil;
mod parse;

use core::{fmt, str::FromStr};

pub use parse::ParseTimeError;

/// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted. Any `i64` is a valid moment.
///
/// Shown as RFC 3339 in UTC with whole seconds. Years outside 0 to 9999, which RFC 3339 cannot
/// spell, are shown with a sign and as many digits as they need (ISO 8601 expanded form), and
/// are not read back.
///
/// ```
/// use pushcert_types::UnixTime;
///
/// let time = UnixTime::parse("2026-11-21T01:30:00.5+01:30")?;
/// assert_eq!(time.to_string(), "2026-11-21T00:00:00Z");
/// assert_eq!(time.secs(), 1_795_219_200);
/// # Ok::<(), pushcert_types::ParseTimeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime(i64);

const SECONDS_PER_DAY: i64 = 86_400;

impl UnixTime {
    /// The moment `secs` seconds after (or, negative, before) the epoch.
    #[must_use]
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs)
    }

    /// Seconds since the epoch.
    #[must_use]
    pub const fn secs(self) -> i64 {
        self.0
    }

    /// The moment of a date and time of day in UTC, in the proleptic Gregorian calendar.
    ///
    /// `month` and `day` count from 1, `hour` from 0 to 23, `minute` and `second` from 0 to 59.
    /// `None` when there is no such day (30 February) or no such time of day.
    #[must_use]
    pub const fn from_civil(
        year: i32,
        month: u8,
        day: u8,
        hour: u8,
        minute: u8,
        second: u8,
    ) -> Option<Self> {
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let Some(days) = civil::days_from_civil(year, month, day) else {
            return None;
        };
        let time_of_day = hour as i64 * 3600 + minute as i64 * 60 + second as i64;
        Some(Self(days * SECONDS_PER_DAY + time_of_day))
    }

    /// Year, month (1 to 12) and day (1 to 31) of this moment in UTC.
    #[must_use]
    pub const fn date(self) -> (i64, u8, u8) {
        civil::civil_from_days(self.0.div_euclid(SECONDS_PER_DAY))
    }

    /// Hour, minute and second of this moment in UTC.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "hours of a day and what is left over 60 fit a u8"
    )]
    pub const fn time_of_day(self) -> (u8, u8, u8) {
        let seconds = self.0.rem_euclid(SECONDS_PER_DAY);
        (
            (seconds / 3600) as u8,
            (seconds / 60 % 60) as u8,
            (seconds % 60) as u8,
        )
    }

    /// Reads an RFC 3339 time. Any offset is accepted and taken into account, fractions of a
    /// second are cut off, `t`, `z` and a blank between date and time are accepted (RFC 3339,
    /// 5.6), and a leap second is read as the second before it.
    ///
    /// # Errors
    ///
    /// [`ParseTimeError`] with the offset where the text stops being a time.
    pub fn parse(text: &str) -> Result<Self, ParseTimeError> {
        parse::rfc3339(text)
    }

    /// Whole days from this moment until `later`, rounded down: half a day is 0, half a day in
    /// the past is −1.
    ///
    /// ```
    /// # use pushcert_types::UnixTime;
    /// let now = UnixTime::from_secs(0);
    /// assert_eq!(now.days_until(UnixTime::from_secs(86_400 + 43_200)), 1);
    /// assert_eq!(now.days_until(UnixTime::from_secs(-43_200)), -1);
    /// ```
    #[must_use]
    pub const fn days_until(self, later: Self) -> i64 {
        let days = self.0.div_euclid(SECONDS_PER_DAY);
        let rest = self.0.rem_euclid(SECONDS_PER_DAY);
        let later_days = later.0.div_euclid(SECONDS_PER_DAY);
        let later_rest = later.0.rem_euclid(SECONDS_PER_DAY);
        later_days - days - (later_rest < rest) as i64
    }

    /// The moment `days` days later (or, negative, earlier); stops at the ends of `i64`.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(SECONDS_PER_DAY)))
    }
}

impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        let (hour, minute, second) = self.time_of_day();
        if (0..=9999).contains(&year) {
            write!(f, "{year:04}")?;
        } else {
            write!(f, "{year:+05}")?;
        }
        write!(f, "-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

impl FromStr for UnixTime {
    type Err = ParseTimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
