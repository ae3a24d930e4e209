//! The ticket being typed and those on hold. They survive a restart and never reprice.
//! Beside each stand the states that it was in before, a row for each: keeping one more costs
//! the same whether there are two of them or thirty.

use cobro_domain::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::{error::LedgerError, sql};

pub(super) const SCHEMA: &str = "
CREATE TABLE tickets (
    id      BLOB PRIMARY KEY CHECK (length(id) = 16),
    held_at INTEGER,
    label   TEXT NOT NULL,
    body    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX one_ticket_is_typed ON tickets (held_at IS NULL) WHERE held_at IS NULL;";

pub(crate) const STATES: &str = "
CREATE TABLE ticket_states (
    ticket BLOB NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    step   INTEGER NOT NULL,
    body   TEXT NOT NULL,
    PRIMARY KEY (ticket, step)
) STRICT, WITHOUT ROWID;";

/// How many changes of a ticket can be taken back.
const STATES_KEPT: i64 = 30;

/// A ticket as it is kept; what it says is the till's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptTicket {
    /// Its id.
    pub id: Uuid,
    /// When it was put on hold; the one being typed has no such moment.
    pub held_at: Option<Timestamp>,
    /// What the clerk called it.
    pub label: String,
    /// The ticket, as JSON.
    pub body: String,
}

/// Keeps a ticket, new or changed.
///
/// # Errors
/// When the file cannot be written.
pub fn put(conn: &Connection, ticket: &KeptTicket) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO tickets (id, held_at, label, body) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET
             held_at = excluded.held_at, label = excluded.label, body = excluded.body",
    )?
    .execute(params![
        ticket.id.as_bytes(),
        ticket.held_at.map(Timestamp::millis),
        ticket.label,
        ticket.body,
    ])?;
    Ok(())
}

/// Keeps what a ticket was before a change, to go back to; the oldest such state goes.
/// The ticket itself is there.
///
/// # Errors
/// When the file cannot be written.
pub fn remember(conn: &Connection, id: Uuid, body: &str) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO ticket_states (ticket, step, body)
         SELECT ?1, coalesce(max(step), 0) + 1, ?2 FROM ticket_states WHERE ticket = ?1",
    )?
    .execute(params![id.as_bytes(), body])?;
    conn.prepare_cached(
        "DELETE FROM ticket_states WHERE ticket = ?1
         AND step <= (SELECT max(step) FROM ticket_states WHERE ticket = ?1) - ?2",
    )?
    .execute(params![id.as_bytes(), STATES_KEPT])?;
    Ok(())
}

/// Takes the latest state of a ticket out; nothing once all its changes were taken back.
///
/// # Errors
/// When the file cannot be written.
pub fn take_back(conn: &Connection, id: Uuid) -> Result<Option<String>, LedgerError> {
    let found = conn
        .prepare_cached(
            "DELETE FROM ticket_states WHERE ticket = ?1
             AND step = (SELECT max(step) FROM ticket_states WHERE ticket = ?1)
             RETURNING body",
        )?
        .query_row([id.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(found)
}

/// Whether a ticket has a state to go back to.
///
/// # Errors
/// When the file cannot be read.
pub fn has_states(conn: &Connection, id: Uuid) -> Result<bool, LedgerError> {
    let found = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM ticket_states WHERE ticket = ?1)")?
        .query_row([id.as_bytes()], |row| row.get(0))?;
    Ok(found)
}

/// Forgets a ticket: it was issued, or thrown away.
///
/// # Errors
/// When the file cannot be written.
pub fn remove(conn: &Connection, id: Uuid) -> Result<(), LedgerError> {
    conn.prepare_cached("DELETE FROM tickets WHERE id = ?1")?.execute([id.as_bytes()])?;
    Ok(())
}

fn ticket(row: &Row<'_>) -> rusqlite::Result<KeptTicket> {
    Ok(KeptTicket {
        id: sql::uuid(row, 0)?,
        held_at: row.get::<_, Option<i64>>(1)?.map(Timestamp::from_millis),
        label: row.get(2)?,
        body: row.get(3)?,
    })
}

/// The ticket being typed.
///
/// # Errors
/// When the file cannot be read.
pub fn typed(conn: &Connection) -> Result<Option<KeptTicket>, LedgerError> {
    let found = conn
        .prepare_cached("SELECT id, held_at, label, body FROM tickets WHERE held_at IS NULL")?
        .query_row([], ticket)
        .optional()?;
    Ok(found)
}

/// One ticket.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: Uuid) -> Result<Option<KeptTicket>, LedgerError> {
    let found = conn
        .prepare_cached("SELECT id, held_at, label, body FROM tickets WHERE id = ?1")?
        .query_row([id.as_bytes()], ticket)
        .optional()?;
    Ok(found)
}

/// The tickets on hold, newest first.
///
/// # Errors
/// When the file cannot be read.
pub fn held(conn: &Connection) -> Result<Vec<KeptTicket>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT id, held_at, label, body FROM tickets WHERE held_at IS NOT NULL
         ORDER BY held_at DESC",
    )?;
    let rows = statement.query_map([], ticket)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}
