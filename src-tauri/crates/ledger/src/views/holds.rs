//! Money that is held on cards, and what is being done about it.

use cobro_domain::{act::ActKind, ids::ChargeId, money::Money, time::Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{View, charges};
use crate::{
    chain::StoredFact,
    error::LedgerError,
    fact::{
        CaptureRequested, FollowUpFailed, HoldAuthorized, HoldEnd, HoldEnded, PaymentReceived,
        VoidRequested,
    },
    sql,
};

pub(super) const VIEW: View = View {
    name: "holds",
    schema: "
CREATE TABLE holds (
    charge    BLOB PRIMARY KEY CHECK (length(charge) = 16),
    provider  TEXT NOT NULL,
    attempt   TEXT NOT NULL,
    held      INTEGER NOT NULL,
    currency  TEXT NOT NULL,
    since     INTEGER NOT NULL,
    lapses_at INTEGER NOT NULL,
    capturing INTEGER,
    voiding   INTEGER NOT NULL,
    taken     INTEGER NOT NULL,
    ended_at  INTEGER
) STRICT, WITHOUT ROWID;",
    indexes: "
CREATE INDEX holds_that_stand ON holds (lapses_at) WHERE ended_at IS NULL;",
    filled: true,
};

/// Money that is held, or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// The charge.
    pub charge: ChargeId,
    /// The provider's number for the charge.
    pub order: String,
    /// The provider's number for the attempt that holds the money.
    pub attempt: String,
    /// How much.
    pub held: Money,
    /// Since when, as this till heard of it.
    pub since: Timestamp,
    /// When it lapses by itself.
    pub lapses_at: Timestamp,
    /// How much somebody wants to take, until that is decided.
    pub capturing: Option<Money>,
    /// Whether somebody wants to let it go, until that is decided.
    pub voiding: bool,
    /// What was taken of it.
    pub taken: Money,
    /// When it was taken, let go or ran out.
    pub ended_at: Option<Timestamp>,
}

impl Hold {
    /// Whether it can still be taken or let go.
    #[must_use]
    pub const fn stands(&self) -> bool {
        self.ended_at.is_none()
    }
}

pub(super) fn authorize(
    conn: &Connection,
    stored: &StoredFact,
    body: &HoldAuthorized,
) -> Result<i64, LedgerError> {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO holds
             (charge, provider, attempt, held, currency, since, lapses_at, voiding, taken)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0)",
    )?
    .execute(params![
        body.charge.0.as_bytes(),
        body.order,
        body.attempt,
        body.held,
        body.currency.code(),
        stored.at.millis(),
        body.lapses_at.millis(),
    ])?;
    charges::authorized(conn, stored, body)
}

pub(super) fn capture(conn: &Connection, body: &CaptureRequested) -> Result<i64, LedgerError> {
    conn.prepare_cached("UPDATE holds SET capturing = ?2 WHERE charge = ?1")?
        .execute(params![body.charge.0.as_bytes(), body.amount])?;
    charges::invoice_of(conn, body.charge)
}

pub(super) fn void(conn: &Connection, body: &VoidRequested) -> Result<i64, LedgerError> {
    conn.prepare_cached("UPDATE holds SET voiding = 1 WHERE charge = ?1")?
        .execute([body.charge.0.as_bytes()])?;
    charges::invoice_of(conn, body.charge)
}

pub(super) fn fail(conn: &Connection, body: &FollowUpFailed) -> Result<i64, LedgerError> {
    let change = match body.what {
        ActKind::Capture => "UPDATE holds SET capturing = NULL WHERE charge = ?1",
        ActKind::Void => "UPDATE holds SET voiding = 0 WHERE charge = ?1",
        ActKind::Submit | ActKind::Refund => return charges::invoice_of(conn, body.charge),
    };
    conn.prepare_cached(change)?.execute([body.charge.0.as_bytes()])?;
    charges::invoice_of(conn, body.charge)
}

pub(super) fn end(
    conn: &Connection,
    stored: &StoredFact,
    body: &HoldEnded,
) -> Result<i64, LedgerError> {
    conn.prepare_cached(
        "UPDATE holds SET capturing = NULL, voiding = 0, ended_at = ?2 WHERE charge = ?1",
    )?
    .execute(params![body.charge.0.as_bytes(), stored.at.millis()])?;
    let state = match body.end {
        HoldEnd::Voided => cobro_domain::charge::ChargeState::Voided,
        HoldEnd::Lapsed => cobro_domain::charge::ChargeState::Lapsed,
    };
    charges::end(conn, stored, body.charge, state, None)
}

/// A payment of a charge with a hold is what was taken of it.
pub(super) fn taken(
    conn: &Connection,
    stored: &StoredFact,
    body: &PaymentReceived,
) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "UPDATE holds SET capturing = NULL, voiding = 0, taken = taken + ?2,
                          ended_at = coalesce(ended_at, ?3)
         WHERE charge = ?1",
    )?
    .execute(params![body.charge.0.as_bytes(), body.amount, stored.at.millis()])?;
    Ok(())
}

const COLUMNS: &str = "charge, provider, attempt, held, currency, since, lapses_at, capturing,
                       voiding, taken, ended_at";

fn hold(row: &Row<'_>) -> rusqlite::Result<Hold> {
    let currency = sql::currency(row, 4)?;
    let capturing: Option<i64> = row.get(7)?;
    Ok(Hold {
        charge: ChargeId(sql::uuid(row, 0)?),
        order: row.get(1)?,
        attempt: row.get(2)?,
        held: sql::money(row, 3, currency)?,
        since: Timestamp::from_millis(row.get(5)?),
        lapses_at: Timestamp::from_millis(row.get(6)?),
        capturing: capturing.map(|minor| Money::new(minor, currency)),
        voiding: row.get(8)?,
        taken: sql::money(row, 9, currency)?,
        ended_at: row.get::<_, Option<i64>>(10)?.map(Timestamp::from_millis),
    })
}

/// The hold of a charge; none when nothing was ever held for it.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, charge: ChargeId) -> Result<Option<Hold>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM holds WHERE charge = ?1");
    Ok(conn.prepare_cached(&text)?.query_row([charge.0.as_bytes()], hold).optional()?)
}

/// The holds that stand and lapse before a moment, the next one first.
///
/// # Errors
/// When the file cannot be read.
pub fn lapsing(conn: &Connection, before: Timestamp, limit: u32) -> Result<Vec<Hold>, LedgerError> {
    let text = format!(
        "SELECT {COLUMNS} FROM holds INDEXED BY holds_that_stand
         WHERE ended_at IS NULL AND lapses_at < ?1 ORDER BY lapses_at LIMIT ?2"
    );
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map(params![before.millis(), limit], hold)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}
