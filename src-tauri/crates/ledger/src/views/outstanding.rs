//! The invoices of which a customer owes something, now or at an earlier moment.

use std::collections::BTreeMap;

use cobro_domain::{
    account::Account,
    ids::CustomerId,
    money::{Currency, Money},
    time::Timestamp,
};
use rusqlite::{Connection, params};

use super::{
    accounts,
    invoices::{self, Invoice},
    merges,
};
use crate::{error::LedgerError, sql};

/// An invoice of which something was owed.
#[derive(Clone, Debug)]
pub struct Owed {
    /// The invoice as it stands now.
    pub invoice: Invoice,
    /// What was owed.
    pub then: Money,
    /// What is owed now.
    pub now: Money,
}

/// What a customer owed, and was owed, before a moment.
#[derive(Clone, Debug)]
pub struct Open {
    /// The invoices, oldest first.
    pub invoices: Vec<Owed>,
    /// The credit that the customer had.
    pub credit: Money,
}

/// What a customer owed before `until`. It reads what is owed now and what moved since, never
/// the whole history.
///
/// # Errors
/// When the file cannot be read.
pub fn before(
    conn: &Connection,
    customer: CustomerId,
    currency: Currency,
    until: Timestamp,
) -> Result<Open, LedgerError> {
    let family = merges::family(conn, customer, until)?;
    let since = since(conn, customer, currency, until)?;
    let mut found = BTreeMap::new();
    for id in &family {
        let owed = invoices::owed_by(conn, *id)?;
        found.extend(owed.into_iter().map(|invoice| (invoice.arrival, invoice)));
    }
    for arrival in since.owed.keys() {
        if !found.contains_key(arrival) && is_of(conn, *arrival, &family)? {
            found.insert(*arrival, invoices::at(conn, *arrival)?);
        }
    }
    let mut open = Vec::new();
    for (arrival, invoice) in found {
        let now = invoice.due()?.minor().max(0);
        let then = now.saturating_sub(since.owed.get(&arrival).copied().unwrap_or(0));
        if invoice.total.currency() == currency && then > 0 {
            let (then, now) = (Money::new(then, currency), Money::new(now, currency));
            open.push(Owed { invoice, then, now });
        }
    }
    let credit = credit(conn, customer, currency)?.minor().saturating_sub(since.credit);
    Ok(Open { invoices: open, credit: Money::new(credit, currency) })
}

/// The credit that a customer has now.
///
/// # Errors
/// When the file cannot be read.
pub fn credit(
    conn: &Connection,
    customer: CustomerId,
    currency: Currency,
) -> Result<Money, LedgerError> {
    let account = Account::StoreCredit(customer).to_string();
    let minor = accounts::balance(conn, &account, currency)?.minor();
    Ok(Money::new(minor.saturating_neg(), currency))
}

/// What moved since a moment, by invoice, and of the credit.
#[derive(Default)]
struct Since {
    owed: BTreeMap<i64, i64>,
    credit: i64,
}

fn since(
    conn: &Connection,
    customer: CustomerId,
    currency: Currency,
    from: Timestamp,
) -> Result<Since, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT invoice, owed, credit FROM movements
         WHERE customer = ?1 AND currency = ?2 AND at >= ?3",
    )?;
    let customer = customer.0.as_bytes();
    let rows = statement.query_map(params![customer, currency.code(), from.millis()], |row| {
        Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
    })?;
    let mut since = Since::default();
    for row in rows {
        let (invoice, owed, credit) = row?;
        since.credit = since.credit.saturating_add(credit);
        if let Some(invoice) = invoice {
            let sum = since.owed.entry(invoice).or_default();
            *sum = sum.saturating_add(owed);
        }
    }
    Ok(since)
}

/// Whether an invoice was issued to one of these.
fn is_of(conn: &Connection, arrival: i64, family: &[CustomerId]) -> Result<bool, LedgerError> {
    let customer = conn
        .prepare_cached("SELECT customer FROM invoices WHERE arrival = ?1")?
        .query_row([arrival], |row| sql::maybe_uuid(row, 0))?;
    Ok(customer.is_some_and(|id| family.contains(&CustomerId(id))))
}

/// The customers with a balance or a credit, in the order of their ids, after one of them.
///
/// # Errors
/// When the file cannot be read.
pub fn customers(
    conn: &Connection,
    currency: Currency,
    after: Option<CustomerId>,
    limit: u32,
) -> Result<Vec<CustomerId>, LedgerError> {
    let owing = with_balance(conn, "receivable:", currency, after, limit)?;
    let credited = with_balance(conn, "store-credit:", currency, after, limit)?;
    let mut all: Vec<_> = owing.into_iter().chain(credited).collect();
    all.sort_unstable();
    all.dedup();
    all.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(all)
}

fn with_balance(
    conn: &Connection,
    prefix: &str,
    currency: Currency,
    after: Option<CustomerId>,
    limit: u32,
) -> Result<Vec<CustomerId>, LedgerError> {
    // Names of accounts end in the id's hyphenated text, which sorts as the id does; the
    // walk-in's stands after them all.
    let mut statement = conn.prepare_cached(
        "SELECT substr(name, length(?1) + 1) FROM accounts INDEXED BY accounts_with_a_balance
         WHERE name > ?2 AND name < ?1 || 'g' AND currency = ?3 AND balance <> 0
         ORDER BY name LIMIT ?4",
    )?;
    let from = after.map_or_else(|| prefix.to_owned(), |id| format!("{prefix}{id}"));
    let rows = statement
        .query_map(params![prefix, from, currency.code(), limit], |row| row.get::<_, String>(0))?;
    let ids = rows.map(|text| {
        let text = text?;
        CustomerId::parse(&text).map_err(|error| LedgerError::Malformed {
            what: "the name of an account",
            detail: error.to_string(),
        })
    });
    ids.collect()
}
