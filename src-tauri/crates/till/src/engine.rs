//! The threads that send and ask while the counter sells.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, Sender},
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

/// How long a call that is under way may take to end when the engine stops.
const GRACE: Duration = Duration::from_secs(2);

/// Sends, asks, mails and prints until it is dropped. A voucher for the customer at the counter
/// never waits behind a slow look-up, mail server or printer: each has its own thread.
#[derive(Debug)]
pub struct Engine {
    till: EngineTill,
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
    /// Breaks off when the last thread has ended; nothing is ever sent.
    ended: Receiver<()>,
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
        let (works, ended) = mpsc::channel();
        let run = |name: &str, turn: fn(&Till) -> Result<Turn, LedgerError>| {
            let (till, stop, works) = (Arc::clone(till), Arc::clone(&stop), works.clone());
            let work = move || {
                work(&till, &stop, turn);
                // The till first: whoever hears of the end may want the books for itself.
                drop(till);
                drop::<Sender<()>>(works);
            };
            std::thread::Builder::new().name(name.to_owned()).spawn(work)
        };
        let sender = run("cobro-sender", Till::deliver_next)?;
        let asker = run("cobro-asker", Till::ask_once)?;
        let mailer = run("cobro-mailer", Till::mail_next)?;
        let rolls = run("cobro-rolls", Till::print_rolls)?;
        let pages = run("cobro-pages", Till::print_pages)?;
        let drawer = run("cobro-drawer", Till::kick_next)?;
        let importer = run("cobro-importer", Till::import_next)?;
        let carrier = run("cobro-log", Till::carry_log)?;
        let threads = vec![sender, asker, mailer, rolls, pages, drawer, importer, carrier];
        Ok(Self { till: EngineTill(Arc::clone(till)), stop, threads, ended })
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.till.0.ring();
        // Time out or broken off: either way nobody waits any longer.
        let _ = self.ended.recv_timeout(GRACE);
        for thread in self.threads.drain(..) {
            // A thread in the middle of a call is left to end with the process: its act is
            // marked as sending, and the next start looks it up.
            if thread.is_finished() && thread.join().is_err() {
                tracing::error!("a thread of the engine has panicked");
            }
        }
        self.till.0.leave_log();
    }
}

fn work(till: &Till, stop: &AtomicBool, turn: fn(&Till) -> Result<Turn, LedgerError>) {
    loop {
        // Counted first: a ring from here on is heard, so that no stop is slept through.
        let heard = till.bell().count();
        if stop.load(Ordering::Relaxed) {
            return;
        }
        // A turn that panics has rolled its transaction back; the next one begins anew.
        match catch_unwind(AssertUnwindSafe(|| turn(till))) {
            Ok(Ok(Turn::Worked)) => {}
            Ok(Ok(Turn::Idle(next))) => {
                let wait = next.map(|at| at.since(till.now()).as_millis().max(0));
                let wait = wait.and_then(|millis| u64::try_from(millis).ok());
                let wait = wait.map_or(LONGEST, Duration::from_millis).min(LONGEST);
                till.bell().wait(heard, wait);
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "the books cannot be used just now");
                till.bell().wait(heard, AFTER_TROUBLE);
            }
            Err(_) => {
                tracing::error!("a turn of the engine has panicked; it goes on in a moment");
                // What it rang itself does not wake it: it could panic again and again.
                let heard = till.bell().count();
                if !stop.load(Ordering::Relaxed) {
                    till.bell().wait(heard, AFTER_TROUBLE);
                }
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
        let followed = self.follow_next()?;
        let polled = self.poll_next()?;
        let swept = self.sweep_if_due()?;
        Ok(resolved.sooner(followed).sooner(polled).sooner(swept).sooner(self.try_line()?))
    }

    /// Sends, asks, mails and prints until nothing is due: the engine's work without its threads.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn work_through(&self) -> Result<(), LedgerError> {
        // Every turn moves one act or paper, plans one look later or ends a mail, so this ends.
        while self.deliver_next()? == Turn::Worked
            || self.ask_once()? == Turn::Worked
            || self.mail_next()? == Turn::Worked
            || self.print_rolls()? == Turn::Worked
            || self.print_pages()? == Turn::Worked
            || self.kick_next()? == Turn::Worked
        {}
        Ok(())
    }
}
