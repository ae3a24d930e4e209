//! Goods that came back: each return with its credit note, and what is left of a sold line.

use cobro_domain::{
    giving_back::{LineAmounts, SoldLine},
    ids::CreditNoteId,
    invoice::Folio,
    money::Money,
    quantity::Quantity,
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{View, allocations, invoices, timeline};
use crate::{
    chain::StoredFact,
    error::LedgerError,
    fact::{Fact, GoodsReturned, InvoiceIssued, ReturnedLine},
    sql,
};

pub(super) const VIEW: View = View {
    name: "returns",
    schema: "
CREATE TABLE returns (
    fact     INTEGER PRIMARY KEY,
    id       BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    invoice  INTEGER NOT NULL,
    series   TEXT NOT NULL,
    number   INTEGER NOT NULL,
    total    INTEGER NOT NULL,
    credit   INTEGER NOT NULL,
    currency TEXT NOT NULL,
    at       INTEGER NOT NULL,
    UNIQUE (series, number)
) STRICT;
CREATE INDEX returns_by_invoice ON returns (invoice);",
    indexes: "",
    filled: true,
};

/// A return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return {
    /// The place of its fact in the file.
    pub fact: i64,
    /// Its credit note.
    pub id: CreditNoteId,
    /// The place of its invoice in the file.
    pub invoice: i64,
    /// The number of the credit note.
    pub folio: Folio,
    /// What came back.
    pub total: Money,
    /// What of it a customer keeps as credit.
    pub credit: Money,
    /// When.
    pub at: Timestamp,
}

pub(super) fn apply(
    conn: &Connection,
    stored: &StoredFact,
    body: &GoodsReturned,
) -> Result<i64, LedgerError> {
    let invoice = invoices::arrival_of(conn, body.invoice)?;
    conn.prepare_cached(
        "INSERT INTO returns (fact, id, invoice, series, number, total, credit, currency, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        stored.arrival,
        body.credit_note.0.as_bytes(),
        invoice,
        body.folio.series,
        body.folio.number,
        body.total,
        body.credit,
        body.currency.code(),
        stored.at.millis(),
    ])?;
    allocations::keep(conn, stored, body, invoice)?;
    invoices::give_back(conn, invoice, body.total)?;
    Ok(invoice)
}

const COLUMNS: &str = "fact, id, invoice, series, number, total, credit, currency, at";

fn returned(row: &Row<'_>) -> rusqlite::Result<Return> {
    let currency = sql::currency(row, 7)?;
    Ok(Return {
        fact: row.get(0)?,
        id: CreditNoteId(sql::uuid(row, 1)?),
        invoice: row.get(2)?,
        folio: Folio { series: row.get(3)?, number: row.get(4)? },
        total: sql::money(row, 5, currency)?,
        credit: sql::money(row, 6, currency)?,
        at: Timestamp::from_millis(row.get(8)?),
    })
}

/// A return.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: CreditNoteId) -> Result<Option<Return>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM returns WHERE id = ?1");
    Ok(conn.prepare_cached(&text)?.query_row([id.0.as_bytes()], returned).optional()?)
}

/// The returns of an invoice, oldest first.
///
/// # Errors
/// When the file cannot be read.
pub fn of_invoice(conn: &Connection, invoice: i64) -> Result<Vec<Return>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM returns WHERE invoice = ?1 ORDER BY fact");
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map([invoice], returned)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// What a return says.
///
/// # Errors
/// When the file cannot be read.
pub fn body(conn: &Connection, found: &Return) -> Result<GoodsReturned, LedgerError> {
    let fact = timeline::fact(conn, found.fact)?.decode()?;
    if let Fact::GoodsReturned(body) = fact {
        return Ok(body);
    }
    Err(refused(format!("it is {}", fact.kind())))
}

/// What is left of each line of an invoice, in their order.
///
/// # Errors
/// When the file cannot be read.
pub fn left(conn: &Connection, invoice: i64) -> Result<Vec<SoldLine>, LedgerError> {
    let Fact::InvoiceIssued(issued) = timeline::fact(conn, invoice)?.decode()? else {
        return Err(refused("there is no such invoice".to_owned()));
    };
    let mut left = sold(&issued);
    for found in of_invoice(conn, invoice)? {
        for line in body(conn, &found)?.lines {
            take_off(&mut left, &line);
        }
    }
    Ok(left)
}

fn sold(issued: &InvoiceIssued) -> Vec<SoldLine> {
    let money = |minor| Money::new(minor, issued.currency);
    let lines = issued.lines.iter().map(|line| SoldLine {
        sold: line.quantity,
        total: money(line.total),
        left: line.quantity.thousandths(),
        amounts: LineAmounts {
            net: money(line.net),
            taxes: line.taxes.iter().map(|(_, _, amount)| money(*amount)).collect(),
            total: money(line.total),
        },
    });
    lines.collect()
}

fn take_off(left: &mut [SoldLine], line: &ReturnedLine) {
    let place = usize::try_from(line.line).unwrap_or(usize::MAX);
    let Some(left) = left.get_mut(place) else {
        return;
    };
    let less =
        |all: Money, minor: i64| Money::new(all.minor().saturating_sub(minor), all.currency());
    left.left = left.left.saturating_sub(line.quantity.thousandths());
    left.amounts.net = less(left.amounts.net, line.net);
    left.amounts.total = less(left.amounts.total, line.total);
    for (tax, (_, _, minor)) in left.amounts.taxes.iter_mut().zip(&line.taxes) {
        *tax = less(*tax, *minor);
    }
}

fn refused(detail: String) -> LedgerError {
    LedgerError::Malformed { what: "a return", detail }
}

/// Nothing comes back that was not sold, or came back before, and the amounts are those of the
/// sale. This is asked inside the transaction that books the return.
pub(crate) fn may_be_booked(conn: &Connection, body: &GoodsReturned) -> Result<(), LedgerError> {
    let invoice = invoices::read(conn, body.invoice)?;
    let invoice = invoice.ok_or_else(|| refused("there is no such invoice".to_owned()))?;
    if invoice.credit_note.is_some() {
        return Err(refused(format!("{} was taken back", invoice.folio)));
    }
    let mut left = left(conn, invoice.arrival)?;
    let (mut total, mut net) = (0_i64, 0_i64);
    for line in &body.lines {
        let place = usize::try_from(line.line).unwrap_or(usize::MAX);
        let of = left.get(place);
        let of = of.ok_or_else(|| refused(format!("there is no line {}", line.line)))?;
        let part = of.take(line.quantity).map_err(|error| refused(error.to_string()))?;
        if !says(line, &part) {
            return Err(refused(format!("line {} has other amounts", line.line)));
        }
        total = total.saturating_add(line.total);
        net = net.saturating_add(line.net);
        take_off(&mut left, line);
    }
    if body.lines.is_empty() || total != body.total || net != body.net {
        return Err(refused(format!("its lines come to {total}, it says {}", body.total)));
    }
    if !(0..=total).contains(&body.credit) {
        return Err(refused(format!("{} of {total} cannot be credit", body.credit)));
    }
    Ok(())
}

/// Whether a line of a return says these amounts.
fn says(line: &ReturnedLine, part: &LineAmounts) -> bool {
    let taxes = line.taxes.iter().map(|(_, _, amount)| *amount);
    line.net == part.net.minor()
        && line.total == part.total.minor()
        && taxes.eq(part.taxes.iter().map(|tax| tax.minor()))
}

/// A quantity that is left; nothing when all came back.
#[must_use]
pub fn quantity_left(line: &SoldLine) -> Option<Quantity> {
    Quantity::from_thousandths(line.left).ok()
}
