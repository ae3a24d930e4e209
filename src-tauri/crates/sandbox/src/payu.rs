//! PayU Latam, Mexico: payments, reports, promotions and checkout on one port, strict where PayU is strict.

pub(crate) mod amount;
mod answer;
mod card_answers;
mod card_states;
mod cards;
mod charges;
pub(crate) mod checkout;
mod codes;
pub(crate) mod control;
mod dates;
mod dialect;
pub(crate) mod door;
mod followups;
mod forced;
mod lengths;
mod methods;
pub(crate) mod notices;
mod numbers;
mod order_report;
pub(crate) mod orders;
mod promotions;
mod refusal;
pub(crate) mod reports;
pub(crate) mod settings;
mod signature;
mod states;
mod submit;
pub(crate) mod tokens;
mod tree;
mod validate;
mod wire;
mod xml;
mod xml_read;

pub use amount::Centavos;
pub use control::{Paid, PayuControl, PayuError, Target};
pub(crate) use dialect::Peek;
pub use forced::{Forced, ForcedResult};
pub use methods::Method;
pub use notices::{NoticeOutcome, NoticeReport};
pub use order_report::{OrderReport, PaymentReport, TransactionReport, WaitingReport};
pub use promotions::Promotion;
pub use settings::{
    Merchant, MethodSettings, Notices, Processor, ReferenceRule, RefundDecision, RequiredData,
    Settings,
};
pub use signature::Algorithm;
pub use states::Dispute;

use crate::faults::Service;
use crate::http::{Incoming, Reply};
use crate::store::{Store, StoreError};
use answer::{Answer, Envelope};
use refusal::{Fault, FollowRefusal, Language, Refusal, Violation};
use wire::Request;

const SETTINGS: &str = "payu-settings";

/// The service at this path, if PayU has one there.
pub(crate) fn service_at(path: &str) -> Option<Service> {
    match path {
        "/payments-api/4.0/service.cgi" => Some(Service::Payments),
        "/reports-api/4.0/service.cgi" => Some(Service::Reports),
        promotions::PATH => Some(Service::Promotions),
        path if checkout::is_here(path) => Some(Service::Checkout),
        _ => None,
    }
}

/// Whether the service takes that verb.
pub(crate) fn takes(service: Service, is_post: bool) -> bool {
    match service {
        Service::Payments | Service::Reports => is_post,
        Service::Promotions => !is_post,
        Service::Checkout => true,
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

impl From<FollowRefusal> for Failure {
    fn from(refusal: FollowRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Looks into a request that may be anything.
pub(crate) fn peek(service: Service, incoming: &Incoming) -> Peek {
    match service {
        Service::Payments | Service::Reports => dialect::peek(incoming),
        Service::Checkout => checkout::peek(incoming),
        Service::Promotions => Peek { command: Some("PRICING".to_owned()), ..Peek::default() },
    }
}

/// Answers one request. `Err` means that the simulator itself failed.
pub(crate) fn answer(
    desk: &mut Desk<'_>,
    service: Service,
    incoming: &Incoming,
) -> Result<Reply, StoreError> {
    let bare = match service {
        Service::Payments => Envelope::Payments,
        Service::Reports => Envelope::Reports,
        Service::Checkout => return checkout::answer(desk, incoming),
        Service::Promotions => {
            let settings = desk.settings()?;
            return Ok(promotions::answer(incoming, desk.merchant, &settings, desk.now_ms));
        }
    };
    let refused =
        |refusal: Refusal, envelope, language| Answer::error(envelope, refusal.text(language));
    let request = match dialect::read(incoming) {
        Ok(request) => request,
        Err((status, refusal)) => {
            return dialect::write(incoming, status, &refused(refusal, bare, Language::English));
        }
    };
    let language = Language::of(request.language.as_deref());
    let envelope = match (bare, request.command.as_deref()) {
        (Envelope::Payments, Some("GET_PAYMENT_METHODS")) => Envelope::Methods,
        (_, Some("CREATE_TOKEN" | "REMOVE_TOKEN")) => Envelope::Token,
        (_, Some("GET_TOKENS")) => Envelope::Tokens,
        (bare, _) => bare,
    };
    match process(desk, bare, &request) {
        Ok(answer) => dialect::write(incoming, 200, &answer),
        Err(Failure::Refused(refusal)) => {
            dialect::write(incoming, 200, &refused(refusal, envelope, language))
        }
        Err(Failure::Store(error)) => Err(error),
    }
}

fn process(desk: &mut Desk<'_>, service: Envelope, request: &Request) -> Result<Answer, Failure> {
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
    if service == Envelope::Reports {
        return reports::answer(desk, command, request);
    }
    submit::answer(desk, command, request)
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
