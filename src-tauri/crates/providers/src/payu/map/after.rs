//! What follows a charge: captures, voids and refunds, in answers and in reports.

use cobro_domain::{act::ActKind, charge::ChargeState, money::Money};

use super::{amount, failed, operated, state, unrecognised};
use crate::{
    after::{FollowUp, FollowUpState},
    outcome::{AttemptId, Decline, Held, Status},
    payu::{
        dates,
        wire::{
            reply::{Transaction, TransactionResponse},
            scalar::Text,
            words::{Kind, State},
        },
    },
};

/// What PayU answered to a capture, a void or a refund of this amount.
pub(crate) fn follow_up(kind: ActKind, asked: Money, response: &TransactionResponse) -> FollowUp {
    let attempt = Text::filled(response.transaction_id.as_ref());
    let at = Text::filled(response.operation_date.as_ref());
    FollowUp {
        kind,
        attempt: attempt.map(|id| AttemptId(id.to_owned())),
        state: standing(response.state.as_ref(), Some(response)),
        amount: Ok(asked),
        at: at.and_then(dates::read),
    }
}

/// What followed the charge of an order, oldest first. PayU lists the newest first, which
/// counts only where its clock does not tell.
pub(super) fn followed(all: &[Option<Transaction>]) -> Vec<FollowUp> {
    let all = all.iter().rev().flatten();
    let mut found: Vec<(Option<i64>, FollowUp)> =
        all.filter_map(|one| reported(one).map(|follow_up| (operated(one), follow_up))).collect();
    // What PayU has not dated yet is the newest.
    found.sort_by_key(|(at, _)| at.unwrap_or(i64::MAX));
    found.into_iter().map(|(_, follow_up)| follow_up).collect()
}

fn reported(transaction: &Transaction) -> Option<FollowUp> {
    let kind = match transaction.r#type.as_ref()? {
        Kind::Capture => ActKind::Capture,
        Kind::Void => ActKind::Void,
        Kind::Refund | Kind::PartialRefund => ActKind::Refund,
        Kind::Authorization
        | Kind::AuthorizationAndCapture
        | Kind::Cancellation
        | Kind::Credit
        | Kind::Unrecognised(_) => return None,
    };
    let response = transaction.transaction_response.as_ref();
    Some(FollowUp {
        kind,
        attempt: Text::filled(transaction.id.as_ref()).map(|id| AttemptId(id.to_owned())),
        state: standing(state(transaction), response),
        amount: amount(value(transaction)),
        at: operated_at(transaction),
    })
}

fn value(transaction: &Transaction) -> Option<&crate::payu::wire::reply::Value> {
    transaction.additional_values.as_ref().and_then(|values| values.tx_value.as_ref())
}

fn operated_at(transaction: &Transaction) -> Option<cobro_domain::time::Timestamp> {
    let response = transaction.transaction_response.as_ref()?;
    dates::read(Text::filled(response.operation_date.as_ref())?)
}

/// Where a follow-up stands. An uncertain failure is never a refusal.
fn standing(state: Option<&State>, response: Option<&TransactionResponse>) -> FollowUpState {
    let status = match state {
        Some(State::Approved) => return FollowUpState::Done,
        Some(State::Pending | State::Submitted) => return FollowUpState::Undecided,
        Some(State::Expired) => {
            Status::Declined(Decline { code: State::Expired.to_string(), text: None })
        }
        Some(state @ (State::Declined | State::Error)) => failed(state, response),
        Some(State::Unrecognised(raw)) => unrecognised(raw),
        None => unrecognised("null"),
    };
    match status {
        Status::Declined(decline) => FollowUpState::Declined(decline),
        Status::Unrecognised { raw } => FollowUpState::Unrecognised { raw },
        Status::Known(_) | Status::Refunded => {
            unreachable!("a failure is declined or unrecognised")
        }
    }
}

/// What is held by an order in this state.
pub(super) fn held(status: &Status, authorized: Option<&Transaction>) -> Option<Held> {
    let transaction = authorized.filter(|_| *status == Status::Known(ChargeState::Authorized))?;
    let attempt = AttemptId(Text::filled(transaction.id.as_ref())?.to_owned());
    Some(Held { attempt, amount: amount(value(transaction)), at: operated_at(transaction) })
}

/// How much of what came in went back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GivenBack {
    Nothing,
    Part,
    All,
}

/// Compares what came in with what was refunded. Where an amount is none, the kind of the
/// refund has to tell.
pub(super) fn given_back(came_in: &[&Transaction], refunds: &[&Transaction]) -> GivenBack {
    if refunds.is_empty() {
        return GivenBack::Nothing;
    }
    let sum = |all: &[&Transaction]| {
        let mut amounts = all.iter().map(|one| amount(value(one)).ok());
        let first = amounts.next()??;
        amounts.try_fold(first, |sum, next| sum.checked_add(next?).ok())
    };
    let whole = match sum(came_in).zip(sum(refunds)) {
        Some((taken, back)) if taken.currency() == back.currency() => back.minor() >= taken.minor(),
        Some(_) | None => refunds.iter().any(|one| one.r#type == Some(Kind::Refund)),
    };
    if whole { GivenBack::All } else { GivenBack::Part }
}
