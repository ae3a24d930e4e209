//! How much of a thing: whole pieces, or thousandths of a kilo or a metre.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::unit::Unit;

/// How many thousandths make one.
pub const THOUSANDTHS: i64 = 1_000;

/// The largest quantity of one line: a million pieces.
const LARGEST: i64 = 1_000_000_000;

/// A quantity in thousandths; more than zero and at most a million.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quantity(i64);

/// Why something is no quantity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Nothing, less than nothing, or more than a million.
    #[error("the quantity must be more than zero and at most 1,000,000")]
    OutOfRange,
    /// Not a number with at most three decimals.
    #[error("{text:?} is not a quantity")]
    Malformed {
        /// What was read.
        text: String,
    },
    /// A part of what is only sold whole.
    #[error("{quantity} of what is sold by the {}", unit.word())]
    WholeOnly {
        /// What was asked for.
        quantity: Quantity,
        /// What it is sold by.
        unit: Unit,
    },
}

impl Quantity {
    /// One piece.
    pub const ONE: Self = Self(THOUSANDTHS);

    /// A quantity of thousandths.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`].
    pub fn from_thousandths(thousandths: i64) -> Result<Self, QuantityError> {
        if (1..=LARGEST).contains(&thousandths) {
            Ok(Self(thousandths))
        } else {
            Err(QuantityError::OutOfRange)
        }
    }

    /// Reads `3`, `0.5` or `0,250`: both separators, at most three decimals.
    ///
    /// # Errors
    /// [`QuantityError`].
    pub fn parse(text: &str) -> Result<Self, QuantityError> {
        let malformed = || QuantityError::Malformed { text: text.to_owned() };
        let plain = text.trim().replace(',', ".");
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let none = whole.is_empty() && fraction.is_empty();
        if none || !digits(whole) || !digits(fraction) || fraction.len() > 3 {
            return Err(malformed());
        }
        let thousandths =
            format!("{whole}{fraction:0<3}").parse().map_err(|_| QuantityError::OutOfRange)?;
        Self::from_thousandths(thousandths)
    }

    /// The count of thousandths.
    #[must_use]
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// Whether there is no part of one in it.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.0.checked_rem(THOUSANDTHS) == Some(0)
    }

    /// Both together.
    ///
    /// # Errors
    /// [`QuantityError::OutOfRange`].
    pub fn checked_add(self, other: Self) -> Result<Self, QuantityError> {
        Self::from_thousandths(self.0.saturating_add(other.0))
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.0.checked_div(THOUSANDTHS).unwrap_or(0);
        let rest = self.0.checked_rem(THOUSANDTHS).unwrap_or(0);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        write!(f, "{whole}.{}", format!("{rest:03}").trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_separators_and_writes_no_needless_zero() {
        let cases = [
            ("3", Some("3")),
            ("0.5", Some("0.5")),
            ("0,250", Some("0.25")),
            ("1.2345", None),
            ("0", None),
            ("-1", None),
            ("", None),
            ("1000001", None),
            ("99999999999999999999", None),
        ];
        for (text, written) in cases {
            let quantity = Quantity::parse(text).ok().map(|quantity| quantity.to_string());
            assert_eq!(quantity.as_deref(), written, "{text:?}");
        }
    }
}
