//! The cards of charges and the providers' pages, as the payer was asked: what tells such a
//! charge from one by voucher.

use cobro_domain::{
    card::{CardBrand, CardKind},
    ids::ChargeId,
    money::{Currency, Money},
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, params};

use super::{View, charges};
use crate::{
    chain::StoredFact,
    error::LedgerError,
    fact::{CardAsked, PageOffered},
    sql,
};

pub(super) const VIEW: View = View {
    name: "cards",
    schema: "
CREATE TABLE cards (
    charge BLOB PRIMARY KEY CHECK (length(charge) = 16),
    asked  TEXT NOT NULL
) STRICT, WITHOUT ROWID;",
    indexes: "",
    filled: true,
};

pub(super) const PAGES: View = View {
    name: "pages",
    schema: "
CREATE TABLE pages (
    charge     BLOB PRIMARY KEY CHECK (length(charge) = 16),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;",
    indexes: "",
    filled: true,
};

/// The card of a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its brand, if it is one that is known here.
    pub brand: Option<CardBrand>,
    /// Credit or debit.
    pub kind: CardKind,
    /// The last digits.
    pub last_four: String,
    /// Whether the provider keeps it.
    pub stored: bool,
    /// For how many days the money is held; nothing when it is taken at once.
    pub hold_days: Option<u32>,
    /// In how many parts the payer pays.
    pub months: u32,
    /// The provider's number for the promotion by which they do.
    pub promotion: Option<String>,
    /// What the first part is.
    pub each: Money,
    /// What the payer pays in the end.
    pub total: Money,
}

pub(super) fn ask(conn: &Connection, body: &CardAsked) -> Result<i64, LedgerError> {
    let asked = serde_json::to_string(body)
        .map_err(|error| LedgerError::Malformed { what: "a card", detail: error.to_string() })?;
    conn.prepare_cached("INSERT OR REPLACE INTO cards (charge, asked) VALUES (?1, ?2)")?
        .execute(params![body.charge.0.as_bytes(), asked])?;
    charges::invoice_of(conn, body.charge)
}

pub(super) fn offer(
    conn: &Connection,
    stored: &StoredFact,
    body: &PageOffered,
) -> Result<i64, LedgerError> {
    conn.prepare_cached("INSERT OR REPLACE INTO pages (charge, expires_at) VALUES (?1, ?2)")?
        .execute(params![body.charge.0.as_bytes(), body.expires_at.millis()])?;
    charges::offered(conn, stored, body.charge)
}

/// The card of a charge; none when it is not by card.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, charge: ChargeId) -> Result<Option<Card>, LedgerError> {
    let asked = conn
        .prepare_cached("SELECT asked FROM cards WHERE charge = ?1")?
        .query_row([charge.0.as_bytes()], |row| sql::json::<CardAsked>(row, 0))
        .optional()?;
    Ok(asked.map(|asked| {
        let money = |minor, currency: Currency| Money::new(minor, currency);
        Card {
            brand: asked.brand,
            kind: asked.kind,
            last_four: asked.last_four,
            stored: asked.stored,
            hold_days: asked.hold_days,
            months: asked.months,
            promotion: asked.promotion,
            each: money(asked.each, asked.currency),
            total: money(asked.total, asked.currency),
        }
    }))
}

/// Until when a charge can be paid on the provider's page; nothing when it has none.
///
/// # Errors
/// When the file cannot be read.
pub fn page_until(conn: &Connection, charge: ChargeId) -> Result<Option<Timestamp>, LedgerError> {
    let until: Option<i64> = conn
        .prepare_cached("SELECT expires_at FROM pages WHERE charge = ?1")?
        .query_row([charge.0.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(until.map(Timestamp::from_millis))
}
