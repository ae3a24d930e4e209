//! What can go wrong with the books.

use std::{
    io::{self, ErrorKind},
    path::PathBuf,
};

use rusqlite::ErrorCode;

/// Why the books could not be opened, read or written. Nothing is half done: the transaction
/// that failed has left no trace.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Another process writes to this ledger.
    #[error("the ledger {} is in use by {by}", path.display())]
    InUse {
        /// The ledger.
        path: PathBuf,
        /// Who has it, in the holder's own words.
        by: String,
    },
    /// There is no ledger at this place.
    #[error("there is no ledger at {}", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// There is a ledger already where a new one was to be made.
    #[error("there is a ledger at {} already", path.display())]
    Exists {
        /// Where it is.
        path: PathBuf,
    },
    /// A newer Cobro has written it; it was left untouched.
    #[error("the ledger has schema {found}; this Cobro knows up to {known}: update Cobro")]
    Newer {
        /// The file's schema.
        found: i64,
        /// The newest this version knows.
        known: i64,
    },
    /// The file is no ledger, or is damaged.
    #[error("the ledger cannot be read: {detail}")]
    Damaged {
        /// What was found.
        detail: String,
    },
    /// The database did not take a setting that durability rests on.
    #[error(
        "the database keeps {pragma} at {found} instead of {wanted}: it would not be safe to sell"
    )]
    Pragma {
        /// The setting.
        pragma: &'static str,
        /// What it is.
        found: String,
        /// What it has to be.
        wanted: &'static str,
    },
    /// The disk is full.
    #[error("the disk is full: free some space, nothing was lost")]
    DiskFull,
    /// The file or its folder cannot be written.
    #[error("the ledger cannot be written: check the rights of its folder and the disk")]
    ReadOnly,
    /// A fact of a kind or version that this Cobro does not know.
    #[error("fact {arrival} is a {kind} of version {version}, which this Cobro does not know")]
    UnknownFact {
        /// Its place in the file.
        arrival: i64,
        /// Its kind.
        kind: String,
        /// Its version.
        version: i64,
    },
    /// A stored value cannot be what it is said to be.
    #[error("{what} in the ledger is malformed: {detail}")]
    Malformed {
        /// What was read.
        what: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// A backup does not agree with what was noted beside it.
    #[error("the backup {} is not what it should be: {detail}", path.display())]
    BackupUnsound {
        /// The backup.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// The books changed while views were rebuilt beside them, again and again.
    #[error("the books kept changing while their views were rebuilt: try again when nobody sells")]
    RebuildOvertaken,
    /// People work here, and none of them is signed in.
    #[error("nobody is signed in: nothing is booked in nobody's name")]
    Nobody,
    /// Whoever asks has let go of the books.
    #[error("the books were closed")]
    Closed,
    /// A file beside the ledger could not be read or written.
    #[error("a file could not be read or written")]
    File(#[source] io::Error),
    /// The database refused a statement.
    #[error("the database refused: {0}")]
    Database(rusqlite::Error),
}

impl From<io::Error> for LedgerError {
    fn from(error: io::Error) -> Self {
        let kind = error.kind();
        if matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded) {
            return Self::DiskFull;
        }
        if matches!(kind, ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) {
            return Self::ReadOnly;
        }
        Self::File(error)
    }
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as E;
        let detail = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => return Self::DiskFull,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                return Self::ReadOnly;
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                return Self::Damaged { detail };
            }
            // Our statements are right: it is the file that lacks a table or a column.
            Some(ErrorCode::Unknown) if detail.starts_with("no such ") => {
                return Self::Damaged { detail };
            }
            _ => {}
        }
        if matches!(error, E::QueryReturnedNoRows) {
            let detail = "nothing stands there".to_owned();
            return Self::Malformed { what: "a reference", detail };
        }
        let unreadable = matches!(
            error,
            E::FromSqlConversionFailure(..)
                | E::IntegralValueOutOfRange(..)
                | E::InvalidColumnType(..)
                | E::Utf8Error(..)
        );
        if unreadable {
            return Self::Malformed { what: "a stored value", detail };
        }
        Self::Database(error)
    }
}
