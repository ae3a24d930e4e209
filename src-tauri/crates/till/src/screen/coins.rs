//! Rounding of cash, as the window shows and sets it.

use serde::Serialize;

use super::{Amount, CommandError};
use crate::{coins::Coins, till::Till};

/// How cash is rounded.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CoinsView {
    /// The smallest coin of this shop, in minor units; `1` where nothing is rounded.
    pub smallest: String,
    /// Those that can be chosen.
    pub choices: Vec<Amount>,
    /// Whether the shop takes tips.
    pub tips: bool,
}

impl Till {
    /// How cash is rounded here.
    #[must_use]
    pub fn coins_view(&self) -> CoinsView {
        let choices = Self::smallest_coins(self.currency()).map(|coin| self.amount(coin));
        CoinsView {
            smallest: self.cash_rounding().smallest().to_string(),
            choices: choices.to_vec(),
            tips: self.takes_tips(),
        }
    }

    /// Decides whether the shop takes tips.
    ///
    /// # Errors
    /// [`CommandError`]; it is then as it was.
    pub fn let_tips(&self, taken: bool) -> Result<CoinsView, CommandError> {
        self.take_tips(taken)?;
        Ok(self.coins_view())
    }

    /// Chooses the smallest coin, by its minor units.
    ///
    /// # Errors
    /// When there is no such choice, or the books cannot be written.
    pub fn choose_coins(&self, smallest: &str) -> Result<CoinsView, CommandError> {
        let coins = smallest.parse().ok().and_then(Coins::of).ok_or(CommandError::NotFound)?;
        self.round_cash(coins)?;
        Ok(self.coins_view())
    }
}
