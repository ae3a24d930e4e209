//! The accounts of the books, and entries that balance.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use crate::{
    ids::{CustomerId, MerchantAccountId},
    money::{Currency, Money, MoneyError},
};

/// Who owes an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Debtor {
    /// Whoever stands at the counter.
    WalkIn,
    /// A customer the shop knows.
    Customer(CustomerId),
}

/// An account of the books.
///
/// What the shop owns is positive, what it owes is negative.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// What customers owe.
    Receivable(Debtor),
    /// Money that came without an invoice to settle.
    Unapplied,
    /// What the shop owes a customer.
    StoreCredit(CustomerId),
    /// What was sold, without taxes.
    Sales,
    /// A tax the shop owes, by its code.
    TaxPayable(String),
    /// Money that a provider has taken in for the shop.
    Clearing(MerchantAccountId),
    /// Cash in a drawer.
    Cash(u32),
    /// Money that the bank of the shop's own card terminal has taken in for it.
    Terminal,
    /// Money in the shop's bank.
    Bank,
    /// A tax that customers have withheld, by its code: the shop may set it off against what
    /// it owes.
    Withheld(String),
    /// What a payer's bank contests.
    Disputed,
    /// What rounding left.
    Rounding,
    /// Cash of the shop that is in no drawer.
    Safe,
    /// What counted drawers had too little, less what they had too much.
    OverShort,
    /// What was paid out of a drawer.
    Expenses,
    /// Cash that was put into a drawer for a reason that no other account knows. It is not
    /// income: whoever keeps the books decides by the reason what it was.
    Sundry,
    /// What customers gave to whoever served them. It is no income: the shop owes it to its staff.
    Tips,
}

impl Account {
    /// The account with this stored name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let (kind, detail) = name.split_once(':').unwrap_or((name, ""));
        match (kind, detail) {
            ("receivable", "walk-in") => Some(Self::Receivable(Debtor::WalkIn)),
            ("receivable", id) => {
                CustomerId::parse(id).ok().map(|id| Self::Receivable(Debtor::Customer(id)))
            }
            ("unapplied", "") => Some(Self::Unapplied),
            ("store-credit", id) => CustomerId::parse(id).ok().map(Self::StoreCredit),
            ("sales", "") => Some(Self::Sales),
            ("tax", code) => Some(Self::TaxPayable(code.to_owned())),
            ("clearing", id) => MerchantAccountId::parse(id).ok().map(Self::Clearing),
            ("cash", drawer) => drawer.parse().ok().map(Self::Cash),
            ("terminal", "") => Some(Self::Terminal),
            ("bank", "") => Some(Self::Bank),
            ("withheld", code) => Some(Self::Withheld(code.to_owned())),
            ("disputed", "") => Some(Self::Disputed),
            ("rounding", "") => Some(Self::Rounding),
            ("safe", "") => Some(Self::Safe),
            ("over-short", "") => Some(Self::OverShort),
            ("expenses", "") => Some(Self::Expenses),
            ("sundry", "") => Some(Self::Sundry),
            ("tips", "") => Some(Self::Tips),
            _ => None,
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Receivable(Debtor::WalkIn) => f.write_str("receivable:walk-in"),
            Self::Receivable(Debtor::Customer(id)) => write!(f, "receivable:{id}"),
            Self::Unapplied => f.write_str("unapplied"),
            Self::StoreCredit(id) => write!(f, "store-credit:{id}"),
            Self::Sales => f.write_str("sales"),
            Self::TaxPayable(code) => write!(f, "tax:{code}"),
            Self::Clearing(id) => write!(f, "clearing:{id}"),
            Self::Cash(drawer) => write!(f, "cash:{drawer}"),
            Self::Terminal => f.write_str("terminal"),
            Self::Bank => f.write_str("bank"),
            Self::Withheld(code) => write!(f, "withheld:{code}"),
            Self::Disputed => f.write_str("disputed"),
            Self::Rounding => f.write_str("rounding"),
            Self::Safe => f.write_str("safe"),
            Self::OverShort => f.write_str("over-short"),
            Self::Expenses => f.write_str("expenses"),
            Self::Sundry => f.write_str("sundry"),
            Self::Tips => f.write_str("tips"),
        }
    }
}

/// One movement on one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The account.
    pub account: Account,
    /// What it gains; negative for what it loses.
    pub amount: Money,
}

/// Movements that belong together and sum to zero in each currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry(Vec<Posting>);

/// Why movements are no entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// They do not sum to zero.
    #[error("the postings in {currency} sum to {minor} instead of zero")]
    Unbalanced {
        /// The currency that is off.
        currency: Currency,
        /// By how much, in minor units.
        minor: i64,
    },
    /// An amount is too large.
    #[error("an amount is wrong")]
    Money(#[from] MoneyError),
}

impl Entry {
    /// An entry of these postings; those of nothing are left out.
    ///
    /// # Errors
    /// [`EntryError`] when they do not balance.
    pub fn balanced(postings: Vec<Posting>) -> Result<Self, EntryError> {
        let mut sums: BTreeMap<Currency, Money> = BTreeMap::new();
        for posting in &postings {
            let currency = posting.amount.currency();
            let sum = sums.entry(currency).or_insert(Money::zero(currency));
            *sum = sum.checked_add(posting.amount)?;
        }
        if let Some((currency, off)) = sums.into_iter().find(|(_, sum)| !sum.is_zero()) {
            return Err(EntryError::Unbalanced { currency, minor: off.minor() });
        }
        Ok(Self(postings.into_iter().filter(|posting| !posting.amount.is_zero()).collect()))
    }

    /// The postings.
    #[must_use]
    pub fn postings(&self) -> &[Posting] {
        &self.0
    }

    /// The entry that undoes this one.
    ///
    /// # Errors
    /// An amount that has no opposite.
    pub fn mirrored(&self) -> Result<Self, MoneyError> {
        let opposite = |posting: &Posting| {
            let amount = posting.amount.checked_neg()?;
            Ok(Posting { account: posting.account.clone(), amount })
        };
        self.0.iter().map(opposite).collect::<Result<Vec<_>, _>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    fn posting(account: Account, minor: i64) -> Posting {
        Posting { account, amount: Money::new(minor, Currency::Mxn) }
    }

    #[test]
    fn refuses_postings_that_do_not_balance() {
        let cash = posting(Account::Cash(1), 100);
        assert!(Entry::balanced(vec![cash.clone(), posting(Account::Sales, -100)]).is_ok());
        assert_eq!(
            Entry::balanced(vec![cash.clone(), posting(Account::Sales, -99)]),
            Err(EntryError::Unbalanced { currency: Currency::Mxn, minor: 1 })
        );
        let foreign = Posting { account: Account::Sales, amount: Money::new(-100, Currency::Uah) };
        assert!(Entry::balanced(vec![cash, foreign]).is_err());
    }

    #[test]
    fn account_names_are_read_back() {
        let at = Timestamp::from_millis(1_000);
        let customer = CustomerId::new(at, [1; 10]);
        let accounts = [
            Account::Receivable(Debtor::WalkIn),
            Account::Receivable(Debtor::Customer(customer)),
            Account::Unapplied,
            Account::StoreCredit(customer),
            Account::Sales,
            Account::TaxPayable("IVA".to_owned()),
            Account::Clearing(MerchantAccountId::new(at, [2; 10])),
            Account::Cash(3),
            Account::Terminal,
            Account::Bank,
            Account::Withheld("ISR".to_owned()),
            Account::Disputed,
            Account::Rounding,
            Account::Safe,
            Account::OverShort,
            Account::Expenses,
            Account::Sundry,
        ];
        for account in accounts {
            assert_eq!(Account::parse(&account.to_string()), Some(account));
        }
        assert_eq!(Account::parse("sales:x"), None);
        assert_eq!(Account::parse("cash:drawer"), None);
    }
}
