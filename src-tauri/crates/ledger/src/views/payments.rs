//! Payments: money received, each posted once however often it is reported, and what was taken
//! back or given back of it, as rows below zero.

use cobro_domain::{
    ids::{ChargeId, InvoiceId, PaymentId},
    method::Method,
    money::Money,
    time::Timestamp,
};
use rusqlite::{Connection, Row, params};

use super::{View, invoices};
use crate::{
    chain::StoredFact,
    error::LedgerError,
    fact::{
        CaseClosed, CashReceived, Correction, PaymentCorrected, PaymentReceived, TenderReceived,
    },
    sql,
};

pub(super) const VIEW: View = View {
    name: "payments",
    schema: "
CREATE TABLE payments (
    arrival  INTEGER PRIMARY KEY,
    id       BLOB NOT NULL CHECK (length(id) = 16),
    invoice  INTEGER NOT NULL,
    charge   BLOB,
    method   TEXT,
    account  BLOB,
    money_in TEXT,
    amount   INTEGER NOT NULL,
    currency TEXT NOT NULL,
    at       INTEGER NOT NULL
) STRICT;
CREATE INDEX payments_by_invoice ON payments (invoice);
CREATE UNIQUE INDEX payments_post_once ON payments (account, charge, money_in)
    WHERE charge IS NOT NULL;",
    indexes: "",
    filled: true,
};

/// Money received; below zero, what went again.
#[derive(Clone, Debug)]
pub struct Payment {
    /// Its id; what went again has that of its fact.
    pub id: PaymentId,
    /// The charge it came by; none for what came at the counter or was given back by hand.
    pub charge: Option<ChargeId>,
    /// How it came at the counter; a provider's charge knows its own method.
    pub method: Option<Method>,
    /// The provider's number for it, or the terminal's, or the bank's.
    pub money_in: Option<String>,
    /// How much.
    pub amount: Money,
    /// When it was booked.
    pub at: Timestamp,
}

pub(super) fn cash(
    conn: &Connection,
    stored: &StoredFact,
    body: &CashReceived,
) -> Result<i64, LedgerError> {
    let came = Money::new(body.amount, body.currency);
    let (payment, invoice) = (body.payment, body.invoice);
    let (method, number) = (Method::CASH, None);
    at_the_counter(conn, stored, &Counter { payment, invoice, came, method, number })
}

pub(super) fn tender(
    conn: &Connection,
    stored: &StoredFact,
    body: &TenderReceived,
) -> Result<i64, LedgerError> {
    let came = Money::new(body.amount, body.currency);
    let (payment, invoice) = (body.payment, body.invoice);
    let (method, number) = (body.method.clone(), Some(body.reference.as_str()));
    at_the_counter(conn, stored, &Counter { payment, invoice, came, method, number })
}

/// Money that no provider took part in.
struct Counter<'a> {
    payment: PaymentId,
    invoice: InvoiceId,
    came: Money,
    method: Method,
    number: Option<&'a str>,
}

/// Writes the row of it.
fn at_the_counter(
    conn: &Connection,
    stored: &StoredFact,
    counter: &Counter<'_>,
) -> Result<i64, LedgerError> {
    let invoice = invoices::arrival_of(conn, counter.invoice)?;
    conn.prepare_cached(
        "INSERT INTO payments (arrival, id, invoice, method, money_in, amount, currency, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        stored.arrival,
        counter.payment.0.as_bytes(),
        invoice,
        counter.method.as_str(),
        counter.number,
        counter.came.minor(),
        counter.came.currency().code(),
        stored.at.millis(),
    ])?;
    invoices::collected_by(conn, invoice, counter.method.as_str())?;
    Ok(invoice)
}

pub(super) fn receive(
    conn: &Connection,
    stored: &StoredFact,
    body: &PaymentReceived,
) -> Result<i64, LedgerError> {
    let invoice = invoices::arrival_of(conn, body.invoice)?;
    conn.prepare_cached(
        "INSERT INTO payments (arrival, id, invoice, charge, account, money_in, amount, currency, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        stored.arrival,
        body.payment.0.as_bytes(),
        invoice,
        body.charge.0.as_bytes(),
        body.account.0.as_bytes(),
        body.money_in,
        body.amount,
        body.currency.code(),
        stored.at.millis(),
    ])?;
    Ok(invoice)
}

/// What was taken back counts for the invoice no more.
pub(super) fn correct(
    conn: &Connection,
    stored: &StoredFact,
    body: &PaymentCorrected,
) -> Result<i64, LedgerError> {
    let invoice = invoices::arrival_of(conn, body.invoice)?;
    match body.correction {
        Correction::Contested | Correction::Restored => Ok(invoice),
        Correction::Reversed => {
            conn.prepare_cached(
                "INSERT INTO payments (arrival, id, invoice, charge, account, amount, currency, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, -?6, ?7, ?8)",
            )?
            .execute(params![
                stored.arrival,
                stored.id.as_bytes(),
                invoice,
                body.charge.0.as_bytes(),
                body.account.0.as_bytes(),
                body.amount,
                body.currency.code(),
                stored.at.millis(),
            ])?;
            Ok(invoice)
        }
    }
}

/// Neither does what a person gave back or keeps apart.
pub(super) fn take_off(
    conn: &Connection,
    stored: &StoredFact,
    body: &CaseClosed,
) -> Result<(), LedgerError> {
    if body.surplus == 0 {
        return Ok(());
    }
    conn.prepare_cached(
        "INSERT INTO payments (arrival, id, invoice, amount, currency, at)
         VALUES (?1, ?2, ?3, -?4, ?5, ?6)",
    )?
    .execute(params![
        stored.arrival,
        stored.id.as_bytes(),
        invoices::arrival_of(conn, body.invoice)?,
        body.surplus,
        body.currency.code(),
        stored.at.millis(),
    ])?;
    Ok(())
}

fn payment(row: &Row<'_>) -> rusqlite::Result<Payment> {
    let currency = sql::currency(row, 4)?;
    let method: Option<String> = row.get(6)?;
    Ok(Payment {
        id: PaymentId(sql::uuid(row, 0)?),
        charge: sql::maybe_uuid(row, 1)?.map(ChargeId),
        method: method.as_deref().map(Method::stored),
        money_in: row.get(2)?,
        amount: sql::money(row, 3, currency)?,
        at: Timestamp::from_millis(row.get(5)?),
    })
}

/// The payments of an invoice, oldest first.
///
/// # Errors
/// When the file cannot be read.
pub fn of_invoice(conn: &Connection, invoice: i64) -> Result<Vec<Payment>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT id, charge, money_in, amount, currency, at, method FROM payments
         WHERE invoice = ?1 ORDER BY arrival",
    )?;
    let rows = statement.query_map([invoice], payment)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}
