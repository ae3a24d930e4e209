//! What went through a drawer in a shift, line by line, from its postings.

use serde::{Deserialize, Serialize};

use crate::money::MoneyError;

/// Why a posting moved a drawer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CashFlow {
    /// Cash for an invoice, the change already taken off: change was never income.
    Sale,
    /// Cash that was given beside what was owed, for whoever served.
    Tip,
    /// Cash given back to a customer.
    Refund,
    /// Cash put in or taken out beside sales.
    Moved,
    /// Anything else that moved the drawer.
    Other,
}

/// What the postings of one drawer say of one shift, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawer {
    /// What was in it when the shift began.
    pub float: i64,
    /// What sales brought.
    pub sales: i64,
    /// What went back to customers; below zero.
    pub refunds: i64,
    /// What was put in beside sales.
    pub moved_in: i64,
    /// What was taken out beside sales; below zero.
    pub moved_out: i64,
    /// What else moved it.
    pub other: i64,
    /// What was given as tips.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub tips: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_zero(minor: &i64) -> bool {
    *minor == 0
}

impl Drawer {
    /// A drawer with its float.
    #[must_use]
    pub const fn with(float: i64) -> Self {
        Self { float, sales: 0, refunds: 0, moved_in: 0, moved_out: 0, other: 0, tips: 0 }
    }

    /// Adds a posting of this drawer.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn take(&mut self, flow: CashFlow, minor: i64) -> Result<(), MoneyError> {
        let line = match flow {
            CashFlow::Sale => &mut self.sales,
            CashFlow::Tip => &mut self.tips,
            CashFlow::Refund => &mut self.refunds,
            CashFlow::Moved if minor < 0 => &mut self.moved_out,
            CashFlow::Moved => &mut self.moved_in,
            CashFlow::Other => &mut self.other,
        };
        *line = line.checked_add(minor).ok_or(MoneyError::Overflow)?;
        Ok(())
    }

    /// What should be in it.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn expected(&self) -> Result<i64, MoneyError> {
        let Self { float, sales, refunds, moved_in, moved_out, other, tips } = *self;
        let lines = [sales, refunds, moved_in, moved_out, other, tips];
        let sum = lines.into_iter().try_fold(float, i64::checked_add);
        sum.ok_or(MoneyError::Overflow)
    }
}
