//! Confirmations: what PayU posts to the merchant when a payment is decided, and when it tries
//! again.

use std::collections::BTreeMap;

use form_urlencoded::Serializer;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;

use super::card_answers;
use super::cards::CardPayment;
use super::dates::{self, HOUR_MS, MINUTE_MS};
use super::orders::{self, Order};
use super::settings::{Merchant, Settings};
use super::signature::{self, Algorithm};
use super::states::{self, Kind, State, TransactionView};
use super::{codes, settings_of};
use crate::store::{Store, StoreError};

pub(crate) const SCHEMA: &str = "
    CREATE TABLE payu_notices (
        id             INTEGER PRIMARY KEY AUTOINCREMENT,
        reference      TEXT NOT NULL,
        transaction_id TEXT NOT NULL,
        state          TEXT NOT NULL,
        copy           INTEGER NOT NULL,
        url            TEXT NOT NULL,
        form           TEXT NOT NULL,
        due_at         INTEGER,
        attempts       INTEGER NOT NULL DEFAULT 0,
        outcome        TEXT NOT NULL DEFAULT 'waiting',
        UNIQUE (transaction_id, state, copy)
    ) STRICT;
    CREATE INDEX payu_notices_due ON payu_notices (due_at);
    CREATE INDEX payu_notices_by_reference ON payu_notices (reference);
    CREATE INDEX payu_orders_with_address ON payu_orders (id)
        WHERE json_extract(submitted, '$.notify_url') IS NOT NULL;
";

pub(crate) const RESET: &str = "DELETE FROM payu_notices;";

/// How long PayU waits after each attempt that was not answered with 200. Nine attempts are
/// documented, the waits between them are not: these are ours.
const WAITS_MS: [i64; 8] = [
    MINUTE_MS,
    5 * MINUTE_MS,
    15 * MINUTE_MS,
    30 * MINUTE_MS,
    HOUR_MS,
    3 * HOUR_MS,
    6 * HOUR_MS,
    12 * HOUR_MS,
];

/// What became of a confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeOutcome {
    /// It is still to be sent, or sent again.
    Waiting,
    /// It was answered with 200.
    Delivered,
    /// Nine attempts were not.
    GivenUp,
    /// Its address is not on this machine: the sandbox calls nobody else.
    NotHere,
}

impl NoticeOutcome {
    fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::GivenUp => "given-up",
            Self::NotHere => "not-here",
        }
    }

    fn of(word: &str) -> Self {
        match word {
            "delivered" => Self::Delivered,
            "given-up" => Self::GivenUp,
            "not-here" => Self::NotHere,
            _ => Self::Waiting,
        }
    }
}

/// A confirmation, as the control door shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoticeReport {
    /// The merchant's reference.
    pub reference: String,
    /// The transaction that it tells of.
    pub transaction: String,
    /// The state that it tells.
    pub state: String,
    /// Where it goes.
    pub url: String,
    /// How often it was sent.
    pub attempts: u32,
    /// When it is sent again (milliseconds, UTC).
    pub due_at: Option<i64>,
    /// What became of it.
    pub outcome: NoticeOutcome,
}

/// A confirmation that has to go now.
#[derive(Debug)]
pub(crate) struct Due {
    pub(crate) id: i64,
    pub(crate) url: String,
    pub(crate) body: String,
}

/// Writes down what has been decided and is not told yet.
pub(crate) fn collect(store: &Store, merchant: &Merchant, now_ms: i64) -> Result<(), StoreError> {
    let settings = settings_of(store)?;
    let db = store.db();
    let everybody = settings.notices.url.is_some();
    let orders = if everybody { orders::all(db)? } else { orders::with_address(db)? };
    for order in orders {
        let url = order.submitted.notify_url.clone().or_else(|| settings.notices.url.clone());
        let Some(url) = url else { continue };
        let happenings = orders::happenings(db, order.id)?;
        let view = states::view(&order, &happenings, now_ms);
        for transaction in view.transactions.iter().rev().filter(|one| is_told(one)) {
            note(db, &order, transaction, &url, merchant, &settings)?;
        }
    }
    Ok(())
}

/// Only what is final, and only money that comes in.
fn is_told(transaction: &TransactionView) -> bool {
    let in_one_step = matches!(transaction.kind, Kind::Charge | Kind::Capture);
    match transaction.state {
        State::Approved => in_one_step,
        State::Declined | State::Expired => in_one_step || transaction.kind == Kind::Authorization,
        State::Pending | State::Submitted | State::Error | State::Word(_) => false,
    }
}

fn note(
    db: &Connection,
    order: &Order,
    transaction: &TransactionView,
    url: &str,
    merchant: &Merchant,
    settings: &Settings,
) -> Result<(), StoreError> {
    // After an approved one no more come for that reference.
    let told: bool = db.query_row(
        "SELECT EXISTS (SELECT 1 FROM payu_notices WHERE reference = ?1 AND state = 'APPROVED')",
        [&order.reference],
        |row| row.get(0),
    )?;
    if told {
        return Ok(());
    }
    let form = form(order, transaction, merchant, settings);
    let due_at = transaction.settled_at.unwrap_or(transaction.at);
    for copy in 0..=settings.notices.duplicates {
        db.execute(
            "INSERT OR IGNORE INTO payu_notices
             (reference, transaction_id, state, copy, url, form, due_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                order.reference,
                transaction.id,
                transaction.state.word(),
                copy,
                url,
                form,
                due_at
            ],
        )?;
    }
    Ok(())
}

/// The form without its count of attempts.
fn form(
    order: &Order,
    transaction: &TransactionView,
    merchant: &Merchant,
    settings: &Settings,
) -> String {
    let part = order.submitted.form.clone().unwrap_or_default();
    let algorithm: Algorithm = settings.notices.algorithm.unwrap_or(part.algorithm);
    let (state, answer) = match transaction.state {
        State::Approved => ("4", "A"),
        State::Expired => ("5", "R"),
        State::Declined | State::Error | State::Pending | State::Submitted | State::Word(_) => {
            ("6", "R")
        }
    };
    let value = signature::confirmation_value(transaction.amount);
    let message =
        format!("{}~{}~{}~{value}~MXN~{state}", merchant.api_key, merchant.id, order.reference);
    let sign = algorithm.sign(&message, &merchant.hmac_secret);
    let code = transaction.code.unwrap_or(match transaction.state {
        State::Approved => codes::APPROVED,
        State::Expired => codes::EXPIRED,
        State::Declined | State::Error | State::Pending | State::Submitted | State::Word(_) => {
            codes::ENTITY_DECLINED
        }
    });
    let (date, transaction_date) =
        dates::notice_texts(transaction.settled_at.unwrap_or(transaction.at));
    let buyer = order.submitted.buyer.clone().unwrap_or_default();
    let card = transaction.card.as_ref();
    let method = card.map_or(order.method, |card| card.method);
    let kind = card.map_or(order.method.kind_code(), CardPayment::kind_code);
    let tax = super::amount::Centavos(order.submitted.taxes.tax).text();
    let mut fields: BTreeMap<&str, String> =
        BLANK.iter().map(|name| (*name, String::new())).collect();
    let zeros = [
        "additional_value",
        "administrative_fee",
        "administrative_fee_base",
        "administrative_fee_tax",
    ];
    fields.extend(zeros.map(|name| (name, "0.00".to_owned())));
    fields.extend([
        ("merchant_id", merchant.id.to_string()),
        ("state_pol", state.to_owned()),
        ("response_code_pol", code.number.to_string()),
        ("response_message_pol", code.name.to_owned()),
        ("reference_sale", order.reference.clone()),
        ("reference_pol", order.id.to_string()),
        ("transaction_id", transaction.id.clone()),
        ("sign", sign),
        ("value", transaction.amount.text()),
        ("tax", tax),
        ("currency", "MXN".to_owned()),
        ("payment_method_type", kind.to_string()),
        ("payment_method_name", method.name().to_owned()),
        ("payment_request_state", answer.to_owned()),
        ("description", order.submitted.description.clone().unwrap_or_default()),
        ("email_buyer", buyer.email_address.unwrap_or_default()),
        ("transaction_date", transaction_date),
        ("date", date),
        ("test", "1".to_owned()),
        ("billing_country", "MX".to_owned()),
        ("exchange_rate", "1.00".to_owned()),
        ("ip", order.submitted.ip_address.clone().unwrap_or_default()),
        ("phone", part.telephone.clone()),
    ]);
    fields.extend(["extra1", "extra2", "extra3"].into_iter().zip(part.extras));
    if let Some(card) = &transaction.card {
        fields.extend(card_fields(card, transaction));
    }
    let mut form = Serializer::new(String::new());
    for (name, value) in &fields {
        form.append_pair(name, value);
    }
    form.finish()
}

/// Fields that a confirmation has and the sandbox has nothing to say in.
const BLANK: [&str; 19] = [
    "error_code_bank",
    "error_message_bank",
    "bank_referenced_name",
    "office_phone",
    "shipping_city",
    "shipping_country",
    "shipping_address",
    "billing_address",
    "billing_city",
    "pse_bank",
    "pse_reference1",
    "pse_reference2",
    "pse_reference3",
    "nickname_buyer",
    "nickname_seller",
    "risk",
    "customer_number",
    "antifraudMerchantId",
    "airline_code",
];

/// What a card adds.
fn card_fields(card: &CardPayment, transaction: &TransactionView) -> [(&'static str, String); 6] {
    let authorization = match transaction.state {
        State::Approved => card_answers::authorization(transaction.at),
        State::Declined
        | State::Expired
        | State::Error
        | State::Pending
        | State::Submitted
        | State::Word(_) => String::new(),
    };
    [
        ("payment_method", card.method.id().to_owned()),
        ("franchise", card.method.name().to_owned()),
        ("cc_number", card.masked.clone()),
        ("cc_holder", card.holder.clone()),
        ("installments_number", card.installments.to_string()),
        ("authorization_code", authorization),
    ]
}

/// The first confirmation that is due, with its count of attempts.
pub(crate) fn due(db: &Connection, now_ms: i64) -> Result<Option<Due>, StoreError> {
    let read = |row: &rusqlite::Row<'_>| {
        let (form, attempts): (String, u32) = (row.get(2)?, row.get(3)?);
        let body = format!("{form}&attempts={}", attempts + 1);
        Ok(Due { id: row.get(0)?, url: row.get(1)?, body })
    };
    let sql = "SELECT id, url, form, attempts FROM payu_notices
               WHERE outcome = 'waiting' AND due_at <= ?1 ORDER BY due_at, id LIMIT 1";
    Ok(db.query_row(sql, [now_ms], read).optional()?)
}

/// Writes down what became of an attempt: the next one is a step further on the ladder.
pub(crate) fn sent(db: &Connection, id: i64, outcome: NoticeOutcome) -> Result<(), StoreError> {
    let (attempts, due_at): (u32, i64) =
        db.query_row("SELECT attempts + 1, due_at FROM payu_notices WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let step = usize::try_from(attempts).unwrap_or(usize::MAX) - 1;
    let next = WAITS_MS.get(step).map(|wait| due_at + wait);
    let (outcome, next) = match (outcome, next) {
        (NoticeOutcome::Waiting, Some(next)) => (outcome, Some(next)),
        (NoticeOutcome::Waiting, None) => (NoticeOutcome::GivenUp, None),
        (NoticeOutcome::Delivered | NoticeOutcome::GivenUp | NoticeOutcome::NotHere, _) => {
            (outcome, None)
        }
    };
    db.execute(
        "UPDATE payu_notices SET attempts = ?2, due_at = ?3, outcome = ?4 WHERE id = ?1",
        params![id, attempts, next, outcome.word()],
    )?;
    Ok(())
}

/// Every confirmation, oldest first.
pub(crate) fn list(db: &Connection) -> Result<Vec<NoticeReport>, StoreError> {
    let mut statement = db.prepare(
        "SELECT reference, transaction_id, state, url, attempts, due_at, outcome
         FROM payu_notices ORDER BY id",
    )?;
    let rows = statement.query_map([], |row| {
        let outcome: String = row.get(6)?;
        Ok(NoticeReport {
            reference: row.get(0)?,
            transaction: row.get(1)?,
            state: row.get(2)?,
            url: row.get(3)?,
            attempts: row.get(4)?,
            due_at: row.get(5)?,
            outcome: NoticeOutcome::of(&outcome),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
