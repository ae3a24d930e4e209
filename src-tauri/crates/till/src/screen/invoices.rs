//! Invoices as the window lists them.

use cobro_domain::{charge::ChargeState, invoice::Folio, money::Money, time::Timestamp};
use cobro_ledger::{
    Connection, LedgerError,
    views::{
        charges, counts,
        invoices::{self, Invoice, Standing},
    },
    working::{acts, customers},
};
use serde::{Deserialize, Serialize};

use super::{
    Amount, CommandError, Millis,
    start::{REVIEW, is_for_review},
};
use crate::till::Till;

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
    /// All of it came back.
    Returned,
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
            Standing::Returned => Self::Returned,
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
            Self::Voided => Some(&[Standing::Voided, Standing::Returned]),
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
    pub(super) fn standing(&self, invoice: &Invoice) -> Result<InvoiceStanding, CommandError> {
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
            Ok::<_, LedgerError>((
                counts,
                invoices::between(reader.conn(), morning, Timestamp::MAX)?,
            ))
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
        found.extend(invoices::of_customer(conn, customer.id, before, PAGE)?);
    }
    found.sort_by_key(|invoice| std::cmp::Reverse(invoice.arrival));
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    Ok(found)
}
