//! Parts of an invoice that are taken at the counter, as the window shows and takes them.

use cobro_domain::{
    ids::{CustomerId, InvoiceId},
    locale::parse_amount,
    method::Method,
    money::Money,
};
use cobro_ledger::{
    Connection, LedgerError,
    views::{
        allocations::{self, Source},
        charges,
        invoices::Invoice,
        outstanding, payments,
    },
};
use serde::{Deserialize, Serialize};

use super::{Amount, CommandError, MethodView, SaleView};
use crate::{
    collect::Overpaying,
    sell::{self, Bill},
    tender::{Means, Taken, Tender},
    till::Till,
};

/// How a part comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum TenderMeans {
    /// Into the drawer.
    Cash,
    /// By card on the shop's own terminal.
    Terminal,
    /// To the shop's bank.
    Transfer,
    /// Out of the customer's credit.
    Credit,
}

/// A part as it is typed.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TenderForm {
    /// The invoice; none for the ticket on the screen.
    pub invoice: Option<String>,
    /// How it comes.
    pub means: TenderMeans,
    /// How much.
    pub amount: String,
    /// What the terminal's slip or the bank calls it.
    pub reference: String,
    /// The last four digits on the slip.
    pub last_four: String,
    /// What is given for whoever served, besides: `10%` of what is owed, an amount, or nothing.
    pub tip: String,
    /// Whether charges that still live may overpay the invoice.
    pub even_if_it_overpays: bool,
}

/// What came for an invoice before.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PartView {
    /// The method's word.
    pub method: String,
    /// How much.
    pub amount: Amount,
}

impl Till {
    /// Takes a part of what is owed, or all of it, as it was typed.
    ///
    /// # Errors
    /// When something that was typed does not fit; nothing is then booked.
    pub fn take_tender_form(
        &self,
        form: &TenderForm,
        paper: sell::Paper,
    ) -> Result<Taken, CommandError> {
        let bill = match &form.invoice {
            Some(id) => Bill::Invoice(InvoiceId::parse(id)?),
            None => Bill::Ticket,
        };
        let reference = form.reference.clone();
        let means = match form.means {
            TenderMeans::Cash => Means::Cash,
            TenderMeans::Terminal => {
                Means::Terminal { authorization: reference, last_four: form.last_four.clone() }
            }
            TenderMeans::Transfer => Means::Transfer { reference },
            TenderMeans::Credit => Means::Credit,
        };
        let amount = parse_amount(&form.amount, self.currency(), self.locale())?;
        let asked = if form.even_if_it_overpays { Overpaying::Accepted } else { Overpaying::Ask };
        let tip = self.tip_typed(self.bill_owed(bill)?, &form.tip)?;
        Ok(self.take_tender_and_tip(bill, &Tender { means, amount }, tip, asked, paper)?)
    }

    /// A part that was taken as the window shows it: the end of a sale when nothing is left.
    ///
    /// # Errors
    /// When an amount is too large.
    pub fn taken_view(&self, taken: &Taken) -> Result<SaleView, CommandError> {
        let came = taken.owed.checked_sub(taken.rest)?.checked_add(taken.tip)?;
        Ok(SaleView {
            invoice: taken.invoice.to_string(),
            folio: taken.folio.to_string(),
            total: self.amount(taken.owed),
            tendered: self.amount(came),
            change: self.amount(Money::zero(came.currency())),
            rounding: None,
            tip: (!taken.tip.is_zero()).then(|| self.amount(taken.tip)),
            rest: self.amount(taken.rest),
        })
    }

    /// The ways to pay at the counter besides cash. Credit is offered to whoever has some.
    pub(super) fn counter_methods(
        &self,
        customer: Option<CustomerId>,
    ) -> Result<Vec<MethodView>, CommandError> {
        let credit = self.credit_of(customer)?;
        let credit = credit.filter(|credit| credit.is_positive()).map(|_| Method::CREDIT);
        let methods = credit.into_iter().chain([Method::TERMINAL, Method::TRANSFER]);
        Ok(methods.map(|method| at_the_counter(&method)).collect())
    }

    /// The credit that a customer has.
    pub(super) fn credit_of(
        &self,
        customer: Option<CustomerId>,
    ) -> Result<Option<Money>, CommandError> {
        let Some(customer) = customer else { return Ok(None) };
        let read = |conn: &Connection| outstanding::credit(conn, customer, self.currency());
        Ok(Some(self.read(|reader| read(reader.conn()))?))
    }

    /// What came for an invoice before, oldest first.
    pub(super) fn parts_of(&self, invoice: &Invoice) -> Result<Vec<PartView>, CommandError> {
        let parts = self.read(|reader| parts(reader.conn(), invoice.arrival))?;
        let view = |(method, amount): (Method, Money)| PartView {
            method: method.as_str().to_owned(),
            amount: self.amount(amount),
        };
        Ok(parts.into_iter().map(view).collect())
    }
}

/// A way to pay that needs nobody else.
pub(super) fn at_the_counter(method: &Method) -> MethodView {
    MethodView {
        id: method.as_str().to_owned(),
        account: None,
        available: true,
        reason: None,
        queued: false,
        days: None,
    }
}

fn parts(conn: &Connection, invoice: i64) -> Result<Vec<(Method, Money)>, LedgerError> {
    let mut parts = Vec::new();
    for came in payments::of_invoice(conn, invoice)? {
        if !came.amount.is_positive() {
            continue;
        }
        let charge = came.charge.map(|charge| charges::read(conn, charge)).transpose()?;
        let method = charge.flatten().map(|charge| charge.method).or(came.method);
        parts.push((method.unwrap_or(Method::CASH), came.amount));
    }
    let settled = allocations::of_invoice(conn, invoice)?.into_iter();
    parts.extend(settled.filter_map(|one| match one.from {
        Source::Credit => Some((Method::CREDIT, one.amount)),
        Source::Entered => Some((Method::TRANSFER, one.amount)),
        Source::Withheld | Source::Refund | Source::Returned => None,
    }));
    Ok(parts)
}
