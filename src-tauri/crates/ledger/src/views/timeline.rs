//! Which facts tell an invoice's story.

use rusqlite::Connection;

use super::View;
use crate::{
    chain::{self, StoredFact},
    error::LedgerError,
};

pub(super) const VIEW: View = View {
    name: "timeline",
    schema: "
CREATE TABLE timeline (
    invoice INTEGER NOT NULL,
    fact    INTEGER NOT NULL,
    PRIMARY KEY (invoice, fact)
) STRICT, WITHOUT ROWID;",
    indexes: "",
    filled: true,
};

pub(super) fn note(conn: &Connection, invoice: i64, fact: i64) -> Result<(), LedgerError> {
    conn.prepare_cached("INSERT INTO timeline (invoice, fact) VALUES (?1, ?2)")?
        .execute([invoice, fact])?;
    Ok(())
}

/// The longest story that is told; an invoice with more facts shows its newest.
const STORY: usize = 500;

/// The facts of an invoice, newest first.
///
/// # Errors
/// When the file cannot be read.
pub fn of(conn: &Connection, invoice: i64) -> Result<Vec<StoredFact>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT fact FROM timeline WHERE invoice = ?1 ORDER BY fact DESC LIMIT ?2",
    )?;
    let limit = i64::try_from(STORY).unwrap_or(i64::MAX);
    let rows = statement.query_map([invoice, limit], |row| row.get::<_, i64>(0))?;
    rows.map(|arrival| chain::at(conn, arrival?)).collect()
}

/// The fact at a place in the file, such as the one that issued an invoice.
///
/// # Errors
/// When the file cannot be read.
pub fn fact(conn: &Connection, arrival: i64) -> Result<StoredFact, LedgerError> {
    chain::at(conn, arrival)
}

/// Visits the facts after a place in the file, in their order, and returns how far it came. It
/// reads in strides and so holds nothing back.
///
/// # Errors
/// When the file cannot be read, or whatever `visit` makes of a fact.
pub fn walk(
    conn: &Connection,
    after: i64,
    visit: impl FnMut(StoredFact) -> Result<(), LedgerError>,
) -> Result<i64, LedgerError> {
    chain::walk(conn, after, i64::MAX, visit)
}
