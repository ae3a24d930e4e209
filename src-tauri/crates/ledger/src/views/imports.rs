//! Imports, and whether what they brought counts.
//!
//! An import books its products in slices while the counter sells on. They stay out of sight
//! until its last fact, which changes one row here and with it which products count.

use cobro_domain::ids::ImportId;
use rusqlite::{Connection, OptionalExtension, params};

use super::{View, products};
use crate::{
    chain::StoredFact,
    error::LedgerError,
    fact::{ImportBegun, ImportEnded, ImportOutcome, ImportTidied},
    sql,
};

pub(super) const VIEW: View = View {
    name: "imports",
    schema: "
CREATE TABLE imports (
    n      INTEGER PRIMARY KEY,
    id     BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    hidden INTEGER NOT NULL,
    ended  INTEGER NOT NULL
) STRICT;
CREATE INDEX imports_out_of_sight ON imports (n) WHERE hidden;",
    indexes: "",
    filled: true,
};

/// The newest import, which is the only one that can still have something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// Whether its last fact was booked.
    pub ended: bool,
    /// Whether rows that it left behind still stand there.
    pub untidy: bool,
}

pub(super) fn begin(
    conn: &Connection,
    stored: &StoredFact,
    body: &ImportBegun,
) -> Result<(), LedgerError> {
    conn.prepare_cached("INSERT OR REPLACE INTO imports VALUES (?1, ?2, 1, 0)")?
        .execute(params![stored.arrival, body.import.0.as_bytes()])?;
    Ok(())
}

pub(super) fn end(conn: &Connection, body: &ImportEnded) -> Result<(), LedgerError> {
    products::find_brought(conn)?;
    let hidden = body.outcome == ImportOutcome::Dropped;
    conn.prepare_cached("UPDATE imports SET ended = 1, hidden = ?2 WHERE id = ?1")?
        .execute(params![body.import.0.as_bytes(), hidden])?;
    Ok(())
}

/// What an import is called in the products' rows; nothing for one that never began.
pub(super) fn number(conn: &Connection, id: ImportId) -> Result<Option<i64>, LedgerError> {
    let n = conn
        .prepare_cached("SELECT n FROM imports WHERE id = ?1")?
        .query_row([id.0.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(n)
}

/// Clears rows away that count no more: what a merged import replaced, or what a dropped one
/// brought.
pub(super) fn tidy(conn: &Connection, body: &ImportTidied) -> Result<(), LedgerError> {
    let known = conn
        .prepare_cached("SELECT n, hidden FROM imports WHERE id = ?1 AND ended")?
        .query_row([body.import.0.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((n, dropped)): Option<(i64, bool)> = known else {
        return Ok(());
    };
    if !dropped {
        remove(conn, REPLACED, n, body.rows)?;
        return Ok(());
    }
    let removed = remove(conn, BROUGHT, n, body.rows)?;
    let left = usize::try_from(body.rows).unwrap_or(usize::MAX).saturating_sub(removed);
    let kept = conn.prepare_cached(KEPT)?.execute(params![n, count(left)])?;
    if kept < left {
        conn.prepare_cached("UPDATE imports SET hidden = 0 WHERE n = ?1")?.execute([n])?;
    }
    Ok(())
}

const REPLACED: &str = "DELETE FROM products WHERE n IN
    (SELECT n FROM products WHERE until = ?1 AND until <> 0 LIMIT ?2)";
const BROUGHT: &str = "DELETE FROM products WHERE n IN
    (SELECT n FROM products WHERE since = ?1 AND since <> 0 LIMIT ?2)";
const KEPT: &str = "UPDATE products SET until = 0 WHERE n IN
    (SELECT n FROM products WHERE until = ?1 AND until <> 0 LIMIT ?2)";

fn count(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

fn remove(conn: &Connection, text: &str, n: i64, rows: u32) -> Result<usize, LedgerError> {
    Ok(conn.prepare_cached(text)?.execute(params![n, rows])?)
}

/// The newest import; none before the first.
///
/// # Errors
/// When the file cannot be read.
pub fn newest(conn: &Connection) -> Result<Option<Import>, LedgerError> {
    let import = conn
        .prepare_cached(
            "SELECT id, ended,
                    EXISTS (SELECT 1 FROM products WHERE until = imports.n AND until <> 0)
                    OR (hidden AND EXISTS
                        (SELECT 1 FROM products WHERE since = imports.n AND since <> 0))
             FROM imports ORDER BY n DESC LIMIT 1",
        )?
        .query_row([], |row| {
            let id = ImportId(sql::uuid(row, 0)?);
            Ok(Import { id, ended: row.get(1)?, untidy: row.get(2)? })
        })
        .optional()?;
    Ok(import)
}
