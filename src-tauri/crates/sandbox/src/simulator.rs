//! What is simulated, without the network: clock, store, faults and the providers behind them.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::clock::{Clock, TimeSource};
use crate::counters::{self, Counters};
use crate::faults::{Effect, Faults, Service};
use crate::http::{Incoming, Reply};
use crate::log::{Log, Seen};
use crate::payu::{self, Desk, Merchant};
use crate::store::{Store, StoreError};

const CLOCK: &str = "clock";

/// The sandbox this handle belongs to was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sandbox was stopped")]
pub struct Stopped;

/// Everything the sandbox knows.
#[derive(Debug)]
pub(crate) struct Simulator {
    clock: Clock,
    /// `None` after the sandbox was stopped: its file belongs to nobody then.
    store: Mutex<Option<Store>>,
    faults: Mutex<Faults>,
    log: Mutex<Log>,
    merchant: Merchant,
    /// The files of the shop's own web space, by name.
    web_space: Mutex<BTreeMap<String, String>>,
}

/// What becomes of one request.
#[derive(Debug)]
pub(crate) struct Exchange {
    /// `None` when the provider never saw the request.
    pub(crate) reply: Option<Reply>,
    pub(crate) effect: Option<Effect>,
}

impl Simulator {
    pub(crate) fn new(
        store: Store,
        time: TimeSource,
        merchant: Merchant,
    ) -> Result<Self, StoreError> {
        let offset_ms = store.value(CLOCK)?.unwrap_or_default();
        let seen_ms = payu::orders::latest_instant(store.db())?;
        Ok(Self {
            clock: Clock::new(time, offset_ms, seen_ms),
            store: Mutex::new(Some(store)),
            faults: Mutex::default(),
            log: Mutex::default(),
            merchant,
            web_space: Mutex::default(),
        })
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    pub(crate) fn merchant(&self) -> &Merchant {
        &self.merchant
    }

    pub(crate) fn offset_ms(&self) -> i64 {
        self.clock.offset_ms()
    }

    /// Moves the clock and remembers how far it is ahead.
    pub(crate) fn advance<E>(&self, ms: u64) -> Result<i64, E>
    where
        E: From<crate::clock::TooFar> + From<Stopped> + From<StoreError>,
    {
        self.with_store(|store| {
            let offset_ms = self.clock.advance(ms)?;
            store.set_value(CLOCK, &offset_ms)?;
            Ok(self.clock.now_ms())
        })
    }

    /// Lends the store to `work`, alone.
    pub(crate) fn with_store<T, E: From<Stopped>>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        work(store.as_mut().ok_or(Stopped)?)
    }

    /// Lends the list of faults to `work`.
    pub(crate) fn with_faults<T>(&self, work: impl FnOnce(&mut Faults) -> T) -> T {
        work(&mut self.faults.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a page into the shop's web space.
    pub(crate) fn publish(&self, name: &str, page: String) {
        let mut pages = self.web_space.lock().unwrap_or_else(PoisonError::into_inner);
        pages.insert(name.to_owned(), page);
    }

    /// A page of the shop's web space.
    pub(crate) fn published(&self, name: &str) -> Option<String> {
        self.web_space.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// Closes the file.
    pub(crate) fn close(&self) {
        self.store.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Receives one request: counts it, and lets the provider answer unless a fault eats it.
    pub(crate) fn exchange(&self, service: Service, incoming: &Incoming) -> Exchange {
        let peek = payu::peek(service, incoming);
        let effect = self.with_faults(|faults| {
            faults.strike(service, peek.command.as_deref(), peek.kind.as_deref())
        });
        let arrives = effect.is_none_or(Effect::lets_through);
        let answered = self.with_store(|store| -> Result<Option<Reply>, ExchangeError> {
            counters::note(store, service, &peek, arrives)?;
            if !arrives {
                return Ok(None);
            }
            let now_ms = self.clock.now_ms();
            let mut desk = Desk { store, merchant: &self.merchant, now_ms };
            Ok(Some(payu::answer(&mut desk, service, incoming)?))
        });
        let reply = answered.unwrap_or_else(|error| {
            tracing::error!(service = service.name(), %error, "the sandbox could not answer");
            Some(Reply::html(500, "Internal Server Error"))
        });
        self.with_log(|log| {
            log.note(Seen {
                at: self.clock.now_ms(),
                service,
                command: peek.command.unwrap_or_default(),
                kind: peek.kind,
                subject: peek.reference.or(peek.asked),
                card: peek.card,
                effect,
                verdict: reply.as_ref().map(Reply::verdict),
            });
        });
        Exchange { reply, effect }
    }

    /// Lends the log of requests to `work`.
    pub(crate) fn with_log<T>(&self, work: impl FnOnce(&mut Log) -> T) -> T {
        work(&mut self.log.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn counters<E: From<Stopped> + From<StoreError>>(&self) -> Result<Counters, E> {
        self.with_store(|store| Ok(counters::read(store)?))
    }

    /// Forgets orders, counters, the log, settings and faults.
    pub(crate) fn reset<E: From<Stopped> + From<StoreError>>(&self) -> Result<(), E> {
        self.with_faults(Faults::clear);
        self.with_log(Log::clear);
        self.with_store(|store| Ok(store.reset()?))
    }
}

#[derive(Debug, thiserror::Error)]
enum ExchangeError {
    #[error(transparent)]
    Stopped(#[from] Stopped),
    #[error(transparent)]
    Store(#[from] StoreError),
}
