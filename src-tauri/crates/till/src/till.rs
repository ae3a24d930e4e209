//! The till: the books, the clock, the secrets and the line, put together.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use cobro_domain::{ids::Actor, money::Currency, time::Timestamp};
use cobro_ledger::{Booking, Connection, Ledger, LedgerError, LogCarrier, Mode, Reader, Stamp};

use crate::{
    card::Offered,
    carrier::{Carrier, Patience},
    catalogue::import::Importing,
    clock::Clock,
    event::{Listener, TillEvent},
    line::Lines,
    mail::Mailing,
    pauses::Pauses,
    people::Desk,
    printing::Printing,
    random,
    resolve::Doubts,
    rota::Rota,
    secrets::SecretStore,
    shift::Tally,
    training::Training,
};

/// How many idle readers are kept open.
const READERS_KEPT: usize = 4;

/// One till.
///
/// Every method may be called from any thread. Writing takes the one writer for as long as
/// one short transaction; reading never waits for it; nothing waits for the network while it
/// holds either.
pub struct Till {
    /// None once it was closed.
    pub(crate) ledger: Mutex<Option<Ledger>>,
    readers: Mutex<Vec<Reader>>,
    /// What carries the log of the books over, while the engine runs.
    pub(crate) log: Mutex<Option<LogCarrier>>,
    path: PathBuf,
    mode: Mode,
    pub(crate) currency: Currency,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) secrets: Arc<dyn SecretStore>,
    pub(crate) carrier: Carrier,
    pub(crate) training: Option<Training>,
    pub(crate) lines: Lines,
    pub(crate) pauses: Pauses,
    /// Whose turn it is to be looked up.
    pub(crate) rota: Rota,
    pub(crate) doubts: Doubts,
    /// What a provider offered last for cards that pay in parts.
    pub(crate) promotions: Mutex<Option<Offered>>,
    /// How long servers may take.
    pub(crate) patience: Patience,
    pub(crate) mailing: Mailing,
    pub(crate) printing: Printing,
    pub(crate) importing: Importing,
    /// Who works here, and who of them does now.
    pub(crate) desk: Desk,
    /// The numbers of the open shift as far as they were read: never more than the books say.
    pub(crate) running: Mutex<Option<Tally>>,
    /// Held while a merchant account is saved, or how mail is sent.
    pub(crate) saving: Mutex<()>,
    listeners: Mutex<Vec<Arc<Listener>>>,
    bell: Bell,
}

/// What a till is put together from.
pub(crate) struct Parts {
    pub(crate) ledger: Ledger,
    pub(crate) currency: Currency,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) secrets: Arc<dyn SecretStore>,
    pub(crate) carrier: Carrier,
    pub(crate) patience: Patience,
    pub(crate) printing: Printing,
    pub(crate) training: Option<Training>,
}

impl Till {
    pub(crate) fn assemble(parts: Parts) -> Self {
        let Parts { ledger, currency, clock, secrets, carrier, patience, printing, training } =
            parts;
        Self {
            path: ledger.path().to_owned(),
            mode: ledger.mode(),
            currency,
            ledger: Mutex::new(Some(ledger)),
            readers: Mutex::default(),
            log: Mutex::default(),
            clock,
            secrets,
            carrier,
            training,
            lines: Lines::default(),
            pauses: Pauses::default(),
            rota: Rota::default(),
            doubts: Doubts::default(),
            promotions: Mutex::default(),
            patience,
            mailing: Mailing::default(),
            printing,
            importing: Importing::default(),
            desk: Desk::default(),
            running: Mutex::default(),
            saving: Mutex::default(),
            listeners: Mutex::default(),
            bell: Bell::default(),
        }
    }

    /// Real or training.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// The ledger's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The till's own clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Who works at the till now: what they decide is booked in their name. Nothing is booked
    /// in the name of nobody, who it is while the till is locked.
    pub(crate) fn actor(&self) -> Actor {
        self.desk.actor()
    }

    /// Has `listener` called with every event from now on.
    pub fn listen(&self, listener: Listener) {
        lock(&self.listeners).push(Arc::new(listener));
    }

    pub(crate) fn tell(&self, event: &TillEvent) {
        // Called without the lock: a listener that waits must not hold up whoever tells next.
        let listeners = lock(&self.listeners).clone();
        for listener in &listeners {
            listener(event);
        }
    }

    /// Runs one use case in one transaction, by `actor`, now.
    pub(crate) fn book<T, E: From<LedgerError>>(
        &self,
        actor: Actor,
        work: impl FnOnce(&mut Booking<'_, '_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write(actor, |ledger, stamp| ledger.book(stamp, work))
    }

    /// Runs one step of something long: see [`Ledger::book_step`].
    pub(crate) fn book_step<T, E: From<LedgerError>>(
        &self,
        actor: Actor,
        work: impl FnOnce(&mut Booking<'_, '_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write(actor, |ledger, stamp| ledger.book_step(stamp, work))
    }

    fn write<T, E: From<LedgerError>>(
        &self,
        actor: Actor,
        work: impl FnOnce(&mut Ledger, Stamp<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let at = self.now();
        let mut ids = random::bytes;
        let mut ledger = lock(&self.ledger);
        let ledger = ledger.as_mut().ok_or(LedgerError::Closed)?;
        work(ledger, Stamp { at, actor, ids: &mut ids })
    }

    /// Keeps what no fact tells of: see [`Ledger::draft`]. Nobody keeps anything while the till
    /// is locked.
    pub(crate) fn draft<T, E: From<LedgerError>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.actor() == Actor::nobody() {
            return Err(LedgerError::Nobody.into());
        }
        let mut ledger = lock(&self.ledger);
        let ledger = ledger.as_mut().ok_or(LedgerError::Closed)?;
        ledger.draft(work)
    }

    /// Lets go of the books, whoever still has this till: they can be opened again at once. A
    /// call that is under way ends as it does when a till dies: the next one looks it up.
    pub fn close(&self) {
        drop(lock(&self.log).take());
        drop(lock(&self.ledger).take());
    }

    /// Reads the books beside the writer.
    pub(crate) fn read<T, E: From<LedgerError>>(
        &self,
        work: impl FnOnce(&Reader) -> Result<T, E>,
    ) -> Result<T, E> {
        let kept = lock(&self.readers).pop();
        let reader = match kept {
            Some(reader) => reader,
            None => Reader::open(&self.path)?,
        };
        let value = work(&reader);
        let mut readers = lock(&self.readers);
        if readers.len() < READERS_KEPT {
            readers.push(reader);
        }
        value
    }

    /// Wakes the engine: there may be something to do.
    pub fn ring(&self) {
        self.bell.ring();
    }

    pub(crate) const fn bell(&self) -> &Bell {
        &self.bell
    }
}

/// Takes a lock; whoever panicked while holding it has rolled its transaction back.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Wakes threads that wait for work. Each ring is heard once by every waiter.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    rung: Mutex<u64>,
    heard: Condvar,
}

impl Bell {
    pub(crate) fn ring(&self) {
        let mut rung = lock(&self.rung);
        *rung = rung.wrapping_add(1);
        self.heard.notify_all();
    }

    /// How often it was rung so far.
    pub(crate) fn count(&self) -> u64 {
        *lock(&self.rung)
    }

    /// Waits until it is rung after `since`, or for `at_most`.
    pub(crate) fn wait(&self, since: u64, at_most: Duration) {
        let rung = lock(&self.rung);
        let waited = self.heard.wait_timeout_while(rung, at_most, |rung| *rung == since);
        drop(waited.map_err(PoisonError::into_inner));
    }
}
