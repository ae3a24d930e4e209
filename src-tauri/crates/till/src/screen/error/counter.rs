//! Errors of what is sold and taken at the counter.

use super::{CommandError, internal};
use crate::{issue::IssueError, sell::SellError, tender::TenderError};

impl From<IssueError> for CommandError {
    fn from(error: IssueError) -> Self {
        match error {
            IssueError::Empty => Self::TicketEmpty,
            IssueError::Pricing(error) => error.into(),
            IssueError::Entry(error) => internal(&error),
            IssueError::Quote(refused) => refused.into(),
            IssueError::Permit(error) => error.into(),
            IssueError::Ledger(error) => error.into(),
        }
    }
}

impl From<SellError> for CommandError {
    fn from(error: SellError) -> Self {
        match error {
            SellError::Issue(error) => error.into(),
            SellError::TooLittle { missing } => {
                Self::CashTooLittle { missing: missing.decimal_text() }
            }
            SellError::NoTip => Self::NoTip,
            SellError::NotFound => Self::NotFound,
            SellError::NotOwed { state } => Self::InvoiceNotOwed { state: state.word().to_owned() },
            SellError::Overpays { live } => Self::OverpaysInvoice { live: live.decimal_text() },
            SellError::Money(error) => error.into(),
            SellError::Typed(error) => error.into(),
            SellError::Drawer(error) => error.into(),
            SellError::Ledger(error) => error.into(),
        }
    }
}

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
