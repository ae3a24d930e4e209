//! The books without a till: what a check or a list needs beside a running one, with no
//! secrets, no line and no clock of its own.

use cobro_domain::{
    act::ActState,
    time::{Span, Timestamp},
};
use cobro_ledger::working::{acts, polls};

pub use cobro_ledger::{
    BackupReport, Difference, Head, Ledger, LedgerError, Mode, Progress, Reader, StoredFact,
    Verified,
    fact::{self, Fact},
    views::{
        charges::{self, Charge},
        company,
        invoices::{self, Invoice, Standing},
        timeline,
    },
    working::customers,
};

use crate::{
    clock::Clock,
    deliver::STALE,
    open::{OpenError, Place, ledger_path},
};

/// How far back [`unpaid`] looks: as far as the daily sweep asks, and a day.
const UNPAID_BACK: Span = Span::days(61);

/// How many look-ups are counted; more of them say no more.
const COUNTED: u32 = 10_000;

/// Opens the books of a place to read them; works beside a running till.
///
/// # Errors
/// When there are none, they cannot be read, or they are of the other mode.
pub fn read(place: &Place) -> Result<Reader, OpenError> {
    let reader = Reader::open(&ledger_path(&place.folder, place.mode))?;
    of_mode(reader.mode()?, place.mode)?;
    Ok(reader)
}

/// Opens the books of a place as their one writer, without a till. It never makes any.
///
/// # Errors
/// When there are none, they cannot be written, or somebody else writes them.
pub fn write(place: &Place, clock: &dyn Clock) -> Result<Ledger, OpenError> {
    let path = ledger_path(&place.folder, place.mode);
    if !path.exists() {
        return Err(LedgerError::Missing { path }.into());
    }
    let ledger = Ledger::open(&path, &place.holder, clock.now())?;
    of_mode(ledger.mode(), place.mode)?;
    Ok(ledger)
}

fn of_mode(found: Mode, wanted: Mode) -> Result<(), OpenError> {
    if found == wanted {
        return Ok(());
    }
    Err(OpenError::WrongMode { found, wanted })
}

/// What is still to be done at the providers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Acts that were not sent yet.
    pub unsent: usize,
    /// Of those, the ones that a person has to let go: they waited for more than a day.
    pub stale: usize,
    /// Acts that may have arrived.
    pub unknown: usize,
    /// Acts and look-ups whose time has come.
    pub overdue: usize,
    /// When the next look-up is planned.
    pub next_at: Option<Timestamp>,
}

/// What is still to be done at the providers, as the books stand at `now`.
///
/// # Errors
/// When the books cannot be read.
pub fn backlog(reader: &Reader, now: Timestamp) -> Result<Backlog, LedgerError> {
    let conn = reader.conn();
    let mut left = Backlog { next_at: polls::next_at(conn)?, ..Backlog::default() };
    left.overdue = polls::due(conn, now, COUNTED)?.len();
    for act in acts::open(conn)? {
        let stale = now.since(act.queued_at) > STALE;
        let unsent = act.state == ActState::Queued;
        left.unsent += usize::from(unsent);
        left.stale += usize::from(unsent && stale);
        left.unknown += usize::from(!unsent);
        left.overdue += usize::from(act.not_before <= now && !(unsent && stale));
    }
    Ok(left)
}

/// The charges that money may still come for, whatever else became of them.
///
/// # Errors
/// When the books cannot be read.
pub fn unpaid(reader: &Reader, now: Timestamp) -> Result<Vec<Charge>, LedgerError> {
    charges::unpaid_since(reader.conn(), now.minus(UNPAID_BACK))
}
