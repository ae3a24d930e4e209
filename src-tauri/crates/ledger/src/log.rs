//! The log of the books. What is booked stands there first, and is carried over into the file
//! later. Left alone, SQLite does that in the middle of whatever sale comes next, and after a
//! backup that held it back there is much to carry.

use std::{fs::OpenOptions, io::ErrorKind, path::Path};

use rusqlite::Connection;

use crate::{connect, error::LedgerError, file::Ledger, place};

/// Pages after which a writer without a carrier carries its log over by itself.
const BY_ITSELF: u32 = 1_000;

/// Carries the log over beside the counter, on a connection of its own.
#[derive(Debug)]
pub struct LogCarrier {
    conn: Connection,
}

/// How long the log was when it was last carried over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Log {
    /// Its pages. The next that is booked stands at its beginning again once all of them are
    /// carried over and nobody reads them.
    pub pages: u32,
    /// Those that somebody still reads past: they were not carried over.
    pub left: u32,
}

impl LogCarrier {
    /// Carries over what nobody reads past any more. Neither readers nor the writer wait.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn carry(&self) -> Result<Log, LedgerError> {
        let pages = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
        let log = self.conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| {
            let (all, carried) = (pages(row.get(1)?), pages(row.get(2)?));
            Ok(Log { pages: all, left: all.saturating_sub(carried) })
        })?;
        Ok(log)
    }
}

/// Puts the log of a ledger on the disk, beside its writer: nobody waits for it but who asks.
///
/// # Errors
/// When the disk cannot take it.
pub fn sync_log(ledger: &Path) -> Result<(), LedgerError> {
    // SQLite locks the file and its index, never the log: closing this lets go of nothing.
    match OpenOptions::new().write(true).open(place::beside(ledger, "-wal")) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        opened => Ok(opened?.sync_data()?),
    }
}

impl Ledger {
    /// Leaves the log to a carrier: nothing that is booked from now on carries it over.
    ///
    /// # Errors
    /// When the file cannot be opened once more.
    pub fn log_carrier(&mut self) -> Result<LogCarrier, LedgerError> {
        let carrier = LogCarrier { conn: connect::writer(self.path())? };
        self.carry_log_after(0)?;
        Ok(carrier)
    }

    /// Carries the log over as it books, as long as there is no carrier.
    ///
    /// # Errors
    /// When the connection cannot be told so.
    pub fn carry_log(&mut self) -> Result<(), LedgerError> {
        self.carry_log_after(BY_ITSELF)
    }

    fn carry_log_after(&mut self, pages: u32) -> Result<(), LedgerError> {
        Ok(self.conn().pragma_update(None, "wal_autocheckpoint", pages)?)
    }
}
