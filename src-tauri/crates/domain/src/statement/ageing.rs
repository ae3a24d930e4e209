//! How long it has been owed.

use crate::money::{Currency, Money, MoneyError};

/// A span of days since an invoice was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Age {
    /// At most 30 days.
    To30,
    /// 31 to 60 days.
    To60,
    /// 61 to 90 days.
    To90,
    /// 91 to 120 days.
    To120,
    /// More than 120 days.
    Older,
}

impl Age {
    /// Every span, youngest first.
    pub const ALL: [Self; 5] = [Self::To30, Self::To60, Self::To90, Self::To120, Self::Older];

    /// The span that a number of days belongs to.
    #[must_use]
    pub const fn of(days: u32) -> Self {
        match days {
            0..=30 => Self::To30,
            31..=60 => Self::To60,
            61..=90 => Self::To90,
            91..=120 => Self::To120,
            _ => Self::Older,
        }
    }
}

/// What is outstanding, by age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ageing {
    to_30: Money,
    to_60: Money,
    to_90: Money,
    to_120: Money,
    older: Money,
    total: Money,
}

impl Ageing {
    /// Sorts amounts by their days.
    ///
    /// # Errors
    /// Another currency, or a sum too large.
    pub fn of(
        currency: Currency,
        owed: impl IntoIterator<Item = (u32, Money)>,
    ) -> Result<Self, MoneyError> {
        let none = Money::zero(currency);
        let mut sums =
            Self { to_30: none, to_60: none, to_90: none, to_120: none, older: none, total: none };
        for (days, amount) in owed {
            let sum = sums.place(Age::of(days));
            *sum = sum.checked_add(amount)?;
            sums.total = sums.total.checked_add(amount)?;
        }
        Ok(sums)
    }

    fn place(&mut self, age: Age) -> &mut Money {
        match age {
            Age::To30 => &mut self.to_30,
            Age::To60 => &mut self.to_60,
            Age::To90 => &mut self.to_90,
            Age::To120 => &mut self.to_120,
            Age::Older => &mut self.older,
        }
    }

    /// What is of an age.
    #[must_use]
    pub const fn at(&self, age: Age) -> Money {
        match age {
            Age::To30 => self.to_30,
            Age::To60 => self.to_60,
            Age::To90 => self.to_90,
            Age::To120 => self.to_120,
            Age::Older => self.older,
        }
    }

    /// All of it.
    #[must_use]
    pub const fn total(&self) -> Money {
        self.total
    }
}
