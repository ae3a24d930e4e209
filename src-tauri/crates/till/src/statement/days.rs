//! Days of the shop's calendar.

use cobro_domain::{statement::Period, time::Timestamp};
use jiff::{ToSpan, civil::Date, tz::TimeZone};

/// Why two texts are no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// A text is no date.
    #[error("{text:?} is no date such as 2026-11-30")]
    Date {
        /// What was typed.
        text: String,
    },
    /// The last day is before the first.
    #[error("the last day is before the first")]
    Backwards,
}

/// A word, and the first and the last day of what it names.
pub(crate) type NamedDays = (&'static str, Date, Date);

/// The periods that a statement is usually asked for, by the shop's calendar: none reaches
/// beyond today.
pub(crate) fn common_periods(zone_name: &str, now: Timestamp) -> Vec<NamedDays> {
    let Some(today) = day(&zone(zone_name), now) else {
        return Vec::new();
    };
    let month = today.first_of_month();
    let before = month.saturating_sub(1.month());
    vec![
        ("this-month", month, today),
        ("last-month", before, before.last_of_month()),
        ("last-3-months", today.saturating_sub(3.months()).saturating_add(1.day()), today),
        ("this-year", today.first_of_year(), today),
        ("today", today, today),
    ]
}

/// A zone of the IANA database; the universal one when it is gone from there.
pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// Whole days from the first to the last.
pub(super) fn period(zone: &TimeZone, first: &str, last: &str) -> Result<Period, PeriodError> {
    let (from, last_day) = (date(first)?, date(last)?);
    if last_day < from {
        return Err(PeriodError::Backwards);
    }
    let next = last_day.tomorrow().map_err(|_| PeriodError::Date { text: last.to_owned() })?;
    Ok(Period { from: morning(zone, from, first)?, until: morning(zone, next, last)? })
}

fn date(text: &str) -> Result<Date, PeriodError> {
    text.trim().parse().map_err(|_| PeriodError::Date { text: text.to_owned() })
}

fn morning(zone: &TimeZone, day: Date, text: &str) -> Result<Timestamp, PeriodError> {
    morning_of(zone, day).ok_or_else(|| PeriodError::Date { text: text.to_owned() })
}

/// When a day begins; never for one beyond the calendar.
pub(crate) fn morning_of(zone: &TimeZone, day: Date) -> Option<Timestamp> {
    let start = day.to_zoned(zone.clone()).and_then(|zoned| zoned.start_of_day()).ok()?;
    Some(Timestamp::from_millis(start.timestamp().as_millisecond()))
}

/// How many midnights lie between two moments; none when the first is the later.
pub(super) fn between(zone: &TimeZone, from: Timestamp, to: Timestamp) -> u32 {
    let days = day(zone, from).zip(day(zone, to)).map(|(from, to)| {
        // Between two dates lie whole days: no clock change makes one shorter.
        to.duration_since(from).as_hours() / 24
    });
    days.and_then(|days| u32::try_from(days).ok()).unwrap_or(0)
}

pub(crate) fn day(zone: &TimeZone, at: Timestamp) -> Option<Date> {
    // Beyond the calendar lies only what no clock ever said.
    let at = jiff::Timestamp::from_millisecond(at.millis()).ok()?;
    Some(zone.to_datetime(at).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_by_the_shops_midnights() {
        let zone = zone("America/Mexico_City");
        let at = |text: &str| {
            let at: jiff::Timestamp = text.parse().unwrap();
            Timestamp::from_millis(at.as_millisecond())
        };
        let cases = [
            ("2026-11-01T12:00:00Z", "2026-11-01T20:00:00Z", 0),
            // Midnight in Mexico is six hours after that of UTC.
            ("2026-11-01T12:00:00Z", "2026-11-02T05:59:59Z", 0),
            ("2026-11-01T12:00:00Z", "2026-11-02T06:00:00Z", 1),
            ("2026-10-01T18:00:00Z", "2026-11-01T05:00:00Z", 30),
            ("2026-11-02T06:00:00Z", "2026-11-01T12:00:00Z", 0),
            ("2024-02-28T18:00:00Z", "2024-03-01T18:00:00Z", 2),
        ];
        for (from, to, days) in cases {
            assert_eq!(between(&zone, at(from), at(to)), days, "{from} to {to}");
        }
        assert_eq!(between(&zone, at(cases[0].0), Timestamp::MAX), 0);
    }

    #[test]
    fn the_usual_periods_end_today_or_before() {
        let at = |text: &str| {
            let at: jiff::Timestamp = text.parse().unwrap();
            Timestamp::from_millis(at.as_millisecond())
        };
        // Still the day before in Mexico.
        let periods = common_periods("America/Mexico_City", at("2027-01-01T05:00:00Z"));
        let texts = periods.into_iter().map(|(id, first, last)| format!("{id} {first} {last}"));
        let expected = [
            "this-month 2026-12-01 2026-12-31",
            "last-month 2026-11-01 2026-11-30",
            "last-3-months 2026-10-01 2026-12-31",
            "this-year 2026-01-01 2026-12-31",
            "today 2026-12-31 2026-12-31",
        ];
        assert_eq!(texts.collect::<Vec<_>>(), expected);
        let march = common_periods("America/Mexico_City", at("2027-03-15T18:00:00Z"));
        let (_, first, last) = march[1];
        assert_eq!(
            (first.to_string(), last.to_string()),
            ("2027-02-01".into(), "2027-02-28".into())
        );
    }

    #[test]
    fn a_period_is_whole_days() {
        let zone = zone("America/Mexico_City");
        let period = |first: &str, last: &str| super::period(&zone, first, last);
        let month = period("2026-11-01", " 2026-11-30").unwrap();
        let text =
            |at: Timestamp| jiff::Timestamp::from_millisecond(at.millis()).unwrap().to_string();
        assert_eq!(text(month.from), "2026-11-01T06:00:00Z");
        assert_eq!(text(month.until), "2026-12-01T06:00:00Z");
        assert_eq!(period("2026-11-02", "2026-11-01"), Err(PeriodError::Backwards));
        for text in ["", "2026-13-01", "noviembre", "2026-11-31", "9999-12-31"] {
            assert!(period("2026-11-01", text).is_err(), "{text:?}");
        }
    }
}
