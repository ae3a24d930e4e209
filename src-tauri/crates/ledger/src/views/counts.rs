//! How many invoices stand where, so that no screen ever counts a million rows.

use rusqlite::{Connection, params};

use super::View;
use crate::error::LedgerError;

pub(super) const VIEW: View = View {
    name: "counts",
    schema: "
CREATE TABLE counts (
    standing TEXT PRIMARY KEY,
    invoices INTEGER NOT NULL
) STRICT, WITHOUT ROWID;",
    indexes: "",
    filled: true,
};

pub(super) fn shift(conn: &Connection, standing: &str, by: i64) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO counts (standing, invoices) VALUES (?1, ?2)
         ON CONFLICT (standing) DO UPDATE SET invoices = invoices + excluded.invoices",
    )?
    .execute(params![standing, by])?;
    Ok(())
}

/// How many invoices have each standing.
///
/// # Errors
/// When the file cannot be read.
pub fn all(conn: &Connection) -> Result<Vec<(String, i64)>, LedgerError> {
    let mut statement = conn.prepare_cached("SELECT standing, invoices FROM counts")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}
