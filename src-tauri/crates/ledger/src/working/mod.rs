//! What survives a restart and is no fact: tickets, acts, poll times, queues, preferences.
//!
//! A rebuild of the views never touches these tables, and losing one never loses money.

pub mod acts;
pub mod contacts;
pub mod customers;
pub mod messages;
pub mod outbox;
pub mod polls;
pub mod preferences;
pub mod stored_cards;
pub mod tickets;

use rusqlite::Connection;

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
