//! What a return would come to, before anything is booked.

use cobro_domain::{
    charge::ChargeState,
    giving_back::LineAmounts,
    ids::{ChargeId, CustomerId, PaymentId},
    invoice::InvoiceState,
    method::Method,
    money::Money,
    quantity::Quantity,
};
use cobro_ledger::{
    Connection,
    views::{
        charges,
        invoices::{self, Invoice},
        returns,
    },
};

use super::{Back, BackPart, CreditTo, Giver, LiveCharges, ReturnError, ReturnOrder};
use crate::{
    customers::known,
    entered::{Came, HandRefund, RefundOf, available_of, came},
    till::Till,
};

/// What a return comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnPlan {
    /// Each line: its place on the invoice, how many, and its amounts.
    pub lines: Vec<(usize, Quantity, LineAmounts)>,
    /// Without taxes.
    pub net: Money,
    /// All of it.
    pub total: Money,
    /// What of it was still owed, and is owed no more.
    pub settles: Money,
    /// What of it was paid.
    pub back: Money,
    /// How that goes back.
    pub parts: Vec<BackPart>,
    /// What of it nobody can give back now: it stays on the invoice until somebody can.
    pub stays: Money,
    /// Whose credit a part becomes.
    pub customer: Option<CustomerId>,
    /// Charges that could still bring what is owed no more.
    pub live: Vec<ChargeId>,
}

impl ReturnPlan {
    /// What becomes credit.
    pub(super) fn credit(&self) -> Result<Money, ReturnError> {
        let credit = self.parts.iter().filter(|part| part.by == Giver::Credit);
        Ok(Money::sum(self.total.currency(), credit.map(|part| part.amount))?)
    }
}

/// A payment that the provider can give back now.
pub(super) struct Offered {
    payment: PaymentId,
    charge: ChargeId,
    /// The provider gives back multiples of this only.
    unit: Money,
}

impl Till {
    /// What a return would come to. Nothing is booked, and no provider is asked.
    ///
    /// # Errors
    /// [`ReturnError`], as the return itself would be refused.
    pub fn preview_return(&self, order: &ReturnOrder) -> Result<ReturnPlan, ReturnError> {
        let offered = self.offered_back(order)?;
        self.read(|reader| plan(reader.conn(), order, &offered))
    }

    /// The payments of an invoice that providers can give back now.
    pub(super) fn offered_back(&self, order: &ReturnOrder) -> Result<Vec<Offered>, ReturnError> {
        if order.back != Back::AsPaid {
            return Ok(Vec::new());
        }
        let came = self.read(|reader| {
            let conn = reader.conn();
            let invoice = invoices::read(conn, order.invoice)?.ok_or(ReturnError::NotFound)?;
            let mut charged = Vec::new();
            for came in came(conn, &invoice)? {
                let Some(id) = came.charge else { continue };
                let charge = charges::read(conn, id)?;
                if charge.is_some_and(|charge| charge.state == ChargeState::Paid) {
                    charged.push((came.payment, id));
                }
            }
            Ok::<_, ReturnError>(charged)
        })?;
        let mut offered = Vec::new();
        for (payment, charge) in came {
            // What it cannot give back goes back by hand.
            let Ok(offer) = self.refund_offer(charge, payment) else { continue };
            if offer.bar.is_none() && offer.undecided.is_none() && offer.unit.is_positive() {
                offered.push(Offered { payment, charge, unit: offer.unit });
            }
        }
        Ok(offered)
    }
}

/// What a return comes to now.
pub(super) fn plan(
    conn: &Connection,
    order: &ReturnOrder,
    offered: &[Offered],
) -> Result<ReturnPlan, ReturnError> {
    let invoice = invoices::read(conn, order.invoice)?.ok_or(ReturnError::NotFound)?;
    if matches!(invoice.state, InvoiceState::Voided) {
        return Err(ReturnError::NotReturnable { state: invoice.state });
    }
    let lines = lines(conn, &invoice, order)?;
    let currency = invoice.total.currency();
    let zero = Money::zero(currency);
    let net = Money::sum(currency, lines.iter().map(|(_, _, part)| part.net))?;
    let total = Money::sum(currency, lines.iter().map(|(_, _, part)| part.total))?;
    let due = at_least(invoice.due()?, zero)?;
    let settles = least(due, total)?;
    let back = total.checked_sub(settles)?;
    let customer = match (&order.back, invoice.customer) {
        (_, Some(own)) => Some(own),
        (Back::Credit { to: Some(CreditTo::Known(picked)) }, None) => {
            Some(known(conn, *picked)?.id)
        }
        (Back::Credit { to: None }, None) if back.is_positive() => {
            return Err(ReturnError::WhoseCredit);
        }
        (Back::Credit { .. } | Back::AsPaid | Back::ByHand { .. }, None) => None,
    };
    let (mut parts, mut left) = (Vec::new(), back);
    if !matches!(order.back, Back::Credit { .. }) {
        for came in came(conn, &invoice)? {
            let part = least(left_of(conn, order, &came)?, left)?;
            if part.is_positive() {
                left = left.checked_sub(part)?;
                parts.push(given(order, offered, came, part)?);
            }
        }
    }
    let kept = customer.is_some() || matches!(order.back, Back::Credit { .. });
    if kept && left.is_positive() {
        let (payment, method, by) = (None, None, Giver::Credit);
        parts.push(BackPart { payment, method, amount: left, by });
        left = zero;
    }
    let live = live(conn, &invoice, due.checked_sub(settles)?, order.live)?;
    Ok(ReturnPlan { lines, net, total, settles, back, parts, stays: left, customer, live })
}

/// The amounts of each line that comes back.
fn lines(
    conn: &Connection,
    invoice: &Invoice,
    order: &ReturnOrder,
) -> Result<Vec<(usize, Quantity, LineAmounts)>, ReturnError> {
    if order.lines.is_empty() {
        return Err(ReturnError::Nothing);
    }
    let left = returns::left(conn, invoice.arrival)?;
    let mut parts: Vec<(usize, Quantity, LineAmounts)> = Vec::new();
    for (line, quantity) in &order.lines {
        let sold = left.get(*line).ok_or(ReturnError::NotFound)?;
        if parts.iter().any(|(other, _, _)| other == line) {
            return Err(ReturnError::TooMany { line: *line, left: 0 });
        }
        let part = sold.take(*quantity).map_err(|error| ReturnError::of_line(*line, error))?;
        parts.push((*line, *quantity, part));
    }
    Ok(parts)
}

/// What of a payment can go back.
fn left_of(conn: &Connection, order: &ReturnOrder, came: &Came) -> Result<Money, ReturnError> {
    Ok(available_of(conn, came.payment, RefundOf::Invoice(order.invoice))?)
}

/// Who gives a part of a payment back.
fn given(
    order: &ReturnOrder,
    offered: &[Offered],
    came: Came,
    amount: Money,
) -> Result<BackPart, ReturnError> {
    let by = match &order.back {
        Back::ByHand { method, .. } => Giver::Person(method.clone()),
        Back::Credit { .. } => Giver::Credit,
        Back::AsPaid => {
            let offer = offered.iter().find(|offer| offer.payment == came.payment);
            match offer.filter(|offer| amount.minor() >= offer.unit.minor()) {
                Some(Offered { charge, unit, .. }) => {
                    let rest = amount.minor().checked_rem_euclid(unit.minor()).unwrap_or_default();
                    let by_hand = Money::new(rest, amount.currency());
                    Giver::Provider { charge: *charge, by_hand }
                }
                None => Giver::Person(as_it_came(&came)),
            }
        }
    };
    Ok(BackPart { payment: Some(came.payment), method: Some(came.method), amount, by })
}

/// How a person gives back what came in this way: what came to the bank goes back from the
/// bank, what the shop's own terminal took through the terminal, and anything else out of the
/// drawer.
fn as_it_came(came: &Came) -> Method {
    if came.method == Method::TERMINAL {
        return Method::TERMINAL;
    }
    let to_the_bank = ["transfer", "deposit", "cheque"].contains(&came.method.as_str());
    if to_the_bank { Method::TRANSFER } else { Method::CASH }
}

/// The live charges to give up: all of them, when together they could bring more than is owed.
fn live(
    conn: &Connection,
    invoice: &Invoice,
    owed: Money,
    live: LiveCharges,
) -> Result<Vec<ChargeId>, ReturnError> {
    let charges = charges::of_invoice(conn, invoice.arrival)?;
    let charges: Vec<_> = charges.iter().filter(|charge| charge.state.is_live()).collect();
    let sum = Money::sum(owed.currency(), charges.iter().map(|charge| charge.amount))?;
    if !sum.checked_sub(owed)?.is_positive() {
        return Ok(Vec::new());
    }
    match live {
        LiveCharges::Ask => Err(ReturnError::Live { live: sum }),
        LiveCharges::GiveUp => Ok(charges.iter().map(|charge| charge.id).collect()),
    }
}

fn least(one: Money, other: Money) -> Result<Money, ReturnError> {
    Ok(if one.checked_sub(other)?.is_positive() { other } else { one })
}

fn at_least(one: Money, other: Money) -> Result<Money, ReturnError> {
    Ok(if one.checked_sub(other)?.is_positive() { one } else { other })
}

/// A refund by a person, of this part.
pub(super) fn hand(
    order: &ReturnOrder,
    payment: PaymentId,
    amount: Money,
    by: &Method,
) -> HandRefund {
    let reference = match &order.back {
        Back::ByHand { reference, .. } => reference.clone(),
        Back::AsPaid | Back::Credit { .. } => String::new(),
    };
    HandRefund {
        payment,
        of: RefundOf::Invoice(order.invoice),
        amount,
        method: by.clone(),
        reference,
    }
}
