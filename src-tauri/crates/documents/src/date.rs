//! Dates and times as a paper shows them: local, in words, with the name of the zone.

use cobro_domain::time::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp as Instant, Zoned};

use crate::messages::{Catalogue, MessageError};

/// An instant and the place whose clocks tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// When it is.
    pub at: Timestamp,
    /// The IANA name of the shop's zone, such as `America/Mexico_City`.
    pub zone: String,
}

/// Why a moment cannot be written in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The zone is not in the IANA database.
    #[error("{zone:?} is no time zone")]
    Zone {
        /// The name that was given.
        zone: String,
    },
    /// The instant is outside the years that a calendar is kept for.
    #[error("{millis} ms is outside the calendar")]
    OutOfRange {
        /// Milliseconds since 1970.
        millis: i64,
    },
    /// A word is missing in the catalogue.
    #[error(transparent)]
    Message(#[from] MessageError),
}

/// A moment taken apart into the words of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateWords {
    /// `jueves 26 de noviembre`: for days so near that the weekday says which year.
    pub(crate) long: String,
    /// `21 nov 2026`.
    pub(crate) short: String,
    /// `18:00`.
    pub(crate) time: String,
    /// `hora del centro de México`.
    pub(crate) zone: String,
}

impl DateWords {
    /// Writes `moment` in the catalogue's language, to the minute and never later than it is.
    ///
    /// # Errors
    /// An unknown zone, a year outside the calendar, or a word missing in the catalogue.
    pub(crate) fn of(moment: &Moment, words: Catalogue) -> Result<Self, DateError> {
        let local = local(moment.at, zone_of(&moment.zone)?)?;
        let day = local.day().to_string();
        let weekday = local.weekday().to_monday_one_offset();
        let weekday = words.text(&format!("paper-weekday-{weekday}"))?;
        let month = words.text(&format!("paper-month-{}", local.month()))?;
        let long = [("weekday", &*weekday), ("day", &day), ("month", &month)];
        Ok(Self {
            long: words.format("paper-date-long", &long)?,
            short: short(local.date(), words)?,
            time: clock(local.time()),
            zone: zone_name(&local, &moment.zone, words)?,
        })
    }
}

/// The days of one place, in the words of one language: for papers with many dates.
pub(crate) struct Days {
    zone: TimeZone,
    words: Catalogue,
}

impl Days {
    /// # Errors
    /// An unknown zone.
    pub(crate) fn of(zone: &str, words: Catalogue) -> Result<Self, DateError> {
        Ok(Self { zone: zone_of(zone)?, words })
    }

    /// The day that a moment falls on.
    pub(crate) fn date(&self, at: Timestamp) -> Result<Date, DateError> {
        Ok(local(at, self.zone.clone())?.date())
    }

    /// `21 nov 2026`.
    pub(crate) fn short(&self, at: Timestamp) -> Result<String, DateError> {
        Ok(short(self.date(at)?, self.words)?)
    }
}

fn short(date: Date, words: Catalogue) -> Result<String, MessageError> {
    let (day, year) = (date.day().to_string(), date.year().to_string());
    let month = words.text(&format!("paper-month-short-{}", date.month()))?;
    words.format("paper-date-short", &[("day", &day), ("month", &month), ("year", &year)])
}

/// The zones come with the program: the same voucher says the same hour on every machine.
fn zone_of(zone: &str) -> Result<TimeZone, DateError> {
    TimeZoneDatabase::bundled().get(zone).map_err(|_| DateError::Zone { zone: zone.to_owned() })
}

fn local(at: Timestamp, zone: TimeZone) -> Result<Zoned, DateError> {
    let millis = at.millis();
    let instant =
        Instant::from_millisecond(millis).map_err(|_| DateError::OutOfRange { millis })?;
    Ok(instant.to_zoned(zone))
}

fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// What people there call their time; elsewhere the distance to UTC.
fn zone_name(local: &Zoned, zone: &str, words: Catalogue) -> Result<String, MessageError> {
    let id = match zone {
        "America/Mexico_City"
        | "America/Merida"
        | "America/Monterrey"
        | "America/Chihuahua"
        | "America/Bahia_Banderas" => "paper-zone-mexico-centre",
        "America/Mazatlan" | "America/Hermosillo" => "paper-zone-mexico-pacific",
        "America/Tijuana" => "paper-zone-mexico-northwest",
        "America/Cancun" => "paper-zone-mexico-southeast",
        "Europe/Kyiv" | "Europe/Kiev" => "paper-zone-kyiv",
        _ if zone.starts_with("America/Argentina/") => "paper-zone-argentina",
        _ => {
            let offset = offset_text(local.offset().seconds());
            return words.format("paper-zone-offset", &[("offset", &offset)]);
        }
    };
    words.text(id)
}

/// `−06:00`, with the sign that is as wide as a plus.
fn offset_text(seconds: i32) -> String {
    let sign = if seconds < 0 { '\u{2212}' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Language;

    fn words(millis: i64, zone: &str, language: Language) -> Result<DateWords, DateError> {
        let moment = Moment { at: Timestamp::from_millis(millis), zone: zone.to_owned() };
        DateWords::of(&moment, Catalogue::of(language))
    }

    /// 2026-11-27T00:00:59Z: already Friday in Kyiv, still Thursday in Mexico.
    const MILLIS: i64 = 1_795_737_659_000;

    #[test]
    fn says_the_shops_day_in_its_language() {
        let cases = [
            ("America/Mexico_City", Language::EsMx, "jueves 26 de noviembre", "18:00"),
            ("America/Tijuana", Language::EsMx, "jueves 26 de noviembre", "16:00"),
            ("America/Mexico_City", Language::EnUs, "Thursday, November 26", "18:00"),
            ("Europe/Kyiv", Language::UkUa, "пʼятниця, 27 листопада", "02:00"),
        ];
        for (zone, language, long, time) in cases {
            let words = words(MILLIS, zone, language).unwrap();
            assert_eq!((&*words.long, &*words.time), (long, time), "{zone} {language}");
        }
    }

    #[test]
    fn names_the_zone_as_people_there_do() {
        let cases = [
            ("America/Mexico_City", "hora del centro de México"),
            ("America/Argentina/Buenos_Aires", "hora de Argentina"),
            ("Asia/Kolkata", "hora local (UTC+05:30)"),
            ("America/New_York", "hora local (UTC\u{2212}05:00)"),
        ];
        for (zone, name) in cases {
            assert_eq!(words(MILLIS, zone, Language::EsMx).unwrap().zone, name);
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        let zone = Err(DateError::Zone { zone: "Luna".to_owned() });
        assert_eq!(words(MILLIS, "Luna", Language::EsMx), zone);
        let range = Err(DateError::OutOfRange { millis: i64::MAX });
        assert_eq!(words(i64::MAX, "Europe/Kyiv", Language::EsMx), range);
    }
}
