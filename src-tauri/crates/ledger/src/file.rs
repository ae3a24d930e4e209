//! Opening the file, for the one writer and for readers beside it.

use std::path::{Path, PathBuf};

use cobro_domain::{
    ids::{Actor, TillId},
    money::Currency,
    time::Timestamp,
};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::{
    backup,
    booking::{self, Booking, Stamp},
    chain::{self, Head},
    connect::{self, Identity, Sync},
    error::LedgerError,
    fact::{Fact, PreviousChain, TillOpened},
    lock::WriterLock,
    place, rebuild,
    schema::{self, MIGRATIONS, Migration},
    views,
};

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

    /// The mode with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Real, Self::Training].into_iter().find(|mode| mode.word() == word)
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
    /// Makes a new ledger. `holder` is who a second writer is told to look for. The file is
    /// there with its first fact, or not at all.
    ///
    /// # Errors
    /// [`LedgerError::Exists`], or that the place cannot be written.
    pub fn create(path: &Path, holder: &str, opening: &Opening) -> Result<Self, LedgerError> {
        let lock = WriterLock::take(path, holder)?;
        if path.exists() {
            return Err(LedgerError::Exists { path: path.to_owned() });
        }
        place::whole(path, |unfinished| {
            let mut conn = connect::maker(unfinished)?;
            schema::migrate(&mut conn, 0, MIGRATIONS)?;
            begin_chain(&mut conn, opening, None)?;
            connect::finish(conn)
        })?;
        Self::hold(path, lock, MIGRATIONS, &mut |_| {})
    }

    /// Opens a ledger to write it, taking it to today's schema after a verified backup.
    ///
    /// # Errors
    /// Any [`LedgerError`]; the file is untouched when it is newer, damaged or in use.
    pub fn open(path: &Path, holder: &str, now: Timestamp) -> Result<Self, LedgerError> {
        Self::open_with(path, holder, now, MIGRATIONS, &mut |_| {})
    }

    /// As [`Ledger::open`]; after an update of Cobro the views may have to be computed anew,
    /// and at a million invoices somebody wants to see how far that is.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn open_with_progress(
        path: &Path,
        holder: &str,
        now: Timestamp,
        mut progress: impl FnMut(rebuild::Progress),
    ) -> Result<Self, LedgerError> {
        Self::open_with(path, holder, now, MIGRATIONS, &mut progress)
    }

    pub(crate) fn open_with(
        path: &Path,
        holder: &str,
        now: Timestamp,
        migrations: &[Migration],
        progress: &mut dyn FnMut(rebuild::Progress),
    ) -> Result<Self, LedgerError> {
        if !path.exists() {
            return Err(LedgerError::Missing { path: path.to_owned() });
        }
        let lock = WriterLock::take(path, holder)?;
        let found = connect::probe(path, migrations)?;
        if found < schema::newest(migrations) {
            backup::before_migration(path, found, now)?;
        }
        // What a creation, restore or rebuild that was killed has left behind.
        place::remove(&place::unfinished(path))?;
        place::remove(&rebuild::scratch_path(path))?;
        Self::hold(path, lock, migrations, progress)
    }

    /// Opens a file that is known to be a ledger, whose lock was taken.
    pub(crate) fn hold(
        path: &Path,
        lock: WriterLock,
        migrations: &[Migration],
        progress: &mut dyn FnMut(rebuild::Progress),
    ) -> Result<Self, LedgerError> {
        let mut conn = connect::writer(path)?;
        let found = schema::version(&conn)?;
        schema::migrate(&mut conn, found, migrations)?;
        let Identity { mode, till, views_version } = Identity::read(&conn)?;
        let mut ledger = Self { conn, path: path.to_owned(), till, mode, _lock: lock };
        if views_version != views::VERSION {
            ledger.rebuild(progress)?;
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

    /// The writer's own connection, for tests that make its statements fail.
    #[doc(hidden)]
    pub const fn conn_mut(&mut self) -> &mut Connection {
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
        booking::book(&mut self.conn, Sync::Full, self.till, stamp, work)
    }

    /// As [`Ledger::book`], for a step of something long: it waits for no disk, so a power cut may
    /// take the latest steps with it, the last one first. Whatever is booked after it takes it to
    /// the disk, and so does [`crate::sync_log`].
    ///
    /// # Errors
    /// As [`Ledger::book`].
    pub fn book_step<T, E>(
        &mut self,
        stamp: Stamp<'_>,
        work: impl FnOnce(&mut Booking<'_, '_>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<LedgerError>,
    {
        booking::book(&mut self.conn, Sync::Normal, self.till, stamp, work)
    }

    /// Keeps what no fact tells of, in one transaction: all of it is there after a kill, or none.
    /// It reaches the disk with the next booking or with the log, whichever comes first; only a
    /// power cut before that loses it.
    ///
    /// # Errors
    /// What `work` refused, or what the database could not do; then nothing was written.
    pub fn draft<T, E>(&mut self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E>
    where
        E: From<LedgerError>,
    {
        booking::draft(&self.conn, work)
    }

    /// Computes every view anew from the facts. A crash leaves the old views.
    ///
    /// # Errors
    /// A fact that cannot be read, or a disk without room for the scratch file.
    pub fn rebuild(
        &mut self,
        mut progress: impl FnMut(rebuild::Progress),
    ) -> Result<(), LedgerError> {
        rebuild::rebuild(&mut self.conn, &self.path, &mut progress)
    }
}

/// Writes the first fact of a chain and makes its till the writing one.
pub(crate) fn begin_chain(
    conn: &mut Connection,
    opening: &Opening,
    previous: Option<PreviousChain>,
) -> Result<(), LedgerError> {
    let Opening { mode, till, at, series, currency, random } = opening;
    let mut ids = || *random;
    let stamp = Stamp { at: *at, actor: Actor::till(), ids: &mut ids };
    booking::book(conn, Sync::Full, *till, stamp, |booking| {
        let conn = booking.conn();
        is_new(conn, opening)?;
        if let Some(ended) = &previous {
            conn.execute(
                "UPDATE tills SET ended_at = ?2 WHERE id = ?1",
                params![ended.till.0.as_bytes(), at.millis()],
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
        let (series, currency) = (series.clone(), *currency);
        booking.append(&Fact::TillOpened(TillOpened {
            mode: *mode,
            series,
            currency,
            previous,
        }))?;
        Ok(())
    })
}

/// A till and its series are never used twice: their numbers would mean two things.
fn is_new(conn: &Connection, opening: &Opening) -> Result<(), LedgerError> {
    let taken: bool = conn.query_row(
        "SELECT EXISTS (SELECT 1 FROM tills WHERE id = ?1 OR series = ?2)
             OR EXISTS (SELECT 1 FROM series WHERE name = ?2)",
        params![opening.till.0.as_bytes(), opening.series],
        |row| row.get(0),
    )?;
    if taken {
        let detail = format!("till {} or series {} was used before", opening.till, opening.series);
        return Err(LedgerError::Malformed { what: "the new till", detail });
    }
    Ok(())
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
        let conn = connect::read_only(path)?;
        connect::check_version(&conn, MIGRATIONS)?;
        Identity::read(&conn)?;
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
        chain::head(&self.conn, Identity::read(&self.conn)?.till)
    }

    /// Real or training.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn mode(&self) -> Result<Mode, LedgerError> {
        Identity::read(&self.conn).map(|identity| identity.mode)
    }

    /// Computes every view anew beside the books and compares. Nothing is changed.
    ///
    /// # Errors
    /// A fact that cannot be read, or a disk without room for the scratch file.
    pub fn check_views(
        &self,
        mut progress: impl FnMut(rebuild::Progress),
    ) -> Result<Vec<rebuild::Difference>, LedgerError> {
        rebuild::check(&self.path, &mut progress)
    }
}
