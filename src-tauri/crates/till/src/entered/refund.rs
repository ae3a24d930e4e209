//! Money given back by hand: cash and transfers that no provider gives back.

use cobro_domain::{
    account::{Account, Debtor, Entry, Posting},
    ids::{InvoiceId, PaymentId, RefundId},
    method::Method,
    money::Money,
    people::{Document, Permission},
};
use cobro_ledger::{
    Booking, Connection, LedgerError,
    fact::{Fact, RefundEntered},
    views::{
        accounts,
        allocations::{self, Source},
        entered,
        invoices::{self, Invoice},
        merges, outstanding, payments, refunds,
    },
};

use super::{EnterError, positive};
use crate::{
    event::TillEvent, issue::posted, permit::permit, sell::DRAWER, settings,
    shift::answer_for_drawer, till::Till,
};

/// What is given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundOf {
    /// What the payment settled of an invoice, and what it brought on top.
    Invoice(InvoiceId),
    /// What of a payment typed by hand was kept as credit.
    Credit,
}

/// Money as a person gives it back.
#[derive(Clone, Debug)]
pub struct HandRefund {
    /// The payment it is of.
    pub payment: PaymentId,
    /// What of it.
    pub of: RefundOf,
    /// How much.
    pub amount: Money,
    /// How: [`Method::CASH`] out of the drawer, [`Method::TERMINAL`] on the shop's own terminal,
    /// or any other out of the bank.
    pub method: Method,
    /// What the bank, or whoever took it, calls it.
    pub reference: String,
}

/// What can be given back of a payment, and from where.
struct Refundable {
    /// At most so much.
    available: Money,
    /// Of which so much first is credit and was never owed.
    surplus: Money,
    /// Who owes the rest again.
    debtor: Debtor,
}

/// What an approval of it is bound to: the invoice, or the payment when only credit goes back.
fn document(given: &HandRefund) -> Document {
    match given.of {
        RefundOf::Invoice(invoice) => Document::Invoice(invoice),
        RefundOf::Credit => Document::Payment(given.payment),
    }
}

impl Till {
    /// Books money that a person gave back: at most what the payment brought and was not given
    /// back yet, nor used as credit since. What was too much goes first; what settled the invoice is owed again, until a
    /// credit note takes the invoice back.
    ///
    /// # Errors
    /// [`EnterError`]; nothing is booked.
    pub fn refund_by_hand(&self, given: &HandRefund) -> Result<RefundId, EnterError> {
        let refund = self.book(self.actor(), |booking| {
            permit(booking, Permission::Refund, document(given))?;
            give_back(booking, given)
        })?;
        if given.method == Method::CASH {
            self.kick_drawer();
        }
        self.tell(&TillEvent::Status);
        Ok(refund)
    }

    /// What can still be given back of a payment.
    ///
    /// # Errors
    /// [`EnterError`].
    pub fn refundable(&self, payment: PaymentId, of: RefundOf) -> Result<Money, EnterError> {
        self.read(|reader| available_of(reader.conn(), payment, of))
    }
}

/// What can still be given back of a payment.
pub(crate) fn available_of(
    conn: &Connection,
    payment: PaymentId,
    of: RefundOf,
) -> Result<Money, EnterError> {
    refundable(conn, payment, of).map(|found| found.available)
}

/// Books money that a person gave back, within what is left of its payment.
pub(crate) fn give_back(
    booking: &mut Booking<'_, '_>,
    given: &HandRefund,
) -> Result<RefundId, EnterError> {
    let amount = positive(given.amount)?;
    let reference = settings::line(&given.reference)?;
    let found = refundable(booking.conn(), given.payment, given.of)?;
    if amount.checked_sub(found.available)?.is_positive() {
        return Err(EnterError::MoreThanThere { available: found.available });
    }
    if given.method == Method::CASH {
        answer_for_drawer(booking, amount.currency())?;
    }
    let more = amount.checked_sub(found.surplus)?.is_positive();
    let credit = if more { found.surplus } else { amount };
    let refund = RefundId::new(booking.at(), booking.random());
    booking.append(&Fact::RefundEntered(RefundEntered {
        refund,
        payment: given.payment,
        invoice: match given.of {
            RefundOf::Invoice(invoice) => Some(invoice),
            RefundOf::Credit => None,
        },
        method: given.method.clone(),
        reference,
        currency: amount.currency(),
        amount: amount.minor(),
        credit: credit.minor(),
        postings: posted(&entry(given, found.debtor, credit)?),
    }))?;
    Ok(refund)
}

fn entry(given: &HandRefund, debtor: Debtor, credit: Money) -> Result<Entry, EnterError> {
    let from = if given.method == Method::CASH {
        Account::Cash(DRAWER)
    } else if given.method == Method::TERMINAL {
        Account::Terminal
    } else {
        Account::Bank
    };
    let again = given.amount.checked_sub(credit)?;
    Ok(Entry::balanced(vec![
        Posting { account: Account::Receivable(debtor), amount: again },
        Posting { account: credit_of(debtor), amount: credit },
        Posting { account: from, amount: given.amount.checked_neg()? },
    ])?)
}

fn credit_of(debtor: Debtor) -> Account {
    match debtor {
        Debtor::WalkIn => Account::Unapplied,
        Debtor::Customer(id) => Account::StoreCredit(id),
    }
}

fn refundable(
    conn: &Connection,
    payment: PaymentId,
    of: RefundOf,
) -> Result<Refundable, EnterError> {
    match of {
        RefundOf::Credit => {
            let entered = entered::read(conn, payment)?.ok_or(EnterError::NotFound)?;
            let customer = merges::resolve(conn, entered.customer)?;
            let had = outstanding::credit(conn, customer, entered.credit.currency())?;
            let available = least(entered.credit, had)?;
            let debtor = Debtor::Customer(customer);
            Ok(Refundable { available, surplus: available, debtor })
        }
        RefundOf::Invoice(id) => {
            let invoice = invoices::read(conn, id)?.ok_or(EnterError::NotFound)?;
            let debtor = invoice.customer.map_or(Debtor::WalkIn, Debtor::Customer);
            let currency = invoice.total.currency();
            // What was taken off the invoice for other reasons cannot go back from it either.
            let going = refunds::under_way(conn, invoice.arrival, currency)?;
            let paid = invoice.paid.checked_sub(going)?;
            let left = least(left_of(conn, &invoice, payment)?, paid)?;
            let surplus = invoice.due()?.checked_neg()?;
            let surplus = if surplus.is_positive() { surplus } else { Money::zero(currency) };
            let kept = accounts::balance(conn, &credit_of(debtor).to_string(), currency)?;
            // Surplus that was used elsewhere is not there any more, and nothing behind it
            // can be reached before it.
            let available = if surplus.checked_add(kept)?.is_positive() {
                least(left, kept.checked_neg()?)?
            } else {
                left
            };
            Ok(Refundable { available, surplus, debtor })
        }
    }
}

/// What a payment brought for an invoice, less what went back of it.
fn left_of(conn: &Connection, invoice: &Invoice, payment: PaymentId) -> Result<Money, LedgerError> {
    let came = payments::of_invoice(conn, invoice.arrival)?;
    let charge = came.iter().find(|one| one.id == payment).and_then(|one| one.charge);
    let is_of = |one: &&payments::Payment| {
        one.id == payment || (one.amount.minor() < 0 && charge.is_some() && one.charge == charge)
    };
    let direct = came.iter().filter(is_of).map(|one| one.amount);
    let entered = allocations::of_invoice(conn, invoice.arrival)?;
    let by_hand = entered.iter().filter(|one| {
        one.payment == Some(payment) && matches!(one.from, Source::Entered | Source::Refund)
    });
    // What the provider gives back, or may yet.
    let provider = refunds::of_invoice(conn, invoice.arrival)?;
    let provider = provider
        .iter()
        .filter(|one| one.payment == payment && (one.state.is_live() || one.state.is_given_back()));
    let minus = |one: &refunds::Refund| {
        Money::new(one.amount.minor().saturating_neg(), one.amount.currency())
    };
    let parts = direct.chain(by_hand.map(|one| one.amount)).chain(provider.map(minus));
    let parts = parts.filter(|part| part.currency() == invoice.total.currency());
    Money::sum(invoice.total.currency(), parts).map_err(|error| LedgerError::Malformed {
        what: "the payments of an invoice",
        detail: error.to_string(),
    })
}

fn least(one: Money, other: Money) -> Result<Money, EnterError> {
    let more = one.checked_sub(other)?.is_positive();
    Ok(if more { other } else { one })
}
