//! Where a voucher that was only queued is to be sent once it is issued. Personal data, so
//! never in a fact.

use cobro_domain::ids::{ChargeId, CustomerId};
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::LedgerError;

pub(super) const SCHEMA: &str = "
CREATE TABLE contacts (
    charge BLOB PRIMARY KEY CHECK (length(charge) = 16),
    email  TEXT,
    phone  TEXT
) STRICT, WITHOUT ROWID;";

/// How the payer of one charge can be reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// Keeps a contact.
///
/// # Errors
/// When the file cannot be written.
pub fn put(conn: &Connection, charge: ChargeId, contact: &Contact) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO contacts (charge, email, phone) VALUES (?1, ?2, ?3)",
    )?
    .execute(params![charge.0.as_bytes(), contact.email, contact.phone])?;
    Ok(())
}

/// Forgets how a customer was to be reached for any of their invoices.
///
/// # Errors
/// When the file cannot be written.
pub fn forget_of(conn: &Connection, customer: CustomerId) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "DELETE FROM contacts WHERE charge IN
             (SELECT charges.id FROM invoices JOIN charges ON charges.invoice = invoices.arrival
              WHERE invoices.customer = ?1)",
    )?
    .execute([customer.0.as_bytes()])?;
    Ok(())
}

/// The contact of a charge.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, charge: ChargeId) -> Result<Option<Contact>, LedgerError> {
    let contact = conn
        .prepare_cached("SELECT email, phone FROM contacts WHERE charge = ?1")?
        .query_row([charge.0.as_bytes()], |row| {
            Ok(Contact { email: row.get(0)?, phone: row.get(1)? })
        })
        .optional()?;
    Ok(contact)
}
