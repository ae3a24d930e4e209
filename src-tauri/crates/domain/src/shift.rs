//! A shift: the time one person answers for one drawer. What should lie in the drawer follows
//! from its postings alone.

mod drawer;

use serde::{Deserialize, Serialize};

pub use self::drawer::{CashFlow, Drawer};
use crate::{
    account::{Account, Entry, EntryError, Posting},
    money::Money,
};

/// Why cash goes into a drawer or out of it beside sales.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CashMove {
    /// From the drawer to the safe.
    ToSafe,
    /// From the safe to the drawer, such as change.
    FromSafe,
    /// Out of the drawer for something the shop pays.
    PaidOut,
    /// Into the drawer for anything but a sale; never income by itself.
    PaidIn,
    /// Out of the drawer to whoever the tips were given to.
    Tips,
}

impl CashMove {
    /// Every way.
    pub const ALL: [Self; 5] =
        [Self::ToSafe, Self::FromSafe, Self::PaidOut, Self::PaidIn, Self::Tips];

    /// The word in the ledger.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ToSafe => "to-safe",
            Self::FromSafe => "from-safe",
            Self::PaidOut => "paid-out",
            Self::PaidIn => "paid-in",
            Self::Tips => "tips",
        }
    }

    /// The way with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.word() == word)
    }

    /// Whether the drawer has more after it.
    #[must_use]
    pub const fn is_in(self) -> bool {
        match self {
            Self::FromSafe | Self::PaidIn => true,
            Self::ToSafe | Self::PaidOut | Self::Tips => false,
        }
    }

    const fn other_side(self) -> Account {
        match self {
            Self::ToSafe | Self::FromSafe => Account::Safe,
            Self::PaidOut => Account::Expenses,
            Self::PaidIn => Account::Sundry,
            Self::Tips => Account::Tips,
        }
    }

    /// What it books for a drawer.
    ///
    /// # Errors
    /// When the amount has no opposite.
    pub fn entry(self, drawer: u32, amount: Money) -> Result<Entry, EntryError> {
        let against = amount.checked_neg()?;
        let (cash, other) = if self.is_in() { (amount, against) } else { (against, amount) };
        Entry::balanced(vec![
            Posting { account: Account::Cash(drawer), amount: cash },
            Posting { account: self.other_side(), amount: other },
        ])
    }
}

/// What opening a shift books: the drawer's books become what was counted in it. What is more
/// than they said came from the safe, what is less went there.
///
/// # Errors
/// When the amounts do not go together.
pub fn opening(drawer: u32, found: Money, float: Money) -> Result<Entry, EntryError> {
    let brought = float.checked_sub(found)?;
    CashMove::FromSafe.entry(drawer, brought)
}

/// How a shift ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    /// What the books say is in the drawer.
    pub expected: Money,
    /// What was counted less what the books said then; below zero when some is missing.
    pub difference: Money,
    /// What stays in the drawer for the next shift.
    pub kept: Money,
}

impl Closing {
    /// What is really in the drawer.
    ///
    /// # Errors
    /// When the amounts do not go together.
    pub fn there(&self) -> Result<Money, EntryError> {
        Ok(self.expected.checked_add(self.difference)?)
    }

    /// What goes to the safe; below zero when the safe adds to what stays.
    ///
    /// # Errors
    /// When the amounts do not go together.
    pub fn to_safe(&self) -> Result<Money, EntryError> {
        Ok(self.there()?.checked_sub(self.kept)?)
    }

    /// What it books: the drawer's books become what stays in it, and the difference is over
    /// or short.
    ///
    /// # Errors
    /// When the amounts do not go together.
    pub fn entry(&self, drawer: u32) -> Result<Entry, EntryError> {
        Entry::balanced(vec![
            Posting {
                account: Account::Cash(drawer),
                amount: self.kept.checked_sub(self.expected)?,
            },
            Posting { account: Account::OverShort, amount: self.difference.checked_neg()? },
            Posting { account: Account::Safe, amount: self.to_safe()? },
        ])
    }
}

#[cfg(test)]
mod tests;
