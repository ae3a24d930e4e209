//! Acting as the customers and the banks of PayU.

use std::sync::Arc;

use serde::Serialize;

use super::amount::Centavos;
use super::methods::Method;
use super::orders::{self, Order, What};
use super::settings::Settings;
use super::{SETTINGS, settings_of, states};
use crate::simulator::{Simulator, Stopped};
use crate::store::{Store, StoreError};

/// Which order something happens to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The order with this id.
    Order(i64),
    /// The newest order with this reference.
    Reference(String),
}

impl From<&str> for Target {
    fn from(reference: &str) -> Self {
        Self::Reference(reference.to_owned())
    }
}

impl From<i64> for Target {
    fn from(order: i64) -> Self {
        Self::Order(order)
    }
}

/// How much somebody pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paid {
    /// What the order asks for.
    InFull,
    /// This much, less or more than asked.
    Amount(Centavos),
}

/// Why something could not happen to an order.
#[derive(Debug, thiserror::Error)]
pub enum PayuError {
    /// No order has this id or reference.
    #[error("there is no such order")]
    NoSuchOrder,
    /// Only a voucher that waits for its payer can be declined or expired.
    #[error("the voucher no longer waits for a payment")]
    NotPending,
    /// Only what was paid can be disputed or forgotten.
    #[error("nothing was paid")]
    NotPaid,
    /// An amount must be positive and have at most two decimals.
    #[error("this is not an amount somebody could pay")]
    NotAnAmount,
    /// The sandbox was stopped.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// The sandbox's file failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

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
    /// Until when it can be paid (milliseconds, UTC).
    pub expires_at: i64,
    /// The digits of the bar code, if the method has one.
    pub bar_code: Option<String>,
    /// What was paid, oldest first.
    pub payments: Vec<PaymentReport>,
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

/// The handle on the simulated PayU. Cheap to clone; usable from any thread.
#[derive(Clone, Debug)]
pub struct PayuControl {
    simulator: Arc<Simulator>,
}

impl PayuControl {
    pub(crate) fn new(simulator: Arc<Simulator>) -> Self {
        Self { simulator }
    }

    /// Every order, oldest first.
    ///
    /// # Errors
    /// When the sandbox was stopped or its file fails; so for every method here.
    pub fn orders(&self) -> Result<Vec<OrderReport>, PayuError> {
        let now_ms = self.simulator.now_ms();
        self.simulator.with_store(|store| {
            let all = orders::all(store.db())?;
            Ok(all.iter().map(|order| report(store, order, now_ms)).collect::<Result<_, _>>()?)
        })
    }

    /// The orders with this reference, oldest first.
    ///
    /// # Errors
    /// As [`Self::orders`].
    pub fn orders_with(&self, reference: &str) -> Result<Vec<OrderReport>, PayuError> {
        let mut orders = self.orders()?;
        orders.retain(|order| order.reference == reference);
        Ok(orders)
    }

    /// One order.
    ///
    /// # Errors
    /// As [`Self::orders`], or when there is no such order.
    pub fn order(&self, target: impl Into<Target>) -> Result<OrderReport, PayuError> {
        let now_ms = self.simulator.now_ms();
        let target = target.into();
        self.simulator.with_store(|store| Ok(report(store, &find(store, &target)?, now_ms)?))
    }

    /// Somebody pays: in time, after expiry, or once more; the simulator never refuses money.
    ///
    /// # Errors
    /// As [`Self::order`], or when the amount is not positive.
    pub fn pay(&self, target: impl Into<Target>, paid: Paid) -> Result<OrderReport, PayuError> {
        let now_ms = self.simulator.now_ms();
        self.happen(&target.into(), |order| {
            let amount = match paid {
                Paid::InFull => order.amount,
                Paid::Amount(amount) if amount > Centavos(0) => amount,
                Paid::Amount(_) => return Err(PayuError::NotAnAmount),
            };
            let visible_at = now_ms + order.method.settles_after_ms();
            Ok(What::Paid { centavos: amount.0, visible_at })
        })
    }

    /// The network declines the voucher.
    ///
    /// # Errors
    /// As [`Self::order`], or when the voucher is not waiting.
    pub fn decline(&self, target: impl Into<Target>) -> Result<OrderReport, PayuError> {
        self.happen_to_waiting(&target.into(), What::Declined)
    }

    /// The voucher expires now, whatever its date.
    ///
    /// # Errors
    /// As [`Self::decline`].
    pub fn expire(&self, target: impl Into<Target>) -> Result<OrderReport, PayuError> {
        self.happen_to_waiting(&target.into(), What::Expired)
    }

    /// The reports show `word` for the state of the order and its transaction, such as a state
    /// that PayU invents tomorrow. It can still be paid.
    ///
    /// # Errors
    /// As [`Self::decline`].
    pub fn say(&self, target: impl Into<Target>, word: &str) -> Result<OrderReport, PayuError> {
        self.happen_to_waiting(&target.into(), What::Word(word.to_owned()))
    }

    /// The payer's bank wants the money back: reports call the order a CHARGEBACK.
    ///
    /// # Errors
    /// As [`Self::order`], or when nothing was paid.
    pub fn dispute(&self, target: impl Into<Target>) -> Result<OrderReport, PayuError> {
        self.happen_to_paid(&target.into(), What::Disputed)
    }

    /// Reports go back on what they said: nothing was paid, the voucher waits.
    ///
    /// # Errors
    /// As [`Self::dispute`].
    pub fn forget(&self, target: impl Into<Target>) -> Result<OrderReport, PayuError> {
        self.happen_to_paid(&target.into(), What::Forgotten)
    }

    /// The switches of the account.
    ///
    /// # Errors
    /// As [`Self::orders`].
    pub fn settings(&self) -> Result<Settings, PayuError> {
        self.simulator.with_store(|store| Ok(settings_of(store)?))
    }

    /// Replaces the switches of the account.
    ///
    /// # Errors
    /// As [`Self::orders`].
    pub fn set_settings(&self, settings: &Settings) -> Result<(), PayuError> {
        self.simulator.with_store(|store| Ok(store.set_value(SETTINGS, settings)?))
    }

    fn happen_to_waiting(&self, target: &Target, what: What) -> Result<OrderReport, PayuError> {
        let now_ms = self.simulator.now_ms();
        self.simulator.with_store(|store| {
            let order = find(store, target)?;
            let happenings = orders::happenings(store.db(), order.id)?;
            if !states::waits(&order, &happenings, now_ms) {
                return Err(PayuError::NotPending);
            }
            orders::record(store.db(), order.id, now_ms, &what)?;
            Ok(report(store, &order, now_ms)?)
        })
    }

    fn happen_to_paid(&self, target: &Target, what: What) -> Result<OrderReport, PayuError> {
        let now_ms = self.simulator.now_ms();
        self.simulator.with_store(|store| {
            let order = find(store, target)?;
            let happenings = orders::happenings(store.db(), order.id)?;
            if states::view(&order, &happenings, now_ms).status != "CAPTURED" {
                return Err(PayuError::NotPaid);
            }
            orders::record(store.db(), order.id, now_ms, &what)?;
            Ok(report(store, &order, now_ms)?)
        })
    }

    fn happen(
        &self,
        target: &Target,
        what: impl FnOnce(&Order) -> Result<What, PayuError>,
    ) -> Result<OrderReport, PayuError> {
        let now_ms = self.simulator.now_ms();
        self.simulator.with_store(|store| {
            let order = find(store, target)?;
            orders::record(store.db(), order.id, now_ms, &what(&order)?)?;
            Ok(report(store, &order, now_ms)?)
        })
    }
}

fn find(store: &Store, target: &Target) -> Result<Order, PayuError> {
    let order = match target {
        Target::Order(id) => orders::by_id(store.db(), *id)?,
        Target::Reference(reference) => orders::by_reference(store.db(), reference)?.pop(),
    };
    order.ok_or(PayuError::NoSuchOrder)
}

fn report(store: &Store, order: &Order, now_ms: i64) -> Result<OrderReport, StoreError> {
    let happenings = orders::happenings(store.db(), order.id)?;
    let payments = happenings
        .iter()
        .filter_map(|happening| match happening.what {
            What::Paid { centavos, visible_at } => Some(PaymentReport {
                amount: Centavos(centavos),
                paid_at: happening.at,
                visible_at,
            }),
            What::Declined | What::Expired | What::Word(_) => None,
            What::Disputed | What::Forgotten => None,
        })
        .collect();
    Ok(OrderReport {
        order: order.id,
        reference: order.reference.clone(),
        method: order.method,
        status: states::view(order, &happenings, now_ms).status,
        amount: order.amount,
        created_at: order.created_at,
        expires_at: order.expires_at,
        bar_code: order.method.bar_code(order.id, order.amount, order.expires_at),
        payments,
    })
}
