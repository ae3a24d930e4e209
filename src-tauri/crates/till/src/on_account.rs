//! Selling on account: the customer owes the invoice, and pays later.

use cobro_domain::{
    customer::Person,
    ids::{CustomerId, InvoiceId},
    invoice::Folio,
    money::Money,
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Connection, LedgerError,
    views::merges,
    working::customers::{self, Customer},
};

use crate::{
    customers::{CustomerBalance, CustomerError, balance, known},
    event::TillEvent,
    issue::{IssueError, buyer, issue_to, take_typed},
    till::Till,
    typed::TypedTicket,
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

/// What a sale on account would be, before it is made.
#[derive(Debug)]
pub struct Offer {
    /// How many days the customer may take to pay.
    pub terms_days: u32,
    /// Why it cannot be made.
    pub refused: Option<OnAccountError>,
}

impl Till {
    /// What selling a ticket on account would be; nothing unless it was made out to a customer
    /// whom the shop gives credit up to a limit.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn offer_on_account(
        &self,
        typed: &TypedTicket,
        total: Money,
    ) -> Result<Option<Offer>, LedgerError> {
        let Some(id) = typed.picked() else {
            return Ok(None);
        };
        self.read(|reader| {
            let conn = reader.conn();
            let id = merges::resolve(conn, id)?;
            let Some(Customer { person, .. }) = customers::read(conn, id)? else {
                return Ok(None);
            };
            let limited = person.credit_limit.is_some();
            let refused = check_limit(conn, id, &person, total).err();
            Ok(limited.then_some(Offer { terms_days: person.terms_days, refused }))
        })
    }

    /// Issues the ticket on the screen to its customer, to be paid within their terms.
    ///
    /// # Errors
    /// [`OnAccountError`]; nothing is booked.
    pub fn sell_on_account(&self) -> Result<OnAccount, OnAccountError> {
        let currency = self.currency();
        let sold = self.book(self.actor(), |booking| {
            let typed = take_typed(booking, currency)?;
            let customer = buyer(booking, &typed)?.ok_or(OnAccountError::NoCustomer)?;
            let person = known(booking.conn(), customer)?.person;
            let total = typed.priced().map_err(IssueError::from)?.total;
            check_limit(booking.conn(), customer, &person, total)?;
            let due_at = booking.at().plus(Span::days(i64::from(person.terms_days)));
            let issued = issue_to(booking, &typed, Some(customer), Some(due_at))?;
            Ok::<_, OnAccountError>(OnAccount {
                invoice: issued.invoice,
                folio: issued.folio,
                total,
                due_at,
            })
        })?;
        self.tell(&TillEvent::Status);
        Ok(sold)
    }
}

/// Whether a customer may owe so much more.
fn check_limit(
    conn: &Connection,
    customer: CustomerId,
    person: &Person,
    total: Money,
) -> Result<(), OnAccountError> {
    let Some(limit) = person.credit_limit else {
        return Ok(());
    };
    let CustomerBalance { balance: owed, .. } = balance(conn, customer, total.currency())?;
    let then = owed.checked_add(total).map_err(IssueError::from)?;
    if then.checked_sub(limit).map_err(IssueError::from)?.is_positive() {
        return Err(OnAccountError::OverLimit { limit, owed, total });
    }
    Ok(())
}
