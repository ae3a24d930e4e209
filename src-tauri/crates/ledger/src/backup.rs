//! Backups that are opened and counted before they are believed, and new incarnations.

use std::{
    fs,
    path::{Path, PathBuf},
};

use cobro_domain::{money::Currency, time::Timestamp};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::{
    chain,
    error::LedgerError,
    fact::{Fact, PreviousChain},
    file::{Ledger, Opening, Reader, read_only},
    verify,
};

/// What is noted beside a backup, to know it by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// When it was made.
    pub at: Timestamp,
    /// Real or training.
    pub mode: String,
    /// How many facts it holds.
    pub facts: i64,
    /// How many invoices.
    pub invoices: i64,
    /// The hash of the writing till's last fact.
    pub head: String,
}

/// A backup that was made and verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupReport {
    /// The copy.
    pub path: PathBuf,
    /// What is noted beside it.
    pub manifest: Manifest,
}

/// Copies a ledger while it is in use, verifies the copy, and notes beside it what it holds.
///
/// # Errors
/// When the copy cannot be written, or is not what was copied; it is then removed.
pub fn backup(ledger: &Path, to: &Path, now: Timestamp) -> Result<BackupReport, LedgerError> {
    if to.exists() {
        return Err(LedgerError::Exists { path: to.to_owned() });
    }
    let source = read_only(ledger)?;
    copy(&source, to, now).inspect_err(|_| {
        let _ = fs::remove_file(to);
    })
}

fn copy(source: &Connection, to: &Path, now: Timestamp) -> Result<BackupReport, LedgerError> {
    source.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
    fs::File::open(to)?.sync_all()?;
    let manifest = examine(to, now)?;
    let text = serde_json::to_string_pretty(&manifest).map_err(|error| LedgerError::Malformed {
        what: "the note beside a backup",
        detail: error.to_string(),
    })?;
    fs::write(note_path(to), text)?;
    Ok(BackupReport { path: to.to_owned(), manifest })
}

/// The note beside a backup.
fn note_path(backup: &Path) -> PathBuf {
    let mut name = backup.as_os_str().to_owned();
    name.push(".json");
    PathBuf::from(name)
}

/// Opens a copy, checks its pages and its chain, and counts what is in it.
fn examine(path: &Path, at: Timestamp) -> Result<Manifest, LedgerError> {
    let unsound = |detail: String| LedgerError::BackupUnsound { path: path.to_owned(), detail };
    let conn = read_only(path)?;
    let check: String = conn.query_row("PRAGMA quick_check", [], |row| row.get(0))?;
    if check != "ok" {
        return Err(unsound(check));
    }
    let verified = verify::verify(&conn, None)?;
    if let Some(fault) = verified.faults.first() {
        return Err(unsound(fault.clone()));
    }
    let reader = Reader::open(path)?;
    let count = |table: &str| {
        conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0))
    };
    Ok(Manifest {
        at,
        mode: reader.mode()?.word().to_owned(),
        facts: count("facts")?,
        invoices: count("invoices")?,
        head: reader.head()?.hex(),
    })
}

/// Copies a ledger of an older schema beside itself before it is changed.
pub(crate) fn before_migration(
    ledger: &Path,
    version: i64,
    now: Timestamp,
) -> Result<PathBuf, LedgerError> {
    let mut name = ledger.as_os_str().to_owned();
    name.push(format!(".before-{version}-{}", now.millis()));
    let to = PathBuf::from(name);
    let source = read_only(ledger)?;
    source.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
    fs::File::open(&to)?.sync_all()?;
    let check: String =
        read_only(&to)?.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if check != "ok" {
        return Err(LedgerError::BackupUnsound { path: to, detail: check });
    }
    Ok(to)
}

/// Takes a backup into use at `to`, as a new incarnation: a new till, a new folio series, a
/// chain whose first fact names the old head. The old chain can only be read, every open act
/// becomes unknown, and secrets are asked for again because none is in the file.
///
/// # Errors
/// [`LedgerError::BackupUnsound`] when the file is not what was noted beside it.
pub fn restore(
    from: &Path,
    to: &Path,
    holder: &str,
    opening: &Opening,
) -> Result<Ledger, LedgerError> {
    if to.exists() {
        return Err(LedgerError::Exists { path: to.to_owned() });
    }
    let found = examine(from, opening.at)?;
    if let Ok(text) = fs::read_to_string(note_path(from)) {
        let noted: Manifest = serde_json::from_str(&text).map_err(|error| {
            LedgerError::BackupUnsound { path: from.to_owned(), detail: error.to_string() }
        })?;
        if (noted.facts, &noted.head) != (found.facts, &found.head) {
            let detail = "it does not hold what was noted beside it".to_owned();
            return Err(LedgerError::BackupUnsound { path: from.to_owned(), detail });
        }
    }
    let source = read_only(from)?;
    source.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
    fs::File::open(to)?.sync_all()?;
    let mut ledger = Ledger::open(to, holder, opening.at)?;
    incarnate(&mut ledger, opening)?;
    Ok(ledger)
}

/// Ends the chain of a copied ledger and begins another that names it.
fn incarnate(ledger: &mut Ledger, opening: &Opening) -> Result<(), LedgerError> {
    let old = ledger.head()?;
    let currency = currency(ledger)?;
    let previous = PreviousChain { till: old.till, seq: old.seq, hash: old.hex() };
    ledger
        .conn()
        .execute("UPDATE acts SET state = 'unknown' WHERE state IN ('queued', 'sending')", [])?;
    let opening = Opening { mode: ledger.mode(), currency, ..opening.clone() };
    ledger.begin_chain(&opening, Some(previous))
}

/// The currency that the ledger was opened with.
fn currency(ledger: &Ledger) -> Result<Currency, LedgerError> {
    let first = chain::at(ledger.conn(), 1)?.decode()?;
    if let Fact::TillOpened(body) = &first {
        return Ok(body.currency);
    }
    Err(LedgerError::Malformed {
        what: "the first fact",
        detail: format!("it is {}", first.kind()),
    })
}
