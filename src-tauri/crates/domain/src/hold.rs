//! A hold: money set aside on a card, to be captured later or let go.

use crate::{
    money::{Money, MoneyError},
    time::{Span, Timestamp},
};

/// Money that is held and not yet the shop's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// How much.
    pub amount: Money,
    /// Since when.
    pub since: Timestamp,
    /// How many days until it lapses by itself.
    pub days: u32,
}

/// What a capture does to a hold. There is one: what it does not take is let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Captured {
    /// What the shop takes.
    pub taken: Money,
    /// What the payer keeps.
    pub released: Money,
}

/// Why a part of a hold cannot be captured.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoldError {
    /// The hold has run out.
    #[error("the hold has lapsed")]
    Lapsed,
    /// Nothing, or less than nothing.
    #[error("nothing would be captured")]
    Nothing,
    /// More than is held.
    #[error("only {held} is held")]
    TooMuch {
        /// How much is held.
        held: Money,
    },
    /// Another currency.
    #[error("an amount is wrong")]
    Money(#[from] MoneyError),
}

impl Hold {
    /// When it lapses.
    #[must_use]
    pub fn lapses_at(self) -> Timestamp {
        self.since.plus(Span::days(i64::from(self.days)))
    }

    /// What capturing this much does; the whole hold when nobody says how much.
    ///
    /// # Errors
    /// [`HoldError`]; nothing can be captured then.
    pub fn capture(self, part: Option<Money>, now: Timestamp) -> Result<Captured, HoldError> {
        if now >= self.lapses_at() {
            return Err(HoldError::Lapsed);
        }
        let taken = part.unwrap_or(self.amount);
        let released = self.amount.checked_sub(taken)?;
        if taken.minor() <= 0 {
            return Err(HoldError::Nothing);
        }
        if released.minor() < 0 {
            return Err(HoldError::TooMuch { held: self.amount });
        }
        Ok(Captured { taken, released })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn a_capture_takes_at_most_what_is_held_and_lets_the_rest_go() {
        let pesos = |minor| Money::new(minor, Currency::Mxn);
        let held = pesos(100_000);
        let hold = Hold { amount: held, since: Timestamp::from_millis(0), days: 30 };
        let in_time = hold.lapses_at().minus(Span::millis(1));
        let taken = |minor| {
            let released = held.checked_sub(pesos(minor)).unwrap();
            Ok(Captured { taken: pesos(minor), released })
        };
        let cases = [
            (None, in_time, taken(100_000)),
            (Some(100_000), in_time, taken(100_000)),
            (Some(40_050), in_time, taken(40_050)),
            (Some(100_001), in_time, Err(HoldError::TooMuch { held })),
            (Some(0), in_time, Err(HoldError::Nothing)),
            (Some(-1), in_time, Err(HoldError::Nothing)),
            (None, hold.lapses_at(), Err(HoldError::Lapsed)),
        ];
        for (part, now, expected) in cases {
            assert_eq!(hold.capture(part.map(pesos), now), expected, "{part:?}");
        }
        let foreign = Money::new(1, Currency::Uah);
        assert!(matches!(hold.capture(Some(foreign), in_time), Err(HoldError::Money(_))));
    }
}
