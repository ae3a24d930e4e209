//! Months without interest and promotions: what may be charged in parts, and the service that
//! tells of it.

use std::collections::BTreeMap;

use form_urlencoded::parse;
use serde::{Deserialize, Serialize};

use super::amount::{Centavos, SentAmount};
use super::dates;
use super::methods::Method;
use super::settings::{Merchant, Settings};
use super::signature::hmac;
use crate::http::{Incoming, Reply};

/// Where the service is; part of what its callers sign.
pub(crate) const PATH: &str = "/payments-api/rest/v4.9/pricing";

/// Months without interest, and the least amount in centavos for each.
const MONTHS: [(u32, i64); 5] =
    [(3, 30_000), (6, 60_000), (9, 90_000), (12, 120_000), (18, 180_000)];

/// What the account pays of a charge, in hundredths of a percent: in one part, and more for each
/// month. The rates are ours.
const COMMISSION: i64 = 350;
const COMMISSION_PER_MONTH: i64 = 100;

/// An offer of the promotions service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promotion {
    /// `PROMOTION_ID` of a charge.
    pub id: i64,
    /// What the offer is called.
    pub title: String,
    /// Which cards it is for.
    pub method: Method,
    /// From when on, in Mexico: `YYYY-MM-DD HH:MM:SS`.
    pub start_date: String,
    /// Until when.
    pub end_date: String,
    /// The days of the week it is good on, in English and upper case.
    pub days: Vec<String>,
    /// In how many parts.
    pub installments: Vec<u32>,
}

const DAYS: [&str; 7] =
    ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

/// What a new account offers.
pub(crate) fn defaults() -> Vec<Promotion> {
    let of = |id, title: &str, method, days: &[&str], installments: &[u32]| Promotion {
        id,
        title: title.to_owned(),
        method,
        start_date: "2020-01-01 00:00:00".to_owned(),
        end_date: "2090-12-31 23:59:59".to_owned(),
        days: days.iter().map(|day| (*day).to_owned()).collect(),
        installments: installments.to_vec(),
    };
    vec![
        of(45, "MSI Mastercard", Method::Mastercard, &DAYS, &[3, 6]),
        of(49, "MSI Visa", Method::Visa, &DAYS, &[3, 6, 9, 12]),
    ]
}

impl Promotion {
    /// Whether it is good at this instant.
    pub(crate) fn runs(&self, now_ms: i64) -> bool {
        let now = dates::text_in_mexico(now_ms);
        let day = dates::weekday_in_mexico(now_ms);
        *self.start_date <= *now && *now <= *self.end_date && self.days.iter().any(|d| d == day)
    }
}

/// The least amount for that many months without interest; `None` if there is no such plan.
pub(crate) fn minimum(months: u32) -> Option<Centavos> {
    MONTHS.iter().find(|(count, _)| *count == months).map(|(_, least)| Centavos(*least))
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Pricing<'a> {
    amount: Value,
    converted_amount: Value,
    promotions: Vec<Offer<'a>>,
    payment_method_fee: Vec<MethodFee>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Value {
    value: Centavos,
    tax: Centavos,
    purchase_value: Centavos,
    currency: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Offer<'a> {
    id: i64,
    title: &'a str,
    terms_and_conditions: &'static str,
    payment_method_main: &'static str,
    start_date: &'a str,
    end_date: &'a str,
    days: &'a [String],
    priority: u32,
    r#type: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct MethodFee {
    payment_method: &'static str,
    pricing_fees: Vec<Fee>,
}

#[derive(Debug, Serialize)]
struct Fee {
    installments: String,
    pricing: Price,
    /// The offers that give this number of parts.
    promos: Vec<Promo>,
}

#[derive(Debug, Serialize)]
struct Promo {
    id: i64,
    title: String,
    priority: u32,
    pricing: Price,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Price {
    payer_detail: Detail,
    merchant_detail: Detail,
    total_value: Centavos,
    total_income_transaction: Centavos,
}

#[derive(Debug, Serialize)]
struct Detail {
    commission: Centavos,
    interests: Centavos,
    total: Centavos,
}

/// Answers a request of the service.
pub(crate) fn answer(
    incoming: &Incoming,
    merchant: &Merchant,
    settings: &Settings,
    now_ms: i64,
) -> Reply {
    if !is_signed(incoming, merchant) {
        return error(401, "UNAUTHORIZED", "The signature of the request is not valid");
    }
    let query: BTreeMap<String, String> =
        parse(incoming.query.as_deref().unwrap_or_default().as_bytes()).into_owned().collect();
    match pricing(&query, merchant, settings, now_ms) {
        Ok(body) => Reply::json(200, body),
        Err(description) => error(400, "BAD_REQUEST", description),
    }
}

fn is_signed(incoming: &Incoming, merchant: &Merchant) -> bool {
    let date = incoming.hmac_date.as_deref().or(incoming.date.as_deref());
    let Some(date) = date.filter(|text| is_http_date(text)) else { return false };
    let signature = base64(&hmac(&merchant.api_key, &format!("GET\n\n\n{date}\n{PATH}")));
    let expected = format!("Hmac {}:{signature}", merchant.public_key);
    incoming.authorization.as_deref() == Some(expected.as_str())
}

fn is_http_date(text: &str) -> bool {
    text.ends_with(" GMT") && jiff::fmt::rfc2822::parse(text).is_ok()
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn pricing(
    query: &BTreeMap<String, String>,
    merchant: &Merchant,
    settings: &Settings,
    now_ms: i64,
) -> Result<Vec<u8>, &'static str> {
    let of = |name: &str| query.get(name).map(String::as_str);
    if of("accountId") != Some(merchant.account_id.to_string().as_str()) {
        return Err("The account does not belong to the merchant");
    }
    if of("currency") != Some("MXN") {
        return Err("The currency is not valid for the account");
    }
    let amount = of("amount").and_then(|text| SentAmount::parse(text).ok());
    let amount = amount.ok_or("The amount is not valid")?.centavos;
    let wanted = match of("paymentMethod") {
        None => None,
        Some(name) => Some(Method::from_name(name).ok_or("The payment method is not valid")?),
    };
    let asked = |method: Method| wanted.is_none_or(|wanted| wanted == method);
    let running: Vec<&Promotion> = settings
        .promotions
        .iter()
        .filter(|promotion| asked(promotion.method) && promotion.runs(now_ms))
        .collect();
    let value =
        || Value { value: amount, tax: Centavos(0), purchase_value: amount, currency: "MXN" };
    let credit = Method::ALL.into_iter().filter(|method| method.is_card() && !method.is_debit());
    let fees = credit.filter(|method| asked(*method) && settings.method(*method).enabled);
    let pricing = Pricing {
        amount: value(),
        converted_amount: value(),
        promotions: running.iter().map(|promotion| offer(promotion)).collect(),
        payment_method_fee: fees.map(|method| fee(method, amount, settings, &running)).collect(),
    };
    serde_json::to_vec(&pricing).map_err(|_| "The pricing could not be written")
}

const PRIORITY: u32 = 10;

fn offer(promotion: &Promotion) -> Offer<'_> {
    Offer {
        id: promotion.id,
        title: &promotion.title,
        terms_and_conditions: "Terminos y condiciones",
        payment_method_main: promotion.method.name(),
        start_date: &promotion.start_date,
        end_date: &promotion.end_date,
        days: &promotion.days,
        priority: PRIORITY,
        r#type: "MSI",
    }
}

fn fee(method: Method, amount: Centavos, settings: &Settings, running: &[&Promotion]) -> MethodFee {
    let of_method = || running.iter().filter(move |promotion| promotion.method == method);
    let mut parts = vec![1];
    for (months, least) in MONTHS {
        let promoted = of_method().any(|promotion| promotion.installments.contains(&months));
        if amount.0 >= least && (settings.months || promoted) {
            parts.push(months);
        }
    }
    let fees = parts.into_iter().map(|months| Fee {
        installments: months.to_string(),
        pricing: price(amount, months),
        promos: of_method()
            .filter(|promotion| promotion.installments.contains(&months))
            .map(|promotion| Promo {
                id: promotion.id,
                title: promotion.title.clone(),
                priority: PRIORITY,
                pricing: price(amount, months),
            })
            .collect(),
    });
    MethodFee { payment_method: method.name(), pricing_fees: fees.collect() }
}

/// Without interest, the payer pays the amount and the merchant what it costs.
fn price(amount: Centavos, months: u32) -> Price {
    let rate = COMMISSION + COMMISSION_PER_MONTH * i64::from(months.saturating_sub(1));
    let commission = Centavos(amount.0 * rate / 10_000);
    let detail = |commission| Detail { commission, interests: Centavos(0), total: commission };
    Price {
        payer_detail: detail(Centavos(0)),
        merchant_detail: detail(commission),
        total_value: amount,
        total_income_transaction: Centavos(amount.0 - commission.0),
    }
}

fn error(status: u16, kind: &str, description: &str) -> Reply {
    let body = serde_json::json!({ "type": kind, "description": description });
    Reply::json(status, body.to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Answers {
        promotions_hmac: Known,
    }

    #[derive(Deserialize)]
    struct Known {
        key: String,
        message: String,
        base64: String,
    }

    #[test]
    fn computes_the_published_header() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/fixtures/payu/kats.json");
        let text = std::fs::read_to_string(path).unwrap();
        let known = serde_json::from_str::<Answers>(&text).unwrap().promotions_hmac;
        assert_eq!(base64(&hmac(&known.key, &known.message)), known.base64);
        assert!(is_http_date("Fri, 28 Apr 2017 18:32:01 GMT"));
        assert!(!is_http_date("2017-04-28T18:32:01Z"));
    }
}
