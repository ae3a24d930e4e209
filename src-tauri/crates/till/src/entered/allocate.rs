//! Which invoices an amount settles.

use cobro_domain::{
    ids::{CustomerId, InvoiceId},
    money::Money,
    time::Timestamp,
};
use cobro_ledger::{
    Connection,
    views::{
        invoices,
        outstanding::{self, Open},
    },
};

use super::{EnterError, positive};
use crate::{customers::known, till::Till};

/// What of an amount settles one invoice.
pub(super) type Part = (InvoiceId, Money);

/// Which invoices an amount settles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allocate {
    /// The oldest first, until nothing is left.
    OldestFirst,
    /// These, each as much as is said.
    Chosen(Vec<(InvoiceId, Money)>),
}

impl Allocate {
    /// The parts of `amount` that settle invoices of a customer; what they leave settles none.
    pub(super) fn among(
        &self,
        conn: &Connection,
        customer: CustomerId,
        amount: Money,
    ) -> Result<Vec<Part>, EnterError> {
        match self {
            Self::OldestFirst => oldest_first(conn, customer, amount),
            Self::Chosen(parts) => chosen(conn, customer, amount, parts),
        }
    }
}

/// What an amount would settle, before anything is booked.
#[derive(Clone, Debug)]
pub struct Allocation {
    /// What the customer owes now, and the credit they have.
    pub open: Open,
    /// What each invoice would get, in the order in which they would.
    pub parts: Vec<(InvoiceId, Money)>,
}

impl Till {
    /// What an amount would settle of what a customer owes. Nothing is booked.
    ///
    /// # Errors
    /// [`EnterError`], as a payment of it would be refused.
    pub fn preview_allocation(
        &self,
        customer: CustomerId,
        amount: Money,
        allocate: &Allocate,
    ) -> Result<Allocation, EnterError> {
        self.read(|reader| {
            let conn = reader.conn();
            let customer = known(conn, customer)?.id;
            let parts = allocate.among(conn, customer, amount)?;
            Ok(Allocation { open: open(conn, customer, amount)?, parts })
        })
    }
}

fn open(conn: &Connection, customer: CustomerId, amount: Money) -> Result<Open, EnterError> {
    let now = Timestamp::MAX;
    Ok(outstanding::before(conn, customer, amount.currency(), now)?)
}

fn oldest_first(
    conn: &Connection,
    customer: CustomerId,
    amount: Money,
) -> Result<Vec<Part>, EnterError> {
    let open = open(conn, customer, amount)?;
    let (mut left, mut parts) = (amount, Vec::new());
    for owed in open.invoices {
        if !left.is_positive() {
            break;
        }
        let more = left.checked_sub(owed.now)?.is_positive();
        let part = if more { owed.now } else { left };
        left = left.checked_sub(part)?;
        parts.push((owed.invoice.id, part));
    }
    Ok(parts)
}

fn chosen(
    conn: &Connection,
    customer: CustomerId,
    amount: Money,
    parts: &[Part],
) -> Result<Vec<Part>, EnterError> {
    let mut left = amount;
    for (place, (id, part)) in parts.iter().enumerate() {
        let invoice = invoices::read(conn, *id)?.filter(|one| one.customer == Some(customer));
        let invoice = invoice.ok_or(EnterError::NotFound)?;
        let owed = invoice.due()?;
        let again = parts.iter().take(place).any(|(other, _)| other == id);
        if again || positive(*part)?.checked_sub(owed)?.is_positive() {
            return Err(EnterError::MoreThanOwed { folio: invoice.folio, owed });
        }
        left = left.checked_sub(*part)?;
        if left.minor() < 0 {
            return Err(EnterError::MoreThanThere { available: amount });
        }
    }
    Ok(parts.to_vec())
}
