//! Amounts of money. All arithmetic is on whole minor units; no float ever holds an amount.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A currency of ISO 4217 that a shop of ours sells in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Mexican peso.
    Mxn,
    /// Argentine peso.
    Ars,
    /// Ukrainian hryvnia.
    Uah,
    /// United States dollar.
    Usd,
}

impl Currency {
    /// Every currency, for lists and for tests that must cover them all.
    pub const ALL: [Self; 4] = [Self::Mxn, Self::Ars, Self::Uah, Self::Usd];

    /// The three letters of ISO 4217.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mxn => "MXN",
            Self::Ars => "ARS",
            Self::Uah => "UAH",
            Self::Usd => "USD",
        }
    }

    /// How many decimals the minor unit stands for (ISO 4217, list one).
    #[must_use]
    pub const fn decimals(self) -> usize {
        match self {
            Self::Mxn | Self::Ars | Self::Uah | Self::Usd => 2,
        }
    }

    /// The sign printed beside an amount.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Mxn | Self::Ars | Self::Usd => "$",
            Self::Uah => "₴",
        }
    }

    /// Reads the three letters of ISO 4217.
    ///
    /// # Errors
    /// [`MoneyError::UnknownCurrency`] for a currency no shop of ours sells in.
    pub fn from_code(code: &str) -> Result<Self, MoneyError> {
        Self::ALL
            .into_iter()
            .find(|currency| currency.code() == code)
            .ok_or_else(|| MoneyError::UnknownCurrency { code: code.to_owned() })
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount in one currency, counted in its smallest unit (centavos, kopiykas).
///
/// Amounts of different currencies never combine: every operation that takes a
/// second amount can fail, and says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why an amount could not be read or combined.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The text is no amount of this currency.
    #[error("{text:?} is not an amount in {currency}")]
    Malformed {
        /// What was read.
        text: String,
        /// The currency it was read as.
        currency: Currency,
    },
    /// More decimals than the currency has; rounding would change what was agreed.
    #[error("{text:?} has more decimals than {currency} allows")]
    TooManyDecimals {
        /// What was read.
        text: String,
        /// The currency it was read as.
        currency: Currency,
    },
    /// The result does not fit in 64 bits of minor units.
    #[error("the amount is too large")]
    Overflow,
    /// Two currencies met in one operation.
    #[error("{added} cannot be added to {to}")]
    CurrencyMismatch {
        /// The currency of the second amount.
        added: Currency,
        /// The currency of the first.
        to: Currency,
    },
    /// A currency no shop of ours sells in.
    #[error("currency {code:?} is not known")]
    UnknownCurrency {
        /// The code as it came.
        code: String,
    },
}

impl Money {
    /// An amount of `minor` smallest units.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in a currency.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// The count of smallest units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Whether this is exactly nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether this is more than nothing.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// Reads the decimal form that providers send, such as `1500`, `1500.5` or `1500.50`.
    ///
    /// # Errors
    /// More decimals than the currency has are an error, not a reason to round: a provider
    /// that sends them disagrees with us about what was paid. Trailing zeros beyond them
    /// (`.500`) are no disagreement and are read.
    pub fn parse_decimal(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let malformed = || MoneyError::Malformed { text: text.to_owned(), currency };
        let places = currency.decimals();
        let (whole, fraction) = match text.split_once('.') {
            Some((_, "")) => return Err(malformed()),
            Some(parts) => parts,
            None => (text, ""),
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) {
            return Err(malformed());
        }
        let kept = fraction.trim_end_matches('0');
        if kept.len() > places {
            return Err(MoneyError::TooManyDecimals { text: text.to_owned(), currency });
        }
        let minor = format!("{whole}{kept:0<places$}").parse().map_err(|_| MoneyError::Overflow)?;
        Ok(Self { minor, currency })
    }

    /// The decimal form with every decimal of the currency and no grouping: `1500.50`.
    #[must_use]
    pub fn decimal_text(self) -> String {
        let places = self.currency.decimals();
        let digits =
            format!("{:0>width$}", self.minor.unsigned_abs(), width = places.saturating_add(1));
        let (whole, fraction) = digits.split_at(digits.len().saturating_sub(places));
        let sign = if self.minor < 0 { "-" } else { "" };
        format!("{sign}{whole}.{fraction}")
    }

    /// The sum.
    ///
    /// # Errors
    /// Another currency, or a sum beyond 64 bits.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_add)
    }

    /// The difference; it may be negative.
    ///
    /// # Errors
    /// Another currency, or a difference beyond 64 bits.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_sub)
    }

    /// The same amount with the other sign.
    ///
    /// # Errors
    /// The one amount that has no opposite in 64 bits.
    pub fn checked_neg(self) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_neg().ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    /// The sum of amounts in `currency`; zero for none.
    ///
    /// # Errors
    /// As [`Money::checked_add`].
    pub fn sum(
        currency: Currency,
        amounts: impl IntoIterator<Item = Self>,
    ) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::checked_add)
    }

    fn combine(self, other: Self, with: fn(i64, i64) -> Option<i64>) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrencyMismatch { added: other.currency, to: self.currency });
        }
        let minor = with(self.minor, other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency, self.decimal_text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_decimal_forms_providers_send() {
        let cases = [
            ("1500", Some(150_000)),
            ("1500.5", Some(150_050)),
            ("1500.50", Some(150_050)),
            ("1500.500", Some(150_050)),
            ("0.01", Some(1)),
            ("1500.505", None), // Never round someone's payment.
            ("1,500.00", None),
            ("-5", None),
            ("+5", None),
            ("5.", None),
            (".5", None),
            ("", None),
            ("1e3", None),
            ("99999999999999999999", None),
        ];
        for (text, minor) in cases {
            let parsed = Money::parse_decimal(text, Currency::Mxn).ok().map(Money::minor);
            assert_eq!(parsed, minor, "{text:?}");
        }
    }

    #[test]
    fn writes_every_decimal_of_the_currency() {
        for (minor, text) in [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123_456, "1234.56")] {
            assert_eq!(Money::new(minor, Currency::Uah).decimal_text(), text);
        }
    }

    #[test]
    fn refuses_to_mix_currencies_and_to_overflow() {
        let peso = Money::new(1, Currency::Mxn);
        assert_eq!(
            peso.checked_add(Money::new(1, Currency::Uah)),
            Err(MoneyError::CurrencyMismatch { added: Currency::Uah, to: Currency::Mxn })
        );
        assert_eq!(
            Money::new(i64::MAX, Currency::Mxn).checked_add(peso),
            Err(MoneyError::Overflow)
        );
        assert_eq!(Money::new(i64::MIN, Currency::Mxn).checked_neg(), Err(MoneyError::Overflow));
    }
}
