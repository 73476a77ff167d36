//! `UnixTime`: fixed values, and conversions that are total and each other's inverse.

use proptest::prelude::*;
use pushcert_types::UnixTime;

#[test]
fn known_moments() {
    for (secs, text) in [
        (0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"),
        (951_782_400, "2000-02-29T00:00:00Z"),
        (1_795_219_200, "2026-11-21T00:00:00Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
        (-62_167_219_200, "0000-01-01T00:00:00Z"),
        (-2_203_977_600, "1900-02-28T00:00:00Z"),
    ] {
        assert_eq!(UnixTime::from_secs(secs).to_string(), text);
        assert_eq!(text.parse(), Ok(UnixTime::from_secs(secs)));
    }
}

#[test]
fn extremes_are_shown_and_do_not_panic() {
    assert_eq!(
        UnixTime::from_secs(i64::MAX).to_string(),
        "+292277026596-12-04T15:30:07Z"
    );
    assert_eq!(
        UnixTime::from_secs(i64::MIN).to_string(),
        "-292277022657-01-27T08:29:52Z"
    );
    assert_eq!(
        UnixTime::from_secs(253_402_300_800).to_string(),
        "+10000-01-01T00:00:00Z"
    );
    assert_eq!(
        UnixTime::from_secs(i64::MIN).days_until(UnixTime::from_secs(i64::MAX)),
        213_503_982_334_601
    );
    let far = UnixTime::from_secs(i64::MAX - 5);
    assert_eq!(far.plus_days(1).secs(), i64::MAX);
    assert_eq!(far.plus_days(i64::MIN).secs(), -6);
}

#[test]
fn days_and_times_that_do_not_exist() {
    for (year, month, day) in [
        (2026, 2, 29),
        (2024, 2, 30),
        (1900, 2, 29),
        (2026, 4, 31),
        (2026, 0, 1),
        (2026, 13, 1),
        (2026, 1, 0),
        (2026, 1, 32),
    ] {
        assert_eq!(UnixTime::from_civil(year, month, day, 0, 0, 0), None);
    }
    assert!(UnixTime::from_civil(2000, 2, 29, 23, 59, 59).is_some());
    assert_eq!(UnixTime::from_civil(2026, 1, 1, 24, 0, 0), None);
    assert_eq!(UnixTime::from_civil(2026, 1, 1, 0, 60, 0), None);
    assert_eq!(UnixTime::from_civil(2026, 1, 1, 0, 0, 60), None);
}

#[test]
fn rfc3339_forms() {
    let expected = Ok(UnixTime::from_secs(1_795_219_200));
    for text in [
        "2026-11-21T00:00:00Z",
        "2026-11-21t00:00:00z",
        "2026-11-21 00:00:00Z",
        "2026-11-21T00:00:00.999999999999Z",
        "2026-11-21T05:30:00+05:30",
        "2026-11-20T16:00:00-08:00",
        "2026-11-21T00:00:00-00:00",
    ] {
        assert_eq!(UnixTime::parse(text), expected, "{text}");
    }
    assert_eq!(
        UnixTime::parse("2016-12-31T23:59:60Z"),
        UnixTime::parse("2016-12-31T23:59:59Z")
    );
}

#[test]
fn texts_that_are_no_time_say_where() {
    for (text, offset) in [
        ("", 0),
        ("2026", 4),
        ("2026-11-21", 10),
        ("2026-11-21T00:00:00", 19),
        ("2026-11-21T00:00:00Zx", 20),
        ("2026-11-21T00:00:00.Z", 20),
        ("2026-11-21T00:00:00+24:00", 19),
        ("2026-1١-21T00:00:00Z", 6),
        ("+2026-11-21T00:00:00Z", 0),
    ] {
        let error = UnixTime::parse(text).unwrap_err();
        assert_eq!(error.offset(), offset, "{text}: {error}");
    }
    assert_eq!(
        UnixTime::parse("2026-02-30T00:00:00Z")
            .unwrap_err()
            .expected(),
        "a day and a time that exist"
    );
}

proptest! {
    #[test]
    fn text_round_trip(secs in -62_167_219_200_i64..=253_402_300_799) {
        let time = UnixTime::from_secs(secs);
        prop_assert_eq!(UnixTime::parse(&time.to_string()), Ok(time));
    }

    #[test]
    fn civil_round_trip(secs in -62_167_219_200_i64..=253_402_300_799) {
        let time = UnixTime::from_secs(secs);
        let (year, month, day) = time.date();
        let (hour, minute, second) = time.time_of_day();
        let year = i32::try_from(year).unwrap();
        prop_assert_eq!(
            UnixTime::from_civil(year, month, day, hour, minute, second),
            Some(time)
        );
    }

    /// One day later is the next day of the calendar, whatever moment of `i64` it is.
    #[test]
    fn neighbouring_days(secs in i64::MIN..=i64::MAX - 86_400) {
        let (year, month, day) = UnixTime::from_secs(secs).date();
        let next = UnixTime::from_secs(secs).plus_days(1).date();
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let expected = if day < lengths[usize::from(month) - 1] {
            (year, month, day + 1)
        } else if month < 12 {
            (year, month + 1, 1)
        } else {
            (year + 1, 1, 1)
        };
        prop_assert_eq!(next, expected);
    }

    #[test]
    fn days_until_is_the_floor(a: i64, b: i64) {
        let exact = (i128::from(b) - i128::from(a)).div_euclid(86_400);
        prop_assert_eq!(
            i128::from(UnixTime::from_secs(a).days_until(UnixTime::from_secs(b))),
            exact
        );
    }

    #[test]
    fn no_text_panics(text in "\\PC*") {
        let _ = UnixTime::parse(&text);
    }

    #[test]
    fn no_near_miss_panics(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{0,12})?([Zz]|[+-][0-9]{2}:[0-9]{2})?") {
        if let Ok(time) = UnixTime::parse(&text) {
            let _ = time.to_string();
        }
    }
}
