//! Folio series: the next number of each.

use cobro_domain::invoice::Folio;
use rusqlite::{Connection, OptionalExtension, params};

use super::View;
use crate::error::LedgerError;

pub(super) const VIEW: View = View {
    name: "series",
    schema: "
CREATE TABLE series (
    name TEXT PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;",
    indexes: "",
    filled: true,
};

pub(super) fn take(conn: &Connection, folio: &Folio) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO series (name, last) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET last = excluded.last",
    )?
    .execute(params![folio.series, folio.number])?;
    Ok(())
}

/// The next folio of a series. Taken inside the transaction that issues it, so a sale that
/// is rolled back burns none.
///
/// # Errors
/// When the file cannot be read.
pub fn next(conn: &Connection, series: &str) -> Result<Folio, LedgerError> {
    let last: Option<u32> = conn
        .prepare_cached("SELECT last FROM series WHERE name = ?1")?
        .query_row([series], |row| row.get(0))
        .optional()?;
    Ok(Folio { series: series.to_owned(), number: last.unwrap_or(0).saturating_add(1) })
}

/// The series of the till that writes now.
///
/// # Errors
/// When the file cannot be read.
pub fn current(conn: &Connection) -> Result<String, LedgerError> {
    let series = conn
        .prepare_cached("SELECT series FROM tills JOIN ledger ON ledger.till = tills.id")?
        .query_row([], |row| row.get(0))?;
    Ok(series)
}
