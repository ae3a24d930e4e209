//! Charges: each attempt to collect, as the provider's reports tell it.

use cobro_domain::{
    charge::ChargeState,
    ids::{ChargeId, MerchantAccountId, Reference},
    method::Method,
    money::Money,
    time::Timestamp,
    voucher::Voucher,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{View, invoices};
use crate::{
    chain::StoredFact,
    error::LedgerError,
    fact::{
        ChargeCancelled, ChargeRefused, ChargeReported, ChargeRequested, Correction,
        HoldAuthorized, PaymentCorrected, PaymentReceived, VoucherIssued,
    },
    sql,
};

pub(super) const VIEW: View = View {
    name: "charges",
    schema: "
CREATE TABLE charges (
    id            BLOB PRIMARY KEY CHECK (length(id) = 16),
    invoice       INTEGER NOT NULL,
    account       BLOB NOT NULL,
    method        TEXT NOT NULL,
    reference     TEXT NOT NULL UNIQUE,
    amount        INTEGER NOT NULL,
    currency      TEXT NOT NULL,
    state         TEXT NOT NULL,
    contested     INTEGER NOT NULL,
    provider_id   TEXT,
    voucher       TEXT,
    text          TEXT,
    requested_at  INTEGER NOT NULL,
    issued_at     INTEGER,
    ended_at      INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX charges_by_invoice ON charges (invoice);",
    indexes: "
CREATE INDEX charges_that_live ON charges (state) WHERE ended_at IS NULL;
CREATE INDEX charges_unpaid ON charges (requested_at) WHERE state NOT IN ('paid', 'reversed');",
    filled: true,
};

/// A charge as the books see it.
#[derive(Clone, Debug)]
pub struct Charge {
    /// Its id.
    pub id: ChargeId,
    /// The place of its invoice in the file.
    pub invoice: i64,
    /// The merchant account.
    pub account: MerchantAccountId,
    /// How it is paid.
    pub method: Method,
    /// Our name for it at the provider.
    pub reference: Reference,
    /// What it collects.
    pub amount: Money,
    /// Where it stands.
    pub state: ChargeState,
    /// How much of what came by it is contested.
    pub contested: Money,
    /// The provider's number for it.
    pub provider_id: Option<String>,
    /// What the payer pays with.
    pub voucher: Option<Voucher>,
    /// The provider's words about its end, or a word that this version does not know.
    pub text: Option<String>,
    /// When it was decided.
    pub requested_at: Timestamp,
    /// When the provider confirmed it.
    pub issued_at: Option<Timestamp>,
    /// When it was paid, or ended otherwise.
    pub ended_at: Option<Timestamp>,
}

pub(super) fn request(
    conn: &Connection,
    stored: &StoredFact,
    body: &ChargeRequested,
) -> Result<i64, LedgerError> {
    let invoice = invoices::arrival_of(conn, body.invoice)?;
    conn.prepare_cached(
        "INSERT INTO charges (id, invoice, account, method, reference, amount, currency, state,
                              contested, requested_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'requested', 0, ?8)",
    )?
    .execute(params![
        body.charge.0.as_bytes(),
        invoice,
        body.account.0.as_bytes(),
        body.method.as_str(),
        body.reference.as_str(),
        body.amount,
        body.currency.code(),
        stored.at.millis(),
    ])?;
    invoices::collected_by(conn, invoice, body.method.as_str())?;
    Ok(invoice)
}

pub(super) fn issue(
    conn: &Connection,
    stored: &StoredFact,
    body: &VoucherIssued,
) -> Result<i64, LedgerError> {
    let voucher = serde_json::to_string(&body.voucher)
        .map_err(|error| LedgerError::Malformed { what: "a voucher", detail: error.to_string() })?;
    conn.prepare_cached(
        "UPDATE charges SET voucher = ?2, provider_id = ?3, issued_at = ?4,
                            state = CASE state WHEN 'requested' THEN 'pending' ELSE state END
         WHERE id = ?1",
    )?
    .execute(params![body.charge.0.as_bytes(), voucher, body.order, stored.at.millis()])?;
    invoice_of(conn, body.charge)
}

pub(super) fn report(
    conn: &Connection,
    stored: &StoredFact,
    body: &ChargeReported,
) -> Result<i64, LedgerError> {
    conn.prepare_cached(
        "UPDATE charges SET state = coalesce(?2, state), provider_id = coalesce(?3, provider_id),
                            text = ?4,
                            ended_at = CASE WHEN ?2 IS NULL THEN ended_at WHEN ?5 THEN ?6 END
         WHERE id = ?1",
    )?
    .execute(params![
        body.charge.0.as_bytes(),
        body.state.map(ChargeState::word),
        body.order,
        body.text,
        body.state.is_some_and(|state| !state.is_live()),
        stored.at.millis(),
    ])?;
    invoice_of(conn, body.charge)
}

pub(super) fn refuse(
    conn: &Connection,
    stored: &StoredFact,
    body: &ChargeRefused,
) -> Result<i64, LedgerError> {
    end(conn, stored, body.charge, ChargeState::Declined, Some(&body.text))
}

pub(super) fn cancel(
    conn: &Connection,
    stored: &StoredFact,
    body: &ChargeCancelled,
) -> Result<i64, LedgerError> {
    end(conn, stored, body.charge, ChargeState::Cancelled, None)
}

pub(super) fn paid(
    conn: &Connection,
    stored: &StoredFact,
    body: &PaymentReceived,
) -> Result<(), LedgerError> {
    end(conn, stored, body.charge, ChargeState::Paid, None).map(|_| ())
}

/// Keeps how much of a charge's money is contested.
pub(super) fn correct(conn: &Connection, body: &PaymentCorrected) -> Result<(), LedgerError> {
    let contested = match body.correction {
        Correction::Contested => "contested + ?2",
        Correction::Restored => "contested - ?2",
        Correction::Reversed => "max(contested - ?2, 0)",
    };
    conn.prepare_cached(&format!("UPDATE charges SET contested = {contested} WHERE id = ?1"))?
        .execute(params![body.charge.0.as_bytes(), body.amount])?;
    Ok(())
}

/// The money is held.
pub(super) fn authorized(
    conn: &Connection,
    stored: &StoredFact,
    body: &HoldAuthorized,
) -> Result<i64, LedgerError> {
    conn.prepare_cached(
        "UPDATE charges SET state = 'authorized', provider_id = ?2, text = NULL,
                            issued_at = coalesce(issued_at, ?3), ended_at = NULL
         WHERE id = ?1",
    )?
    .execute(params![body.charge.0.as_bytes(), body.order, stored.at.millis()])?;
    invoice_of(conn, body.charge)
}

/// The payer can pay on the provider's page.
pub(super) fn offered(
    conn: &Connection,
    stored: &StoredFact,
    charge: ChargeId,
) -> Result<i64, LedgerError> {
    conn.prepare_cached(
        "UPDATE charges SET issued_at = ?2,
                            state = CASE state WHEN 'requested' THEN 'pending' ELSE state END
         WHERE id = ?1",
    )?
    .execute(params![charge.0.as_bytes(), stored.at.millis()])?;
    invoice_of(conn, charge)
}

pub(super) fn end(
    conn: &Connection,
    stored: &StoredFact,
    charge: ChargeId,
    state: ChargeState,
    text: Option<&str>,
) -> Result<i64, LedgerError> {
    conn.prepare_cached("UPDATE charges SET state = ?2, text = ?3, ended_at = ?4 WHERE id = ?1")?
        .execute(params![charge.0.as_bytes(), state.word(), text, stored.at.millis()])?;
    invoice_of(conn, charge)
}

pub(super) fn invoice_of(conn: &Connection, charge: ChargeId) -> Result<i64, LedgerError> {
    let invoice = conn
        .prepare_cached("SELECT invoice FROM charges WHERE id = ?1")?
        .query_row([charge.0.as_bytes()], |row| row.get(0))?;
    Ok(invoice)
}

const COLUMNS: &str = "id, invoice, account, method, reference, amount, currency, state,
                       provider_id, voucher, text, requested_at, issued_at, ended_at,
                       contested";

fn charge(row: &Row<'_>) -> rusqlite::Result<Charge> {
    let currency = sql::currency(row, 6)?;
    let voucher: Option<String> = row.get(9)?;
    Ok(Charge {
        id: ChargeId(sql::uuid(row, 0)?),
        invoice: row.get(1)?,
        account: MerchantAccountId(sql::uuid(row, 2)?),
        method: Method::stored(&row.get::<_, String>(3)?),
        reference: Reference::stored(&row.get::<_, String>(4)?),
        amount: sql::money(row, 5, currency)?,
        state: sql::charge_state(row, 7)?,
        contested: sql::money(row, 14, currency)?,
        provider_id: row.get(8)?,
        voucher: voucher.is_some().then(|| sql::json(row, 9)).transpose()?,
        text: row.get(10)?,
        requested_at: Timestamp::from_millis(row.get(11)?),
        issued_at: row.get::<_, Option<i64>>(12)?.map(Timestamp::from_millis),
        ended_at: row.get::<_, Option<i64>>(13)?.map(Timestamp::from_millis),
    })
}

/// A charge.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: ChargeId) -> Result<Option<Charge>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM charges WHERE id = ?1");
    Ok(conn.prepare_cached(&text)?.query_row([id.0.as_bytes()], charge).optional()?)
}

/// The charges of an invoice, oldest first.
///
/// # Errors
/// When the file cannot be read.
pub fn of_invoice(conn: &Connection, invoice: i64) -> Result<Vec<Charge>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM charges WHERE invoice = ?1 ORDER BY id");
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map([invoice], charge)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// Every charge that may still bring money without having ended.
///
/// # Errors
/// When the file cannot be read.
pub fn live(conn: &Connection) -> Result<Vec<Charge>, LedgerError> {
    let text = format!(
        "SELECT {COLUMNS} FROM charges INDEXED BY charges_that_live
         WHERE ended_at IS NULL AND state IN ('requested', 'pending', 'authorized') ORDER BY id"
    );
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map([], charge)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// Charges decided since a moment that no money has come for, whatever else became of them:
/// what a daily sweep asks about.
///
/// # Errors
/// When the file cannot be read.
pub fn unpaid_since(conn: &Connection, from: Timestamp) -> Result<Vec<Charge>, LedgerError> {
    let text = format!(
        "SELECT {COLUMNS} FROM charges INDEXED BY charges_unpaid
         WHERE state NOT IN ('paid', 'reversed') AND requested_at >= ?1 ORDER BY requested_at"
    );
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map([from.millis()], charge)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// A place in the charges that no money has come for, in the order they were decided.
pub type UnpaidPlace = (Timestamp, ChargeId);

/// As [`unpaid_since`], a page at a time: those behind a place.
///
/// # Errors
/// When the file cannot be read.
pub fn unpaid_behind(
    conn: &Connection,
    (from, id): UnpaidPlace,
    limit: u32,
) -> Result<Vec<Charge>, LedgerError> {
    let text = format!(
        "SELECT {COLUMNS} FROM charges INDEXED BY charges_unpaid
         WHERE state NOT IN ('paid', 'reversed') AND (requested_at, id) > (?1, ?2)
         ORDER BY requested_at, id LIMIT ?3"
    );
    let mut statement = conn.prepare_cached(&text)?;
    let after = params![from.millis(), id.0.as_bytes(), limit];
    let rows = statement.query_map(after, charge)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// The newest charge, by its id.
///
/// # Errors
/// When the file cannot be read.
pub fn newest(conn: &Connection) -> Result<Option<ChargeId>, LedgerError> {
    let found = conn
        .prepare_cached("SELECT id FROM charges ORDER BY id DESC LIMIT 1")?
        .query_row([], |row| sql::uuid(row, 0).map(ChargeId))
        .optional()?;
    Ok(found)
}

/// Whether a merchant account has any charge that is newer than `after`. Without one to begin
/// after, every charge of the file may be read.
///
/// # Errors
/// When the file cannot be read.
pub fn any_through(
    conn: &Connection,
    account: MerchantAccountId,
    after: Option<ChargeId>,
) -> Result<bool, LedgerError> {
    let after = after.map(|id| id.0.as_bytes().to_vec()).unwrap_or_default();
    let any = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM charges WHERE id > ?2 AND account = ?1)")?
        .query_row(params![account.0.as_bytes(), after], |row| row.get(0))?;
    Ok(any)
}
