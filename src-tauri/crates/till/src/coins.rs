//! Rounding what is paid in cash to the coins that a shop gives.

use cobro_domain::{
    money::{Currency, Money, MoneyError},
    rounding::scale,
};
use cobro_ledger::{LedgerError, working::preferences};

use crate::till::Till;

/// The preference that holds the smallest coin.
const SMALLEST_COIN: &str = "smallest-coin";

/// The smallest coin that a shop takes and gives.
///
/// Only money is rounded, never an invoice: what rounding adds or takes is booked on an account
/// of its own, and only when cash settles all that is owed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coins {
    /// Minor units of the smallest coin; one or less where nothing is rounded.
    smallest: i64,
}

impl Coins {
    /// Every smallest coin that can be chosen, in minor units; one is no rounding.
    pub const SMALLEST: [i64; 5] = [1, 5, 10, 50, 100];

    /// Coins of which the smallest is this; none that cannot be chosen.
    #[must_use]
    pub fn of(minor: i64) -> Option<Self> {
        Self::SMALLEST.contains(&minor).then_some(Self { smallest: minor })
    }

    /// The smallest coin, in minor units.
    #[must_use]
    pub fn smallest(self) -> i64 {
        self.smallest.max(1)
    }

    /// The nearest sum that these coins make; half a coin goes up.
    ///
    /// # Errors
    /// When the sum is too large.
    pub fn round(self, owed: Money) -> Result<Money, MoneyError> {
        let coins = scale(owed.minor(), 1, self.smallest())?;
        let minor = coins.checked_mul(self.smallest()).ok_or(MoneyError::Overflow)?;
        Ok(Money::new(minor, owed.currency()))
    }
}

impl Till {
    /// How cash is rounded here.
    #[must_use]
    pub fn cash_rounding(&self) -> Coins {
        let said = self.preference(SMALLEST_COIN).and_then(|text| text.parse().ok());
        said.and_then(Coins::of).unwrap_or_default()
    }

    /// Chooses how cash is rounded.
    ///
    /// # Errors
    /// When the books cannot be written.
    pub fn round_cash(&self, coins: Coins) -> Result<(), LedgerError> {
        let minor = coins.smallest().to_string();
        self.book(self.actor(), |booking| preferences::put(booking.conn(), SMALLEST_COIN, &minor))
    }

    /// The smallest coins that can be chosen, as amounts of this shop's currency.
    #[must_use]
    pub fn smallest_coins(currency: Currency) -> [Money; 5] {
        Coins::SMALLEST.map(|minor| Money::new(minor, currency))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_go_to_the_nearest_coin_and_half_of_it_up() {
        let cases = [
            (1, 5_893, 5_893),
            (10, 5_893, 5_890),
            (10, 5_895, 5_900),
            (50, 5_893, 5_900),
            (50, 5_874, 5_850),
            (100, 49, 0),
            (100, 50, 100),
        ];
        for (coin, owed, asked) in cases {
            let rounded = Coins::of(coin).unwrap().round(Money::new(owed, Currency::Mxn)).unwrap();
            assert_eq!(rounded.minor(), asked, "{owed} in coins of {coin}");
        }
        assert_eq!(Coins::of(7), None);
        assert!(Coins::of(10).unwrap().round(Money::new(i64::MAX, Currency::Mxn)).is_err());
    }
}
