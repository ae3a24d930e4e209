//! What can follow a charge: taking or letting go what is held, and giving money back.
//!
//! None of it waits in a queue. It is decided and marked as sending in one transaction, and
//! sent at once; what certainly did not leave is over, and somebody may decide it anew. A lost
//! answer is looked up: the provider's reports say whether it was done before anything is sent
//! again.

mod error;
mod hold;
mod refund;
mod resolve;
mod send;

use cobro_domain::{
    act::{ActEvent, ActKind, ActState, NotFound},
    ids::{ActId, ChargeId, RefundId},
    money::Money,
    refund::RefundState,
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Booking, Connection, LedgerError,
    fact::{Fact, FollowUpFailed, RefundReported},
    views::{holds, refunds},
    working::acts::{self, Act},
};

pub use error::FollowError;
pub use hold::HoldOffer;
pub(crate) use refund::PreparedRefund;
pub use refund::{RefundOffer, RefundOrder};

use crate::deliver::{CALL_MAX, move_act};

/// Something that is to follow a charge.
struct Wanted {
    charge: ChargeId,
    kind: ActKind,
    amount: Option<Money>,
    refund: Option<RefundId>,
}

/// Writes an act that is sent as soon as this is committed. Should the till die, it is looked
/// up when the provider may know of it.
fn sending(
    booking: &mut Booking<'_, '_>,
    wanted: &Wanted,
    first_look: Span,
) -> Result<Act, LedgerError> {
    let act = Act {
        id: ActId::new(booking.at(), booking.random()),
        charge: wanted.charge,
        kind: wanted.kind,
        amount: wanted.amount,
        refund: wanted.refund,
        state: ActState::Sending,
        queued_at: booking.at(),
        not_before: booking.at().plus(CALL_MAX).plus(first_look),
        attempts: 1,
        looked: NotFound::default(),
    };
    acts::put(booking.conn(), &act)?;
    Ok(act)
}

/// Moves the open acts of one kind of a charge.
pub(crate) fn move_acts(
    booking: &Booking<'_, '_>,
    charge: ChargeId,
    kind: ActKind,
    event: ActEvent,
) -> Result<(), LedgerError> {
    for act in acts::after_charge(booking.conn(), charge)? {
        if act.kind == kind && act.state.is_open() {
            move_act(booking, &act, event, Span::ZERO)?;
        }
    }
    Ok(())
}

/// Ends the acts of a charge whose outcome the books know, however they came to know it.
pub(crate) fn settle_known(
    booking: &mut Booking<'_, '_>,
    charge: ChargeId,
) -> Result<(), LedgerError> {
    let conn = booking.conn();
    for act in acts::after_charge(conn, charge)?.into_iter().filter(|act| act.state.is_open()) {
        let known = match act.kind {
            ActKind::Submit => None,
            ActKind::Capture | ActKind::Void => of_hold(booking, &act)?,
            ActKind::Refund => of_refund(booking, &act)?,
        };
        // One that a look-up had queued again need not be sent any more.
        if let Some(event) = known
            && !move_act(booking, &act, event, Span::ZERO)?
        {
            move_act(booking, &act, ActEvent::Drop, Span::ZERO)?;
        }
    }
    Ok(())
}

fn of_hold(booking: &Booking<'_, '_>, act: &Act) -> Result<Option<ActEvent>, LedgerError> {
    let Some(hold) = holds::read(booking.conn(), act.charge)? else {
        return Ok(None);
    };
    let (wanted, done) = match act.kind {
        ActKind::Capture => (hold.capturing.is_some(), hold.taken.is_positive()),
        ActKind::Void => (hold.voiding, !hold.stands() && hold.taken.is_zero()),
        ActKind::Submit | ActKind::Refund => (true, false),
    };
    Ok(match (done, wanted) {
        (true, _) => Some(ActEvent::Accepted),
        (false, false) => Some(ActEvent::Refused),
        (false, true) => None,
    })
}

fn of_refund(booking: &Booking<'_, '_>, act: &Act) -> Result<Option<ActEvent>, LedgerError> {
    let refund = act.refund.map(|id| refunds::read(booking.conn(), id)).transpose()?.flatten();
    Ok(match refund.map(|refund| refund.state) {
        Some(RefundState::Requested) => None,
        Some(RefundState::Undecided | RefundState::Approved | RefundState::ByHand) => {
            Some(ActEvent::Accepted)
        }
        Some(RefundState::Declined | RefundState::Dropped) | None => Some(ActEvent::Refused),
    })
}

/// Acts that the facts call for and nobody has any more: nobody knows whether they were sent, so
/// they are looked up.
pub(crate) fn lost_acts(
    conn: &Connection,
    now: Timestamp,
    mut random: impl FnMut() -> [u8; 10],
) -> Result<Vec<Act>, LedgerError> {
    let mut lost = Vec::new();
    let mut lose = |wanted: Wanted| {
        lost.push(Act {
            id: ActId::new(now, random()),
            charge: wanted.charge,
            kind: wanted.kind,
            amount: wanted.amount,
            refund: wanted.refund,
            state: ActState::Unknown,
            queued_at: now,
            not_before: now,
            attempts: 1,
            looked: NotFound::default(),
        });
    };
    for hold in holds::lapsing(conn, Timestamp::MAX, u32::MAX)? {
        let asked = [
            hold.capturing.map(|amount| (ActKind::Capture, amount)),
            hold.voiding.then_some((ActKind::Void, hold.held)),
        ];
        let acts = acts::after_charge(conn, hold.charge)?;
        for (kind, amount) in asked.into_iter().flatten() {
            if !acts.iter().any(|act| act.kind == kind) {
                let (charge, refund) = (hold.charge, None);
                lose(Wanted { charge, kind, amount: Some(amount), refund });
            }
        }
    }
    for refund in refunds::live(conn)? {
        let acts = acts::after_charge(conn, refund.charge)?;
        if !acts.iter().any(|act| act.refund == Some(refund.id)) {
            let (charge, kind, amount) = (refund.charge, ActKind::Refund, Some(refund.amount));
            lose(Wanted { charge, kind, amount, refund: Some(refund.id) });
        }
    }
    Ok(lost)
}

/// Why a follow-up came to nothing.
struct Failure {
    /// The provider's words for people; nothing when it never heard of it.
    text: Option<String>,
    /// Names the provider's message.
    message: Option<String>,
}

/// Books that an act came to nothing, unless the books know better.
fn fail(booking: &mut Booking<'_, '_>, act: &Act, why: Failure) -> Result<(), LedgerError> {
    let Failure { text, message } = why;
    match act.kind {
        ActKind::Submit => Ok(()),
        ActKind::Capture | ActKind::Void => {
            let hold = holds::read(booking.conn(), act.charge)?;
            if !hold.is_some_and(|hold| hold.stands()) {
                return Ok(());
            }
            let (charge, what, attempt) = (act.charge, act.kind, None);
            let failed = FollowUpFailed { charge, what, text, attempt, message };
            booking.append(&Fact::FollowUpFailed(failed)).map(|_| ())
        }
        ActKind::Refund => {
            let Some(id) = act.refund else {
                return Ok(());
            };
            let refund = refunds::read(booking.conn(), id)?;
            let state = match &text {
                Some(_) => RefundState::Declined,
                None => RefundState::Dropped,
            };
            if refund.is_none_or(|refund| refund.state.moved(state).is_err()) {
                return Ok(());
            }
            let reported = RefundReported { refund: id, state, text, attempt: None, message };
            booking.append(&Fact::RefundReported(reported)).map(|_| ())
        }
    }
}
