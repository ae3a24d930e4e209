//! Finding out what became of acts whose answer was lost.

use std::{collections::BTreeMap, sync::Mutex};

use cobro_domain::{
    act::{ActEvent, ActState, NotFound, WayOut},
    ids::{ActId, Actor},
    time::{Span, Timestamp},
    voucher::Voucher,
};
use cobro_ledger::{
    Booking, Connection, LedgerError,
    fact::Matter,
    views::charges::{self, Charge},
    working::acts::{self, Act},
};
use cobro_providers::{
    operation::{LookUp, Operation, Question},
    outcome::{OrderId, Outcome, Report, Status},
};

use crate::{
    converse::Conversation,
    deliver::{Turn, accept, give_up},
    fold::{call_person, end_doubt},
    merchants::Ready,
    poll::{Looked, policy},
    random::with_jitter,
    recover::SLICE,
    till::{Till, lock},
};

/// The wait after a look-up of an unknown act that was not answered: the customer stands at the
/// counter. Once the provider has answered, its own pace holds.
const LOOK_AGAIN: Span = Span::minutes(1);

/// How long an act may be unknown before a person is called, once its provider refuses to say.
const DOUBT_MAX: Span = Span::hours(3);

/// How often in a row each unknown act was asked about in vain. A restart begins anew.
#[derive(Debug, Default)]
pub(crate) struct Doubts(Mutex<BTreeMap<ActId, u32>>);

impl Doubts {
    /// Counts once more; how often it was before.
    fn again(&self, act: ActId) -> u32 {
        let mut asked = lock(&self.0);
        let count = asked.entry(act).or_default();
        let before = *count;
        *count = before.saturating_add(1);
        before
    }

    fn end(&self, act: ActId) {
        lock(&self.0).remove(&act);
    }
}

impl Till {
    /// Looks up the unknown act that has waited longest, if one is due. Accounts take turns.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn resolve_next(&self) -> Result<Turn, LedgerError> {
        let now = self.now();
        let (mut due, later): (Vec<_>, Vec<_>) = self
            .read(|reader| in_doubt(reader.conn()))?
            .into_iter()
            .partition(|(act, _)| act.not_before <= now);
        due.sort_by_key(|(act, _)| act.not_before);
        self.rota.sort(&mut due, |(_, charge)| charge.account);
        let mut held_up = Vec::new();
        for (act, charge) in due {
            if self.is_paused(charge.account) {
                continue;
            }
            // While the line is down it is tried by itself, and what waits for it waits together.
            if let Some(next) = self.lines.down_until(charge.account) {
                if next > now {
                    held_up.push(Act { not_before: next, ..act });
                }
                continue;
            }
            match self.ready(charge.account) {
                Ok(ready) => {
                    self.rota.serve(charge.account);
                    self.resolve(&act, &charge, &ready)?;
                    return Ok(Turn::Worked);
                }
                Err(error) => {
                    tracing::warn!(%error, account = %charge.account, "an account cannot ask");
                }
            }
        }
        if !held_up.is_empty() {
            self.put_look_ups_off(&held_up)?;
            return Ok(Turn::Worked);
        }
        Ok(Turn::Idle(later.iter().map(|(act, _)| act.not_before).min()))
    }

    /// Lets acts wait as long as they say, unless somebody has moved them meanwhile.
    fn put_look_ups_off(&self, held_up: &[Act]) -> Result<(), LedgerError> {
        for slice in held_up.chunks(SLICE) {
            self.book(Actor::till(), |booking| {
                for act in slice {
                    let found = acts::read(booking.conn(), act.id)?;
                    let due =
                        |found: &Act| found.state == act.state && found.not_before <= booking.at();
                    if let Some(found) = found.filter(due) {
                        acts::put(booking.conn(), &Act { not_before: act.not_before, ..found })?;
                    }
                }
                Ok::<_, LedgerError>(())
            })?;
        }
        Ok(())
    }

    /// Looks one act up, unless it is not its turn any more; the outcome, if it was asked.
    pub(crate) fn resolve(
        &self,
        act: &Act,
        charge: &Charge,
        ready: &Ready,
    ) -> Result<Option<Outcome>, LedgerError> {
        let Some((act, asked_at)) = self.take_turn(act)? else {
            return Ok(None);
        };
        let conversation = self.look_up(ready, charge);
        let outcome = conversation.outcome.clone();
        self.settle_looked_up(&act, charge, ready, conversation, asked_at)?;
        self.announce(charge.id);
        Ok(Some(outcome))
    }

    /// Puts the next look-up of an act off, so that nobody else makes this one too. An act that
    /// has been on its way for longer than any call takes is in doubt from here on.
    fn take_turn(&self, act: &Act) -> Result<Option<(Act, Timestamp)>, LedgerError> {
        self.book(Actor::till(), |booking| {
            let found = acts::read(booking.conn(), act.id)?;
            let Some(found) = found.filter(|found| found.not_before <= booking.at()) else {
                return Ok(None);
            };
            let state = match found.state {
                ActState::Unknown => ActState::Unknown,
                ActState::Sending => match found.state.after(ActEvent::AnswerLost) {
                    Ok(state) => state,
                    Err(_) => return Ok(None),
                },
                ActState::Queued | ActState::Accepted | ActState::Refused | ActState::Dropped => {
                    return Ok(None);
                }
            };
            let not_before = booking.at().plus(with_jitter(LOOK_AGAIN));
            let taken = Act { state, not_before, ..found };
            acts::put(booking.conn(), &taken)?;
            Ok(Some((taken, booking.at())))
        })
    }

    /// Asks what became of a charge, and for its voucher while the payer needs one and has none:
    /// an answer that was lost is asked for again at the pace of the look-ups.
    pub(crate) fn look_up(&self, ready: &Ready, charge: &Charge) -> Conversation {
        let order = charge.provider_id.clone().map(OrderId);
        let (reference, asked) = (charge.reference.clone(), charge.amount);
        let question = Question::Charge(LookUp { reference, order, asked });
        let mut conversation = self.converse(ready, &Operation::Question(question));
        let held = charge.voucher.as_ref().is_some_and(Voucher::is_payable);
        if charge.state.is_live()
            && !held
            && let Outcome::Charge(reports) = &mut conversation.outcome
        {
            self.ask_for_vouchers(ready, reports);
        }
        conversation
    }

    fn ask_for_vouchers(&self, ready: &Ready, reports: &mut [Report]) {
        let payable = |report: &Report| report.voucher.as_ref().is_some_and(Voucher::is_payable);
        for report in reports.iter_mut().filter(|report| is_waiting(report) && !payable(report)) {
            let Some(attempt) = report.attempt.clone() else {
                continue;
            };
            let question = Question::Attempt { order: report.order.clone(), attempt };
            let answer = self.converse(ready, &Operation::Question(question));
            if let Outcome::Charge(found) = answer.outcome {
                let found = found.into_iter().find_map(|found| found.voucher);
                report.voucher = found.or(report.voucher.take());
            }
        }
    }

    fn settle_looked_up(
        &self,
        act: &Act,
        charge: &Charge,
        ready: &Ready,
        conversation: Conversation,
        asked_at: Timestamp,
    ) -> Result<(), LedgerError> {
        let Conversation { outcome, message, .. } = conversation;
        let way_out = ready.provider.capabilities().lost(act.kind, &charge.method);
        let rule = way_out.rule();
        self.book(Actor::till(), |booking| match outcome {
            Outcome::Charge(reports) => {
                self.doubts.end(act.id);
                end_doubt(booking, charge)?;
                accept(booking, act, charge, ready, &reports, &message, Looked::Asked(asked_at))
            }
            Outcome::NotFound => {
                self.doubts.end(act.id);
                let found = acts::read(booking.conn(), act.id)?;
                let Some(act) = found.filter(|act| act.state == ActState::Unknown) else {
                    return Ok(());
                };
                let looked = act.looked.again(booking.at());
                // The provider answered some time after it was asked: what counts is the time
                // between the first answer and the last question.
                let over = match way_out {
                    WayOut::Resend(_) => true,
                    // It is never sent again; it only ends once nobody wants it any more.
                    WayOut::Person(_) => is_replaced(booking.conn(), &act)?,
                };
                if over && let Some(proof) = rule.proof(looked, asked_at) {
                    return absent(booking, &act, ActEvent::Absent(proof));
                }
                let first = looked.first.unwrap_or(booking.at());
                let proved = rule.proof(looked, asked_at).is_some();
                if proved && charge.state.is_live() {
                    call_person(booking, charge, Matter::Unanswered, &act.id.to_string())?;
                }
                // Once a person may decide, nobody at the counter waits for the next look-up.
                let wait = if proved { policy(ready, charge).every } else { LOOK_AGAIN };
                let not_before = first.plus(rule.apart).max(booking.at().plus(with_jitter(wait)));
                acts::put(booking.conn(), &Act { looked, not_before, ..act })
            }
            Outcome::Refused(refusal) => {
                self.ask_less(booking, act, policy(ready, charge).every)?;
                // The provider will not say by itself what became of it.
                if booking.at().since(act.queued_at) >= DOUBT_MAX {
                    call_person(booking, charge, Matter::Contradiction, &refusal.text)?;
                }
                Ok(())
            }
            Outcome::Lost(_) => self.ask_less(booking, act, policy(ready, charge).every),
            // The turn that was taken says when it is looked up again.
            Outcome::NotSent
            | Outcome::Pong
            | Outcome::Methods(_)
            | Outcome::FollowedUp(..)
            | Outcome::StoredCards(_)
            | Outcome::Forgotten
            | Outcome::Promotions(_) => Ok(()),
        })
    }

    /// Puts the next look-up of an act off, twice as long as the last time, up to `longest`.
    fn ask_less(
        &self,
        booking: &Booking<'_, '_>,
        act: &Act,
        longest: Span,
    ) -> Result<(), LedgerError> {
        let found = acts::read(booking.conn(), act.id)?;
        let Some(found) = found.filter(|found| found.state == ActState::Unknown) else {
            return Ok(());
        };
        let doubled = LOOK_AGAIN.as_millis().saturating_mul(1 << self.doubts.again(act.id).min(16));
        let wait = Span::millis(doubled.min(longest.as_millis()));
        let not_before = booking.at().plus(with_jitter(wait));
        acts::put(booking.conn(), &Act { not_before, ..found })
    }
}

/// Whether an order may still want something to pay with.
const fn is_waiting(report: &Report) -> bool {
    match &report.status {
        Status::Known(state) => state.is_live(),
        Status::Unrecognised { .. } => true,
        Status::Declined(_) | Status::Refunded => false,
    }
}

/// Acts of which nobody knows what the provider did: unknown ones, and ones that are still
/// being sent, for when their answer never comes or could not be booked.
fn in_doubt(conn: &Connection) -> Result<Vec<(Act, Charge)>, LedgerError> {
    let mut found = Vec::new();
    for act in acts::open_submits(conn)? {
        if matches!(act.state, ActState::Unknown | ActState::Sending)
            && let Some(charge) = charges::read(conn, act.charge)?
        {
            found.push((act, charge));
        }
    }
    Ok(found)
}

/// The provider has proved not to know of the act: it is sent again with the same reference,
/// unless the charge was given up or replaced meanwhile.
fn absent(booking: &mut Booking<'_, '_>, act: &Act, event: ActEvent) -> Result<(), LedgerError> {
    let Ok(state) = act.state.after(event) else {
        return Ok(());
    };
    let (looked, not_before) = (NotFound::default(), booking.at());
    let queued = Act { state, looked, not_before, ..act.clone() };
    acts::put(booking.conn(), &queued)?;
    if is_replaced(booking.conn(), act)? {
        return give_up(booking, &queued);
    }
    Ok(())
}

/// Whether its charge has ended, or a later attempt has taken its place.
fn is_replaced(conn: &Connection, act: &Act) -> Result<bool, LedgerError> {
    let Some(charge) = charges::read(conn, act.charge)? else {
        return Ok(true);
    };
    let later = charges::of_invoice(conn, charge.invoice)?;
    let mut later = later
        .iter()
        .filter(|other| (other.requested_at, other.id) > (charge.requested_at, charge.id));
    Ok(!charge.state.is_live() || later.any(|other| other.state.is_live()))
}
