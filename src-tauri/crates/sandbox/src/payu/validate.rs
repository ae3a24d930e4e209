//! What PayU is strict about before it takes an order. Pure: no clock, no store.

use super::amount::{AmountError, Centavos, SentAmount};
use super::card_states::HOLD_MS;
use super::charges;
use super::dates::{self, DAY_MS};
use super::lengths;
use super::methods::Method;
use super::orders::{Submitted, Taxes};
use super::refusal::{Fault, Refusal, Violation};
use super::settings::{Merchant, Settings};
use super::signature::Signed;
use super::tokens::Token;
use super::wire::{Order, Transaction, Value};

/// The longest a voucher lives; a later date is silently replaced by this one.
const VOUCHER_LIFE_MS: i64 = 7 * DAY_MS;
pub(crate) const CURRENCY: &str = "MXN";
pub(crate) const TEXT_MAX: usize = 255;

/// An order that may be taken, if its reference may.
#[derive(Debug)]
pub(crate) struct ValidOrder {
    pub(crate) reference: String,
    pub(crate) method: Method,
    pub(crate) amount: Centavos,
    pub(crate) expires_at: i64,
    pub(crate) submitted: Submitted,
}

/// Checks the parts of a submit in the order PayU seems to: shape, account, method, amount,
/// date, signature.
pub(crate) fn order(
    transaction: &Transaction,
    merchant: &Merchant,
    settings: &Settings,
    stored: Option<&Token>,
    now_ms: i64,
) -> Result<ValidOrder, Refusal> {
    let mut missing = missing(transaction);
    let named = transaction.payment_method.as_deref().and_then(Method::from_name);
    let by_card = named.filter(|method| method.is_card());
    if by_card.is_some() {
        missing.extend(charges::missing(transaction, settings));
    }
    if !missing.is_empty() {
        return Err(Refusal::Violations(missing));
    }
    let order = transaction.order.as_ref().ok_or(Refusal::Malformed)?;
    let value = tx_value(order).ok_or(Refusal::Malformed)?;
    let mut malformed = malformed(transaction, order);
    malformed.extend(lengths::exceeded(transaction));
    if let Some(method) = by_card {
        malformed.extend(charges::malformed(transaction, method, settings));
    }
    if !malformed.is_empty() {
        return Err(Refusal::Violations(malformed));
    }
    let account = order.account_id.as_ref().map(|text| text.0.as_str());
    if account != Some(merchant.account_id.to_string().as_str()) {
        return Err(Refusal::UnknownAccount);
    }
    let method = method(transaction)?;
    let amount = amount(value, "TX_VALUE")?;
    let tax = share(order, "TX_TAX")?;
    let tax_return_base = share(order, "TX_TAX_RETURN_BASE")?;
    within_limits(amount.centavos, method, settings)?;
    let card = if method.is_card() {
        Some(charges::payment(transaction, method, amount.centavos, stored, settings, now_ms)?)
    } else {
        None
    };
    // A card has no date to be paid by; this is when a hold would end.
    let expires_at = match &card {
        Some(_) => now_ms.saturating_add(HOLD_MS),
        None => expiry(transaction.expiration_date.as_deref(), method, now_ms)?,
    };
    let reference = order.reference_code.clone().unwrap_or_default();
    let signature = order.signature.clone().unwrap_or_default();
    let signed =
        Signed { merchant, reference: &reference, amount: &amount, currency: CURRENCY, tail: "" };
    if !signed.accepts(&signature) {
        return Err(Refusal::Signature);
    }
    let taxes = Taxes { tax: tax.0, tax_return_base: tax_return_base.0 };
    let submitted = Submitted { card, ..Submitted::of(transaction, order, signature, taxes) };
    Ok(ValidOrder { reference, method, amount: amount.centavos, expires_at, submitted })
}

fn tx_value(order: &Order) -> Option<&Value> {
    additional_value(order, "TX_VALUE")
}

fn additional_value<'a>(order: &'a Order, name: &str) -> Option<&'a Value> {
    order.additional_values.as_ref()?.get(name)?.as_ref()
}

/// The required properties that are absent. What a published OXXO request leaves out is optional.
fn missing(transaction: &Transaction) -> Vec<Violation> {
    let mut absent = Vec::new();
    let mut require = |path: &str, present: bool| {
        if !present {
            absent.push(Violation::new(path, Fault::Missing));
        }
        present
    };
    require("type", transaction.r#type.is_some());
    require("paymentMethod", transaction.payment_method.is_some());
    require("paymentCountry", transaction.payment_country.is_some());
    require("ipAddress", transaction.ip_address.is_some());
    let order = transaction.order.as_ref();
    require("order", order.is_some());
    let Some(order) = order else { return absent };
    require("order.accountId", order.account_id.is_some());
    require("order.referenceCode", order.reference_code.is_some());
    require("order.description", order.description.is_some());
    require("order.language", order.language.is_some());
    require("order.signature", order.signature.is_some());
    let value = tx_value(order);
    if require("order.additionalValues.TX_VALUE", value.is_some()) {
        let value_of = |part: fn(&Value) -> bool| value.is_some_and(part);
        require("order.additionalValues.TX_VALUE.value", value_of(|v| v.value.is_some()));
        require("order.additionalValues.TX_VALUE.currency", value_of(|v| v.currency.is_some()));
    }
    let buyer = order.buyer.as_ref();
    if require("order.buyer", buyer.is_some()) {
        let email = buyer.is_some_and(|buyer| buyer.email_address.is_some());
        require("order.buyer.emailAddress", email);
    }
    absent
}

/// The properties that are there and not what they must be.
fn malformed(transaction: &Transaction, order: &Order) -> Vec<Violation> {
    let mut wrong = Vec::new();
    let bounded = [
        ("order.referenceCode", &order.reference_code),
        ("order.description", &order.description),
        ("order.signature", &order.signature),
    ];
    for (path, text) in bounded {
        let length = text.as_deref().unwrap_or_default().chars().count();
        if !(1..=TEXT_MAX).contains(&length) {
            wrong.push(Violation::new(path, Fault::Length { max: TEXT_MAX }));
        }
    }
    let email = order.buyer.as_ref().and_then(|buyer| buyer.email_address.as_deref());
    if !email.is_some_and(is_email) {
        wrong.push(Violation::new("order.buyer.emailAddress", Fault::NotAnEmail));
    }
    let payer_email = transaction.payer.as_ref().and_then(|payer| payer.email_address.as_deref());
    if !payer_email.is_none_or(is_email) {
        wrong.push(Violation::new("payer.emailAddress", Fault::NotAnEmail));
    }
    if !matches!(order.language.as_deref(), Some("es" | "en" | "pt")) {
        wrong.push(Violation::new("order.language", Fault::NotAllowed));
    }
    wrong
}

pub(crate) fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty()
            && !host.is_empty()
            && !host.contains('@')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !text.contains(char::is_whitespace)
            && text.len() <= TEXT_MAX
    })
}

fn method(transaction: &Transaction) -> Result<Method, Refusal> {
    let refused = |path| Refusal::Violations(vec![Violation::new(path, Fault::NotAllowed)]);
    if transaction.payment_country.as_deref() != Some("MX") {
        return Err(refused("paymentCountry"));
    }
    let name = transaction.payment_method.as_deref().unwrap_or_default();
    let method = Method::from_name(name)
        .ok_or_else(|| Refusal::MethodNotEnabled { method: name.to_owned() })?;
    if method.is_card() {
        charges::step(transaction, method)?;
        return Ok(method);
    }
    // A voucher is paid at a counter or a bank: there is nothing to authorize first.
    if transaction.r#type.as_deref() != Some("AUTHORIZATION_AND_CAPTURE") {
        return Err(refused("type"));
    }
    Ok(method)
}

fn amount(value: &Value, name: &str) -> Result<SentAmount, Refusal> {
    if value.currency.as_deref() != Some(CURRENCY) {
        return Err(Refusal::Currency);
    }
    let json = value.value.as_ref().ok_or(Refusal::Malformed)?;
    SentAmount::from_json(json).map_err(|error| {
        let fault = match error {
            AmountError::Malformed => Fault::NotAnAmount,
            AmountError::TooManyDecimals => Fault::TooManyDecimals,
        };
        let path = format!("order.additionalValues.{name}.value");
        Refusal::Violations(vec![Violation { path, fault }])
    })
}

/// A tax or its base: nothing, unless it was sent.
fn share(order: &Order, name: &str) -> Result<Centavos, Refusal> {
    match additional_value(order, name) {
        Some(value) => Ok(amount(value, name)?.centavos),
        None => Ok(Centavos(0)),
    }
}

pub(crate) fn within_limits(
    amount: Centavos,
    method: Method,
    settings: &Settings,
) -> Result<(), Refusal> {
    let limits = settings.method(method);
    if !limits.enabled {
        return Err(Refusal::MethodNotEnabled { method: method.name().to_owned() });
    }
    if amount < limits.minimum_centavos {
        return Err(Refusal::BelowMinimum(limits.minimum_centavos));
    }
    if amount > limits.maximum_centavos {
        return Err(Refusal::AboveMaximum(limits.maximum_centavos));
    }
    Ok(())
}

fn expiry(asked: Option<&str>, method: Method, now_ms: i64) -> Result<i64, Refusal> {
    let latest = now_ms.saturating_add(VOUCHER_LIFE_MS);
    let asked = match asked {
        None => latest,
        Some(text) => dates::parse_naive_utc(text).ok_or_else(|| {
            Refusal::Violations(vec![Violation::new("expirationDate", Fault::NotADate)])
        })?,
    };
    if asked <= now_ms {
        return Err(Refusal::AlreadyExpired);
    }
    Ok(method.expiry(asked.min(latest)))
}
