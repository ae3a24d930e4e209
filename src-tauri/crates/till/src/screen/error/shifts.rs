//! Errors of shifts and of the drawer.

use cobro_domain::cash::CountError;

use super::{CommandError, internal};
use crate::shift::{DrawerError, ShiftError};

impl From<DrawerError> for CommandError {
    fn from(error: DrawerError) -> Self {
        match error {
            DrawerError::NoShift => Self::NoShift,
            DrawerError::Ledger(error) => error.into(),
        }
    }
}

impl From<CountError> for CommandError {
    fn from(error: CountError) -> Self {
        match error {
            CountError::Money(error) => error.into(),
            other @ (CountError::Denomination { .. } | CountError::Negative) => internal(&other),
        }
    }
}

impl From<ShiftError> for CommandError {
    fn from(error: ShiftError) -> Self {
        match error {
            ShiftError::Open => Self::ShiftOpen,
            ShiftError::TipsOwed { owed } => Self::TipsOwed { owed: owed.decimal_text() },
            ShiftError::NotOpen => Self::ShiftNotOpen,
            ShiftError::NotFound => Self::NotFound,
            ShiftError::NotCounted => Self::ShiftNotCounted,
            ShiftError::Count(error) => error.into(),
            ShiftError::Unexplained { difference } => {
                Self::ShiftUnexplained { difference: difference.decimal_text() }
            }
            ShiftError::Nothing => Self::AmountZero,
            ShiftError::Reason(error) => error.into(),
            other @ ShiftError::Entry(_) => internal(&other),
            ShiftError::Permit(error) => error.into(),
            ShiftError::Drawer(error) => error.into(),
            ShiftError::Ledger(error) => error.into(),
        }
    }
}
