//! Lists of prices. What products cost on them stands in the products' own rows, so that a
//! look-up of a product has its prices too.

use cobro_domain::ids::PriceListId;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::View;
use crate::{error::LedgerError, fact::PriceListChanged, sql};

pub(super) const VIEW: View = View {
    name: "price_lists",
    schema: "
CREATE TABLE price_lists (
    n      INTEGER PRIMARY KEY,
    id     BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name   TEXT NOT NULL,
    active INTEGER NOT NULL
) STRICT;",
    indexes: "",
    filled: true,
};

/// A list of prices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceList {
    /// Its id.
    pub id: PriceListId,
    /// Its name.
    pub name: String,
    /// Whether anything is sold at its prices.
    pub active: bool,
}

pub(super) fn apply(
    conn: &Connection,
    arrival: i64,
    body: &PriceListChanged,
) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO price_lists (n, id, name, active) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, active = excluded.active",
    )?
    .execute(params![arrival, body.list.0.as_bytes(), body.name, body.active])?;
    Ok(())
}

fn list(row: &Row<'_>) -> rusqlite::Result<PriceList> {
    Ok(PriceList { id: PriceListId(sql::uuid(row, 0)?), name: row.get(1)?, active: row.get(2)? })
}

/// Every list, in the order in which they were made: a shop has few.
///
/// # Errors
/// When the file cannot be read.
pub fn all(conn: &Connection) -> Result<Vec<PriceList>, LedgerError> {
    let mut statement =
        conn.prepare_cached("SELECT id, name, active FROM price_lists ORDER BY n")?;
    let rows = statement.query_map([], list)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// One list.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: PriceListId) -> Result<Option<PriceList>, LedgerError> {
    let found = conn
        .prepare_cached("SELECT id, name, active FROM price_lists WHERE id = ?1")?
        .query_row([id.0.as_bytes()], list)
        .optional()?;
    Ok(found)
}
