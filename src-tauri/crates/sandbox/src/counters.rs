//! What came in, so that a test can say "at most one order per charge".

use std::collections::BTreeMap;

use serde::Serialize;

use crate::faults::Service;
use crate::payu::{self, Peek};
use crate::store::{Store, StoreError};

const REQUESTS: &str = "requests";
const LOST_REQUESTS: &str = "lost-requests";
const SUBMITS: &str = "submits";
const LOST_SUBMITS: &str = "lost-submits";
/// A command is a word; anything longer is not worth a counter of its own.
const COMMAND_MAX: usize = 64;

/// Everything that was counted since the last reset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counters {
    /// Requests that the provider saw, by `service COMMAND`.
    pub requests: BTreeMap<String, u64>,
    /// Requests that a fault ate before the provider saw them, by `service COMMAND`.
    pub lost_requests: BTreeMap<String, u64>,
    /// Submits that the provider saw, refused ones and those whose answer was lost included, by
    /// reference.
    pub submits: BTreeMap<String, u64>,
    /// Submits that a fault ate before the provider saw them, by reference.
    pub lost_submits: BTreeMap<String, u64>,
    /// Orders, by reference.
    pub orders: BTreeMap<String, u64>,
    /// Queries sooner than seven minutes after the order, by what they asked for.
    pub early_queries: BTreeMap<String, u64>,
    /// Queries sooner after the one before than PayU's rules allow, by what they asked for.
    pub frequent_queries: BTreeMap<String, u64>,
}

impl Counters {
    /// The greatest number of orders any reference has: more than one is a double charge.
    #[must_use]
    pub fn most_orders_per_reference(&self) -> u64 {
        self.orders.values().copied().max().unwrap_or_default()
    }
}

/// Counts one request that `arrives` at the provider or not.
pub(crate) fn note(
    store: &Store,
    service: Service,
    peek: &Peek,
    arrives: bool,
) -> Result<(), StoreError> {
    let command = peek.command.as_deref().filter(|word| word.len() <= COMMAND_MAX).unwrap_or("?");
    let (requests, submits) =
        if arrives { (REQUESTS, SUBMITS) } else { (LOST_REQUESTS, LOST_SUBMITS) };
    store.count(requests, &format!("{} {command}", service.name()))?;
    match &peek.reference {
        Some(reference) if command == "SUBMIT_TRANSACTION" => store.count(submits, reference),
        Some(_) | None => Ok(()),
    }
}

pub(crate) fn read(store: &Store) -> Result<Counters, StoreError> {
    Ok(Counters {
        requests: store.counts(REQUESTS)?,
        lost_requests: store.counts(LOST_REQUESTS)?,
        submits: store.counts(SUBMITS)?,
        lost_submits: store.counts(LOST_SUBMITS)?,
        orders: payu::orders::counts(store.db())?,
        early_queries: store.counts(payu::reports::EARLY_QUERIES)?,
        frequent_queries: store.counts(payu::reports::FREQUENT_QUERIES)?,
    })
}
