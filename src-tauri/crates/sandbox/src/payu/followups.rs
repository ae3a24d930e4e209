//! After the charge: capture, void, refund, with Mexico's limits.

use super::amount::{AmountError, Centavos, SentAmount};
use super::answer::{Answer, Submission, TransactionResponse};
use super::card_answers;
use super::card_states::{self, Asked};
use super::codes;
use super::dates::{DAY_MS, MINUTE_MS};
use super::forced::{self, Taken};
use super::orders::{self, Happening, Order, What};
use super::refusal::{Fault, FollowRefusal, Refusal, Violation};
use super::settings::{Processor, Settings};
use super::states::{self, Dispute, Kind, OrderView, TransactionView};
use super::wire::{Transaction, Value};
use super::{Desk, Failure};

/// PayU does not take anything back sooner.
const NOT_BEFORE_MS: i64 = 10 * MINUTE_MS;

/// The type of a transaction that is about an earlier one.
pub(crate) fn kind(name: Option<&str>) -> Option<Kind> {
    match name? {
        "CAPTURE" => Some(Kind::Capture),
        "VOID" => Some(Kind::Void),
        "REFUND" => Some(Kind::Refund),
        "PARTIAL_REFUND" => Some(Kind::PartialRefund),
        _ => None,
    }
}

/// An order at the moment somebody wants something done about it.
struct Case {
    order: Order,
    view: OrderView,
    happenings: Vec<Happening>,
    asked: Vec<Asked>,
    settings: Settings,
    now_ms: i64,
}

/// Answers a submit of that kind.
pub(crate) fn submit(
    desk: &mut Desk<'_>,
    transaction: &Transaction,
    kind: Kind,
) -> Result<Answer, Failure> {
    let (id, parent) = subject(transaction)?;
    let sent = amount(transaction)?;
    let case = open(desk, id)?;
    let (kind, amount) = match kind {
        Kind::Capture => (kind, case.capture(&parent, sent)?),
        Kind::Void => (kind, case.void(&parent)?),
        Kind::Refund if sent.is_none() => (kind, case.refund(&parent, None)?),
        Kind::Refund | Kind::PartialRefund | Kind::Charge | Kind::Authorization => {
            (Kind::PartialRefund, case.refund(&parent, Some(sent.ok_or_else(no_value)?))?)
        }
    };
    let code = match forced::take(desk.store, kind.name())? {
        Some(Taken::Error(text)) => return Err(Refusal::Forced(text).into()),
        Some(Taken::Code(code)) => Some(code),
        None => None,
    };
    let queued = match kind {
        Kind::Refund | Kind::PartialRefund => code.is_none(),
        Kind::Void => code.is_none() && case.settings.void_review,
        Kind::Capture | Kind::Charge | Kind::Authorization => false,
    };
    let now_ms = desk.now_ms;
    let centavos = amount.0;
    if queued {
        let after = case.settings.refund_decision;
        let decides = after.after_ms.and_then(|ms| i64::try_from(ms).ok());
        let decides = decides.map(|ms| (now_ms.saturating_add(ms), after.approve));
        let what = What::Asked { kind, centavos, decides };
        let transaction = orders::record(desk.store.db(), case.order.id, now_ms, &what)?;
        return Ok(Answer::payments(Some(Box::new(registered(&case.order, transaction)))));
    }
    let code = code.unwrap_or(codes::APPROVED);
    let what = What::Followed { kind, centavos, code: code.name.to_owned() };
    let transaction = orders::record(desk.store.db(), case.order.id, now_ms, &what)?;
    let answer =
        card_answers::followed(&case.order, &transaction, kind, code, &case.settings, now_ms);
    Ok(Answer::payments(Some(Box::new(answer))))
}

/// The order and its transaction that a follow-up names.
fn subject(transaction: &Transaction) -> Result<(i64, String), Refusal> {
    let id = transaction.order.as_ref().and_then(|order| order.id.as_ref());
    let parent = transaction.parent_transaction_id.as_ref();
    let required = [("order.id", id.is_some()), ("parentTransactionId", parent.is_some())];
    let missing: Vec<_> = required
        .into_iter()
        .filter(|(_, present)| !present)
        .map(|(path, _)| Violation::new(path, Fault::Missing))
        .collect();
    let (Some(id), Some(parent)) = (id, parent) else {
        return Err(Refusal::Violations(missing));
    };
    let id = id.0.parse().map_err(|_| FollowRefusal::UnknownOrder)?;
    Ok((id, parent.clone()))
}

fn no_value() -> Refusal {
    Refusal::Violations(vec![Violation::new("additionalValues.TX_VALUE", Fault::Missing)])
}

/// The part that is meant, if one is named.
fn amount(transaction: &Transaction) -> Result<Option<Centavos>, Refusal> {
    let named = transaction.additional_values.as_ref().and_then(|all| all.get("TX_VALUE"));
    let Some(Some(Value { value, currency })) = named else { return Ok(None) };
    if currency.as_deref() != Some("MXN") {
        return Err(Refusal::Currency);
    }
    let json = value.as_ref().ok_or_else(no_value)?;
    let path = "additionalValues.TX_VALUE.value";
    let sent = SentAmount::from_json(json).map_err(|error| {
        let fault = match error {
            AmountError::Malformed => Fault::NotAnAmount,
            AmountError::TooManyDecimals => Fault::TooManyDecimals,
        };
        Refusal::Violations(vec![Violation::new(path, fault)])
    })?;
    if sent.centavos == Centavos(0) {
        let violation = Violation::new(path, Fault::NotAllowed);
        return Err(Refusal::Violations(vec![violation]));
    }
    Ok(Some(sent.centavos))
}

fn open(desk: &Desk<'_>, id: i64) -> Result<Case, Failure> {
    let unknown = || Refusal::from(FollowRefusal::UnknownOrder);
    let order = orders::by_id(desk.store.db(), id)?.ok_or_else(unknown)?;
    let happenings = orders::happenings(desk.store.db(), order.id)?;
    let view = states::view(&order, &happenings, desk.now_ms);
    let asked = card_states::asked(&happenings);
    let (settings, now_ms) = (desk.settings()?, desk.now_ms);
    Ok(Case { order, view, happenings, asked, settings, now_ms })
}

impl Case {
    /// The authorization that still holds the payer's money.
    fn hold(&self, parent: &str) -> Result<&TransactionView, FollowRefusal> {
        if !self.order.method.is_card() {
            return Err(FollowRefusal::NothingHeld);
        }
        let released = |kind| matches!(kind, Kind::Capture | Kind::Void);
        let hold = self.view.approved(|kind| kind == Kind::Authorization);
        let hold = hold.filter(|_| self.view.approved(released).is_none());
        let hold = hold.ok_or(FollowRefusal::NothingHeld)?;
        if hold.id != parent {
            return Err(FollowRefusal::Parent);
        }
        self.nothing_waits()?;
        Ok(hold)
    }

    fn nothing_waits(&self) -> Result<(), FollowRefusal> {
        let waits = self.asked.iter().any(|asked| asked.decided(self.now_ms).is_none());
        if waits { Err(FollowRefusal::AlreadyRegistered) } else { Ok(()) }
    }

    fn capture(&self, parent: &str, part: Option<Centavos>) -> Result<Centavos, FollowRefusal> {
        let hold = self.hold(parent)?;
        let amount = part.unwrap_or(hold.amount);
        if amount > hold.amount { Err(FollowRefusal::TooMuch) } else { Ok(amount) }
    }

    fn void(&self, parent: &str) -> Result<Centavos, FollowRefusal> {
        let hold = self.hold(parent)?;
        self.not_too_early(hold)?;
        Ok(hold.amount)
    }

    fn not_too_early(&self, about: &TransactionView) -> Result<(), FollowRefusal> {
        let since = about.settled_at.unwrap_or(about.at);
        if self.now_ms < since + NOT_BEFORE_MS { Err(FollowRefusal::TooEarly) } else { Ok(()) }
    }

    fn refund(&self, parent: &str, part: Option<Centavos>) -> Result<Centavos, FollowRefusal> {
        if !self.order.method.is_card() {
            return Err(FollowRefusal::NotACard);
        }
        let paid = self.view.money_in().ok_or(FollowRefusal::NothingToRefund)?;
        if paid.id != parent {
            return Err(FollowRefusal::Parent);
        }
        if part.is_some() && !self.settings.partial_refunds {
            return Err(FollowRefusal::NoPartialRefunds);
        }
        let disputed =
            matches!(states::dispute(&self.happenings), Some(Dispute::Open | Dispute::Lost));
        let left = paid.amount.0 - self.refunded();
        if disputed || left <= 0 {
            return Err(FollowRefusal::NothingToRefund);
        }
        self.nothing_waits()?;
        self.not_too_early(paid)?;
        let days = match self.settings.processor {
            Processor::Banorte => 180,
            Processor::Bancomer => 45,
        };
        if self.now_ms > paid.settled_at.unwrap_or(paid.at) + days * DAY_MS {
            return Err(FollowRefusal::TooLate);
        }
        let amount = part.unwrap_or(paid.amount);
        if amount.0 % 100 != 0 {
            return Err(FollowRefusal::Decimals);
        }
        if amount.0 > left { Err(FollowRefusal::TooMuch) } else { Ok(amount) }
    }

    /// What went back already.
    fn refunded(&self) -> i64 {
        let back = self.view.transactions.iter().filter(|one| {
            matches!(one.kind, Kind::Refund | Kind::PartialRefund)
                && one.state == states::State::Approved
        });
        back.map(|one| one.amount.0).sum()
    }
}

/// Somebody will look at it: nothing shows it until then.
fn registered(order: &Order, transaction: String) -> Submission {
    Submission {
        order_id: order.id,
        transaction_id: None,
        hidden_id: Some(transaction),
        response: TransactionResponse {
            state: "PENDING".to_owned(),
            pending_reason: Some("PENDING_REVIEW".to_owned()),
            response_message: Some(order.id.to_string()),
            ..TransactionResponse::default()
        },
        reference_questionnaire: None,
        additional_info: None,
    }
}
