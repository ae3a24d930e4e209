//! The control handle: everything the control door can do, in-process and typed.

use std::io;
use std::sync::Arc;

use crate::clock::TooFar;
use crate::counters::Counters;
use crate::faults::{Fault, Faults, Service};
use crate::gate::Gate;
use crate::http::{Incoming, Reply};
use crate::log::Seen;
use crate::notifier::Notifier;
use crate::payu::PayuControl;
use crate::simulator::{Simulator, Stopped};
use crate::store::StoreError;

/// Why the sandbox did not do what it was told.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// The sandbox was stopped.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// The clock does not go past the year 2200.
    #[error("the clock does not go past the year 2200")]
    TooFar,
    /// The provider's port could not be closed or opened again.
    #[error("the provider's port could not be switched")]
    Port(#[from] io::Error),
    /// The sandbox's file failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<TooFar> for ControlError {
    fn from(TooFar: TooFar) -> Self {
        Self::TooFar
    }
}

/// The handle on a running sandbox. Cheap to clone; usable from any thread that may block.
#[derive(Clone, Debug)]
pub struct Control {
    simulator: Arc<Simulator>,
    gate: Gate,
    notifier: Notifier,
}

impl Control {
    pub(crate) fn new(simulator: Arc<Simulator>, gate: Gate, notifier: Notifier) -> Self {
        Self { simulator, gate, notifier }
    }

    /// The virtual time: milliseconds since 1970, UTC.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.simulator.now_ms()
    }

    /// How far the virtual clock was moved ahead, in milliseconds.
    #[must_use]
    pub fn offset_ms(&self) -> i64 {
        self.simulator.offset_ms()
    }

    /// Moves the virtual clock forward and returns the new time.
    ///
    /// # Errors
    /// When the clock would pass the year 2200, the sandbox was stopped, or its file fails.
    pub fn advance(&self, ms: u64) -> Result<i64, ControlError> {
        self.simulator.advance(ms)
    }

    /// Switches a fault on.
    pub fn add_fault(&self, fault: Fault) {
        self.simulator.with_faults(|faults| faults.add(fault));
    }

    /// Switches all faults off; a refused port stays refused.
    pub fn clear_faults(&self) {
        self.simulator.with_faults(Faults::clear);
    }

    /// The faults that are on, with what is left of their counts.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.simulator.with_faults(|faults| faults.list())
    }

    /// `true`: the provider's port stops listening and every connection is cut, so that clients
    /// get "connection refused" once this returns. `false`: it listens again, on the same port.
    ///
    /// # Errors
    /// When the sandbox was stopped or the system refuses.
    pub fn refuse_connections(&self, refuse: bool) -> Result<(), ControlError> {
        self.gate.set(refuse)
    }

    /// What was counted since the last reset.
    ///
    /// # Errors
    /// When the sandbox was stopped or its file fails.
    pub fn counters(&self) -> Result<Counters, ControlError> {
        self.simulator.counters()
    }

    /// Every request since the last start or reset, oldest first; the newest 100,000 of them.
    #[must_use]
    pub fn log(&self) -> Vec<Seen> {
        self.simulator.with_log(|log| log.list())
    }

    /// Forgets orders, counters, the log, settings and faults; clock and order ids go on.
    ///
    /// # Errors
    /// When the sandbox was stopped or its file fails.
    pub fn reset(&self) -> Result<(), ControlError> {
        self.simulator.reset()
    }

    /// Puts a page into the shop's own web space, which stands beside the providers: it is shown
    /// at `/shop/{name}` until the sandbox ends.
    pub fn publish(&self, name: &str, page: String) {
        self.simulator.publish(name, page);
    }

    /// A browser's request to a provider's page, without the network.
    pub(crate) fn browse(&self, incoming: &Incoming) -> Option<Reply> {
        self.simulator.exchange(Service::Checkout, incoming).reply
    }

    /// The customers and banks of PayU.
    #[must_use]
    pub fn payu(&self) -> PayuControl {
        PayuControl::new(Arc::clone(&self.simulator), self.notifier.clone())
    }
}
