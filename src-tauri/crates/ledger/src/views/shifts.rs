//! Shifts: who answered for which drawer, from when to when.
//!
//! What should be in a drawer is kept nowhere: it is the sum of the drawer's postings since the
//! shift was opened, with its float.

use cobro_domain::{
    account::Account,
    ids::{Actor, ShiftId},
    invoice::Folio,
    money::{Currency, Money},
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::View;
use crate::{
    chain::StoredFact,
    error::LedgerError,
    fact::{DrawerCounted, ShiftClosed, ShiftOpened},
    sql,
};

pub(super) const VIEW: View = View {
    name: "shifts",
    schema: "
CREATE TABLE shifts (
    arrival   INTEGER PRIMARY KEY,
    id        BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    drawer    INTEGER NOT NULL,
    currency  TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    opened_by TEXT NOT NULL,
    by_itself INTEGER NOT NULL,
    found     INTEGER NOT NULL,
    float     INTEGER NOT NULL,
    counted   INTEGER,
    expected  INTEGER,
    count     INTEGER,
    closed    INTEGER,
    closed_at INTEGER,
    closed_by TEXT,
    series    TEXT,
    number    INTEGER,
    sold      INTEGER,
    difference INTEGER
) STRICT;
CREATE INDEX shifts_that_are_open ON shifts (drawer, arrival) WHERE closed IS NULL;",
    indexes: "
CREATE INDEX shifts_that_ended ON shifts (closed) WHERE closed IS NOT NULL;",
    filled: true,
};

/// A shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Its place in the file, which is its opening fact's.
    pub arrival: i64,
    /// Its id.
    pub id: ShiftId,
    /// The drawer.
    pub drawer: u32,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// By whom; the shift is theirs.
    pub opened_by: Actor,
    /// Whether the first cash opened it.
    pub by_itself: bool,
    /// What the books said was in the drawer before.
    pub found: Money,
    /// What was in it when the shift began.
    pub float: Money,
    /// The last count.
    pub counted: Option<Counted>,
    /// How it ended.
    pub ended: Option<Ended>,
}

/// A count of a drawer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The place of its fact in the file.
    pub fact: i64,
    /// What was in the drawer.
    pub counted: Money,
    /// What the books said was in it.
    pub expected: Money,
}

/// How a shift ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The place of its fact in the file: it has the numbers.
    pub fact: i64,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// The number of its Z report.
    pub folio: Folio,
    /// What was sold.
    pub sold: Money,
    /// What was too much, or too little, in the drawer.
    pub difference: Money,
}

pub(super) fn open(
    conn: &Connection,
    stored: &StoredFact,
    body: &ShiftOpened,
) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO shifts (arrival, id, drawer, currency, opened_at, opened_by, by_itself,
                             found, float)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        stored.arrival,
        body.shift.0.as_bytes(),
        body.drawer,
        body.currency.code(),
        stored.at.millis(),
        stored.actor.as_str(),
        body.count.is_none(),
        body.found,
        body.float,
    ])?;
    Ok(())
}

pub(super) fn count(
    conn: &Connection,
    stored: &StoredFact,
    body: &DrawerCounted,
) -> Result<(), LedgerError> {
    conn.prepare_cached("UPDATE shifts SET counted = ?2, expected = ?3, count = ?4 WHERE id = ?1")?
        .execute(params![body.shift.0.as_bytes(), body.counted, body.expected, stored.arrival])?;
    Ok(())
}

pub(super) fn close(
    conn: &Connection,
    stored: &StoredFact,
    body: &ShiftClosed,
) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "UPDATE shifts SET closed = ?2, closed_at = ?3, closed_by = ?4, series = ?5, number = ?6,
                           sold = ?7, difference = ?8
         WHERE id = ?1",
    )?
    .execute(params![
        body.shift.0.as_bytes(),
        stored.arrival,
        stored.at.millis(),
        stored.actor.as_str(),
        body.folio.series,
        body.folio.number,
        body.numbers.sold,
        body.difference,
    ])?;
    Ok(())
}

const COLUMNS: &str = "arrival, id, drawer, currency, opened_at, opened_by, by_itself, found,
                       float, counted, expected, count, closed, closed_at, closed_by, series,
                       number, sold, difference";

fn shift(row: &Row<'_>) -> rusqlite::Result<Shift> {
    let currency = sql::currency(row, 3)?;
    let counted = match row.get(11)? {
        Some(fact) => Some(Counted {
            fact,
            counted: sql::money(row, 9, currency)?,
            expected: sql::money(row, 10, currency)?,
        }),
        None => None,
    };
    let ended = match row.get(12)? {
        Some(fact) => Some(Ended {
            fact,
            at: Timestamp::from_millis(row.get(13)?),
            by: Actor::stored(&row.get::<_, String>(14)?),
            folio: Folio { series: row.get(15)?, number: row.get(16)? },
            sold: sql::money(row, 17, currency)?,
            difference: sql::money(row, 18, currency)?,
        }),
        None => None,
    };
    Ok(Shift {
        arrival: row.get(0)?,
        id: ShiftId(sql::uuid(row, 1)?),
        drawer: row.get(2)?,
        opened_at: Timestamp::from_millis(row.get(4)?),
        opened_by: Actor::stored(&row.get::<_, String>(5)?),
        by_itself: row.get(6)?,
        found: sql::money(row, 7, currency)?,
        float: sql::money(row, 8, currency)?,
        counted,
        ended,
    })
}

/// The shift that is open on a drawer.
///
/// # Errors
/// When the file cannot be read.
pub fn open_on(conn: &Connection, drawer: u32) -> Result<Option<Shift>, LedgerError> {
    let text = format!(
        "SELECT {COLUMNS} FROM shifts INDEXED BY shifts_that_are_open
         WHERE drawer = ?1 AND closed IS NULL ORDER BY arrival DESC LIMIT 1"
    );
    Ok(conn.prepare_cached(&text)?.query_row([drawer], shift).optional()?)
}

/// A shift.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: ShiftId) -> Result<Option<Shift>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM shifts WHERE id = ?1");
    Ok(conn.prepare_cached(&text)?.query_row([id.0.as_bytes()], shift).optional()?)
}

/// Shifts that ended before the fact at `before`, the newest first.
///
/// # Errors
/// When the file cannot be read.
pub fn page(conn: &Connection, before: Option<i64>, limit: u32) -> Result<Vec<Shift>, LedgerError> {
    let text = format!(
        "SELECT {COLUMNS} FROM shifts INDEXED BY shifts_that_ended
         WHERE closed IS NOT NULL AND closed < ?1 ORDER BY closed DESC LIMIT ?2"
    );
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map([before.unwrap_or(i64::MAX), i64::from(limit)], shift)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// What the postings of a drawer sum to after the fact at `after`. It reads those postings and
/// no others.
///
/// # Errors
/// When the file cannot be read.
pub fn cash_since(
    conn: &Connection,
    drawer: u32,
    currency: Currency,
    after: i64,
) -> Result<Money, LedgerError> {
    let minor = conn
        .prepare_cached(
            "SELECT coalesce(sum(minor), 0) FROM postings
             WHERE account = (SELECT n FROM accounts WHERE name = ?1 AND currency = ?2)
               AND fact > ?3",
        )?
        .query_row(params![Account::Cash(drawer).to_string(), currency.code(), after], |row| {
            row.get(0)
        })?;
    Ok(Money::new(minor, currency))
}
