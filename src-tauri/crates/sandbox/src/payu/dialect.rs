//! JSON or XML, both ways: what came in, what is asked for, and a look into what may be anything.

use serde::Deserialize;

use super::answer::Answer;
use super::cards::{self, Secret};
use super::refusal::Refusal;
use super::wire::{Request, Text};
use super::xml;
use super::xml_read;
use crate::http::{Incoming, Reply};
use crate::store::StoreError;

/// The dialect of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    Json,
    Xml,
}

/// By the content type, with UTF-8 or no charset.
fn dialect(content_type: Option<&str>) -> Option<Dialect> {
    let lower = content_type.unwrap_or_default().to_ascii_lowercase();
    let mut parts = lower.split(';').map(str::trim);
    let dialect = match parts.next()? {
        "application/json" => Dialect::Json,
        "application/xml" | "text/xml" => Dialect::Xml,
        _ => return None,
    };
    let good = |part: &str| {
        part.strip_prefix("charset=").is_none_or(|set| set.trim_matches('"') == "utf-8")
    };
    parts.all(good).then_some(dialect)
}

/// The request, or the HTTP status and the error that it gets.
pub(crate) fn read(incoming: &Incoming) -> Result<Request, (u16, Refusal)> {
    let malformed = (400, Refusal::Malformed);
    match dialect(incoming.content_type.as_deref()) {
        None => Err((415, Refusal::ContentType)),
        Some(Dialect::Json) => serde_json::from_slice(&incoming.body).map_err(|_| malformed),
        Some(Dialect::Xml) => xml_read::to_json(&incoming.body)
            .and_then(|json| serde_json::from_str(&json).ok())
            .ok_or(malformed),
    }
}

/// Writes an answer as the caller wants it: XML unless it asks for JSON.
pub(crate) fn write(
    incoming: &Incoming,
    status: u16,
    answer: &Answer,
) -> Result<Reply, StoreError> {
    let accept = incoming.accept.as_deref().unwrap_or_default();
    let reply = if accept.contains("application/json") {
        Reply::json(status, serde_json::to_vec(answer)?)
    } else {
        Reply::xml(status, xml::render(answer)?)
    };
    Ok(Reply { verdict: Some(answer.verdict()), ..reply })
}

/// The words of a request that faults, counters and the log go by, read leniently.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Peek {
    pub(crate) command: Option<String>,
    /// `type` of a transaction.
    pub(crate) kind: Option<String>,
    /// Only of a submit that makes an order.
    pub(crate) reference: Option<String>,
    /// The reference or number that it asks for, or that it is about.
    pub(crate) asked: Option<String>,
    /// First six and last four digits of a card.
    pub(crate) card: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Outer {
    command: Option<String>,
    transaction: Option<Middle>,
    details: serde_json::Value,
    credit_card_token: Option<Number>,
    remove_credit_card_token: Option<TokenId>,
    credit_card_token_information: Option<TokenId>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Middle {
    order: Option<Inner>,
    r#type: Option<String>,
    credit_card: Option<Number>,
    debit_card: Option<Number>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Inner {
    id: Option<Text>,
    reference_code: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Number {
    number: Option<Secret>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct TokenId {
    credit_card_token_id: Option<String>,
}

/// Looks into a body that may be anything.
pub(crate) fn peek(incoming: &Incoming) -> Peek {
    let outer: Outer = match dialect(incoming.content_type.as_deref()) {
        Some(Dialect::Xml) => xml_read::to_json(&incoming.body)
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default(),
        Some(Dialect::Json) | None => serde_json::from_slice(&incoming.body).unwrap_or_default(),
    };
    let asked = ["referenceCode", "transactionId", "orderId"].iter().find_map(|name| {
        let value = outer.details.get(name)?;
        value.as_str().map(str::to_owned).or_else(|| Some(value.as_u64()?.to_string()))
    });
    let token = outer.remove_credit_card_token.or(outer.credit_card_token_information);
    let token = token.and_then(|token| token.credit_card_token_id);
    let transaction = outer.transaction.unwrap_or_default();
    let order = transaction.order.unwrap_or_default();
    let card = transaction.credit_card.or(transaction.debit_card).or(outer.credit_card_token);
    Peek {
        command: outer.command,
        kind: transaction.r#type,
        reference: order.reference_code,
        asked: asked.or(order.id.map(|id| id.0)).or(token),
        card: card.and_then(|card| card.number).map(|number| cards::mask(&number.0)),
    }
}
