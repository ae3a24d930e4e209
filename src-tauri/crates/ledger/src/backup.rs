//! Backups that are opened and counted before they are believed, and new incarnations.

use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use cobro_domain::{money::Currency, time::Timestamp};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::{
    chain::{self, Head},
    connect::{self, Identity},
    error::LedgerError,
    fact::{Fact, PreviousChain},
    file::{self, Ledger, Opening, Reader},
    lock::WriterLock,
    place, rebuild,
    schema::{self, MIGRATIONS},
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
/// When the copy cannot be written, or is not what was copied; then there is none.
pub fn backup(ledger: &Path, to: &Path, now: Timestamp) -> Result<BackupReport, LedgerError> {
    if to.exists() {
        return Err(LedgerError::Exists { path: to.to_owned() });
    }
    Reader::open(ledger)?;
    place::whole(to, |unfinished| {
        copy(ledger, unfinished)?;
        let manifest = examine(unfinished, now).map_err(|error| named(error, to))?;
        let text = serde_json::to_string_pretty(&manifest).map_err(|error| {
            LedgerError::Malformed { what: "the note beside a backup", detail: error.to_string() }
        })?;
        // The note comes first: a copy in its place has one.
        place::whole(&note_path(to), |note| Ok(fs::write(note, text)?))?;
        Ok(BackupReport { path: to.to_owned(), manifest })
    })
}

/// Copies the books of one moment, however long it takes.
fn copy(from: &Path, to: &Path) -> Result<(), LedgerError> {
    let mut source = connect::read_only(from)?;
    let mut growing = Growing { path: to.to_owned(), file: None, written: Instant::now() };
    let look = move || {
        growing.write_back();
        false
    };
    source.progress_handler(STEPS, Some(look))?;
    source.execute("VACUUM INTO ?1", [place::text(to)?])?;
    Ok(())
}

/// Steps of SQLite from one look at the clock to the next: a fraction of a millisecond.
const STEPS: std::ffi::c_int = 1_000;

/// How often a copy is put on the disk while it grows. Written in one go at its end, a sale
/// that asks for the disk at that moment waits for all of it.
const WRITE_BACK: Duration = Duration::from_millis(10);

/// A copy that is being made.
struct Growing {
    path: PathBuf,
    file: Option<File>,
    written: Instant,
}

impl Growing {
    /// Puts on the disk what there is of it, unless it just was. What cannot be put there now is
    /// a fault when the copy is finished.
    fn write_back(&mut self) {
        if self.written.elapsed() < WRITE_BACK {
            return;
        }
        self.file =
            self.file.take().or_else(|| OpenOptions::new().write(true).open(&self.path).ok());
        if let Some(file) = &self.file {
            let _ = file.sync_data();
        }
        self.written = Instant::now();
    }
}

/// No note is longer, in bytes; whatever is was written by somebody else.
const NOTE_MAX: u64 = 4_096;

/// The note beside a backup.
fn note_path(backup: &Path) -> PathBuf {
    place::beside(backup, ".json")
}

/// The error, about the file that a person knows.
fn named(error: LedgerError, path: &Path) -> LedgerError {
    if let LedgerError::BackupUnsound { detail, .. } = error {
        return LedgerError::BackupUnsound { path: path.to_owned(), detail };
    }
    error
}

/// Opens a copy, checks its pages and its chain, and counts what is in it.
fn examine(path: &Path, at: Timestamp) -> Result<Manifest, LedgerError> {
    let unsound = |detail: String| LedgerError::BackupUnsound { path: path.to_owned(), detail };
    let reader = Reader::open(path)?;
    let conn = reader.conn();
    let verified = verify::verify(conn, None)?;
    if let Some(fault) = verified.faults.first() {
        return Err(unsound(fault.clone()));
    }
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

/// Copies a ledger of an older schema beside itself before it is changed, and compares the
/// copy with what was copied.
pub(crate) fn before_migration(
    ledger: &Path,
    version: i64,
    now: Timestamp,
) -> Result<PathBuf, LedgerError> {
    let to = place::beside(ledger, &format!(".before-{version}-{}", now.millis()));
    let source = connect::read_only(ledger)?;
    place::whole(&to, |unfinished| {
        copy(ledger, unfinished)?;
        let copied = connect::read_only(unfinished)?;
        let check: String = copied.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        if check != "ok" {
            return Err(LedgerError::BackupUnsound { path: to.clone(), detail: check });
        }
        if last_fact(&source)? != last_fact(&copied)? {
            let detail = "it does not end where the ledger ends".to_owned();
            return Err(LedgerError::BackupUnsound { path: to.clone(), detail });
        }
        Ok(())
    })?;
    Ok(to)
}

/// Number and hash of the last fact: alike in every version of the schema.
fn last_fact(conn: &Connection) -> Result<(i64, [u8; 32]), LedgerError> {
    let text = "SELECT arrival, hash FROM facts ORDER BY arrival DESC LIMIT 1";
    Ok(conn.query_row(text, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Takes a backup into use at `to`, as a new incarnation: a new till, a new folio series, a
/// chain whose first fact names the old head. The old chain can only be read, every open act
/// becomes unknown, mails wait for a person, and secrets are asked for again because none is in
/// the file. Its views
/// are computed from its facts. What stands at `to` afterwards is the new incarnation, or
/// nothing.
///
/// # Errors
/// [`LedgerError::BackupUnsound`] when the file is not what was noted beside it;
/// [`LedgerError::Malformed`] when the new till or its series was used before.
pub fn restore(
    from: &Path,
    to: &Path,
    holder: &str,
    opening: &Opening,
) -> Result<Ledger, LedgerError> {
    if to.exists() {
        return Err(LedgerError::Exists { path: to.to_owned() });
    }
    Reader::open(from)?;
    let lock = WriterLock::take(to, holder)?;
    compare_with_note(from, &examine(from, opening.at)?)?;
    place::whole(to, |unfinished| {
        copy(from, unfinished)?;
        let mut conn = connect::maker(unfinished)?;
        let found = schema::version(&conn)?;
        schema::migrate(&mut conn, found, MIGRATIONS)?;
        rebuild::rebuild(&mut conn, unfinished, &mut |_| {})?;
        incarnate(&mut conn, opening)?;
        connect::finish(conn)
    })?;
    Ledger::hold(to, lock, MIGRATIONS, &mut |_| {})
}

/// A backup without a note is believed for its chain alone; one with a note has to agree.
fn compare_with_note(backup: &Path, found: &Manifest) -> Result<(), LedgerError> {
    let unsound = |detail: String| LedgerError::BackupUnsound { path: backup.to_owned(), detail };
    let note = match fs::File::open(note_path(backup)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        opened => opened?.take(NOTE_MAX),
    };
    let noted: Manifest =
        serde_json::from_reader(note).map_err(|error| unsound(error.to_string()))?;
    if noted != (Manifest { at: noted.at, ..found.clone() }) {
        return Err(unsound("it does not hold what was noted beside it".to_owned()));
    }
    Ok(())
}

/// Ends the chain of a copied ledger and begins another that names it.
fn incarnate(conn: &mut Connection, opening: &Opening) -> Result<(), LedgerError> {
    let identity = Identity::read(conn)?;
    let old: Head = chain::head(conn, identity.till)?;
    let currency = currency(conn)?;
    let previous = PreviousChain { till: old.till, seq: old.seq, hash: old.hex() };
    // Whoever went on with the original may have sent them since, so what was looked up
    // before proves nothing either.
    conn.execute(
        "UPDATE acts SET state = 'unknown', not_found = 0, first_not_found = NULL
         WHERE state IN ('queued', 'sending', 'unknown')",
        [],
    )?;
    // The same goes for mails: a person looks before anybody is told twice.
    conn.execute(
        "UPDATE outbox SET state = 'failed', error = 'mail-restored', said = NULL
         WHERE state IN ('queued', 'sending')",
        [],
    )?;
    // And for papers.
    conn.execute(
        "UPDATE print_jobs SET state = 'failed', error = 'print-restored', said = NULL
         WHERE state IN ('queued', 'sending', 'printing')",
        [],
    )?;
    let opening = Opening { mode: identity.mode, currency, ..opening.clone() };
    file::begin_chain(conn, &opening, Some(previous))
}

/// The currency that the ledger was opened with.
fn currency(conn: &Connection) -> Result<Currency, LedgerError> {
    let first = chain::at(conn, 1)?.decode()?;
    if let Fact::TillOpened(body) = &first {
        return Ok(body.currency);
    }
    Err(LedgerError::Malformed {
        what: "the first fact",
        detail: format!("it is {}", first.kind()),
    })
}
