//! The control door: JSON over HTTP in front of [`Control`]. No provider has such a thing.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::control::{Control, ControlError};
use crate::faults::Fault;
use crate::http::Reply;
use crate::payu;

/// The verbs the door knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Get,
    Post,
    Delete,
}

/// One call at the door.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) verb: Verb,
    /// Everything after `/control/`.
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
    pub(crate) body: &'a [u8],
    /// Whether the provider answers on the same port.
    pub(crate) shares_port: bool,
}

impl Call<'_> {
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Reply> {
        serde_json::from_slice(self.body).map_err(|error| reply::bad(&error.to_string()))
    }

    /// A query parameter, decoded.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(self.query?.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_ms: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refuse {
    refuse: bool,
}

/// Answers one call.
pub(crate) fn answer(control: &Control, call: &Call<'_>) -> Reply {
    let path: Vec<&str> = call.path.split('/').collect();
    match (call.verb, path.as_slice()) {
        (_, ["payu", rest @ ..]) => payu::door::answer(&control.payu(), rest, call),
        (Verb::Get, ["clock"]) => clock(control),
        (Verb::Post, ["clock"]) => match call.json::<Advance>() {
            Ok(Advance { advance_ms }) => match control.advance(advance_ms) {
                Ok(_) => clock(control),
                Err(error) => refused(&error),
            },
            Err(reply) => reply,
        },
        (Verb::Get, ["faults"]) => reply::ok(&control.faults()),
        (Verb::Post, ["faults"]) => match call.json::<Fault>() {
            Ok(fault) => {
                control.add_fault(fault);
                reply::ok(&control.faults())
            }
            Err(reply) => reply,
        },
        (Verb::Delete, ["faults"]) => {
            control.clear_faults();
            reply::ok(&control.faults())
        }
        (Verb::Post, ["refuse"]) => refuse(control, call),
        (Verb::Get, ["counters"]) => match control.counters() {
            Ok(counters) => reply::ok(&counters),
            Err(error) => refused(&error),
        },
        (Verb::Get, ["log"]) => reply::ok(&control.log()),
        (Verb::Post, ["reset"]) => match control.reset() {
            Ok(()) => reply::ok(&json!({})),
            Err(error) => refused(&error),
        },
        _ => reply::not_found(),
    }
}

fn clock(control: &Control) -> Reply {
    reply::ok(&json!({ "now_ms": control.now_ms(), "offset_ms": control.offset_ms() }))
}

fn refuse(control: &Control, call: &Call<'_>) -> Reply {
    let Refuse { refuse } = match call.json() {
        Ok(refuse) => refuse,
        Err(reply) => return reply,
    };
    if refuse && call.shares_port {
        return reply::error(409, "nobody could switch it off again: use a separate control port");
    }
    match control.refuse_connections(refuse) {
        Ok(()) => reply::ok(&json!({ "refuse": refuse })),
        Err(error) => refused(&error),
    }
}

fn refused(error: &ControlError) -> Reply {
    match error {
        ControlError::TooFar => reply::bad(&error.to_string()),
        ControlError::Stopped(_) | ControlError::Port(_) | ControlError::Store(_) => {
            reply::error(500, &error.to_string())
        }
    }
}

/// The door's answers.
pub(crate) mod reply {
    use serde::Serialize;
    use serde_json::json;

    use crate::http::Reply;

    pub(crate) fn ok<T: Serialize>(value: &T) -> Reply {
        match serde_json::to_vec(value) {
            Ok(body) => Reply::json(200, body),
            Err(failure) => error(500, &failure.to_string()),
        }
    }

    pub(crate) fn error(status: u16, text: &str) -> Reply {
        Reply::json(status, json!({ "error": text }).to_string().into_bytes())
    }

    pub(crate) fn bad(text: &str) -> Reply {
        error(400, text)
    }

    pub(crate) fn not_found() -> Reply {
        error(404, "the control door does not know this call")
    }
}
