//! The providers' own messages, for support. Facts hold their digest; these can be pruned.

use cobro_domain::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::{chain::hex, error::LedgerError};

pub(super) const SCHEMA: &str = "
CREATE TABLE messages (
    digest TEXT PRIMARY KEY,
    at     INTEGER NOT NULL,
    body   BLOB NOT NULL
) STRICT;
CREATE INDEX messages_by_time ON messages (at);";

/// As many messages as are forgotten at a time: the counter never waits for it.
const PRUNED: u32 = 200;

/// Keeps a message and returns the digest that a fact names it by.
///
/// # Errors
/// When the file cannot be written.
pub fn keep(conn: &Connection, at: Timestamp, body: &[u8]) -> Result<String, LedgerError> {
    let digest = digest(body);
    conn.prepare_cached("INSERT OR IGNORE INTO messages (digest, at, body) VALUES (?1, ?2, ?3)")?
        .execute(params![digest, at.millis(), body])?;
    Ok(digest)
}

/// SHA-256 of a message, hexadecimal.
#[must_use]
pub fn digest(body: &[u8]) -> String {
    let hash: [u8; 32] = Sha256::digest(body).into();
    hex(&hash)
}

/// A message that is still kept.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, digest: &str) -> Result<Option<Vec<u8>>, LedgerError> {
    let body = conn
        .prepare_cached("SELECT body FROM messages WHERE digest = ?1")?
        .query_row([digest], |row| row.get(0))
        .optional()?;
    Ok(body)
}

/// Forgets messages older than a moment, the oldest first and a bounded number at a time;
/// returns how many. When it is not zero, there may be more.
///
/// # Errors
/// When the file cannot be written.
pub fn prune(conn: &Connection, before: Timestamp) -> Result<usize, LedgerError> {
    let forgotten = conn
        .prepare_cached(
            "DELETE FROM messages WHERE digest IN
                 (SELECT digest FROM messages WHERE at < ?1 ORDER BY at LIMIT ?2)",
        )?
        .execute(params![before.millis(), PRUNED])?;
    Ok(forgotten)
}
