//! Taking an invoice back: a credit note with its own number and mirrored postings.

use cobro_domain::{
    ids::{CreditNoteId, InvoiceId},
    invoice::{Folio, InvoiceState},
    name::{Name, NameError},
    people::{Document, Permission},
};
use cobro_ledger::{
    LedgerError,
    fact::{Fact, InvoiceIssued, InvoiceVoided, Posted},
    views::{charges, invoices, series, timeline},
};

use crate::{
    collect::{CollectError, cancel},
    event::TillEvent,
    permit::{PermitError, permit},
    till::Till,
};

/// What credit-note series begin with, before the till's own series.
const CREDIT_NOTES: &str = "NC";

/// Why an invoice was not taken back.
#[derive(Debug, thiserror::Error)]
pub enum VoidError {
    /// There is no such invoice.
    #[error("there is no such invoice")]
    NotFound,
    /// Money came for it, or it was taken back already, or a part of it was: what was paid is
    /// refunded first, and the rest of the goods comes back as that part did.
    #[error("an invoice that is {state:?} cannot be taken back")]
    NotVoidable {
        /// Where it stands.
        state: InvoiceState,
    },
    /// The reason does not fit.
    #[error(transparent)]
    Reason(#[from] NameError),
    /// Whoever works here may not do it alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// Its charges could not be given up.
    #[error(transparent)]
    Charge(#[from] CollectError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Till {
    /// Takes an unpaid invoice back. Its live charges are given up and stay watched: a voucher
    /// that is out there can still be paid, and then a person is told.
    ///
    /// # Errors
    /// [`VoidError`]; nothing is booked.
    pub fn void_invoice(&self, id: InvoiceId, reason: &str) -> Result<(), VoidError> {
        let reason = Name::parse(reason)?;
        let cancelled = self.book(self.actor(), |booking| {
            let conn = booking.conn();
            let invoice = invoices::read(conn, id)?.ok_or(VoidError::NotFound)?;
            let whole = invoice.returned.is_zero() && invoice.total.is_positive();
            let untouched = invoice.paid.is_zero() && whole;
            if !matches!(invoice.state, InvoiceState::Open) || !untouched {
                return Err(VoidError::NotVoidable { state: invoice.state });
            }
            permit(booking, Permission::VoidInvoice, Document::Invoice(id))?;
            let charges = charges::of_invoice(conn, invoice.arrival)?;
            let live = charges.iter().filter(|charge| charge.state.is_live());
            let live: Vec<_> = live.map(|charge| charge.id).collect();
            for charge in &live {
                cancel(booking, *charge)?;
            }
            let issued = issued(conn, invoice.arrival)?;
            let folio = next_credit_note(conn)?;
            let credit_note = CreditNoteId::new(booking.at(), booking.random());
            booking.append(&Fact::InvoiceVoided(InvoiceVoided {
                invoice: id,
                credit_note,
                folio,
                reason: reason.as_str().to_owned(),
                currency: issued.currency,
                postings: mirrored(&issued.postings)?,
            }))?;
            Ok(live)
        })?;
        for charge in cancelled {
            self.announce(charge);
        }
        self.tell(&TillEvent::Status);
        Ok(())
    }
}

/// The number of the next credit note.
pub(crate) fn next_credit_note(conn: &cobro_ledger::Connection) -> Result<Folio, LedgerError> {
    series::next(conn, &format!("{CREDIT_NOTES}{}", series::current(conn)?))
}

/// What an invoice said when it was issued.
pub(crate) fn issued(
    conn: &cobro_ledger::Connection,
    arrival: i64,
) -> Result<InvoiceIssued, LedgerError> {
    let fact = timeline::fact(conn, arrival)?.decode()?;
    if let Fact::InvoiceIssued(body) = fact {
        return Ok(body);
    }
    Err(LedgerError::Malformed { what: "an invoice", detail: format!("it is {}", fact.kind()) })
}

fn mirrored(postings: &[Posted]) -> Result<Vec<Posted>, LedgerError> {
    let opposite = |(account, minor): &Posted| {
        let minor = minor.checked_neg().ok_or_else(|| LedgerError::Malformed {
            what: "a posting",
            detail: "it has no opposite".to_owned(),
        })?;
        Ok((account.clone(), minor))
    };
    postings.iter().map(opposite).collect()
}
