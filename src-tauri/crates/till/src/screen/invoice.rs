//! One invoice, whole: lines, charges, and what happened to it.

use cobro_domain::{
    ids::{Actor, InvoiceId},
    invoice::InvoiceState,
    money::{Currency, Money},
};
use cobro_ledger::{
    Connection, LedgerError, StoredFact,
    fact::{Allocated, Correction, Fact, InvoiceIssued, IssuedLine, TenderReceived},
    views::{
        charges,
        invoices::{self, Invoice},
        price_lists::PriceList,
        quotes, timeline,
    },
};
use serde::Serialize;

use super::{
    Amount, ChargeView, CommandError, CreditNoteView, Flag, InvoiceStanding, Millis, TaxLineView,
    after,
    case::{CaseView, Open},
    charge::{Known, flags},
};
use crate::{papers::tax_label, till::Till, void::issued};

/// Something that happened to an invoice.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TimelineEntry {
    /// When.
    pub at: Millis,
    /// Who: a name, or the word of the message `user-<word>`.
    pub actor: String,
    /// The words are the message `timeline-<kind>`.
    pub kind: String,
    /// The method, document, number, reason or provider's words, as the kind has it.
    pub detail: Option<String>,
    /// The amount, where there is one.
    pub amount: Option<Amount>,
}

/// A line of an invoice.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct InvoiceLineView {
    /// What was sold.
    pub name: String,
    /// How many, such as `3` or `1.250 kg`.
    pub quantity: String,
    /// What the price of one is for, such as `kg`; nothing where it goes without saying.
    pub unit: Option<String>,
    /// The price of one.
    pub price: Amount,
    /// What was owed for it.
    pub total: Amount,
    /// What discounts took.
    pub discount: Option<String>,
    /// What the catalogue asked for one, where a person typed another price.
    pub instead_of: Option<Amount>,
    /// The list of prices that the price came from.
    pub list: Option<String>,
    /// What is said of it; may be empty.
    pub note: String,
}

/// An invoice, whole.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct InvoiceView {
    /// Its id.
    pub id: String,
    /// Its number.
    pub folio: String,
    /// Where it stands.
    pub standing: InvoiceStanding,
    /// What is remarkable.
    pub flags: Vec<Flag>,
    /// Who owes it.
    pub customer: Option<String>,
    /// When it was issued.
    pub at: Millis,
    /// What was owed.
    pub total: Amount,
    /// What of it is owed no more, for goods came back.
    pub returned: Amount,
    /// What came.
    pub paid: Amount,
    /// What is still owed; negative when more came.
    pub due: Amount,
    /// Without taxes.
    pub net: Amount,
    /// Each tax.
    pub taxes: Vec<TaxLineView>,
    /// What was sold.
    pub lines: Vec<InvoiceLineView>,
    /// What is said of the whole; may be empty.
    pub note: String,
    /// What a person has to look at.
    pub cases: Vec<CaseView>,
    /// Each attempt to collect it.
    pub charges: Vec<ChargeView>,
    /// What happened to it, newest first.
    pub timeline: Vec<TimelineEntry>,
    /// The number of its credit note.
    pub credit_note: Option<String>,
    /// The credit notes for goods that came back, oldest first.
    pub returns: Vec<CreditNoteView>,
    /// Whether goods of it can come back.
    pub can_return: bool,
    /// Whether it can be taken back.
    pub can_void: bool,
    /// Whether another attempt can be made.
    pub can_collect: bool,
}

impl Till {
    /// An invoice, whole.
    ///
    /// # Errors
    /// When there is no such invoice or the books cannot be read.
    pub fn invoice_view(&self, id: InvoiceId) -> Result<InvoiceView, CommandError> {
        let told = self.read(|reader| Told::of(reader.conn(), id))?;
        let Told { invoice, body, charges, cases, facts } = told.ok_or(CommandError::NotFound)?;
        let language = self.language();
        let lists = self.price_lists()?;
        let money = |minor| self.amount(Money::new(minor, body.currency));
        let taxes = body.taxes.iter().map(|(code, rate, _, amount)| TaxLineView {
            label: tax_label(code, *rate, language),
            amount: money(*amount),
        });
        let lines = body.lines.iter().map(|line| self.invoice_line(line, body.currency, &lists));
        let open = matches!(invoice.state, InvoiceState::Open);
        let all_back = invoice.returned == invoice.total && !invoice.returned.is_zero();
        Ok(InvoiceView {
            id: invoice.id.to_string(),
            folio: invoice.folio.to_string(),
            standing: self.standing(&invoice)?,
            flags: flags(invoice.flags),
            customer: self.customer_name(&invoice)?,
            at: invoice.at.into(),
            total: self.amount(invoice.total),
            returned: self.amount(invoice.returned),
            paid: self.amount(invoice.paid),
            due: self.amount(invoice.due()?),
            net: money(body.net),
            taxes: taxes.collect(),
            lines: lines.collect(),
            note: body.note.clone(),
            cases: self.case_views(&invoice, cases)?,
            charges: charges.into_iter().map(|c| self.view_of(c)).collect::<Result<_, _>>()?,
            timeline: facts.iter().map(|fact| self.entry(fact, id)).collect::<Result<_, _>>()?,
            returns: self.credit_notes(&invoice)?,
            can_return: invoice.credit_note.is_none() && !all_back,
            credit_note: invoice.credit_note,
            can_void: open
                && invoice.paid.is_zero()
                && invoice.returned.is_zero()
                && invoice.total.is_positive(),
            can_collect: open,
        })
    }

    pub(super) fn invoice_line(
        &self,
        line: &IssuedLine,
        currency: Currency,
        lists: &[PriceList],
    ) -> InvoiceLineView {
        let list = lists.iter().find(|list| line.list == Some(list.id));
        let money = |minor| self.amount(Money::new(minor, currency));
        let measure = self.measure(line.quantity, line.unit);
        InvoiceLineView {
            name: line.name.clone(),
            quantity: measure.quantity,
            unit: measure.unit,
            price: money(line.price),
            total: money(line.total),
            discount: (line.discount != 0).then(|| money(line.discount).text),
            instead_of: line.instead_of.map(money),
            list: list.map(|list| list.name.clone()),
            note: line.note.clone(),
        }
    }

    fn entry(&self, stored: &StoredFact, id: InvoiceId) -> Result<TimelineEntry, CommandError> {
        let fact = stored.decode()?;
        let (mut kind, mut detail, amount) = told(&fact, id);
        if let Fact::InvoiceIssued(InvoiceIssued { quote: Some(quote), .. }) = &fact {
            let quote = self.read(|reader| quotes::read(reader.conn(), *quote))?;
            "invoice-from-quote".clone_into(&mut kind);
            detail = quote.map(|quote| quote.folio.to_string());
        }
        // Who approved it is named; who asked did what the next line says.
        let actor = if let Fact::ApprovalGiven(given) = &fact {
            &Actor::user(given.approver)
        } else {
            &stored.actor
        };
        Ok(TimelineEntry {
            at: stored.at.into(),
            actor: self.actor_name(actor)?,
            kind,
            detail,
            amount: amount.map(|amount| self.amount(amount)),
        })
    }
}

/// What the books tell about an invoice.
struct Told {
    invoice: Invoice,
    body: InvoiceIssued,
    charges: Vec<Known>,
    cases: Vec<Open>,
    facts: Vec<StoredFact>,
}

impl Told {
    fn of(conn: &Connection, id: InvoiceId) -> Result<Option<Self>, LedgerError> {
        let Some(invoice) = invoices::read(conn, id)? else {
            return Ok(None);
        };
        let mut known = Vec::new();
        for charge in charges::of_invoice(conn, invoice.arrival)? {
            known.extend(Known::of(conn, charge.id)?);
        }
        let body = issued(conn, invoice.arrival)?;
        let facts = timeline::of(conn, invoice.arrival)?;
        let cases = Open::of(conn, invoice.arrival)?;
        Ok(Some(Self { invoice, body, charges: known, cases, facts }))
    }
}

/// A fact as a line of the timeline of an invoice: kind, detail, amount.
#[expect(clippy::too_many_lines, reason = "an arm for each kind of fact")]
pub(crate) fn told(fact: &Fact, id: InvoiceId) -> (String, Option<String>, Option<Money>) {
    let kind = fact.kind().to_owned();
    match fact {
        Fact::InvoiceIssued(body) => {
            (kind, Some(body.folio.to_string()), Some(Money::new(body.total, body.currency)))
        }
        Fact::CashReceived(body) => (kind, None, Some(Money::new(body.amount, body.currency))),
        Fact::TenderReceived(body) => tender(body),
        Fact::TipReceived(body) => {
            let amount = Money::new(body.amount, body.currency);
            (kind, Some(body.method.as_str().to_owned()), Some(amount))
        }
        Fact::ChargeRequested(body) => {
            let amount = Money::new(body.amount, body.currency);
            (kind, Some(body.method.as_str().to_owned()), Some(amount))
        }
        Fact::CardAsked(_)
        | Fact::PageOffered(_)
        | Fact::HoldAuthorized(_)
        | Fact::CaptureRequested(_)
        | Fact::VoidRequested(_)
        | Fact::FollowUpFailed(_)
        | Fact::HoldEnded(_)
        | Fact::RefundRequested(_)
        | Fact::RefundReported(_)
        | Fact::RefundBooked(_) => after::told(fact),
        Fact::VoucherIssued(body) => (kind, Some(body.order.clone()), None),
        Fact::ChargeReported(body) => match body.state {
            Some(state) => (format!("charge-{}", state.word()), body.text.clone(), None),
            None if body.text.is_none() => ("charge-known".to_owned(), body.order.clone(), None),
            None => ("charge-unrecognised".to_owned(), body.text.clone(), None),
        },
        Fact::ChargeRefused(body) => (kind, Some(body.text.clone()), None),
        Fact::ChargeCancelled(_) => (kind, None, None),
        Fact::PaymentReceived(body) => {
            let amount = Money::new(body.amount, body.currency);
            (kind, Some(body.money_in.clone()), Some(amount))
        }
        Fact::PaymentCorrected(body) => {
            let kind = match body.correction {
                Correction::Contested => "payment-contested",
                Correction::Restored => "payment-restored",
                Correction::Reversed => "payment-reversed",
            };
            (kind.to_owned(), None, Some(Money::new(body.amount, body.currency)))
        }
        Fact::CaseOpened(body) => (kind, Some(body.matter.word().to_owned()), None),
        Fact::CaseClosed(body) => {
            let amount = (body.surplus != 0).then(|| Money::new(body.surplus, body.currency));
            (format!("{kind}-{}", body.settled.word()), Some(body.note.clone()), amount)
        }
        Fact::GoodsReturned(body) => {
            let detail = format!("{} · {}", body.folio, body.reason);
            (kind, Some(detail), Some(Money::new(body.total, body.currency)))
        }
        Fact::InvoiceVoided(body) => (kind, Some(body.reason.clone()), None),
        Fact::PaymentEntered(body) => {
            let amount = share(&body.allocations, id, body.currency);
            (kind, Some(body.reference.clone()), Some(amount))
        }
        Fact::CreditApplied(body) => {
            (kind, None, Some(share(&body.allocations, id, body.currency)))
        }
        Fact::TaxWithheld(body) => (kind, None, Some(Money::new(body.amount, body.currency))),
        Fact::RefundEntered(body) => {
            (kind, Some(body.reference.clone()), Some(Money::new(body.amount, body.currency)))
        }
        Fact::DocumentPrinted(body) => (kind, Some(body.document.clone()), None),
        Fact::TillOpened(_)
        | Fact::CompanyChanged(_)
        | Fact::MerchantAccountChanged(_)
        | Fact::ProductChanged(_)
        | Fact::PriceListChanged(_)
        | Fact::ImportBegun(_)
        | Fact::ImportEnded(_)
        | Fact::ImportTidied(_)
        | Fact::CustomerChanged(_)
        | Fact::CustomersMerged(_)
        | Fact::CustomerErased(_)
        | Fact::UserChanged(_)
        | Fact::PinChanged(_)
        | Fact::UserSignedIn(_)
        | Fact::UserSignedOut(_)
        | Fact::UserLockedOut(_)
        | Fact::PolicyChanged(_)
        | Fact::QuoteIssued(_)
        | Fact::QuoteWithdrawn(_)
        | Fact::UserErased(_)
        | Fact::ShiftOpened(_)
        | Fact::CashMoved(_)
        | Fact::DrawerOpened(_)
        | Fact::DrawerCounted(_)
        | Fact::ShiftClosed(_) => (kind, None, None),
        Fact::ApprovalGiven(body) => (kind, Some(body.permission.clone()), None),
    }
}

/// `•••• 4242 · 081245`: what a slip of the counter said.
fn tender(body: &TenderReceived) -> (String, Option<String>, Option<Money>) {
    let card = body.last_four.as_ref().map(|digits| format!("•••• {digits}"));
    let said = [card, Some(body.reference.clone()).filter(|text| !text.is_empty())];
    let said: Vec<String> = said.into_iter().flatten().collect();
    let kind = format!("tender-{}", body.method);
    (kind, Some(said.join(" · ")), Some(Money::new(body.amount, body.currency)))
}

/// What of an amount settles one invoice.
fn share(allocations: &[Allocated], id: InvoiceId, currency: Currency) -> Money {
    let own = allocations.iter().filter(|(invoice, _)| *invoice == id);
    Money::new(own.map(|(_, minor)| minor).sum(), currency)
}
