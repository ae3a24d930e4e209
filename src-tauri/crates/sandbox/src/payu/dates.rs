//! The date forms of PayU: naive UTC text in, epoch milliseconds and local text out.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::{self, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// Central Mexico, without summer time since 2022: no tz database is needed.
const MEXICO: TimeZone = TimeZone::fixed(tz::offset(-6));

/// Where PayU's servers are.
const PAYU: TimeZone = TimeZone::fixed(tz::offset(-5));

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

/// `YYYY-MM-DD HH:MM:SS` in Mexico.
pub(crate) fn text_in_mexico(at_ms: i64) -> String {
    in_zone(at_ms, MEXICO, "%Y-%m-%d %H:%M:%S")
}

/// The day of the week in Mexico: `MONDAY`.
pub(crate) fn weekday_in_mexico(at_ms: i64) -> &'static str {
    match date_in_mexico(at_ms).weekday() {
        Weekday::Monday => "MONDAY",
        Weekday::Tuesday => "TUESDAY",
        Weekday::Wednesday => "WEDNESDAY",
        Weekday::Thursday => "THURSDAY",
        Weekday::Friday => "FRIDAY",
        Weekday::Saturday => "SATURDAY",
        Weekday::Sunday => "SUNDAY",
    }
}

/// Dates in PayU's XML: no zone, and five hours behind UTC wherever the merchant is.
pub(crate) fn xml_text(at_ms: i64) -> String {
    in_zone(at_ms, PAYU, "%Y-%m-%dT%H:%M:%S")
}

/// `YYYY-MM-DDTHH:MM:SS` without a zone, meaning UTC.
pub(crate) fn naive_utc(at_ms: i64) -> String {
    in_zone(at_ms, TimeZone::UTC, "%Y-%m-%dT%H:%M:%S")
}

/// The same instant in PayU's own zone, as its notifications write it: once with a clock of
/// twelve hours and no word on which half, and once readably.
pub(crate) fn notice_texts(at_ms: i64) -> (String, String) {
    let [short, long] =
        ["%Y.%m.%d %I:%M:%S", "%Y-%m-%d %H:%M:%S"].map(|format| in_zone(at_ms, PAYU, format));
    (short, long)
}

/// Reads `YYYY-MM-DD HH:MM:SS` in Mexico.
pub(crate) fn parse_in_mexico(text: &str) -> Option<i64> {
    let shape = |(i, byte): (usize, u8)| match i {
        4 | 7 => byte == b'-',
        10 => byte == b' ',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    };
    if text.len() != 19 || !text.bytes().enumerate().all(shape) {
        return None;
    }
    let naive: DateTime = text.replace(' ', "T").parse().ok()?;
    Some(naive.to_zoned(MEXICO).ok()?.timestamp().as_millisecond())
}

fn in_zone(at_ms: i64, zone: TimeZone, format: &str) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::MAX);
    at.to_zoned(zone).strftime(format).to_string()
}

/// Reads `YYYY-MM-DD`: a day that exists.
pub(crate) fn parse_day(text: &str) -> Option<Date> {
    let shape = |(i, byte): (usize, u8)| match i {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    (text.len() == 10 && text.bytes().enumerate().all(shape)).then(|| text.parse().ok())?
}

/// Reads `YYYY/MM`, as cards say until when: the year and the month.
pub(crate) fn parse_card_date(text: &str) -> Option<(i16, i8)> {
    let (year, month) = text.split_once('/')?;
    let digits =
        |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let month: i8 = month.parse().ok().filter(|_| digits(month, 2))?;
    let year: i16 = year.parse().ok().filter(|_| digits(year, 4))?;
    (1..=12).contains(&month).then_some((year, month))
}

/// Whether a card that is good until the end of that month is good at this instant.
pub(crate) fn is_card_good(until: (i16, i8), now_ms: i64) -> bool {
    let today = date_in_mexico(now_ms);
    (today.year(), today.month()) <= until
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

    #[test]
    fn reads_the_dates_of_people_and_cards() {
        assert!(parse_day("1994-06-21").is_some());
        for bad in ["1994-06-31", "94-06-21", "1994/06/21", "1994-6-21", ""] {
            assert_eq!(parse_day(bad), None, "{bad}");
        }
        assert_eq!(parse_card_date("2028/05"), Some((2028, 5)));
        for bad in ["2028/13", "2028/00", "05/2028", "2028/5", "28/05", "2028-05", ""] {
            assert_eq!(parse_card_date(bad), None, "{bad}");
        }
        let march = parse_naive_utc("2026-03-31T23:00:00").unwrap();
        assert!(is_card_good((2026, 3), march));
        assert!(!is_card_good((2026, 2), march));
    }

    #[test]
    fn writes_the_dates_of_the_samples() {
        // The XML of the published authorization was answered at 19:18:17 UTC, ten hours later
        // than it says, of which five are in the JSON too.
        assert_eq!(xml_text(1_624_389_497_244 - 5 * HOUR_MS), "2021-06-22T09:18:17");
        let shown = notice_texts(parse_naive_utc("2026-03-02T18:04:40").unwrap());
        assert_eq!(shown, ("2026.03.02 01:04:40".to_owned(), "2026-03-02 13:04:40".to_owned()));
        let noon = parse_in_mexico("2026-03-02 12:00:00");
        assert_eq!(noon, parse_naive_utc("2026-03-02T18:00:00"));
        assert_eq!(parse_in_mexico("2026-03-02T12:00:00"), None);
    }
}
