//! What a person types into a customer's account.

use cobro_domain::{
    ids::{CustomerId, InvoiceId, PaymentId, RefundId},
    method::Method,
    money::Currency,
    withholding::{IVA_OF_FEES, WithheldTax},
};
use cobro_ledger::fact::{
    CreditApplied, CustomersMerged, Fact, PaymentEntered, RefundEntered, TaxWithheld, Withheld,
};

use crate::{
    goods::{OPENED, bytes, merchant},
    shop::Shop,
};

/// All of it once, and a customer who turns out to be another.
pub(crate) fn on_a_busy_day(shop: &mut Shop, customer: CustomerId) {
    let invoice = shop.issue(Some(customer), &[9_000]);
    let payment = PaymentId::new(shop.now(), shop.next_id());
    for fact in facts(customer, invoice, payment) {
        shop.append(&fact);
    }
    let gone = CustomerId::new(shop.now(), shop.next_id());
    shop.issue(Some(gone), &[700]);
    let postings =
        vec![(format!("receivable:{gone}"), -700), (format!("receivable:{customer}"), 700)];
    let (kept, currency) = (customer, Currency::Mxn);
    shop.append(&Fact::CustomersMerged(CustomersMerged { gone, kept, currency, postings }));
}

/// Money typed by hand, credit used, taxes withheld, and money given back for it.
pub(crate) fn facts(customer: CustomerId, invoice: InvoiceId, payment: PaymentId) -> Vec<Fact> {
    let currency = Currency::Mxn;
    let (receivable, credit) =
        (format!("receivable:{customer}"), format!("store-credit:{customer}"));
    vec![
        Fact::PaymentEntered(PaymentEntered {
            payment,
            customer,
            method: Method::named("transfer"),
            received_at: OPENED,
            reference: "SPEI 0123, «agosto»".to_owned(),
            currency,
            amount: 1_500,
            allocations: vec![(invoice, 900), (invoice, 100)],
            credit: 500,
            postings: vec![
                ("bank".to_owned(), 1_500),
                (receivable.clone(), -900),
                (receivable.clone(), -100),
                (credit.clone(), -500),
            ],
        }),
        Fact::CreditApplied(CreditApplied {
            customer,
            currency,
            amount: 300,
            allocations: vec![(invoice, 300)],
            postings: vec![(credit.clone(), 300), (receivable.clone(), -300)],
        }),
        Fact::TaxWithheld(TaxWithheld {
            invoice,
            account: merchant(),
            currency,
            taxes: vec![
                Withheld { tax: WithheldTax::Isr, rate: None, amount: 100 },
                Withheld { tax: WithheldTax::Iva, rate: Some(IVA_OF_FEES), amount: 107 },
            ],
            amount: 207,
            postings: vec![
                ("withheld:ISR".to_owned(), 100),
                ("withheld:IVA".to_owned(), 107),
                (receivable.clone(), -207),
            ],
        }),
        Fact::RefundEntered(RefundEntered {
            refund: RefundId::new(OPENED, bytes(510)),
            payment,
            invoice: Some(invoice),
            method: Method::named("transfer"),
            reference: "A la cuenta de Ana".to_owned(),
            currency,
            amount: 400,
            credit: 150,
            postings: vec![(receivable, 250), (credit, 150), ("bank".to_owned(), -400)],
        }),
    ]
}
