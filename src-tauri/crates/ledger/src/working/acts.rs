//! Acts: each request that changes something at a provider, written before it is sent.

pub use cobro_domain::act::ActKind;
use cobro_domain::{
    act::{ActState, NotFound},
    ids::{ActId, ChargeId, RefundId},
    money::Money,
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{error::LedgerError, sql};

pub(super) const SCHEMA: &str = "
CREATE TABLE acts (
    id              BLOB PRIMARY KEY CHECK (length(id) = 16),
    charge          BLOB NOT NULL,
    kind            TEXT NOT NULL,
    state           TEXT NOT NULL,
    queued_at       INTEGER NOT NULL,
    not_before      INTEGER NOT NULL,
    attempts        INTEGER NOT NULL,
    not_found       INTEGER NOT NULL,
    first_not_found INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX acts_by_charge ON acts (charge);
CREATE INDEX acts_that_are_open ON acts (state, not_before)
    WHERE state IN ('queued', 'sending', 'unknown');";

/// What captures, voids and refunds need besides: how much they are about, and which refund.
pub(crate) const FOLLOW_UPS: &str = "
ALTER TABLE acts ADD COLUMN amount INTEGER;
ALTER TABLE acts ADD COLUMN currency TEXT;
ALTER TABLE acts ADD COLUMN refund BLOB;";

/// One request to a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Its id.
    pub id: ActId,
    /// The charge it is about.
    pub charge: ChargeId,
    /// What it asks for.
    pub kind: ActKind,
    /// How much it is about, when that is not all of the charge.
    pub amount: Option<Money>,
    /// The refund it asks for.
    pub refund: Option<RefundId>,
    /// Where it stands.
    pub state: ActState,
    /// When it was decided.
    pub queued_at: Timestamp,
    /// When its next step is due.
    pub not_before: Timestamp,
    /// How often it was handed to the carrier.
    pub attempts: u32,
    /// The look-ups that found nothing since it was last sent.
    pub looked: NotFound,
}

/// Writes an act, new or changed.
///
/// # Errors
/// When the file cannot be written.
pub fn put(conn: &Connection, act: &Act) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO acts (id, charge, kind, state, queued_at, not_before, attempts, not_found,
                           first_not_found, amount, currency, refund)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
         ON CONFLICT (id) DO UPDATE SET
             state = excluded.state, not_before = excluded.not_before,
             attempts = excluded.attempts, not_found = excluded.not_found,
             first_not_found = excluded.first_not_found",
    )?
    .execute(params![
        act.id.0.as_bytes(),
        act.charge.0.as_bytes(),
        act.kind.word(),
        act.state.word(),
        act.queued_at.millis(),
        act.not_before.millis(),
        act.attempts,
        act.looked.times,
        act.looked.first.map(Timestamp::millis),
        act.amount.map(Money::minor),
        act.amount.map(|amount| amount.currency().code()),
        act.refund.as_ref().map(|refund| refund.0.as_bytes()),
    ])?;
    Ok(())
}

const COLUMNS: &str = "id, charge, kind, state, queued_at, not_before, attempts, not_found,
                       first_not_found, amount, currency, refund";

fn act(row: &Row<'_>) -> rusqlite::Result<Act> {
    let kind: String = row.get(2)?;
    let state: String = row.get(3)?;
    let first: Option<i64> = row.get(8)?;
    let minor: Option<i64> = row.get(9)?;
    let amount = minor.map(|_| sql::money(row, 9, sql::currency(row, 10)?)).transpose()?;
    Ok(Act {
        id: ActId(sql::uuid(row, 0)?),
        charge: ChargeId(sql::uuid(row, 1)?),
        amount,
        refund: sql::maybe_uuid(row, 11)?.map(RefundId),
        kind: sql::word_of(2, &kind, ActKind::from_word(&kind))?,
        state: sql::word_of(3, &state, ActState::from_word(&state))?,
        queued_at: Timestamp::from_millis(row.get(4)?),
        not_before: Timestamp::from_millis(row.get(5)?),
        attempts: row.get(6)?,
        looked: NotFound { times: row.get(7)?, first: first.map(Timestamp::from_millis) },
    })
}

/// One act.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: ActId) -> Result<Option<Act>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM acts WHERE id = ?1");
    Ok(conn.prepare_cached(&text)?.query_row([id.0.as_bytes()], act).optional()?)
}

/// The newest submit of a charge.
///
/// # Errors
/// When the file cannot be read.
pub fn of_charge(conn: &Connection, charge: ChargeId) -> Result<Option<Act>, LedgerError> {
    let text = format!(
        "SELECT {COLUMNS} FROM acts WHERE charge = ?1 AND kind = 'submit' ORDER BY id DESC LIMIT 1"
    );
    Ok(conn.prepare_cached(&text)?.query_row([charge.0.as_bytes()], act).optional()?)
}

/// The captures, voids and refunds of a charge, oldest first.
///
/// # Errors
/// When the file cannot be read.
pub fn after_charge(conn: &Connection, charge: ChargeId) -> Result<Vec<Act>, LedgerError> {
    let text =
        format!("SELECT {COLUMNS} FROM acts WHERE charge = ?1 AND kind <> 'submit' ORDER BY id");
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map([charge.0.as_bytes()], act)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// Submits that are still open, in the order they were decided.
///
/// # Errors
/// When the file cannot be read.
pub fn open_submits(conn: &Connection) -> Result<Vec<Act>, LedgerError> {
    let open = open(conn)?.into_iter();
    Ok(open.filter(|act| act.kind == ActKind::Submit).collect())
}

/// Acts that are still open, in the order they were decided.
///
/// # Errors
/// When the file cannot be read.
pub fn open(conn: &Connection) -> Result<Vec<Act>, LedgerError> {
    let text = format!(
        "SELECT {COLUMNS} FROM acts INDEXED BY acts_that_are_open
         WHERE state IN ('queued', 'sending', 'unknown') ORDER BY id"
    );
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map([], act)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}
