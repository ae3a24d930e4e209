//! From the carrier's replies to outcomes: whether PayU was there, understood and agreed.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{
    account::Account,
    map,
    methods::offered_word,
    wire::{
        reply::{Envelope, Order, PaymentMethod, ReportsResult, TransactionResponse},
        scalar::Text,
        words::Code,
    },
    xml,
};
use crate::{
    outcome::{AttemptId, Lost, MethodOffer, OrderId, Outcome, Refusal, RefusalKind},
    settings::Secret,
    wire::Reply,
};

mod cards;
mod promotions;

/// How much of an answer that nobody can read is shown.
const EXCERPT_MAX: usize = 120;

/// What PayU says when the credentials are wrong, in its three languages. There is no code
/// for it; an unknown wording only makes the refusal look like the request's fault.
const WRONG_CREDENTIALS: [&str; 4] = [
    "invalid credentials",
    "credenciales inválidas",
    "credenciales invalidas",
    "credenciais inválidas",
];

const COUNTRY: &str = "MX";

/// An answer together with whose it is, so that no excerpt repeats a secret.
#[derive(Clone, Copy)]
pub(crate) struct Answer<'a> {
    pub(crate) account: &'a Account,
    pub(crate) reply: &'a Reply,
    /// What else it must not repeat, such as a card.
    pub(crate) secrets: &'a [Secret],
}

impl Answer<'_> {
    /// The answer to a ping of the payments service. The reports service answers another
    /// way, so addresses that were typed into each other's fields show here.
    pub(crate) fn payments_ping(self) -> Outcome {
        self.read(|envelope| envelope.result.is_none().then_some(Outcome::Pong))
    }

    /// The answer to a ping of the reports service.
    pub(crate) fn reports_ping(self) -> Outcome {
        self.read(|envelope| {
            let payload: String = parsed(payload(envelope)?.as_deref()?)?;
            (payload == "ping").then_some(Outcome::Pong)
        })
    }

    /// The answer to a question for the payment methods. PayU lists those of every country.
    pub(crate) fn methods(self) -> Outcome {
        self.read(|envelope| {
            let raw = envelope.payment_methods.as_deref()?;
            let listed: Option<Vec<Option<PaymentMethod>>> = parsed(raw)?;
            let here = listed.into_iter().flatten().flatten().filter(|method| {
                Text::filled(method.country.as_ref()).is_none_or(|country| country == COUNTRY)
            });
            Some(Outcome::Methods(here.filter_map(|method| offer(&method)).collect()))
        })
    }

    /// The answer to a submit.
    pub(crate) fn submitted(self) -> Outcome {
        self.read(|envelope| {
            let response: TransactionResponse = parsed(envelope.transaction_response.as_deref()?)?;
            let order = OrderId(Text::filled(response.order_id.as_ref())?.to_owned());
            let attempt = Text::filled(response.transaction_id.as_ref());
            let attempt = attempt.map(|id| AttemptId(id.to_owned()));
            Some(Outcome::Charge(vec![map::attempt(order, attempt, &response)]))
        })
    }

    /// The answer to a look-up by our reference: every order under it.
    ///
    /// An error is never taken for "not found" here: on that, vouchers are sent again.
    pub(crate) fn orders(self, reference: &str) -> Outcome {
        self.read(|envelope| {
            let Some(orders) = orders(envelope)? else { return Some(Outcome::NotFound) };
            let ours = orders.iter().filter(|order| {
                Text::filled(order.reference_code.as_ref()).is_none_or(|theirs| theirs == reference)
            });
            let reports: Option<Vec<_>> = ours.map(map::order).collect();
            reports.filter(|reports| !reports.is_empty()).map(Outcome::Charge)
        })
    }

    /// The answer to a look-up of one order. PayU may call an unknown number an error.
    pub(crate) fn order(self) -> Outcome {
        let outcome = self.read(|envelope| {
            let Some(orders) = orders(envelope)? else { return Some(Outcome::NotFound) };
            let reports: Option<Vec<_>> = orders.iter().map(map::order).collect();
            reports.filter(|reports| !reports.is_empty()).map(Outcome::Charge)
        });
        let unknown =
            matches!(&outcome, Outcome::Refused(refusal) if refusal.kind == RefusalKind::Request);
        if unknown { Outcome::NotFound } else { outcome }
    }

    /// The answer to a look-up of one attempt, which names neither itself nor its order.
    pub(crate) fn attempt(self, order: &OrderId, attempt: &AttemptId) -> Outcome {
        self.read(|envelope| {
            let Some(raw) = payload(envelope)? else { return Some(Outcome::NotFound) };
            let response: TransactionResponse = parsed(&raw)?;
            let report = map::attempt(order.clone(), Some(attempt.clone()), &response);
            Some(Outcome::Charge(vec![report]))
        })
    }

    /// Reads an answer that PayU calls a success; `None` is an answer that nobody can read.
    fn read(self, inside: impl FnOnce(&Envelope) -> Option<Outcome>) -> Outcome {
        let envelope = match self.envelope() {
            Ok(envelope) => envelope,
            Err(outcome) => return outcome,
        };
        inside(&envelope).unwrap_or_else(|| self.unreadable())
    }

    /// The outside of an answer that PayU calls a success. The body is believed whatever the
    /// HTTP status; the status counts only when there is no body to believe.
    fn envelope(self) -> Result<Envelope, Outcome> {
        let (status, body) = match self.reply {
            Reply::Answer { status, body, .. } => (*status, body.as_slice()),
            Reply::NotSent => return Err(Outcome::NotSent),
            Reply::MaybeSent => return Err(Outcome::Lost(Lost::NoAnswer)),
        };
        let refused_by_status = matches!(status, 401 | 403);
        let Ok(envelope) = serde_json::from_slice::<Envelope>(&in_json(body)) else {
            return Err(self.without_body(status));
        };
        match &envelope.code {
            Some(Code::Success) => Ok(envelope),
            Some(Code::Error) => {
                let text = Text::filled(envelope.error.as_ref()).unwrap_or_default();
                let credentials = refused_by_status || names_credentials(text);
                let kind =
                    if credentials { RefusalKind::Credentials } else { RefusalKind::Request };
                Err(Outcome::Refused(Refusal { kind, text: self.redacted(text) }))
            }
            Some(Code::Unrecognised(_)) | None => Err(self.without_body(status)),
        }
    }

    fn without_body(self, status: u16) -> Outcome {
        match status {
            401 | 403 => Outcome::Lost(Lost::Barred { status }),
            408 | 429 | 500..=599 => Outcome::Lost(Lost::Unavailable { status }),
            _ => self.unreadable(),
        }
    }

    /// A text of PayU's without our secrets, should it repeat them.
    fn redacted(self, text: &str) -> String {
        let text = self.account.redacted(text);
        let secrets = self.secrets.iter().filter(|secret| !secret.expose().is_empty());
        secrets.fold(text, |text, secret| text.replace(secret.expose(), "…"))
    }

    fn unreadable(self) -> Outcome {
        let body = match self.reply {
            Reply::Answer { body, .. } => body.as_slice(),
            Reply::NotSent | Reply::MaybeSent => &[],
        };
        let text = self.redacted(&String::from_utf8_lossy(body));
        let excerpt = text.chars().take(EXCERPT_MAX).collect();
        Outcome::Lost(Lost::Unreadable { excerpt })
    }
}

/// The answer as JSON: PayU answers in XML when it was asked in it, and when it lost what it
/// was asked in. What is neither stays as it is, and nobody can read it.
fn in_json(body: &[u8]) -> Cow<'_, [u8]> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    if !body.starts_with(b"<") {
        return Cow::Borrowed(body);
    }
    xml::read(body).map_or(Cow::Borrowed(body), Cow::Owned)
}

fn names_credentials(text: &str) -> bool {
    let text = text.to_lowercase();
    WRONG_CREDENTIALS.iter().any(|words| text.contains(words))
}

fn offer(method: &PaymentMethod) -> Option<MethodOffer> {
    let word = Text::filled(method.description.as_ref())?;
    let known = offered_word(word);
    Some(MethodOffer {
        method: known.unwrap_or(word).to_owned(),
        provider_word: word.to_owned(),
        known: known.is_some(),
        enabled: Text::filled(method.enabled.as_ref()).is_some_and(|enabled| enabled == "true"),
    })
}

/// The orders of a look-up, be they an array or a single one. The inner `None` is "not found";
/// the outer one is an answer that nobody can read.
fn orders(envelope: &Envelope) -> Option<Option<Vec<Order>>> {
    let Some(raw) = payload(envelope)? else { return Some(None) };
    if !raw.get().starts_with('[') {
        return Some(Some(vec![parsed(&raw)?]));
    }
    let orders: Vec<Option<Order>> = parsed(&raw)?;
    Some((!orders.is_empty()).then(|| orders.into_iter().flatten().collect()))
}

/// The inside of an answer of the reports service. The inner `None` is PayU's null; an answer
/// without the member at all is not PayU's, and says nothing about what PayU knows.
fn payload(envelope: &Envelope) -> Option<Option<Box<RawValue>>> {
    let result: Option<ReportsResult> = parsed(envelope.result.as_deref()?)?;
    Some(result.and_then(|result| result.payload))
}

fn parsed<T: DeserializeOwned>(raw: &RawValue) -> Option<T> {
    serde_json::from_str(raw.get()).ok()
}
