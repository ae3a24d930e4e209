//! Invoices as the window lists and tells them.

use cobro_domain::{
    charge::ChargeState,
    ids::InvoiceId,
    invoice::{Folio, InvoiceState},
    money::Money,
    time::Timestamp,
};
use cobro_ledger::{
    Connection, LedgerError, StoredFact,
    fact::{Fact, InvoiceIssued},
    views::{
        charges, counts,
        invoices::{self, Invoice, Standing},
        timeline,
    },
    working::{acts, customers},
};
use serde::{Deserialize, Serialize};

use super::{
    Amount, ChargeView, CommandError, Flag, Millis, TaxLineView,
    charge::{Known, flags},
    start::{REVIEW, is_for_review},
};
use crate::{papers::tax_label, till::Till, void::issued};

/// Rows of one page.
const PAGE: u32 = 50;

/// What the list shows of where an invoice stands; a flag wins over a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "Standing")]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the catalogue says what each means")]
pub enum InvoiceStanding {
    Open,
    Waiting,
    Unsent,
    Checking,
    Paid,
    Voided,
    Failed,
    Over,
    Late,
    Partial,
    Mismatch,
    Disputed,
}

impl From<Standing> for InvoiceStanding {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Open => Self::Open,
            Standing::Waiting => Self::Waiting,
            Standing::Unsent => Self::Unsent,
            Standing::Paid => Self::Paid,
            Standing::Voided => Self::Voided,
            Standing::Failed => Self::Failed,
            Standing::Partial => Self::Partial,
            Standing::Over => Self::Over,
            Standing::Late => Self::Late,
            Standing::Mismatch => Self::Mismatch,
            Standing::Disputed => Self::Disputed,
        }
    }
}

/// Which invoices to list.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum InvoiceFilter {
    /// Every one.
    All,
    /// A payer holds something to pay with, or has paid a part.
    Waiting,
    /// Nothing is owed.
    Paid,
    /// A person has to look.
    Review,
    /// A voucher is not issued yet.
    Unsent,
    /// Taken back.
    Voided,
}

impl InvoiceFilter {
    fn standings(self) -> Option<&'static [Standing]> {
        match self {
            Self::All => None,
            Self::Waiting => Some(&[Standing::Waiting, Standing::Partial, Standing::Open]),
            Self::Paid => Some(&[Standing::Paid]),
            Self::Review => Some(REVIEW),
            Self::Unsent => Some(&[Standing::Unsent]),
            Self::Voided => Some(&[Standing::Voided]),
        }
    }

    fn count(self, counts: &[(String, i64)]) -> u32 {
        let counted = counts.iter().filter(|(word, _)| {
            self.standings().is_none_or(|all| all.iter().any(|one| one.word() == word))
        });
        u32::try_from(counted.map(|(_, n)| n).sum::<i64>()).unwrap_or(0)
    }
}

/// A row of the list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct InvoiceRow {
    /// Its id.
    pub id: String,
    /// Its number.
    pub folio: String,
    /// Who owes it; nobody by name for a walk-in.
    pub customer: Option<String>,
    /// How the last attempt to collect it was made.
    pub method: Option<String>,
    /// What was owed.
    pub total: Amount,
    /// What is still owed.
    pub due: Amount,
    /// Where it stands.
    pub standing: InvoiceStanding,
    /// When it was issued.
    pub at: Millis,
}

/// A page of the list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct InvoicePage {
    /// Newest first.
    pub rows: Vec<InvoiceRow>,
    /// Asks for the next page; none on the last.
    pub next: Option<String>,
}

/// How many invoices each filter has.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct InvoiceCounts {
    /// Every one.
    pub all: u32,
    /// A payer holds something to pay with.
    pub waiting: u32,
    /// Nothing is owed.
    pub paid: u32,
    /// A person has to look.
    pub review: u32,
    /// A voucher is not issued yet.
    pub unsent: u32,
    /// Issued today, in the shop's zone.
    pub today: u32,
    /// What they come to.
    pub today_total: Amount,
}

/// Something that happened to an invoice.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TimelineEntry {
    /// When.
    pub at: Millis,
    /// Who, by the word of the message `user-<word>`.
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
    /// How many.
    pub quantity: String,
    /// The price of one.
    pub price: Amount,
    /// What was owed for it.
    pub total: Amount,
    /// What discounts took.
    pub discount: Option<String>,
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
    /// Each attempt to collect it.
    pub charges: Vec<ChargeView>,
    /// What happened to it, newest first.
    pub timeline: Vec<TimelineEntry>,
    /// The number of its credit note.
    pub credit_note: Option<String>,
    /// Whether it can be taken back.
    pub can_void: bool,
    /// Whether another attempt can be made.
    pub can_collect: bool,
}

impl Till {
    /// One page of invoices. A search is a folio, or the beginning of a customer's name.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn invoice_page(
        &self,
        filter: InvoiceFilter,
        search: &str,
        after: Option<&str>,
    ) -> Result<InvoicePage, CommandError> {
        let before = after.and_then(|cursor| cursor.parse().ok());
        let found = self.read(|reader| match search.trim() {
            "" => invoices::page(reader.conn(), filter.standings(), before, PAGE),
            text => searched(reader.conn(), text, before),
        })?;
        let full = u32::try_from(found.len()).is_ok_and(|rows| rows >= PAGE);
        let next = found.last().filter(|_| full).map(|last| last.arrival.to_string());
        let rows = found.iter().map(|invoice| self.row(invoice)).collect::<Result<_, _>>()?;
        Ok(InvoicePage { rows, next })
    }

    fn row(&self, invoice: &Invoice) -> Result<InvoiceRow, CommandError> {
        Ok(InvoiceRow {
            id: invoice.id.to_string(),
            folio: invoice.folio.to_string(),
            customer: self.customer_name(invoice)?,
            method: invoice.method.clone(),
            total: self.amount(invoice.total),
            due: self.amount(invoice.due()?),
            standing: self.standing(invoice)?,
            at: invoice.at.into(),
        })
    }

    /// Where it stands, told apart by its act when a voucher is not issued yet.
    fn standing(&self, invoice: &Invoice) -> Result<InvoiceStanding, CommandError> {
        if invoice.standing != Standing::Unsent {
            return Ok(invoice.standing.into());
        }
        let checking = self.read(|reader| {
            let charges = charges::of_invoice(reader.conn(), invoice.arrival)?;
            for charge in charges.iter().filter(|c| c.state == ChargeState::Requested) {
                let act = acts::of_charge(reader.conn(), charge.id)?;
                if act.is_some_and(|act| act.state == cobro_domain::act::ActState::Unknown) {
                    return Ok::<_, LedgerError>(true);
                }
            }
            Ok(false)
        })?;
        Ok(if checking { InvoiceStanding::Checking } else { InvoiceStanding::Unsent })
    }

    pub(super) fn customer_name(&self, invoice: &Invoice) -> Result<Option<String>, CommandError> {
        let Some(id) = invoice.customer else {
            return Ok(None);
        };
        Ok(self.read(|reader| customers::name(reader.conn(), id))?)
    }

    /// How many invoices each filter has.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn invoice_counts(&self) -> Result<InvoiceCounts, CommandError> {
        let morning = self.start_of_day();
        let (counts, (today, total)) = self.read(|reader| {
            let counts = counts::all(reader.conn())?;
            Ok::<_, LedgerError>((counts, invoices::since(reader.conn(), morning)?))
        })?;
        let review = counts.iter().filter(|(word, _)| is_for_review(word)).map(|(_, n)| n);
        Ok(InvoiceCounts {
            all: InvoiceFilter::All.count(&counts),
            waiting: InvoiceFilter::Waiting.count(&counts),
            paid: InvoiceFilter::Paid.count(&counts),
            review: u32::try_from(review.sum::<i64>()).unwrap_or(0),
            unsent: InvoiceFilter::Unsent.count(&counts),
            today: u32::try_from(today).unwrap_or(u32::MAX),
            today_total: self.amount(Money::new(total, self.currency())),
        })
    }

    /// When today began in the shop's zone.
    fn start_of_day(&self) -> Timestamp {
        let now = self.now();
        let morning = || {
            let zone = jiff::tz::TimeZone::get(&self.zone()).ok()?;
            let local = jiff::Timestamp::from_millisecond(now.millis()).ok()?.to_zoned(zone);
            let start = local.start_of_day().ok()?;
            Some(Timestamp::from_millis(start.timestamp().as_millisecond()))
        };
        morning().unwrap_or(now)
    }

    /// An invoice, whole.
    ///
    /// # Errors
    /// When there is no such invoice or the books cannot be read.
    pub fn invoice_view(&self, id: InvoiceId) -> Result<InvoiceView, CommandError> {
        let told = self.read(|reader| Told::of(reader.conn(), id))?;
        let Told { invoice, body, charges, facts } = told.ok_or(CommandError::NotFound)?;
        let language = self.language();
        let money = |minor| self.amount(Money::new(minor, body.currency));
        let taxes = body.taxes.iter().map(|(code, rate, _, amount)| TaxLineView {
            label: tax_label(code, *rate, language),
            amount: money(*amount),
        });
        let lines = body.lines.iter().map(|line| InvoiceLineView {
            name: line.name.clone(),
            quantity: line.quantity.to_string(),
            price: money(line.price),
            total: money(line.total),
            discount: (line.discount != 0).then(|| money(line.discount).text),
        });
        let open = matches!(invoice.state, InvoiceState::Open);
        Ok(InvoiceView {
            id: invoice.id.to_string(),
            folio: invoice.folio.to_string(),
            standing: self.standing(&invoice)?,
            flags: flags(invoice.flags),
            customer: self.customer_name(&invoice)?,
            at: invoice.at.into(),
            total: self.amount(invoice.total),
            paid: self.amount(invoice.paid),
            due: self.amount(invoice.due()?),
            net: money(body.net),
            taxes: taxes.collect(),
            lines: lines.collect(),
            charges: charges.into_iter().map(|c| self.view_of(c)).collect::<Result<_, _>>()?,
            timeline: facts.iter().map(|fact| self.entry(fact)).collect::<Result<_, _>>()?,
            credit_note: invoice.credit_note,
            can_void: open && invoice.paid.is_zero() && invoice.total.is_positive(),
            can_collect: open,
        })
    }

    fn entry(&self, stored: &StoredFact) -> Result<TimelineEntry, CommandError> {
        let fact = stored.decode()?;
        let (kind, detail, amount) = told(&fact);
        Ok(TimelineEntry {
            at: stored.at.into(),
            actor: stored.actor.as_str().to_owned(),
            kind,
            detail,
            amount: amount.map(|amount| self.amount(amount)),
        })
    }
}

fn searched(
    conn: &Connection,
    text: &str,
    before: Option<i64>,
) -> Result<Vec<Invoice>, LedgerError> {
    if let Some(folio) = Folio::parse(text) {
        return Ok(invoices::by_folio(conn, &folio)?.into_iter().collect());
    }
    let mut found = Vec::new();
    for customer in customers::search(conn, text, PAGE)? {
        found.extend(invoices::of_customer(conn, customer, before, PAGE)?);
    }
    found.sort_by_key(|invoice| std::cmp::Reverse(invoice.arrival));
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    Ok(found)
}

/// What the books tell about an invoice.
struct Told {
    invoice: Invoice,
    body: InvoiceIssued,
    charges: Vec<Known>,
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
        Ok(Some(Self { invoice, body, charges: known, facts }))
    }
}

/// A fact as a line of the timeline: kind, detail, amount.
fn told(fact: &Fact) -> (String, Option<String>, Option<Money>) {
    let kind = fact.kind().to_owned();
    match fact {
        Fact::InvoiceIssued(body) => {
            (kind, Some(body.folio.to_string()), Some(Money::new(body.total, body.currency)))
        }
        Fact::CashReceived(body) => (kind, None, Some(Money::new(body.amount, body.currency))),
        Fact::ChargeRequested(body) => {
            let amount = Money::new(body.amount, body.currency);
            (kind, Some(body.method.as_str().to_owned()), Some(amount))
        }
        Fact::VoucherIssued(body) => (kind, Some(body.order.clone()), None),
        Fact::ChargeReported(body) => match body.state {
            Some(state) => (format!("charge-{}", state.word()), body.text.clone(), None),
            None if body.text.is_none() => ("charge-pending".to_owned(), body.order.clone(), None),
            None => ("charge-unrecognised".to_owned(), body.text.clone(), None),
        },
        Fact::ChargeRefused(body) => (kind, Some(body.text.clone()), None),
        Fact::ChargeCancelled(_) => (kind, None, None),
        Fact::PaymentReceived(body) => {
            let amount = Money::new(body.amount, body.currency);
            (kind, Some(body.money_in.clone()), Some(amount))
        }
        Fact::CaseOpened(body) => {
            let matter = serde_json::to_value(body.matter).ok();
            let matter = matter.and_then(|word| word.as_str().map(str::to_owned));
            (kind, matter, None)
        }
        Fact::InvoiceVoided(body) => (kind, Some(body.reason.clone()), None),
        Fact::DocumentPrinted(body) => (kind, Some(body.document.clone()), None),
        Fact::TillOpened(_)
        | Fact::CompanyChanged(_)
        | Fact::MerchantAccountChanged(_)
        | Fact::ProductChanged(_)
        | Fact::CustomerChanged(_) => (kind, None, None),
    }
}
