//! Small pictures of products, under the SHA-256 of their bytes. Facts say the hash; the bytes
//! stand here, so that a backup has them and a picture that is shown twice is kept once.

use rusqlite::{Connection, OptionalExtension, params};

use crate::error::LedgerError;

pub(crate) const SCHEMA: &str = "
CREATE TABLE pictures (
    hash  TEXT PRIMARY KEY CHECK (length(hash) = 64),
    bytes BLOB NOT NULL
) STRICT;";

/// Keeps a picture under its hash; one that is there stays.
///
/// # Errors
/// When the file cannot be written.
pub fn put(conn: &Connection, hash: &str, bytes: &[u8]) -> Result<(), LedgerError> {
    conn.prepare_cached("INSERT INTO pictures VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute(params![hash, bytes])?;
    Ok(())
}

/// The bytes of a picture; nothing when it is not there.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, hash: &str) -> Result<Option<Vec<u8>>, LedgerError> {
    let found = conn
        .prepare_cached("SELECT bytes FROM pictures WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))
        .optional()?;
    Ok(found)
}

/// Forgets a picture that no product shows any more.
///
/// # Errors
/// When the file cannot be written.
pub fn forget_unused(conn: &Connection, hash: &str) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "DELETE FROM pictures WHERE hash = ?1
             AND NOT EXISTS (SELECT 1 FROM products WHERE picture = ?1)",
    )?
    .execute([hash])?;
    Ok(())
}
