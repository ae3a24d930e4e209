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
    series   TEXT NOT NULL UNIQUE,
    ended_at INTEGER
) STRICT;

CREATE TRIGGER tills_only_end BEFORE UPDATE ON tills
WHEN OLD.ended_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.series <> OLD.series
BEGIN SELECT RAISE(ABORT, 'a till that has ended does not come back'); END;

CREATE TRIGGER tills_are_never_deleted BEFORE DELETE ON tills
BEGIN SELECT RAISE(ABORT, 'tills are never deleted'); END;
";

/// One step from a schema version to the next. A step never changes once it was released.
pub(crate) struct Migration {
    /// The version that it leads to.
    pub(crate) to: i64,
    /// What it does.
    pub(crate) run: fn(&Connection) -> rusqlite::Result<()>,
}

/// The steps from an empty file to today.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { to: 1, run: first },
    Migration { to: 2, run: working::customers::widen },
    Migration { to: 3, run: follow_ups },
    Migration { to: 4, run: outbox },
    Migration { to: 5, run: people },
    Migration { to: 6, run: staged_products },
    Migration { to: 7, run: print_jobs },
    Migration { to: 8, run: customers_prices },
    Migration { to: 9, run: pictures },
    Migration { to: 10, run: ticket_states },
];

// The views are no part of a version: whatever they were, opening the file makes them anew.
fn first(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(IDENTITY)?;
    conn.execute_batch(chain::SCHEMA)?;
    views::create(conn)?;
    working::create(conn)
}

/// Acts that follow a charge, and the cards that providers keep.
fn follow_ups(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(working::acts::FOLLOW_UPS)?;
    conn.execute_batch(working::stored_cards::SCHEMA)
}

/// Mails that wait to be sent.
fn outbox(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(working::outbox::SCHEMA)
}

/// Who works here, their PINs, and what they approved.
fn people(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(working::staff::SCHEMA)?;
    conn.execute_batch(working::pins::SCHEMA)?;
    conn.execute_batch(working::approvals::SCHEMA)
}

/// Products that an import is about to book.
fn staged_products(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(working::staged::SCHEMA)
}

/// Papers that wait to be printed.
fn print_jobs(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(working::print_jobs::SCHEMA)
}

/// Customers buy at the prices of a list.
fn customers_prices(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(working::customers::PRICED)
}

/// Small pictures of products.
fn pictures(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(working::pictures::SCHEMA)
}

/// What tickets were before their last changes.
fn ticket_states(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(working::tickets::STATES)
}

/// The version of the file.
///
/// # Errors
/// [`LedgerError::Damaged`] for a file that Cobro has not written, or not to its end.
pub(crate) fn version(conn: &Connection) -> Result<i64, LedgerError> {
    let application: i32 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if application == APPLICATION_ID && version > 0 {
        return Ok(version);
    }
    Err(LedgerError::Damaged { detail: "the file is no ledger of Cobro".to_owned() })
}

/// The newest version that `migrations` lead to.
pub(crate) fn newest(migrations: &[Migration]) -> i64 {
    migrations.last().map_or(0, |step| step.to)
}

/// Takes a file of version `found` to the newest, in one transaction.
pub(crate) fn migrate(
    conn: &mut Connection,
    found: i64,
    migrations: &[Migration],
) -> Result<(), LedgerError> {
    if found >= newest(migrations) {
        return Ok(());
    }
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for step in migrations.iter().filter(|step| step.to > found) {
        (step.run)(&tx)?;
        tx.pragma_update(None, "user_version", step.to)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.commit()?;
    Ok(())
}

/// The triggers of a file that are not as they have to be: its guards and what fills its
/// search index.
pub(crate) fn altered_triggers(conn: &Connection) -> Result<Vec<String>, LedgerError> {
    let fresh = Connection::open_in_memory()?;
    MIGRATIONS.iter().try_for_each(|step| (step.run)(&fresh))?;
    let (expected, found) = (triggers(&fresh)?, triggers(conn)?);
    let lost = expected.iter().filter(|trigger| !found.contains(trigger));
    let lost = lost.map(|(name, _)| format!("the guard {name} is missing or was altered"));
    let strange = found.iter().filter(|(name, _)| !expected.iter().any(|(known, _)| known == name));
    let strange = strange.map(|(name, _)| format!("the trigger {name} is none of Cobro's"));
    Ok(lost.chain(strange).collect())
}

fn triggers(conn: &Connection) -> Result<Vec<(String, String)>, LedgerError> {
    let mut statement = conn
        .prepare("SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger' ORDER BY name")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

#[cfg(test)]
mod tests;
