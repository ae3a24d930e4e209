//! Notes and coins, and counting a drawer with them.

use serde::{Deserialize, Serialize};

use crate::money::{Currency, Money, MoneyError};

/// Values of notes and coins in circulation, largest first, in minor units. A value that is
/// both a note and a coin stands once: whoever counts sorts by value.
///
/// Banco de México, "Billetes y monedas" (banxico.org.mx): the family in circulation; coins of
/// five centavos are no longer struck, and a free total takes them.
const MXN: &[i64] =
    &[100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10];

/// Banco Central de la República Argentina, "Billetes y monedas" (bcra.gob.ar): the note of
/// 20,000 since November 2024; centavos have no use at a counter, and a free total takes them.
const ARS: &[i64] = &[
    2_000_000, 1_000_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200,
    100,
];

/// National Bank of Ukraine (bank.gov.ua): coins of ten kopiykas are taken out since October
/// 2025 and are still accepted.
const UAH: &[i64] = &[100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 10];

/// U.S. Currency Education Program (uscurrency.gov) and United States Mint (usmint.gov).
const USD: &[i64] = &[10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 25, 10, 5, 1];

/// What the notes and coins of a currency are worth, largest first.
#[must_use]
pub const fn denominations(currency: Currency) -> &'static [i64] {
    match currency {
        Currency::Mxn => MXN,
        Currency::Ars => ARS,
        Currency::Uah => UAH,
        Currency::Usd => USD,
    }
}

/// Why a count is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CountError {
    /// There is no such note or coin.
    #[error("there is no note or coin of {minor}")]
    Denomination {
        /// Its value in minor units.
        minor: i64,
    },
    /// Less than nothing cannot lie in a drawer.
    #[error("less than nothing was counted")]
    Negative,
    /// The amount is too large.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// What was counted: pieces of each note and coin, and what was counted in one sum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Each value that was counted by the piece, with how many.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<(i64, u32)>,
    /// What was not counted by the piece.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub loose: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_zero(minor: &i64) -> bool {
    *minor == 0
}

impl Count {
    /// A count of one sum.
    #[must_use]
    pub const fn of(loose: i64) -> Self {
        Self { pieces: Vec::new(), loose }
    }

    /// What was counted, all in all.
    ///
    /// # Errors
    /// [`CountError`] for what is no note or coin of the currency, or no amount.
    pub fn total(&self, currency: Currency) -> Result<Money, CountError> {
        if self.loose < 0 {
            return Err(CountError::Negative);
        }
        let mut sum = Money::new(self.loose, currency);
        for &(minor, pieces) in &self.pieces {
            if !denominations(currency).contains(&minor) {
                return Err(CountError::Denomination { minor });
            }
            let worth = minor.checked_mul(i64::from(pieces)).ok_or(MoneyError::Overflow)?;
            sum = sum.checked_add(Money::new(worth, currency))?;
        }
        Ok(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_and_coins_fall_and_stand_once() {
        for currency in Currency::ALL {
            let known = denominations(currency);
            assert!(known.is_sorted_by(|more, less| more > less), "{currency}: {known:?}");
            assert!(known.iter().all(|minor| *minor > 0), "{currency}");
        }
    }

    #[test]
    fn counts_pieces_and_what_was_not_counted_by_the_piece() {
        let cases = [
            (vec![(50_000, 2), (50, 3)], 25, Ok(100_175)),
            (vec![], 0, Ok(0)),
            (vec![(30_000, 1)], 0, Err(CountError::Denomination { minor: 30_000 })),
            (vec![(50_000, 1)], -1, Err(CountError::Negative)),
            (vec![(50_000, 1)], i64::MAX, Err(CountError::Money(MoneyError::Overflow))),
        ];
        for (pieces, loose, expected) in cases {
            let count = Count { pieces, loose };
            assert_eq!(count.total(Currency::Mxn).map(Money::minor), expected, "{count:?}");
        }
    }
}
