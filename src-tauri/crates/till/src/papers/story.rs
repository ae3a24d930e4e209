//! How an invoice was paid and how it ended, as its paper tells it.

use cobro_documents::{Deferred, Tender};
use cobro_domain::{method::Method, money::Money, time::Timestamp};
use cobro_ledger::{
    Connection, LedgerError,
    fact::{CashReceived, Fact, InvoiceVoided, TipReceived},
    views::{cards, charges, invoices, timeline},
};

/// What the facts of an invoice say about how it was paid and how it ended.
#[derive(Default)]
pub(super) struct Story {
    pub(super) tenders: Vec<Tender>,
    pub(super) rounding: Option<Money>,
    pub(super) change: Option<Money>,
    pub(super) tip: Option<Money>,
    pub(super) voided: Option<(InvoiceVoided, Timestamp)>,
}

impl Story {
    pub(super) fn of(conn: &Connection, invoice: &invoices::Invoice) -> Result<Self, LedgerError> {
        let mut story = Self::default();
        for stored in timeline::of(conn, invoice.arrival)?.iter().rev() {
            let fact = stored.decode()?;
            if let Fact::CashReceived(cash) = fact {
                story.cash(&cash);
            } else if let Fact::PaymentReceived(paid) = fact {
                let charge = charges::read(conn, paid.charge)?;
                let method = charge.as_ref().map(|charge| charge.method.as_str().to_owned());
                let card = cards::read(conn, paid.charge)?.filter(|card| card.months > 1);
                let deferred = card.zip(charge).map(|(card, charge)| Deferred {
                    months: card.months,
                    original: charge.amount,
                    each: card.each,
                    total: card.total,
                });
                let amount = Money::new(paid.amount, paid.currency);
                story.tenders.push(Tender { method: method.unwrap_or_default(), amount, deferred });
            } else if let Fact::TenderReceived(tender) = fact {
                let method = tender.method.as_str().to_owned();
                let amount = Money::new(tender.amount, tender.currency);
                story.tenders.push(Tender { method, amount, deferred: None });
            } else if let Fact::TipReceived(tip) = fact {
                story.tip(&tip);
            } else if let Fact::CreditApplied(used) = fact {
                let own = used.allocations.iter().filter(|(id, _)| *id == invoice.id);
                let amount = Money::new(own.map(|(_, minor)| minor).sum(), used.currency);
                let method = Method::CREDIT.as_str().to_owned();
                story.tenders.push(Tender { method, amount, deferred: None });
            } else if let Fact::InvoiceVoided(voided) = fact {
                story.voided = Some((voided, stored.at));
                // It stays with whoever served: a credit note takes nothing of it back.
                story.tip = None;
            }
        }
        Ok(story)
    }

    /// A slip of the terminal says both amounts as one; what was handed over in cash does anyway.
    fn tip(&mut self, tip: &TipReceived) {
        let sum =
            |before: Money| Money::new(before.minor().saturating_add(tip.amount), tip.currency);
        self.tip = Some(sum(self.tip.unwrap_or(Money::zero(tip.currency))));
        let slip = self.tenders.last_mut().filter(|_| tip.method != Method::CASH);
        if let Some(slip) = slip {
            slip.amount = sum(slip.amount);
        }
    }

    fn cash(&mut self, cash: &CashReceived) {
        let money = |minor| Money::new(minor, cash.currency);
        self.tenders.push(Tender {
            method: "cash".to_owned(),
            amount: money(cash.tendered),
            deferred: None,
        });
        if cash.rounding != 0 {
            self.rounding = Some(money(cash.rounding));
        }
        if cash.change != 0 {
            self.change = Some(money(cash.change));
        }
    }
}
