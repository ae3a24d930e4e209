//! What PayU is strict about when a card pays: the payer's data, the card, the months. Pure.

use super::amount::Centavos;
use super::cards::{self, CardPayment, Step};
use super::codes;
use super::dates;
use super::methods::Method;
use super::promotions;
use super::refusal::{Fault, Refusal, Violation};
use super::settings::{RequiredData, Settings};
use super::tokens::Token;
use super::wire::{Address, Card, Transaction};

const NAME_MAX: usize = 255;
const DOCUMENTS: [&str; 6] = ["RFC", "CURP", "IFE", "CEP", "SIEM", "PP"];

/// The card of a charge: typed, or stored and named by its token.
fn card(transaction: &Transaction) -> Option<(&'static str, &Card)> {
    let credit = transaction.credit_card.as_ref().map(|card| ("creditCard", card));
    credit.or_else(|| transaction.debit_card.as_ref().map(|card| ("debitCard", card)))
}

/// The required properties that are absent from a charge by card.
pub(crate) fn missing(transaction: &Transaction, settings: &Settings) -> Vec<Violation> {
    let mut absent = Vec::new();
    let mut require = |path: &str, present: bool| {
        if !present {
            absent.push(Violation::new(path, Fault::Missing));
        }
    };
    let payer = transaction.payer.as_ref();
    let address = payer.and_then(|payer| payer.billing_address.as_ref());
    require("payer", payer.is_some());
    require("payer.birthdate", payer.is_some_and(|payer| payer.birthdate.is_some()));
    require("payer.billingAddress.state", address.is_some_and(|a| a.state.is_some()));
    require("payer.billingAddress.postalCode", address.is_some_and(|a| a.postal_code.is_some()));
    match (card(transaction), &transaction.credit_card_token_id) {
        (None, None) => require("creditCard", false),
        (Some((_, card)), Some(_)) => require("creditCard.securityCode", has_code(card)),
        (None, Some(_)) => require("creditCard.securityCode", false),
        (Some((path, card)), None) => {
            require(&format!("{path}.number"), card.number.is_some());
            require(&format!("{path}.expirationDate"), card.expiration_date.is_some());
            require(&format!("{path}.name"), card.name.is_some());
            require(&format!("{path}.securityCode"), has_code(card));
        }
    }
    if settings.required_data == RequiredData::Documented {
        documented(transaction, &mut require);
    }
    absent
}

/// Whether there is a security code, or the charge says that there is none.
fn has_code(card: &Card) -> bool {
    card.security_code.is_some() || card.process_without_cvv2 == Some(true)
}

/// The rest of what the documents call obligatory.
fn documented(transaction: &Transaction, require: &mut impl FnMut(&str, bool)) {
    let buyer = transaction.order.as_ref().and_then(|order| order.buyer.as_ref());
    require("order.buyer.fullName", buyer.is_some_and(|b| b.full_name.is_some()));
    require("order.buyer.contactPhone", buyer.is_some_and(|b| b.contact_phone.is_some()));
    require("order.buyer.dniNumber", buyer.is_some_and(|b| b.dni_number.is_some()));
    let address = buyer.and_then(|buyer| buyer.shipping_address.as_ref());
    let has = |part: fn(&Address) -> bool| address.is_some_and(part);
    for (name, present) in [
        ("street1", has(|a| a.street1.is_some())),
        ("city", has(|a| a.city.is_some())),
        ("state", has(|a| a.state.is_some())),
        ("country", has(|a| a.country.is_some())),
        ("postalCode", has(|a| a.postal_code.is_some())),
        ("phone", has(|a| a.phone.is_some())),
    ] {
        require(&format!("order.buyer.shippingAddress.{name}"), present);
    }
    require("deviceSessionId", transaction.device_session_id.is_some());
    require("cookie", transaction.cookie.is_some());
    require("userAgent", transaction.user_agent.is_some());
}

/// The properties of a charge by card that are there and not what they must be.
pub(crate) fn malformed(
    transaction: &Transaction,
    method: Method,
    settings: &Settings,
) -> Vec<Violation> {
    let mut wrong = Vec::new();
    let mut fault = |path: &str, good: bool, fault: Fault| {
        if !good {
            wrong.push(Violation::new(path, fault));
        }
    };
    if let Some(payer) = &transaction.payer {
        let birthdate = payer.birthdate.as_deref();
        let good = birthdate.is_none_or(|text| dates::parse_day(text).is_some());
        fault("payer.birthdate", good, Fault::NotADate);
        let document = payer.dni_type.as_deref();
        fault("payer.dniType", document.is_none_or(|d| DOCUMENTS.contains(&d)), Fault::NotAllowed);
    }
    let stored = transaction.credit_card_token_id.is_some();
    if let Some((path, card)) = card(transaction) {
        if stored {
            fault(&format!("{path}.number"), card.number.is_none(), Fault::NotAllowed);
        } else {
            typed(path, card, method, &mut fault);
        }
        code(path, card, method, settings, &mut fault);
        let both = transaction.credit_card.is_some() && transaction.debit_card.is_some();
        fault("debitCard", !both, Fault::NotAllowed);
        let debit_as_credit = path == "debitCard" && method == Method::Amex;
        fault("debitCard", !debit_as_credit, Fault::NotAllowed);
    }
    wrong
}

fn typed(path: &str, card: &Card, method: Method, fault: &mut impl FnMut(&str, bool, Fault)) {
    let number = card.number.as_ref().map_or("", |number| number.0.as_str());
    fault(&format!("{path}.number"), cards::is_number_of(number, method), Fault::NotAllowed);
    let date = card.expiration_date.as_deref().unwrap_or_default();
    let good = dates::parse_card_date(date).is_some();
    fault(&format!("{path}.expirationDate"), good, Fault::NotADate);
    let name = card.name.as_deref().unwrap_or_default();
    fault(&format!("{path}.name"), is_holder(name), Fault::NotAName);
}

/// Letters as a card embosses them, and never a number.
pub(crate) fn is_holder(name: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '_');
    !name.trim().is_empty() && name.len() <= NAME_MAX && name.chars().all(letter)
}

fn code(
    path: &str,
    card: &Card,
    method: Method,
    settings: &Settings,
    fault: &mut impl FnMut(&str, bool, Fault),
) {
    let without = card.process_without_cvv2 == Some(true);
    let allowed = !without || (settings.without_code && card.security_code.is_none());
    fault(&format!("{path}.processWithoutCvv2"), allowed, Fault::NotAllowed);
    let digits = method.brand().map_or(3, cards::Brand::code_digits);
    let good = card.security_code.as_ref().is_none_or(|code| {
        code.0.len() == digits && code.0.bytes().all(|byte| byte.is_ascii_digit())
    });
    fault(&format!("{path}.securityCode"), good, Fault::NotAllowed);
}

/// One or two steps.
pub(crate) fn step(transaction: &Transaction, method: Method) -> Result<Step, Refusal> {
    match transaction.r#type.as_deref() {
        Some("AUTHORIZATION_AND_CAPTURE") => Ok(Step::Charge),
        Some("AUTHORIZATION") if method.has_two_steps() => Ok(Step::Hold),
        Some("AUTHORIZATION") => Err(Refusal::OneStepOnly { method: method.name() }),
        _ => Err(Refusal::Violations(vec![Violation::new("type", Fault::NotAllowed)])),
    }
}

/// What is kept of the attempt, with the result that the card forces.
pub(crate) fn payment(
    transaction: &Transaction,
    method: Method,
    amount: Centavos,
    stored: Option<&Token>,
    settings: &Settings,
    now_ms: i64,
) -> Result<CardPayment, Refusal> {
    let step = step(transaction, method)?;
    let sent = card(transaction);
    let is_debit = method.is_debit() || sent.is_some_and(|(path, _)| path == "debitCard");
    let parts = Parts { method, is_debit, amount, step };
    let (installments, promotion) = months(transaction, parts, settings, now_ms)?;
    let typed = sent.map(|(_, card)| card);
    let code = typed.and_then(|card| card.security_code.as_ref()).map(|code| code.0.as_str());
    let (masked, holder, until) = match stored {
        Some(token) if token.method != method => return Err(Refusal::UnknownToken),
        Some(token) => (token.masked.clone(), token.name.clone(), token.expiration_date.clone()),
        None => {
            let card = typed.ok_or(Refusal::Malformed)?;
            let number = card.number.as_ref().ok_or(Refusal::Malformed)?;
            (
                cards::mask(&number.0),
                card.name.clone().unwrap_or_default(),
                card.expiration_date.clone().unwrap_or_default(),
            )
        }
    };
    let good = dates::parse_card_date(&until).is_some_and(|u| dates::is_card_good(u, now_ms));
    let forced = if good { cards::forced_by(&holder, code) } else { codes::EXPIRED_CARD };
    let code = forced.name.to_owned();
    Ok(CardPayment { step, method, is_debit, masked, holder, installments, promotion, code })
}

/// What decides in how many parts a charge may be paid.
#[derive(Clone, Copy)]
struct Parts {
    method: Method,
    is_debit: bool,
    amount: Centavos,
    step: Step,
}

/// In how many parts, and by which offer.
fn months(
    transaction: &Transaction,
    Parts { method, is_debit, amount, step }: Parts,
    settings: &Settings,
    now_ms: i64,
) -> Result<(u32, Option<i64>), Refusal> {
    let parameter = |name: &str| -> Result<Option<i64>, Refusal> {
        let Some(text) = transaction.extra_parameters.as_ref().and_then(|all| all.get(name)) else {
            return Ok(None);
        };
        let path = format!("extraParameters.{name}");
        let wrong = || Refusal::Violations(vec![Violation::new(&path, Fault::NotAllowed)]);
        text.as_ref().map(|text| text.0.parse().map_err(|_| wrong())).transpose()
    };
    let count = parameter("INSTALLMENTS_NUMBER")?.unwrap_or(1);
    let count = u32::try_from(count).ok().filter(|count| *count > 0);
    let count = count.ok_or(Refusal::Installments)?;
    let promotion = parameter("PROMOTION_ID")?;
    if let Some(id) = promotion {
        let offer = settings.promotions.iter().find(|offer| {
            offer.id == id && offer.method == method && offer.installments.contains(&count)
        });
        if step == Step::Hold || !offer.is_some_and(|offer| offer.runs(now_ms)) {
            return Err(Refusal::Promotion { id });
        }
    }
    if count == 1 {
        return Ok((1, promotion));
    }
    let least = promotions::minimum(count).ok_or(Refusal::Installments)?;
    if is_debit || (promotion.is_none() && !settings.months) {
        return Err(Refusal::Installments);
    }
    if amount < least {
        return Err(Refusal::BelowMinimum(least));
    }
    Ok((count, promotion))
}
