//! Opening the file, for the one writer and for readers beside it.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use cobro_domain::{
    ids::{Actor, TillId},
    money::Currency,
    time::Timestamp,
};
use rusqlite::{Connection, OpenFlags, params};
use serde::{Deserialize, Serialize};

use crate::{
    backup,
    booking::{Booking, Stamp},
    chain::{self, Head},
    error::LedgerError,
    fact::{Fact, PreviousChain, TillOpened},
    lock::WriterLock,
    schema::{self, MIGRATIONS, Migration},
    sql, views,
};

/// How long a statement waits for another connection's short transaction.
const BUSY: Duration = Duration::from_secs(5);

/// Statements kept ready on a connection.
const STATEMENTS: usize = 128;

/// Whether the books are of real money or of practice. Stored once, for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Real money.
    Real,
    /// Practice: nothing in it is owed by anybody.
    Training,
}

impl Mode {
    /// The word in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Training => "training",
        }
    }
}

/// What a new ledger begins with.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Real or training.
    pub mode: Mode,
    /// The till that writes it.
    pub till: TillId,
    /// The series of its folios.
    pub series: String,
    /// The currency it sells in.
    pub currency: Currency,
    /// When.
    pub at: Timestamp,
    /// Random bytes for the first fact's id.
    pub random: [u8; 10],
}

/// The ledger, open for its one writer.
#[derive(Debug)]
pub struct Ledger {
    conn: Connection,
    path: PathBuf,
    till: TillId,
    mode: Mode,
    _lock: WriterLock,
}

/// A read-only view of the ledger, beside the writer.
#[derive(Debug)]
pub struct Reader {
    conn: Connection,
    path: PathBuf,
}

impl Ledger {
    /// Makes a new ledger. `holder` is who a second writer is told to look for.
    ///
    /// # Errors
    /// [`LedgerError::Exists`], or that the place cannot be written.
    pub fn create(path: &Path, holder: &str, opening: &Opening) -> Result<Self, LedgerError> {
        let lock = WriterLock::take(path, holder)?;
        if path.exists() {
            return Err(LedgerError::Exists { path: path.to_owned() });
        }
        let mut conn = Connection::open(path)?;
        prepare_writer(&conn)?;
        schema::migrate(&mut conn, MIGRATIONS)?;
        let Opening { mode, till, .. } = *opening;
        let mut ledger = Self { conn, path: path.to_owned(), till, mode, _lock: lock };
        ledger.begin_chain(opening, None)?;
        Ok(ledger)
    }

    /// Opens a ledger to write it, taking it to today's schema after a verified backup.
    ///
    /// # Errors
    /// Any [`LedgerError`]; the file is untouched when it is newer, damaged or in use.
    pub fn open(path: &Path, holder: &str, now: Timestamp) -> Result<Self, LedgerError> {
        Self::open_with(path, holder, now, MIGRATIONS)
    }

    pub(crate) fn open_with(
        path: &Path,
        holder: &str,
        now: Timestamp,
        migrations: &[Migration],
    ) -> Result<Self, LedgerError> {
        if !path.exists() {
            return Err(LedgerError::Missing { path: path.to_owned() });
        }
        let lock = WriterLock::take(path, holder)?;
        let found = check_version(path, migrations)?;
        if found < schema::newest(migrations) {
            backup::before_migration(path, found, now)?;
        }
        let mut conn = Connection::open(path)?;
        prepare_writer(&conn)?;
        schema::migrate(&mut conn, migrations)?;
        let (mode, till, views_version) = identity(&conn)?;
        let mut ledger = Self { conn, path: path.to_owned(), till, mode, _lock: lock };
        if views_version != views::VERSION {
            ledger.rebuild(|_| {})?;
        }
        Ok(ledger)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The till that writes now.
    #[must_use]
    pub const fn till(&self) -> TillId {
        self.till
    }

    /// Real or training.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// A connection that only reads, beside this one.
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn reader(&self) -> Result<Reader, LedgerError> {
        Reader::open(&self.path)
    }

    /// The writer's own connection, to read what it has just written.
    #[must_use]
    pub const fn conn(&self) -> &Connection {
        &self.conn
    }

    pub(crate) const fn conn_mut(&mut self) -> &mut Connection {
        &mut self.conn
    }

    /// The end of the till's chain.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn head(&self) -> Result<Head, LedgerError> {
        chain::head(&self.conn, self.till)
    }

    /// Runs one use case in one transaction: all of what `work` books is there afterwards, or
    /// none of it.
    ///
    /// # Errors
    /// What `work` refused, or what the database could not do; then nothing was written.
    pub fn book<T, E>(
        &mut self,
        stamp: Stamp<'_>,
        work: impl FnOnce(&mut Booking<'_, '_>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<LedgerError>,
    {
        let tx = self
            .conn
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .map_err(LedgerError::from)?;
        let head = chain::head(&tx, self.till)?;
        let mut booking = Booking::new(&tx, head, stamp);
        let value = work(&mut booking)?;
        tx.commit().map_err(LedgerError::from)?;
        Ok(value)
    }

    /// Writes the first fact of a chain and makes its till the writing one.
    pub(crate) fn begin_chain(
        &mut self,
        opening: &Opening,
        previous: Option<PreviousChain>,
    ) -> Result<(), LedgerError> {
        let ended = previous.as_ref().map(|chain| chain.till);
        let opened = Fact::TillOpened(TillOpened {
            mode: opening.mode,
            series: opening.series.clone(),
            currency: opening.currency,
            previous,
        });
        self.till = opening.till;
        let random = opening.random;
        let mut ids = || random;
        let stamp = Stamp { at: opening.at, actor: Actor::till(), ids: &mut ids };
        let Opening { mode, till, at, series, .. } = opening;
        self.book(stamp, |booking| {
            let conn = booking.conn();
            if let Some(ended) = ended {
                conn.execute(
                    "UPDATE tills SET ended_at = ?2 WHERE id = ?1",
                    params![ended.0.as_bytes(), at.millis()],
                )?;
            }
            conn.execute(
                "INSERT INTO tills (id, series) VALUES (?1, ?2)",
                params![till.0.as_bytes(), series],
            )?;
            conn.execute(
                "INSERT INTO ledger (one, mode, till, views_version) VALUES (1, ?1, ?2, ?3)
                 ON CONFLICT (one) DO UPDATE SET till = excluded.till",
                params![mode.word(), till.0.as_bytes(), views::VERSION],
            )?;
            booking.append(&opened)?;
            Ok(())
        })
    }
}

impl Reader {
    /// Opens a ledger to read it; works beside the writer.
    ///
    /// # Errors
    /// [`LedgerError::Missing`], [`LedgerError::Newer`] or [`LedgerError::Damaged`].
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        if !path.exists() {
            return Err(LedgerError::Missing { path: path.to_owned() });
        }
        check_version(path, MIGRATIONS)?;
        let conn = read_only(path)?;
        Ok(Self { conn, path: path.to_owned() })
    }

    /// The connection.
    #[must_use]
    pub const fn conn(&self) -> &Connection {
        &self.conn
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The till that writes now, and the end of its chain.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn head(&self) -> Result<Head, LedgerError> {
        let (_, till, _) = identity(&self.conn)?;
        chain::head(&self.conn, till)
    }

    /// Real or training.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn mode(&self) -> Result<Mode, LedgerError> {
        identity(&self.conn).map(|(mode, _, _)| mode)
    }
}

/// A connection that cannot write.
pub(crate) fn read_only(path: &Path) -> Result<Connection, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(conn)
}

/// Refuses a file that is newer than `migrations`, without writing a byte to it.
fn check_version(path: &Path, migrations: &[Migration]) -> Result<i64, LedgerError> {
    let conn = read_only(path)?;
    let found = schema::version(&conn)?;
    let known = schema::newest(migrations);
    if found > known {
        return Err(LedgerError::Newer { found, known });
    }
    Ok(found)
}

/// Mode, till and version of the views.
fn identity(conn: &Connection) -> Result<(Mode, TillId, i64), LedgerError> {
    let row = conn.query_row("SELECT mode, till, views_version FROM ledger", [], |row| {
        let word: String = row.get(0)?;
        let mode = match word.as_str() {
            "real" => Some(Mode::Real),
            "training" => Some(Mode::Training),
            _ => None,
        };
        let mode = sql::word_of(0, &word, mode)?;
        Ok((mode, TillId(sql::uuid(row, 1)?), row.get(2)?))
    })?;
    Ok(row)
}

/// Sets what durability rests on and reads each setting back.
pub(crate) fn prepare_writer(conn: &Connection) -> Result<(), LedgerError> {
    conn.busy_timeout(BUSY)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    let wanted = [
        ("journal_mode", "wal", "wal"),
        ("synchronous", "FULL", "2"),
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
