//! How this till likes to be used: language, theme, keys.

use rusqlite::{Connection, OptionalExtension, params};

use crate::error::LedgerError;

pub(super) const SCHEMA: &str = "
CREATE TABLE preferences (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;";

/// Keeps a preference.
///
/// # Errors
/// When the file cannot be written.
pub fn put(conn: &Connection, name: &str, value: &str) -> Result<(), LedgerError> {
    conn.prepare_cached("INSERT OR REPLACE INTO preferences (name, value) VALUES (?1, ?2)")?
        .execute(params![name, value])?;
    Ok(())
}

/// A preference, once it has been chosen.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, name: &str) -> Result<Option<String>, LedgerError> {
    let value = conn
        .prepare_cached("SELECT value FROM preferences WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    Ok(value)
}
