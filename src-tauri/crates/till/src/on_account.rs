//! Selling on account: the customer owes the invoice, and pays later.

use cobro_domain::{
    ids::{Actor, InvoiceId},
    invoice::Folio,
    money::Money,
    time::{Span, Timestamp},
};
use cobro_ledger::LedgerError;

use crate::{
    customers::{CustomerBalance, CustomerError, balance, known},
    event::TillEvent,
    issue::{IssueError, buyer, issue_to, take_typed},
    till::Till,
};

/// An invoice that a customer owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnAccount {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub folio: Folio,
    /// What is owed for it.
    pub total: Money,
    /// When it has to be paid.
    pub due_at: Timestamp,
}

/// Why nothing was sold on account; the ticket is still on the screen.
#[derive(Debug, thiserror::Error)]
pub enum OnAccountError {
    /// Nobody by name owes nothing.
    #[error("a sale on account needs a customer")]
    NoCustomer,
    /// With this invoice the customer would owe more than they may.
    #[error("the limit is {limit}; {owed} is owed and {total} would come on top")]
    OverLimit {
        /// What they may owe at most.
        limit: Money,
        /// What they owe already, less their credit.
        owed: Money,
        /// What they would owe on top.
        total: Money,
    },
    /// The customer cannot be read.
    #[error(transparent)]
    Customer(#[from] CustomerError),
    /// The ticket did not become an invoice.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Till {
    /// Issues the ticket on the screen to its customer, to be paid within their terms.
    ///
    /// # Errors
    /// [`OnAccountError`]; nothing is booked.
    pub fn sell_on_account(&self) -> Result<OnAccount, OnAccountError> {
        let currency = self.currency();
        let sold = self.book(Actor::owner(), |booking| {
            let typed = take_typed(booking, currency)?;
            let customer = buyer(booking, &typed)?.ok_or(OnAccountError::NoCustomer)?;
            let person = known(booking.conn(), customer)?.person;
            let total = typed.priced().map_err(IssueError::from)?.total;
            let CustomerBalance { balance: owed, .. } =
                balance(booking.conn(), customer, currency)?;
            if let Some(limit) = person.credit_limit {
                let then = owed.checked_add(total).map_err(IssueError::from)?;
                if then.checked_sub(limit).map_err(IssueError::from)?.is_positive() {
                    return Err(OnAccountError::OverLimit { limit, owed, total });
                }
            }
            let due_at = booking.at().plus(Span::days(i64::from(person.terms_days)));
            let issued = issue_to(booking, &typed, Some(customer), Some(due_at))?;
            Ok(OnAccount { invoice: issued.invoice, folio: issued.folio, total, due_at })
        })?;
        self.tell(&TillEvent::Status);
        Ok(sold)
    }
}
