//! Money that a person gives back, as the window shows and takes it.

use std::collections::BTreeSet;

use cobro_domain::{
    ids::{InvoiceId, PaymentId},
    locale::parse_amount,
    method::Method,
};
use cobro_ledger::views::{
    allocations::{self, Source},
    charges, entered, invoices, payments,
};
use serde::{Deserialize, Serialize};

use super::{Amount, CommandError, Millis};
use crate::{
    entered::{EnterError, HandRefund, RefundOf},
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

/// A payment of an invoice, before it is known what of it can go back.
struct Came {
    payment: PaymentId,
    method: Method,
    at: Millis,
    reference: Option<String>,
}

impl Till {
    /// The payments of an invoice of which something can be given back by hand, oldest first.
    ///
    /// # Errors
    /// When there is no such invoice or the books cannot be read.
    pub fn hand_refunds(&self, invoice: &str) -> Result<Vec<HandRefundView>, CommandError> {
        let id = InvoiceId::parse(invoice)?;
        let mut shown = Vec::new();
        for came in self.came(id)? {
            let available = self.refundable(came.payment, RefundOf::Invoice(id))?;
            if available.is_positive() {
                shown.push(HandRefundView {
                    payment: came.payment.to_string(),
                    method: came.method.as_str().to_owned(),
                    at: came.at,
                    reference: came.reference,
                    available: self.amount(available),
                });
            }
        }
        Ok(shown)
    }

    fn came(&self, id: InvoiceId) -> Result<Vec<Came>, CommandError> {
        let found = self.read(|reader| {
            let conn = reader.conn();
            let invoice = invoices::read(conn, id)?.ok_or(EnterError::NotFound)?;
            let mut all = Vec::new();
            let direct = payments::of_invoice(conn, invoice.arrival)?;
            for came in direct.into_iter().filter(|came| came.amount.is_positive()) {
                let charge = came.charge.map(|charge| charges::read(conn, charge)).transpose()?;
                let method = charge.flatten().map(|charge| charge.method).or(came.method);
                let method = method.unwrap_or(Method::CASH);
                let at = came.at.into();
                all.push(Came { payment: came.id, method, at, reference: came.money_in });
            }
            let typed = allocations::of_invoice(conn, invoice.arrival)?;
            let typed = typed.into_iter().filter(|one| one.from == Source::Entered);
            let typed: BTreeSet<PaymentId> = typed.filter_map(|one| one.payment).collect();
            for payment in typed {
                let Some(one) = entered::read(conn, payment)? else { continue };
                let reference = Some(one.reference).filter(|text| !text.is_empty());
                let at = one.received_at.into();
                all.push(Came { payment, method: one.method, at, reference });
            }
            Ok::<_, EnterError>(all)
        })?;
        Ok(found)
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
