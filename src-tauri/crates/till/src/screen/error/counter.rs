//! Errors of what is taken at the counter.

use super::{CommandError, internal};
use crate::tender::TenderError;

impl From<TenderError> for CommandError {
    fn from(error: TenderError) -> Self {
        match error {
            TenderError::Sell(error) => error.into(),
            TenderError::NoAmount { .. } => Self::AmountZero,
            TenderError::MoreThanOwed { owed } => Self::OnlyOwed { owed: owed.decimal_text() },
            TenderError::NoAuthorization => Self::AuthorizationMissing,
            TenderError::LastFour => Self::LastFour,
            TenderError::NoCustomer => Self::CustomerNeeded,
            TenderError::MoreThanCredit { credit } => {
                Self::OnlyCredit { credit: credit.decimal_text() }
            }
            TenderError::Reference(error) => error.into(),
            TenderError::Entry(error) => internal(&error),
            TenderError::Ledger(error) => error.into(),
        }
    }
}
