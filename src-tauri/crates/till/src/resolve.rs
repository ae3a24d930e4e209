//! Finding out what became of acts whose answer was lost.

use cobro_domain::{
    act::{ActEvent, ActState, NotFound, WayOut},
    ids::Actor,
    time::{Span, Timestamp},
    voucher::Voucher,
};
use cobro_ledger::{
    Booking, Connection, LedgerError,
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
    merchants::{Ready, is_about_credentials},
    poll::Looked,
    random::with_jitter,
    till::Till,
};

/// The wait after a look-up of an unknown act that was not answered: the customer stands at the
/// counter. Once the provider has answered, its own pace holds.
const LOOK_AGAIN: Span = Span::minutes(1);

impl Till {
    /// Looks up the unknown act that has waited longest, if one is due.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn resolve_next(&self) -> Result<Turn, LedgerError> {
        let now = self.now();
        let mut soonest: Option<Timestamp> = None;
        for (act, charge) in self.read(|reader| in_doubt(reader.conn()))? {
            if act.not_before > now {
                soonest = Some(soonest.map_or(act.not_before, |at| at.min(act.not_before)));
                continue;
            }
            if self.is_paused(charge.account) {
                continue;
            }
            match self.ready(charge.account) {
                Ok(ready) => {
                    self.resolve(&act, &charge, &ready)?;
                    return Ok(Turn::Worked);
                }
                Err(error) => {
                    tracing::warn!(%error, account = %charge.account, "an account cannot ask");
                }
            }
        }
        Ok(Turn::Idle(soonest))
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
        if let Outcome::Refused(refusal) = &outcome
            && is_about_credentials(refusal)
        {
            self.pause(charge.account);
        }
        self.book(Actor::till(), |booking| match outcome {
            Outcome::Charge(reports) => {
                accept(booking, act, charge, ready, &reports, &message, Looked::Asked(asked_at))
            }
            Outcome::NotFound => {
                let found = acts::read(booking.conn(), act.id)?;
                let Some(act) = found.filter(|act| act.state == ActState::Unknown) else {
                    return Ok(());
                };
                let looked = act.looked.again(booking.at());
                // The provider answered some time after it was asked: what counts is the time
                // between the first answer and the last question.
                if let WayOut::Resend(rule) = way_out
                    && let Some(proof) = rule.proof(looked, asked_at)
                {
                    return absent(booking, &act, ActEvent::Absent(proof));
                }
                let first = looked.first.unwrap_or(booking.at());
                let not_before = first.plus(rule.apart).max(booking.at().plus(LOOK_AGAIN));
                acts::put(booking.conn(), &Act { looked, not_before, ..act })
            }
            // The turn that was taken says when it is looked up again.
            Outcome::Refused(_)
            | Outcome::NotSent
            | Outcome::Lost(_)
            | Outcome::Pong
            | Outcome::Methods(_)
            | Outcome::FollowedUp(..)
            | Outcome::StoredCards(_)
            | Outcome::Forgotten
            | Outcome::Promotions(_) => Ok(()),
        })
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
    for act in acts::open(conn)? {
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
