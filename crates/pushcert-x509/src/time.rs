//! `UTCTime` and `GeneralizedTime` (RFC 5280, section 4.1.2.5), read tolerantly.
//!
//! ```text
//! Time ::= CHOICE { utcTime UTCTime, generalTime GeneralizedTime }
//! ```

use pushcert_types::UnixTime;

use crate::{problem::TimeOddity, tlv::Element};

const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// A moment, and the first thing that is odd about the way it is written.
pub(crate) type ReadTime = (UnixTime, Option<TimeOddity>);

/// `None` where no moment can be read: another type, missing digits, 30 February.
pub(crate) fn decode(element: &Element<'_>) -> Option<ReadTime> {
    let mut digits = Digits(element.value);
    let (year, year_oddity) = match element.tag {
        UTC_TIME => {
            // Two digits: 50 to 99 are the 1900s, 00 to 49 the 2000s.
            let year = i32::from(digits.pair()?);
            let century = if year >= 50 { 1900 } else { 2000 };
            (year.saturating_add(century), None)
        }
        GENERALIZED_TIME => {
            let century = i32::from(digits.pair()?).saturating_mul(100);
            let year = century.saturating_add(i32::from(digits.pair()?));
            let oddity = (year < 2050).then_some(TimeOddity::GeneralizedBefore2050);
            (year, oddity)
        }
        _ => return None,
    };
    let [month, day, hour, minute] = [
        digits.pair()?,
        digits.pair()?,
        digits.pair()?,
        digits.pair()?,
    ];
    let second = digits.pair();
    let fraction = element.tag == GENERALIZED_TIME && digits.fraction()?;
    let zone = digits.zone()?;
    let time = UnixTime::from_civil(year, month, day, hour, minute, second.unwrap_or(0))?;
    let time = UnixTime::from_secs(time.secs().saturating_sub(zone.seconds()));
    let oddity = match zone {
        _ if second.is_none() => Some(TimeOddity::NoSeconds),
        _ if fraction => Some(TimeOddity::Fraction),
        Zone::Offset(_) => Some(TimeOddity::Offset),
        Zone::Absent => Some(TimeOddity::NoZone),
        Zone::Utc => year_oddity,
    };
    Some((time, oddity))
}

/// What is left of the text.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn pair(&mut self) -> Option<u8> {
        let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] = self.0 else {
            return None;
        };
        self.0 = rest;
        let value = |digit: &u8| digit.wrapping_sub(b'0');
        Some(value(tens).saturating_mul(10).saturating_add(value(ones)))
    }

    /// Whether a fraction follows; `None` when it has no digits.
    fn fraction(&mut self) -> Option<bool> {
        let [b'.' | b',', rest @ ..] = self.0 else {
            return Some(false);
        };
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.0 = rest.get(count..)?;
        (count > 0).then_some(true)
    }

    /// What follows the digits; nothing may be left over.
    fn zone(&mut self) -> Option<Zone> {
        let sign = match self.0 {
            [] => return Some(Zone::Absent),
            [b'Z'] => return Some(Zone::Utc),
            [b'+', rest @ ..] => {
                self.0 = rest;
                1_i64
            }
            [b'-', rest @ ..] => {
                self.0 = rest;
                -1
            }
            _ => return None,
        };
        let (hours, minutes) = (self.pair()?, self.pair()?);
        if hours > 23 || minutes > 59 || !self.0.is_empty() {
            return None;
        }
        let seconds = i64::from(hours)
            .saturating_mul(60)
            .saturating_add(i64::from(minutes))
            .saturating_mul(60);
        Some(Zone::Offset(sign.saturating_mul(seconds)))
    }
}

/// What a time says about its zone.
enum Zone {
    Utc,
    Absent,
    /// Seconds east of UTC.
    Offset(i64),
}

impl Zone {
    fn seconds(&self) -> i64 {
        match self {
            Self::Utc | Self::Absent => 0,
            Self::Offset(seconds) => *seconds,
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::{string::ToString, vec::Vec};

    use super::*;
    use crate::tlv::Reader;

    fn read(tag: u8, text: &str) -> Option<(alloc::string::String, Option<TimeOddity>)> {
        let mut der = Vec::from([tag, u8::try_from(text.len()).unwrap()]);
        der.extend_from_slice(text.as_bytes());
        let element = Reader::new(&der, 0).next().unwrap().unwrap();
        decode(&element).map(|(time, oddity)| (time.to_string(), oddity))
    }

    #[test]
    fn the_century_turns_at_fifty() {
        let ok = |text: &str| Some((text.to_string(), None));
        assert_eq!(read(UTC_TIME, "491231235959Z"), ok("2049-12-31T23:59:59Z"));
        assert_eq!(read(UTC_TIME, "500101000000Z"), ok("1950-01-01T00:00:00Z"));
        assert_eq!(
            read(GENERALIZED_TIME, "20500101000000Z"),
            ok("2050-01-01T00:00:00Z")
        );
        assert_eq!(
            read(GENERALIZED_TIME, "99991231235959Z"),
            ok("9999-12-31T23:59:59Z")
        );
    }

    #[test]
    fn odd_times_are_read_and_named() {
        for (tag, text, time, oddity) in [
            (
                UTC_TIME,
                "2611210000Z",
                "2026-11-21T00:00:00Z",
                TimeOddity::NoSeconds,
            ),
            (
                UTC_TIME,
                "261121000000",
                "2026-11-21T00:00:00Z",
                TimeOddity::NoZone,
            ),
            (
                UTC_TIME,
                "261121013000+0130",
                "2026-11-21T00:00:00Z",
                TimeOddity::Offset,
            ),
            (
                UTC_TIME,
                "261120160000-0800",
                "2026-11-21T00:00:00Z",
                TimeOddity::Offset,
            ),
            (
                UTC_TIME,
                "261121000000+0000",
                "2026-11-21T00:00:00Z",
                TimeOddity::Offset,
            ),
            (
                GENERALIZED_TIME,
                "20561121000000.5Z",
                "2056-11-21T00:00:00Z",
                TimeOddity::Fraction,
            ),
            (
                GENERALIZED_TIME,
                "20561121000000,123Z",
                "2056-11-21T00:00:00Z",
                TimeOddity::Fraction,
            ),
            (
                GENERALIZED_TIME,
                "20261121000000Z",
                "2026-11-21T00:00:00Z",
                TimeOddity::GeneralizedBefore2050,
            ),
        ] {
            assert_eq!(
                read(tag, text),
                Some((time.to_string(), Some(oddity))),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_time() {
        for (tag, text) in [
            (UTC_TIME, ""),
            (UTC_TIME, "240230000000Z"),
            (UTC_TIME, "261121240000Z"),
            (UTC_TIME, "261121006000Z"),
            (UTC_TIME, "261121000060Z"),
            (UTC_TIME, "261121000000.5Z"),
            (UTC_TIME, "261121000000Zx"),
            (UTC_TIME, "261121000000+2400"),
            (UTC_TIME, "26112100000 Z"),
            (GENERALIZED_TIME, "20561121000000.Z"),
            (GENERALIZED_TIME, "561121000000Z"),
            (0x0c, "261121000000Z"),
        ] {
            assert_eq!(read(tag, text), None, "{text}");
        }
    }
}
