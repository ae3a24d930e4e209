//! Closing a case: a person says what a matter came to.

use cobro_domain::{
    account::{Account, Entry, EntryError, Posting},
    ids::CaseId,
    money::{Money, MoneyError},
    name::{Name, NameError},
};
use cobro_ledger::{
    Booking, Connection, LedgerError,
    fact::{CaseClosed, Fact, Settlement},
    views::{
        accounts,
        cases::{self, Case},
        invoices::{self, Invoice},
    },
};

use crate::{
    event::TillEvent,
    fold::rest_of,
    issue::posted,
    permit::{PermitError, permit},
    sell::DRAWER,
    shift::{DrawerError, answer_for_drawer},
    till::Till,
};
use cobro_domain::people::{Document, Permission};

/// Why a case was not closed; nothing was booked.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// There is no such case.
    #[error("there is no such case")]
    NotFound,
    /// Somebody closed it before.
    #[error("the case was closed before")]
    Closed,
    /// It cannot end so: there is nothing to give back, or something that nobody decided on.
    #[error("the case cannot end as {}", .settled.word())]
    NotOffered {
        /// How it was to end.
        settled: Settlement,
    },
    /// What came too much was the customer's credit, and some of it was used since.
    #[error("only {available} of it is still there")]
    Used {
        /// What is left of it.
        available: Money,
    },
    /// The note does not fit.
    #[error(transparent)]
    Note(#[from] NameError),
    /// What came too much cannot be counted.
    #[error("the amounts are wrong")]
    Entry(#[from] EntryError),
    /// Whoever works here may not do it alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// The drawer gives no cash now.
    #[error(transparent)]
    Drawer(#[from] DrawerError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<MoneyError> for CaseError {
    fn from(error: MoneyError) -> Self {
        Self::Entry(error.into())
    }
}

/// What can be decided about the open cases of an invoice.
///
/// While more came than was owed, the last case cannot be closed without saying where that
/// money goes.
#[must_use]
pub fn settlements(surplus: Money, others_open: bool) -> Vec<Settlement> {
    let money =
        [Settlement::KeptAsCredit, Settlement::PaidBackInCash, Settlement::PaidBackByTransfer];
    let mut offered = Vec::new();
    if surplus.is_positive() {
        offered.extend(money);
    }
    if !surplus.is_positive() || others_open {
        offered.push(Settlement::Accepted);
    }
    offered
}

/// What came too much for an invoice and was neither given back nor set apart.
///
/// # Errors
/// When the stored amounts are wrong.
pub fn surplus(invoice: &Invoice) -> Result<Money, LedgerError> {
    let due = invoice.due()?;
    let too_much = due.minor().min(0).checked_neg().ok_or_else(|| LedgerError::Malformed {
        what: "the amounts of an invoice",
        detail: "what came too much has no opposite".to_owned(),
    })?;
    Ok(Money::new(too_much, due.currency()))
}

impl Till {
    /// Closes a case with what was decided and why. What came too much leaves the invoice: it
    /// goes back to the customer, or stays with the shop for them.
    ///
    /// # Errors
    /// [`CaseError`]; nothing is booked.
    pub fn close_case(&self, id: CaseId, settled: Settlement, note: &str) -> Result<(), CaseError> {
        let note = Name::parse(note)?;
        self.book(self.actor(), |booking| {
            permit(booking, Permission::SettleCase, Document::Case(id))?;
            close(booking, id, settled, &note)
        })?;
        if settled == Settlement::PaidBackInCash {
            self.kick_drawer();
        }
        self.tell(&TillEvent::Status);
        Ok(())
    }
}

/// Books the end of a case, if it may end so.
pub(crate) fn close(
    booking: &mut Booking<'_, '_>,
    id: CaseId,
    settled: Settlement,
    note: &Name,
) -> Result<(), CaseError> {
    let conn = booking.conn();
    let case = cases::read(conn, id)?.ok_or(CaseError::NotFound)?;
    if !case.is_open() {
        return Err(CaseError::Closed);
    }
    let invoice = invoices::at(conn, case.invoice)?;
    let all = cases::of_invoice(conn, case.invoice)?;
    let others_open = all.iter().any(|other| other.is_open() && other.id != id);
    let too_much = surplus(&invoice)?;
    if !settlements(too_much, others_open).contains(&settled) {
        return Err(CaseError::NotOffered { settled });
    }
    if pays_back(settled) {
        let available = still_there(conn, &invoice, too_much)?;
        if available != too_much {
            return Err(CaseError::Used { available });
        }
    }
    if settled == Settlement::PaidBackInCash {
        answer_for_drawer(booking, too_much.currency())?;
    }
    let closed = ending(&case, &invoice, settled, too_much, note.as_str())?;
    booking.append(&Fact::CaseClosed(closed))?;
    Ok(())
}

const fn pays_back(settled: Settlement) -> bool {
    match settled {
        Settlement::Accepted | Settlement::KeptAsCredit => false,
        Settlement::PaidBackInCash | Settlement::PaidBackByTransfer => true,
    }
}

/// What is left of money that came too much: a customer may have paid something else with it.
fn still_there(conn: &Connection, invoice: &Invoice, came: Money) -> Result<Money, LedgerError> {
    let kept = accounts::balance(conn, &rest_of(invoice).to_string(), came.currency())?;
    let kept = kept.minor().saturating_neg().max(0);
    Ok(Money::new(came.minor().min(kept), came.currency()))
}

fn ending(
    case: &Case,
    invoice: &Invoice,
    settled: Settlement,
    too_much: Money,
    note: &str,
) -> Result<CaseClosed, CaseError> {
    let (taken, from) = match settled {
        Settlement::Accepted => (Money::zero(too_much.currency()), None),
        Settlement::KeptAsCredit => (too_much, None),
        Settlement::PaidBackInCash => (too_much, Some(Account::Cash(DRAWER))),
        Settlement::PaidBackByTransfer => (too_much, Some(Account::Bank)),
    };
    let postings = match from {
        Some(account) => vec![
            Posting { account: rest_of(invoice), amount: taken },
            Posting { account, amount: taken.checked_neg()? },
        ],
        None => Vec::new(),
    };
    Ok(CaseClosed {
        case: case.id,
        invoice: invoice.id,
        settled,
        note: note.to_owned(),
        currency: taken.currency(),
        surplus: taken.minor(),
        postings: posted(&Entry::balanced(postings)?),
    })
}
