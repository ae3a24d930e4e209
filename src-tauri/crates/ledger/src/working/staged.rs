//! Products that an import is about to book: they survive a kill, so that it can be finished.

use rusqlite::{Connection, params};

use crate::error::LedgerError;

pub(crate) const SCHEMA: &str = "
CREATE TABLE staged_products (
    place INTEGER PRIMARY KEY,
    body  TEXT NOT NULL
) STRICT;";

/// Adds a product behind the others.
///
/// # Errors
/// When the file cannot be written.
pub fn put(conn: &Connection, body: &str) -> Result<(), LedgerError> {
    conn.prepare_cached("INSERT INTO staged_products (body) VALUES (?1)")?.execute([body])?;
    Ok(())
}

/// The first products, each with its place.
///
/// # Errors
/// When the file cannot be read.
pub fn first(conn: &Connection, limit: u32) -> Result<Vec<(i64, String)>, LedgerError> {
    let text = "SELECT place, body FROM staged_products ORDER BY place LIMIT ?1";
    let mut statement = conn.prepare_cached(text)?;
    let rows = statement.query_map([limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// Removes at most so many products up to a place; how many there were.
///
/// # Errors
/// When the file cannot be written.
pub fn remove(conn: &Connection, upto: i64, limit: u32) -> Result<usize, LedgerError> {
    let text = "DELETE FROM staged_products WHERE place IN
        (SELECT place FROM staged_products WHERE place <= ?1 ORDER BY place LIMIT ?2)";
    Ok(conn.prepare_cached(text)?.execute(params![upto, limit])?)
}

/// How many products wait.
///
/// # Errors
/// When the file cannot be read.
pub fn count(conn: &Connection) -> Result<u32, LedgerError> {
    let text = "SELECT count(*) FROM staged_products";
    Ok(conn.prepare_cached(text)?.query_row([], |row| row.get(0))?)
}
