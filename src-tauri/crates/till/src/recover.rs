//! What a start finds and puts right: acts that were being sent, charges nobody watches.

use cobro_domain::{
    act::{ActEvent, ActState},
    charge::ChargeState,
    ids::Actor,
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
            Ok(())
        })
    }
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
