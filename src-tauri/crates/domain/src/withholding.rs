//! Taxes that a customer withholds: they pay them in the shop's name instead of paying the shop.
//!
//! Rates are data: they change with the law, and a shop knows which of them are its own. What
//! is stored is the amount, never only the rate.

use serde::{Deserialize, Serialize};

use crate::{
    money::{Money, MoneyError},
    rounding::scale,
};

/// A tax that is withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum WithheldTax {
    /// The income tax.
    Isr,
    /// The value-added tax.
    Iva,
}

impl WithheldTax {
    /// The tax's own short name; part of the ledger account it is claimed on.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Isr => "ISR",
            Self::Iva => "IVA",
        }
    }
}

/// What a rate is applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// What was sold, without taxes.
    Net,
    /// The IVA that was charged on it.
    Iva,
}

/// A rate as a fraction: two thirds have no end as a decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WithholdingRate {
    /// The tax.
    pub tax: WithheldTax,
    /// What it is applied to.
    pub basis: Basis,
    /// How many parts.
    pub numerator: u32,
    /// Of how many.
    pub denominator: u32,
}

/// Fees and rent of a person: a tenth of the net (Ley del Impuesto sobre la Renta, articles
/// 106 and 116).
pub const ISR_OF_FEES: WithholdingRate =
    WithholdingRate { tax: WithheldTax::Isr, basis: Basis::Net, numerator: 10, denominator: 100 };

/// Fees of a person under the simplified regime: 1.25 % of the net (the same law, 113-J).
pub const ISR_OF_RESICO: WithholdingRate =
    WithholdingRate { numerator: 125, denominator: 10_000, ..ISR_OF_FEES };

/// Two thirds of the IVA on fees, rent and commissions (Reglamento de la Ley del IVA, article 3).
pub const IVA_OF_FEES: WithholdingRate =
    WithholdingRate { tax: WithheldTax::Iva, basis: Basis::Iva, numerator: 2, denominator: 3 };

/// Freight by road: 4 % of the net (the same article).
pub const IVA_OF_FREIGHT: WithholdingRate =
    WithholdingRate { basis: Basis::Net, numerator: 4, denominator: 100, ..IVA_OF_FEES };

impl WithholdingRate {
    /// What is withheld of a sale of `net` on which `iva` was charged.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`], also for a rate of no parts.
    pub fn of(&self, net: Money, iva: Money) -> Result<Money, MoneyError> {
        let base = match self.basis {
            Basis::Net => net,
            Basis::Iva => iva,
        };
        let minor = scale(base.minor(), i64::from(self.numerator), i64::from(self.denominator))?;
        Ok(Money::new(minor, base.currency()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn known_invoices_have_their_known_withholdings() {
        let money = |minor| Money::new(minor, Currency::Mxn);
        // Net and IVA of 10,000.00 in the cases that the tax office's own examples cover.
        let cases = [
            (ISR_OF_FEES, 1_000_000, 160_000, 100_000),
            (IVA_OF_FEES, 1_000_000, 160_000, 106_667),
            (ISR_OF_RESICO, 1_000_000, 160_000, 12_500),
            (IVA_OF_FREIGHT, 1_000_000, 160_000, 40_000),
            (IVA_OF_FEES, 1_000_000, 0, 0),
            (IVA_OF_FEES, 100, 1, 1),
        ];
        for (rate, net, iva, withheld) in cases {
            let found = rate.of(money(net), money(iva)).unwrap();
            assert_eq!(found, money(withheld), "{rate:?} of {net} and {iva}");
        }
        let fees = [ISR_OF_FEES, IVA_OF_FEES].map(|r| r.of(money(1_000_000), money(160_000)));
        let left = fees
            .into_iter()
            .fold(money(1_160_000), |sum, withheld| sum.checked_sub(withheld.unwrap()).unwrap());
        assert_eq!(left, money(953_333), "what such a customer pays");
        let none = WithholdingRate { denominator: 0, ..ISR_OF_FEES };
        assert_eq!(none.of(money(1), money(1)), Err(MoneyError::Overflow));
    }
}
