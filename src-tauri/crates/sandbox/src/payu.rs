//! PayU Latam, Mexico: two services on one port, strict where PayU is strict.

pub(crate) mod amount;
mod answer;
pub(crate) mod control;
mod dates;
pub(crate) mod door;
mod methods;
mod numbers;
pub(crate) mod orders;
mod refusal;
pub(crate) mod reports;
pub(crate) mod settings;
mod signature;
mod states;
mod submit;
mod validate;
mod wire;
mod xml;

pub use amount::Centavos;
pub use control::{OrderReport, Paid, PaymentReport, PayuControl, PayuError, Target};
pub use methods::Method;
pub use settings::{Merchant, MethodSettings, ReferenceRule, Settings};

use serde::Deserialize;

use crate::faults::Service;
use crate::http::{Incoming, Reply};
use crate::log::Verdict;
use crate::store::{Store, StoreError};
use answer::{Answer, Envelope};
use refusal::{Fault, Language, Refusal, Violation};
use wire::Request;

const SETTINGS: &str = "payu-settings";

/// The service at this path, if PayU has one there.
pub(crate) fn service_at(path: &str) -> Option<Service> {
    match path {
        "/payments-api/4.0/service.cgi" => Some(Service::Payments),
        "/reports-api/4.0/service.cgi" => Some(Service::Reports),
        _ => None,
    }
}

/// What answering a request takes.
pub(crate) struct Desk<'a> {
    pub(crate) store: &'a mut Store,
    pub(crate) merchant: &'a Merchant,
    pub(crate) now_ms: i64,
}

impl Desk<'_> {
    pub(crate) fn settings(&self) -> Result<Settings, StoreError> {
        settings_of(self.store)
    }
}

/// The stored settings, or the ones a new account has.
pub(crate) fn settings_of(store: &Store) -> Result<Settings, StoreError> {
    Ok(store.value(SETTINGS)?.unwrap_or_default())
}

/// Why a request has no answer of its own.
#[derive(Debug)]
pub(crate) enum Failure {
    Refused(Refusal),
    Store(StoreError),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The two words of a request that faults and counters go by, read leniently.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Peek {
    pub(crate) command: Option<String>,
    /// Only of a submit.
    pub(crate) reference: Option<String>,
    /// Only of a query: the reference or number that it asks for.
    pub(crate) asked: Option<String>,
}

/// Looks into a body that may be anything.
pub(crate) fn peek(body: &[u8]) -> Peek {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Outer {
        command: Option<String>,
        transaction: Option<Middle>,
        details: serde_json::Value,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Middle {
        order: Option<Inner>,
    }
    #[derive(Default, Deserialize)]
    #[serde(default, rename_all = "camelCase")]
    struct Inner {
        reference_code: Option<String>,
    }
    let outer: Outer = serde_json::from_slice(body).unwrap_or_default();
    let order = outer.transaction.and_then(|transaction| transaction.order);
    let asked = ["referenceCode", "transactionId", "orderId"].iter().find_map(|name| {
        let value = outer.details.get(name)?;
        value.as_str().map(str::to_owned).or_else(|| Some(value.as_u64()?.to_string()))
    });
    let reference = order.and_then(|order| order.reference_code);
    Peek { command: outer.command, reference, asked }
}

/// What an answer says, for the log.
pub(crate) fn verdict(body: &[u8]) -> Verdict {
    #[derive(Deserialize)]
    struct Outer<'a> {
        code: &'a str,
        #[serde(default, borrow, deserialize_with = "present")]
        result: Option<Option<&'a serde_json::value::RawValue>>,
    }
    fn present<'de, D: serde::Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Option<&'de serde_json::value::RawValue>>, D::Error> {
        Option::deserialize(from).map(Some)
    }
    match serde_json::from_slice(body) {
        Ok(Outer { code: "SUCCESS", result: Some(None) }) => Verdict::NotFound,
        Ok(Outer { code: "SUCCESS", .. }) => Verdict::Done,
        Ok(Outer { .. }) | Err(_) => Verdict::Refused,
    }
}

/// Answers one request. `Err` means that the simulator itself failed.
pub(crate) fn answer(
    desk: &mut Desk<'_>,
    service: Service,
    incoming: &Incoming,
) -> Result<Reply, StoreError> {
    let wants_json =
        incoming.accept.as_deref().is_some_and(|accept| accept.contains("application/json"));
    let render = |status: u16, answer: &Answer| -> Result<Reply, StoreError> {
        if wants_json {
            return Ok(Reply::json(status, serde_json::to_vec(answer)?));
        }
        Ok(Reply::xml(status, xml::render(answer)))
    };
    let bare = match service {
        Service::Payments => Envelope::Payments,
        Service::Reports => Envelope::Reports,
    };
    let refused =
        |refusal: Refusal, envelope, language| Answer::error(envelope, refusal.text(language));
    if !is_json(incoming.content_type.as_deref()) {
        return render(415, &refused(Refusal::ContentType, bare, Language::English));
    }
    let Ok(request) = serde_json::from_slice::<Request>(&incoming.body) else {
        return render(400, &refused(Refusal::Malformed, bare, Language::English));
    };
    let language = Language::of(request.language.as_deref());
    let envelope = match (bare, request.command.as_deref()) {
        (Envelope::Payments, Some("GET_PAYMENT_METHODS")) => Envelope::Methods,
        (bare, _) => bare,
    };
    match process(desk, service, &request) {
        Ok(answer) => render(200, &answer),
        Err(Failure::Refused(refusal)) => render(200, &refused(refusal, envelope, language)),
        Err(Failure::Store(error)) => Err(error),
    }
}

fn process(desk: &mut Desk<'_>, service: Service, request: &Request) -> Result<Answer, Failure> {
    let missing = missing(request);
    if !missing.is_empty() {
        return Err(Refusal::Violations(missing).into());
    }
    let credentials = request.merchant.as_ref();
    let right = credentials.is_some_and(|sent| {
        sent.api_login.as_deref() == Some(&desk.merchant.api_login)
            && sent.api_key.as_deref() == Some(&desk.merchant.api_key)
    });
    if !right {
        return Err(Refusal::Credentials.into());
    }
    let command = request.command.as_deref().unwrap_or_default();
    match service {
        Service::Payments => submit::answer(desk, command, request),
        Service::Reports => reports::answer(desk, command, request),
    }
}

/// What every request needs.
fn missing(request: &Request) -> Vec<Violation> {
    let merchant = request.merchant.as_ref();
    let required = [
        ("language", request.language.is_some()),
        ("command", request.command.is_some()),
        ("merchant", merchant.is_some()),
        ("merchant.apiLogin", merchant.is_none_or(|sent| sent.api_login.is_some())),
        ("merchant.apiKey", merchant.is_none_or(|sent| sent.api_key.is_some())),
    ];
    required
        .into_iter()
        .filter(|(_, present)| !present)
        .map(|(path, _)| Violation::new(path, Fault::Missing))
        .collect()
}

/// `application/json`, with UTF-8 or no charset.
fn is_json(content_type: Option<&str>) -> bool {
    let lower = content_type.unwrap_or_default().to_ascii_lowercase();
    let mut parts = lower.split(';').map(str::trim);
    parts.next() == Some("application/json")
        && parts.all(|part| {
            part.strip_prefix("charset=").is_none_or(|set| set.trim_matches('"') == "utf-8")
        })
}
