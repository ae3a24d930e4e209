//! The dates of PayU: naive text out, epoch milliseconds and local text in.

use cobro_domain::time::Timestamp;
use jiff::{civil::DateTime, tz, tz::TimeZone};

/// Central Mexico, without summer time since 2022: no time-zone data is needed.
const MEXICO: TimeZone = TimeZone::fixed(tz::offset(-6));

/// The last year that PayU's four digits can say.
const YEAR_MAX: i16 = 9_999;

/// `2021-06-23T21:02:14.593`: an expiry as PayU takes it. The text has no zone, and PayU
/// reads it as UTC: the published samples answer it with the very same instant.
pub(crate) fn expiry_text(at: Timestamp) -> Option<String> {
    let at = jiff::Timestamp::from_millisecond(at.millis()).ok()?;
    let naive = at.to_zoned(TimeZone::UTC).datetime();
    if !(0..=YEAR_MAX).contains(&naive.year()) {
        return None;
    }
    let format =
        if naive.millisecond() == 0 { "%Y-%m-%dT%H:%M:%S" } else { "%Y-%m-%dT%H:%M:%S%.3f" };
    Some(naive.strftime(format).to_string())
}

/// Reads epoch milliseconds, or the text that a SPEI voucher has instead.
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
    let naive = DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
    let at = naive.to_zoned(MEXICO).ok()?.timestamp();
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
            ("23/06/2021", None),
            ("", None),
            ("99999999999999999999", None),
        ];
        for (text, millis) in cases {
            assert_eq!(read(text).map(Timestamp::millis), millis, "{text:?}");
        }
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
            assert_eq!(expiry_text(Timestamp::from_millis(millis)).as_deref(), text, "{millis}");
        }
    }
}
