//! Payments that a person typed, and what of each went back.

use cobro_domain::{
    ids::{CustomerId, PaymentId},
    method::Method,
    money::Money,
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::View;
use crate::{
    chain::StoredFact,
    error::LedgerError,
    fact::{PaymentEntered, RefundEntered},
    sql,
};

pub(super) const VIEW: View = View {
    name: "entered",
    schema: "
CREATE TABLE entered (
    id          BLOB PRIMARY KEY CHECK (length(id) = 16),
    customer    BLOB NOT NULL,
    method      TEXT NOT NULL,
    reference   TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    currency    TEXT NOT NULL,
    amount      INTEGER NOT NULL,
    credit      INTEGER NOT NULL,
    at          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;",
    indexes: "",
    filled: true,
};

/// A payment that a person typed.
#[derive(Clone, Debug)]
pub struct Entered {
    /// Its id.
    pub id: PaymentId,
    /// Who paid, as it was booked.
    pub customer: CustomerId,
    /// `transfer`, `deposit` or `cheque`.
    pub method: Method,
    /// What the bank or the paper calls it.
    pub reference: String,
    /// When it came.
    pub received_at: Timestamp,
    /// What came.
    pub amount: Money,
    /// What of it was kept as credit and was not given back since.
    pub credit: Money,
    /// When it was booked.
    pub at: Timestamp,
}

pub(super) fn apply(
    conn: &Connection,
    stored: &StoredFact,
    body: &PaymentEntered,
) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO entered (id, customer, method, reference, received_at, currency, amount,
                              credit, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        body.payment.0.as_bytes(),
        body.customer.0.as_bytes(),
        body.method.as_str(),
        body.reference,
        body.received_at.millis(),
        body.currency.code(),
        body.amount,
        body.credit,
        stored.at.millis(),
    ])?;
    Ok(())
}

/// Credit that went back is kept no more.
pub(super) fn refund(conn: &Connection, body: &RefundEntered) -> Result<(), LedgerError> {
    if body.invoice.is_none() {
        conn.prepare_cached("UPDATE entered SET credit = credit - ?2 WHERE id = ?1")?
            .execute(params![body.payment.0.as_bytes(), body.credit])?;
    }
    Ok(())
}

fn entered(row: &Row<'_>) -> rusqlite::Result<Entered> {
    let currency = sql::currency(row, 5)?;
    Ok(Entered {
        id: PaymentId(sql::uuid(row, 0)?),
        customer: CustomerId(sql::uuid(row, 1)?),
        method: Method::stored(&row.get::<_, String>(2)?),
        reference: row.get(3)?,
        received_at: Timestamp::from_millis(row.get(4)?),
        amount: sql::money(row, 6, currency)?,
        credit: sql::money(row, 7, currency)?,
        at: Timestamp::from_millis(row.get(8)?),
    })
}

/// A payment that a person typed.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: PaymentId) -> Result<Option<Entered>, LedgerError> {
    let found = conn
        .prepare_cached(
            "SELECT id, customer, method, reference, received_at, currency, amount, credit, at
             FROM entered WHERE id = ?1",
        )?
        .query_row([id.0.as_bytes()], entered)
        .optional()?;
    Ok(found)
}
