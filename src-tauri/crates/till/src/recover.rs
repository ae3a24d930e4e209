//! What a start finds and puts right: acts that were being sent, charges nobody watches. However
//! much it is, no transaction does more than a slice of it.

use cobro_domain::{
    act::{ActEvent, ActState},
    charge::ChargeState,
    ids::Actor,
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Booking, LedgerError, Reader,
    views::charges::{self, Charge},
    working::{
        acts::{self, Act},
        polls::{self, Poll},
    },
};

use crate::{after::lost_acts, collect::queued, till::Till};

/// How many rows one transaction changes at most, so that it takes but a few milliseconds of
/// the one writer.
pub(crate) const SLICE: usize = 50;

/// The same, as the books count.
pub(crate) const PAGE: u32 = 50;

/// No act waits longer for its next step.
const ACT_WAIT_MAX: Span = Span::hours(2);

/// No look-up is planned further ahead.
const POLL_WAIT_MAX: Span = Span::days(2);

impl Till {
    /// Acts that were being sent when the till died are unknown now: their answer is lost.
    /// Live charges without an act or a planned look-up get one from the facts, so that losing
    /// a working table never loses money.
    pub(crate) fn recover(&self) -> Result<(), LedgerError> {
        self.recall_pauses()?;
        let sending = |act: &Act| act.state == ActState::Sending;
        self.mend_acts(sending, |act, _| {
            // It is looked up when it was to be, had its answer only been lost.
            let state = act.state.after(ActEvent::AnswerLost).unwrap_or(act.state);
            Act { state, ..act }
        })?;
        let unwatched = self.read(unwatched)?;
        for slice in unwatched.chunks(SLICE) {
            self.book(Actor::till(), |booking| {
                slice.iter().try_for_each(|charge| watch(booking, charge))
            })?;
        }
        let now = self.now();
        let lost = self.read(|reader| lost_acts(reader.conn(), now, crate::random::bytes))?;
        for slice in lost.chunks(SLICE) {
            self.book(Actor::till(), |booking| {
                slice.iter().try_for_each(|act| acts::put(booking.conn(), act))
            })?;
        }
        while self.end_long_waits()? {}
        while self.prune_mails()? {}
        while self.prune_papers()? {}
        Ok(())
    }

    /// Ends some of the waits that are longer than they can be; whether there were any. A clock
    /// that was ahead has planned them, and they would wait for years.
    pub(crate) fn end_long_waits(&self) -> Result<bool, LedgerError> {
        let now = self.now();
        let late = |act: &Act| act.not_before > now.plus(ACT_WAIT_MAX);
        if self.mend_acts(late, |act, now| Act { not_before: now, ..act })? {
            return Ok(true);
        }
        let latest = now.plus(POLL_WAIT_MAX);
        let late = self.read(|reader| polls::planned_after(reader.conn(), latest, PAGE))?;
        if late.is_empty() {
            return Ok(false);
        }
        self.book(Actor::till(), |booking| {
            for poll in &late {
                let last_at = poll.last_at.filter(|at| *at <= now);
                polls::put(booking.conn(), &Poll { next_at: booking.at(), last_at, ..*poll })?;
            }
            Ok(true)
        })
    }

    /// Changes every open act that is so; whether there was any.
    fn mend_acts(
        &self,
        is_so: impl Fn(&Act) -> bool,
        mended: impl Fn(Act, Timestamp) -> Act,
    ) -> Result<bool, LedgerError> {
        let mut open = self.read(|reader| acts::open(reader.conn()))?;
        open.retain(|act| is_so(act));
        for slice in open.chunks(SLICE) {
            self.book(Actor::till(), |booking| {
                for act in slice {
                    let found = acts::read(booking.conn(), act.id)?;
                    if let Some(found) = found.filter(|found| found == act) {
                        acts::put(booking.conn(), &mended(found, booking.at()))?;
                    }
                }
                Ok::<_, LedgerError>(())
            })?;
        }
        Ok(!open.is_empty())
    }
}

/// Live charges that nothing is planned for.
fn unwatched(reader: &Reader) -> Result<Vec<Charge>, LedgerError> {
    let mut found = Vec::new();
    for charge in charges::live(reader.conn())? {
        let watched = match charge.state {
            ChargeState::Requested => acts::of_charge(reader.conn(), charge.id)?.is_some(),
            ChargeState::Pending
            | ChargeState::Authorized
            | ChargeState::Paid
            | ChargeState::Declined
            | ChargeState::Expired
            | ChargeState::Cancelled
            | ChargeState::Voided
            | ChargeState::Lapsed
            | ChargeState::Disputed
            | ChargeState::Reversed => polls::read(reader.conn(), charge.id)?.is_some(),
        };
        if !watched {
            found.push(charge);
        }
    }
    Ok(found)
}

/// Plans what is next for a charge, unless something is.
fn watch(booking: &mut Booking<'_, '_>, charge: &Charge) -> Result<(), LedgerError> {
    if charge.state == ChargeState::Requested {
        if acts::of_charge(booking.conn(), charge.id)?.is_none() {
            // Nobody knows whether it was sent: look before anything else.
            let act = queued(booking, charge.id, ActState::Unknown);
            acts::put(booking.conn(), &act)?;
        }
        return Ok(());
    }
    if polls::read(booking.conn(), charge.id)?.is_none() {
        let next_at = booking.at();
        let poll = Poll { charge: charge.id, next_at, last_at: None, failures: 0 };
        polls::put(booking.conn(), &poll)?;
    }
    Ok(())
}
