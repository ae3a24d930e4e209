//! Connections, and what must be true of a file before it is trusted.

use std::{path::Path, time::Duration};

use cobro_domain::ids::TillId;
use rusqlite::{Connection, OpenFlags, config::DbConfig};

use crate::{
    error::LedgerError,
    file::Mode,
    schema::{self, Migration},
    sql,
};

/// How long a statement waits for another connection's short transaction.
const BUSY: Duration = Duration::from_secs(5);

/// Statements kept ready on a connection.
const STATEMENTS: usize = 128;

/// What a long transaction may leave of the write-ahead log, in bytes.
const LOG_KEPT: i64 = 64 << 20;

/// A connection that cannot write.
pub(crate) fn read_only(path: &Path) -> Result<Connection, LedgerError> {
    open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

/// The connection that sells: durable, and proved to be.
pub(crate) fn writer(path: &Path) -> Result<Connection, LedgerError> {
    let conn = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    prepare(&conn, "wal")?;
    conn.pragma_update(None, "journal_size_limit", LOG_KEPT)?;
    Ok(conn)
}

/// A connection that makes a file, alone and in one piece: nothing of it lies beside it once
/// it is closed.
pub(crate) fn maker(path: &Path) -> Result<Connection, LedgerError> {
    let conn = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    prepare(&conn, "delete")?;
    Ok(conn)
}

/// Closes a connection that made a file. It is the writer's from here on: nothing is left to
/// change, or to roll back, when it is first opened.
pub(crate) fn finish(conn: Connection) -> Result<(), LedgerError> {
    conn.pragma_update(None, "journal_mode", "wal")?;
    conn.close().map_err(|(_, error)| error.into())
}

fn open(path: &Path, how: OpenFlags) -> Result<Connection, LedgerError> {
    let conn = Connection::open_with_flags(path, how | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(BUSY)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    // A file may come from anywhere: what its schema says is not obeyed blindly.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    Ok(conn)
}

/// Sets what durability rests on and reads each setting back.
pub(crate) fn prepare(conn: &Connection, journal: &'static str) -> Result<(), LedgerError> {
    let wanted = [
        ("journal_mode", journal, journal),
        ("synchronous", "FULL", "2"),
        // Where a plain sync stops in the drive's own memory; elsewhere without effect.
        ("fullfsync", "ON", "1"),
        ("checkpoint_fullfsync", "ON", "1"),
        ("foreign_keys", "ON", "1"),
        ("recursive_triggers", "ON", "1"),
    ];
    for (pragma, value, wanted) in wanted {
        conn.pragma_update(None, pragma, value)?;
        let found: String = conn.query_row(
            &format!("SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}"),
            [],
            |row| row.get(0),
        )?;
        if found != wanted {
            return Err(LedgerError::Pragma { pragma, found, wanted });
        }
    }
    Ok(())
}

/// Whether a commit waits for the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sync {
    /// It does: what it wrote survives a power cut.
    Full,
    /// It does not: what it wrote survives a kill.
    Normal,
}

/// Sets whether the next commit waits for the disk, and reads it back.
pub(crate) fn sync(conn: &Connection, sync: Sync) -> Result<(), LedgerError> {
    let (statement, wanted) = match sync {
        Sync::Full => ("PRAGMA synchronous = FULL", 2),
        Sync::Normal => ("PRAGMA synchronous = NORMAL", 1),
    };
    conn.prepare_cached(statement)?.execute([])?;
    let found: i64 = conn.prepare_cached("PRAGMA synchronous")?.query_row([], |row| row.get(0))?;
    if found == wanted {
        return Ok(());
    }
    let (pragma, wanted) = ("synchronous", if sync == Sync::Full { "2" } else { "1" });
    Err(LedgerError::Pragma { pragma, found: found.to_string(), wanted })
}

/// Refuses a file that is no ledger or newer than `migrations`, without writing a byte to it.
pub(crate) fn check_version(
    conn: &Connection,
    migrations: &[Migration],
) -> Result<i64, LedgerError> {
    let found = schema::version(conn)?;
    let known = schema::newest(migrations);
    if found > known {
        return Err(LedgerError::Newer { found, known });
    }
    Ok(found)
}

/// The version of a file that is about to be opened for writing; as [`check_version`].
pub(crate) fn probe(path: &Path, migrations: &[Migration]) -> Result<i64, LedgerError> {
    let look = |conn: &Connection| {
        let found = check_version(conn, migrations)?;
        Identity::read(conn)?;
        Ok(found)
    };
    match read_only(path).and_then(|conn| look(&conn)) {
        // What was broken off has to be rolled back before anybody can read.
        Err(LedgerError::ReadOnly) => {
            let conn = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
            look(&conn)
        }
        found => found,
    }
}

/// Whose books a file holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Identity {
    pub(crate) mode: Mode,
    pub(crate) till: TillId,
    pub(crate) views_version: i64,
}

impl Identity {
    pub(crate) fn read(conn: &Connection) -> Result<Self, LedgerError> {
        let text = "SELECT mode, till, views_version FROM ledger";
        let identity = conn.query_row(text, [], |row| {
            let word: String = row.get(0)?;
            let mode = sql::word_of(0, &word, Mode::from_word(&word))?;
            Ok(Self { mode, till: TillId(sql::uuid(row, 1)?), views_version: row.get(2)? })
        });
        identity.map_err(|error| {
            let error = LedgerError::from(error);
            if let LedgerError::Malformed { detail, .. } = error {
                return LedgerError::Damaged { detail };
            }
            error
        })
    }
}
