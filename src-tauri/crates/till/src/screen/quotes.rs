//! Quotes as the window lists, shows and asks for them.

use cobro_domain::{
    ids::QuoteId,
    money::Money,
    quote::{QuoteStanding, VALID_DAYS, VALID_DAYS_MAX},
};
use cobro_ledger::{
    Connection, LedgerError,
    views::quotes::{self, Quote},
    working::customers,
};
use serde::{Deserialize, Serialize};

use super::{Amount, CommandError, InvoiceLineView, Millis, TaxLineView, TicketView};
use crate::{
    papers::tax_label,
    quotes::{Prices, QuoteError, QuoteRefusal, Quoted},
    till::Till,
};

/// Rows of one page.
const PAGE: u32 = 50;

/// Where a quote stands; the words are the message `quote-<word>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "QuoteStanding", rename_all = "kebab-case")]
pub enum QuoteWord {
    /// The shop keeps to it.
    Open,
    /// It became an invoice.
    Accepted,
    /// Its day has passed.
    Expired,
    /// The shop took it back.
    Withdrawn,
}

impl From<QuoteStanding> for QuoteWord {
    fn from(standing: QuoteStanding) -> Self {
        match standing {
            QuoteStanding::Open => Self::Open,
            QuoteStanding::Accepted => Self::Accepted,
            QuoteStanding::Expired => Self::Expired,
            QuoteStanding::Withdrawn => Self::Withdrawn,
        }
    }
}

/// Which quotes to list.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum QuoteFilter {
    /// Those that the shop keeps to.
    Open,
    /// Those that became invoices.
    Accepted,
    /// Those whose day has passed.
    Expired,
    /// Those that were taken back.
    Withdrawn,
    /// Every one.
    All,
}

impl QuoteFilter {
    const fn standing(self) -> Option<QuoteStanding> {
        match self {
            Self::Open => Some(QuoteStanding::Open),
            Self::Accepted => Some(QuoteStanding::Accepted),
            Self::Expired => Some(QuoteStanding::Expired),
            Self::Withdrawn => Some(QuoteStanding::Withdrawn),
            Self::All => None,
        }
    }
}

/// At which prices a quote is sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "QuotePrices", rename_all = "kebab-case")]
pub enum PricesWord {
    /// Those that were quoted.
    Quoted,
    /// Those of the day.
    Today,
}

/// A row of the list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct QuoteRow {
    /// Its id.
    pub id: String,
    /// Its number.
    pub folio: String,
    /// Who asked for it; nobody by name for a walk-in.
    pub customer: Option<String>,
    /// What would be owed.
    pub total: Amount,
    /// Where it stands.
    pub standing: QuoteWord,
    /// The last moment at which its prices count.
    pub valid_until: Millis,
    /// When it was issued.
    pub at: Millis,
}

/// A page of the list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct QuotePage {
    /// Newest first.
    pub rows: Vec<QuoteRow>,
    /// Asks for the next page; none on the last.
    pub next: Option<String>,
}

/// The invoice that a quote became.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct QuoteInvoiceView {
    /// Its id.
    pub id: String,
    /// Its number.
    pub folio: String,
}

/// A quote, whole.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct QuoteView {
    /// What the list says of it.
    pub row: QuoteRow,
    /// What was quoted.
    pub lines: Vec<InvoiceLineView>,
    /// Without taxes.
    pub net: Amount,
    /// Each tax.
    pub taxes: Vec<TaxLineView>,
    /// What is said of the whole; may be empty.
    pub note: String,
    /// The invoice that it became.
    pub invoice: Option<QuoteInvoiceView>,
}

/// How long a quote of the ticket would be valid.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct QuoteDaysView {
    /// For so many days.
    pub days: u32,
    /// The last moment at which its prices would count.
    pub valid_until: Millis,
}

/// The quote that the ticket on the screen sells.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TicketQuoteView {
    /// Its id.
    pub id: String,
    /// Its number.
    pub folio: String,
    /// Until when its prices count; none when it is sold at those of the day.
    pub until: Option<Millis>,
}

impl Till {
    /// How long a quote of the ticket would be valid, for so many days as are typed; the usual
    /// number when none are.
    ///
    /// # Errors
    /// [`CommandError::QuoteDays`].
    pub fn quote_days_view(&self, days: &str) -> Result<QuoteDaysView, CommandError> {
        let days = days_typed(days)?;
        let valid_until = self.quote_valid_until(days)?.into();
        Ok(QuoteDaysView { days: days.into(), valid_until })
    }

    /// Makes a quote of the ticket, valid for so many days as are typed.
    ///
    /// # Errors
    /// [`CommandError`]; the ticket is then as it was.
    pub fn issue_quote_typed(&self, days: &str) -> Result<QuoteView, CommandError> {
        let Quoted { quote, .. } = self.issue_quote(days_typed(days)?)?;
        self.quote_view(quote)
    }

    /// One page of quotes. A search is a number, or the beginning of a customer's name.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn quote_page(
        &self,
        filter: QuoteFilter,
        search: &str,
        after: Option<&str>,
    ) -> Result<QuotePage, CommandError> {
        let before = after.and_then(|cursor| cursor.parse().ok());
        let now = self.now();
        let found = match (search.trim(), self.find_quote(search)?) {
            ("", _) => self
                .read(|reader| quotes::page(reader.conn(), filter.standing(), now, before, PAGE))?,
            (_, Some(one)) => vec![one],
            (text, None) => self.read(|reader| of_customers(reader.conn(), text, before))?,
        };
        let full = u32::try_from(found.len()).is_ok_and(|rows| rows >= PAGE);
        let next = found.last().filter(|_| full).map(|last| last.arrival.to_string());
        let rows = found.iter().map(|quote| self.quote_row(quote)).collect::<Result<_, _>>()?;
        Ok(QuotePage { rows, next })
    }

    /// A quote by its id or its number.
    ///
    /// # Errors
    /// [`CommandError::NotFound`] when there is none.
    pub fn quote_view_of(&self, wanted: &str) -> Result<QuoteView, CommandError> {
        let found = self.find_quote(wanted)?.ok_or(CommandError::NotFound)?;
        self.quote_view(found.id)
    }

    fn quote_view(&self, id: QuoteId) -> Result<QuoteView, CommandError> {
        let (quote, body) = self.quote(id)?;
        let language = self.language();
        let money = |minor| self.amount(Money::new(minor, body.currency));
        let lists = self.price_lists()?;
        let lines =
            body.lines.iter().map(|one| self.invoice_line(&one.line, body.currency, &lists));
        let taxes = body.taxes.iter().map(|(code, rate, _, amount)| TaxLineView {
            label: tax_label(code, *rate, language),
            amount: money(*amount),
        });
        let invoice = self.invoice_of_quote(&quote)?;
        Ok(QuoteView {
            row: self.quote_row(&quote)?,
            lines: lines.collect(),
            net: money(body.net),
            taxes: taxes.collect(),
            note: body.note.clone(),
            invoice: invoice.map(|(id, folio)| QuoteInvoiceView {
                id: id.to_string(),
                folio: folio.to_string(),
            }),
        })
    }

    fn quote_row(&self, quote: &Quote) -> Result<QuoteRow, CommandError> {
        let customer = match quote.customer {
            Some(id) => self.read(|reader| customers::name(reader.conn(), id))?,
            None => None,
        };
        Ok(QuoteRow {
            id: quote.id.to_string(),
            folio: quote.folio.to_string(),
            customer,
            total: self.amount(quote.total),
            standing: quote.standing(self.now()).into(),
            valid_until: quote.valid_until.into(),
            at: quote.at.into(),
        })
    }

    /// Puts a quote on the ticket.
    ///
    /// # Errors
    /// [`CommandError`]; the ticket is then as it was.
    pub fn sell_quote_view(
        &self,
        id: &str,
        prices: PricesWord,
    ) -> Result<TicketView, CommandError> {
        let prices = match prices {
            PricesWord::Quoted => Prices::Quoted,
            PricesWord::Today => Prices::Today,
        };
        let typed = self.sell_quote(QuoteId::parse(id)?, prices)?;
        self.ticket_view(&typed)
    }

    /// Takes a quote back.
    ///
    /// # Errors
    /// [`CommandError`]; it is then as it was.
    pub fn withdraw_quote_view(&self, id: &str, reason: &str) -> Result<QuoteView, CommandError> {
        let id = QuoteId::parse(id)?;
        self.withdraw_quote(id, reason)?;
        self.quote_view(id)
    }

    /// The quote with an id that the window got from here.
    ///
    /// # Errors
    /// When it is none.
    pub fn quote_id(text: &str) -> Result<QuoteId, CommandError> {
        Ok(QuoteId::parse(text)?)
    }

    /// The quote that a ticket sells, as the window shows it.
    pub(super) fn ticket_quote(
        &self,
        taken: cobro_domain::quote::TakenQuote,
    ) -> Result<TicketQuoteView, CommandError> {
        let quote = self.read(|reader| quotes::read(reader.conn(), taken.id))?;
        let quote = quote.ok_or(QuoteError::Refused(QuoteRefusal::NotFound))?;
        Ok(TicketQuoteView {
            id: quote.id.to_string(),
            folio: quote.folio.to_string(),
            until: taken.until.map(Millis::from),
        })
    }
}

fn days_typed(text: &str) -> Result<u16, CommandError> {
    match text.trim() {
        "" => Ok(VALID_DAYS),
        text => text.parse().map_err(|_| CommandError::QuoteDays { max: VALID_DAYS_MAX.into() }),
    }
}

fn of_customers(
    conn: &Connection,
    text: &str,
    before: Option<i64>,
) -> Result<Vec<Quote>, LedgerError> {
    let mut found = Vec::new();
    for customer in customers::search(conn, text, PAGE)? {
        found.extend(quotes::of_customer(conn, customer.id, before, PAGE)?);
    }
    found.sort_by_key(|quote| std::cmp::Reverse(quote.arrival));
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    Ok(found)
}
