//! What an order paid by card looks like at an instant. Pure.
//!
//! Attempts come first (WebCheckout allows several), then a capture or a void, then refunds as
//! they are decided: nobody sees a refund before that.

use sha2::{Digest as _, Sha256};

use super::amount::Centavos;
use super::cards::{CardPayment, Step};
use super::codes::{self, Code};
use super::dates::DAY_MS;
use super::orders::{Happening, Order, What};
use super::states::{Dispute, Kind, OrderView, State, TransactionView, dispute};

/// How long an authorization holds the payer's money.
pub(crate) const HOLD_MS: i64 = 30 * DAY_MS;

/// A refund or void that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) amount: Centavos,
    pub(crate) at: i64,
    decides: Option<(i64, bool)>,
    decision: Option<(i64, bool)>,
}

impl Asked {
    /// When and how it was decided, as of `now_ms`.
    pub(crate) fn decided(&self, now_ms: i64) -> Option<(i64, bool)> {
        self.decision.or(self.decides).filter(|(at, _)| *at <= now_ms)
    }
}

/// Everything that was asked for, oldest first.
pub(crate) fn asked(happenings: &[Happening]) -> Vec<Asked> {
    let mut queue: Vec<Asked> = Vec::new();
    for happening in happenings {
        let at = happening.at;
        match happening.what {
            What::Asked { kind, centavos, decides } => queue.push(Asked {
                id: happening.transaction_id.clone(),
                kind,
                amount: Centavos(centavos),
                at,
                decides,
                decision: None,
            }),
            What::Decided { approved } => {
                if let Some(first) = queue.iter_mut().find(|asked| asked.decided(at).is_none()) {
                    first.decision = Some((at, approved));
                }
            }
            What::Forgotten => queue.clear(),
            What::Paid { .. } | What::Declined | What::Expired | What::Word(_) => {}
            What::Disputed | What::DisputeWon | What::DisputeLost => {}
            What::Attempted(_) | What::Settled { .. } | What::Followed { .. } => {}
        }
    }
    queue
}

/// Computes the order as PayU would report it at `now_ms`.
pub(crate) fn view(
    order: &Order,
    card: &CardPayment,
    happenings: &[Happening],
    now_ms: i64,
) -> OrderView {
    let mut all = vec![attempt(order, &order.transaction_id, card, order.created_at)];
    for happening in happenings {
        let at = happening.at;
        match &happening.what {
            What::Attempted(card) => all.push(attempt(order, &happening.transaction_id, card, at)),
            What::Settled { code } => settle(&mut all, code, at),
            What::Followed { kind, centavos, code } => {
                let (code, amount) = (known(code), Centavos(*centavos));
                all.push(follow(&all, &happening.transaction_id, *kind, amount, code, at));
            }
            What::Word(word) => {
                if let Some(last) = all.last_mut().filter(|last| is_undecided(last)) {
                    last.state = State::Word(word.clone());
                }
            }
            What::Forgotten => forget(&mut all),
            What::Paid { .. } | What::Declined | What::Expired => {}
            What::Disputed | What::DisputeWon | What::DisputeLost => {}
            What::Asked { .. } | What::Decided { .. } => {}
        }
    }
    let mut decided: Vec<_> = asked(happenings)
        .into_iter()
        .filter_map(|asked| asked.decided(now_ms).map(|decision| (decision, asked)))
        .collect();
    decided.sort_by_key(|((at, _), _)| *at);
    for ((at, approved), asked) in decided {
        let code = if approved { codes::APPROVED } else { codes::NOT_ACCEPTED };
        all.push(follow(&all, &asked.id, asked.kind, asked.amount, code, at));
    }
    lapse(&mut all, now_ms);
    let status = match dispute(happenings) {
        Some(Dispute::Open | Dispute::Lost) => "CHARGEBACK".to_owned(),
        Some(Dispute::Won) | None => status(&all),
    };
    all.reverse();
    OrderView { status, transactions: all }
}

fn known(code: &str) -> Code {
    codes::find(code).unwrap_or(codes::ENTITY_DECLINED)
}

/// Whether PayU may still say something else about it.
pub(crate) fn is_undecided(transaction: &TransactionView) -> bool {
    match transaction.state {
        State::Pending | State::Submitted | State::Error | State::Word(_) => true,
        State::Approved | State::Declined | State::Expired => false,
    }
}

fn attempt(order: &Order, id: &str, card: &CardPayment, at: i64) -> TransactionView {
    let code = card.code();
    TransactionView {
        id: id.to_owned(),
        kind: match card.step {
            Step::Charge => Kind::Charge,
            Step::Hold => Kind::Authorization,
        },
        state: State::of(code),
        amount: order.amount,
        at,
        settled_at: settled(code, at),
        parent: None,
        card: Some(card.clone()),
        code: Some(code),
    }
}

fn settled(code: Code, at: i64) -> Option<i64> {
    (!code.is_undecided()).then_some(at)
}

/// The newest transaction nobody knew the result of has one now.
fn settle(all: &mut [TransactionView], code: &str, at: i64) {
    let code = known(code);
    if let Some(open) = all.iter_mut().rev().find(|one| is_undecided(one)) {
        open.state = State::of(code);
        open.code = Some(code);
        open.settled_at = settled(code, at);
    }
}

/// A capture or void is about the authorization, a refund about what brought the money in.
fn follow(
    all: &[TransactionView],
    id: &str,
    kind: Kind,
    amount: Centavos,
    code: Code,
    at: i64,
) -> TransactionView {
    let is_parent = |parent: Kind| match kind {
        Kind::Capture | Kind::Void => parent == Kind::Authorization,
        Kind::Refund | Kind::PartialRefund | Kind::Charge | Kind::Authorization => {
            matches!(parent, Kind::Charge | Kind::Capture)
        }
    };
    let about = all.iter().rev().find(|one| is_parent(one.kind) && one.state == State::Approved);
    TransactionView {
        id: id.to_owned(),
        kind,
        state: State::of(code),
        amount,
        at,
        settled_at: settled(code, at),
        parent: about.map(|parent| parent.id.clone()),
        card: about.and_then(|parent| parent.card.clone()),
        code: Some(code),
    }
}

/// Only the last approved attempt is left, and it waits.
fn forget(all: &mut Vec<TransactionView>) {
    all.retain(|one| matches!(one.kind, Kind::Charge | Kind::Authorization));
    let paid = all.iter_mut().rev().find(|one| one.state == State::Approved);
    if let Some(attempt) = paid {
        attempt.state = State::Pending;
        attempt.code = Some(codes::UNCONFIRMED);
        attempt.settled_at = None;
    }
}

/// PayU voids by itself what nobody captured in time.
fn lapse(all: &mut Vec<TransactionView>, now_ms: i64) {
    let Some(hold) = open_hold(all) else { return };
    let at = hold.settled_at.unwrap_or(hold.at) + HOLD_MS;
    if now_ms > at {
        let (id, amount) = (derived_id(&hold.id), hold.amount);
        all.push(follow(all, &id, Kind::Void, amount, codes::APPROVED, at));
    }
}

/// The authorization that still holds the payer's money, in a list that is oldest first.
fn open_hold(all: &[TransactionView]) -> Option<&TransactionView> {
    let approved =
        |kind: Kind| all.iter().find(move |one| one.kind == kind && one.state == State::Approved);
    let released = approved(Kind::Capture).is_some() || approved(Kind::Void).is_some();
    approved(Kind::Authorization).filter(|_| !released)
}

/// An id that is the same at every look.
fn derived_id(of: &str) -> String {
    let digest = Sha256::digest(format!("lapse of {of}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// The order's status, from its transactions, oldest first.
fn status(all: &[TransactionView]) -> String {
    let sum = |wanted: &[Kind]| -> i64 {
        let approved = all.iter().filter(|one| one.state == State::Approved);
        approved.filter(|one| wanted.contains(&one.kind)).map(|one| one.amount.0).sum()
    };
    let came_in = sum(&[Kind::Charge, Kind::Capture]);
    let went_out = sum(&[Kind::Refund, Kind::PartialRefund]);
    let voided = all.iter().any(|one| one.kind == Kind::Void && one.state == State::Approved);
    let last = all.iter().rev().find(|one| matches!(one.kind, Kind::Charge | Kind::Authorization));
    let status = match last.map(|attempt| &attempt.state) {
        _ if voided => "CANCELLED",
        _ if came_in > 0 && went_out >= came_in => "REFUNDED",
        _ if came_in > 0 => "CAPTURED",
        Some(State::Approved) => "AUTHORIZED",
        Some(State::Declined | State::Error) => "DECLINED",
        Some(State::Expired) => "CANCELLED",
        Some(State::Word(word)) => word.as_str(),
        Some(State::Pending | State::Submitted) | None => "IN_PROGRESS",
    };
    status.to_owned()
}
