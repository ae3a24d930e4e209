//! From operations to the bodies that PayU reads.

use cobro_domain::money::Money;
use serde::Serialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::{
    account::{Account, Encoding},
    methods::CURRENCY,
    sign,
    wire::request::{self as wire, Merchant},
    xml,
};
use crate::{
    outcome::OrderId,
    provider::ProviderError,
    settings::Secret,
    wire::{Request, Verb},
};

mod after;
mod cards;
mod promotions;
mod submit;

pub(crate) use after::{capture, refund, void};
pub(crate) use cards::{card, forget_card, secrets, store_card, stored_cards};
pub(crate) use promotions::promotions;
pub(crate) use submit::voucher;

/// PayU documents amounts of twelve digits, two of them decimals.
const CENTAVOS_MAX: i64 = 999_999_999_999;

/// Room for any request: a body that grows would leave copies of a card behind.
const BODY_ROOM: usize = 16 << 10;

const SUBMIT: &str = "SUBMIT_TRANSACTION";

/// The commands of the payments service.
pub(crate) enum Payments {
    Ping,
    Methods,
}

/// What the reports service is asked.
pub(crate) enum Reports<'a> {
    Ping,
    Order(&'a OrderId),
    Reference(&'a str),
    Transaction(&'a str),
}

/// Our word for a language as PayU has it; Spanish, the country's, for what PayU lacks.
pub(crate) fn language(code: &str) -> &'static str {
    match code {
        "en" => "en",
        "pt" => "pt",
        _ => "es",
    }
}

/// A question to the payments service.
pub(crate) fn payments(account: &Account, language: &'static str, what: &Payments) -> Request {
    let command = match what {
        Payments::Ping => "PING",
        Payments::Methods => "GET_PAYMENT_METHODS",
    };
    let question = question(account, language, command, None::<wire::NoDetails>);
    post(account, &account.payments_url, &question)
}

/// A question to the reports service.
pub(crate) fn reports(account: &Account, language: &'static str, what: &Reports<'_>) -> Request {
    let url = &account.reports_url;
    match what {
        Reports::Ping => {
            post(account, url, &question(account, language, "PING", None::<wire::NoDetails>))
        }
        Reports::Order(order) => {
            let details = wire::OrderDetails { order_id: number(&order.0) };
            post(account, url, &question(account, language, "ORDER_DETAIL", Some(details)))
        }
        Reports::Reference(reference) => {
            let details = wire::ReferenceDetails { reference_code: reference };
            let command = "ORDER_DETAIL_BY_REFERENCE_CODE";
            post(account, url, &question(account, language, command, Some(details)))
        }
        Reports::Transaction(transaction) => {
            let details = wire::TransactionDetails { transaction_id: transaction };
            let command = "TRANSACTION_RESPONSE_DETAIL";
            post(account, url, &question(account, language, command, Some(details)))
        }
    }
}

fn question<'a, D>(
    account: &'a Account,
    language: &'a str,
    command: &'a str,
    details: Option<D>,
) -> wire::Question<'a, D> {
    wire::Question { test: false, language, command, merchant: merchant(account), details }
}

fn merchant(account: &Account) -> Merchant<'_> {
    Merchant { api_login: account.api_login.expose(), api_key: account.api_key.expose() }
}

/// The text of an amount that PayU can take.
pub(crate) fn amount(amount: Money) -> Result<String, ProviderError> {
    let takes = (1..=CENTAVOS_MAX).contains(&amount.minor());
    if amount.currency() != CURRENCY || !takes {
        return Err(ProviderError::Amount);
    }
    Ok(sign::order_amount(amount))
}

/// A text that somebody filled in.
pub(crate) fn given(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

/// The beginning of a text, cut between letters.
pub(crate) fn cut(text: &str, most: usize) -> &str {
    let end = text.char_indices().nth(most).map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or(text)
}

/// The text as a JSON number with the very same characters, or as a string if it is none.
fn number(text: &str) -> Box<RawValue> {
    let numeric = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    match RawValue::from_string(text.to_owned()) {
        Ok(raw) if numeric => raw,
        Ok(_) | Err(_) => string(text),
    }
}

fn string(text: &str) -> Box<RawValue> {
    match serde_json::value::to_raw_value(text) {
        Ok(raw) => raw,
        Err(error) => unreachable!("every text is a JSON string: {error}"),
    }
}

/// The request with this message, in the language of the account.
fn post(account: &Account, url: &str, message: &impl Serialize) -> Request {
    let json = json(message);
    let (body, kind) = match account.encoding {
        Encoding::Json => (json, "application/json"),
        Encoding::Xml => (in_xml(&json), "application/xml"),
    };
    Request {
        verb: Verb::Post,
        url: url.to_owned(),
        headers: vec![
            ("Content-Type", format!("{kind}; charset=utf-8")),
            // Without it PayU may answer in the other language.
            ("Accept", kind.to_owned()),
        ],
        body,
        secrets: own_secrets(account),
    }
}

fn json(message: &impl Serialize) -> Zeroizing<Vec<u8>> {
    let mut body = Zeroizing::new(Vec::with_capacity(BODY_ROOM));
    if let Err(error) = serde_json::to_writer(&mut *body, message) {
        unreachable!("the messages are plain structs of texts: {error}");
    }
    body
}

fn in_xml(json: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut body = Zeroizing::new(Vec::with_capacity(BODY_ROOM));
    if let Err(error) = xml::write(json, &mut body) {
        unreachable!("what was just written as JSON is read again: {error}");
    }
    body
}

fn own_secrets(account: &Account) -> Vec<Secret> {
    vec![account.api_key.clone(), account.api_login.clone()]
}
