//! Sending a capture, a void or a refund, and booking what became of it.

use cobro_domain::{
    act::{ActEvent, ActKind},
    charge::ChargeState,
    ids::Actor,
    time::Span,
};
use cobro_ledger::{
    Booking, LedgerError,
    fact::Fact,
    views::{charges::Charge, holds, refunds, timeline},
    working::{acts::Act, messages, polls},
};
use cobro_providers::{
    after::{Capture, FollowUp, FollowUpState, Refund, Void},
    operation::{self, Operation},
    outcome::{AttemptId, OrderId, Outcome, Report, Status},
};

use super::{Failure, fail};
use crate::{
    converse::Conversation,
    deliver::{SENDS_MAX, move_act},
    fold::{brief, fold},
    merchants::Ready,
    poll::{Looked, policy, watch},
    till::Till,
};

impl Till {
    /// Sends an act that is marked as sending, and books what became of it.
    pub(super) fn send_follow_up(
        &self,
        act: &Act,
        charge: &Charge,
        ready: &Ready,
    ) -> Result<(), LedgerError> {
        self.announce(charge.id);
        if let Some(operation) = self.follow_up_of(act, charge)? {
            let conversation = self.converse(ready, &operation);
            self.settle_follow_up(act, charge, ready, conversation)?;
        }
        self.announce(charge.id);
        Ok(())
    }

    /// What an act asks for; nothing when the books do not say it any more.
    fn follow_up_of(&self, act: &Act, charge: &Charge) -> Result<Option<Operation>, LedgerError> {
        let language: String = self.language().tag().chars().take(2).collect();
        let reason = self.reason_of(act, charge)?;
        let asked = match act.kind {
            ActKind::Submit => return Ok(None),
            ActKind::Capture | ActKind::Void => {
                let hold = self.read(|reader| holds::read(reader.conn(), charge.id))?;
                let Some(hold) = hold else {
                    return Ok(None);
                };
                let (order, attempt) = (OrderId(hold.order), AttemptId(hold.attempt));
                let held = hold.held;
                let part = act.amount.filter(|amount| *amount != held);
                match act.kind {
                    ActKind::Capture => {
                        operation::Act::Capture(Capture { order, attempt, held, part, language })
                    }
                    ActKind::Submit | ActKind::Void | ActKind::Refund => {
                        operation::Act::Void(Void { order, attempt, held, reason, language })
                    }
                }
            }
            ActKind::Refund => {
                let Some(refund) = self.refund_of(act, reason, language)? else {
                    return Ok(None);
                };
                operation::Act::Refund(refund)
            }
        };
        Ok(Some(Operation::Act(asked)))
    }

    fn refund_of(
        &self,
        act: &Act,
        reason: String,
        language: String,
    ) -> Result<Option<Refund>, LedgerError> {
        self.read(|reader| {
            let conn = reader.conn();
            let found = act.refund.map(|id| refunds::read(conn, id)).transpose()?.flatten();
            let Some(found) = found else {
                return Ok(None);
            };
            let payment = refunds::returnable(conn, found.charge, found.payment)?;
            let parts = (payment, found.order, found.taken_by);
            let (Some(payment), Some(order), Some(attempt)) = parts else {
                return Ok(None);
            };
            let part = Some(found.amount).filter(|amount| *amount != payment.came);
            let (order, attempt, taken) = (OrderId(order), AttemptId(attempt), payment.came);
            Ok(Some(Refund { order, attempt, taken, part, reason, language }))
        })
    }

    /// Why somebody asked, in their own words.
    fn reason_of(&self, act: &Act, charge: &Charge) -> Result<String, LedgerError> {
        self.read(|reader| {
            for stored in timeline::of(reader.conn(), charge.invoice)? {
                let fact = stored.decode()?;
                if let Fact::VoidRequested(body) = &fact
                    && body.act == act.id
                {
                    return Ok(body.reason.clone());
                }
                if let Fact::RefundRequested(body) = &fact
                    && Some(body.refund) == act.refund
                {
                    return Ok(body.reason.clone());
                }
            }
            Ok(String::new())
        })
    }

    fn settle_follow_up(
        &self,
        act: &Act,
        charge: &Charge,
        ready: &Ready,
        conversation: Conversation,
    ) -> Result<(), LedgerError> {
        let Conversation { outcome, message, .. } = conversation;
        let policy = policy(ready, charge);
        self.book(Actor::till(), |booking| {
            match outcome {
                Outcome::FollowedUp(order, follow) => {
                    answered(booking, act, order, *follow, &message)?;
                }
                Outcome::Charge(reports) => fold(booking, charge.id, &reports, &message)?,
                // Its first attempt may have arrived: "refused" may be about that one.
                Outcome::Refused(_) if (2..=SENDS_MAX).contains(&act.attempts) => {
                    move_act(booking, act, ActEvent::AnswerLost, policy.first)?;
                }
                Outcome::Refused(refusal) => {
                    let digest = messages::keep(booking.conn(), booking.at(), &message)?;
                    let text = Some(brief(&refusal.text));
                    if move_act(booking, act, ActEvent::Refused, Span::ZERO)? {
                        fail(booking, act, Failure { text, message: Some(digest) })?;
                    }
                }
                Outcome::NotSent => never_left(booking, act)?,
                Outcome::Lost(_)
                | Outcome::NotFound
                | Outcome::Pong
                | Outcome::Methods(_)
                | Outcome::StoredCards(_)
                | Outcome::Forgotten
                | Outcome::Promotions(_) => {
                    move_act(booking, act, ActEvent::AnswerLost, policy.first)?;
                }
            }
            // The look-ups go on at their own pace; this was none.
            let last_at = polls::read(booking.conn(), charge.id)?.and_then(|poll| poll.last_at);
            let looked = last_at.map_or(Looked::Issued, Looked::Asked);
            watch(booking, charge.id, policy, looked)
        })
    }
}

/// Books the provider's answer to an act.
fn answered(
    booking: &mut Booking<'_, '_>,
    act: &Act,
    order: OrderId,
    follow: FollowUp,
    message: &[u8],
) -> Result<(), LedgerError> {
    let done = follow.state == FollowUpState::Done;
    let undecided = follow.state == FollowUpState::Undecided;
    let unrecognised = matches!(follow.state, FollowUpState::Unrecognised { .. });
    let status = match act.kind {
        ActKind::Void if done => ChargeState::Voided,
        ActKind::Capture if done => ChargeState::Paid,
        ActKind::Refund => ChargeState::Paid,
        ActKind::Submit | ActKind::Capture | ActKind::Void => ChargeState::Authorized,
    };
    let mut report = Report::new(order, Status::Known(status));
    report.money_in = follow.money_in().into_iter().collect();
    // What nobody can read is looked up; it is news when a look-up says the same.
    if !unrecognised {
        report.after = vec![follow];
    }
    fold(booking, act.charge, &[report], message)?;
    if undecided || done {
        move_act(booking, act, ActEvent::Accepted, Span::ZERO)?;
    } else {
        // One that was refused has ended by the books; any other is looked up.
        move_act(booking, act, ActEvent::AnswerLost, Span::ZERO)?;
    }
    Ok(())
}

/// It certainly did not leave, so it is over: somebody may decide it anew.
fn never_left(booking: &mut Booking<'_, '_>, act: &Act) -> Result<(), LedgerError> {
    let now = Span::ZERO;
    if act.attempts > 1 {
        // An earlier attempt may have arrived: only a look-up can tell.
        return move_act(booking, act, ActEvent::AnswerLost, now).map(|_| ());
    }
    if move_act(booking, act, ActEvent::NeverLeft, now)? {
        move_act(booking, act, ActEvent::Drop, now)?;
        fail(booking, act, Failure { text: None, message: None })?;
    }
    Ok(())
}
