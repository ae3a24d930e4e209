//! Results that the control door wants: the next charge, capture, void or refund gets them.

use serde::{Deserialize, Serialize};

use super::codes::{self, Code};
use crate::store::{Store, StoreError};

const FORCED: &str = "payu-forced";

/// A result for the next transactions of a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forced {
    /// Only for this type, such as `CAPTURE`; `None` is any.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// What they get.
    pub result: ForcedResult,
    /// How many of them.
    #[serde(default = "once")]
    pub times: u32,
}

/// What a transaction gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForcedResult {
    /// A response code, and the state that goes with it.
    Code(String),
    /// `code: ERROR` with this text: nothing is processed.
    Error(String),
}

/// What was forced on one transaction.
pub(crate) enum Taken {
    Code(Code),
    Error(String),
}

fn once() -> u32 {
    1
}

/// Whether PayU has such a response code.
pub(crate) fn is_known(forced: &Forced) -> bool {
    match &forced.result {
        ForcedResult::Code(name) => codes::find(name).is_some(),
        ForcedResult::Error(_) => true,
    }
}

pub(crate) fn list(store: &Store) -> Result<Vec<Forced>, StoreError> {
    Ok(store.value(FORCED)?.unwrap_or_default())
}

pub(crate) fn add(store: &Store, forced: Forced) -> Result<(), StoreError> {
    let mut all = list(store)?;
    all.push(forced);
    store.set_value(FORCED, &all)
}

pub(crate) fn clear(store: &Store) -> Result<(), StoreError> {
    store.set_value(FORCED, &Vec::<Forced>::new())
}

/// Takes the first result that is meant for this type.
pub(crate) fn take(store: &Store, kind: &str) -> Result<Option<Taken>, StoreError> {
    let mut all = list(store)?;
    let meant = |forced: &Forced| forced.kind.as_deref().is_none_or(|wanted| wanted == kind);
    let Some(at) = all.iter().position(meant) else { return Ok(None) };
    let taken = match &all[at].result {
        ForcedResult::Code(name) => codes::find(name).map(Taken::Code),
        ForcedResult::Error(text) => Some(Taken::Error(text.clone())),
    };
    all[at].times = all[at].times.saturating_sub(1);
    all.retain(|forced| forced.times > 0);
    store.set_value(FORCED, &all)?;
    Ok(taken)
}
