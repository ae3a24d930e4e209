//! Errors of invoices taken back, and of goods that come back.

use cobro_domain::quantity::Quantity;

use super::{CommandError, internal, small};
use crate::{returns::ReturnError, void::VoidError};

impl From<ReturnError> for CommandError {
    fn from(error: ReturnError) -> Self {
        match error {
            ReturnError::NotFound => Self::NotFound,
            ReturnError::Nothing => Self::ReturnNothing,
            ReturnError::NotReturnable { state } => {
                Self::InvoiceNotReturnable { state: state.word().to_owned() }
            }
            ReturnError::TooMany { line, left } => {
                let left = Quantity::from_thousandths(left);
                let left = left.map_or("0".to_owned(), |left| left.to_string());
                Self::ReturnTooMany { line: small(line), left }
            }
            ReturnError::Live { live } => Self::OverpaysInvoice { live: live.decimal_text() },
            ReturnError::WhoseCredit => Self::CustomerNeeded,
            ReturnError::Overtaken => Self::ReturnOvertaken,
            ReturnError::Permit(error) => error.into(),
            ReturnError::Reason(error) => error.into(),
            ReturnError::Customer(error) => error.into(),
            ReturnError::Charge(error) => error.into(),
            ReturnError::Hand(error) => error.into(),
            ReturnError::Provider(error) => error.into(),
            ReturnError::Entry(error) => internal(&error),
            ReturnError::Ledger(error) => error.into(),
        }
    }
}

impl From<VoidError> for CommandError {
    fn from(error: VoidError) -> Self {
        match error {
            VoidError::NotFound => Self::NotFound,
            VoidError::NotVoidable { state } => {
                Self::InvoiceNotVoidable { state: state.word().to_owned() }
            }
            VoidError::Reason(error) => error.into(),
            VoidError::Permit(error) => error.into(),
            VoidError::Charge(error) => error.into(),
            VoidError::Ledger(error) => error.into(),
        }
    }
}
