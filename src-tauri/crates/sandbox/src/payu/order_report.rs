//! Orders as the control door shows them: what the payer holds and what PayU says now.

use serde::Serialize;

use super::amount::Centavos;
use super::card_states;
use super::methods::Method;
use super::orders::{self, Order, What};
use super::states::{self, Dispute};
use crate::store::{Store, StoreError};

/// An order as the control door shows it: what the payer holds and what PayU says now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OrderReport {
    /// PayU's id.
    pub order: i64,
    /// The merchant's reference.
    pub reference: String,
    /// How it is to be paid.
    pub method: Method,
    /// The status the reports show now.
    pub status: String,
    /// What was asked for, in pesos.
    pub amount: Centavos,
    /// When it was taken (milliseconds, UTC).
    pub created_at: i64,
    /// Until when it can be paid, or captured (milliseconds, UTC).
    pub expires_at: i64,
    /// The digits of the bar code, if the method has one.
    pub bar_code: Option<String>,
    /// What was paid for a voucher, oldest first.
    pub payments: Vec<PaymentReport>,
    /// What the reports show, newest first.
    pub transactions: Vec<TransactionReport>,
    /// Refunds and voids that somebody has to decide: no report shows them.
    pub waiting: Vec<WaitingReport>,
    /// The dispute about it, if there was one.
    pub dispute: Option<Dispute>,
}

/// A payment somebody made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PaymentReport {
    /// How much, in pesos.
    pub amount: Centavos,
    /// When (milliseconds, UTC).
    pub paid_at: i64,
    /// From when on the reports know of it (milliseconds, UTC).
    pub visible_at: i64,
}

/// A transaction of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TransactionReport {
    /// PayU's id.
    pub id: String,
    /// Its type, such as `CAPTURE`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The state the reports show now.
    pub state: String,
    /// The response code of a card.
    pub code: Option<&'static str>,
    /// How much, in pesos.
    pub amount: Centavos,
    /// The card: its first six and last four digits.
    pub card: Option<String>,
    /// In how many parts a card pays.
    pub installments: Option<u32>,
}

/// A refund or void that somebody has to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WaitingReport {
    /// Its type, such as `REFUND`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// How much, in pesos.
    pub amount: Centavos,
    /// When it was asked for (milliseconds, UTC).
    pub asked_at: i64,
}

/// The order at this instant.
pub(crate) fn report(store: &Store, order: &Order, now_ms: i64) -> Result<OrderReport, StoreError> {
    let happenings = orders::happenings(store.db(), order.id)?;
    let view = states::view(order, &happenings, now_ms);
    let payments = happenings
        .iter()
        .filter_map(|happening| match happening.what {
            What::Paid { centavos, visible_at } => Some(PaymentReport {
                amount: Centavos(centavos),
                paid_at: happening.at,
                visible_at,
            }),
            What::Declined | What::Expired | What::Word(_) => None,
            What::Disputed | What::DisputeWon | What::DisputeLost | What::Forgotten => None,
            What::Attempted(_) | What::Settled { .. } => None,
            What::Followed { .. } | What::Asked { .. } | What::Decided { .. } => None,
        })
        .collect();
    let transactions = view.transactions.into_iter().map(|one| TransactionReport {
        id: one.id,
        kind: one.kind.name(),
        state: one.state.word().to_owned(),
        code: one.code.map(|code| code.name),
        amount: one.amount,
        card: one.card.as_ref().map(|card| card.masked.clone()),
        installments: one.card.map(|card| card.installments),
    });
    let undecided =
        card_states::asked(&happenings).into_iter().filter(|a| a.decided(now_ms).is_none());
    let waiting = undecided.map(|asked| WaitingReport {
        kind: asked.kind.name(),
        amount: asked.amount,
        asked_at: asked.at,
    });
    Ok(OrderReport {
        order: order.id,
        reference: order.reference.clone(),
        method: order.method,
        status: view.status,
        amount: order.amount,
        created_at: order.created_at,
        expires_at: order.expires_at,
        bar_code: order.method.bar_code(order.id, order.amount, order.expires_at),
        payments,
        transactions: transactions.collect(),
        waiting: waiting.collect(),
        dispute: states::dispute(&happenings),
    })
}
