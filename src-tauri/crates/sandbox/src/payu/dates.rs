//! The date forms of PayU: naive UTC text in, epoch milliseconds and local text out.

use jiff::civil::{Date, DateTime};
use jiff::tz::{self, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// Central Mexico, without summer time since 2022: no tz database is needed.
const MEXICO: TimeZone = TimeZone::fixed(tz::offset(-6));

pub(crate) const MINUTE_MS: i64 = 60_000;
pub(crate) const HOUR_MS: i64 = 60 * MINUTE_MS;
pub(crate) const DAY_MS: i64 = 24 * HOUR_MS;

/// Reads `YYYY-MM-DDTHH:MM:SS` with up to three decimals. The text has no zone and means UTC;
/// a text with a zone is refused.
pub(crate) fn parse_naive_utc(text: &str) -> Option<i64> {
    let shape = |(i, byte): (usize, u8)| match i {
        4 | 7 => byte == b'-',
        10 => byte == b'T',
        13 | 16 => byte == b':',
        19 => byte == b'.',
        _ => byte.is_ascii_digit(),
    };
    let long_enough = text.len() == 19 || (21..=23).contains(&text.len());
    if !long_enough || !text.bytes().enumerate().all(shape) {
        return None;
    }
    let naive: DateTime = text.parse().ok()?;
    Some(naive.to_zoned(TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

/// The date a customer in Mexico reads for this instant.
pub(crate) fn date_in_mexico(at_ms: i64) -> Date {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::MAX);
    at.to_zoned(MEXICO).date()
}

/// The last millisecond-exact second of that day in Mexico: 23:59:59.
pub(crate) fn end_of_day_in_mexico(at_ms: i64) -> i64 {
    let midnight = date_in_mexico(at_ms).to_datetime(jiff::civil::Time::midnight());
    let last = midnight.saturating_add(SignedDuration::from_secs(24 * 60 * 60 - 1));
    last.to_zoned(MEXICO).map_or(at_ms, |zoned| zoned.timestamp().as_millisecond())
}

/// `YYYY-MM-DD 23:59:59`: how a SPEI voucher says until when.
pub(crate) fn end_of_day_text(at_ms: i64) -> String {
    format!("{} 23:59:59", date_in_mexico(at_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_naive_text_as_utc_and_refuses_a_zone() {
        let cases = [
            // Both from the published samples, with the EXPIRATION_DATE they were answered with.
            ("2021-06-23T21:02:14.593", Some(1_624_482_134_593)),
            ("2021-06-23T22:46:20.551", Some(1_624_488_380_551)),
            ("2021-06-23T21:02:14", Some(1_624_482_134_000)),
            ("2021-06-23T21:02:14.5", Some(1_624_482_134_500)),
            ("2021-06-23T21:02:14Z", None),
            ("2021-06-23T21:02:14-06:00", None),
            ("2021-06-23T21:02:14.5930", None),
            ("2021-06-23 21:02:14", None),
            ("2021-06-31T21:02:14", None),
            ("2021-06-23", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_naive_utc(text), expected, "{text}");
        }
    }

    #[test]
    fn the_day_is_the_one_in_mexico() {
        let late_evening = parse_naive_utc("2026-03-10T03:00:00").unwrap();
        assert_eq!(date_in_mexico(late_evening).to_string(), "2026-03-09");
        assert_eq!(end_of_day_text(late_evening), "2026-03-09 23:59:59");
        let end = parse_naive_utc("2026-03-10T05:59:59").unwrap();
        assert_eq!(end_of_day_in_mexico(late_evening), end);
    }
}
