//! The form of WebCheckout: what it must say, and that its signature is right. Pure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::amount::{Centavos, SentAmount};
use super::super::dates::{self, DAY_MS};
use super::super::methods::Method;
use super::super::refusal::{Language, Refusal};
use super::super::settings::{Merchant, Settings};
use super::super::signature::{Algorithm, Signed};
use super::super::validate::{self, CURRENCY, TEXT_MAX};

/// The longest a form can be paid.
const LIFE_MS: i64 = 7 * DAY_MS;
const URL_MAX: usize = 2048;

/// A form that was in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Form {
    pub(crate) reference: String,
    pub(crate) description: String,
    #[serde(with = "centavos")]
    pub(crate) amount: Centavos,
    #[serde(with = "centavos")]
    pub(crate) tax: Centavos,
    #[serde(with = "centavos")]
    pub(crate) tax_return_base: Centavos,
    pub(crate) algorithm: Algorithm,
    pub(crate) signature: String,
    pub(crate) language: String,
    pub(crate) is_test: bool,
    pub(crate) buyer_email: String,
    pub(crate) buyer_name: String,
    pub(crate) telephone: String,
    pub(crate) response_url: Option<String>,
    pub(crate) confirmation_url: Option<String>,
    pub(crate) extras: [String; 3],
    /// Only these; none named is all of them.
    pub(crate) payment_methods: Vec<Method>,
    pub(crate) expires_at: Option<i64>,
}

impl Form {
    /// The cards that it can be paid with.
    pub(crate) fn methods(&self, settings: &Settings) -> Vec<Method> {
        let wanted = |method: &Method| {
            self.payment_methods.is_empty() || self.payment_methods.contains(method)
        };
        Method::ALL
            .into_iter()
            .filter(|method| method.is_card() && settings.method(*method).enabled)
            .filter(wanted)
            .collect()
    }

    pub(crate) fn is_expired(&self, now_ms: i64) -> bool {
        self.expires_at.is_some_and(|at| now_ms > at)
    }
}

const REQUIRED: [&str; 12] = [
    "merchantId",
    "accountId",
    "description",
    "referenceCode",
    "amount",
    "tax",
    "taxReturnBase",
    "currency",
    "signature",
    "buyerEmail",
    "buyerFullName",
    "telephone",
];

/// The form, or everything that is wrong with it.
pub(crate) fn read(
    sent: &BTreeMap<String, String>,
    merchant: &Merchant,
    settings: &Settings,
    now_ms: i64,
) -> Result<Form, Vec<String>> {
    let of = |name: &str| sent.get(name).map(String::as_str).filter(|text| !text.is_empty());
    let missing: Vec<_> = REQUIRED
        .into_iter()
        .filter(|name| of(name).is_none())
        .map(|name| format!("{name}: must not be empty"))
        .collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let text = |name: &str| of(name).unwrap_or_default().to_owned();
    let mut wrong = shape(&of);
    let mut amount = |name: &str| {
        let parsed = SentAmount::parse(of(name).unwrap_or_default());
        if parsed.is_err() {
            wrong.push(format!("{name}: amount with at most two decimals expected"));
        }
        parsed.ok()
    };
    let (value, tax, base) = (amount("amount"), amount("tax"), amount("taxReturnBase"));
    let methods = methods(of("paymentMethods"));
    if methods.is_none() {
        wrong.push("paymentMethods: value not allowed".to_owned());
    }
    let algorithm = of("algorithmSignature").map_or(Some(Algorithm::Md5), Algorithm::from_name);
    if algorithm.is_none() {
        wrong.push("algorithmSignature: value not allowed".to_owned());
    }
    let expires_at = expiry(of("expirationDate"), now_ms);
    if expires_at.is_none() {
        wrong.push("expirationDate: date in the future expected".to_owned());
    }
    let (Some(value), Some(tax), Some(base), Some(methods), Some(algorithm), Some(expires_at), []) =
        (value, tax, base, methods, algorithm, expires_at, &wrong[..])
    else {
        return Err(wrong);
    };
    account(&of, &value, merchant, settings).map_err(|refusal| vec![english(&refusal)])?;
    if tax.centavos.0 + base.centavos.0 > value.centavos.0 {
        return Err(vec!["tax: greater than the amount".to_owned()]);
    }
    let tail = ["paymentMethods", "iin", "pseBanks"].into_iter().filter_map(of);
    let signed = Signed {
        merchant,
        reference: of("referenceCode").unwrap_or_default(),
        amount: &value,
        currency: CURRENCY,
        tail: &tail.map(|part| format!("~{part}")).collect::<String>(),
    };
    if !signed.accepts_by(algorithm, of("signature").unwrap_or_default()) {
        return Err(vec![english(&Refusal::Signature)]);
    }
    Ok(Form {
        reference: text("referenceCode"),
        description: text("description"),
        amount: value.centavos,
        tax: tax.centavos,
        tax_return_base: base.centavos,
        algorithm,
        signature: text("signature"),
        language: of("lng").unwrap_or("es").to_ascii_lowercase(),
        is_test: of("test") == Some("1"),
        buyer_email: text("buyerEmail"),
        buyer_name: text("buyerFullName"),
        telephone: text("telephone"),
        response_url: of("responseUrl").map(str::to_owned),
        confirmation_url: of("confirmationUrl").map(str::to_owned),
        extras: ["extra1", "extra2", "extra3"].map(text),
        payment_methods: methods,
        expires_at,
    })
}

fn english(refusal: &Refusal) -> String {
    refusal.text(Language::English)
}

/// What is there and not what it must be.
fn shape<'a>(of: &impl Fn(&str) -> Option<&'a str>) -> Vec<String> {
    let within = |name: &str, max: usize| of(name).is_none_or(|text| text.chars().count() <= max);
    let plain = |text: &str| {
        text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
    };
    let one_of = |name: &str, all: &[&str]| {
        of(name).is_none_or(|text| all.contains(&text.to_ascii_lowercase().as_str()))
    };
    let url = |name: &str| {
        of(name).is_none_or(|text| {
            text.len() <= URL_MAX
                && (text.starts_with("http://") || text.starts_with("https://"))
                && text.parse::<hyper::Uri>().is_ok()
        })
    };
    let checks = [
        ("description", within("description", TEXT_MAX)),
        ("referenceCode", within("referenceCode", TEXT_MAX)),
        ("referenceCode", of("referenceCode").is_some_and(plain)),
        ("buyerEmail", of("buyerEmail").is_some_and(validate::is_email)),
        ("buyerFullName", within("buyerFullName", 150)),
        ("telephone", within("telephone", 20)),
        ("extra1", within("extra1", TEXT_MAX)),
        ("extra2", within("extra2", TEXT_MAX)),
        ("extra3", within("extra3", TEXT_MAX)),
        ("lng", one_of("lng", &["es", "en", "pt"])),
        ("test", one_of("test", &["0", "1"])),
        ("responseUrl", url("responseUrl")),
        ("confirmationUrl", url("confirmationUrl")),
    ];
    let wrong = checks.into_iter().filter(|(_, good)| !good);
    wrong.map(|(name, _)| format!("{name}: value not allowed")).collect()
}

/// Whose account it is, in what currency, and whether a card may be charged that much.
fn account<'a>(
    of: &impl Fn(&str) -> Option<&'a str>,
    amount: &SentAmount,
    merchant: &Merchant,
    settings: &Settings,
) -> Result<(), Refusal> {
    let is = |name: &str, number: u64| of(name) == Some(number.to_string().as_str());
    if !is("merchantId", merchant.id) || !is("accountId", merchant.account_id) {
        return Err(Refusal::UnknownAccount);
    }
    if of("currency") != Some(CURRENCY) {
        return Err(Refusal::Currency);
    }
    validate::within_limits(amount.centavos, Method::Visa, settings)
}

/// `VISA,MASTERCARD-1-3`: names, each with the months that it may be paid in.
fn methods(named: Option<&str>) -> Option<Vec<Method>> {
    let parts = named.unwrap_or_default().split(',').filter(|part| !part.is_empty());
    parts.map(|part| Method::from_name(part.split('-').next()?)).collect()
}

/// `YYYY-MM-DD HH:mm:ss` in Mexico; at most seven days. Inside, `None` never ends.
fn expiry(text: Option<&str>, now_ms: i64) -> Option<Option<i64>> {
    let Some(text) = text else { return Some(None) };
    let at = dates::parse_in_mexico(text).filter(|at| *at > now_ms)?;
    Some(Some(at.min(now_ms.saturating_add(LIFE_MS))))
}

/// Kept as whole centavos.
mod centavos {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Centavos;

    pub(super) fn serialize<S: Serializer>(value: &Centavos, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(value.0)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Centavos, D::Error> {
        i64::deserialize(from).map(Centavos)
    }
}
