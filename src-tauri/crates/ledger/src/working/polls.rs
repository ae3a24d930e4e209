//! When each charge is looked up next.

use cobro_domain::{ids::ChargeId, time::Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{error::LedgerError, sql};

pub(super) const SCHEMA: &str = "
CREATE TABLE polls (
    charge   BLOB PRIMARY KEY CHECK (length(charge) = 16),
    next_at  INTEGER NOT NULL,
    last_at  INTEGER,
    failures INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX polls_by_time ON polls (next_at);";

/// The look-ups of one charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Poll {
    /// The charge.
    pub charge: ChargeId,
    /// When it is looked up next.
    pub next_at: Timestamp,
    /// When it was looked up last.
    pub last_at: Option<Timestamp>,
    /// How often in a row its look-up certainly did not leave.
    pub failures: u32,
}

/// Plans a look-up, new or changed.
///
/// # Errors
/// When the file cannot be written.
pub fn put(conn: &Connection, poll: &Poll) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO polls (charge, next_at, last_at, failures) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        poll.charge.0.as_bytes(),
        poll.next_at.millis(),
        poll.last_at.map(Timestamp::millis),
        poll.failures,
    ])?;
    Ok(())
}

/// Stops looking a charge up.
///
/// # Errors
/// When the file cannot be written.
pub fn stop(conn: &Connection, charge: ChargeId) -> Result<(), LedgerError> {
    conn.prepare_cached("DELETE FROM polls WHERE charge = ?1")?.execute([charge.0.as_bytes()])?;
    Ok(())
}

fn poll(row: &Row<'_>) -> rusqlite::Result<Poll> {
    Ok(Poll {
        charge: ChargeId(sql::uuid(row, 0)?),
        next_at: Timestamp::from_millis(row.get(1)?),
        last_at: row.get::<_, Option<i64>>(2)?.map(Timestamp::from_millis),
        failures: row.get(3)?,
    })
}

/// The look-ups of a charge, when it is watched.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, charge: ChargeId) -> Result<Option<Poll>, LedgerError> {
    let found = conn
        .prepare_cached("SELECT charge, next_at, last_at, failures FROM polls WHERE charge = ?1")?
        .query_row([charge.0.as_bytes()], poll)
        .optional()?;
    Ok(found)
}

/// The look-ups that are due, the longest waiting first.
///
/// # Errors
/// When the file cannot be read.
pub fn due(conn: &Connection, now: Timestamp, limit: u32) -> Result<Vec<Poll>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT charge, next_at, last_at, failures FROM polls
         WHERE next_at <= ?1 ORDER BY next_at LIMIT ?2",
    )?;
    let rows = statement.query_map(params![now.millis(), limit], poll)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// Some of the look-ups that are planned for later than a moment.
///
/// # Errors
/// When the file cannot be read.
pub fn planned_after(
    conn: &Connection,
    at: Timestamp,
    limit: u32,
) -> Result<Vec<Poll>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT charge, next_at, last_at, failures FROM polls
         WHERE next_at > ?1 ORDER BY next_at LIMIT ?2",
    )?;
    let rows = statement.query_map(params![at.millis(), limit], poll)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// When the next look-up is due.
///
/// # Errors
/// When the file cannot be read.
pub fn next_at(conn: &Connection) -> Result<Option<Timestamp>, LedgerError> {
    let next: Option<i64> =
        conn.prepare_cached("SELECT min(next_at) FROM polls")?.query_row([], |row| row.get(0))?;
    Ok(next.map(Timestamp::from_millis))
}
