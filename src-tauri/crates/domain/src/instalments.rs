//! Paying in instalments: what the payer has to be shown before they agree.

use crate::money::{Money, MoneyError};

/// A price paid in equal parts, one a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstalmentPlan {
    original: Money,
    total: Money,
    months: u32,
}

/// Why amounts make no plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InstalmentError {
    /// No instalment at all.
    #[error("a plan has at least one instalment")]
    None,
    /// The payer would pay less than the price.
    #[error("the instalments are less than the price")]
    BelowPrice,
    /// Two currencies.
    #[error("an amount is wrong")]
    Money(#[from] MoneyError),
}

impl InstalmentPlan {
    /// A price without interest.
    ///
    /// # Errors
    /// [`InstalmentError`] when there is no month.
    pub fn without_interest(price: Money, months: u32) -> Result<Self, InstalmentError> {
        Self::new(price, price, months)
    }

    /// A price for which the payer pays `total` in the end.
    ///
    /// # Errors
    /// [`InstalmentError`] when the amounts make no plan.
    pub fn new(price: Money, total: Money, months: u32) -> Result<Self, InstalmentError> {
        if months == 0 {
            return Err(InstalmentError::None);
        }
        if total.checked_sub(price)?.minor() < 0 {
            return Err(InstalmentError::BelowPrice);
        }
        Ok(Self { original: price, total, months })
    }

    /// The price.
    #[must_use]
    pub const fn original(self) -> Money {
        self.original
    }

    /// What the payer pays in the end.
    #[must_use]
    pub const fn total(self) -> Money {
        self.total
    }

    /// How many instalments.
    #[must_use]
    pub const fn months(self) -> u32 {
        self.months
    }

    /// What each instalment is. The last ones are smaller by the smallest coin where the total
    /// cannot be divided; people are shown the first.
    #[must_use]
    pub fn each(self) -> Vec<Money> {
        let months = i64::from(self.months);
        let whole = self.total.minor().div_euclid(months);
        let rest = self.total.minor().rem_euclid(months);
        let parts =
            (0..months).map(|month| if month < rest { whole.saturating_add(1) } else { whole });
        parts.map(|minor| Money::new(minor, self.total.currency())).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::Currency;

    fn pesos(minor: i64) -> Money {
        Money::new(minor, Currency::Mxn)
    }

    #[test]
    fn refuses_what_is_no_plan() {
        let price = pesos(100);
        assert_eq!(InstalmentPlan::without_interest(price, 0), Err(InstalmentError::None));
        assert_eq!(InstalmentPlan::new(price, pesos(99), 3), Err(InstalmentError::BelowPrice));
        let foreign = Money::new(100, Currency::Uah);
        assert!(matches!(InstalmentPlan::new(price, foreign, 3), Err(InstalmentError::Money(_))));
    }

    proptest! {
        #[test]
        fn instalments_add_up_and_differ_by_a_coin_at_most(
            minor in 0_i64..1_000_000_000_000,
            interest in 0_i64..1_000_000,
            months in 1_u32..49,
        ) {
            let total = pesos(minor + interest);
            let each = InstalmentPlan::new(pesos(minor), total, months).unwrap().each();
            prop_assert_eq!(each.len(), usize::try_from(months).unwrap());
            prop_assert_eq!(Money::sum(Currency::Mxn, each.iter().copied()), Ok(total));
            let least = each.iter().map(|part| part.minor()).min().unwrap();
            prop_assert!(each[0].minor() - least <= 1);
        }
    }
}
