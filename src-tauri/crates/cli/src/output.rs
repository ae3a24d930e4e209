//! What goes to standard output: the answer, for people or for programs, and nothing else.

use std::{
    fmt,
    io::{self, ErrorKind, IsTerminal, Write},
};

use cobro_domain::{
    money::{Currency, Money},
    time::Timestamp,
};
use cobro_till::books::Progress;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::failure::Failure;

/// Standard output, in one of two forms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) const fn new(json: bool) -> Self {
        Self { json }
    }

    /// Writes an answer. A reader that has gone away had enough: that is no failure.
    pub(crate) fn show<T: Serialize + fmt::Display>(self, answer: &T) -> Result<(), Failure> {
        let text = if self.json {
            let text = serde_json::to_string_pretty(answer);
            text.map_err(|error| Failure::failed(format!("the answer has no JSON form: {error}")))?
        } else {
            answer.to_string()
        };
        let mut out = io::stdout().lock();
        let written = writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush());
        match written {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(Failure::failed(format!("the answer could not be written: {error}")))
            }
            _ => Ok(()),
        }
    }
}

/// An amount: for programs as a count of the smallest unit, for people as text.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Amount {
    minor: i64,
    currency: &'static str,
    text: String,
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        let (minor, currency) = (money.minor(), money.currency().code());
        Self { minor, currency, text: money.decimal_text() }
    }
}

impl Amount {
    pub(crate) fn of(minor: i64, currency: Currency) -> Self {
        Money::new(minor, currency).into()
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} {}", self.currency, self.text))
    }
}

/// A moment: for programs in UTC (RFC 3339, milliseconds), for people as the shop's clock says.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Moment {
    utc: String,
    #[serde(skip)]
    local: String,
}

impl Moment {
    pub(crate) fn new(at: Timestamp, zone: &TimeZone) -> Self {
        let moment = jiff::Timestamp::from_millisecond(at.millis()).unwrap_or_default();
        let local = moment.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string();
        Self { utc: format!("{moment:.3}"), local }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.local)
    }
}

/// Says on standard error how far a long job is, when a person is looking.
pub(crate) fn progress() -> impl FnMut(Progress) {
    let watched = io::stderr().is_terminal();
    move |Progress { done, of }| {
        if watched {
            let end = if done >= of { "\n" } else { "" };
            // Progress that cannot be shown is no reason to stop.
            let _ = write!(io::stderr(), "\r{done} of {of} facts{end}");
        }
    }
}
