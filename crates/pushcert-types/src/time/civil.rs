//! The proleptic Gregorian calendar, in eras of 400 years that begin on 1 March.
//!
//! Starting a year in March puts the leap day at its end, so the day of the year depends on the
//! month by one linear formula, and an era has the same 146,097 days whichever one it is.

const DAYS_PER_ERA: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: i64 = 719_468;

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a date, `None` when there is no such day.
pub(super) const fn days_from_civil(year: i32, month: u8, day: u8) -> Option<i64> {
    let year = year as i64;
    if month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) {
        return None;
    }
    let march_year = year - (month <= 2) as i64;
    let march_month = (month as i64 + 9) % 12;
    let year_of_era = march_year.rem_euclid(400);
    let day_of_year = (153 * march_month + 2) / 5 + day as i64 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(march_year.div_euclid(400) * DAYS_PER_ERA + day_of_era - EPOCH)
}

/// The date that is `days` days after 1970-01-01: year, month, day.
#[expect(
    clippy::cast_possible_truncation,
    reason = "months and days of a month fit a u8"
)]
pub(super) const fn civil_from_days(days: i64) -> (i64, u8, u8) {
    let days = days + EPOCH;
    let day_of_era = days.rem_euclid(DAYS_PER_ERA);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * march_month + 2) / 5 + 1) as u8;
    let month = ((march_month + 2) % 12 + 1) as u8;
    let year = days.div_euclid(DAYS_PER_ERA) * 400 + year_of_era + (month <= 2) as i64;
    (year, month, day)
}
