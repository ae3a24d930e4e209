//! The control door's part for PayU: JSON in front of [`PayuControl`].

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::amount::SentAmount;
use super::control::{Paid, PayuControl, PayuError, Target};
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
        (Verb::Post, [deed @ ("pay" | "decline" | "expire" | "dispute" | "forget" | "word")]) => {
            act(payu, deed, call)
        }
        _ => reply::not_found(),
    }
}

fn act(payu: &PayuControl, deed: &str, call: &Call<'_>) -> Reply {
    let aim: Aim = match call.json() {
        Ok(aim) => aim,
        Err(reply) => return reply,
    };
    let Some(target) = aim.target() else {
        return reply::bad("either \"order\" or \"reference\" is needed");
    };
    show(match deed {
        "pay" => aim.paid().and_then(|paid| payu.pay(target, paid)),
        "decline" => payu.decline(target),
        "expire" => payu.expire(target),
        "dispute" => payu.dispute(target),
        "forget" => payu.forget(target),
        _ => match &aim.state {
            Some(word) => payu.say(target, word),
            None => return reply::bad("\"state\" is needed"),
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
        Err(error @ (PayuError::NotPending | PayuError::NotPaid)) => {
            reply::error(409, &error.to_string())
        }
        Err(error @ PayuError::NotAnAmount) => reply::bad(&error.to_string()),
        Err(error @ (PayuError::Stopped(_) | PayuError::Store(_))) => {
            reply::error(500, &error.to_string())
        }
    }
}
