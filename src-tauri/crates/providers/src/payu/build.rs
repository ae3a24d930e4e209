//! From operations to the bodies that PayU reads.

use cobro_domain::{money::Money, time::Timestamp};
use serde::Serialize;
use serde_json::value::RawValue;

use super::{
    account::Account,
    dates,
    methods::{CURRENCY, Known},
    sign::{self, Algorithm, Signed},
    wire::request as wire,
};
use crate::{
    operation::{Address, Party, Submit},
    outcome::OrderId,
    provider::ProviderError,
    wire::{Request, Verb},
};

/// PayU documents amounts of twelve digits, two of them decimals.
const CENTAVOS_MAX: i64 = 999_999_999_999;

/// PayU refuses a longer description; the end of it is worth less than the sale.
const DESCRIPTION_MAX: usize = 255;

/// The address that PayU's guide gives to a sale without a browser.
const COUNTER_IP: &str = "127.0.0.1";

const COUNTRY: &str = "MX";

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
    let body = json(&question(account, language, command, None::<wire::NoDetails>));
    post(account, &account.payments_url, body)
}

/// A question to the reports service.
pub(crate) fn reports(account: &Account, language: &'static str, what: &Reports<'_>) -> Request {
    let body = match what {
        Reports::Ping => json(&question(account, language, "PING", None::<wire::NoDetails>)),
        Reports::Order(order) => {
            let details = wire::OrderDetails { order_id: number(&order.0) };
            json(&question(account, language, "ORDER_DETAIL", Some(details)))
        }
        Reports::Reference(reference) => {
            let details = wire::ReferenceDetails { reference_code: reference };
            json(&question(account, language, "ORDER_DETAIL_BY_REFERENCE_CODE", Some(details)))
        }
        Reports::Transaction(transaction) => {
            let details = wire::TransactionDetails { transaction_id: transaction };
            json(&question(account, language, "TRANSACTION_RESPONSE_DETAIL", Some(details)))
        }
    };
    post(account, &account.reports_url, body)
}

/// The request that has a voucher issued.
pub(crate) fn submit(
    account: &Account,
    submit: &Submit,
    now: Timestamp,
) -> Result<Request, ProviderError> {
    let method = Known::ours(&submit.method)
        .ok_or_else(|| ProviderError::MethodNotOffered { method: submit.method.to_string() })?;
    if given(submit.buyer.email.as_deref()).is_none() {
        return Err(ProviderError::PayerNeeded { field: "email" });
    }
    let language = language(&submit.language);
    let device = submit.device.as_ref();
    let body = json(&wire::Submit {
        language,
        command: "SUBMIT_TRANSACTION",
        merchant: wire::SubmitMerchant {
            api_key: account.api_key.expose(),
            api_login: account.api_login.expose(),
        },
        transaction: wire::Transaction {
            order: order(account, submit, language)?,
            payer: payer(submit.payer.as_ref().unwrap_or(&submit.buyer)),
            r#type: "AUTHORIZATION_AND_CAPTURE",
            payment_method: method.theirs,
            expiration_date: expiry(submit.expires_at, now)?,
            payment_country: COUNTRY,
            device_session_id: device.and_then(|device| given(device.session.as_deref())),
            ip_address: device.and_then(|device| given(device.ip.as_deref())).unwrap_or(COUNTER_IP),
            cookie: device.and_then(|device| given(device.cookie.as_deref())),
            user_agent: device.and_then(|device| given(device.user_agent.as_deref())),
        },
        test: false,
    });
    Ok(post(account, &account.payments_url, body))
}

fn order<'a>(
    account: &'a Account,
    submit: &'a Submit,
    language: &'a str,
) -> Result<wire::Order<'a>, ProviderError> {
    let amount = amount(submit.amount)?;
    let signed = Signed {
        api_key: account.api_key.expose(),
        merchant: &account.merchant_id,
        reference: submit.reference.as_str(),
        amount: &amount,
        currency: CURRENCY.code(),
        state: None,
    };
    let signature = signed.by(Algorithm::Md5);
    Ok(wire::Order {
        account_id: &account.account_id,
        reference_code: submit.reference.as_str(),
        description: cut(&submit.description),
        language,
        signature,
        notify_url: given(submit.notify_url.as_deref()),
        additional_values: wire::Values {
            tx_value: wire::Value { value: number(&amount), currency: CURRENCY.code() },
        },
        buyer: buyer(&submit.buyer),
        shipping_address: submit.shipping.as_ref().and_then(address),
    })
}

/// The text of an amount that PayU can take.
fn amount(amount: Money) -> Result<String, ProviderError> {
    let takes = (1..=CENTAVOS_MAX).contains(&amount.minor());
    if amount.currency() != CURRENCY || !takes {
        return Err(ProviderError::Amount);
    }
    Ok(sign::order_amount(amount))
}

fn expiry(at: Option<Timestamp>, now: Timestamp) -> Result<Option<String>, ProviderError> {
    let Some(at) = at else { return Ok(None) };
    let text = dates::expiry_text(at).filter(|_| at > now).ok_or(ProviderError::Expiry)?;
    Ok(Some(text))
}

fn buyer(party: &Party) -> wire::Buyer<'_> {
    wire::Buyer {
        merchant_buyer_id: given(party.id.as_deref()),
        full_name: given(party.name.as_deref()),
        email_address: given(party.email.as_deref()),
        contact_phone: given(party.phone.as_deref()),
        dni_number: given(party.document.as_deref()),
        shipping_address: party.address.as_ref().and_then(address),
    }
}

fn payer(party: &Party) -> Option<wire::Payer<'_>> {
    let wire = wire::Payer {
        merchant_payer_id: given(party.id.as_deref()),
        full_name: given(party.name.as_deref()),
        email_address: given(party.email.as_deref()),
        contact_phone: given(party.phone.as_deref()),
        dni_number: given(party.document.as_deref()),
        birthdate: given(party.birth_date.as_deref()),
        billing_address: party.address.as_ref().and_then(address),
    };
    (wire != wire::Payer::default()).then_some(wire)
}

/// An address, unless nothing of it is known.
fn address(address: &Address) -> Option<wire::Address<'_>> {
    let wire = wire::Address {
        street1: given(address.street1.as_deref()),
        street2: given(address.street2.as_deref()),
        city: given(address.city.as_deref()),
        state: given(address.state.as_deref()),
        country: given(address.country.as_deref()),
        postal_code: given(address.postal_code.as_deref()),
        phone: given(address.phone.as_deref()),
    };
    (wire != wire::Address::default()).then_some(wire)
}

/// A text that somebody filled in.
fn given(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

fn cut(text: &str) -> &str {
    let end = text.char_indices().nth(DESCRIPTION_MAX).map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or(text)
}

fn question<'a, D>(
    account: &'a Account,
    language: &'a str,
    command: &'a str,
    details: Option<D>,
) -> wire::Question<'a, D> {
    let merchant =
        wire::Merchant { api_login: account.api_login.expose(), api_key: account.api_key.expose() };
    wire::Question { test: false, language, command, merchant, details }
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

fn json(message: &impl Serialize) -> Vec<u8> {
    match serde_json::to_vec(message) {
        Ok(body) => body,
        Err(error) => unreachable!("the messages are plain structs of texts: {error}"),
    }
}

fn post(account: &Account, url: &str, body: Vec<u8>) -> Request {
    Request {
        verb: Verb::Post,
        url: url.to_owned(),
        headers: vec![
            ("Content-Type", "application/json; charset=utf-8".to_owned()),
            // Without it PayU may answer in XML.
            ("Accept", "application/json".to_owned()),
        ],
        body,
        secrets: vec![account.api_key.clone(), account.api_login.clone()],
    }
}
