//! The people who work here: rows that can be forgotten. Facts name them by id and carry the
//! salted digest of the row.

use cobro_domain::{ids::UserId, name::Name};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::overwriting;
use crate::{chain::hex, error::LedgerError, sql};

pub(crate) const SCHEMA: &str = "
CREATE TABLE staff (
    id   BLOB PRIMARY KEY CHECK (length(id) = 16),
    salt BLOB NOT NULL,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;";

/// Somebody who works here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: UserId,
    /// Random bytes that keep the digest from being guessed.
    pub salt: [u8; 10],
    /// What they are called at the counter.
    pub name: Name,
}

impl Person {
    /// What the fact carries instead of the row.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        digest.update(self.salt);
        digest.update(self.name.as_str().as_bytes());
        let hash: [u8; 32] = digest.finalize().into();
        hex(&hash)
    }
}

/// Writes somebody's row.
///
/// # Errors
/// When the file cannot be written.
pub fn put(conn: &Connection, person: &Person) -> Result<(), LedgerError> {
    overwriting(conn, || {
        conn.prepare_cached(
            "INSERT INTO staff (id, salt, name) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET salt = excluded.salt, name = excluded.name",
        )?
        .execute(params![person.id.0.as_bytes(), person.salt, person.name.as_str()])
    })
}

/// Somebody's row; nothing once they were forgotten.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: UserId) -> Result<Option<Person>, LedgerError> {
    let person = conn
        .prepare_cached("SELECT id, salt, name FROM staff WHERE id = ?1")?
        .query_row([id.0.as_bytes()], |row| {
            let name: String = row.get(2)?;
            let name = sql::parsed(2, &name, Name::parse)?;
            Ok(Person { id: UserId(sql::uuid(row, 0)?), salt: row.get(1)?, name })
        })
        .optional()?;
    Ok(person)
}

/// Removes somebody's row, and overwrites where it stood.
///
/// # Errors
/// When the file cannot be written.
pub fn forget(conn: &Connection, id: UserId) -> Result<(), LedgerError> {
    overwriting(conn, || {
        conn.prepare_cached("DELETE FROM staff WHERE id = ?1")?.execute([id.0.as_bytes()])
    })
}
