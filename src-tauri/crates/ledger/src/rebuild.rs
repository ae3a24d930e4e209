//! Throwing the views away and computing them anew, or computing them beside the old ones to
//! compare.
//!
//! The new views are filled in a scratch database by the same `apply` that books a sale,
//! while the old ones go on being read; then one transaction swaps the tables.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, config::DbConfig};

use crate::{
    chain,
    error::LedgerError,
    place,
    views::{self, VIEWS},
};

/// How far a rebuild is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Facts applied.
    pub done: i64,
    /// Facts in all.
    pub of: i64,
}

/// A view whose rows are not what its facts call for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The view.
    pub view: &'static str,
    /// Rows that stand there and should not.
    pub surplus: i64,
    /// Rows that should stand there and do not.
    pub missing: i64,
}

/// Facts applied in one transaction of the scratch database.
const SLICE: i64 = 20_000;

/// How often a rebuild catches up with a counter that goes on selling.
const CATCH_UPS: u32 = 5;

/// Where the new views are filled. There is one writer, so there is one such file.
pub(crate) fn scratch_path(ledger: &Path) -> PathBuf {
    place::beside(ledger, ".rebuild")
}

/// Puts views computed from the facts alone in place of those of `conn`, which writes the
/// ledger at `path`.
pub(crate) fn rebuild(
    conn: &mut Connection,
    path: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), LedgerError> {
    let place = scratch_path(path);
    place::remove(&place)?;
    let rebuilt = fill_and_swap(conn, path, &place, progress);
    if let Err(error) = place::remove(&place) {
        tracing::warn!(%error, "the scratch file of a rebuild could not be removed");
    }
    rebuilt
}

fn fill_and_swap(
    conn: &mut Connection,
    path: &Path,
    place: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), LedgerError> {
    let scratch = Scratch::open(Connection::open(place)?, path)?;
    for _ in 0..CATCH_UPS {
        scratch.catch_up(progress)?;
        conn.execute("ATTACH ?1 AS scratch", [place::text(place)?])?;
        let swapped = swap(conn);
        conn.execute_batch("DETACH scratch")?;
        if swapped? {
            return Ok(());
        }
    }
    Err(LedgerError::RebuildOvertaken)
}

/// Puts the scratch tables in place of the views, unless facts were added since. The tables
/// are made anew, so that views of an older shape give way too.
fn swap(conn: &mut Connection) -> Result<bool, LedgerError> {
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let last: i64 = tx.query_row(LAST_FACT, [], |row| row.get(0))?;
    let applied: i64 = tx.query_row("SELECT arrival FROM scratch.applied", [], |row| row.get(0))?;
    if last != applied {
        return Ok(false);
    }
    views::drop_all(&tx)?;
    views::create_tables(&tx)?;
    for view in VIEWS.iter().filter(|view| view.filled) {
        let name = view.name;
        tx.execute_batch(&format!("INSERT INTO main.{name} SELECT * FROM scratch.{name}"))?;
    }
    views::create_indexes(&tx)?;
    tx.execute("UPDATE main.ledger SET views_version = ?1", [views::VERSION])?;
    tx.commit()?;
    Ok(true)
}

const LAST_FACT: &str = "SELECT coalesce(max(arrival), 0) FROM main.facts";

/// Computes the views of the ledger at `path` in a database of no name, which the system
/// forgets by itself, and compares.
pub(crate) fn check(
    path: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<Difference>, LedgerError> {
    let scratch = Scratch::open(Connection::open("")?, path)?;
    scratch.catch_up(progress)?;
    scratch.compare()
}

/// A database of views alone, with the books attached to read the facts from.
struct Scratch {
    conn: Connection,
}

impl Scratch {
    fn open(conn: Connection, ledger: &Path) -> Result<Self, LedgerError> {
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false)?;
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        conn.set_prepared_statement_cache_capacity(128);
        // A scratch database that is lost is made again: it needs no journal on the disk.
        conn.execute_batch(
            "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = NORMAL;
             PRAGMA recursive_triggers = ON; PRAGMA cache_size = -65536;
             CREATE TABLE applied (arrival INTEGER NOT NULL) STRICT;
             INSERT INTO applied VALUES (0);",
        )?;
        views::create_tables(&conn)?;
        conn.execute("ATTACH ?1 AS books", [place::text(ledger)?])?;
        Ok(Self { conn })
    }

    /// Applies the facts that came since the last call, in slices: no read of the books lasts
    /// long enough to hold back the counter's checkpoints.
    fn catch_up(&self, progress: &mut dyn FnMut(Progress)) -> Result<(), LedgerError> {
        loop {
            let tx = self.conn.unchecked_transaction()?;
            let (from, reached) = self.apply(SLICE)?;
            tx.commit()?;
            progress(reached);
            if reached.done >= reached.of {
                return Ok(());
            }
            if reached.done == from {
                let detail = format!("no fact can be read after {from}");
                return Err(LedgerError::Damaged { detail });
            }
        }
    }

    /// Applies at most `most` facts; says from where and how far it came.
    fn apply(&self, most: i64) -> Result<(i64, Progress), LedgerError> {
        let of = self.conn.query_row(
            "SELECT coalesce(max(arrival), 0) FROM books.facts",
            [],
            |row| row.get(0),
        )?;
        let from = self.conn.query_row("SELECT arrival FROM applied", [], |row| row.get(0))?;
        let done = chain::walk(&self.conn, from, most, |stored| {
            views::apply(&self.conn, &stored, &stored.decode()?)
        })?;
        self.conn.prepare_cached("UPDATE applied SET arrival = ?1")?.execute([done])?;
        Ok((from, Progress { done, of }))
    }

    fn compare(&self) -> Result<Vec<Difference>, LedgerError> {
        // One transaction: facts and views of the same moment.
        let _tx = self.conn.unchecked_transaction()?;
        self.apply(i64::MAX)?;
        let mut differences = Vec::new();
        for view in VIEWS {
            let surplus = self.only_in(view.name, "books", "main")?;
            let missing = self.only_in(view.name, "main", "books")?;
            if surplus != 0 || missing != 0 {
                differences.push(Difference { view: view.name, surplus, missing });
            }
        }
        Ok(differences)
    }

    fn only_in(&self, view: &str, here: &str, there: &str) -> Result<i64, LedgerError> {
        let text = format!(
            "SELECT count(*) FROM
                 (SELECT * FROM {here}.{view} EXCEPT SELECT * FROM {there}.{view})"
        );
        Ok(self.conn.query_row(&text, [], |row| row.get(0))?)
    }
}
