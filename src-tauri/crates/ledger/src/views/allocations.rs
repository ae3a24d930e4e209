//! What settles an invoice besides money at the counter and through providers: payments typed
//! by hand, credit, withheld taxes; and, below zero, what was given back by hand.

use cobro_domain::{
    ids::{InvoiceId, PaymentId},
    money::Money,
    time::Timestamp,
};
use rusqlite::{Connection, Row, params};

use super::{View, invoices, timeline};
use crate::{
    chain::StoredFact,
    error::LedgerError,
    fact::{CreditApplied, GoodsReturned, PaymentEntered, RefundEntered, TaxWithheld},
    sql,
};

pub(super) const VIEW: View = View {
    name: "allocations",
    schema: "
CREATE TABLE allocations (
    fact     INTEGER NOT NULL,
    line     INTEGER NOT NULL,
    invoice  INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    payment  BLOB,
    amount   INTEGER NOT NULL,
    currency TEXT NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (fact, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX allocations_by_invoice ON allocations (invoice);",
    indexes: "",
    filled: true,
};

/// What settled an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// A payment typed by hand.
    Entered,
    /// The customer's credit.
    Credit,
    /// Taxes that the customer pays in the shop's name.
    Withheld,
    /// What was given back: it settles no more.
    Refund,
    /// What a customer keeps as credit for goods that came back: it settles no more.
    Returned,
}

impl Source {
    const ALL: [Self; 5] =
        [Self::Entered, Self::Credit, Self::Withheld, Self::Refund, Self::Returned];

    const fn word(self) -> &'static str {
        match self {
            Self::Entered => "entered",
            Self::Credit => "credit",
            Self::Withheld => "withheld",
            Self::Refund => "refund",
            Self::Returned => "returned",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.word() == word)
    }
}

/// What settles an invoice.
#[derive(Clone, Debug)]
pub struct Allocation {
    /// What it is.
    pub from: Source,
    /// The payment it is of: one typed by hand, or that of which money was given back.
    pub payment: Option<PaymentId>,
    /// How much; negative for what was given back.
    pub amount: Money,
    /// When it was booked.
    pub at: Timestamp,
}

/// One row, before its place.
struct Settles {
    invoice: InvoiceId,
    from: Source,
    payment: Option<PaymentId>,
    minor: i64,
}

pub(super) fn enter(
    conn: &Connection,
    stored: &StoredFact,
    body: &PaymentEntered,
) -> Result<(), LedgerError> {
    let rows = body.allocations.iter().map(|(invoice, minor)| Settles {
        invoice: *invoice,
        from: Source::Entered,
        payment: Some(body.payment),
        minor: *minor,
    });
    put(conn, stored, body.currency.code(), rows)?;
    for (invoice, _) in &body.allocations {
        let arrival = invoices::arrival_of(conn, *invoice)?;
        invoices::collected_by(conn, arrival, body.method.as_str())?;
    }
    Ok(())
}

pub(super) fn apply_credit(
    conn: &Connection,
    stored: &StoredFact,
    body: &CreditApplied,
) -> Result<(), LedgerError> {
    let rows = body.allocations.iter().map(|(invoice, minor)| Settles {
        invoice: *invoice,
        from: Source::Credit,
        payment: None,
        minor: *minor,
    });
    put(conn, stored, body.currency.code(), rows)
}

pub(super) fn withhold(
    conn: &Connection,
    stored: &StoredFact,
    body: &TaxWithheld,
) -> Result<(), LedgerError> {
    let (invoice, from, minor) = (body.invoice, Source::Withheld, body.amount);
    put(conn, stored, body.currency.code(), [Settles { invoice, from, payment: None, minor }])
}

pub(super) fn refund(
    conn: &Connection,
    stored: &StoredFact,
    body: &RefundEntered,
) -> Result<(), LedgerError> {
    let rows = body.invoice.map(|invoice| Settles {
        invoice,
        from: Source::Refund,
        payment: Some(body.payment),
        minor: body.amount.saturating_neg(),
    });
    put(conn, stored, body.currency.code(), rows)
}

/// What is kept as credit settles the invoice no more. The caller computes the invoice anew.
pub(super) fn keep(
    conn: &Connection,
    stored: &StoredFact,
    body: &GoodsReturned,
    invoice: i64,
) -> Result<(), LedgerError> {
    if body.credit == 0 {
        return Ok(());
    }
    let row = Settles {
        invoice: body.invoice,
        from: Source::Returned,
        payment: None,
        minor: body.credit.saturating_neg(),
    };
    write(conn, stored, body.currency.code(), (1, invoice), &row)
}

/// Writes the rows, and computes each of their invoices anew.
fn put(
    conn: &Connection,
    stored: &StoredFact,
    currency: &str,
    rows: impl IntoIterator<Item = Settles>,
) -> Result<(), LedgerError> {
    let mut touched = Vec::new();
    for (line, row) in (1_i64..).zip(rows) {
        let invoice = invoices::arrival_of(conn, row.invoice)?;
        write(conn, stored, currency, (line, invoice), &row)?;
        if !touched.contains(&invoice) {
            touched.push(invoice);
        }
    }
    for invoice in touched {
        invoices::refresh(conn, invoice)?;
        timeline::note(conn, invoice, stored.arrival)?;
    }
    Ok(())
}

fn write(
    conn: &Connection,
    stored: &StoredFact,
    currency: &str,
    (line, invoice): (i64, i64),
    row: &Settles,
) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO allocations (fact, line, invoice, kind, payment, amount, currency, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        stored.arrival,
        line,
        invoice,
        row.from.word(),
        row.payment.as_ref().map(|payment| payment.0.as_bytes()),
        row.minor,
        currency,
        stored.at.millis(),
    ])?;
    Ok(())
}

fn allocation(row: &Row<'_>) -> rusqlite::Result<Allocation> {
    let word: String = row.get(0)?;
    let currency = sql::currency(row, 3)?;
    Ok(Allocation {
        from: sql::word_of(0, &word, Source::from_word(&word))?,
        payment: sql::maybe_uuid(row, 1)?.map(PaymentId),
        amount: sql::money(row, 2, currency)?,
        at: Timestamp::from_millis(row.get(4)?),
    })
}

/// What settles an invoice besides its [payments](super::payments), oldest first.
///
/// # Errors
/// When the file cannot be read.
pub fn of_invoice(conn: &Connection, invoice: i64) -> Result<Vec<Allocation>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT kind, payment, amount, currency, at FROM allocations
         WHERE invoice = ?1 ORDER BY fact, line",
    )?;
    let rows = statement.query_map([invoice], allocation)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}
