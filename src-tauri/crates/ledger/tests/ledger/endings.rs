//! What becomes of a charge's money and of an invoice, as golden facts.

use cobro_domain::{
    ids::{CaseId, CreditNoteId, PaymentId},
    money::Currency,
};
use cobro_ledger::fact::{
    CaseClosed, CaseOpened, Correction, Fact, InvoiceVoided, Matter, PaymentCorrected,
    PaymentReceived, Settlement,
};

use crate::{
    golden::{charge, customer, folio, invoice, message},
    goods::{OPENED, bytes, merchant},
};

pub(crate) fn of_its_money() -> Vec<Fact> {
    let (invoice, charge, message) = (invoice(), charge(), message());
    let receivable = format!("receivable:{}", customer());
    let clearing = format!("clearing:{}", merchant());
    vec![
        Fact::PaymentReceived(PaymentReceived {
            payment: PaymentId::new(OPENED, bytes(505)),
            charge,
            invoice,
            account: merchant(),
            money_in: "f0d6c4f6-0000-0000-0000-000000000001".to_owned(),
            currency: Currency::Mxn,
            amount: 4_000,
            allocated: 3_750,
            late: true,
            mismatch: true,
            postings: vec![
                (clearing.clone(), 4_000),
                (receivable, -3_750),
                (format!("store-credit:{}", customer()), -250),
            ],
            message: message.clone(),
        }),
        Fact::PaymentCorrected(PaymentCorrected {
            charge,
            invoice,
            account: merchant(),
            correction: Correction::Contested,
            currency: Currency::Mxn,
            amount: 4_000,
            postings: vec![(clearing, -4_000), ("disputed".to_owned(), 4_000)],
            message,
        }),
    ]
}

pub(crate) fn of_its_end() -> Vec<Fact> {
    let (invoice, charge) = (invoice(), charge());
    let (case, receivable) =
        (CaseId::new(OPENED, bytes(506)), format!("receivable:{}", customer()));
    vec![
        Fact::CaseOpened(CaseOpened {
            case,
            matter: Matter::DoublePayment,
            invoice,
            charge,
            detail: "two movements".to_owned(),
        }),
        Fact::CaseClosed(CaseClosed {
            case,
            invoice,
            settled: Settlement::PaidBackInCash,
            note: "devuelto en caja, firmó".to_owned(),
            currency: Currency::Mxn,
            surplus: 250,
            postings: vec![
                (format!("store-credit:{}", customer()), 250),
                ("cash:1".to_owned(), -250),
            ],
        }),
        crate::returns::golden(invoice, customer()),
        Fact::InvoiceVoided(InvoiceVoided {
            invoice,
            credit_note: CreditNoteId::new(OPENED, bytes(507)),
            folio: folio("A-NC"),
            reason: "devolución".to_owned(),
            currency: Currency::Mxn,
            postings: vec![
                (receivable, -5_750),
                ("sales".to_owned(), 4_957),
                ("tax:IVA".to_owned(), 793),
            ],
        }),
    ]
}
