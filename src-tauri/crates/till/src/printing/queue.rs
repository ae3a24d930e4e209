//! What waits for a printer, and what people do with it.

use std::sync::Mutex;

use cobro_domain::{ids::PrintJobId, time::Timestamp};
use cobro_ledger::{
    LedgerError,
    working::{
        outbox::Trouble,
        print_jobs::{self, PrintJob, PrintState, Tray},
    },
};

use super::{
    drawer::Drawer,
    error::{PrintFault, PrintingError},
    printer::Printer,
    settings,
};
use crate::{
    carrier::{Carrier, CarrierError, Patience},
    event::TillEvent,
    till::{Till, lock},
};

/// As many papers as are shown at once.
const SHOWN: u32 = 50;

/// Papers are counted no further: "99+" says enough.
const COUNTED: u32 = 100;

/// How a tray stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrayStanding {
    /// Whether it has a printer.
    pub set_up: bool,
    /// How many wait, up to a hundred.
    pub waiting: u32,
    /// How many failed, up to a hundred.
    pub failed: u32,
    /// Why nothing goes.
    pub trouble: Option<Trouble>,
    /// When it is tried again, if nobody has to come first.
    pub again_at: Option<Timestamp>,
}

/// How printing stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintStanding {
    /// The receipt printer.
    pub roll: TrayStanding,
    /// The printer of pages.
    pub page: TrayStanding,
    /// Why the drawer did not open last.
    pub drawer: Option<Trouble>,
}

impl PrintStanding {
    /// How many papers failed.
    #[must_use]
    pub fn failed(&self) -> u32 {
        self.roll.failed.saturating_add(self.page.failed).min(COUNTED)
    }

    /// How many papers wait for a printer that cannot print just now.
    #[must_use]
    pub fn stuck(&self) -> u32 {
        let stuck = [&self.roll, &self.page].into_iter().filter(|tray| tray.trouble.is_some());
        stuck.map(|tray| tray.waiting).sum::<u32>().min(COUNTED)
    }
}

/// What the till remembers of its printers until it is closed.
#[derive(Debug)]
pub(crate) struct Printing {
    pub(super) carrier: Carrier,
    roll: Press,
    page: Press,
    pub(super) drawer: Drawer,
}

/// One tray's thread and printer.
#[derive(Debug, Default)]
pub(super) struct Press {
    pub(super) trouble: Mutex<Option<Held>>,
    /// Held while a paper is handed over: nothing is printed by two at once.
    pub(super) turning: Mutex<()>,
}

/// A printer could not be used, and is left alone for a while.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) fault: PrintFault,
    /// How often in a row.
    pub(super) times: u32,
    pub(super) until: Timestamp,
}

impl Printing {
    pub(crate) fn new(patience: Patience) -> Result<Self, CarrierError> {
        let carrier = super::printer::carrier(patience)?;
        Ok(Self {
            carrier,
            roll: Press::default(),
            page: Press::default(),
            drawer: Drawer::default(),
        })
    }

    pub(super) const fn press(&self, tray: Tray) -> &Press {
        match tray {
            Tray::Roll => &self.roll,
            Tray::Page => &self.page,
        }
    }

    pub(super) fn forget_trouble(&self) {
        for tray in Tray::ALL {
            lock(&self.press(tray).trouble).take();
        }
        self.drawer.forget_trouble();
    }
}

impl Till {
    /// One page of all papers, the newest first, before `before`.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn print_page(&self, before: Option<PrintJobId>) -> Result<Vec<PrintJob>, LedgerError> {
        self.read(|reader| print_jobs::page(reader.conn(), before, SHOWN))
    }

    /// Prints a paper again that failed, or tries one now that waits. It keeps its place.
    ///
    /// # Errors
    /// [`PrintingError::NotFound`], also for one that was printed; [`PrintingError::UnderWay`].
    pub fn retry_paper(&self, id: PrintJobId) -> Result<(), PrintingError> {
        self.book(self.actor(), |booking| {
            let job = print_jobs::read(booking.conn(), id)?.ok_or(PrintingError::NotFound)?;
            match job.state {
                PrintState::Printed => return Err(PrintingError::NotFound),
                PrintState::Sending | PrintState::Printing => return Err(PrintingError::UnderWay),
                PrintState::Queued | PrintState::Failed => {}
            }
            let (state, at) = (PrintState::Queued, booking.at());
            let job =
                PrintJob { state, queued_at: at, due_at: at, job: None, trouble: None, ..job };
            Ok(print_jobs::update(booking.conn(), &job)?)
        })?;
        self.printing.forget_trouble();
        self.tell(&TillEvent::Papers);
        self.ring();
        Ok(())
    }

    /// Takes a paper out of the queue; one that a printer has is stopped there.
    ///
    /// # Errors
    /// [`PrintingError::NotFound`]; [`PrintingError::UnderWay`] for one that is being handed
    /// over; [`PrintingError::Printer`] when the printer cannot be told.
    pub fn drop_paper(&self, id: PrintJobId) -> Result<(), PrintingError> {
        let printing = self.book(self.actor(), |booking| {
            let job = print_jobs::read(booking.conn(), id)?.ok_or(PrintingError::NotFound)?;
            match job.state {
                PrintState::Sending => Err(PrintingError::UnderWay),
                PrintState::Printing => Ok(Some(job)),
                PrintState::Queued | PrintState::Printed | PrintState::Failed => {
                    print_jobs::remove(booking.conn(), id)?;
                    Ok(None)
                }
            }
        })?;
        if let Some(PrintJob { printer, job: Some(job), .. }) = printing {
            // What the printer made of it is seen by the next look.
            Printer::new(&self.printing.carrier, printer).cancel(job)?;
        }
        self.tell(&TillEvent::Papers);
        self.ring();
        Ok(())
    }

    /// How printing stands.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn print_standing(&self) -> Result<PrintStanding, LedgerError> {
        let (roll, page) = (self.tray_standing(Tray::Roll)?, self.tray_standing(Tray::Page)?);
        Ok(PrintStanding { roll, page, drawer: self.printing.drawer.trouble() })
    }

    fn tray_standing(&self, tray: Tray) -> Result<TrayStanding, LedgerError> {
        let trouble = lock(&self.printing.press(tray).trouble).clone();
        self.read(|reader| {
            let conn = reader.conn();
            let count = |state| print_jobs::count(conn, tray, state, COUNTED);
            let waiting = [PrintState::Queued, PrintState::Sending, PrintState::Printing];
            let waiting = waiting.into_iter().try_fold(0, |sum: u32, state| {
                count(state).map(|found| sum.saturating_add(found).min(COUNTED))
            })?;
            let head = print_jobs::head(conn, tray)?;
            let of_paper = head.filter(|job| job.state == PrintState::Printing);
            let again_at = trouble.as_ref().map(|held| held.until);
            let of_printer = trouble.map(|Held { fault, .. }| Trouble {
                code: fault.kind.code().to_owned(),
                said: fault.said,
            });
            Ok(TrayStanding {
                set_up: settings::read(conn)?.printer(tray).is_some(),
                waiting,
                failed: count(PrintState::Failed)?,
                trouble: of_printer.or_else(|| of_paper.and_then(|job| job.trouble)),
                again_at,
            })
        })
    }
}
