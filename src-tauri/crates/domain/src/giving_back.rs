//! What of a sold line comes back: whole pieces or parts of them, with the amounts that were
//! sold, never with amounts computed anew.

use crate::{
    money::{Money, MoneyError},
    quantity::Quantity,
    rounding::{allocate, scale},
};

/// The amounts of a line, or of a part of it. `total = net + taxes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineAmounts {
    /// Without taxes.
    pub net: Money,
    /// Each tax, in the order of the line.
    pub taxes: Vec<Money>,
    /// What the customer owes for it.
    pub total: Money,
}

/// A sold line of which some may have come back already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoldLine {
    /// How many were sold.
    pub sold: Quantity,
    /// What was owed for all of them.
    pub total: Money,
    /// How many thousandths have not come back.
    pub left: i64,
    /// The amounts that have not come back.
    pub amounts: LineAmounts,
}

/// Why nothing comes back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GivingBackError {
    /// More than was sold and has not come back.
    #[error("only {left} thousandths are left of what was sold")]
    TooMany {
        /// How many thousandths are left.
        left: i64,
    },
    /// The amounts do not go together.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl SoldLine {
    /// The amounts that come back with so many.
    ///
    /// Whoever takes the last of a line takes all that is left of its amounts, so the parts of
    /// any number of returns add up to the line, each amount to the cent. Before that the totals
    /// are those of the whole line in proportion, whatever the order of the returns.
    ///
    /// # Errors
    /// [`GivingBackError::TooMany`], or amounts that no line has.
    pub fn take(&self, quantity: Quantity) -> Result<LineAmounts, GivingBackError> {
        let wanted = quantity.thousandths();
        if wanted > self.left {
            return Err(GivingBackError::TooMany { left: self.left });
        }
        if wanted == self.left {
            return Ok(self.amounts.clone());
        }
        let (sold, rest) = (self.sold.thousandths(), self.left.saturating_sub(wanted));
        let stays = scale(self.total.minor(), rest, sold)?;
        let total = self.amounts.total.minor().saturating_sub(stays);
        let total = total.clamp(0, self.amounts.total.minor().max(0));
        let taxes = self.amounts.taxes.iter().map(|tax| tax.minor());
        let weights: Vec<i64> = std::iter::once(self.amounts.net.minor()).chain(taxes).collect();
        let currency = self.total.currency();
        let parts = allocate(total, &weights)?;
        let mut parts = parts.into_iter().map(|minor| Money::new(minor, currency));
        let net = parts.next().unwrap_or(Money::zero(currency));
        Ok(LineAmounts { net, taxes: parts.collect(), total: Money::new(total, currency) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::Currency::Mxn;

    fn money(minor: i64) -> Money {
        Money::new(minor, Mxn)
    }

    fn line(thousandths: i64, net: i64, taxes: &[i64]) -> SoldLine {
        let total = money(net + taxes.iter().sum::<i64>());
        let taxes = taxes.iter().map(|tax| money(*tax)).collect();
        SoldLine {
            sold: Quantity::from_thousandths(thousandths).unwrap(),
            total,
            left: thousandths,
            amounts: LineAmounts { net: money(net), taxes, total },
        }
    }

    fn less(line: &SoldLine, quantity: Quantity, part: &LineAmounts) -> SoldLine {
        let taxes = line.amounts.taxes.iter().zip(&part.taxes);
        SoldLine {
            left: line.left - quantity.thousandths(),
            amounts: LineAmounts {
                net: line.amounts.net.checked_sub(part.net).unwrap(),
                taxes: taxes.map(|(all, part)| all.checked_sub(*part).unwrap()).collect(),
                total: line.amounts.total.checked_sub(part.total).unwrap(),
            },
            ..line.clone()
        }
    }

    #[test]
    fn the_last_of_a_line_takes_the_cent_that_is_left_over() {
        // Three for 1.00: 0.86 and 0.14 of tax.
        let mut left = line(3_000, 86, &[14]);
        let mut totals = Vec::new();
        for _ in 0..3 {
            let part = left.take(Quantity::ONE).unwrap();
            totals.push((part.net.minor(), part.taxes[0].minor(), part.total.minor()));
            left = less(&left, Quantity::ONE, &part);
        }
        assert_eq!(totals, [(28, 5, 33), (29, 5, 34), (29, 4, 33)]);
    }

    #[test]
    fn refuses_more_than_is_left() {
        let two = Quantity::from_thousandths(2_000).unwrap();
        let left = SoldLine { left: 1_999, ..line(3_000, 86, &[14]) };
        assert_eq!(left.take(two), Err(GivingBackError::TooMany { left: 1_999 }));
    }

    proptest! {
        #[test]
        fn never_differs_from_the_sale_by_a_cent(
            sold in 1_i64..20_000,
            net in 0_i64..1_000_000,
            taxes in prop::collection::vec(0_i64..200_000, 0..3),
            steps in prop::collection::vec(1_i64..8_000, 0..12),
        ) {
            let whole = line(sold, net, &taxes);
            let (mut left, mut parts) = (whole.clone(), Vec::new());
            for step in steps.into_iter().chain([i64::MAX]) {
                let step = step.min(left.left);
                if step == 0 {
                    break;
                }
                let quantity = Quantity::from_thousandths(step).unwrap();
                let part = left.take(quantity).unwrap();
                left = less(&left, quantity, &part);
                parts.push(part);
            }
            let sum = |of: &dyn Fn(&LineAmounts) -> Money| {
                Money::sum(Mxn, parts.iter().map(of)).unwrap()
            };
            prop_assert_eq!(sum(&|part| part.net), whole.amounts.net);
            prop_assert_eq!(sum(&|part| part.total), whole.amounts.total);
            for place in 0..taxes.len() {
                prop_assert_eq!(sum(&|part| part.taxes[place]), whole.amounts.taxes[place]);
            }
            for part in &parts {
                let taxed = Money::sum(Mxn, part.taxes.iter().copied()).unwrap();
                prop_assert_eq!(part.net.checked_add(taxed).unwrap(), part.total);
                prop_assert!(part.net.minor() >= 0 && part.taxes.iter().all(|t| t.minor() >= 0));
            }
        }

        #[test]
        fn what_is_given_back_does_not_depend_on_the_order_of_the_returns(
            sold in 3_i64..20_000,
            net in 0_i64..1_000_000,
            tax in 0_i64..200_000,
            first in 1_i64..10_000,
            second in 1_i64..10_000,
        ) {
            prop_assume!(first + second < sold);
            let taken = |steps: [i64; 2]| {
                let mut left = line(sold, net, &[tax]);
                for step in steps {
                    let quantity = Quantity::from_thousandths(step).unwrap();
                    let part = left.take(quantity).unwrap();
                    left = less(&left, quantity, &part);
                }
                left.amounts.total
            };
            prop_assert_eq!(taken([first, second]), taken([second, first]));
        }
    }
}
