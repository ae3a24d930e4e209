//! Stored cards: what PayU keeps of a card behind a token, and the commands about it.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::answer::{Answer, TokenDetail};
use super::cards;
use super::charges;
use super::dates;
use super::methods::Method;
use super::refusal::{Fault, Refusal, Violation};
use super::wire::{Request, Text, TokenQuery};
use super::{Desk, Failure};
use crate::store::StoreError;

pub(crate) const SCHEMA: &str = "
    CREATE TABLE payu_tokens (
        id         TEXT PRIMARY KEY,
        payer_id   TEXT NOT NULL,
        card       TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        removed_at INTEGER
    ) STRICT;
";

pub(crate) const RESET: &str = "DELETE FROM payu_tokens;";

/// A stored card. Of its number ten digits are left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Token {
    pub(crate) method: Method,
    pub(crate) masked: String,
    pub(crate) name: String,
    pub(crate) identification_number: Option<String>,
    pub(crate) expiration_date: String,
}

struct Row {
    id: String,
    payer_id: String,
    token: Token,
    created_at: i64,
}

/// The token of that id, unless it was removed.
pub(crate) fn find(db: &Connection, id: &str) -> Result<Option<Token>, StoreError> {
    Ok(select(db, "AND id = ?1", params![id])?.pop().map(|row| row.token))
}

fn select(
    db: &Connection,
    clause: &str,
    parameters: &[&dyn rusqlite::ToSql],
) -> Result<Vec<Row>, StoreError> {
    let mut statement = db.prepare(&format!(
        "SELECT id, payer_id, card, created_at FROM payu_tokens
         WHERE removed_at IS NULL {clause} ORDER BY created_at, rowid"
    ))?;
    let mut rows = statement.query(parameters)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let card: String = row.get(2)?;
        let token = serde_json::from_str(&card)?;
        found.push(Row { id: row.get(0)?, payer_id: row.get(1)?, token, created_at: row.get(3)? });
    }
    Ok(found)
}

/// `CREATE_TOKEN`. The same card of the same payer keeps its token.
pub(crate) fn create(desk: &Desk<'_>, request: &Request) -> Result<Answer, Failure> {
    allowed(desk)?;
    let sent = request.credit_card_token.as_ref();
    let sent = sent.ok_or_else(|| violation("creditCardToken", Fault::Missing))?;
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.0.clone());
    let required = [
        ("payerId", sent.payer_id.is_some()),
        ("name", sent.name.is_some()),
        ("identificationNumber", sent.identification_number.is_some()),
        ("paymentMethod", sent.payment_method.is_some()),
        ("number", sent.number.is_some()),
        ("expirationDate", sent.expiration_date.is_some()),
    ];
    let missing: Vec<_> = required
        .into_iter()
        .filter(|(_, present)| !present)
        .map(|(name, _)| Violation::new(&format!("creditCardToken.{name}"), Fault::Missing))
        .collect();
    if !missing.is_empty() {
        return Err(Refusal::Violations(missing).into());
    }
    let named = sent.payment_method.as_deref().unwrap_or_default();
    let method = Method::from_name(named).filter(|method| method.is_card());
    let method = method.ok_or_else(|| Refusal::MethodNotEnabled { method: named.to_owned() })?;
    let number = sent.number.as_ref().map_or("", |number| number.0.as_str());
    let name = sent.name.clone().unwrap_or_default();
    let expiration_date = sent.expiration_date.clone().unwrap_or_default();
    let checks = [
        ("number", cards::is_number_of(number, method), Fault::NotAllowed),
        ("name", charges::is_holder(&name), Fault::NotAName),
        ("expirationDate", dates::parse_card_date(&expiration_date).is_some(), Fault::NotADate),
    ];
    let wrong: Vec<_> = checks
        .into_iter()
        .filter(|(_, good, _)| !good)
        .map(|(name, _, fault)| Violation::new(&format!("creditCardToken.{name}"), fault))
        .collect();
    if !wrong.is_empty() {
        return Err(Refusal::Violations(wrong).into());
    }
    let payer_id = text(&sent.payer_id).unwrap_or_default();
    let masked = cards::mask(number);
    let identification_number = text(&sent.identification_number);
    let token = Token { method, masked, name, identification_number, expiration_date };
    let row = keep(desk, payer_id, token)?;
    Ok(Answer::token(detail(&row, None)))
}

fn keep(desk: &Desk<'_>, payer_id: String, token: Token) -> Result<Row, StoreError> {
    let db = desk.store.db();
    let mine = select(db, "AND payer_id = ?1", params![payer_id])?;
    let same = |row: &Row| {
        row.token.masked == token.masked && row.token.expiration_date == token.expiration_date
    };
    if let Some(row) = mine.into_iter().find(same) {
        return Ok(row);
    }
    let id = uuid::Uuid::new_v4().to_string();
    db.execute(
        "INSERT INTO payu_tokens (id, payer_id, card, created_at) VALUES (?1, ?2, ?3, ?4)",
        params![id, payer_id, serde_json::to_string(&token)?, desk.now_ms],
    )?;
    Ok(Row { id, payer_id, token, created_at: desk.now_ms })
}

/// `GET_TOKENS`: by token, by payer, or by when they were made.
pub(crate) fn list(desk: &Desk<'_>, request: &Request) -> Result<Answer, Failure> {
    allowed(desk)?;
    let path = "creditCardTokenInformation";
    let wanted = request.credit_card_token_information.as_ref();
    let wanted = wanted.ok_or_else(|| violation(path, Fault::Missing))?;
    let instant = |name: &str, text: &Option<String>| -> Result<Option<i64>, Failure> {
        let bad = || violation(&format!("{path}.{name}"), Fault::NotADate);
        text.as_deref().map(|text| dates::parse_naive_utc(text).ok_or_else(bad)).transpose()
    };
    let from = instant("startDate", &wanted.start_date)?;
    let until = instant("endDate", &wanted.end_date)?;
    let named = wanted.credit_card_token_id.is_some() || wanted.payer_id.is_some();
    if !named && (from.is_none() || until.is_none()) {
        return Err(violation(&format!("{path}.creditCardTokenId"), Fault::Missing));
    }
    let mut rows = select(desk.store.db(), "", params![])?;
    rows.retain(|row| {
        wanted.credit_card_token_id.as_ref().is_none_or(|id| *id == row.id)
            && wanted.payer_id.as_ref().is_none_or(|payer| payer.0 == row.payer_id)
            && from.is_none_or(|from| from <= row.created_at)
            && until.is_none_or(|until| row.created_at <= until)
    });
    let details = rows.iter().map(|row| detail(row, Some(dates::naive_utc(row.created_at))));
    Ok(Answer::tokens(details.collect()))
}

/// `REMOVE_TOKEN`: only the payer that it belongs to.
pub(crate) fn remove(desk: &Desk<'_>, request: &Request) -> Result<Answer, Failure> {
    allowed(desk)?;
    let path = "removeCreditCardToken";
    let named = request.remove_credit_card_token.as_ref();
    let named = named.ok_or_else(|| violation(path, Fault::Missing))?;
    let TokenQuery { payer_id: Some(payer), credit_card_token_id: Some(id), .. } = named else {
        let name = if named.payer_id.is_none() { "payerId" } else { "creditCardTokenId" };
        return Err(violation(&format!("{path}.{name}"), Fault::Missing));
    };
    let db = desk.store.db();
    let row = select(db, "AND id = ?1 AND payer_id = ?2", params![id, payer.0])?.pop();
    let row = row.ok_or(Refusal::UnknownToken)?;
    let sql = "UPDATE payu_tokens SET removed_at = ?2 WHERE id = ?1";
    db.execute(sql, params![id, desk.now_ms]).map_err(StoreError::from)?;
    Ok(Answer::token(detail(&row, None)))
}

fn allowed(desk: &Desk<'_>) -> Result<(), Failure> {
    if desk.settings()?.tokens { Ok(()) } else { Err(Refusal::NoTokens.into()) }
}

fn violation(path: &str, fault: Fault) -> Failure {
    Refusal::Violations(vec![Violation::new(path, fault)]).into()
}

fn detail(row: &Row, creation_date: Option<String>) -> TokenDetail {
    TokenDetail {
        credit_card_token_id: row.id.clone(),
        name: row.token.name.clone(),
        payer_id: row.payer_id.clone(),
        identification_number: row.token.identification_number.clone(),
        payment_method: row.token.method.name(),
        number: None,
        expiration_date: None,
        creation_date,
        masked_number: row.token.masked.clone(),
        error_description: None,
    }
}
