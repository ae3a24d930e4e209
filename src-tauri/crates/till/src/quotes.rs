//! Quotes: a ticket whose prices the shop keeps to until a day, sold later as it stands.
//!
//! A quote posts nothing. It is made of a ticket and becomes one again: its lines carry what was
//! promised of each (`domain::quote::Promise`), and whoever sells is asked again only for what
//! goes beyond that. A line keeps its price up to the quantity that was quoted; more of it is
//! another line at the price of the day. Another price or a larger discount is approved as on any
//! ticket. A quote is accepted by the invoice that sells a line of it, whole or in part, and once:
//! the invoice's own fact says so, and no other invoice can.

mod issue;
mod paper;
mod take;

use cobro_domain::{
    ids::{InvoiceId, QuoteId},
    invoice::Folio,
    money::Money,
    name::{Name, NameError},
    people::{Document, Permission},
    quote::{QuoteStanding, TakenQuote, VALID_DAYS_MAX},
    time::Timestamp,
};
use cobro_ledger::{
    Connection, LedgerError,
    fact::{Fact, QuoteIssued, QuoteWithdrawn},
    views::{
        invoices,
        quotes::{self, Fate, Quote},
        series,
    },
};

pub use self::take::Prices;
use crate::{
    event::TillEvent,
    issue::IssueError,
    permit::{PermitError, permit},
    till::Till,
    typed::TypedError,
};

/// What the series of quotes begin with, before the till's own series: *cotización*.
const QUOTES: &str = "COT";

/// Why a quote is not sold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuoteRefusal {
    /// It became an invoice already.
    #[error("{folio} became {invoice}")]
    Accepted {
        /// Its number.
        folio: Folio,
        /// The number of the invoice.
        invoice: Folio,
    },
    /// Its day has passed. It can be sold at the prices of the day.
    #[error("{folio} was valid until {}", until.millis())]
    Expired {
        /// Its number.
        folio: Folio,
        /// The last moment at which its prices counted.
        until: Timestamp,
    },
    /// The shop took it back.
    #[error("{folio} was withdrawn")]
    Withdrawn {
        /// Its number.
        folio: Folio,
    },
    /// There is no such quote.
    #[error("there is no such quote")]
    NotFound,
}

/// Why nothing was quoted, withdrawn or taken.
#[derive(Debug, thiserror::Error)]
pub enum QuoteError {
    /// What became of the quote stands in the way.
    #[error(transparent)]
    Refused(#[from] QuoteRefusal),
    /// Something is on the ticket already: a quote is sold on a ticket of its own.
    #[error("the ticket is not empty")]
    TicketNotEmpty,
    /// A quote is valid for some days, and not for years.
    #[error("{days} is no number of days from 1 to {VALID_DAYS_MAX}")]
    Days {
        /// What was asked for.
        days: u16,
    },
    /// The ticket cannot be quoted, as it could not be issued.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// The ticket was left as it was.
    #[error(transparent)]
    Typed(#[from] TypedError),
    /// The reason does not fit.
    #[error(transparent)]
    Reason(#[from] NameError),
    /// Whoever works here may not do it alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// A quote that was just issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// The quote.
    pub quote: QuoteId,
    /// Its number.
    pub folio: Folio,
    /// What would be owed.
    pub total: Money,
    /// The last moment at which its prices count.
    pub valid_until: Timestamp,
}

impl Till {
    /// A quote, and what it said when it was issued.
    ///
    /// # Errors
    /// When there is none, or the books cannot be read.
    pub fn quote(&self, id: QuoteId) -> Result<(Quote, QuoteIssued), QuoteError> {
        self.read(|reader| {
            let found = quotes::read(reader.conn(), id)?.ok_or(QuoteRefusal::NotFound)?;
            let body = quotes::body(reader.conn(), &found)?;
            Ok((found, body))
        })
    }

    /// The quote that is meant by an id, a number, or the count in this till's series alone.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn find_quote(&self, wanted: &str) -> Result<Option<Quote>, LedgerError> {
        let wanted = wanted.trim();
        self.read(|reader| {
            let conn = reader.conn();
            if let Ok(id) = QuoteId::parse(wanted) {
                return quotes::read(conn, id);
            }
            let folio = match (Folio::parse(wanted), wanted.parse()) {
                (Some(folio), _) if folio.series != QUOTES => folio,
                (Some(Folio { number, .. }), _) | (None, Ok(number)) => {
                    Folio { series: series_of_quotes(conn)?, number }
                }
                (None, Err(_)) => return Ok(None),
            };
            quotes::by_folio(conn, &folio)
        })
    }

    /// The invoice that a quote became.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn invoice_of_quote(
        &self,
        quote: &Quote,
    ) -> Result<Option<(InvoiceId, Folio)>, LedgerError> {
        let Fate::Accepted(arrival) = quote.fate else { return Ok(None) };
        let invoice = self.read(|reader| invoices::at(reader.conn(), arrival))?;
        Ok(Some((invoice.id, invoice.folio)))
    }

    /// Takes a quote back: its prices count no more.
    ///
    /// # Errors
    /// [`QuoteError`]; nothing is booked.
    pub fn withdraw_quote(&self, id: QuoteId, reason: &str) -> Result<(), QuoteError> {
        let reason = Name::parse(reason)?;
        self.book(self.actor(), |booking| {
            let conn = booking.conn();
            let quote = quotes::read(conn, id)?.ok_or(QuoteRefusal::NotFound)?;
            // One that has expired is withdrawn all the same: nobody has to wonder about it.
            match refusal(conn, &quote, None)? {
                None | Some(QuoteRefusal::Expired { .. }) => {}
                Some(refused) => return Err(refused.into()),
            }
            permit(booking, Permission::Quote, Document::Quote(id))?;
            let reason = reason.as_str().to_owned();
            booking.append(&Fact::QuoteWithdrawn(QuoteWithdrawn { quote: id, reason }))?;
            Ok::<_, QuoteError>(())
        })?;
        self.tell(&TillEvent::Status);
        Ok(())
    }
}

/// The series that the till which writes now numbers its quotes in.
fn series_of_quotes(conn: &Connection) -> Result<String, LedgerError> {
    Ok(format!("{QUOTES}-{}", series::current(conn)?))
}

/// Why a quote is not sold; nothing when it is, at its prices at a moment, or whenever when none
/// is given.
fn refusal(
    conn: &Connection,
    quote: &Quote,
    now: Option<Timestamp>,
) -> Result<Option<QuoteRefusal>, LedgerError> {
    let folio = quote.folio.clone();
    let refused = match (quote.fate, now.map(|now| quote.standing(now))) {
        (Fate::Accepted(arrival), _) => {
            let invoice = invoices::at(conn, arrival)?.folio;
            QuoteRefusal::Accepted { folio, invoice }
        }
        (Fate::Withdrawn, _) => QuoteRefusal::Withdrawn { folio },
        (Fate::Open, Some(QuoteStanding::Expired)) => {
            QuoteRefusal::Expired { folio, until: quote.valid_until }
        }
        (Fate::Open, _) => return Ok(None),
    };
    Ok(Some(refused))
}

/// The quote that a ticket sells can still be sold as it was taken.
pub(crate) fn still_counts(
    conn: &Connection,
    taken: TakenQuote,
    now: Timestamp,
) -> Result<(), IssueError> {
    let quote = quotes::read(conn, taken.id)?.ok_or(QuoteRefusal::NotFound)?;
    match refusal(conn, &quote, taken.until.map(|_| now))? {
        Some(refused) => Err(refused.into()),
        None => Ok(()),
    }
}
