//! A fact of each kind that is about cards, pages, and what follows charges.

use cobro_domain::{
    act::ActKind,
    card::{CardBrand, CardKind},
    ids::{ActId, ChargeId, CustomerId, InvoiceId, PaymentId, RefundId},
    money::Currency,
    refund::RefundState,
};
use cobro_ledger::fact::{
    CaptureRequested, CardAsked, Fact, FollowUpFailed, HoldAuthorized, HoldEnd, HoldEnded,
    PageOffered, RefundBooked, RefundReported, RefundRequested, VoidRequested,
};

use crate::goods::{OPENED, bytes, merchant};

/// A card.
pub(crate) fn card(charge: ChargeId) -> Fact {
    Fact::CardAsked(CardAsked {
        charge,
        brand: Some(CardBrand::Visa),
        kind: CardKind::Credit,
        last_four: "0002".to_owned(),
        stored: true,
        hold_days: Some(30),
        currency: Currency::Mxn,
        months: 3,
        promotion: Some("12".to_owned()),
        each: 1_250,
        total: 3_750,
    })
}

/// A provider's page.
pub(crate) fn page(charge: ChargeId) -> Fact {
    Fact::PageOffered(PageOffered { charge, expires_at: OPENED })
}

/// Everything about a hold.
pub(crate) fn of_a_hold(charge: ChargeId, message: String) -> Vec<Fact> {
    let currency = Currency::Mxn;
    let act = ActId::new(OPENED, bytes(508));
    vec![
        Fact::HoldAuthorized(HoldAuthorized {
            charge,
            order: "844961245".to_owned(),
            attempt: "f0d6c4f6-0000-0000-0000-000000000002".to_owned(),
            currency,
            held: 3_750,
            lapses_at: OPENED,
            message: message.clone(),
        }),
        Fact::CaptureRequested(CaptureRequested { charge, act, currency, amount: 3_000 }),
        Fact::VoidRequested(VoidRequested { charge, act, reason: "sin existencia".to_owned() }),
        Fact::FollowUpFailed(FollowUpFailed {
            charge,
            what: ActKind::Capture,
            text: Some("NOT_ACCEPTED_TRANSACTION".to_owned()),
            attempt: Some("f0d6c4f6-0000-0000-0000-000000000003".to_owned()),
            message: Some(message.clone()),
        }),
        Fact::HoldEnded(HoldEnded { charge, end: HoldEnd::Voided, message }),
    ]
}

/// Everything about a refund.
pub(crate) fn of_a_refund(
    charge: ChargeId,
    invoice: InvoiceId,
    customer: CustomerId,
    message: String,
) -> Vec<Fact> {
    let currency = Currency::Mxn;
    let refund = RefundId::new(OPENED, bytes(509));
    let payment = PaymentId::new(OPENED, bytes(505));
    vec![
        Fact::RefundRequested(RefundRequested {
            refund,
            payment,
            charge,
            invoice,
            currency,
            amount: 300,
            by_hand: 50,
            reason: "devolución".to_owned(),
            order: "844961245".to_owned(),
            attempt: "f0d6c4f6-0000-0000-0000-000000000001".to_owned(),
            seen: vec!["f0d6c4f6-0000-0000-0000-000000000004".to_owned()],
        }),
        Fact::RefundReported(RefundReported {
            refund,
            state: RefundState::Undecided,
            text: Some("PENDING_REVIEW".to_owned()),
            attempt: Some("f0d6c4f6-0000-0000-0000-000000000005".to_owned()),
            message: Some(message.clone()),
        }),
        Fact::RefundBooked(RefundBooked {
            refund,
            payment,
            charge,
            invoice,
            account: merchant(),
            attempt: Some("f0d6c4f6-0000-0000-0000-000000000005".to_owned()),
            currency,
            amount: 300,
            credit: 100,
            late: true,
            postings: vec![
                (format!("clearing:{}", merchant()), -300),
                (format!("receivable:{}", customer), 200),
                (format!("store-credit:{}", customer), 100),
            ],
            message,
        }),
    ]
}
