//! Which customers are another one now.

use cobro_domain::{ids::CustomerId, time::Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use super::View;
use crate::{chain::StoredFact, error::LedgerError, fact::CustomersMerged, sql};

pub(super) const VIEW: View = View {
    name: "merges",
    schema: "
CREATE TABLE merges (
    gone BLOB PRIMARY KEY CHECK (length(gone) = 16),
    kept BLOB NOT NULL,
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX merges_by_kept ON merges (kept);",
    indexes: "",
    filled: true,
};

pub(super) fn apply(
    conn: &Connection,
    stored: &StoredFact,
    body: &CustomersMerged,
) -> Result<(), LedgerError> {
    let (gone, kept) = (body.gone.0.as_bytes(), body.kept.0.as_bytes());
    let at = stored.at.millis();
    // Whoever had become the one that goes becomes the one that is kept.
    conn.prepare_cached("UPDATE merges SET kept = ?2, at = ?3 WHERE kept = ?1")?
        .execute(params![gone, kept, at])?;
    conn.prepare_cached("INSERT OR REPLACE INTO merges (gone, kept, at) VALUES (?1, ?2, ?3)")?
        .execute(params![gone, kept, at])?;
    Ok(())
}

/// Who a customer is now.
///
/// # Errors
/// When the file cannot be read.
pub fn resolve(conn: &Connection, id: CustomerId) -> Result<CustomerId, LedgerError> {
    let kept = conn
        .prepare_cached("SELECT kept FROM merges WHERE gone = ?1")?
        .query_row([id.0.as_bytes()], |row| sql::uuid(row, 0).map(CustomerId))
        .optional()?;
    Ok(kept.unwrap_or(id))
}

/// A customer with everybody who had become them before a moment.
///
/// # Errors
/// When the file cannot be read.
pub fn family(
    conn: &Connection,
    id: CustomerId,
    before: Timestamp,
) -> Result<Vec<CustomerId>, LedgerError> {
    let mut statement =
        conn.prepare_cached("SELECT gone FROM merges WHERE kept = ?1 AND at < ?2")?;
    let rows = statement.query_map(params![id.0.as_bytes(), before.millis()], |row| {
        sql::uuid(row, 0).map(CustomerId)
    })?;
    let mut family = vec![id];
    family.extend(rows.collect::<Result<Vec<_>, _>>()?);
    Ok(family)
}
