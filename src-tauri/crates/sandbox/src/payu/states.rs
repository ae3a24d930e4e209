//! What an order looks like at an instant, given what happened to it. Pure.
//!
//! The first transaction is the voucher. The first payment in time approves it; every other
//! payment (a second one, one after expiry or refusal) is a transaction of its own.

use super::amount::Centavos;
use super::orders::{Happening, Order, What};

/// An order at an instant, as the reports show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OrderView {
    pub(crate) status: String,
    /// Newest first, as in PayU's samples.
    pub(crate) transactions: Vec<TransactionView>,
}

/// One transaction of an order at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TransactionView {
    pub(crate) id: String,
    pub(crate) state: State,
    pub(crate) amount: Centavos,
    /// When PayU learnt of it; `None` while nothing is known.
    pub(crate) settled_at: Option<i64>,
}

/// The state of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Pending,
    Approved,
    Declined,
    Expired,
    /// A word no document knows.
    Word(String),
}

impl State {
    pub(crate) fn word(&self) -> &str {
        match self {
            Self::Pending => "PENDING",
            Self::Approved => "APPROVED",
            Self::Declined => "DECLINED",
            Self::Expired => "EXPIRED",
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
    let mut voucher = Voucher::Open;
    let mut others = Vec::new();
    let mut disputed = false;
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
            What::Disputed => disputed = true,
            What::Forgotten => {
                voucher = Voucher::Open;
                others.clear();
            }
            What::Paid { .. } | What::Declined | What::Expired | What::Word(_) => {}
        }
    }
    if matches!(voucher, Voucher::Open) && now_ms > order.expires_at {
        voucher = Voucher::Expired { at: order.expires_at };
    }
    let mut transactions = vec![first(order, voucher, now_ms)];
    transactions.extend(others);
    let status = if disputed { "CHARGEBACK".to_owned() } else { status(&transactions) };
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
    TransactionView { id: order.transaction_id.clone(), state, amount, settled_at }
}

fn approved(id: &str, amount: Centavos, visible_at: i64) -> TransactionView {
    TransactionView {
        id: id.to_owned(),
        state: State::Approved,
        amount,
        settled_at: Some(visible_at),
    }
}

/// The order's status, from its transactions, oldest first.
fn status(transactions: &[TransactionView]) -> String {
    let status = match transactions.first().map(|voucher| &voucher.state) {
        _ if transactions.iter().any(|one| one.state == State::Approved) => "CAPTURED",
        Some(State::Word(word)) => word.as_str(),
        Some(State::Declined) => "DECLINED",
        Some(State::Expired) => "CANCELLED",
        Some(State::Pending | State::Approved) | None => "IN_PROGRESS",
    };
    status.to_owned()
}

/// Whether the voucher still waits for its payer.
pub(crate) fn waits(order: &Order, happenings: &[Happening], now_ms: i64) -> bool {
    now_ms <= order.expires_at
        && happenings.iter().all(|happening| matches!(happening.what, What::Word(_)))
}
