//! The dates of PayU: naive text out, epoch milliseconds and local text in.

use cobro_domain::time::Timestamp;
use jiff::{civil::DateTime, tz, tz::TimeZone};

/// Central Mexico, without summer time since 2022: no time-zone data is needed.
const MEXICO: TimeZone = TimeZone::fixed(tz::offset(-6));

/// The time in which PayU writes the dates of its XML answers, which name no zone either: each
/// published one is the instant of its JSON twin in this zone.
const PAYU: TimeZone = TimeZone::fixed(tz::offset(-5));

/// The last year that PayU's four digits can say.
const YEAR_MAX: i16 = 9_999;

/// `2021-06-23T21:02:14.593`: an expiry as PayU takes it. The text has no zone, and PayU
/// reads it as UTC: the published samples answer it with the very same instant.
pub(crate) fn naive_text(at: Timestamp) -> Option<String> {
    let naive = utc(at)?;
    let format = if naive.millisecond() == 0 { SECONDS } else { "%Y-%m-%dT%H:%M:%S%.3f" };
    Some(naive.strftime(format).to_string())
}

/// `2021-06-23T21:02:14`: an end of a range, read as UTC like an expiry.
pub(crate) fn naive_seconds(at: Timestamp) -> Option<String> {
    Some(utc(at)?.strftime(SECONDS).to_string())
}

/// `2021-06-23 21:02:14`: an expiry as PayU's page takes it, in the time of the shop's
/// customers: it is the page that shows it to them.
pub(crate) fn page_text(at: Timestamp) -> Option<String> {
    let at = jiff::Timestamp::from_millisecond(at.millis()).ok()?;
    let naive = at.to_zoned(MEXICO).datetime();
    has_four_digits(naive).then(|| naive.strftime(SPACED).to_string())
}

/// `Fri, 28 Apr 2017 18:32:01 GMT`: the header that the promotions service signs.
pub(crate) fn http_date(at: Timestamp) -> Option<String> {
    Some(utc(at)?.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
}

const SECONDS: &str = "%Y-%m-%dT%H:%M:%S";

const SPACED: &str = "%Y-%m-%d %H:%M:%S";

fn utc(at: Timestamp) -> Option<DateTime> {
    let at = jiff::Timestamp::from_millisecond(at.millis()).ok()?;
    Some(at.to_zoned(TimeZone::UTC).datetime()).filter(|naive| has_four_digits(*naive))
}

fn has_four_digits(naive: DateTime) -> bool {
    (0..=YEAR_MAX).contains(&naive.year())
}

/// Reads epoch milliseconds, the text that a SPEI voucher has instead, or a date of XML.
///
/// Known: the number is the exact instant. Not known: the zone of `2021-06-23 23:59:59`. The
/// one published sample asked for 22:30 UTC of that day and fits UTC, Bogotá and Mexico. It
/// is read as the end of the day in Mexico City, where the banks are that take the money,
/// so that screen and paper say what PayU's own receipt says. A wrong guess is hours, and
/// charges are looked up for at least a day after they ran out.
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    if let Ok(millis) = text.parse() {
        return Some(Timestamp::from_millis(millis));
    }
    let (naive, zone) = match DateTime::strptime(SPACED, text) {
        Ok(naive) => (naive, MEXICO),
        Err(_) => (text.parse::<DateTime>().ok().filter(|_| text.contains('T'))?, PAYU),
    };
    let at = naive.to_zoned(zone).ok()?.timestamp();
    Some(Timestamp::from_millis(at.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_instants_and_the_end_of_a_day_in_mexico() {
        let cases = [
            ("1624482134593", Some(1_624_482_134_593)),
            ("2021-06-23 23:59:59", Some(1_624_514_399_000)),
            ("2021-06-31 23:59:59", None),
            ("2021-06-29T14:18:00", Some(1_624_994_280_000)),
            ("2021-06-29T14:18:00.250", Some(1_624_994_280_250)),
            ("2021-06-29", None),
            ("23/06/2021", None),
            ("", None),
            ("99999999999999999999", None),
        ];
        for (text, millis) in cases {
            assert_eq!(read(text).map(Timestamp::millis), millis, "{text:?}");
        }
    }

    #[test]
    fn writes_the_dates_of_every_service() {
        let at = Timestamp::from_millis(1_493_404_321_250);
        assert_eq!(naive_seconds(at).as_deref(), Some("2017-04-28T18:32:01"));
        assert_eq!(page_text(at).as_deref(), Some("2017-04-28 12:32:01"));
        assert_eq!(http_date(at).as_deref(), Some("Fri, 28 Apr 2017 18:32:01 GMT"));
        assert_eq!(page_text(Timestamp::MAX), None);
    }

    #[test]
    fn writes_utc_without_saying_so() {
        let cases = [
            (1_624_482_134_593, Some("2021-06-23T21:02:14.593")),
            (1_624_482_134_000, Some("2021-06-23T21:02:14")),
            (i64::MAX, None),
            (i64::MIN, None),
        ];
        for (millis, text) in cases {
            assert_eq!(naive_text(Timestamp::from_millis(millis)).as_deref(), text, "{millis}");
        }
    }
}
