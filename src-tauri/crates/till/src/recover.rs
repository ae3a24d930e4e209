//! What a start finds and puts right: acts that were being sent, charges nobody watches.

use cobro_domain::{
    act::{ActEvent, ActState},
    charge::ChargeState,
    ids::Actor,
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Booking, LedgerError,
    views::charges,
    working::{
        acts::{self, Act},
        polls::{self, Poll},
    },
};

use crate::{collect::queued, till::Till};

/// No act waits longer for its next step.
const ACT_WAIT_MAX: Span = Span::hours(1);

/// No look-up is planned further ahead.
const POLL_WAIT_MAX: Span = Span::days(2);

impl Till {
    /// Acts that were being sent when the till died are unknown now: their answer is lost.
    /// Live charges without an act or a planned look-up get one from the facts, so that losing
    /// a working table never loses money.
    pub(crate) fn recover(&self) -> Result<(), LedgerError> {
        self.recall_pauses()?;
        self.book(Actor::till(), |booking| {
            for act in acts::open(booking.conn())? {
                // It is looked up when it was to be, had its answer only been lost.
                if act.state == ActState::Sending
                    && let Ok(state) = act.state.after(ActEvent::AnswerLost)
                {
                    acts::put(booking.conn(), &Act { state, ..act })?;
                }
            }
            for charge in charges::live(booking.conn())? {
                watch(booking, &charge)?;
            }
            end_long_waits(booking)
        })
    }
}

/// Whatever waits for longer than it can was planned by a clock that was ahead; it would wait
/// for years.
pub(crate) fn end_long_waits(booking: &Booking<'_, '_>) -> Result<(), LedgerError> {
    let (conn, now) = (booking.conn(), booking.at());
    for act in acts::open(conn)? {
        if act.not_before > now.plus(ACT_WAIT_MAX) {
            acts::put(conn, &Act { not_before: now, ..act })?;
        }
    }
    for poll in polls::due(conn, Timestamp::from_millis(i64::MAX), u32::MAX)? {
        if poll.next_at > now.plus(POLL_WAIT_MAX) {
            let last_at = poll.last_at.filter(|at| *at <= now);
            polls::put(conn, &Poll { next_at: now, last_at, ..poll })?;
        }
    }
    Ok(())
}

fn watch(booking: &mut Booking<'_, '_>, charge: &charges::Charge) -> Result<(), LedgerError> {
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
