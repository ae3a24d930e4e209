//! Money of a customer as it is typed: a payment that came to the bank, or credit that is used.

use std::collections::BTreeMap;

use cobro_domain::{
    ids::{CustomerId, InvoiceId},
    locale::parse_amount,
    money::Money,
};
use cobro_ledger::views::outstanding::Owed;
use serde::{Deserialize, Serialize};

use super::{Amount, CommandError, Millis};
use crate::{
    entered::{Allocate, Allocation, EnterError, Means, Settled, TypedPayment},
    till::Till,
};

/// The word of a [`PaymentForm`] that uses credit instead of new money.
const CREDIT: &str = "credit";

/// How many invoices a preview lists; the rest is counted.
const LINES_SHOWN: usize = 200;

/// A payment as it is typed.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PaymentForm {
    /// Who paid.
    pub customer: String,
    /// `transfer`, `deposit` or `cheque`; or `credit`, when what they already have is used.
    pub means: String,
    /// The day on which it came, `YYYY-MM-DD`.
    pub received_on: String,
    /// What the bank or the paper calls it.
    pub reference: String,
    /// How much; of credit, all of it.
    pub amount: String,
    /// What each invoice gets; none when the oldest are settled first.
    pub parts: Option<Vec<PartForm>>,
}

/// What of a payment settles one invoice.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PartForm {
    /// The invoice.
    pub invoice: String,
    /// How much.
    pub amount: String,
}

/// What became of a payment.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SettledView {
    /// What settled invoices.
    pub allocated: Amount,
    /// What is the customer's credit.
    pub credit: Amount,
}

/// An open invoice, and what it would get of a payment.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PaymentLineView {
    /// The invoice.
    pub invoice: String,
    /// Its number.
    pub folio: String,
    /// When it was issued.
    pub at: Millis,
    /// What is owed on it.
    pub owed: Amount,
    /// What it would get.
    pub part: Option<Amount>,
    /// Whether nothing would be owed any more.
    pub closes: bool,
}

/// What a payment would do, before it is booked.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PaymentPreview {
    /// The open invoices, oldest first.
    pub lines: Vec<PaymentLineView>,
    /// How many more there are.
    pub more: u32,
    /// What they owe in all.
    pub owed: Amount,
    /// The credit that the customer has now.
    pub has_credit: Amount,
    /// What would settle invoices.
    pub allocated: Amount,
    /// What would be kept as credit, or left of it.
    pub credit: Amount,
    /// Why it could not be booked as it is.
    pub error: Option<CommandError>,
}

impl Till {
    /// What a payment would do as it is typed so far.
    ///
    /// # Errors
    /// When there is no such customer or the books cannot be read. What does not fit yet is
    /// part of the answer.
    pub fn payment_preview(&self, form: &PaymentForm) -> Result<PaymentPreview, CommandError> {
        let customer = CustomerId::parse(&form.customer)?;
        let nothing = Money::zero(self.currency());
        let bare = self.preview_allocation(customer, nothing, &Allocate::OldestFirst)?;
        let typed = self.typed_amount(form, customer);
        let asked = typed.and_then(|amount| {
            let allocate = self.allocate(form)?;
            Ok((amount, self.preview_allocation(customer, amount, &allocate)?))
        });
        match asked {
            Ok((amount, allocation)) => self.preview(amount, &allocation, None),
            Err(error) => self.preview(nothing, &bare, Some(error)),
        }
    }

    fn preview(
        &self,
        amount: Money,
        allocation: &Allocation,
        error: Option<CommandError>,
    ) -> Result<PaymentPreview, CommandError> {
        let Allocation { open, parts } = allocation;
        let allocated = Money::sum(amount.currency(), parts.iter().map(|(_, part)| *part))?;
        let given: BTreeMap<InvoiceId, Money> = parts.iter().copied().collect();
        let lines = open.invoices.iter().take(LINES_SHOWN).map(|owed| {
            let part = given.get(&owed.invoice.id).copied();
            self.payment_line(owed, part)
        });
        let more = open.invoices.len().saturating_sub(LINES_SHOWN);
        let owed = Money::sum(amount.currency(), open.invoices.iter().map(|owed| owed.now))?;
        Ok(PaymentPreview {
            lines: lines.collect(),
            more: u32::try_from(more).unwrap_or(u32::MAX),
            owed: self.amount(owed),
            has_credit: self.amount(open.credit),
            allocated: self.amount(allocated),
            credit: self.amount(amount.checked_sub(allocated)?),
            error,
        })
    }

    fn payment_line(&self, owed: &Owed, part: Option<Money>) -> PaymentLineView {
        PaymentLineView {
            invoice: owed.invoice.id.to_string(),
            folio: owed.invoice.folio.to_string(),
            at: owed.invoice.at.into(),
            owed: self.amount(owed.now),
            part: part.map(|part| self.amount(part)),
            closes: part == Some(owed.now),
        }
    }

    /// Books a payment, or uses credit, as it was typed.
    ///
    /// # Errors
    /// When something that was typed does not fit; nothing is then booked.
    pub fn enter_payment_form(&self, form: &PaymentForm) -> Result<SettledView, CommandError> {
        let customer = CustomerId::parse(&form.customer)?;
        let allocate = self.allocate(form)?;
        let settled = if form.means == CREDIT {
            self.apply_credit(customer, &allocate)?
        } else {
            let day = self.period(&form.received_on, &form.received_on)?;
            self.enter_payment(&TypedPayment {
                customer,
                means: Means::from_word(&form.means).ok_or(CommandError::NotFound)?,
                received_at: day.from,
                reference: form.reference.clone(),
                amount: parse_amount(&form.amount, self.currency(), self.locale())?,
                allocate,
                withheld: Vec::new(),
            })?
        };
        let Settled { allocated, credit, .. } = settled;
        Ok(SettledView { allocated: self.amount(allocated), credit: self.amount(credit) })
    }

    /// The amount of a form so far: nothing yet is no mistake.
    fn typed_amount(
        &self,
        form: &PaymentForm,
        customer: CustomerId,
    ) -> Result<Money, CommandError> {
        if form.means == CREDIT {
            return Ok(self.customer_balance(customer)?.credit);
        }
        if form.amount.trim().is_empty() {
            return Ok(Money::zero(self.currency()));
        }
        let amount = parse_amount(&form.amount, self.currency(), self.locale())?;
        if amount.is_positive() { Ok(amount) } else { Err(EnterError::NoAmount { amount }.into()) }
    }

    fn allocate(&self, form: &PaymentForm) -> Result<Allocate, CommandError> {
        let Some(parts) = &form.parts else {
            return Ok(Allocate::OldestFirst);
        };
        let typed = parts.iter().filter(|part| !part.amount.trim().is_empty());
        let parts = typed.map(|part| {
            let amount = parse_amount(&part.amount, self.currency(), self.locale())?;
            Ok((InvoiceId::parse(&part.invoice)?, amount))
        });
        Ok(Allocate::Chosen(parts.collect::<Result<_, CommandError>>()?))
    }
}
