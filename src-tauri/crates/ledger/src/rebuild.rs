//! Throwing the views away and computing them anew, or computing them beside the old ones to
//! compare.
//!
//! The new views are filled in a scratch file by the same `apply` that books a sale, while
//! the old ones go on being read; then one transaction swaps the rows.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};

use crate::{
    chain,
    error::LedgerError,
    file::{Ledger, Reader},
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

/// Facts applied in one transaction of the scratch file.
const SLICE: i64 = 20_000;

/// How often a rebuild catches up with a counter that goes on selling.
const CATCH_UPS: u32 = 5;

impl Ledger {
    /// Computes every view anew from the facts. A crash leaves the old views.
    ///
    /// # Errors
    /// A fact that cannot be read, or a disk without room for the scratch file.
    pub fn rebuild(&mut self, mut progress: impl FnMut(Progress)) -> Result<(), LedgerError> {
        let reader = self.reader()?;
        let scratch = Scratch::fill(reader.conn(), self.path(), &mut progress)?;
        for _ in 0..CATCH_UPS {
            if self.swap(&scratch)? {
                return Ok(());
            }
            scratch.apply_from(reader.conn(), &mut progress)?;
        }
        Err(LedgerError::RebuildOvertaken)
    }

    /// Puts the scratch file's rows in place of the views', unless facts were added since.
    fn swap(&mut self, scratch: &Scratch) -> Result<bool, LedgerError> {
        let conn = self.conn_mut();
        conn.execute("ATTACH ?1 AS scratch", [scratch.name()])?;
        let swapped = swap_rows(conn);
        conn.execute_batch("DETACH scratch")?;
        swapped
    }
}

fn swap_rows(conn: &mut Connection) -> Result<bool, LedgerError> {
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let last: i64 =
        tx.query_row("SELECT coalesce(max(arrival), 0) FROM facts", [], |r| r.get(0))?;
    let applied: i64 = tx.query_row("SELECT arrival FROM scratch.applied", [], |r| r.get(0))?;
    if last != applied {
        return Ok(false);
    }
    for view in VIEWS {
        let name = view.name;
        tx.execute_batch(&format!(
            "DELETE FROM main.{name}; INSERT INTO main.{name} SELECT * FROM scratch.{name};"
        ))?;
    }
    tx.execute("UPDATE main.ledger SET views_version = ?1", [views::VERSION])?;
    tx.commit()?;
    Ok(true)
}

impl Reader {
    /// Computes every view anew beside the books and compares. Nothing is changed.
    ///
    /// # Errors
    /// A fact that cannot be read, or a disk without room for the scratch file.
    pub fn check_views(
        &self,
        mut progress: impl FnMut(Progress),
    ) -> Result<Vec<Difference>, LedgerError> {
        let scratch = Scratch::fill(self.conn(), self.path(), &mut progress)?;
        self.conn().execute("ATTACH ?1 AS scratch", [scratch.name()])?;
        let compared = self.compare(&scratch, &mut progress);
        self.conn().execute_batch("DETACH scratch")?;
        compared
    }

    fn compare(
        &self,
        scratch: &Scratch,
        progress: &mut impl FnMut(Progress),
    ) -> Result<Vec<Difference>, LedgerError> {
        // One read transaction: facts and views of the same moment.
        let tx = self.conn().unchecked_transaction()?;
        scratch.apply_from(&tx, progress)?;
        let mut differences = Vec::new();
        for view in VIEWS {
            let surplus = only_in(&tx, view.name, "main", "scratch")?;
            let missing = only_in(&tx, view.name, "scratch", "main")?;
            if surplus != 0 || missing != 0 {
                differences.push(Difference { view: view.name, surplus, missing });
            }
        }
        Ok(differences)
    }
}

fn only_in(conn: &Connection, view: &str, here: &str, there: &str) -> Result<i64, LedgerError> {
    let text = format!(
        "SELECT count(*) FROM (SELECT * FROM {here}.{view} EXCEPT SELECT * FROM {there}.{view})"
    );
    Ok(conn.query_row(&text, [], |row| row.get(0))?)
}

/// A file of views alone, removed when it is no longer needed.
struct Scratch {
    conn: Connection,
    path: PathBuf,
}

impl Scratch {
    fn fill(
        facts: &Connection,
        ledger: &Path,
        progress: &mut impl FnMut(Progress),
    ) -> Result<Self, LedgerError> {
        let mut name = ledger.as_os_str().to_owned();
        name.push(format!(".rebuild-{}", std::process::id()));
        let path = PathBuf::from(name);
        remove(&path)?;
        let conn = Connection::open(&path)?;
        // A scratch file that is lost is made again: it needs no journal on the disk.
        conn.execute_batch(
            "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;
             PRAGMA recursive_triggers = ON;
             CREATE TABLE applied (arrival INTEGER NOT NULL) STRICT;
             INSERT INTO applied VALUES (0);",
        )?;
        conn.set_prepared_statement_cache_capacity(128);
        let scratch = Self { conn, path };
        views::create(&scratch.conn)?;
        scratch.apply_from(facts, progress)?;
        Ok(scratch)
    }

    /// Applies the facts that came since the last call.
    fn apply_from(
        &self,
        facts: &Connection,
        progress: &mut impl FnMut(Progress),
    ) -> Result<(), LedgerError> {
        let of = facts.query_row("SELECT count(*) FROM facts", [], |row| row.get(0))?;
        let from: i64 = self.conn.query_row("SELECT arrival FROM applied", [], |row| row.get(0))?;
        let mut done: i64 =
            facts.query_row("SELECT count(*) FROM facts WHERE arrival <= ?1", [from], |row| {
                row.get(0)
            })?;
        self.conn.execute_batch("BEGIN")?;
        chain::walk(facts, from, |stored| {
            views::apply(&self.conn, &stored, &stored.decode()?)?;
            self.conn
                .prepare_cached("UPDATE applied SET arrival = ?1")?
                .execute(params![stored.arrival])?;
            done = done.saturating_add(1);
            if done.checked_rem(SLICE) == Some(0) {
                self.conn.execute_batch("COMMIT; BEGIN")?;
                progress(Progress { done, of });
            }
            Ok::<(), LedgerError>(())
        })?;
        self.conn.execute_batch("COMMIT")?;
        progress(Progress { done, of });
        Ok(())
    }

    fn name(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = remove(&self.path) {
            tracing::warn!(%error, "the scratch file of a rebuild could not be removed");
        }
    }
}

fn remove(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
