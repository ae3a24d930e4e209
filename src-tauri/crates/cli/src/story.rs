//! The timeline of an invoice in words.

use cobro_domain::money::{Currency, Money};
use cobro_till::books::{
    Fact, LedgerError, StoredFact,
    fact::{
        CaseClosed, ChargeReported, Correction, DocumentPrinted, GoodsReturned, ImportOutcome,
        PaymentCorrected, PaymentReceived,
    },
};
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::output::Moment;

mod after;
mod people;
mod shift;

/// A fact, told.
#[derive(Debug, Serialize)]
pub(crate) struct Entry {
    pub(crate) at: Moment,
    pub(crate) actor: String,
    pub(crate) kind: String,
    version: i64,
    pub(crate) text: String,
    /// What the ledger holds; its shape belongs to the kind and the version.
    body: Box<RawValue>,
}

impl Entry {
    pub(crate) fn of(stored: &StoredFact, zone: &TimeZone) -> Result<Self, LedgerError> {
        let text = tell(&stored.decode()?);
        let body = RawValue::from_string(stored.body.clone()).map_err(|error| {
            LedgerError::Malformed { what: "a fact", detail: error.to_string() }
        })?;
        Ok(Self {
            at: Moment::new(stored.at, zone),
            actor: stored.actor.as_str().to_owned(),
            kind: stored.kind.clone(),
            version: stored.version,
            text,
            body,
        })
    }
}

fn money(minor: i64, currency: Currency) -> String {
    Money::new(minor, currency).to_string()
}

const fn ending(outcome: ImportOutcome) -> &'static str {
    match outcome {
        ImportOutcome::Merged => "taken over",
        ImportOutcome::Dropped => "dropped",
    }
}

#[expect(clippy::too_many_lines, reason = "an arm for each kind of fact")]
fn tell(fact: &Fact) -> String {
    match fact {
        Fact::TillOpened(body) => format!("the till was opened, series {}", body.series),
        Fact::CompanyChanged(_) => "the shop's data changed".to_owned(),
        Fact::MerchantAccountChanged(body) => format!("merchant account {} changed", body.name),
        Fact::ProductChanged(body) => format!("product {} changed", body.code),
        Fact::PriceListChanged(body) => format!("price list {} changed", body.name),
        Fact::ImportBegun(body) => format!("import of {} begun", body.file),
        Fact::ImportEnded(body) => format!("import {}", ending(body.outcome)),
        Fact::ImportTidied(_) => "import tidied up".to_owned(),
        Fact::CustomerChanged(_) => "a customer changed".to_owned(),
        Fact::CustomersMerged(_) => "two rows were of one customer".to_owned(),
        Fact::CustomerErased(_) => "a customer was forgotten".to_owned(),
        Fact::InvoiceIssued(body) => {
            format!("issued {} for {}", body.folio, money(body.total, body.currency))
        }
        Fact::CashReceived(body) => format!(
            "cash {}, change {}",
            money(body.tendered, body.currency),
            money(body.change, body.currency)
        ),
        Fact::TenderReceived(body) => {
            format!("{} {} at the counter", money(body.amount, body.currency), body.method)
        }
        Fact::ChargeRequested(body) => format!(
            "asked for {} by {}, reference {}",
            money(body.amount, body.currency),
            body.method,
            body.reference
        ),
        Fact::CardAsked(body) => format!("by card, ends in {}, in {}", body.last_four, body.months),
        Fact::PageOffered(_) => "the provider's page was offered".to_owned(),
        Fact::VoucherIssued(body) => format!("voucher issued, provider's order {}", body.order),
        Fact::ChargeReported(body) => reported(body),
        Fact::ChargeRefused(body) => format!("refused: {}", body.text),
        Fact::ChargeCancelled(_) => "given up; the voucher can be paid until it expires".to_owned(),
        Fact::HoldAuthorized(_)
        | Fact::CaptureRequested(_)
        | Fact::VoidRequested(_)
        | Fact::FollowUpFailed(_)
        | Fact::HoldEnded(_)
        | Fact::RefundRequested(_)
        | Fact::RefundReported(_)
        | Fact::RefundBooked(_) => after::tell(fact),
        Fact::PaymentReceived(body) => received(body),
        Fact::PaymentCorrected(body) => corrected(body),
        Fact::CaseOpened(body) => {
            format!("a person has to look: {}, {}", body.matter.word(), body.detail)
        }
        Fact::CaseClosed(body) => closed(body),
        Fact::InvoiceVoided(body) => {
            format!("voided by credit note {}: {}", body.folio, body.reason)
        }
        Fact::GoodsReturned(body) => returned(body),
        Fact::PaymentEntered(body) => format!(
            "paid {} by {}, typed by hand: {}",
            money(body.amount, body.currency),
            body.method,
            body.reference
        ),
        Fact::CreditApplied(body) => {
            format!("{} of the customer's credit used", money(body.amount, body.currency))
        }
        Fact::TaxWithheld(body) => {
            format!("{} of taxes withheld", money(body.amount, body.currency))
        }
        Fact::RefundEntered(body) => format!(
            "gave back {} by {}: {}",
            money(body.amount, body.currency),
            body.method,
            body.reference
        ),
        Fact::UserChanged(_)
        | Fact::PinChanged(_)
        | Fact::UserSignedIn(_)
        | Fact::UserSignedOut(_)
        | Fact::UserLockedOut(_)
        | Fact::ApprovalGiven(_)
        | Fact::PolicyChanged(_)
        | Fact::UserErased(_) => people::tell(fact),
        Fact::DocumentPrinted(DocumentPrinted { document, paper, .. }) => {
            format!("printed: {document}, {paper}")
        }
        Fact::ShiftOpened(_)
        | Fact::CashMoved(_)
        | Fact::DrawerOpened(_)
        | Fact::QuoteIssued(_)
        | Fact::TipReceived(_)
        | Fact::QuoteWithdrawn(_)
        | Fact::DrawerCounted(_)
        | Fact::ShiftClosed(_) => shift::tell(fact),
    }
}

fn reported(body: &ChargeReported) -> String {
    let state = body.state.map_or("a word this version does not know", |state| state.word());
    match &body.text {
        Some(text) => format!("the provider reports {state}: {text}"),
        None => format!("the provider reports {state}"),
    }
}

fn corrected(body: &PaymentCorrected) -> String {
    let amount = money(body.amount, body.currency);
    match body.correction {
        Correction::Contested => format!("{amount} of it is contested"),
        Correction::Restored => format!("{amount} of it is the shop's again"),
        Correction::Reversed => format!("{amount} was taken back and is owed again"),
    }
}

fn closed(body: &CaseClosed) -> String {
    let settled = body.settled.word();
    let surplus = money(body.surplus, body.currency);
    let amount = if body.surplus == 0 { String::new() } else { format!(" {surplus}") };
    format!("a person closed the case: {settled}{amount}, {}", body.note)
}

fn returned(body: &GoodsReturned) -> String {
    let total = money(body.total, body.currency);
    format!("goods for {total} came back, credit note {}: {}", body.folio, body.reason)
}

fn received(body: &PaymentReceived) -> String {
    let mut text = format!("paid {}", money(body.amount, body.currency));
    for (flag, word) in [(body.late, "late"), (body.mismatch, "another amount than was asked")] {
        if flag {
            text = format!("{text}, {word}");
        }
    }
    text
}
