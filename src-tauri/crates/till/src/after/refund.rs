//! Giving back what a card paid: the provider as far as it can, a person the rest.

use cobro_domain::{
    account::Account,
    act::ActKind,
    charge::ChargeState,
    ids::{Actor, ChargeId, PaymentId, RefundId},
    money::Money,
    name::Name,
    people::{Document, Permission},
    time::Timestamp,
};
use cobro_ledger::{
    Booking, Connection, LedgerError,
    fact::{Fact, RefundRequested},
    views::{
        accounts, cards,
        charges::{self, Charge},
        invoices,
        refunds::{self, Refund, Returnable},
    },
    working::{
        acts::Act,
        polls::{self, Poll},
    },
};
use cobro_providers::{
    capabilities::{RefundBar, RefundRule, RefundSplit},
    outcome::{Outcome, Report},
};

use super::{FollowError, Wanted, sending};
use crate::{
    fold::fold, merchants::Ready, permit::permit, poll::policy, random::with_jitter, till::Till,
};

/// What somebody wants given back.
#[derive(Clone, Debug)]
pub struct RefundOrder {
    /// The charge that the payment came by.
    pub charge: ChargeId,
    /// The payment.
    pub payment: PaymentId,
    /// How much, all in all.
    pub amount: Money,
    /// Why.
    pub reason: String,
}

/// What can be given back of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundOffer {
    /// What is left to give back.
    pub left: Money,
    /// The provider gives back multiples of this only.
    pub unit: Money,
    /// What of all that is left the provider gives back, and what a person.
    pub split: RefundSplit,
    /// Why the provider would refuse now, as far as is known here.
    pub bar: Option<RefundBar>,
    /// A refund that the provider has not decided about: no other is asked for meanwhile.
    pub undecided: Option<Refund>,
}

/// A payment that can be given back.
struct Payment {
    charge: Charge,
    found: Returnable,
    live: Option<Refund>,
}

impl Payment {
    fn of(conn: &Connection, id: ChargeId, payment: PaymentId) -> Result<Self, FollowError> {
        let charge = charges::read(conn, id)?.ok_or(FollowError::NotFound)?;
        // On the provider's page it was a card as well, or the provider refuses.
        let paged = cards::page_until(conn, id)?.is_some();
        if !paged && cards::read(conn, id)?.is_none() {
            return Err(FollowError::ByHandOnly);
        }
        let mut found = refunds::returnable(conn, id, payment)?.ok_or(FollowError::NotFound)?;
        found.left = available(conn, &charge, found.left)?;
        let mut live = refunds::of_charge(conn, id)?.into_iter();
        let live = live.find(|refund| refund.state.is_live());
        Ok(Self { charge, found, live })
    }

    /// The same, if it can be given back through the provider now.
    fn ready(conn: &Connection, order: &RefundOrder) -> Result<Self, FollowError> {
        let payment = Self::of(conn, order.charge, order.payment)?;
        if payment.live.is_some() {
            return Err(FollowError::UnderWay);
        }
        match payment.charge.state {
            ChargeState::Paid => {}
            ChargeState::Disputed | ChargeState::Reversed => return Err(FollowError::Contested),
            ChargeState::Requested
            | ChargeState::Pending
            | ChargeState::Authorized
            | ChargeState::Declined
            | ChargeState::Expired
            | ChargeState::Cancelled
            | ChargeState::Voided
            | ChargeState::Lapsed => return Err(FollowError::NotFound),
        }
        let left = payment.found.left;
        if order.amount.checked_sub(left)?.minor() > 0 || !order.amount.is_positive() {
            return Err(FollowError::TooMuch { left });
        }
        Ok(payment)
    }
}

/// What the provider said of a charge before money of it is given back.
#[derive(Default)]
struct Before {
    /// The provider's number for the charge.
    order: Option<String>,
    /// Who processed the card.
    acquirer: Option<String>,
    /// Refunds that it knows of.
    seen: Vec<String>,
}

impl Till {
    /// How an amount would go back: by the provider as far as it can, and by a person.
    ///
    /// # Errors
    /// [`FollowError::ByHandOnly`] for a charge whose provider gives nothing back.
    pub fn refund_split(&self, id: ChargeId, amount: Money) -> Result<RefundSplit, FollowError> {
        let charge = self.read(|reader| charges::read(reader.conn(), id))?;
        let charge = charge.ok_or(FollowError::NotFound)?;
        let (_, offered) = self.offer(charge.account)?;
        let rule = offered.cards.as_ref().ok_or(FollowError::ByHandOnly)?.refund;
        Ok(rule.split(amount)?)
    }

    /// What can be given back of a payment that a card made.
    ///
    /// # Errors
    /// [`FollowError::ByHandOnly`] for any other payment.
    pub fn refund_offer(
        &self,
        charge: ChargeId,
        payment: PaymentId,
    ) -> Result<RefundOffer, FollowError> {
        let payment = self.read(|reader| Payment::of(reader.conn(), charge, payment))?;
        let (_, offered) = self.offer(payment.charge.account)?;
        let rule = offered.cards.as_ref().ok_or(FollowError::ByHandOnly)?.refund;
        let left = payment.found.left;
        Ok(RefundOffer {
            left,
            unit: rule.unit,
            split: rule.split(left)?,
            bar: rule.check(payment.found.at, None, self.now()).err(),
            undecided: payment.live,
        })
    }

    /// Asks the provider to give money back. It may take days to decide; until then the refund
    /// is looked up, and no other of this charge is asked for.
    ///
    /// # Errors
    /// [`FollowError`]; nothing was asked for.
    pub fn refund(&self, order: &RefundOrder) -> Result<RefundId, FollowError> {
        let prepared = self.prepare_refund(order)?;
        let (refund, act) = self.book(self.actor(), |booking| {
            let charge = prepared.charge.id;
            permit(booking, Permission::Refund, Document::Charge(charge))?;
            prepared.book(booking)
        })?;
        self.send_refund(&prepared, &act)?;
        Ok(refund)
    }

    /// Looks at what is to be given back, before anything is booked.
    pub(crate) fn prepare_refund(
        &self,
        order: &RefundOrder,
    ) -> Result<PreparedRefund, FollowError> {
        let reason = Name::parse(&order.reason)?;
        let payment = self.read(|reader| Payment::ready(reader.conn(), order))?;
        let charge = payment.charge;
        let ready = self.able(&charge)?;
        let rule = refund_rule(&ready)?;
        let split = rule.split(order.amount)?;
        if !split.by_provider.is_positive() {
            return Err(FollowError::TooLittle { unit: rule.unit });
        }
        let before = self.look_before(&ready, &charge, &payment.found)?;
        rule.check(payment.found.at, before.acquirer.as_deref(), self.now()).map_err(|bar| {
            match bar {
                RefundBar::TooEarly { from } => FollowError::TooEarly { from },
                RefundBar::TooLate { until } => FollowError::TooLate { until },
            }
        })?;
        Ok(PreparedRefund { order: order.clone(), reason, charge, ready, rule, split, before })
    }

    /// Sends a refund that was booked.
    pub(crate) fn send_refund(
        &self,
        prepared: &PreparedRefund,
        act: &Act,
    ) -> Result<(), LedgerError> {
        self.send_follow_up(act, &prepared.charge, &prepared.ready)
    }

    /// Looks at a charge before money of it is given back, if the provider may be asked just
    /// now: what somebody gave back on the provider's own pages is booked first.
    fn look_before(
        &self,
        ready: &Ready,
        charge: &Charge,
        payment: &Returnable,
    ) -> Result<Before, FollowError> {
        if self.now() < self.check_allowed_at(charge)? {
            return Ok(Before::default());
        }
        let conversation = self.look_up(ready, charge);
        let Outcome::Charge(reports) = &conversation.outcome else {
            return Ok(Before::default());
        };
        self.book(Actor::till(), |booking| {
            fold(booking, charge.id, reports, &conversation.message)?;
            let poll = polls::read(booking.conn(), charge.id)?;
            let next_at = booking.at().plus(with_jitter(policy(ready, charge).every));
            let next_at = poll.map_or(next_at, |poll| poll.next_at);
            let looked =
                Poll { charge: charge.id, next_at, last_at: Some(booking.at()), failures: 0 };
            polls::put(booking.conn(), &looked)
        })?;
        Ok(before(reports, payment))
    }

    /// Until when people wait for a decision before they ask the provider themselves.
    ///
    /// # Errors
    /// When the account cannot be read.
    pub fn refund_patience(&self, refund: &Refund) -> Result<Timestamp, FollowError> {
        let charge = self.read(|reader| charges::read(reader.conn(), refund.charge))?;
        let charge = charge.ok_or(FollowError::NotFound)?;
        let (_, offered) = self.offer(charge.account)?;
        let rule = offered.cards.as_ref().ok_or(FollowError::ByHandOnly)?.refund;
        Ok(refund.requested_at.plus(rule.patience))
    }
}

/// A refund that was looked at and not booked yet.
pub(crate) struct PreparedRefund {
    order: RefundOrder,
    reason: Name,
    charge: Charge,
    ready: Ready,
    rule: RefundRule,
    pub(crate) split: RefundSplit,
    before: Before,
}

impl PreparedRefund {
    /// Books that the provider is asked, within what is left of the payment.
    pub(crate) fn book(
        &self,
        booking: &mut Booking<'_, '_>,
    ) -> Result<(RefundId, Act), FollowError> {
        let Payment { charge, found, .. } = Payment::ready(booking.conn(), &self.order)?;
        let split = self.split;
        if !self.rule.partial && split.by_provider != found.came {
            return Err(FollowError::AllOrNothing);
        }
        let number = self.before.order.clone().or(charge.provider_id);
        let id = RefundId::new(booking.at(), booking.random());
        booking.append(&Fact::RefundRequested(RefundRequested {
            refund: id,
            payment: self.order.payment,
            charge: charge.id,
            invoice: invoices::at(booking.conn(), charge.invoice)?.id,
            currency: split.by_provider.currency(),
            amount: split.by_provider.minor(),
            by_hand: split.by_hand.minor(),
            reason: self.reason.as_str().to_owned(),
            order: number.ok_or(FollowError::NotFound)?,
            attempt: found.money_in,
            seen: self.before.seen.clone(),
        }))?;
        let (kind, amount) = (ActKind::Refund, Some(split.by_provider));
        let wanted = Wanted { charge: charge.id, kind, amount, refund: Some(id) };
        let first = policy(&self.ready, &self.charge).first;
        Ok((id, sending(booking, &wanted, first)?))
    }
}

/// What of a payment can be reached. Surplus that was used elsewhere is not there any more, and
/// nothing behind it can be given back before it.
fn available(conn: &Connection, charge: &Charge, left: Money) -> Result<Money, FollowError> {
    let invoice = invoices::at(conn, charge.invoice)?;
    let rest = invoice.customer.map_or(Account::Unapplied, Account::StoreCredit);
    let kept = accounts::balance(conn, &rest.to_string(), left.currency())?.minor();
    let kept = kept.saturating_neg().max(0);
    let surplus = invoice.due()?.minor().saturating_neg();
    let going = refunds::under_way(conn, charge.invoice, left.currency())?.minor();
    // What went back otherwise, or is kept as credit for goods, cannot go back again.
    let paid = invoice.paid.minor().saturating_sub(going).max(0);
    let left_of_all = if invoice.paid.currency() == left.currency() { paid } else { left.minor() };
    let most = left.minor().min(left_of_all);
    let most = if surplus > kept { most.min(kept) } else { most };
    Ok(Money::new(most, left.currency()))
}

fn refund_rule(ready: &Ready) -> Result<RefundRule, FollowError> {
    let cards = ready.provider.capabilities().cards.as_ref();
    cards.map(|cards| cards.refund).ok_or(FollowError::ByHandOnly)
}

fn before(reports: &[Report], payment: &Returnable) -> Before {
    let took = |report: &&Report| report.money_in.iter().any(|came| came.id.0 == payment.money_in);
    let report = reports.iter().find(took);
    let seen = reports.iter().flat_map(|report| &report.after);
    let seen = seen.filter(|follow| follow.kind == ActKind::Refund);
    Before {
        order: report.map(|report| report.order.0.clone()),
        acquirer: report.and_then(|report| report.acquirer.clone()),
        seen: seen.filter_map(|follow| Some(follow.attempt.as_ref()?.0.clone())).collect(),
    }
}
