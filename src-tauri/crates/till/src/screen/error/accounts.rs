//! Errors of customers, their money and their statements.

use cobro_domain::{
    customer::{CustomerError as Unfit, EMAILS_MAX, NOTES_MAX, TERMS_MAX},
    rfc::RfcError,
};

use super::{CommandError, internal, small};
use crate::{
    customers::CustomerError,
    entered::EnterError,
    on_account::OnAccountError,
    statement::{PeriodError, StatementError},
};

impl From<Unfit> for CommandError {
    fn from(error: Unfit) -> Self {
        match error {
            Unfit::Name(error) => error.into(),
            Unfit::Rfc(RfcError::Shape) => Self::RfcMalformed,
            Unfit::Rfc(RfcError::Date { digits }) => Self::RfcDate { digits },
            Unfit::BirthDate { text } => Self::BirthDateMalformed { text },
            Unfit::PostalCode { text } => Self::PostalCodeMalformed { text },
        }
    }
}

impl From<CustomerError> for CommandError {
    fn from(error: CustomerError) -> Self {
        match error {
            CustomerError::NotFound => Self::NotFound,
            CustomerError::Unfit(error) => error.into(),
            CustomerError::Email { text } => Self::EmailMalformed { text },
            CustomerError::TooManyEmails => Self::TooManyEmails { max: small(EMAILS_MAX) },
            CustomerError::Terms { text } => Self::TermsMalformed { text, max: TERMS_MAX },
            CustomerError::NoteTooLong => Self::NoteTooLong { max: small(NOTES_MAX) },
            CustomerError::Limit(error) => error.into(),
            CustomerError::Same => Self::SameCustomer,
            CustomerError::OpenAccount { owed, credit } => Self::CustomerOpenAccount {
                owed: owed.decimal_text(),
                credit: credit.decimal_text(),
            },
            CustomerError::Permit(error) => error.into(),
            CustomerError::Ledger(error) => error.into(),
        }
    }
}

impl From<OnAccountError> for CommandError {
    fn from(error: OnAccountError) -> Self {
        match error {
            OnAccountError::NoCustomer => Self::CustomerNeeded,
            OnAccountError::OverLimit { limit, owed, total } => Self::CreditLimit {
                limit: limit.decimal_text(),
                owed: owed.decimal_text(),
                total: total.decimal_text(),
            },
            OnAccountError::Customer(error) => error.into(),
            OnAccountError::Issue(error) => error.into(),
            OnAccountError::Ledger(error) => error.into(),
        }
    }
}

impl From<EnterError> for CommandError {
    fn from(error: EnterError) -> Self {
        match error {
            EnterError::Customer(error) => error.into(),
            EnterError::NotFound => Self::NotFound,
            EnterError::NoAmount { amount } => {
                Self::AmountMalformed { text: amount.decimal_text() }
            }
            EnterError::Ahead => Self::DateAhead,
            EnterError::MoreThanOwed { folio, owed } => {
                Self::MoreThanOwed { folio: folio.to_string(), owed: owed.decimal_text() }
            }
            EnterError::MoreThanThere { available } => {
                Self::MoreThanThere { available: available.decimal_text() }
            }
            EnterError::WithheldBefore { folio } => {
                Self::WithheldBefore { folio: folio.to_string() }
            }
            EnterError::WithholdingNotAllowed => Self::WithholdingNotAllowed,
            EnterError::Reference(error) => error.into(),
            EnterError::Entry(error) => internal(&error),
            EnterError::Permit(error) => error.into(),
            EnterError::Drawer(error) => error.into(),
            EnterError::Ledger(error) => error.into(),
        }
    }
}

impl From<PeriodError> for CommandError {
    fn from(error: PeriodError) -> Self {
        match error {
            PeriodError::Date { text } => Self::DateMalformed { text },
            PeriodError::Backwards => Self::PeriodBackwards,
        }
    }
}

impl From<StatementError> for CommandError {
    fn from(error: StatementError) -> Self {
        match error {
            StatementError::Money(error) => error.into(),
            StatementError::Period(error) => error.into(),
            StatementError::Ledger(error) => error.into(),
        }
    }
}
