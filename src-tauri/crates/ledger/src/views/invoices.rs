//! Invoices: what is owed, what came, and where each stands.

mod standing;

use cobro_domain::{
    charge::Flags,
    ids::{CustomerId, InvoiceId},
    invoice::{Folio, InvoiceState},
    money::{Currency, Money},
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

pub use self::standing::Standing;
use self::standing::{Attempts, word_for};
use super::{View, cases, counts, merges, refunds};
use crate::{
    chain::StoredFact,
    error::LedgerError,
    fact::{InvoiceIssued, InvoiceVoided},
    sql,
};

pub(super) const VIEW: View = View {
    name: "invoices",
    schema: "
CREATE TABLE invoices (
    arrival     INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    series      TEXT NOT NULL,
    number      INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    customer    BLOB,
    currency    TEXT NOT NULL,
    due_at      INTEGER,
    total       INTEGER NOT NULL,
    returned    INTEGER NOT NULL DEFAULT 0,
    paid        INTEGER NOT NULL,
    flags       INTEGER NOT NULL,
    method      TEXT,
    credit_note TEXT,
    standing    TEXT NOT NULL,
    UNIQUE (series, number)
) STRICT;",
    indexes: "
CREATE INDEX invoices_by_standing ON invoices (standing, arrival);
CREATE INDEX invoices_by_time ON invoices (at, total);
CREATE INDEX invoices_by_customer ON invoices (customer, arrival) WHERE customer IS NOT NULL;
CREATE INDEX invoices_that_are_owed ON invoices (customer, arrival)
    WHERE customer IS NOT NULL AND credit_note IS NULL AND paid < total - returned;",
    filled: true,
};

/// An invoice as the books see it.
#[derive(Clone, Debug)]
pub struct Invoice {
    /// Its place in the file, which is its issuing fact's.
    pub arrival: i64,
    /// Its id.
    pub id: InvoiceId,
    /// Its number.
    pub folio: Folio,
    /// When it was issued.
    pub at: Timestamp,
    /// Who owes it: whoever the customer it was issued to is now.
    pub customer: Option<CustomerId>,
    /// When it has to be paid; at once when nothing is said.
    pub due_at: Option<Timestamp>,
    /// What was owed.
    pub total: Money,
    /// What of it is owed no more, for goods came back.
    pub returned: Money,
    /// What came.
    pub paid: Money,
    /// Open, paid or voided.
    pub state: InvoiceState,
    /// What is remarkable.
    pub flags: Flags,
    /// How the last attempt to collect it was made.
    pub method: Option<String>,
    /// The number of the credit note that took it back.
    pub credit_note: Option<String>,
    /// The one word.
    pub standing: Standing,
}

impl Invoice {
    /// What is still owed; negative when more came. A voided invoice is owed nothing.
    ///
    /// # Errors
    /// When the stored amounts cannot be subtracted.
    pub fn due(&self) -> Result<Money, LedgerError> {
        let owed = match self.state {
            InvoiceState::Open | InvoiceState::Paid => self.total.checked_sub(self.returned),
            InvoiceState::Voided => Ok(Money::zero(self.total.currency())),
        };
        owed.and_then(|owed| owed.checked_sub(self.paid)).map_err(|error| LedgerError::Malformed {
            what: "the amounts of an invoice",
            detail: error.to_string(),
        })
    }
}

pub(super) fn issue(
    conn: &Connection,
    stored: &StoredFact,
    body: &InvoiceIssued,
) -> Result<(), LedgerError> {
    let stands = if body.total == 0 { Standing::Paid } else { Standing::Open };
    conn.prepare_cached(
        "INSERT INTO invoices (arrival, id, series, number, at, customer, currency, total, paid,
                               flags, standing, due_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, 0, ?9, ?10)",
    )?
    .execute(params![
        stored.arrival,
        body.invoice.0.as_bytes(),
        body.folio.series,
        body.folio.number,
        stored.at.millis(),
        body.customer.as_ref().map(|customer| customer.0.as_bytes()),
        body.currency.code(),
        body.total,
        stands.word(),
        body.due_at.map(Timestamp::millis),
    ])?;
    counts::shift(conn, stands.word(), 1)
}

pub(super) fn void(
    conn: &Connection,
    _stored: &StoredFact,
    body: &InvoiceVoided,
) -> Result<i64, LedgerError> {
    let arrival = arrival_of(conn, body.invoice)?;
    conn.prepare_cached("UPDATE invoices SET credit_note = ?2 WHERE arrival = ?1")?
        .execute(params![arrival, body.folio.to_string()])?;
    Ok(arrival)
}

/// Less is owed, for goods came back.
pub(super) fn give_back(conn: &Connection, arrival: i64, minor: i64) -> Result<(), LedgerError> {
    conn.prepare_cached("UPDATE invoices SET returned = returned + ?2 WHERE arrival = ?1")?
        .execute(params![arrival, minor])?;
    Ok(())
}

pub(super) fn collected_by(
    conn: &Connection,
    arrival: i64,
    method: &str,
) -> Result<(), LedgerError> {
    conn.prepare_cached("UPDATE invoices SET method = ?2 WHERE arrival = ?1")?
        .execute(params![arrival, method])?;
    Ok(())
}

/// What an invoice was issued for, and what became of that.
struct Sold {
    total: i64,
    returned: i64,
    voided: bool,
    was: String,
    currency: Currency,
}

impl Sold {
    fn of(conn: &Connection, arrival: i64) -> Result<Self, LedgerError> {
        let sold = conn
            .prepare_cached(
                "SELECT total, returned, credit_note IS NOT NULL, standing, currency
                 FROM invoices WHERE arrival = ?1",
            )?
            .query_row([arrival], |row| {
                Ok(Self {
                    total: row.get(0)?,
                    returned: row.get(1)?,
                    voided: row.get(2)?,
                    was: row.get(3)?,
                    currency: sql::currency(row, 4)?,
                })
            })?;
        Ok(sold)
    }
}

/// Computes an invoice anew from its charges and payments.
pub(super) fn refresh(conn: &Connection, arrival: i64) -> Result<(), LedgerError> {
    let Sold { total, returned, voided, was, currency } = Sold::of(conn, arrival)?;
    // Money of another currency settles nothing; it came with a case of its own.
    let paid: i64 = conn
        .prepare_cached(
            "SELECT (SELECT coalesce(sum(amount), 0) FROM payments
                     WHERE invoice = ?1 AND currency = ?2)
                  + (SELECT coalesce(sum(amount), 0) FROM allocations
                     WHERE invoice = ?1 AND currency = ?2)",
        )?
        .query_row(params![arrival, currency.code()], |row| row.get(0))?;
    let paid = paid.saturating_sub(refunds::given_back(conn, arrival, currency.code())?);
    let attempts = Attempts::of(conn, arrival)?;
    let owed = if voided { 0 } else { total.saturating_sub(returned) };
    let stands =
        cobro_domain::invoice::standing(Money::new(owed, currency), Money::new(paid, currency))
            .map_err(|e| LedgerError::Malformed {
                what: "the amounts of an invoice",
                detail: e.to_string(),
            })?;
    let raised = cases::flags(conn, arrival)?;
    let over = stands.over && !refunds::cover(conn, arrival, stands.due)?;
    let flags = Flags { over: over || raised.over, partial: stands.partial, ..raised };
    let ended = match (voided, returned > 0 && returned == total) {
        (true, _) => Some(Standing::Voided),
        (false, true) => Some(Standing::Returned),
        (false, false) => None,
    };
    let word = word_for(ended, stands.state, flags, attempts).word();
    conn.prepare_cached(
        "UPDATE invoices SET paid = ?2, flags = ?3, standing = ?4 WHERE arrival = ?1",
    )?
    .execute(params![arrival, paid, flags.bits(), word])?;
    if was != word {
        counts::shift(conn, &was, -1)?;
        counts::shift(conn, word, 1)?;
    }
    Ok(())
}

const COLUMNS: &str = "arrival, id, series, number, at,
                       coalesce((SELECT kept FROM merges WHERE gone = customer), customer),
                       currency, total, paid, flags, method, credit_note, standing, due_at, returned";

fn invoice(row: &Row<'_>) -> rusqlite::Result<Invoice> {
    let currency = sql::currency(row, 6)?;
    let total = sql::money(row, 7, currency)?;
    let paid = sql::money(row, 8, currency)?;
    let returned = sql::money(row, 14, currency)?;
    let credit_note: Option<String> = row.get(11)?;
    let word: String = row.get(12)?;
    let state = match &credit_note {
        Some(_) => InvoiceState::Voided,
        None if paid.minor().saturating_add(returned.minor()) >= total.minor() => {
            InvoiceState::Paid
        }
        None => InvoiceState::Open,
    };
    Ok(Invoice {
        arrival: row.get(0)?,
        id: InvoiceId(sql::uuid(row, 1)?),
        folio: Folio { series: row.get(2)?, number: row.get(3)? },
        at: Timestamp::from_millis(row.get(4)?),
        customer: sql::maybe_uuid(row, 5)?.map(CustomerId),
        total,
        returned,
        paid,
        state,
        flags: Flags::from_bits(row.get(9)?),
        method: row.get(10)?,
        credit_note,
        standing: sql::word_of(12, &word, Standing::from_word(&word))?,
        due_at: row.get::<_, Option<i64>>(13)?.map(Timestamp::from_millis),
    })
}

/// An invoice.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: InvoiceId) -> Result<Option<Invoice>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM invoices WHERE id = ?1");
    Ok(conn.prepare_cached(&text)?.query_row([id.0.as_bytes()], invoice).optional()?)
}

/// The invoice at a place in the file.
///
/// # Errors
/// When the file cannot be read.
pub fn at(conn: &Connection, arrival: i64) -> Result<Invoice, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM invoices WHERE arrival = ?1");
    Ok(conn.prepare_cached(&text)?.query_row([arrival], invoice)?)
}

/// The invoice with a number.
///
/// # Errors
/// When the file cannot be read.
pub fn by_folio(conn: &Connection, folio: &Folio) -> Result<Option<Invoice>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM invoices WHERE series = ?1 AND number = ?2");
    let mut statement = conn.prepare_cached(&text)?;
    Ok(statement.query_row(params![folio.series, folio.number], invoice).optional()?)
}

/// The place of an invoice in the file.
pub(crate) fn arrival_of(conn: &Connection, id: InvoiceId) -> Result<i64, LedgerError> {
    let arrival = conn
        .prepare_cached("SELECT arrival FROM invoices WHERE id = ?1")?
        .query_row([id.0.as_bytes()], |row| row.get(0))?;
    Ok(arrival)
}

/// One page of invoices, newest first: those with one of `standings` (every one when `None`),
/// older than `before`. Costs the same on the last page as on the first.
///
/// # Errors
/// When the file cannot be read.
pub fn page(
    conn: &Connection,
    standings: Option<&[Standing]>,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Invoice>, LedgerError> {
    let before = before.unwrap_or(i64::MAX);
    let Some(standings) = standings else {
        let text = format!(
            "SELECT {COLUMNS} FROM invoices WHERE arrival < ?1 ORDER BY arrival DESC LIMIT ?2"
        );
        let mut statement = conn.prepare_cached(&text)?;
        let rows = statement.query_map(params![before, limit], invoice)?;
        return Ok(rows.collect::<Result<Vec<_>, _>>()?);
    };
    // One indexed walk for each standing, then the newest of them all.
    let text = format!(
        "SELECT {COLUMNS} FROM invoices INDEXED BY invoices_by_standing
         WHERE standing = ?1 AND arrival < ?2 ORDER BY arrival DESC LIMIT ?3"
    );
    let mut statement = conn.prepare_cached(&text)?;
    let mut found = Vec::new();
    for word in standings {
        let rows = statement.query_map(params![word.word(), before, limit], invoice)?;
        found.extend(rows.collect::<Result<Vec<_>, _>>()?);
    }
    found.sort_by_key(|invoice| std::cmp::Reverse(invoice.arrival));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// The invoices of a customer and of whoever became them, newest first, older than `before`.
///
/// # Errors
/// When the file cannot be read.
pub fn of_customer(
    conn: &Connection,
    customer: CustomerId,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Invoice>, LedgerError> {
    let text = format!(
        "SELECT {COLUMNS} FROM invoices WHERE customer = ?1 AND arrival < ?2
         ORDER BY arrival DESC LIMIT ?3"
    );
    let before = before.unwrap_or(i64::MAX);
    let mut found = Vec::new();
    for id in merges::family(conn, customer, Timestamp::MAX)? {
        let mut statement = conn.prepare_cached(&text)?;
        let rows = statement.query_map(params![id.0.as_bytes(), before, limit], invoice)?;
        found.extend(rows.collect::<Result<Vec<_>, _>>()?);
    }
    found.sort_by_key(|invoice| std::cmp::Reverse(invoice.arrival));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// The invoices issued to a customer of which something is owed, oldest first.
///
/// # Errors
/// When the file cannot be read.
pub fn owed_by(conn: &Connection, customer: CustomerId) -> Result<Vec<Invoice>, LedgerError> {
    let text = format!(
        "SELECT {COLUMNS} FROM invoices INDEXED BY invoices_that_are_owed
         WHERE customer = ?1 AND customer IS NOT NULL AND credit_note IS NULL
           AND paid < total - returned
         ORDER BY arrival"
    );
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map([customer.0.as_bytes()], invoice)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// How many invoices were issued from a moment on and before another, and their sum in minor
/// units.
///
/// # Errors
/// When the file cannot be read.
pub fn between(
    conn: &Connection,
    from: Timestamp,
    until: Timestamp,
) -> Result<(i64, i64), LedgerError> {
    let sums = conn
        .prepare_cached(
            "SELECT count(*), coalesce(sum(total), 0) FROM invoices WHERE at >= ?1 AND at < ?2",
        )?
        .query_row([from.millis(), until.millis()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(sums)
}
