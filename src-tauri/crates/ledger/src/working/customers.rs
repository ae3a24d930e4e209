//! Customers: rows that can be forgotten. Facts name a customer by id and carry the salted
//! digest of the row, never its values.

use cobro_domain::ids::CustomerId;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::{chain::hex, error::LedgerError};

pub(super) const SCHEMA: &str = "
CREATE TABLE customers (
    id   BLOB PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL,
    salt BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX customers_by_name ON customers (name COLLATE NOCASE);";

/// A customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// Their id.
    pub id: CustomerId,
    /// Their name, as papers show it.
    pub name: String,
    /// Random bytes that keep the digest from being guessed.
    pub salt: [u8; 10],
}

impl Customer {
    /// What the fact carries instead of the row.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        digest.update(self.salt);
        digest.update(self.name.as_bytes());
        let hash: [u8; 32] = digest.finalize().into();
        hex(&hash)
    }
}

/// Writes a customer's row.
///
/// # Errors
/// When the file cannot be written.
pub fn put(conn: &Connection, customer: &Customer) -> Result<(), LedgerError> {
    conn.prepare_cached("INSERT OR REPLACE INTO customers (id, name, salt) VALUES (?1, ?2, ?3)")?
        .execute(params![customer.id.0.as_bytes(), customer.name, customer.salt])?;
    Ok(())
}

/// A customer's name; nothing once it was forgotten.
///
/// # Errors
/// When the file cannot be read.
pub fn name(conn: &Connection, id: CustomerId) -> Result<Option<String>, LedgerError> {
    let name = conn
        .prepare_cached("SELECT name FROM customers WHERE id = ?1")?
        .query_row([id.0.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(name)
}

/// The customers whose name begins with what was typed.
///
/// # Errors
/// When the file cannot be read.
pub fn search(conn: &Connection, typed: &str, limit: u32) -> Result<Vec<CustomerId>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT id FROM customers WHERE name >= ?1 COLLATE NOCASE
             AND name < ?1 || char(1114111) COLLATE NOCASE
         ORDER BY name COLLATE NOCASE LIMIT ?2",
    )?;
    let rows = statement
        .query_map(params![typed, limit], |row| crate::sql::uuid(row, 0).map(CustomerId))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// The customer with exactly this name, if there is one.
///
/// # Errors
/// When the file cannot be read.
pub fn by_name(conn: &Connection, name: &str) -> Result<Option<CustomerId>, LedgerError> {
    let id = conn
        .prepare_cached("SELECT id FROM customers WHERE name = ?1 COLLATE NOCASE LIMIT 1")?
        .query_row([name], |row| crate::sql::uuid(row, 0).map(CustomerId))
        .optional()?;
    Ok(id)
}
