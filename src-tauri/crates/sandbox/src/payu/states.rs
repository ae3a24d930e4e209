//! What an order looks like at an instant, given what happened to it. Pure.
//!
//! The first transaction is the voucher. The first payment in time approves it; every other
//! payment (a second one, one after expiry or refusal) is a transaction of its own.

use serde::{Deserialize, Serialize};

use super::amount::Centavos;
use super::card_states;
use super::cards::CardPayment;
use super::codes::Code;
use super::orders::{Happening, Order, What};

/// An order at an instant, as the reports show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OrderView {
    pub(crate) status: String,
    /// Newest first, as in PayU's samples.
    pub(crate) transactions: Vec<TransactionView>,
}

impl OrderView {
    /// The newest approved transaction that brought the money in.
    pub(crate) fn money_in(&self) -> Option<&TransactionView> {
        self.approved(|kind| matches!(kind, Kind::Charge | Kind::Capture))
    }

    /// The newest approved transaction of one of those kinds.
    pub(crate) fn approved(&self, wanted: impl Fn(Kind) -> bool) -> Option<&TransactionView> {
        self.transactions.iter().find(|one| wanted(one.kind) && one.state == State::Approved)
    }
}

/// What a transaction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Charge,
    Authorization,
    Capture,
    Void,
    Refund,
    PartialRefund,
}

impl Kind {
    /// `type`, as it is written in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Charge => "AUTHORIZATION_AND_CAPTURE",
            Self::Authorization => "AUTHORIZATION",
            Self::Capture => "CAPTURE",
            Self::Void => "VOID",
            Self::Refund => "REFUND",
            Self::PartialRefund => "PARTIAL_REFUND",
        }
    }
}

/// One transaction of an order at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TransactionView {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) state: State,
    pub(crate) amount: Centavos,
    /// When it was asked for.
    pub(crate) at: i64,
    /// When PayU learnt of it; `None` while nothing is known.
    pub(crate) settled_at: Option<i64>,
    /// The transaction that it is about.
    pub(crate) parent: Option<String>,
    /// The card, and what its bank said; a voucher has neither.
    pub(crate) card: Option<CardPayment>,
    pub(crate) code: Option<Code>,
}

/// The state of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Pending,
    Approved,
    Declined,
    Expired,
    /// Sent to the bank, and no word from it.
    Submitted,
    /// The network failed: nobody knows what the bank did.
    Error,
    /// A word no document knows.
    Word(String),
}

impl State {
    pub(crate) fn of(code: Code) -> Self {
        match code.state {
            "APPROVED" => Self::Approved,
            "DECLINED" => Self::Declined,
            "EXPIRED" => Self::Expired,
            "SUBMITTED" => Self::Submitted,
            "ERROR" => Self::Error,
            _ => Self::Pending,
        }
    }

    pub(crate) fn word(&self) -> &str {
        match self {
            Self::Pending => "PENDING",
            Self::Approved => "APPROVED",
            Self::Declined => "DECLINED",
            Self::Expired => "EXPIRED",
            Self::Submitted => "SUBMITTED",
            Self::Error => "ERROR",
            Self::Word(word) => word,
        }
    }
}

/// What became of the voucher itself.
enum Voucher {
    Open,
    Said(String),
    Paid { amount: Centavos, visible_at: i64 },
    Declined { at: i64 },
    Expired { at: i64 },
}

/// Computes the order as PayU would report it at `now_ms`.
pub(crate) fn view(order: &Order, happenings: &[Happening], now_ms: i64) -> OrderView {
    if let Some(card) = &order.submitted.card {
        return card_states::view(order, card, happenings, now_ms);
    }
    let mut voucher = Voucher::Open;
    let mut others = Vec::new();
    for happening in happenings {
        let waiting = matches!(voucher, Voucher::Open | Voucher::Said(_));
        let in_time = happening.at <= order.expires_at;
        match &happening.what {
            What::Paid { centavos, visible_at } if waiting && in_time => {
                let (amount, visible_at) = (Centavos(*centavos), *visible_at);
                voucher = Voucher::Paid { amount, visible_at };
            }
            What::Paid { centavos, visible_at } if *visible_at <= now_ms => {
                others.push(approved(&happening.transaction_id, Centavos(*centavos), *visible_at));
            }
            What::Declined if waiting => voucher = Voucher::Declined { at: happening.at },
            What::Expired if waiting => voucher = Voucher::Expired { at: happening.at },
            What::Word(word) if waiting => voucher = Voucher::Said(word.clone()),
            What::Forgotten => {
                voucher = Voucher::Open;
                others.clear();
            }
            What::Paid { .. } | What::Declined | What::Expired | What::Word(_) => {}
            What::Disputed | What::DisputeWon | What::DisputeLost => {}
            // These happen to cards only.
            What::Attempted(_) | What::Settled { .. } => {}
            What::Followed { .. } | What::Asked { .. } | What::Decided { .. } => {}
        }
    }
    if matches!(voucher, Voucher::Open) && now_ms > order.expires_at {
        voucher = Voucher::Expired { at: order.expires_at };
    }
    let mut transactions = vec![first(order, voucher, now_ms)];
    transactions.extend(others);
    let status = match dispute(happenings) {
        Some(Dispute::Open | Dispute::Lost) => "CHARGEBACK".to_owned(),
        Some(Dispute::Won) | None => status(&transactions),
    };
    transactions.reverse();
    OrderView { status, transactions }
}

fn first(order: &Order, voucher: Voucher, now_ms: i64) -> TransactionView {
    let (state, amount, settled_at) = match voucher {
        Voucher::Paid { amount, visible_at } if visible_at <= now_ms => {
            (State::Approved, amount, Some(visible_at))
        }
        Voucher::Open | Voucher::Paid { .. } => (State::Pending, order.amount, None),
        Voucher::Said(word) => (State::Word(word), order.amount, None),
        Voucher::Declined { at } => (State::Declined, order.amount, Some(at)),
        Voucher::Expired { at } => (State::Expired, order.amount, Some(at)),
    };
    voucher_transaction(&order.transaction_id, state, amount, order.created_at, settled_at)
}

fn approved(id: &str, amount: Centavos, visible_at: i64) -> TransactionView {
    voucher_transaction(id, State::Approved, amount, visible_at, Some(visible_at))
}

fn voucher_transaction(
    id: &str,
    state: State,
    amount: Centavos,
    at: i64,
    settled_at: Option<i64>,
) -> TransactionView {
    TransactionView {
        id: id.to_owned(),
        kind: Kind::Charge,
        state,
        amount,
        at,
        settled_at,
        parent: None,
        card: None,
        code: None,
    }
}

/// How far the payer's bank got with wanting the money back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dispute {
    /// Nothing is decided.
    Open,
    /// The merchant keeps the money.
    Won,
    /// The money was taken back.
    Lost,
}

/// The dispute about an order, if there was one since its payments were last forgotten.
pub(crate) fn dispute(happenings: &[Happening]) -> Option<Dispute> {
    happenings.iter().rev().find_map(|happening| match happening.what {
        What::Disputed => Some(Some(Dispute::Open)),
        What::DisputeWon => Some(Some(Dispute::Won)),
        What::DisputeLost => Some(Some(Dispute::Lost)),
        What::Forgotten => Some(None),
        What::Paid { .. } | What::Declined | What::Expired | What::Word(_) => None,
        What::Attempted(_) | What::Settled { .. } => None,
        What::Followed { .. } | What::Asked { .. } | What::Decided { .. } => None,
    })?
}

/// The order's status, from its transactions, oldest first.
fn status(transactions: &[TransactionView]) -> String {
    let status = match transactions.first().map(|voucher| &voucher.state) {
        _ if transactions.iter().any(|one| one.state == State::Approved) => "CAPTURED",
        Some(State::Word(word)) => word.as_str(),
        Some(State::Declined) => "DECLINED",
        Some(State::Expired) => "CANCELLED",
        Some(State::Pending | State::Approved | State::Submitted | State::Error) | None => {
            "IN_PROGRESS"
        }
    };
    status.to_owned()
}

/// Whether the voucher still waits for its payer.
pub(crate) fn waits(order: &Order, happenings: &[Happening], now_ms: i64) -> bool {
    now_ms <= order.expires_at
        && happenings.iter().all(|happening| matches!(happening.what, What::Word(_)))
}
