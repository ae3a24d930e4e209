//! What survives a restart and is no fact: tickets, acts, poll times, queues, preferences.
//!
//! A rebuild of the views never touches these tables, and losing one never loses money.

pub mod acts;
pub mod approvals;
pub mod contacts;
pub mod customers;
pub mod messages;
pub mod outbox;
pub mod pictures;
pub mod pins;
pub mod polls;
pub mod preferences;
pub mod print_jobs;
pub mod staff;
pub mod staged;
pub mod stored_cards;
pub mod tickets;

use rusqlite::Connection;

use crate::error::LedgerError;

/// Makes the empty tables, as they were in the first schema.
pub(crate) fn create(conn: &Connection) -> rusqlite::Result<()> {
    let schemas = [
        acts::SCHEMA,
        contacts::SCHEMA,
        customers::FIRST,
        messages::SCHEMA,
        polls::SCHEMA,
        preferences::SCHEMA,
        tickets::SCHEMA,
    ];
    schemas.iter().try_for_each(|schema| conn.execute_batch(schema))
}

/// Runs what frees parts of the file that held personal data: they are overwritten.
fn overwriting(
    conn: &Connection,
    work: impl FnOnce() -> rusqlite::Result<usize>,
) -> Result<(), LedgerError> {
    conn.pragma_update(None, "secure_delete", true)?;
    let done = work();
    conn.pragma_update(None, "secure_delete", false)?;
    done?;
    Ok(())
}
