//! Goods that come back, as the window shows and asks for them.

use cobro_domain::{
    ids::{CreditNoteId, CustomerId, InvoiceId},
    invoice::{Folio, InvoiceState},
    method::Method,
    money::Money,
    name::Name,
    quantity::Quantity,
};
use cobro_ledger::{
    Connection, LedgerError,
    views::{
        invoices::{self, Invoice},
        returns, series,
    },
};
use serde::{Deserialize, Serialize};

use super::{Amount, CommandError, Millis};
use crate::{
    returns::{Back, BackPart, CreditTo, Giver, LiveCharges, ReturnError, ReturnOrder, ReturnPlan},
    till::Till,
    tips::tip_of,
    void::issued,
};

/// How what was paid goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum BackWord {
    /// As it came.
    AsPaid,
    /// In cash, out of the drawer.
    Cash,
    /// By a transfer that a person makes.
    Transfer,
    /// As a customer's credit.
    Credit,
}

/// Who gives a part of the money back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum GiverWord {
    /// The provider, to the card.
    Provider,
    /// A person, in cash.
    Cash,
    /// A person, by a transfer.
    Transfer,
    /// A person, through the shop's own terminal.
    Terminal,
    /// Nobody: it is kept as credit.
    Credit,
}

/// A line of an invoice of which something may come back.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ReturnLineView {
    /// What was sold.
    pub name: String,
    /// The price of one.
    pub price: Amount,
    /// What was owed for the line.
    pub total: Amount,
    /// How many were sold, such as `3` or `1.250 kg`.
    pub sold: String,
    /// How many did not come back yet, as it is typed; `0` when all did.
    pub left: String,
    /// The same as people read it.
    pub left_measure: String,
    /// What the price of one is for, such as `kg`; nothing where it goes without saying.
    pub unit: Option<String>,
}

/// An invoice of which something may come back.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ReturnView {
    /// The invoice.
    pub invoice: String,
    /// Its number.
    pub folio: String,
    /// Who bought; nobody by name for a walk-in.
    pub customer: Option<String>,
    /// When it was issued.
    pub at: Millis,
    /// What was given as a tip; it does not come back with the goods.
    pub tip: Option<Amount>,
    /// What was sold.
    pub lines: Vec<ReturnLineView>,
}

/// A return as it is typed.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ReturnForm {
    /// The invoice.
    pub invoice: String,
    /// How many of each line; nothing for none.
    pub quantities: Vec<String>,
    /// Why.
    pub reason: String,
    /// How what was paid goes back.
    pub back: BackWord,
    /// What the bank, or whoever took it, calls it.
    pub reference: String,
    /// Whose credit, when the invoice names nobody: somebody who was picked.
    pub customer: Option<String>,
    /// The same: a name that was typed.
    pub customer_name: String,
    /// Whether charges that could still bring what is owed no more are given up.
    pub give_up: bool,
}

/// A part of the money that goes back.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct BackPartView {
    /// How it was paid; nothing for credit.
    pub method: Option<String>,
    /// How much.
    pub amount: Amount,
    /// Who gives it back.
    pub by: GiverWord,
    /// What of it a person pays back, where the provider cannot.
    pub by_hand: Option<Amount>,
}

/// What a return comes to.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ReturnPreview {
    /// What each line comes to; nothing for those that stay.
    pub lines: Vec<Option<Amount>>,
    /// All of it.
    pub total: Amount,
    /// What of it was still owed, where something was.
    pub settles: Option<Amount>,
    /// What of it goes back.
    pub back: Amount,
    /// How.
    pub parts: Vec<BackPartView>,
    /// What nobody can give back now.
    pub stays: Option<Amount>,
    /// What charges could still bring that would be given up.
    pub live: Option<Amount>,
}

/// A return that was booked.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ReturnedView {
    /// The credit note.
    pub credit_note: String,
    /// Its number.
    pub folio: String,
    /// What it came to.
    pub came_to: ReturnPreview,
}

/// A return of an invoice, as its page lists it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CreditNoteView {
    /// The credit note.
    pub id: String,
    /// Its number.
    pub folio: String,
    /// When.
    pub at: Millis,
    /// What came back.
    pub total: Amount,
}

impl Till {
    /// An invoice of which something may come back: by its id, its number, or the count in this
    /// till's series alone.
    ///
    /// # Errors
    /// When there is no such invoice, or nothing of it is left to come back.
    pub fn return_view(&self, wanted: &str) -> Result<ReturnView, CommandError> {
        let (invoice, body, left, tip) = self.read(|reader| {
            let conn = reader.conn();
            let invoice = find(conn, wanted)?.ok_or(ReturnError::NotFound)?;
            let body = issued(conn, invoice.arrival)?;
            let left = returns::left(conn, invoice.arrival)?;
            let tip = tip_of(conn, &invoice)?;
            Ok::<_, ReturnError>((invoice, body, left, tip))
        })?;
        if matches!(invoice.state, InvoiceState::Voided) || left.iter().all(|line| line.left <= 0) {
            return Err(CommandError::NothingToReturn { folio: invoice.folio.to_string() });
        }
        let lines = body.lines.iter().zip(&left).map(|(line, left)| {
            let sold = self.measure(line.quantity, line.unit);
            let rest = returns::quantity_left(left);
            let words = rest.map(|rest| self.measure(rest, line.unit).quantity);
            ReturnLineView {
                name: line.name.clone(),
                price: self.amount(Money::new(line.price, body.currency)),
                total: self.amount(left.total),
                sold: sold.quantity,
                unit: sold.unit,
                left: rest.map_or("0".to_owned(), |rest| rest.to_string()),
                left_measure: words.unwrap_or_default(),
            }
        });
        Ok(ReturnView {
            invoice: invoice.id.to_string(),
            folio: invoice.folio.to_string(),
            customer: self.customer_name(&invoice)?,
            at: invoice.at.into(),
            tip: tip.map(|tip| self.amount(tip)),
            lines: lines.collect(),
        })
    }

    /// What a return that is being typed would come to. Nothing is booked.
    ///
    /// # Errors
    /// When it would be refused.
    pub fn return_preview(&self, form: &ReturnForm) -> Result<ReturnPreview, CommandError> {
        let mut order = order(form)?;
        order.live = LiveCharges::Ask;
        match self.preview_return(&order) {
            Err(ReturnError::Live { live }) => {
                order.live = LiveCharges::GiveUp;
                let plan = self.preview_return(&order)?;
                Ok(ReturnPreview {
                    live: Some(self.amount(live)),
                    ..self.return_plan_view(&plan, form)
                })
            }
            planned => Ok(self.return_plan_view(&planned?, form)),
        }
    }

    /// Books a return as it was typed.
    ///
    /// # Errors
    /// When something that was typed does not fit; nothing is then booked.
    pub fn return_form(&self, form: &ReturnForm) -> Result<ReturnedView, CommandError> {
        let returned = self.return_goods(&order(form)?)?;
        Ok(ReturnedView {
            credit_note: returned.credit_note.to_string(),
            folio: returned.folio.to_string(),
            came_to: self.return_plan_view(&returned.plan, form),
        })
    }

    /// The returns of an invoice, oldest first.
    pub(super) fn credit_notes(
        &self,
        invoice: &Invoice,
    ) -> Result<Vec<CreditNoteView>, CommandError> {
        let found = self.read(|reader| returns::of_invoice(reader.conn(), invoice.arrival))?;
        let shown = found.into_iter().map(|found| CreditNoteView {
            id: found.id.to_string(),
            folio: found.folio.to_string(),
            at: found.at.into(),
            total: self.amount(found.total),
        });
        Ok(shown.collect())
    }

    /// The credit note with an id that the window got from here.
    ///
    /// # Errors
    /// When it is none.
    pub fn credit_note_id(text: &str) -> Result<CreditNoteId, CommandError> {
        Ok(CreditNoteId::parse(text)?)
    }

    fn return_plan_view(&self, plan: &ReturnPlan, form: &ReturnForm) -> ReturnPreview {
        let of = |place| plan.lines.iter().find(|(line, _, _)| *line == place);
        let lines = (0..form.quantities.len()).map(|place| {
            let (_, _, part) = of(place)?;
            Some(self.amount(part.total))
        });
        let some = |amount: Money| amount.is_positive().then(|| self.amount(amount));
        ReturnPreview {
            lines: lines.collect(),
            total: self.amount(plan.total),
            settles: some(plan.settles),
            back: self.amount(plan.back),
            parts: plan.parts.iter().map(|part| self.part_view(part)).collect(),
            stays: some(plan.stays),
            live: None,
        }
    }

    fn part_view(&self, part: &BackPart) -> BackPartView {
        let (by, by_hand) = match &part.by {
            Giver::Provider { by_hand, .. } => {
                (GiverWord::Provider, Some(*by_hand).filter(|amount| amount.is_positive()))
            }
            Giver::Person(method) if *method == Method::CASH => (GiverWord::Cash, None),
            Giver::Person(method) if *method == Method::TERMINAL => (GiverWord::Terminal, None),
            Giver::Person(_) => (GiverWord::Transfer, None),
            Giver::Credit => (GiverWord::Credit, None),
        };
        BackPartView {
            method: part.method.as_ref().map(|method| method.as_str().to_owned()),
            amount: self.amount(part.amount),
            by,
            by_hand: by_hand.map(|amount| self.amount(amount)),
        }
    }
}

/// The invoice that was meant.
fn find(conn: &Connection, wanted: &str) -> Result<Option<Invoice>, LedgerError> {
    let wanted = wanted.trim();
    if let Ok(id) = InvoiceId::parse(wanted) {
        return invoices::read(conn, id);
    }
    let folio = match (Folio::parse(wanted), wanted.parse()) {
        (Some(folio), _) => folio,
        (None, Ok(number)) => Folio { series: series::current(conn)?, number },
        (None, Err(_)) => return Ok(None),
    };
    invoices::by_folio(conn, &folio)
}

fn order(form: &ReturnForm) -> Result<ReturnOrder, CommandError> {
    let mut lines = Vec::new();
    for (place, text) in form.quantities.iter().enumerate() {
        let text = text.trim();
        let nothing = text.chars().all(|letter| matches!(letter, '0' | '.' | ','));
        if nothing {
            continue;
        }
        let malformed = |_| CommandError::ReturnQuantity {
            line: super::error::small(place),
            text: text.to_owned(),
        };
        lines.push((place, Quantity::parse(text).map_err(malformed)?));
    }
    let reference = form.reference.clone();
    let by_hand = |method| Back::ByHand { method, reference: reference.clone() };
    let back = match form.back {
        BackWord::AsPaid => Back::AsPaid,
        BackWord::Cash => by_hand(Method::CASH),
        BackWord::Transfer => by_hand(Method::TRANSFER),
        BackWord::Credit => Back::Credit { to: credit_to(form)? },
    };
    let live = if form.give_up { LiveCharges::GiveUp } else { LiveCharges::Ask };
    let invoice = InvoiceId::parse(&form.invoice)?;
    Ok(ReturnOrder { invoice, lines, reason: form.reason.clone(), back, live })
}

fn credit_to(form: &ReturnForm) -> Result<Option<CreditTo>, CommandError> {
    if let Some(picked) = &form.customer {
        return Ok(Some(CreditTo::Known(CustomerId::parse(picked)?)));
    }
    let name = form.customer_name.trim();
    if name.is_empty() { Ok(None) } else { Ok(Some(CreditTo::Named(Name::parse(name)?))) }
}
