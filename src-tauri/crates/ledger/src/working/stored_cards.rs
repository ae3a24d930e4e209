//! The cards that providers keep for customers, by the providers' own names for them. Losing
//! these rows loses no card: the provider lists them.

use cobro_domain::{
    card::{CardBrand, CardKind, MaskedNumber},
    ids::{CustomerId, MerchantAccountId},
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{error::LedgerError, sql};

pub(crate) const SCHEMA: &str = "
CREATE TABLE stored_cards (
    account  BLOB NOT NULL CHECK (length(account) = 16),
    token    TEXT NOT NULL,
    customer BLOB NOT NULL CHECK (length(customer) = 16),
    number   TEXT NOT NULL,
    brand    TEXT,
    kind     TEXT NOT NULL,
    since    INTEGER NOT NULL,
    PRIMARY KEY (account, token)
) STRICT, WITHOUT ROWID;
CREATE INDEX stored_cards_by_customer ON stored_cards (customer);";

/// A card that a provider keeps for a customer.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptCard {
    /// The merchant account that may charge it.
    pub account: MerchantAccountId,
    /// The provider's name for it.
    pub token: String,
    /// Whose it is.
    pub customer: CustomerId,
    /// What of its number may be shown.
    pub number: MaskedNumber,
    /// Its brand, if it is one that is known here.
    pub brand: Option<CardBrand>,
    /// Credit or debit.
    pub kind: CardKind,
    /// Since when.
    pub since: Timestamp,
}

// A token charges a card: it is not printed.
impl std::fmt::Debug for KeptCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeptCard").field("number", &self.number).finish_non_exhaustive()
    }
}

const fn word(kind: CardKind) -> &'static str {
    match kind {
        CardKind::Credit => "credit",
        CardKind::Debit => "debit",
    }
}

/// Keeps a card, new or changed.
///
/// # Errors
/// When the file cannot be written.
pub fn put(conn: &Connection, card: &KeptCard) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO stored_cards (account, token, customer, number, brand, kind, since)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        card.account.0.as_bytes(),
        card.token,
        card.customer.0.as_bytes(),
        card.number.as_str(),
        card.brand.map(CardBrand::word),
        word(card.kind),
        card.since.millis(),
    ])?;
    Ok(())
}

/// Forgets a card.
///
/// # Errors
/// When the file cannot be written.
pub fn remove(
    conn: &Connection,
    account: MerchantAccountId,
    token: &str,
) -> Result<(), LedgerError> {
    conn.prepare_cached("DELETE FROM stored_cards WHERE account = ?1 AND token = ?2")?
        .execute(params![account.0.as_bytes(), token])?;
    Ok(())
}

fn card(row: &Row<'_>) -> rusqlite::Result<KeptCard> {
    let brand: Option<String> = row.get(4)?;
    let kind: String = row.get(5)?;
    let known = [CardKind::Credit, CardKind::Debit].into_iter().find(|known| word(*known) == kind);
    Ok(KeptCard {
        account: MerchantAccountId(sql::uuid(row, 0)?),
        token: row.get(1)?,
        customer: CustomerId(sql::uuid(row, 2)?),
        // Masked again: a file that somebody edited shows no more of a number.
        number: MaskedNumber::of(&row.get::<_, String>(3)?),
        brand: brand.and_then(|word| CardBrand::from_word(&word)),
        kind: sql::word_of(5, &kind, known)?,
        since: Timestamp::from_millis(row.get(6)?),
    })
}

/// One card.
///
/// # Errors
/// When the file cannot be read.
pub fn read(
    conn: &Connection,
    account: MerchantAccountId,
    token: &str,
) -> Result<Option<KeptCard>, LedgerError> {
    let found = conn
        .prepare_cached(
            "SELECT account, token, customer, number, brand, kind, since FROM stored_cards
             WHERE account = ?1 AND token = ?2",
        )?
        .query_row(params![account.0.as_bytes(), token], card)
        .optional()?;
    Ok(found)
}

/// A customer's cards, oldest first.
///
/// # Errors
/// When the file cannot be read.
pub fn of_customer(conn: &Connection, customer: CustomerId) -> Result<Vec<KeptCard>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT account, token, customer, number, brand, kind, since FROM stored_cards
         WHERE customer = ?1",
    )?;
    let rows = statement.query_map([customer.0.as_bytes()], card)?;
    let mut cards = rows.collect::<Result<Vec<_>, _>>()?;
    cards.sort_by(|one, other| (one.since, &one.token).cmp(&(other.since, &other.token)));
    Ok(cards)
}
