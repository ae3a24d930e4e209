//! What a shop does about money that is contested, and about what a person has to look at.

use cobro_domain::{
    ids::{CaseId, ChargeId, InvoiceId},
    money::Currency,
};
use cobro_ledger::{
    fact::{
        CaseClosed, CaseOpened, Correction, Fact, Matter, PaymentCorrected, Posted, Settlement,
    },
    views::{charges, invoices, payments},
};

use crate::{
    goods::{merchant, receivable},
    shop::Shop,
};

impl Shop {
    /// Money of a charge is contested, ours again, or taken back; how much, if any.
    pub(crate) fn correct(&mut self, charge: ChargeId, correction: Correction) -> i64 {
        let conn = self.ledger().conn();
        let charged = charges::read(conn, charge).unwrap().unwrap();
        let invoice = invoices::at(conn, charged.invoice).unwrap();
        let came = payments::of_invoice(conn, charged.invoice).unwrap();
        let came = came.iter().filter(|payment| payment.charge == Some(charge));
        let came: i64 = came.map(|payment| payment.amount.minor()).sum();
        let (contested, clearing) = (charged.contested.minor(), format!("clearing:{}", merchant()));
        let disputed = "disputed".to_owned();
        let (amount, mut postings): (i64, Vec<Posted>) = match correction {
            Correction::Contested => {
                let more = came - contested;
                (more, vec![(clearing, -more), (disputed, more)])
            }
            Correction::Restored => {
                (contested, vec![(disputed, -contested), (clearing, contested)])
            }
            Correction::Reversed => {
                let owed = invoice.due().unwrap().minor();
                let again = (owed + came).max(0) - owed.max(0);
                let postings = vec![
                    (disputed, -contested),
                    (clearing, contested - came),
                    (receivable(invoice.customer), again),
                    ("unapplied".to_owned(), came - again),
                ];
                (came, postings)
            }
        };
        postings.retain(|(_, minor)| *minor != 0);
        if amount != 0 {
            self.append(&Fact::PaymentCorrected(PaymentCorrected {
                charge,
                invoice: invoice.id,
                account: merchant(),
                correction,
                currency: Currency::Mxn,
                amount,
                postings,
                message: "45".repeat(32),
            }));
        }
        amount
    }

    /// A matter for a person.
    pub(crate) fn case(&mut self, charge: ChargeId, invoice: InvoiceId, matter: Matter) -> CaseId {
        let case = CaseId::new(self.now(), self.next_id());
        let detail = "it was reported twice".to_owned();
        self.append(&Fact::CaseOpened(CaseOpened { case, matter, invoice, charge, detail }));
        case
    }

    /// A person closes it and takes `surplus` off the invoice.
    pub(crate) fn close_case(
        &mut self,
        case: CaseId,
        invoice: InvoiceId,
        settled: Settlement,
        surplus: i64,
    ) {
        let account = match settled {
            Settlement::Accepted | Settlement::KeptAsCredit => None,
            Settlement::PaidBackInCash => Some("cash:1"),
            Settlement::PaidBackByTransfer => Some("bank"),
        };
        let entry =
            |account: &str| vec![("unapplied".to_owned(), surplus), (account.to_owned(), -surplus)];
        let note = "the customer signed for it".to_owned();
        self.append(&Fact::CaseClosed(CaseClosed {
            case,
            invoice,
            settled,
            note,
            currency: Currency::Mxn,
            surplus,
            postings: account.filter(|_| surplus != 0).map(entry).unwrap_or_default(),
        }));
    }
}
