//! When a charge is looked up next, and until when it is watched at all.

use cobro_domain::{
    charge::ChargeState,
    ids::ChargeId,
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Booking, Connection, LedgerError,
    views::{
        cards,
        charges::{self, Charge},
        holds::{self, Hold},
        refunds,
    },
    working::polls::{self, Poll},
};
use cobro_providers::capabilities::PollPolicy;

use super::{Looked, SLOW, SWEEP_EVERY};
use crate::random::with_jitter;

/// The longest time between two look-ups of a page that nobody has opened.
const PATIENCE_MAX: Span = Span::hours(6);

/// Plans the next look-up of a charge, if there is to be one.
pub(crate) fn watch(
    booking: &mut Booking<'_, '_>,
    id: ChargeId,
    policy: PollPolicy,
    looked: Looked,
) -> Result<(), LedgerError> {
    let Some(charge) = charges::read(booking.conn(), id)? else {
        return Ok(());
    };
    // Whoever pays at the last moment is heard of by the look-up after it.
    let until = watched_until(&charge, policy).max(followed_until(booking, &charge, policy)?);
    let watched = until.is_some_and(|until| booking.at() < until);
    if !watched {
        return polls::stop(booking.conn(), id);
    }
    let (next_at, last_at) = match looked {
        Looked::Issued => (booking.at().plus(with_jitter(policy.first)), None),
        Looked::Asked(at) => (next_look(booking, &charge, policy)?, Some(at)),
    };
    polls::put(booking.conn(), &Poll { charge: id, next_at, last_at, failures: 0 })
}

/// When a charge that is asked about now is asked about again.
pub(super) fn next_look(
    booking: &Booking<'_, '_>,
    charge: &Charge,
    policy: PollPolicy,
) -> Result<Timestamp, LedgerError> {
    let (conn, now) = (booking.conn(), booking.at());
    let awaited = is_refunding(conn, charge)?;
    let every = match charge.state {
        ChargeState::Paid | ChargeState::Authorized if awaited => SLOW.every.max(policy.every),
        ChargeState::Paid | ChargeState::Authorized => SWEEP_EVERY,
        // Somebody has decided that the card was not charged; it is watched all the same.
        ChargeState::Cancelled if cards::read(conn, charge.id)?.is_some() => {
            SLOW.every.max(policy.every)
        }
        ChargeState::Pending if is_unopened(conn, charge)? => patient(charge, policy, now),
        ChargeState::Requested
        | ChargeState::Pending
        | ChargeState::Declined
        | ChargeState::Expired
        | ChargeState::Cancelled
        | ChargeState::Voided
        | ChargeState::Lapsed
        | ChargeState::Disputed
        | ChargeState::Reversed => policy.every,
    };
    let next = now.plus(with_jitter(every));
    // A hold is looked at when it runs out.
    let lapse = holds::read(conn, charge.id)?.filter(Hold::stands).map(|hold| hold.lapses_at);
    let lapse = lapse.filter(|at| *at > now).map(|at| at.plus(with_jitter(policy.every)));
    Ok(lapse.map_or(next, |lapse| lapse.min(next)))
}

/// Whether a charge waits on the provider's page, and nobody has opened that yet.
fn is_unopened(conn: &Connection, charge: &Charge) -> Result<bool, LedgerError> {
    let unheard = charge.state == ChargeState::Pending && charge.provider_id.is_none();
    Ok(unheard && cards::page_until(conn, charge.id)?.is_some())
}

/// How long to wait before the provider is asked again about a page that nobody has opened:
/// a twelfth of its age. A payer at the counter is heard of at the provider's pace; a thousand
/// statements that lie on desks for days are not a thousand questions every ten minutes.
fn patient(charge: &Charge, policy: PollPolicy, now: Timestamp) -> Span {
    let age = now.since(charge.issued_at.unwrap_or(charge.requested_at));
    Span::millis(age.as_millis() / 12).clamp(policy.every, policy.every.max(PATIENCE_MAX))
}

/// Whether nobody can pay a charge any more, on a page that nobody has opened.
pub(super) fn ends_unopened(
    conn: &Connection,
    charge: &Charge,
    policy: PollPolicy,
    now: Timestamp,
) -> Result<bool, LedgerError> {
    let until = cards::page_until(conn, charge.id)?;
    let over = until.is_some_and(|until| now >= until.plus(policy.after_expiry));
    Ok(over && is_unopened(conn, charge)?)
}

/// Whether the provider has yet to decide about a capture, a void or a refund of it.
fn is_refunding(conn: &Connection, charge: &Charge) -> Result<bool, LedgerError> {
    let hold = holds::read(conn, charge.id)?.filter(Hold::stands);
    if hold.is_some_and(|hold| hold.voiding || hold.capturing.is_some()) {
        return Ok(true);
    }
    let refunds = refunds::of_charge(conn, charge.id)?;
    Ok(refunds.iter().any(|refund| refund.state.is_live()))
}

/// Until when something is expected to follow a charge, as long as anything is.
fn followed_until(
    booking: &Booking<'_, '_>,
    charge: &Charge,
    policy: PollPolicy,
) -> Result<Option<Timestamp>, LedgerError> {
    let conn = booking.conn();
    if is_refunding(conn, charge)? {
        return Ok(Some(Timestamp::MAX));
    }
    // Until somebody has heard how it ended.
    let hold = holds::read(conn, charge.id)?.filter(Hold::stands);
    let hold = hold.map(|_| Timestamp::MAX);
    let page = cards::page_until(conn, charge.id)?.map(|until| until.plus(policy.after_expiry));
    Ok(hold.max(page))
}

/// Until when money is expected for a charge, or a change of what is known: polling outlives
/// expiry, and a voucher that was paid can be paid once more.
fn watched_until(charge: &Charge, policy: PollPolicy) -> Option<Timestamp> {
    match charge.state {
        ChargeState::Requested
        | ChargeState::Pending
        | ChargeState::Authorized
        | ChargeState::Paid
        | ChargeState::Expired
        | ChargeState::Cancelled
        | ChargeState::Disputed => {
            let expiry = charge.voucher.as_ref().and_then(|voucher| voucher.expires_at);
            let issued = charge.issued_at.unwrap_or(charge.requested_at);
            Some(expiry.unwrap_or(issued.plus(Span::days(7))).plus(policy.after_expiry))
        }
        ChargeState::Declined
        | ChargeState::Voided
        | ChargeState::Lapsed
        | ChargeState::Reversed => None,
    }
}
