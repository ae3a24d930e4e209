//! Handing papers to a printer, and what becomes of them there.

use cobro_documents::{PageSize, page_size};
use cobro_domain::{
    ids::Actor,
    time::{Span, Timestamp},
};
use cobro_ledger::{
    LedgerError,
    working::{
        outbox::Trouble,
        print_jobs::{self, PrintJob, PrintState, Tray},
    },
};
use ipp::model::JobState;

use super::{
    error::{PrintFault, PrintFaultKind},
    printer::Printer,
    queue::Held,
    settings,
};
use crate::{
    deliver::Turn,
    event::TillEvent,
    papers::PrintError,
    random::with_jitter,
    till::{Till, lock},
};

/// How long a printer that cannot be used is left alone, the first time; then twice as long.
const PAUSE: Span = Span::seconds(2);

/// No printer is left alone for longer: somebody may be waiting beside it.
const PAUSE_MAX: Span = Span::seconds(30);

/// How often a printer is asked how far it is.
const LOOK: Span = Span::seconds(1);

/// What waited for longer is of another day: a person says whether anybody still wants it.
const WAIT_MAX: Span = Span::hours(12);

/// How long what was printed or failed is remembered.
const KEPT: Span = Span::days(30);

impl Till {
    /// One turn of the thread of the receipt printer.
    pub(crate) fn print_rolls(&self) -> Result<Turn, LedgerError> {
        self.print_next(Tray::Roll)
    }

    /// One turn of the thread of the printer of pages.
    pub(crate) fn print_pages(&self) -> Result<Turn, LedgerError> {
        self.print_next(Tray::Page)
    }

    /// Moves the next paper of a tray one step: asks what became of it, or hands it over.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn print_next(&self, tray: Tray) -> Result<Turn, LedgerError> {
        let press = self.printing.press(tray);
        let _alone = lock(&press.turning);
        let (settings, job) = self.read(|reader| {
            let conn = reader.conn();
            Ok::<_, LedgerError>((settings::read(conn)?, print_jobs::head(conn, tray)?))
        })?;
        let Some(job) = job else {
            return Ok(Turn::Idle(None));
        };
        let now = self.now();
        let held = lock(&press.trouble).clone().filter(|held| held.until > now);
        if let Some(held) = held {
            return Ok(Turn::Idle(Some(held.until)));
        }
        match (job.state, settings.printer(tray)) {
            (PrintState::Sending, _) => self.resolve_paper(&job),
            (PrintState::Printing, _) if job.due_at > now => Ok(Turn::Idle(Some(job.due_at))),
            (PrintState::Printing, _) => self.look_after(&job),
            (PrintState::Queued, Some(printer)) => self.give(&job, printer),
            // A printer that was taken away comes back with the settings.
            (PrintState::Queued | PrintState::Printed | PrintState::Failed, _) => {
                Ok(Turn::Idle(None))
            }
        }
    }

    fn printer(&self, uri: &str) -> Printer<'_> {
        Printer::new(&self.printing.carrier, uri.to_owned())
    }

    /// Hands a paper over: a job first, its number noted, and only then its pages.
    fn give(&self, job: &PrintJob, uri: &str) -> Result<Turn, LedgerError> {
        if self.now().since(job.queued_at) > WAIT_MAX {
            return self.fail_paper(job, &PrintFault::silent(PrintFaultKind::TooOld));
        }
        let (pdf, size) = match self.pages_of(job) {
            Ok(pages) => pages,
            Err(PrintError::Ledger(error)) => return Err(error),
            Err(error) => {
                tracing::warn!(%error, job = %job.id, "a paper cannot be drawn");
                let fault = PrintFault { kind: PrintFaultKind::Nothing, said: error.to_string() };
                return self.fail_paper(job, &fault);
            }
        };
        let printer = self.printer(uri);
        let begun = self.move_paper(job, PrintState::Queued, |job, _| PrintJob {
            attempts: job.attempts.saturating_add(1),
            printer: uri.to_owned(),
            job: None,
            ..job
        })?;
        let Some(begun) = begun else {
            return Ok(Turn::Worked);
        };
        let number = match make_job(&printer, &begun, size) {
            Ok(number) => number,
            Err(fault) => return self.not_given(&begun, &fault),
        };
        let sending = self.move_paper(&begun, PrintState::Queued, |job, _| PrintJob {
            state: PrintState::Sending,
            job: Some(number),
            ..job
        })?;
        let Some(sending) = sending else {
            // It was dropped meanwhile: an empty job prints nothing, and ends by itself anyway.
            let _ = printer.cancel(number);
            return Ok(Turn::Worked);
        };
        match printer.send(number, &pdf) {
            Ok(()) => self.given(&sending),
            // The printer says no, or nothing left: it certainly has no pages.
            Err(fault) if has_no_pages(fault.kind) => {
                let _ = printer.cancel(number);
                self.not_given(&sending, &fault)
            }
            // It may have them. The next turn asks.
            Err(fault) => self.heed_printer(sending.tray, &fault),
        }
    }

    /// The pages of a paper; a receipt is drawn now.
    fn pages_of(&self, job: &PrintJob) -> Result<(Vec<u8>, PageSize), PrintError> {
        let kept = self.read(|reader| print_jobs::pdf(reader.conn(), job.id))?;
        let pdf = match (kept, job.invoice) {
            (Some(pdf), _) => pdf,
            (None, Some(invoice)) => self.draw_queued(job.id, invoice)?,
            (None, None) => return Err(PrintError::NotFound),
        };
        let size = page_size(&pdf).ok_or(PrintError::NotFound)?;
        Ok((pdf, size))
    }

    /// The till died, or an answer was lost, while the printer was given the pages.
    fn resolve_paper(&self, job: &PrintJob) -> Result<Turn, LedgerError> {
        let printer = self.printer(&job.printer);
        let Some(number) = job.job else {
            return self.give_again(job);
        };
        let mut found = match printer.job(number) {
            Ok(found) => found,
            Err(fault) => return self.heed_printer(job.tray, &fault),
        };
        if found.as_ref().is_some_and(|found| found.is_empty) {
            // It never got its pages. Nobody may add them later.
            if let Err(fault) = printer.cancel(number) {
                return self.heed_printer(job.tray, &fault);
            }
            found = match printer.job(number) {
                Ok(found) => found,
                Err(fault) => return self.heed_printer(job.tray, &fault),
            };
            let over = found.as_ref().is_none_or(|found| {
                matches!(found.state, Some(JobState::Canceled | JobState::Aborted))
            });
            if over {
                return self.give_again(job);
            }
        }
        let Some(found) = found else {
            return self.fail_paper(job, &PrintFault::silent(PrintFaultKind::Unsure));
        };
        match found.state {
            // Nobody can say how much of it came out.
            Some(JobState::Canceled | JobState::Aborted) => {
                let fault = PrintFault { kind: PrintFaultKind::Unsure, said: found.said };
                self.fail_paper(job, &fault)
            }
            _ => self.given(job),
        }
    }

    /// It certainly was not printed, and waits as if it had not been tried.
    fn give_again(&self, job: &PrintJob) -> Result<Turn, LedgerError> {
        self.move_paper(job, PrintState::Sending, |job, _| PrintJob {
            state: PrintState::Queued,
            job: None,
            ..job
        })?;
        Ok(Turn::Worked)
    }

    fn given(&self, job: &PrintJob) -> Result<Turn, LedgerError> {
        self.forget_trouble_of(job.tray);
        self.move_paper(job, PrintState::Sending, |job, now| PrintJob {
            state: PrintState::Printing,
            due_at: now,
            ..job
        })?;
        Ok(Turn::Worked)
    }

    /// Asks how far a printer is with a paper that it has.
    fn look_after(&self, job: &PrintJob) -> Result<Turn, LedgerError> {
        let printer = self.printer(&job.printer);
        let found = match job.job.map_or(Ok(None), |number| printer.job(number)) {
            Ok(found) => found,
            Err(fault) => return self.heed_printer(job.tray, &fault),
        };
        self.forget_trouble_of(job.tray);
        // It took the paper, and has forgotten it since.
        let Some(found) = found else {
            return self.printed(job);
        };
        match found.state {
            Some(JobState::Completed) => return self.printed(job),
            Some(JobState::Canceled) => {
                let fault = PrintFault { kind: PrintFaultKind::Cancelled, said: found.said };
                return self.fail_paper(job, &fault);
            }
            Some(JobState::Aborted) => {
                let fault = PrintFault { kind: PrintFaultKind::Aborted, said: found.said };
                return self.fail_paper(job, &fault);
            }
            _ => {}
        }
        // What it says of the job is what it waits for, when it says nothing of itself.
        let stopped = found.state == Some(JobState::ProcessingStopped);
        let said = printer.hindrance().unwrap_or_default();
        let said = if said.is_empty() && stopped { found.said } else { said };
        let code = PrintFaultKind::Attention.code().to_owned();
        let trouble = (!said.is_empty()).then_some(Trouble { code, said });
        let next = self.now().plus(LOOK);
        let news = trouble != job.trouble;
        self.book(Actor::till(), |booking| {
            let found = print_jobs::read(booking.conn(), job.id)?;
            let changed = found.map(|found| PrintJob { due_at: next, trouble, ..found });
            changed.map_or(Ok(()), |changed| print_jobs::update(booking.conn(), &changed))
        })?;
        if news {
            self.tell(&TillEvent::Papers);
        }
        Ok(Turn::Idle(Some(next)))
    }

    fn printed(&self, job: &PrintJob) -> Result<Turn, LedgerError> {
        self.book(Actor::till(), |booking| print_jobs::put_pdf(booking.conn(), job.id, None))?;
        self.move_paper(job, PrintState::Printing, |job, now| PrintJob {
            state: PrintState::Printed,
            due_at: now,
            trouble: None,
            ..job
        })?;
        Ok(Turn::Worked)
    }

    fn fail_paper(&self, job: &PrintJob, fault: &PrintFault) -> Result<Turn, LedgerError> {
        tracing::warn!(code = fault.kind.code(), job = %job.id, "a paper was not printed");
        let (code, said) = (fault.kind.code().to_owned(), fault.said.clone());
        self.move_paper(job, job.state, |job, now| PrintJob {
            state: PrintState::Failed,
            due_at: now,
            trouble: Some(Trouble { code, said }),
            ..job
        })?;
        Ok(Turn::Worked)
    }

    /// The printer has nothing of the paper: it fails if it is to blame, and waits otherwise.
    fn not_given(&self, job: &PrintJob, fault: &PrintFault) -> Result<Turn, LedgerError> {
        if fault.is_of_paper() {
            return self.fail_paper(job, fault);
        }
        self.move_paper(job, job.state, |job, _| PrintJob {
            state: PrintState::Queued,
            job: None,
            ..job
        })?;
        self.heed_printer(job.tray, fault)
    }

    /// Writes a paper as it moves on, unless somebody has moved it meanwhile.
    fn move_paper(
        &self,
        job: &PrintJob,
        from: PrintState,
        moved: impl FnOnce(PrintJob, Timestamp) -> PrintJob,
    ) -> Result<Option<PrintJob>, LedgerError> {
        let moved = self.book(Actor::till(), |booking| {
            let found = print_jobs::read(booking.conn(), job.id)?;
            let Some(found) = found.filter(|found| found.state == from) else {
                return Ok::<_, LedgerError>(None);
            };
            let moved = moved(found, booking.at());
            print_jobs::update(booking.conn(), &moved)?;
            Ok(Some(moved))
        })?;
        self.tell(&TillEvent::Papers);
        Ok(moved)
    }

    fn forget_trouble_of(&self, tray: Tray) {
        if lock(&self.printing.press(tray).trouble).take().is_some() {
            self.tell(&TillEvent::Papers);
        }
    }

    /// Leaves a printer alone, for longer each time.
    fn heed_printer(&self, tray: Tray, fault: &PrintFault) -> Result<Turn, LedgerError> {
        tracing::warn!(code = fault.kind.code(), tray = tray.word(), "a printer cannot be used");
        let now = self.now();
        let until = {
            let mut held = lock(&self.printing.press(tray).trouble);
            let times = held.as_ref().map_or(0, |held| held.times).saturating_add(1);
            let doublings = times.saturating_sub(1).min(10);
            let wait = PAUSE.as_millis().saturating_mul(1 << doublings).min(PAUSE_MAX.as_millis());
            let until = now.plus(with_jitter(Span::millis(wait)));
            *held = Some(Held { fault: fault.clone(), times, until });
            until
        };
        self.tell(&TillEvent::Papers);
        Ok(Turn::Idle(Some(until)))
    }

    /// Forgets some of the papers that were over long ago; whether there were any.
    pub(crate) fn prune_papers(&self) -> Result<bool, LedgerError> {
        let before = self.now().minus(KEPT);
        self.book(Actor::till(), |booking| print_jobs::prune(booking.conn(), before))
            .map(|forgotten| forgotten > 0)
    }
}

/// A new job at the printer. What an earlier try may have left there is ended first: it is
/// empty, or its number would be known.
fn make_job(printer: &Printer<'_>, job: &PrintJob, size: PageSize) -> Result<i32, PrintFault> {
    let name = job.id.to_string();
    if job.attempts > 1 {
        for left in printer.named(&name)? {
            printer.cancel(left)?;
        }
    }
    printer.create(&name, size)
}

/// Whether a printer that says this has certainly not been given the pages.
const fn has_no_pages(kind: PrintFaultKind) -> bool {
    matches!(
        kind,
        PrintFaultKind::Unreachable
            | PrintFaultKind::Unsuitable
            | PrintFaultKind::Busy
            | PrintFaultKind::Refused
    )
}
