//! The shape of the file, its version, and the way from one version to the next.

use rusqlite::Connection;

use crate::{chain, error::LedgerError, views, working};

/// Marks the file as a ledger of Cobro: "Cobr".
const APPLICATION_ID: i32 = 0x436f_6272;

/// Who writes this file. One row for the file, one for each incarnation.
const IDENTITY: &str = "
CREATE TABLE ledger (
    one           INTEGER PRIMARY KEY CHECK (one = 1),
    mode          TEXT NOT NULL CHECK (mode IN ('real', 'training')),
    till          BLOB NOT NULL CHECK (length(till) = 16),
    views_version INTEGER NOT NULL
) STRICT;

CREATE TRIGGER the_mode_is_for_ever BEFORE UPDATE OF mode ON ledger
BEGIN SELECT RAISE(ABORT, 'a ledger is real or training for ever'); END;

CREATE TRIGGER the_ledger_is_never_deleted BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'a ledger is real or training for ever'); END;

CREATE TABLE tills (
    id       BLOB PRIMARY KEY CHECK (length(id) = 16),
    series   TEXT NOT NULL,
    ended_at INTEGER
) STRICT;
";

/// One step from a schema version to the next. A step never changes once it was released.
pub(crate) struct Migration {
    /// The version that it leads to.
    pub(crate) to: i64,
    /// What it does.
    pub(crate) run: fn(&Connection) -> rusqlite::Result<()>,
}

/// The steps from an empty file to today.
pub(crate) const MIGRATIONS: &[Migration] = &[Migration { to: 1, run: first }];

fn first(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(IDENTITY)?;
    conn.execute_batch(chain::SCHEMA)?;
    views::create(conn)?;
    working::create(conn)
}

/// The version of the file.
pub(crate) fn version(conn: &Connection) -> Result<i64, LedgerError> {
    let application: i32 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if application == APPLICATION_ID || (application == 0 && version == 0) {
        return Ok(version);
    }
    Err(LedgerError::Damaged { detail: "the file was not written by Cobro".to_owned() })
}

/// The newest version that `migrations` lead to.
pub(crate) fn newest(migrations: &[Migration]) -> i64 {
    migrations.last().map_or(0, |step| step.to)
}

/// Takes the file to the newest version in one transaction.
pub(crate) fn migrate(conn: &mut Connection, migrations: &[Migration]) -> Result<(), LedgerError> {
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let found = version(&tx)?;
    for step in migrations.iter().filter(|step| step.to > found) {
        (step.run)(&tx)?;
        tx.pragma_update(None, "user_version", step.to)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.commit()?;
    Ok(())
}
