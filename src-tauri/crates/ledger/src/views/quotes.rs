//! Quotes: what each promises until when, and what became of it.

use cobro_domain::{
    ids::{CustomerId, QuoteId},
    invoice::Folio,
    money::Money,
    quote::QuoteStanding,
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};

use super::{View, merges, timeline};
use crate::{
    chain::StoredFact,
    error::LedgerError,
    fact::{Fact, InvoiceIssued, QuoteIssued, QuoteWithdrawn},
    sql,
};

pub(super) const VIEW: View = View {
    name: "quotes",
    schema: "
CREATE TABLE quotes (
    arrival     INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    series      TEXT NOT NULL,
    number      INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    customer    BLOB,
    currency    TEXT NOT NULL,
    total       INTEGER NOT NULL,
    valid_until INTEGER NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'withdrawn')),
    invoice     INTEGER,
    UNIQUE (series, number)
) STRICT;",
    indexes: "
CREATE INDEX quotes_by_state ON quotes (state, arrival);
CREATE INDEX quotes_that_are_open ON quotes (valid_until, arrival) WHERE state = 'open';
CREATE INDEX quotes_by_customer ON quotes (customer, arrival) WHERE customer IS NOT NULL;
CREATE INDEX quotes_by_invoice ON quotes (invoice) WHERE invoice IS NOT NULL;",
    filled: true,
};

/// A quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Its place in the file, which is its issuing fact's.
    pub arrival: i64,
    /// Its id.
    pub id: QuoteId,
    /// Its number.
    pub folio: Folio,
    /// When it was issued.
    pub at: Timestamp,
    /// Who asked for it: whoever that customer is now.
    pub customer: Option<CustomerId>,
    /// What would be owed.
    pub total: Money,
    /// The last moment at which its prices count.
    pub valid_until: Timestamp,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nothing yet; whether it still counts is a matter of the time.
    Open,
    /// It became the invoice at this place in the file.
    Accepted(i64),
    /// The shop took it back.
    Withdrawn,
}

impl Quote {
    /// Where it stands at a moment.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> QuoteStanding {
        match self.fate {
            Fate::Accepted(_) => QuoteStanding::Accepted,
            Fate::Withdrawn => QuoteStanding::Withdrawn,
            Fate::Open if self.valid_until < now => QuoteStanding::Expired,
            Fate::Open => QuoteStanding::Open,
        }
    }
}

pub(super) fn issue(
    conn: &Connection,
    stored: &StoredFact,
    body: &QuoteIssued,
) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO quotes (arrival, id, series, number, at, customer, currency, total,
                             valid_until, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'open')",
    )?
    .execute(params![
        stored.arrival,
        body.quote.0.as_bytes(),
        body.folio.series,
        body.folio.number,
        stored.at.millis(),
        body.customer.as_ref().map(|customer| customer.0.as_bytes()),
        body.currency.code(),
        body.total,
        body.valid_until.millis(),
    ])?;
    Ok(())
}

pub(super) fn accept(
    conn: &Connection,
    stored: &StoredFact,
    body: &InvoiceIssued,
) -> Result<(), LedgerError> {
    let Some(quote) = body.quote else { return Ok(()) };
    conn.prepare_cached("UPDATE quotes SET state = 'accepted', invoice = ?2 WHERE id = ?1")?
        .execute(params![quote.0.as_bytes(), stored.arrival])?;
    Ok(())
}

/// The invoice that a quote became was voided: the quote can be sold again while it is valid.
pub(super) fn free(conn: &Connection, invoice: i64) -> Result<(), LedgerError> {
    conn.prepare_cached("UPDATE quotes SET state = 'open', invoice = NULL WHERE invoice = ?1")?
        .execute([invoice])?;
    Ok(())
}

pub(super) fn withdraw(conn: &Connection, body: &QuoteWithdrawn) -> Result<(), LedgerError> {
    conn.prepare_cached("UPDATE quotes SET state = 'withdrawn' WHERE id = ?1")?
        .execute([body.quote.0.as_bytes()])?;
    Ok(())
}

/// A quote becomes an invoice or is taken back once, and only if it is there.
pub(crate) fn is_open(conn: &Connection, id: QuoteId) -> Result<(), LedgerError> {
    let detail = match read(conn, id)? {
        Some(Quote { fate: Fate::Open, .. }) => return Ok(()),
        Some(quote) => format!("{} is {} already", quote.folio, quote.standing(quote.at).word()),
        None => format!("there is no {id}"),
    };
    Err(LedgerError::Malformed { what: "a quote", detail })
}

const COLUMNS: &str = "arrival, id, series, number, at,
                       coalesce((SELECT kept FROM merges WHERE gone = customer), customer),
                       currency, total, valid_until, state, invoice";

fn quote(row: &Row<'_>) -> rusqlite::Result<Quote> {
    let currency = sql::currency(row, 6)?;
    let (state, invoice): (String, Option<i64>) = (row.get(9)?, row.get(10)?);
    let fate = match (state.as_str(), invoice) {
        ("open", None) => Some(Fate::Open),
        ("accepted", Some(invoice)) => Some(Fate::Accepted(invoice)),
        ("withdrawn", None) => Some(Fate::Withdrawn),
        _ => None,
    };
    Ok(Quote {
        arrival: row.get(0)?,
        id: QuoteId(sql::uuid(row, 1)?),
        folio: Folio { series: row.get(2)?, number: row.get(3)? },
        at: Timestamp::from_millis(row.get(4)?),
        customer: sql::maybe_uuid(row, 5)?.map(CustomerId),
        total: sql::money(row, 7, currency)?,
        valid_until: Timestamp::from_millis(row.get(8)?),
        fate: sql::word_of(9, &state, fate)?,
    })
}

/// A quote.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: QuoteId) -> Result<Option<Quote>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM quotes WHERE id = ?1");
    Ok(conn.prepare_cached(&text)?.query_row([id.0.as_bytes()], quote).optional()?)
}

/// The quote with a number.
///
/// # Errors
/// When the file cannot be read.
pub fn by_folio(conn: &Connection, folio: &Folio) -> Result<Option<Quote>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM quotes WHERE series = ?1 AND number = ?2");
    let mut statement = conn.prepare_cached(&text)?;
    Ok(statement.query_row(params![folio.series, folio.number], quote).optional()?)
}

/// What a quote said when it was issued.
///
/// # Errors
/// When the file cannot be read.
pub fn body(conn: &Connection, found: &Quote) -> Result<QuoteIssued, LedgerError> {
    let fact = timeline::fact(conn, found.arrival)?.decode()?;
    if let Fact::QuoteIssued(body) = fact {
        return Ok(body);
    }
    Err(LedgerError::Malformed { what: "a quote", detail: format!("it is {}", fact.kind()) })
}

/// One page of quotes, those that come after the one at `before` in the file: newest first, but
/// those that are open or expired by their last day. Every page costs the same.
///
/// # Errors
/// When the file cannot be read.
pub fn page(
    conn: &Connection,
    standing: Option<QuoteStanding>,
    now: Timestamp,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Quote>, LedgerError> {
    match standing {
        None => newest(conn, "arrival < ?1", &[], before, limit),
        Some(QuoteStanding::Accepted) => of_state(conn, "accepted", before, limit),
        Some(QuoteStanding::Withdrawn) => of_state(conn, "withdrawn", before, limit),
        Some(QuoteStanding::Open) => unanswered(conn, now, (i64::MAX, i64::MAX), before, limit),
        Some(QuoteStanding::Expired) => unanswered(
            conn,
            Timestamp::from_millis(i64::MIN),
            (now.millis(), i64::MIN),
            before,
            limit,
        ),
    }
}

fn of_state(
    conn: &Connection,
    state: &str,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Quote>, LedgerError> {
    newest(conn, "state = ?3 AND arrival < ?1", &[&state], before, limit)
}

/// The quotes of a customer and of whoever became them, newest first.
///
/// # Errors
/// When the file cannot be read.
pub fn of_customer(
    conn: &Connection,
    customer: CustomerId,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Quote>, LedgerError> {
    let mut found = Vec::new();
    for id in merges::family(conn, customer, Timestamp::MAX)? {
        let one = id.0.as_bytes();
        found.extend(newest(conn, "customer = ?3 AND arrival < ?1", &[one], before, limit)?);
    }
    found.sort_by_key(|quote| std::cmp::Reverse(quote.arrival));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

fn newest(
    conn: &Connection,
    which: &str,
    values: &[&dyn ToSql],
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Quote>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM quotes WHERE {which} ORDER BY arrival DESC LIMIT ?2");
    let before = before.unwrap_or(i64::MAX);
    let mut all: Vec<&dyn ToSql> = vec![&before, &limit];
    all.extend(values);
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map(all.as_slice(), quote)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// Quotes that nothing became of yet, by their last day.
fn unanswered(
    conn: &Connection,
    not_before: Timestamp,
    first: (i64, i64),
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Quote>, LedgerError> {
    let mark = match before {
        Some(arrival) => conn
            .prepare_cached("SELECT valid_until, arrival FROM quotes WHERE arrival = ?1")?
            .query_row([arrival], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?,
        None => None,
    };
    let (until, arrival) = mark.unwrap_or(first);
    let text = format!(
        "SELECT {COLUMNS} FROM quotes INDEXED BY quotes_that_are_open
         WHERE state = 'open' AND (valid_until, arrival) < (?1, ?2) AND valid_until >= ?3
         ORDER BY valid_until DESC, arrival DESC LIMIT ?4"
    );
    let mut statement = conn.prepare_cached(&text)?;
    let values = params![until, arrival, not_before.millis(), limit];
    let rows = statement.query_map(values, quote)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}
