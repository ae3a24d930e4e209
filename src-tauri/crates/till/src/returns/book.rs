//! Booking a return: the credit note and the money in one transaction.

use std::collections::BTreeMap;

use cobro_domain::{
    account::{Account, Debtor, Entry, Posting},
    ids::CreditNoteId,
    method::Method,
    money::Money,
    name::Name,
    people::{Document, Permission},
};
use cobro_ledger::{
    Booking,
    fact::{Fact, GoodsReturned, InvoiceIssued, Posted, ReturnedLine},
    views::invoices,
    working::acts::Act,
};

use super::{
    Back, CreditTo, Giver, ReturnError, ReturnOrder, ReturnPlan, Returned,
    plan::{hand, plan},
};
use crate::{
    after::{PreparedRefund, RefundOrder},
    collect::cancel,
    entered::give_back,
    event::TillEvent,
    issue::{posted, with_name},
    permit::permit,
    till::Till,
    void::{issued, next_credit_note},
};

impl Till {
    /// Takes goods back: what of them was still owed is owed no more, and what was paid goes
    /// back. Quantities are capped by what was sold and money by what each payment brought,
    /// inside the transaction that books all of it; whoever comes second gets what is left.
    ///
    /// # Errors
    /// [`ReturnError`]; nothing is booked.
    pub fn return_goods(&self, order: &ReturnOrder) -> Result<Returned, ReturnError> {
        let reason = Name::parse(&order.reason)?;
        let offered = self.offered_back(order)?;
        let before = self.read(|reader| plan(reader.conn(), order, &offered))?;
        let prepared = self.prepare(order, &before)?;
        let (returned, acts) = self.book(self.actor(), |booking| {
            let order = &with_customer(booking, order)?;
            let now = plan(booking.conn(), order, &offered)?;
            if !prepared.is_empty() && now.parts != before.parts {
                return Err(ReturnError::Overtaken);
            }
            permit(booking, Permission::ReturnGoods, Document::Invoice(order.invoice))?;
            for charge in &now.live {
                cancel(booking, *charge)?;
            }
            let returned = credit(booking, order, reason.as_str(), now)?;
            let acts = pay_back(booking, order, &returned.plan, &prepared)?;
            Ok((returned, acts))
        })?;
        for charge in &returned.plan.live {
            self.announce(*charge);
        }
        for (prepared, act) in prepared.iter().zip(&acts) {
            self.send_refund(prepared, act)?;
        }
        if gives_cash(&returned.plan) {
            self.kick_drawer();
        }
        self.tell(&TillEvent::Status);
        Ok(returned)
    }

    /// Looks at what providers are to give back, before anything is booked.
    fn prepare(
        &self,
        order: &ReturnOrder,
        plan: &ReturnPlan,
    ) -> Result<Vec<PreparedRefund>, ReturnError> {
        let mut prepared = Vec::new();
        for part in &plan.parts {
            if let (Giver::Provider { charge, .. }, Some(payment)) = (&part.by, part.payment) {
                let (charge, amount, reason) = (*charge, part.amount, order.reason.clone());
                let order = RefundOrder { charge, payment, amount, reason };
                prepared.push(self.prepare_refund(&order)?);
            }
        }
        Ok(prepared)
    }
}

/// The same, with the customer whose credit it is made known, if need be.
fn with_customer(
    booking: &mut Booking<'_, '_>,
    order: &ReturnOrder,
) -> Result<ReturnOrder, ReturnError> {
    let mut order = order.clone();
    if let Back::Credit { to: Some(to) } = &mut order.back
        && let CreditTo::Named(name) = to
    {
        *to = CreditTo::Known(with_name(booking, name)?);
    }
    Ok(order)
}

/// Books the credit note.
fn credit(
    booking: &mut Booking<'_, '_>,
    order: &ReturnOrder,
    reason: &str,
    plan: ReturnPlan,
) -> Result<Returned, ReturnError> {
    let conn = booking.conn();
    let invoice = invoices::read(conn, order.invoice)?.ok_or(ReturnError::NotFound)?;
    let body = issued(conn, invoice.arrival)?;
    let folio = next_credit_note(conn)?;
    let credit_note = CreditNoteId::new(booking.at(), booking.random());
    let kept = plan.credit()?;
    let debtor = invoice.customer.map_or(Debtor::WalkIn, Debtor::Customer);
    booking.append(&Fact::GoodsReturned(GoodsReturned {
        credit_note,
        folio: folio.clone(),
        invoice: order.invoice,
        reason: reason.to_owned(),
        currency: plan.total.currency(),
        lines: lines(&body, &plan),
        net: plan.net.minor(),
        total: plan.total.minor(),
        credit: kept.minor(),
        customer: plan.customer.filter(|_| kept.is_positive()),
        postings: entry(&body, debtor, kept, &plan)?,
    }))?;
    Ok(Returned { credit_note, folio, plan })
}

fn lines(body: &InvoiceIssued, plan: &ReturnPlan) -> Vec<ReturnedLine> {
    let lines = plan.lines.iter().map(|(place, quantity, part)| {
        let taxes = body.lines.get(*place).map_or(&[][..], |line| &line.taxes);
        let taxes = taxes.iter().zip(&part.taxes);
        let taxes = taxes.map(|((code, rate, _), amount)| (code.clone(), *rate, amount.minor()));
        ReturnedLine {
            line: u32::try_from(*place).unwrap_or(u32::MAX),
            quantity: *quantity,
            net: part.net.minor(),
            taxes: taxes.collect(),
            total: part.total.minor(),
        }
    });
    lines.collect()
}

/// The mirror of the sale. What was owed is owed no more; what was paid is whoever's it was,
/// until it goes back.
fn entry(
    body: &InvoiceIssued,
    debtor: Debtor,
    kept: Money,
    plan: &ReturnPlan,
) -> Result<Vec<Posted>, ReturnError> {
    let mut taxes: BTreeMap<&str, Money> = BTreeMap::new();
    for (place, _, part) in &plan.lines {
        let sold = body.lines.get(*place).map_or(&[][..], |line| &line.taxes);
        for ((code, _, _), amount) in sold.iter().zip(&part.taxes) {
            let sum = taxes.entry(code).or_insert(Money::zero(amount.currency()));
            *sum = sum.checked_add(*amount)?;
        }
    }
    let mut postings = vec![Posting { account: Account::Sales, amount: plan.net }];
    postings.extend(taxes.into_iter().map(|(code, amount)| {
        let account = Account::TaxPayable(code.to_owned());
        Posting { account, amount }
    }));
    postings.push(Posting {
        account: Account::Receivable(debtor),
        amount: plan.settles.checked_neg()?,
    });
    let back = plan.back.checked_neg()?;
    match (debtor, plan.customer) {
        (Debtor::Customer(own), _) => {
            postings.push(Posting { account: Account::StoreCredit(own), amount: back });
        }
        (Debtor::WalkIn, picked) => {
            let rest = back.checked_add(kept)?;
            postings.push(Posting { account: Account::Unapplied, amount: rest });
            if let Some(picked) = picked {
                let amount = kept.checked_neg()?;
                postings.push(Posting { account: Account::StoreCredit(picked), amount });
            }
        }
    }
    Ok(posted(&Entry::balanced(postings)?))
}

/// Whether some of the money is handed out of the drawer.
fn gives_cash(plan: &ReturnPlan) -> bool {
    plan.parts.iter().any(|part| match &part.by {
        Giver::Person(method) => *method == Method::CASH && part.amount.is_positive(),
        Giver::Provider { by_hand, .. } => by_hand.is_positive(),
        Giver::Credit => false,
    })
}

/// Books the money that goes back: by hand at once, through providers as decided here.
fn pay_back(
    booking: &mut Booking<'_, '_>,
    order: &ReturnOrder,
    plan: &ReturnPlan,
    prepared: &[PreparedRefund],
) -> Result<Vec<Act>, ReturnError> {
    for part in &plan.parts {
        let Some(payment) = part.payment else { continue };
        let (amount, by) = match &part.by {
            Giver::Person(method) => (part.amount, method.clone()),
            Giver::Provider { by_hand, .. } => (*by_hand, Method::CASH),
            Giver::Credit => continue,
        };
        if amount.is_positive() {
            give_back(booking, &hand(order, payment, amount, &by))?;
        }
    }
    let booked = prepared.iter().map(|prepared| Ok(prepared.book(booking)?.1));
    booked.collect()
}
