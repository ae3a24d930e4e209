//! Money given back through providers, from the decision to the end of it.

use cobro_domain::{
    ids::{ChargeId, PaymentId, RefundId},
    money::{Currency, Money},
    refund::RefundState,
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{
    View,
    allocations::{self, Source},
    charges, invoices, timeline,
};
use crate::{
    chain::StoredFact,
    error::LedgerError,
    fact::{Fact, RefundBooked, RefundReported, RefundRequested},
    sql,
};

pub(super) const VIEW: View = View {
    name: "refunds",
    schema: "
CREATE TABLE refunds (
    id           BLOB PRIMARY KEY CHECK (length(id) = 16),
    payment      BLOB NOT NULL,
    charge       BLOB NOT NULL,
    invoice      INTEGER NOT NULL,
    amount       INTEGER NOT NULL,
    by_hand      INTEGER NOT NULL,
    currency     TEXT NOT NULL,
    state        TEXT NOT NULL,
    provider     TEXT,
    taken_by     TEXT,
    seen         TEXT NOT NULL,
    attempt      TEXT,
    credit       INTEGER NOT NULL,
    reason       TEXT NOT NULL,
    text         TEXT,
    requested_at INTEGER NOT NULL,
    decided_at   INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX refunds_by_invoice ON refunds (invoice);",
    indexes: "
CREATE INDEX refunds_that_live ON refunds (requested_at)
    WHERE state IN ('requested', 'undecided');",
    filled: true,
};

/// A refund as the books see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// Its id.
    pub id: RefundId,
    /// The payment it is of.
    pub payment: PaymentId,
    /// The charge that the payment came by.
    pub charge: ChargeId,
    /// The place of its invoice in the file.
    pub invoice: i64,
    /// What the provider gives back.
    pub amount: Money,
    /// What a person pays back besides.
    pub by_hand: Money,
    /// Where it stands.
    pub state: RefundState,
    /// The provider's number for the charge; none for a refund that nobody here asked for.
    pub order: Option<String>,
    /// The provider's number for the attempt that took the money.
    pub taken_by: Option<String>,
    /// Refunds of the charge that the provider knew of before it was asked for this one.
    pub seen: Vec<String>,
    /// The provider's number for it.
    pub attempt: Option<String>,
    /// What of it was surplus of the payment.
    pub credit: Money,
    /// Why, as a person typed it.
    pub reason: String,
    /// The provider's words about its end.
    pub text: Option<String>,
    /// When it was decided here.
    pub requested_at: Timestamp,
    /// When the provider decided, as this till heard of it.
    pub decided_at: Option<Timestamp>,
}

pub(super) fn request(
    conn: &Connection,
    stored: &StoredFact,
    body: &RefundRequested,
) -> Result<i64, LedgerError> {
    let invoice = invoices::arrival_of(conn, body.invoice)?;
    let seen = serde_json::to_string(&body.seen)
        .map_err(|error| LedgerError::Malformed { what: "a refund", detail: error.to_string() })?;
    conn.prepare_cached(
        "INSERT INTO refunds (id, payment, charge, invoice, amount, by_hand, currency, state,
                              provider, taken_by, seen, credit, reason, requested_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'requested', ?8, ?9, ?10, 0, ?11, ?12)",
    )?
    .execute(params![
        body.refund.0.as_bytes(),
        body.payment.0.as_bytes(),
        body.charge.0.as_bytes(),
        invoice,
        body.amount,
        body.by_hand,
        body.currency.code(),
        body.order,
        body.attempt,
        seen,
        body.reason,
        stored.at.millis(),
    ])?;
    Ok(invoice)
}

pub(super) fn report(
    conn: &Connection,
    stored: &StoredFact,
    body: &RefundReported,
) -> Result<Option<i64>, LedgerError> {
    let decided = !body.state.is_live();
    let invoice = conn
        .prepare_cached(
            "UPDATE refunds SET state = ?2, text = ?3, attempt = coalesce(?4, attempt),
                                decided_at = CASE WHEN ?5 THEN ?6 END
             WHERE id = ?1 RETURNING invoice",
        )?
        .query_row(
            params![
                body.refund.0.as_bytes(),
                body.state.word(),
                body.text,
                body.attempt,
                decided,
                stored.at.millis(),
            ],
            |row| row.get(0),
        )
        .optional()?;
    Ok(invoice)
}

pub(super) fn book(
    conn: &Connection,
    stored: &StoredFact,
    body: &RefundBooked,
) -> Result<i64, LedgerError> {
    let invoice = invoices::arrival_of(conn, body.invoice)?;
    conn.prepare_cached(
        "INSERT INTO refunds (id, payment, charge, invoice, amount, by_hand, currency, state,
                              seen, attempt, credit, reason, requested_at, decided_at)
         VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, 'approved', '[]', ?7, ?8, '', ?9, ?9)
         ON CONFLICT (id) DO UPDATE SET
             state = 'approved', text = NULL, amount = excluded.amount,
             attempt = coalesce(excluded.attempt, attempt), credit = excluded.credit,
             decided_at = excluded.decided_at",
    )?
    .execute(params![
        body.refund.0.as_bytes(),
        body.payment.0.as_bytes(),
        body.charge.0.as_bytes(),
        invoice,
        body.amount,
        body.currency.code(),
        body.attempt,
        body.credit,
        stored.at.millis(),
    ])?;
    Ok(invoice)
}

const COLUMNS: &str = "id, payment, charge, invoice, amount, by_hand, currency, state, provider,
                       taken_by, seen, attempt, credit, reason, text, requested_at, decided_at";

fn refund(row: &Row<'_>) -> rusqlite::Result<Refund> {
    let currency = sql::currency(row, 6)?;
    let state: String = row.get(7)?;
    Ok(Refund {
        id: RefundId(sql::uuid(row, 0)?),
        payment: PaymentId(sql::uuid(row, 1)?),
        charge: ChargeId(sql::uuid(row, 2)?),
        invoice: row.get(3)?,
        amount: sql::money(row, 4, currency)?,
        by_hand: sql::money(row, 5, currency)?,
        state: sql::word_of(7, &state, RefundState::from_word(&state))?,
        order: row.get(8)?,
        taken_by: row.get(9)?,
        seen: sql::json(row, 10)?,
        attempt: row.get(11)?,
        credit: sql::money(row, 12, currency)?,
        reason: row.get(13)?,
        text: row.get(14)?,
        requested_at: Timestamp::from_millis(row.get(15)?),
        decided_at: row.get::<_, Option<i64>>(16)?.map(Timestamp::from_millis),
    })
}

/// A refund.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: RefundId) -> Result<Option<Refund>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM refunds WHERE id = ?1");
    Ok(conn.prepare_cached(&text)?.query_row([id.0.as_bytes()], refund).optional()?)
}

/// The refunds of an invoice, oldest first.
///
/// # Errors
/// When the file cannot be read.
pub fn of_invoice(conn: &Connection, invoice: i64) -> Result<Vec<Refund>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM refunds WHERE invoice = ?1 ORDER BY id");
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map([invoice], refund)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// The refunds of a charge, oldest first.
///
/// # Errors
/// When the file cannot be read.
pub fn of_charge(conn: &Connection, charge: ChargeId) -> Result<Vec<Refund>, LedgerError> {
    let found = of_invoice(conn, charges::invoice_of(conn, charge)?)?;
    Ok(found.into_iter().filter(|refund| refund.charge == charge).collect())
}

/// The refunds that the provider has not decided about, oldest first.
///
/// # Errors
/// When the file cannot be read.
pub fn live(conn: &Connection) -> Result<Vec<Refund>, LedgerError> {
    let text = format!(
        "SELECT {COLUMNS} FROM refunds INDEXED BY refunds_that_live
         WHERE state IN ('requested', 'undecided') ORDER BY requested_at"
    );
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map([], refund)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// A payment that came through a provider, and what of it is left to give back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returnable {
    /// The payment.
    pub payment: PaymentId,
    /// What came.
    pub came: Money,
    /// What is left to give back; refunds that nobody has decided about count as given.
    pub left: Money,
    /// What the provider gave back for certain.
    pub given: Money,
    /// The provider's number for the movement.
    pub money_in: String,
    /// When it was booked.
    pub at: Timestamp,
}

/// What is left to give back of a payment that came by a charge; none when no such payment
/// came by it.
///
/// # Errors
/// When the file cannot be read, or the amounts cannot be subtracted.
pub fn returnable(
    conn: &Connection,
    charge: ChargeId,
    payment: PaymentId,
) -> Result<Option<Returnable>, LedgerError> {
    let invoice = charges::invoice_of(conn, charge)?;
    let arrival: Option<i64> = conn
        .prepare_cached(
            "SELECT arrival FROM payments WHERE invoice = ?1 AND id = ?2 AND charge = ?3",
        )?
        .query_row(params![invoice, payment.0.as_bytes(), charge.0.as_bytes()], |row| row.get(0))
        .optional()?;
    let Some(arrival) = arrival else {
        return Ok(None);
    };
    let stored = timeline::fact(conn, arrival)?;
    let Fact::PaymentReceived(body) = stored.decode()? else {
        return Ok(None);
    };
    let (mut left, mut given) = (body.amount, 0_i64);
    for refund in of_charge(conn, charge)?.iter().filter(|refund| refund.payment == payment) {
        let gone = refund.state.is_given_back();
        if gone || refund.state.is_live() {
            left = left.saturating_sub(refund.amount.minor());
        }
        if gone {
            given = given.saturating_add(refund.amount.minor());
        }
    }
    for given in allocations::of_invoice(conn, invoice)? {
        if given.from == Source::Refund && given.payment == Some(payment) {
            left = left.saturating_add(given.amount.minor());
        }
    }
    let money = |minor| Money::new(minor, body.currency);
    Ok(Some(Returnable {
        payment,
        came: money(body.amount),
        left: money(left.max(0)),
        given: money(given),
        money_in: body.money_in,
        at: stored.at,
    }))
}

/// What providers may yet give back of an invoice's payments, in minor units of its currency.
///
/// # Errors
/// When the file cannot be read.
pub fn under_way(
    conn: &Connection,
    invoice: i64,
    currency: Currency,
) -> Result<Money, LedgerError> {
    let minor = conn
        .prepare_cached(
            "SELECT coalesce(sum(amount), 0) FROM refunds
             WHERE invoice = ?1 AND currency = ?2 AND state IN ('requested', 'undecided')",
        )?
        .query_row(params![invoice, currency.code()], |row| row.get(0))?;
    Ok(Money::new(minor, currency))
}

/// Whether all that came too much is on its way back.
pub(super) fn cover(conn: &Connection, invoice: i64, due: Money) -> Result<bool, LedgerError> {
    let going = under_way(conn, invoice, due.currency())?;
    Ok(going.minor().saturating_add(due.minor()) >= 0)
}

/// What went back of an invoice's payments, in minor units of its currency.
pub(super) fn given_back(
    conn: &Connection,
    invoice: i64,
    currency: &str,
) -> Result<i64, LedgerError> {
    let given = conn
        .prepare_cached(
            "SELECT coalesce(sum(amount), 0) FROM refunds
             WHERE invoice = ?1 AND currency = ?2 AND state = 'approved'",
        )?
        .query_row(params![invoice, currency], |row| row.get(0))?;
    Ok(given)
}
