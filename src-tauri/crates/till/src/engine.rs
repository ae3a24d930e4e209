//! The threads that send and ask while the counter sells.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use cobro_ledger::LedgerError;

use crate::{deliver::Turn, till::Till};

/// The longest that a thread sleeps without looking: the clock may have been set.
const LONGEST: Duration = Duration::from_secs(30);

/// The pause after the books could not be used, before trying again.
const AFTER_TROUBLE: Duration = Duration::from_secs(5);

/// Sends and asks until it is dropped. A voucher for the customer at the counter never waits
/// behind a slow look-up: each has its own thread.
#[derive(Debug)]
pub struct Engine {
    till: EngineTill,
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

struct EngineTill(Arc<Till>);

impl std::fmt::Debug for EngineTill {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Till")
    }
}

impl Engine {
    /// Starts the threads.
    ///
    /// # Errors
    /// When the operating system has no threads left.
    pub fn start(till: &Arc<Till>) -> std::io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let run = |name: &str, turn: fn(&Till) -> Result<Turn, LedgerError>| {
            let (till, stop) = (Arc::clone(till), Arc::clone(&stop));
            let work = move || work(&till, &stop, turn);
            std::thread::Builder::new().name(name.to_owned()).spawn(work)
        };
        let sender = run("cobro-sender", Till::deliver_next)?;
        let asker = run("cobro-asker", Till::ask_once)?;
        Ok(Self { till: EngineTill(Arc::clone(till)), stop, threads: vec![sender, asker] })
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.till.0.ring();
        for thread in self.threads.drain(..) {
            // A thread in the middle of a call is left to end with the process: its act is
            // marked as sending, and the next start looks it up.
            if thread.is_finished() && thread.join().is_err() {
                tracing::error!("a thread of the engine has panicked");
            }
        }
    }
}

fn work(till: &Till, stop: &AtomicBool, turn: fn(&Till) -> Result<Turn, LedgerError>) {
    loop {
        // Counted first: a ring from here on is heard, so that no stop is slept through.
        let heard = till.bell().count();
        if stop.load(Ordering::Relaxed) {
            return;
        }
        match turn(till) {
            Ok(Turn::Worked) => {}
            Ok(Turn::Idle(next)) => {
                let wait = next.map(|at| at.since(till.now()).as_millis().max(0));
                let wait = wait.and_then(|millis| u64::try_from(millis).ok());
                let wait = wait.map_or(LONGEST, Duration::from_millis).min(LONGEST);
                till.bell().wait(heard, wait);
            }
            Err(error) => {
                tracing::error!(%error, "the books cannot be used just now");
                till.bell().wait(heard, AFTER_TROUBLE);
            }
        }
    }
}

impl Till {
    /// One turn of the thread that asks: one act that is unknown, one look-up that is due, and
    /// what else there is, so that none waits for the end of the others.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn ask_once(&self) -> Result<Turn, LedgerError> {
        let resolved = self.resolve_next()?;
        let polled = self.poll_next()?;
        let swept = self.sweep_if_due()?;
        Ok(resolved.sooner(polled).sooner(swept).sooner(self.try_line()?))
    }

    /// Sends and asks until nothing is due: the engine's work without its threads.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn work_through(&self) -> Result<(), LedgerError> {
        // Every turn moves one act or plans one look-up later, so this ends.
        while self.deliver_next()? == Turn::Worked || self.ask_once()? == Turn::Worked {}
        Ok(())
    }
}
