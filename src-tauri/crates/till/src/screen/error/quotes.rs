//! Errors of quotes.

use cobro_domain::quote::VALID_DAYS_MAX;

use super::CommandError;
use crate::quotes::{QuoteError, QuoteRefusal};

impl From<QuoteRefusal> for CommandError {
    fn from(refused: QuoteRefusal) -> Self {
        match refused {
            QuoteRefusal::Accepted { folio, invoice } => {
                Self::QuoteAccepted { folio: folio.to_string(), invoice: invoice.to_string() }
            }
            QuoteRefusal::Expired { folio, until } => {
                Self::QuoteExpired { folio: folio.to_string(), until: until.into() }
            }
            QuoteRefusal::Withdrawn { folio } => Self::QuoteWithdrawn { folio: folio.to_string() },
            QuoteRefusal::NotFound => Self::NotFound,
        }
    }
}

impl From<QuoteError> for CommandError {
    fn from(error: QuoteError) -> Self {
        match error {
            QuoteError::Refused(refused) => refused.into(),
            QuoteError::TicketNotEmpty => Self::TicketNotEmpty,
            QuoteError::Days { .. } => Self::QuoteDays { max: VALID_DAYS_MAX.into() },
            QuoteError::Issue(error) => error.into(),
            QuoteError::Typed(error) => error.into(),
            QuoteError::Reason(error) => error.into(),
            QuoteError::Permit(error) => error.into(),
            QuoteError::Ledger(error) => error.into(),
        }
    }
}
