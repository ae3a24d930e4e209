//! The control door's part for PayU: JSON in front of [`PayuControl`].

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::amount::SentAmount;
use super::control::{Paid, PayuControl, PayuError, Target};
use super::forced::Forced;
use crate::door::{Call, Verb, reply};
use crate::http::Reply;

/// Which order, as JSON: `{"order": 2152600101}` or `{"reference": "..."}`, and what else a call
/// takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Aim {
    order: Option<i64>,
    reference: Option<String>,
    amount: Option<Box<RawValue>>,
    state: Option<String>,
    response_code: Option<String>,
    approved: Option<bool>,
}

impl Aim {
    fn target(&self) -> Option<Target> {
        match (self.order, &self.reference) {
            (Some(order), None) => Some(Target::Order(order)),
            (None, Some(reference)) => Some(Target::Reference(reference.clone())),
            (Some(_), Some(_)) | (None, None) => None,
        }
    }

    fn paid(&self) -> Result<Paid, PayuError> {
        match &self.amount {
            None => Ok(Paid::InFull),
            Some(json) => SentAmount::from_json(json)
                .map(|sent| Paid::Amount(sent.centavos))
                .map_err(|_| PayuError::NotAnAmount),
        }
    }
}

/// Answers a call under `/control/payu/`; `path` is the rest.
pub(crate) fn answer(payu: &PayuControl, path: &[&str], call: &Call<'_>) -> Reply {
    match (call.verb, path) {
        (Verb::Get, ["orders"]) => match call.query("reference") {
            Some(reference) => show(payu.orders_with(&reference)),
            None => show(payu.orders()),
        },
        (Verb::Get, ["orders", id]) => match id.parse::<i64>() {
            Ok(id) => show(payu.order(id)),
            Err(_) => show::<()>(Err(PayuError::NoSuchOrder)),
        },
        (Verb::Get, ["settings"]) => show(payu.settings()),
        (Verb::Post, ["settings"]) => change_settings(payu, call),
        (Verb::Get, ["notices"]) => show(payu.notices()),
        (Verb::Post, ["notices", "deliver"]) => show(payu.deliver_notices()),
        (Verb::Get, ["forced"]) => show(payu.forced()),
        (Verb::Post, ["forced"]) => match call.json::<Forced>() {
            Ok(forced) => show(payu.force(forced)),
            Err(reply) => reply,
        },
        (Verb::Delete, ["forced"]) => show(payu.clear_forced().and_then(|()| payu.forced())),
        (Verb::Post, [deed]) => match Deed::named(deed) {
            Some(deed) => act(payu, deed, call),
            None => reply::not_found(),
        },
        _ => reply::not_found(),
    }
}

/// What can happen to an order.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Pay,
    Decline,
    Expire,
    Settle,
    Dispute,
    WinDispute,
    LoseDispute,
    Decide,
    Forget,
    Word,
}

impl Deed {
    fn named(name: &str) -> Option<Self> {
        match name {
            "pay" => Some(Self::Pay),
            "decline" => Some(Self::Decline),
            "expire" => Some(Self::Expire),
            "settle" => Some(Self::Settle),
            "dispute" => Some(Self::Dispute),
            "win-dispute" => Some(Self::WinDispute),
            "lose-dispute" => Some(Self::LoseDispute),
            "decide" => Some(Self::Decide),
            "forget" => Some(Self::Forget),
            "word" => Some(Self::Word),
            _ => None,
        }
    }
}

fn act(payu: &PayuControl, deed: Deed, call: &Call<'_>) -> Reply {
    let aim: Aim = match call.json() {
        Ok(aim) => aim,
        Err(reply) => return reply,
    };
    let Some(target) = aim.target() else {
        return reply::bad("either \"order\" or \"reference\" is needed");
    };
    let needed = |name: &str| reply::bad(&format!("\"{name}\" is needed"));
    show(match deed {
        Deed::Pay => aim.paid().and_then(|paid| payu.pay(target, paid)),
        Deed::Decline => payu.decline(target),
        Deed::Expire => payu.expire(target),
        Deed::Settle => match &aim.response_code {
            Some(code) => payu.settle(target, code),
            None => return needed("response_code"),
        },
        Deed::Dispute => payu.dispute(target),
        Deed::WinDispute => payu.win_dispute(target),
        Deed::LoseDispute => payu.lose_dispute(target),
        Deed::Decide => match aim.approved {
            Some(approved) => payu.decide(target, approved),
            None => return needed("approved"),
        },
        Deed::Forget => payu.forget(target),
        Deed::Word => match &aim.state {
            Some(word) => payu.say(target, word),
            None => return needed("state"),
        },
    })
}

/// The body names only what changes.
fn change_settings(payu: &PayuControl, call: &Call<'_>) -> Reply {
    let changes: Value = match call.json() {
        Ok(changes) => changes,
        Err(reply) => return reply,
    };
    let current = payu.settings().map(serde_json::to_value);
    let mut merged = match current {
        Ok(Ok(value)) => value,
        Ok(Err(error)) => return reply::bad(&error.to_string()),
        Err(error) => return show::<()>(Err(error)),
    };
    merge(&mut merged, changes);
    match serde_json::from_value(merged) {
        Ok(settings) => show(payu.set_settings(&settings).and_then(|()| payu.settings())),
        Err(error) => reply::bad(&error.to_string()),
    }
}

fn merge(into: &mut Value, changes: Value) {
    match (into, changes) {
        (Value::Object(into), Value::Object(changes)) => {
            for (key, change) in changes {
                merge(into.entry(key).or_insert(Value::Null), change);
            }
        }
        (into, changes) => *into = changes,
    }
}

fn show<T: serde::Serialize>(result: Result<T, PayuError>) -> Reply {
    match result {
        Ok(value) => reply::ok(&value),
        Err(error @ PayuError::NoSuchOrder) => reply::error(404, &error.to_string()),
        Err(
            error @ (PayuError::NotPending
            | PayuError::NotPaid
            | PayuError::NotDisputed
            | PayuError::NothingAsked),
        ) => reply::error(409, &error.to_string()),
        Err(error @ (PayuError::NotAnAmount | PayuError::NoSuchCode)) => {
            reply::bad(&error.to_string())
        }
        Err(error @ (PayuError::Stopped(_) | PayuError::Store(_))) => {
            reply::error(500, &error.to_string())
        }
    }
}
