//! Taxes that a customer withholds: declared once for an invoice, where the merchant account
//! allows it.

use cobro_domain::{
    account::{Account, Debtor, Entry, Posting},
    ids::{InvoiceId, MerchantAccountId},
    invoice::Folio,
    money::Money,
    withholding::{WithheldTax, WithholdingRate},
};
use cobro_ledger::{
    Booking, Connection, LedgerError,
    fact::{Fact, InvoiceIssued, TaxWithheld, Withheld},
    views::{
        allocations::{self, Source},
        invoices, merchants,
    },
};

use super::{EnterError, positive};
use crate::permit::permit;
use crate::{conditions::Conditions, event::TillEvent, issue::posted, till::Till, void::issued};
use cobro_domain::people::{Document, Permission};

/// The tax whose amount others are a part of.
const IVA: &str = "IVA";

/// How much of a tax is withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared {
    /// What a rate makes of the invoice.
    Rate(WithholdingRate),
    /// An amount as the customer states it.
    Amount {
        /// The tax.
        tax: WithheldTax,
        /// How much.
        amount: Money,
    },
}

/// The taxes that a customer withholds from an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// The invoice.
    pub invoice: InvoiceId,
    /// The merchant account that allows it.
    pub account: MerchantAccountId,
    /// Each tax, once.
    pub taxes: Vec<Declared>,
}

/// An invoice as a declaration would find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withholding {
    /// Its number.
    pub folio: Folio,
    /// What is owed on it.
    pub owed: Money,
    /// Whether taxes were withheld from it before.
    pub is_declared: bool,
}

impl Till {
    /// An invoice as a declaration would find it.
    ///
    /// # Errors
    /// [`EnterError::NotFound`], or when the books cannot be read.
    pub fn withholding_of(&self, invoice: InvoiceId) -> Result<Withholding, EnterError> {
        self.read(|reader| {
            let conn = reader.conn();
            let invoice = invoices::read(conn, invoice)?.ok_or(EnterError::NotFound)?;
            let is_declared = is_declared(conn, invoice.arrival)?;
            Ok(Withholding { owed: invoice.due()?, folio: invoice.folio, is_declared })
        })
    }

    /// Books taxes that a customer withholds from an invoice: they pay them in the shop's name,
    /// and owe the shop so much less.
    ///
    /// # Errors
    /// [`EnterError`]; nothing is booked.
    pub fn declare_withholding(&self, declaration: &Declaration) -> Result<Money, EnterError> {
        let amount = self.book(self.actor(), |booking| {
            permit(booking, Permission::Withhold, Document::Invoice(declaration.invoice))?;
            declare(booking, declaration)
        })?;
        self.tell(&TillEvent::Status);
        Ok(amount)
    }

    /// What a rate makes of an invoice, before it is declared.
    ///
    /// # Errors
    /// [`EnterError`].
    pub fn preview_withholding(
        &self,
        invoice: InvoiceId,
        rate: WithholdingRate,
    ) -> Result<Money, EnterError> {
        self.read(|reader| {
            let conn = reader.conn();
            let invoice = invoices::read(conn, invoice)?.ok_or(EnterError::NotFound)?;
            Ok(withheld(&issued(conn, invoice.arrival)?, Declared::Rate(rate))?.1)
        })
    }
}

pub(super) fn declare(
    booking: &mut Booking<'_, '_>,
    declaration: &Declaration,
) -> Result<Money, EnterError> {
    let conn = booking.conn();
    if !is_allowed(conn, declaration.account)? {
        return Err(EnterError::WithholdingNotAllowed);
    }
    let invoice = invoices::read(conn, declaration.invoice)?.ok_or(EnterError::NotFound)?;
    if is_declared(conn, invoice.arrival)? {
        return Err(EnterError::WithheldBefore { folio: invoice.folio });
    }
    let body = issued(conn, invoice.arrival)?;
    let mut taxes = Vec::new();
    let mut total = Money::zero(invoice.total.currency());
    let mut postings = Vec::new();
    for declared in &declaration.taxes {
        let (tax, amount) = withheld(&body, *declared)?;
        if taxes.iter().any(|known: &Withheld| known.tax == tax) {
            return Err(EnterError::WithheldBefore { folio: invoice.folio });
        }
        total = total.checked_add(positive(amount)?)?;
        let rate = match declared {
            Declared::Rate(rate) => Some(*rate),
            Declared::Amount { .. } => None,
        };
        taxes.push(Withheld { tax, rate, amount: amount.minor() });
        postings.push(Posting { account: Account::Withheld(tax.code().to_owned()), amount });
    }
    let owed = invoice.due()?;
    if positive(total)?.checked_sub(owed)?.is_positive() {
        return Err(EnterError::MoreThanOwed { folio: invoice.folio, owed });
    }
    let debtor = invoice.customer.map_or(Debtor::WalkIn, Debtor::Customer);
    let account = Account::Receivable(debtor);
    postings.push(Posting { account, amount: total.checked_neg()? });
    booking.append(&Fact::TaxWithheld(TaxWithheld {
        invoice: declaration.invoice,
        account: declaration.account,
        currency: total.currency(),
        taxes,
        amount: total.minor(),
        postings: posted(&Entry::balanced(postings)?),
    }))?;
    Ok(total)
}

fn is_declared(conn: &Connection, arrival: i64) -> Result<bool, LedgerError> {
    let before = allocations::of_invoice(conn, arrival)?;
    Ok(before.iter().any(|allocation| allocation.from == Source::Withheld))
}

fn is_allowed(conn: &Connection, account: MerchantAccountId) -> Result<bool, EnterError> {
    let account = merchants::read(conn, account)?;
    let account = account.filter(|account| account.active);
    Ok(account.is_some_and(|account| Conditions::of(&account).withholdings))
}

fn withheld(body: &InvoiceIssued, declared: Declared) -> Result<(WithheldTax, Money), EnterError> {
    match declared {
        Declared::Rate(rate) => {
            let iva = body.taxes.iter().filter(|(code, ..)| code == IVA);
            let iva = Money::new(iva.map(|(.., amount)| amount).sum(), body.currency);
            Ok((rate.tax, rate.of(Money::new(body.net, body.currency), iva)?))
        }
        Declared::Amount { tax, amount } => Ok((tax, amount)),
    }
}
