//! Folios, and where an invoice stands.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    charge::Flags,
    money::{Money, MoneyError},
};

/// The number of an invoice or credit note: a series of one till and a dense count in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Folio {
    /// The series; it belongs to one till.
    pub series: String,
    /// Counted from 1 without gaps.
    pub number: u32,
}

impl fmt::Display for Folio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:06}", self.series, self.number)
    }
}

impl Folio {
    /// Reads a folio as it is printed; leading zeros may be left out.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (series, number) = text.trim().rsplit_once('-')?;
        let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let number = number.parse().ok().filter(|_| digits)?;
        (!series.is_empty()).then(|| Self { series: series.to_uppercase(), number })
    }
}

/// How an invoice ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InvoiceState {
    /// Something is owed.
    Open,
    /// Nothing is owed.
    Paid,
    /// Taken back by a credit note.
    Voided,
}

impl InvoiceState {
    /// The word in the ledger.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Voided => "voided",
        }
    }

    /// The state with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Open, Self::Paid, Self::Voided].into_iter().find(|state| state.word() == word)
    }
}

/// What an invoice is after its payments: never stored by hand, always computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Open or paid; a void is decided by its credit note.
    pub state: InvoiceState,
    /// What is still owed; negative when more came than was owed.
    pub due: Money,
    /// Whether a part, or too much, was paid.
    pub partial: bool,
    /// More came than was owed.
    pub over: bool,
}

/// Where an invoice of `total` stands after `paid` came in.
///
/// # Errors
/// Another currency, or an amount too large.
pub fn standing(total: Money, paid: Money) -> Result<Standing, MoneyError> {
    let due = total.checked_sub(paid)?;
    let state = if due.is_positive() { InvoiceState::Open } else { InvoiceState::Paid };
    let partial = due.is_positive() && paid.is_positive();
    Ok(Standing { state, due, partial, over: due.minor() < 0 })
}

impl Standing {
    /// The flags that follow from the money alone, beside those that reports have raised.
    #[must_use]
    pub const fn flags(self, raised: Flags) -> Flags {
        Flags { partial: self.partial, over: self.over, ..raised }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn folios_are_printed_with_six_digits_and_read_back() {
        let folio = Folio { series: "A".to_owned(), number: 128 };
        assert_eq!(folio.to_string(), "A-000128");
        assert_eq!(Folio::parse("a-128"), Some(folio));
        for text in ["", "A", "A-", "-1", "A-+1", "A-1x", "A-99999999999"] {
            assert_eq!(Folio::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn due_may_be_negative_and_is_never_hidden() {
        let money = |minor| Money::new(minor, Currency::Mxn);
        let cases = [
            (100, 0, InvoiceState::Open, 100, false, false),
            (100, 40, InvoiceState::Open, 60, true, false),
            (100, 100, InvoiceState::Paid, 0, false, false),
            (100, 130, InvoiceState::Paid, -30, false, true),
            (0, 0, InvoiceState::Paid, 0, false, false),
        ];
        for (total, paid, state, due, partial, over) in cases {
            let stands = standing(money(total), money(paid)).unwrap();
            let expected = Standing { state, due: money(due), partial, over };
            assert_eq!(stands, expected, "{paid} of {total}");
        }
    }
}
