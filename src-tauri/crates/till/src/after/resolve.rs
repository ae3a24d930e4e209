//! Finding out what became of captures, voids and refunds whose answer was lost.

use cobro_domain::{
    act::{ActEvent, ActKind, ActState, NotFound, WayOut},
    ids::{ActId, Actor},
    time::{Span, Timestamp},
};
use cobro_ledger::{
    Booking, Connection, LedgerError,
    fact::Matter,
    views::charges::{self, Charge},
    working::acts::{self, Act},
};
use cobro_providers::outcome::Outcome;

use super::{Failure, FollowError, fail};
use crate::{
    deliver::{CALL_MAX, Turn},
    fold::{call_person, end_doubt, fold},
    line::Line,
    merchants::Ready,
    poll::{Looked, policy, watch},
    random::with_jitter,
    till::Till,
};

/// The wait after a look-up that was not answered.
const LOOK_AGAIN: Span = Span::minutes(1);

impl Till {
    /// Looks up the capture, void or refund that has waited longest, or sends one that the
    /// provider has proved not to know of.
    pub(crate) fn follow_next(&self) -> Result<Turn, LedgerError> {
        let now = self.now();
        let mut later: Option<Timestamp> = None;
        for (act, charge) in self.read(|reader| open(reader.conn()))? {
            if act.not_before > now {
                later = Some(later.map_or(act.not_before, |at| at.min(act.not_before)));
                continue;
            }
            let offline = self.line_of(charge.account) == Line::Offline;
            if offline || self.is_paused(charge.account) {
                continue;
            }
            let Ok(ready) = self.ready(charge.account) else {
                continue;
            };
            let allowed_at = self.check_allowed_at(&charge)?;
            if act.state != ActState::Queued && now < allowed_at {
                // The charge was looked up a moment ago, for another reason.
                self.book(Actor::till(), |booking| put_off(booking, &act, allowed_at))?;
                return Ok(Turn::Worked);
            }
            if act.state == ActState::Queued {
                self.send_again(&act, &charge, &ready)?;
            } else {
                self.look_for(&act, &charge, &ready)?;
            }
            return Ok(Turn::Worked);
        }
        Ok(Turn::Idle(later))
    }

    fn send_again(&self, act: &Act, charge: &Charge, ready: &Ready) -> Result<(), LedgerError> {
        let first = policy(ready, charge).first;
        let sending = self.book(Actor::till(), |booking| {
            let Some(found) = acts::read(booking.conn(), act.id)? else {
                return Ok::<_, LedgerError>(None);
            };
            let Ok(state) = found.state.after(ActEvent::Send) else {
                return Ok(None);
            };
            let attempts = found.attempts.saturating_add(1);
            let not_before = booking.at().plus(CALL_MAX).plus(first);
            let sending = Act { state, attempts, not_before, ..found };
            acts::put(booking.conn(), &sending)?;
            Ok(Some(sending))
        })?;
        match sending {
            Some(act) => self.send_follow_up(&act, charge, ready),
            None => Ok(()),
        }
    }

    fn look_for(&self, act: &Act, charge: &Charge, ready: &Ready) -> Result<(), LedgerError> {
        let taken = self.book(Actor::till(), |booking| take_turn(booking, act))?;
        let Some(asked_at) = taken else {
            return Ok(());
        };
        let conversation = self.look_up(ready, charge);
        let way_out = ready.provider.capabilities().lost(act.kind, &charge.method);
        self.book(Actor::till(), |booking| {
            if let Outcome::Charge(reports) = &conversation.outcome {
                fold(booking, charge.id, reports, &conversation.message)?;
                watch(booking, charge.id, policy(ready, charge), Looked::Asked(asked_at))?;
                not_visible(booking, act, charge, way_out, asked_at)?;
            }
            Ok::<_, LedgerError>(())
        })?;
        self.announce(charge.id);
        Ok(())
    }

    /// A person has the provider asked once more for what no look-up has found. A provider that
    /// has it after all says so.
    ///
    /// # Errors
    /// [`FollowError::StillAsked`] until look-ups have found nothing for long enough.
    pub fn follow_again(&self, id: ActId) -> Result<(), FollowError> {
        self.decide(id, |booking, act| acts::put(booking.conn(), act))
    }

    /// A person gives up what no look-up has found. What the provider does all the same is
    /// booked when it is heard of, and shown to a person.
    ///
    /// # Errors
    /// [`FollowError::StillAsked`] until look-ups have found nothing for long enough.
    pub fn give_follow_up_up(&self, id: ActId) -> Result<(), FollowError> {
        self.decide(id, |booking, act| {
            let state = act.state.after(ActEvent::Drop).unwrap_or(act.state);
            acts::put(booking.conn(), &Act { state, ..act.clone() })?;
            fail(booking, act, Failure { text: None, message: None })
        })
    }

    fn decide(
        &self,
        id: ActId,
        then: impl FnOnce(&mut Booking<'_, '_>, &Act) -> Result<(), LedgerError>,
    ) -> Result<(), FollowError> {
        let act = self.read(|reader| acts::read(reader.conn(), id))?;
        let act = act.filter(|act| act.kind != ActKind::Submit).ok_or(FollowError::NotFound)?;
        let charge = self.read(|reader| charges::read(reader.conn(), act.charge))?;
        let charge = charge.ok_or(FollowError::NotFound)?;
        let (_, offered) = self.offer(charge.account)?;
        let rule = offered.lost(act.kind, &charge.method).rule();
        self.book(self.actor(), |booking| {
            let act = acts::read(booking.conn(), id)?.ok_or(FollowError::NotFound)?;
            let from = act.looked.first.map(|first| first.plus(rule.apart));
            let proof = rule.proof(act.looked, booking.at());
            let Some(proof) = proof.filter(|_| act.state == ActState::Unknown) else {
                return Err(FollowError::StillAsked { from });
            };
            let state = act.state.after(ActEvent::Absent(proof)).unwrap_or(act.state);
            let (looked, not_before) = (NotFound::default(), booking.at());
            end_doubt(booking, &charge)?;
            then(booking, &Act { state, looked, not_before, ..act })?;
            Ok(())
        })?;
        self.announce(charge.id);
        Ok(())
    }
}

/// Lets an act wait until the provider may be asked about its charge again.
fn put_off(booking: &Booking<'_, '_>, act: &Act, until: Timestamp) -> Result<(), LedgerError> {
    let found = acts::read(booking.conn(), act.id)?;
    match found.filter(|found| found == act) {
        Some(found) => acts::put(booking.conn(), &Act { not_before: until, ..found }),
        None => Ok(()),
    }
}

/// Captures, voids and refunds that are queued, unknown, or were sent too long ago.
fn open(conn: &Connection) -> Result<Vec<(Act, Charge)>, LedgerError> {
    let mut found = Vec::new();
    for act in acts::open(conn)?.into_iter().filter(|act| act.kind != ActKind::Submit) {
        if let Some(charge) = charges::read(conn, act.charge)? {
            found.push((act, charge));
        }
    }
    found.sort_by_key(|(act, _)| act.not_before);
    Ok(found)
}

/// Puts the next look-up of an act off; when this one was made, unless it is not its turn any
/// more. One that has been on its way for longer than any call takes is in doubt from here on.
fn take_turn(booking: &Booking<'_, '_>, act: &Act) -> Result<Option<Timestamp>, LedgerError> {
    let found = acts::read(booking.conn(), act.id)?;
    let Some(found) = found.filter(|found| found.not_before <= booking.at()) else {
        return Ok(None);
    };
    let state = match found.state {
        ActState::Unknown | ActState::Sending => ActState::Unknown,
        ActState::Queued | ActState::Accepted | ActState::Refused | ActState::Dropped => {
            return Ok(None);
        }
    };
    let not_before = booking.at().plus(with_jitter(LOOK_AGAIN));
    acts::put(booking.conn(), &Act { state, not_before, ..found })?;
    Ok(Some(booking.at()))
}

/// The provider has answered and says nothing of the act.
fn not_visible(
    booking: &mut Booking<'_, '_>,
    act: &Act,
    charge: &Charge,
    way_out: WayOut,
    asked_at: Timestamp,
) -> Result<(), LedgerError> {
    let found = acts::read(booking.conn(), act.id)?;
    let Some(found) = found.filter(|found| found.state == ActState::Unknown) else {
        // The look-up has found it.
        return end_doubt(booking, charge);
    };
    let looked = found.looked.again(booking.at());
    let rule = way_out.rule();
    let (state, looked, not_before) = match (way_out, rule.proof(looked, asked_at)) {
        (WayOut::Resend(_), Some(proof)) => {
            let state = found.state.after(ActEvent::Absent(proof)).unwrap_or(found.state);
            (state, NotFound::default(), booking.at())
        }
        // A person decides once it has been long enough; it is looked for meanwhile.
        (WayOut::Resend(_) | WayOut::Person(_), proof) => {
            if proof.is_some() {
                call_person(booking, charge, Matter::Unanswered, &act.id.to_string())?;
            }
            let wait = rule.apart.min(Span::hours(1)).max(LOOK_AGAIN);
            (found.state, looked, booking.at().plus(with_jitter(wait)))
        }
    };
    acts::put(booking.conn(), &Act { state, looked, not_before, ..found })
}
