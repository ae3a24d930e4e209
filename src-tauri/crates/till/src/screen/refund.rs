//! Money that goes back through the provider, as the window shows and asks for it.

use cobro_domain::{
    ids::{ChargeId, InvoiceId, PaymentId},
    locale::parse_amount,
};
use cobro_ledger::{
    LedgerError,
    views::{
        cards,
        charges::{self, Charge},
        invoices, payments,
        refunds::Refund,
    },
};
use cobro_providers::capabilities::{RefundBar, RefundSplit};
use serde::{Deserialize, Serialize};

use super::{Amount, CommandError, Millis};
use crate::{
    after::{RefundOffer, RefundOrder},
    till::Till,
};

/// How an amount goes back.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RefundSplitView {
    /// To the card, by the provider.
    pub by_provider: Amount,
    /// In the payer's hand, by a person.
    pub by_hand: Amount,
}

/// A refund that nobody has decided yet.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct UndecidedRefundView {
    /// How much the provider was asked for.
    pub amount: Amount,
    /// Since when.
    pub since: Millis,
    /// From when people ask the provider themselves.
    pub patience_until: Millis,
}

/// A payment of which something can go back to a card.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CardRefundView {
    /// The charge it came by.
    pub charge: String,
    /// The payment.
    pub payment: String,
    /// How it was paid: `card` or `link`.
    pub method: String,
    /// The last digits of the card, as far as they are known here.
    pub last_four: Option<String>,
    /// When it came.
    pub at: Millis,
    /// What is left to give back.
    pub left: Amount,
    /// How all of that would go back.
    pub split: RefundSplitView,
    /// The provider gives back multiples of this only.
    pub unit: Amount,
    /// From when the provider takes a refund, if that is still to come.
    pub from: Option<Millis>,
    /// Until when it took one, if that is over.
    pub until: Option<Millis>,
    /// A refund that is not decided yet; no other can be asked for meanwhile.
    pub undecided: Option<UndecidedRefundView>,
}

/// A refund as it is typed.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CardRefundForm {
    /// The charge.
    pub charge: String,
    /// The payment.
    pub payment: String,
    /// How much, all in all.
    pub amount: String,
    /// Why.
    pub reason: String,
}

impl Till {
    /// The payments of an invoice of which something can go back to a card, oldest first.
    ///
    /// # Errors
    /// When there is no such invoice or the books cannot be read.
    pub fn card_refunds(&self, invoice: &str) -> Result<Vec<CardRefundView>, CommandError> {
        let id = InvoiceId::parse(invoice)?;
        let came = self.read(|reader| {
            let conn = reader.conn();
            let Some(invoice) = invoices::read(conn, id)? else { return Ok(Vec::new()) };
            let mut came = Vec::new();
            for charge in charges::of_invoice(conn, invoice.arrival)? {
                let card = cards::read(conn, charge.id)?.map(|card| card.last_four);
                if card.is_none() && cards::page_until(conn, charge.id)?.is_none() {
                    continue;
                }
                let mut paid = payments::of_invoice(conn, invoice.arrival)?;
                paid.retain(|one| one.charge == Some(charge.id) && one.amount.is_positive());
                let paid = paid.into_iter().map(|payment| (payment.id, payment.at));
                came.push((charge, card, paid.collect::<Vec<_>>()));
            }
            Ok::<_, LedgerError>(came)
        })?;
        let mut shown = Vec::new();
        for (charge, last_four, paid) in came {
            for (payment, at) in paid {
                let offer = self.refund_offer(charge.id, payment)?;
                if offer.left.is_positive() || offer.undecided.is_some() {
                    let card = (payment, last_four.clone(), at.into());
                    shown.push(self.card_refund(&charge, card, offer)?);
                }
            }
        }
        Ok(shown)
    }

    fn card_refund(
        &self,
        charge: &Charge,
        (payment, last_four, at): (PaymentId, Option<String>, Millis),
        offer: RefundOffer,
    ) -> Result<CardRefundView, CommandError> {
        let (from, until) = match offer.bar {
            Some(RefundBar::TooEarly { from }) => (Some(from.into()), None),
            Some(RefundBar::TooLate { until }) => (None, Some(until.into())),
            None => (None, None),
        };
        let undecided = offer.undecided.map(|refund| self.undecided(&refund)).transpose()?;
        Ok(CardRefundView {
            charge: charge.id.to_string(),
            payment: payment.to_string(),
            method: charge.method.as_str().to_owned(),
            last_four,
            at,
            left: self.amount(offer.left),
            split: self.split_view(offer.split),
            unit: self.amount(offer.unit),
            from,
            until,
            undecided,
        })
    }

    fn undecided(&self, refund: &Refund) -> Result<UndecidedRefundView, CommandError> {
        Ok(UndecidedRefundView {
            amount: self.amount(refund.amount),
            since: refund.requested_at.into(),
            patience_until: self.refund_patience(refund)?.into(),
        })
    }

    fn split_view(&self, split: RefundSplit) -> RefundSplitView {
        RefundSplitView {
            by_provider: self.amount(split.by_provider),
            by_hand: self.amount(split.by_hand),
        }
    }

    /// How an amount that is being typed would go back.
    ///
    /// # Errors
    /// When it is no amount, or the charge is not there.
    pub fn refund_split_view(
        &self,
        charge: &str,
        amount: &str,
    ) -> Result<RefundSplitView, CommandError> {
        let amount = parse_amount(amount, self.currency(), self.locale())?;
        Ok(self.split_view(self.refund_split(ChargeId::parse(charge)?, amount)?))
    }

    /// Asks the provider to give back what was typed.
    ///
    /// # Errors
    /// When it does not fit, or the provider cannot be asked; nothing was then asked for.
    pub fn card_refund_form(&self, form: &CardRefundForm) -> Result<(), CommandError> {
        self.refund(&RefundOrder {
            charge: ChargeId::parse(&form.charge)?,
            payment: PaymentId::parse(&form.payment)?,
            amount: parse_amount(&form.amount, self.currency(), self.locale())?,
            reason: form.reason.clone(),
        })?;
        Ok(())
    }
}
