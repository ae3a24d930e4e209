//! Money that a person gives back, as the window shows and takes it.

use cobro_domain::{
    ids::{InvoiceId, PaymentId},
    locale::parse_amount,
    method::Method,
};
use cobro_ledger::views::invoices;
use serde::{Deserialize, Serialize};

use super::{Amount, CommandError, Millis};
use crate::{
    entered::{EnterError, HandRefund, RefundOf, came},
    till::Till,
};

/// The ways in which a person gives money back.
const GIVEN_BY: [Method; 3] = [Method::CASH, Method::TRANSFER, Method::TERMINAL];

/// A payment of which something can be given back by hand.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct HandRefundView {
    /// The payment.
    pub payment: String,
    /// How it came.
    pub method: String,
    /// When it came.
    pub at: Millis,
    /// What the bank, the provider or a person calls it.
    pub reference: Option<String>,
    /// What can be given back at most.
    pub available: Amount,
}

/// Money given back as it is typed.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct HandRefundForm {
    /// The invoice it was paid for.
    pub invoice: String,
    /// The payment.
    pub payment: String,
    /// How much.
    pub amount: String,
    /// `cash`, `transfer` or `terminal`.
    pub method: String,
    /// Who took it, or what the bank calls it.
    pub reference: String,
}

impl Till {
    /// The payments of an invoice of which something can be given back by hand, oldest first.
    ///
    /// # Errors
    /// When there is no such invoice or the books cannot be read.
    pub fn hand_refunds(&self, invoice: &str) -> Result<Vec<HandRefundView>, CommandError> {
        let id = InvoiceId::parse(invoice)?;
        let mut shown = Vec::new();
        let came = self.read(|reader| {
            let invoice = invoices::read(reader.conn(), id)?.ok_or(EnterError::NotFound)?;
            Ok::<_, EnterError>(came(reader.conn(), &invoice)?)
        })?;
        for came in came {
            let available = self.refundable(came.payment, RefundOf::Invoice(id))?;
            if available.is_positive() {
                shown.push(HandRefundView {
                    payment: came.payment.to_string(),
                    method: came.method.as_str().to_owned(),
                    at: came.at.into(),
                    reference: came.reference,
                    available: self.amount(available),
                });
            }
        }
        Ok(shown)
    }

    /// Books money that a person gave back, as it was typed.
    ///
    /// # Errors
    /// When something that was typed does not fit; nothing is then booked.
    pub fn refund_by_hand_form(&self, form: &HandRefundForm) -> Result<(), CommandError> {
        let method = GIVEN_BY.into_iter().find(|method| method.as_str() == form.method);
        self.refund_by_hand(&HandRefund {
            payment: PaymentId::parse(&form.payment)?,
            of: RefundOf::Invoice(InvoiceId::parse(&form.invoice)?),
            amount: parse_amount(&form.amount, self.currency(), self.locale())?,
            method: method.ok_or(CommandError::NotFound)?,
            reference: form.reference.clone(),
        })?;
        Ok(())
    }
}
