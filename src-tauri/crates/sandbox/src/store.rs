//! The sandbox's own file: what must survive a restart. One SQLite connection, one owner.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::payu;

/// Version of the tables below; a file with another one is refused untouched.
const VERSION: i64 = 3;

const SCHEMA: &str = "
    CREATE TABLE stored_values (key TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
    CREATE TABLE counts (
        name TEXT NOT NULL,
        key  TEXT NOT NULL,
        n    INTEGER NOT NULL,
        PRIMARY KEY (name, key)
    ) STRICT;
";

/// Why the sandbox's file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file was written by another version of the sandbox.
    #[error("the sandbox's file has version {found}, this program reads version {VERSION}")]
    Version {
        /// The version the file says it has.
        found: i64,
    },
    /// SQLite refused; another running sandbox holding the file looks like this too.
    #[error("the sandbox's file could not be read or written")]
    Database(#[from] rusqlite::Error),
    /// A stored value is not what this version wrote.
    #[error("a stored value of the sandbox is malformed")]
    Malformed(#[from] serde_json::Error),
}

/// The open file (or memory).
#[derive(Debug)]
pub(crate) struct Store {
    db: Connection,
}

impl Store {
    /// Opens `file`, creating it when it does not exist; `None` keeps everything in memory.
    pub(crate) fn open(file: Option<&Path>) -> Result<Self, StoreError> {
        let db = match file {
            Some(path) => Connection::open(path)?,
            None => Connection::open_in_memory()?,
        };
        // Whoever holds the file keeps it: waiting would not help.
        db.busy_timeout(std::time::Duration::ZERO)?;
        // Two sandboxes on one file would hand out the same order ids.
        db.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "NORMAL")?;
        db.pragma_update(None, "foreign_keys", true)?;
        let mut store = Self { db };
        store.prepare()?;
        Ok(store)
    }

    fn prepare(&mut self) -> Result<(), StoreError> {
        let found: i64 = self.db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        match found {
            VERSION => Ok(()),
            0..VERSION => {
                let transaction = self.db.transaction()?;
                if found == 0 {
                    transaction.execute_batch(SCHEMA)?;
                    transaction.execute_batch(payu::orders::SCHEMA)?;
                }
                if found < 2 {
                    transaction.execute_batch(payu::tokens::SCHEMA)?;
                }
                transaction.execute_batch(payu::checkout::sessions::SCHEMA)?;
                transaction.execute_batch(payu::notices::SCHEMA)?;
                transaction.pragma_update(None, "user_version", VERSION)?;
                Ok(transaction.commit()?)
            }
            found => Err(StoreError::Version { found }),
        }
    }

    /// For the table files of the providers.
    pub(crate) fn db(&self) -> &Connection {
        &self.db
    }

    /// Runs `work` in one transaction: all of it is stored, or nothing.
    pub(crate) fn atomically<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self.db.transaction().map_err(StoreError::from)?;
        let done = work(&transaction)?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(done)
    }

    pub(crate) fn value<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StoreError> {
        let json: Option<String> = self
            .db
            .query_row("SELECT json FROM stored_values WHERE key = ?1", [key], |row| row.get(0))
            .optional()?;
        Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
    }

    pub(crate) fn set_value<T: Serialize>(&self, key: &str, value: &T) -> Result<(), StoreError> {
        let json = serde_json::to_string(value)?;
        self.db.execute(
            "INSERT INTO stored_values (key, json) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET json = excluded.json",
            params![key, json],
        )?;
        Ok(())
    }

    /// Adds one to the counter `name` for `key`.
    pub(crate) fn count(&self, name: &str, key: &str) -> Result<(), StoreError> {
        self.db.execute(
            "INSERT INTO counts (name, key, n) VALUES (?1, ?2, 1)
             ON CONFLICT (name, key) DO UPDATE SET n = n + 1",
            params![name, key],
        )?;
        Ok(())
    }

    pub(crate) fn counts(&self, name: &str) -> Result<BTreeMap<String, u64>, StoreError> {
        let mut statement = self.db.prepare("SELECT key, n FROM counts WHERE name = ?1")?;
        let rows = statement
            .query_map([name], |row| Ok((row.get(0)?, u64::from(row.get::<_, u32>(1)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Forgets orders, counters and settings; the clock and the sequence of order ids go on.
    pub(crate) fn reset(&mut self) -> Result<(), StoreError> {
        self.atomically(|db| {
            db.execute_batch(
                "DELETE FROM counts; DELETE FROM stored_values WHERE key <> 'clock';",
            )?;
            db.execute_batch(payu::tokens::RESET)?;
            db.execute_batch(payu::checkout::sessions::RESET)?;
            db.execute_batch(payu::notices::RESET)?;
            Ok(db.execute_batch(payu::orders::RESET)?)
        })
    }
}
