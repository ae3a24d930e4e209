//! The orders of PayU and what happened to them: tables, reads and writes.
//!
//! Nothing here is ever changed: what an order looks like at an instant is computed from what
//! happened to it (`states`).

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::{Deserialize, Serialize};

use super::amount::Centavos;
use super::cards::CardPayment;
use super::methods::Method;
use super::signature::Algorithm;
use super::states::Kind;
use super::validate::ValidOrder;
use super::wire::{self, Address, Buyer, Payer};
use crate::store::StoreError;

/// The sequence starts where order ids no longer fit in 31 bits.
pub(crate) const SCHEMA: &str = "
    CREATE TABLE payu_orders (
        id             INTEGER PRIMARY KEY AUTOINCREMENT,
        reference      TEXT NOT NULL,
        method         TEXT NOT NULL,
        centavos       INTEGER NOT NULL,
        created_at     INTEGER NOT NULL,
        expires_at     INTEGER NOT NULL,
        transaction_id TEXT NOT NULL UNIQUE,
        submitted      TEXT NOT NULL
    ) STRICT;
    CREATE INDEX payu_orders_by_reference ON payu_orders (reference);
    CREATE TABLE payu_happenings (
        seq            INTEGER PRIMARY KEY AUTOINCREMENT,
        order_id       INTEGER NOT NULL REFERENCES payu_orders (id),
        at             INTEGER NOT NULL,
        transaction_id TEXT NOT NULL,
        what           TEXT NOT NULL
    ) STRICT;
    CREATE INDEX payu_happenings_by_order ON payu_happenings (order_id);
    CREATE INDEX payu_happenings_by_transaction ON payu_happenings (transaction_id);
    CREATE TABLE payu_queries (subject TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
    INSERT INTO sqlite_sequence (name, seq) VALUES ('payu_orders', 2152600100);
";

pub(crate) const RESET: &str = "
    DELETE FROM payu_happenings;
    DELETE FROM payu_orders;
    DELETE FROM payu_queries;
";

/// An order as it was taken.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) id: i64,
    pub(crate) reference: String,
    pub(crate) method: Method,
    pub(crate) amount: Centavos,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) transaction_id: String,
    pub(crate) submitted: Submitted,
}

/// What the merchant wrote and the reports repeat.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Submitted {
    pub(crate) description: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) notify_url: Option<String>,
    pub(crate) signature: String,
    pub(crate) taxes: Taxes,
    pub(crate) buyer: Option<Buyer>,
    pub(crate) shipping_address: Option<Address>,
    pub(crate) payer: Option<Payer>,
    pub(crate) device_session_id: Option<String>,
    pub(crate) ip_address: Option<String>,
    pub(crate) cookie: Option<String>,
    pub(crate) user_agent: Option<String>,
    /// The first attempt with a card.
    #[serde(default)]
    pub(crate) card: Option<CardPayment>,
    /// What only a form of WebCheckout says.
    #[serde(default)]
    pub(crate) form: Option<FormPart>,
}

/// What a form of WebCheckout says and an API order does not.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct FormPart {
    pub(crate) algorithm: Algorithm,
    pub(crate) extras: [String; 3],
    pub(crate) telephone: String,
}

/// The part of the amount that is tax, and what it was computed from, in centavos.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Taxes {
    pub(crate) tax: i64,
    pub(crate) tax_return_base: i64,
}

impl Submitted {
    pub(crate) fn of(
        transaction: &wire::Transaction,
        order: &wire::Order,
        signature: String,
        taxes: Taxes,
    ) -> Self {
        Self {
            description: order.description.clone(),
            language: order.language.clone(),
            notify_url: order.notify_url.clone(),
            signature,
            taxes,
            buyer: order.buyer.clone(),
            shipping_address: order.shipping_address.clone(),
            payer: transaction.payer.clone(),
            device_session_id: transaction.device_session_id.clone(),
            ip_address: transaction.ip_address.clone(),
            cookie: transaction.cookie.clone(),
            user_agent: transaction.user_agent.clone(),
            card: None,
            form: None,
        }
    }
}

/// Something that happened to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Happening {
    pub(crate) at: i64,
    /// The transaction that reports it, if it needs one of its own.
    pub(crate) transaction_id: String,
    pub(crate) what: What,
}

/// The kinds of happenings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum What {
    /// Somebody paid; PayU tells from `visible_at` on.
    Paid {
        centavos: i64,
        visible_at: i64,
    },
    Declined,
    Expired,
    /// Reports show this word for the state, which no document knows.
    Word(String),
    /// The payer's bank wants the money back.
    Disputed,
    /// The merchant keeps the money after all.
    DisputeWon,
    /// The money is gone for good.
    DisputeLost,
    /// One more attempt with a card.
    Attempted(CardPayment),
    /// The answer to the last attempt that nobody knew the result of.
    Settled {
        code: String,
    },
    /// A capture, void or refund that was answered at once.
    Followed {
        kind: Kind,
        centavos: i64,
        code: String,
    },
    /// A refund, or a void, that somebody has to decide.
    Asked {
        kind: Kind,
        centavos: i64,
        /// When, and how, it decides itself.
        decides: Option<(i64, bool)>,
    },
    /// Somebody decided what was asked first and not decided yet.
    Decided {
        approved: bool,
    },
    /// Reports forget what was paid, and the voucher waits again.
    Forgotten,
}

pub(crate) fn insert(db: &Connection, order: ValidOrder, now_ms: i64) -> Result<Order, StoreError> {
    let transaction_id = uuid::Uuid::new_v4().to_string();
    db.execute(
        "INSERT INTO payu_orders
         (reference, method, centavos, created_at, expires_at, transaction_id, submitted)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            order.reference,
            order.method.name(),
            order.amount.0,
            now_ms,
            order.expires_at,
            transaction_id,
            serde_json::to_string(&order.submitted)?,
        ],
    )?;
    Ok(Order {
        id: db.last_insert_rowid(),
        reference: order.reference,
        method: order.method,
        amount: order.amount,
        created_at: now_ms,
        expires_at: order.expires_at,
        transaction_id,
        submitted: order.submitted,
    })
}

pub(crate) fn by_id(db: &Connection, id: i64) -> Result<Option<Order>, StoreError> {
    Ok(select(db, "WHERE id = ?1", params![id])?.pop())
}

/// Oldest first.
pub(crate) fn by_reference(db: &Connection, reference: &str) -> Result<Vec<Order>, StoreError> {
    select(db, "WHERE reference = ?1 ORDER BY id", params![reference])
}

pub(crate) fn by_transaction(db: &Connection, id: &str) -> Result<Option<Order>, StoreError> {
    let clause = "WHERE transaction_id = ?1 OR id IN
        (SELECT order_id FROM payu_happenings WHERE transaction_id = ?1)";
    Ok(select(db, clause, params![id])?.pop())
}

/// Oldest first.
pub(crate) fn all(db: &Connection) -> Result<Vec<Order>, StoreError> {
    select(db, "ORDER BY id", params![])
}

/// The orders whose merchant named an address for confirmations, oldest first.
pub(crate) fn with_address(db: &Connection) -> Result<Vec<Order>, StoreError> {
    let clause = "WHERE json_extract(submitted, '$.notify_url') IS NOT NULL ORDER BY id";
    select(db, clause, params![])
}

/// How many orders each reference has.
pub(crate) fn counts(db: &Connection) -> Result<BTreeMap<String, u64>, StoreError> {
    let mut statement =
        db.prepare("SELECT reference, count(*) FROM payu_orders GROUP BY reference")?;
    let rows = statement
        .query_map([], |row| Ok((row.get::<_, String>(0)?, u64::from(row.get::<_, u32>(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn select(
    db: &Connection,
    clause: &str,
    parameters: &[&dyn rusqlite::ToSql],
) -> Result<Vec<Order>, StoreError> {
    let mut statement = db.prepare(&format!(
        "SELECT id, reference, method, centavos, created_at, expires_at, transaction_id, submitted
         FROM payu_orders {clause}"
    ))?;
    let mut rows = statement.query(parameters)?;
    let mut orders = Vec::new();
    while let Some(row) = rows.next()? {
        orders.push(read(row)?);
    }
    Ok(orders)
}

fn read(row: &Row<'_>) -> Result<Order, StoreError> {
    let method: String = row.get(2)?;
    let submitted: String = row.get(7)?;
    Ok(Order {
        id: row.get(0)?,
        reference: row.get(1)?,
        method: serde_json::from_value(method.into())?,
        amount: Centavos(row.get(3)?),
        created_at: row.get(4)?,
        expires_at: row.get(5)?,
        transaction_id: row.get(6)?,
        submitted: serde_json::from_str(&submitted)?,
    })
}

/// Returns the id of the transaction that shows it, if one does.
pub(crate) fn record(
    db: &Connection,
    order: i64,
    at: i64,
    what: &What,
) -> Result<String, StoreError> {
    let transaction = uuid::Uuid::new_v4().to_string();
    db.execute(
        "INSERT INTO payu_happenings (order_id, at, transaction_id, what) VALUES (?1, ?2, ?3, ?4)",
        params![order, at, transaction, serde_json::to_string(what)?],
    )?;
    Ok(transaction)
}

/// In the order they were recorded.
pub(crate) fn happenings(db: &Connection, order: i64) -> Result<Vec<Happening>, StoreError> {
    let mut statement = db.prepare(
        "SELECT at, transaction_id, what FROM payu_happenings WHERE order_id = ?1 ORDER BY seq",
    )?;
    let mut rows = statement.query([order])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let what: String = row.get(2)?;
        let what = serde_json::from_str(&what)?;
        found.push(Happening { at: row.get(0)?, transaction_id: row.get(1)?, what });
    }
    Ok(found)
}

/// The latest instant any order knows of: the clock must not show an earlier one.
pub(crate) fn latest_instant(db: &Connection) -> Result<i64, StoreError> {
    Ok(db.query_row(
        "SELECT max(coalesce((SELECT max(created_at) FROM payu_orders), 0),
                    coalesce((SELECT max(at) FROM payu_happenings), 0))",
        [],
        |row| row.get(0),
    )?)
}

/// Remembers a query about `subject` and returns when the one before it came.
pub(crate) fn stamp_query(
    db: &Connection,
    subject: &str,
    now_ms: i64,
) -> Result<Option<i64>, StoreError> {
    let before = db
        .query_row("SELECT at FROM payu_queries WHERE subject = ?1", [subject], |row| row.get(0))
        .optional()?;
    db.execute(
        "INSERT INTO payu_queries (subject, at) VALUES (?1, ?2)
         ON CONFLICT (subject) DO UPDATE SET at = excluded.at",
        params![subject, now_ms],
    )?;
    Ok(before)
}
