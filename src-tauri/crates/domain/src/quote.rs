//! Quotes: prices that a shop keeps to until a day. Nothing is owed and nothing is posted.

use serde::{Deserialize, Serialize};

use crate::{ids::QuoteId, money::Money, quantity::Quantity, time::Timestamp};

/// How many days a quote is valid when nobody says otherwise: a fortnight, as long as what the
/// shop's own suppliers ask rarely changes.
pub const VALID_DAYS: u16 = 15;

/// The most days that a quote is valid. Longer than a year is no quote, it is a mistyped one.
pub const VALID_DAYS_MAX: u16 = 365;

/// Where a quote stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuoteStanding {
    /// The shop keeps to it.
    Open,
    /// Its day has passed: what it promised counts no more.
    Expired,
    /// It became an invoice. That happens once, unless that invoice is voided.
    Accepted,
    /// The shop took it back.
    Withdrawn,
}

impl QuoteStanding {
    /// Every one, in the order in which people read them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Accepted, Self::Expired, Self::Withdrawn];

    /// The word of its message.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Expired => "expired",
            Self::Accepted => "accepted",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A quote that is being sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenQuote {
    /// Which.
    pub id: QuoteId,
    /// Until when its prices count; none when it is sold at the prices of the day, as a quote
    /// that has expired is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// What a quote promised of a line. Within it nobody is asked again: whoever may had approved it
/// when the quote was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// How many at most.
    pub quantity: Quantity,
    /// At what price each.
    pub price: Money,
    /// The share of their price that all discounts took, in hundredths of a per cent.
    pub points: u16,
}
