//! What PINs are checked against, and how often somebody's was wrong. Nothing here is ever in
//! a fact.

use std::fmt;

use cobro_domain::{ids::UserId, time::Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use super::overwriting;
use crate::error::LedgerError;

pub(crate) const SCHEMA: &str = "
CREATE TABLE pins (
    user       BLOB PRIMARY KEY CHECK (length(user) = 16),
    memory_kib INTEGER NOT NULL,
    passes     INTEGER NOT NULL,
    lanes      INTEGER NOT NULL,
    key        BLOB NOT NULL CHECK (length(key) = 8),
    salt       BLOB NOT NULL CHECK (length(salt) = 16),
    hash       BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE lockouts (
    user     BLOB PRIMARY KEY CHECK (length(user) = 16),
    failures INTEGER NOT NULL CHECK (failures > 0),
    at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;";

/// What a PIN is checked against.
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier {
    /// Memory for one try, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes through it.
    pub lanes: u32,
    /// Which key it was made with.
    pub key: [u8; 8],
    /// Random bytes.
    pub salt: [u8; 16],
    /// What Argon2id makes of PIN, salt and key.
    pub hash: [u8; 32],
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Verifier(..)")
    }
}

/// How often somebody's PIN was wrong in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failures {
    /// How often.
    pub count: u32,
    /// When it was last.
    pub at: Timestamp,
}

/// Keeps what a PIN is checked against, in place of the earlier one, which is overwritten.
///
/// # Errors
/// When the file cannot be written.
pub fn put(conn: &Connection, user: UserId, verifier: &Verifier) -> Result<(), LedgerError> {
    overwriting(conn, || {
        conn.prepare_cached(
            "INSERT INTO pins (user, memory_kib, passes, lanes, key, salt, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (user) DO UPDATE SET
                 memory_kib = excluded.memory_kib, passes = excluded.passes,
                 lanes = excluded.lanes, key = excluded.key, salt = excluded.salt,
                 hash = excluded.hash",
        )?
        .execute(params![
            user.0.as_bytes(),
            verifier.memory_kib,
            verifier.passes,
            verifier.lanes,
            verifier.key,
            verifier.salt,
            verifier.hash,
        ])
    })
}

/// What somebody's PIN is checked against, if they have one.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, user: UserId) -> Result<Option<Verifier>, LedgerError> {
    let verifier = conn
        .prepare_cached(
            "SELECT memory_kib, passes, lanes, key, salt, hash FROM pins WHERE user = ?1",
        )?
        .query_row([user.0.as_bytes()], |row| {
            Ok(Verifier {
                memory_kib: row.get(0)?,
                passes: row.get(1)?,
                lanes: row.get(2)?,
                key: row.get(3)?,
                salt: row.get(4)?,
                hash: row.get(5)?,
            })
        })
        .optional()?;
    Ok(verifier)
}

/// Takes somebody's PIN away.
///
/// # Errors
/// When the file cannot be written.
pub fn remove(conn: &Connection, user: UserId) -> Result<(), LedgerError> {
    overwriting(conn, || {
        conn.prepare_cached("DELETE FROM pins WHERE user = ?1")?.execute([user.0.as_bytes()])
    })
}

/// How often somebody's PIN was wrong since it was last right.
///
/// # Errors
/// When the file cannot be read.
pub fn failures(conn: &Connection, user: UserId) -> Result<Option<Failures>, LedgerError> {
    let failures = conn
        .prepare_cached("SELECT failures, at FROM lockouts WHERE user = ?1")?
        .query_row([user.0.as_bytes()], |row| {
            Ok(Failures { count: row.get(0)?, at: Timestamp::from_millis(row.get(1)?) })
        })
        .optional()?;
    Ok(failures)
}

/// Notes that somebody's PIN was wrong, or, with nothing, that it was right.
///
/// # Errors
/// When the file cannot be written.
pub fn note(
    conn: &Connection,
    user: UserId,
    failures: Option<Failures>,
) -> Result<(), LedgerError> {
    match failures {
        Some(Failures { count, at }) => conn
            .prepare_cached(
                "INSERT OR REPLACE INTO lockouts (user, failures, at) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![user.0.as_bytes(), count, at.millis()])?,
        None => conn
            .prepare_cached("DELETE FROM lockouts WHERE user = ?1")?
            .execute([user.0.as_bytes()])?,
    };
    Ok(())
}
