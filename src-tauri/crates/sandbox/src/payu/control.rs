//! Acting as the customers and the banks of PayU.

use std::sync::Arc;

use super::amount::Centavos;
use super::forced::{self, Forced};
use super::notices::{self, NoticeReport};
use super::order_report::{OrderReport, report};
use super::orders::{self, Happening, Order, What};
use super::settings::Settings;
use super::states::{self, Dispute};
use super::{SETTINGS, card_states, codes, settings_of};
use crate::notifier::Notifier;
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
    /// Only an open dispute can be won or lost.
    #[error("there is no open dispute")]
    NotDisputed,
    /// Only a refund or void that somebody asked for can be decided.
    #[error("nothing waits to be decided")]
    NothingAsked,
    /// PayU has no such response code.
    #[error("PayU has no such response code")]
    NoSuchCode,
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

/// The handle on the simulated PayU. Cheap to clone; usable from any thread.
#[derive(Clone, Debug)]
pub struct PayuControl {
    simulator: Arc<Simulator>,
    notifier: Notifier,
}

impl PayuControl {
    pub(crate) fn new(simulator: Arc<Simulator>, notifier: Notifier) -> Self {
        Self { simulator, notifier }
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

    /// Somebody pays a voucher: in time, after expiry, or once more; the simulator never refuses
    /// money. Of a card, the bank approves what waits.
    ///
    /// # Errors
    /// As [`Self::order`], or when the amount is not positive.
    pub fn pay(&self, target: impl Into<Target>, paid: Paid) -> Result<OrderReport, PayuError> {
        let now_ms = self.simulator.now_ms();
        let target = target.into();
        if self.order(target.clone())?.method.is_card() {
            return match paid {
                Paid::InFull => self.settle(target, "APPROVED"),
                Paid::Amount(_) => Err(PayuError::NotAnAmount),
            };
        }
        self.happen(&target, |order| {
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
        self.end(&target.into(), What::Declined, "ENTITY_DECLINED")
    }

    /// The voucher expires now, whatever its date.
    ///
    /// # Errors
    /// As [`Self::decline`].
    pub fn expire(&self, target: impl Into<Target>) -> Result<OrderReport, PayuError> {
        self.end(&target.into(), What::Expired, "EXPIRED_TRANSACTION")
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

    /// The merchant wins the dispute and keeps the money.
    ///
    /// # Errors
    /// As [`Self::order`], or when there is no open dispute.
    pub fn win_dispute(&self, target: impl Into<Target>) -> Result<OrderReport, PayuError> {
        self.end_dispute(&target.into(), What::DisputeWon)
    }

    /// The merchant loses the dispute: the money is taken back for good.
    ///
    /// # Errors
    /// As [`Self::win_dispute`].
    pub fn lose_dispute(&self, target: impl Into<Target>) -> Result<OrderReport, PayuError> {
        self.end_dispute(&target.into(), What::DisputeLost)
    }

    /// The oldest refund, or void, that waits is approved or declined.
    ///
    /// # Errors
    /// As [`Self::order`], or when nothing waits.
    pub fn decide(
        &self,
        target: impl Into<Target>,
        approved: bool,
    ) -> Result<OrderReport, PayuError> {
        self.happen_if(&target.into(), What::Decided { approved }, |_, happenings, now_ms| {
            let waits = card_states::asked(happenings).iter().any(|a| a.decided(now_ms).is_none());
            if waits { Ok(()) } else { Err(PayuError::NothingAsked) }
        })
    }

    /// The bank answers at last: the newest transaction of a card whose result nobody knew gets
    /// this response code.
    ///
    /// # Errors
    /// As [`Self::order`], or when there is no such code, or no such transaction.
    pub fn settle(&self, target: impl Into<Target>, code: &str) -> Result<OrderReport, PayuError> {
        let code = codes::find(code).ok_or(PayuError::NoSuchCode)?;
        let what = What::Settled { code: code.name.to_owned() };
        self.happen_if(&target.into(), what, |order, happenings, now_ms| {
            let view = states::view(order, happenings, now_ms);
            let open =
                order.method.is_card() && view.transactions.iter().any(card_states::is_undecided);
            if open { Ok(()) } else { Err(PayuError::NotPending) }
        })
    }

    /// The next charge, capture, void or refund gets this result.
    ///
    /// # Errors
    /// As [`Self::orders`], or when there is no such response code.
    pub fn force(&self, forced: Forced) -> Result<Vec<Forced>, PayuError> {
        if !forced::is_known(&forced) {
            return Err(PayuError::NoSuchCode);
        }
        self.simulator.with_store(|store| {
            forced::add(store, forced)?;
            Ok(forced::list(store)?)
        })
    }

    /// The results that are still to be given.
    ///
    /// # Errors
    /// As [`Self::orders`].
    pub fn forced(&self) -> Result<Vec<Forced>, PayuError> {
        self.simulator.with_store(|store| Ok(forced::list(store)?))
    }

    /// Nothing is forced any more.
    ///
    /// # Errors
    /// As [`Self::orders`].
    pub fn clear_forced(&self) -> Result<(), PayuError> {
        self.simulator.with_store(|store| Ok(forced::clear(store)?))
    }

    /// Reports go back on what they said: nothing was paid, the voucher waits.
    ///
    /// # Errors
    /// As [`Self::dispute`].
    pub fn forget(&self, target: impl Into<Target>) -> Result<OrderReport, PayuError> {
        self.happen_to_paid(&target.into(), What::Forgotten)
    }

    /// Sends every confirmation that is due by the virtual clock and returns them all, oldest
    /// first. They are sent without this too, within a second or so of real time.
    ///
    /// # Errors
    /// As [`Self::orders`].
    pub fn deliver_notices(&self) -> Result<Vec<NoticeReport>, PayuError> {
        self.notifier.deliver()?;
        self.notices()
    }

    /// Every confirmation, oldest first.
    ///
    /// # Errors
    /// As [`Self::orders`].
    pub fn notices(&self) -> Result<Vec<NoticeReport>, PayuError> {
        self.simulator.with_store(|store| Ok(notices::list(store.db())?))
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

    fn end(&self, target: &Target, what: What, code: &str) -> Result<OrderReport, PayuError> {
        if self.order(target.clone())?.method.is_card() {
            return self.settle(target.clone(), code);
        }
        self.happen_to_waiting(target, what)
    }

    fn end_dispute(&self, target: &Target, what: What) -> Result<OrderReport, PayuError> {
        self.happen_if(target, what, |_, happenings, _| match states::dispute(happenings) {
            Some(Dispute::Open) => Ok(()),
            Some(Dispute::Won | Dispute::Lost) | None => Err(PayuError::NotDisputed),
        })
    }

    fn happen_to_waiting(&self, target: &Target, what: What) -> Result<OrderReport, PayuError> {
        self.happen_if(target, what, |order, happenings, now_ms| {
            let waits = if order.method.is_card() {
                let view = states::view(order, happenings, now_ms);
                view.transactions.first().is_some_and(card_states::is_undecided)
            } else {
                states::waits(order, happenings, now_ms)
            };
            if waits { Ok(()) } else { Err(PayuError::NotPending) }
        })
    }

    fn happen_to_paid(&self, target: &Target, what: What) -> Result<OrderReport, PayuError> {
        self.happen_if(target, what, |order, happenings, now_ms| {
            let status = states::view(order, happenings, now_ms).status;
            if status == "CAPTURED" { Ok(()) } else { Err(PayuError::NotPaid) }
        })
    }

    fn happen_if(
        &self,
        target: &Target,
        what: What,
        may: impl FnOnce(&Order, &[Happening], i64) -> Result<(), PayuError>,
    ) -> Result<OrderReport, PayuError> {
        let now_ms = self.simulator.now_ms();
        self.simulator.with_store(|store| {
            let order = find(store, target)?;
            may(&order, &orders::happenings(store.db(), order.id)?, now_ms)?;
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
