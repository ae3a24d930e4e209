//! The movements of a period as a statement tells them: one line for each fact.

use cobro_domain::{
    ids::CustomerId,
    method::Method,
    money::{Currency, Money, MoneyError},
    statement::{Moved, Movement, MovementKind, Period, Share},
    time::Timestamp,
};
use cobro_ledger::{
    Connection,
    fact::{Fact, Settlement},
    views::{
        charges,
        movements::{self, Part},
        timeline,
    },
};

use super::StatementError;

/// What moved on a customer's account in a period.
pub(super) fn within(
    conn: &Connection,
    customer: CustomerId,
    currency: Currency,
    period: Period,
) -> Result<Vec<Moved>, StatementError> {
    let parts = movements::within(conn, customer, currency, period)?;
    parts.chunk_by(|one, next| one.fact == next.fact).map(|parts| line(conn, parts)).collect()
}

/// One fact as one line with the balance after it; its parts stand the newest first.
pub(crate) fn newest_first(conn: &Connection, parts: &[Part]) -> Result<Movement, StatementError> {
    let oldest_first: Vec<_> = parts.iter().rev().cloned().collect();
    let balance = parts.first().map(|part| part.balance);
    let moved = line(conn, &oldest_first)?;
    let balance = balance.unwrap_or(Money::zero(moved.charged.currency()));
    Ok(Movement { moved, balance })
}

/// One fact as one line.
fn line(conn: &Connection, parts: &[Part]) -> Result<Moved, StatementError> {
    let Some(first) = parts.first() else {
        unreachable!("parts of one fact stand together, and there is one at least");
    };
    let (charged, credited) = sums(parts, first.owed.currency())?;
    let shares = parts.iter().filter_map(|part| {
        let (invoice, folio) = part.invoice.clone()?;
        Some(Share { invoice, folio, owed: part.owed })
    });
    let shares: Vec<_> = shares.collect();
    // An invoice says it all by its number; anything else is told by its fact.
    let told = match (first.kind, shares.first()) {
        (MovementKind::Invoice, Some(share)) => {
            Told { document: Some(share.folio.to_string()), ..Told::default() }
        }
        _ => told(conn, first.fact)?,
    };
    let Told { document, method, reference, received_at } = told;
    let (at, kind) = (first.at, first.kind);
    Ok(Moved { at, kind, document, method, reference, received_at, shares, charged, credited })
}

/// What raises the balance and what lowers it. Credit that is used does both.
fn sums(parts: &[Part], currency: Currency) -> Result<(Money, Money), MoneyError> {
    let (mut charged, mut credited) = (Money::zero(currency), Money::zero(currency));
    for part in parts {
        for change in [part.owed, part.credit.checked_neg()?] {
            if change.is_positive() {
                charged = charged.checked_add(change)?;
            } else {
                credited = credited.checked_sub(change)?;
            }
        }
    }
    Ok((charged, credited))
}

#[derive(Default)]
struct Told {
    document: Option<String>,
    method: Option<Method>,
    reference: Option<String>,
    received_at: Option<Timestamp>,
}

#[expect(clippy::too_many_lines, reason = "an arm for each kind of fact")]
fn told(conn: &Connection, fact: i64) -> Result<Told, StatementError> {
    let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let nothing = Told::default();
    Ok(match timeline::fact(conn, fact)?.decode()? {
        Fact::CashReceived(_) => Told { method: Some(Method::CASH), ..nothing },
        Fact::TenderReceived(body) => {
            Told { method: Some(body.method), reference: some(&body.reference), ..nothing }
        }
        Fact::PaymentReceived(body) => {
            let charge = charges::read(conn, body.charge)?;
            let method = charge.map(|charge| charge.method);
            Told { method, reference: some(&body.money_in), ..nothing }
        }
        Fact::PaymentCorrected(body) => {
            let charge = charges::read(conn, body.charge)?;
            Told { method: charge.map(|charge| charge.method), ..nothing }
        }
        Fact::CaseClosed(body) => {
            let method = (body.settled == Settlement::PaidBackInCash).then_some(Method::CASH);
            Told { method, reference: some(&body.note), ..nothing }
        }
        Fact::PaymentEntered(body) => Told {
            method: Some(body.method),
            reference: some(&body.reference),
            received_at: Some(body.received_at),
            ..nothing
        },
        Fact::RefundEntered(body) => {
            Told { method: Some(body.method), reference: some(&body.reference), ..nothing }
        }
        Fact::RefundBooked(body) => {
            let charge = charges::read(conn, body.charge)?;
            let reference = body.attempt.as_ref().and_then(some);
            Told { method: charge.map(|charge| charge.method), reference, ..nothing }
        }
        Fact::InvoiceVoided(body) => {
            let document = Some(body.folio.to_string());
            Told { document, reference: some(&body.reason), ..nothing }
        }
        Fact::GoodsReturned(body) => {
            let document = Some(body.folio.to_string());
            Told { document, reference: some(&body.reason), ..nothing }
        }
        Fact::TaxWithheld(body) => {
            let codes = body.taxes.iter().map(|withheld| withheld.tax.code());
            Told { reference: Some(codes.collect::<Vec<_>>().join(" + ")), ..nothing }
        }
        Fact::InvoiceIssued(_)
        | Fact::CreditApplied(_)
        | Fact::CustomersMerged(_)
        | Fact::TillOpened(_)
        | Fact::CompanyChanged(_)
        | Fact::MerchantAccountChanged(_)
        | Fact::ProductChanged(_)
        | Fact::PriceListChanged(_)
        | Fact::ImportBegun(_)
        | Fact::ImportEnded(_)
        | Fact::ImportTidied(_)
        | Fact::CustomerChanged(_)
        | Fact::CustomerErased(_)
        | Fact::UserChanged(_)
        | Fact::PinChanged(_)
        | Fact::UserSignedIn(_)
        | Fact::UserSignedOut(_)
        | Fact::UserLockedOut(_)
        | Fact::ApprovalGiven(_)
        | Fact::PolicyChanged(_)
        | Fact::UserErased(_)
        | Fact::ChargeRequested(_)
        | Fact::CardAsked(_)
        | Fact::PageOffered(_)
        | Fact::HoldAuthorized(_)
        | Fact::CaptureRequested(_)
        | Fact::VoidRequested(_)
        | Fact::FollowUpFailed(_)
        | Fact::HoldEnded(_)
        | Fact::RefundRequested(_)
        | Fact::RefundReported(_)
        | Fact::VoucherIssued(_)
        | Fact::ChargeReported(_)
        | Fact::ChargeRefused(_)
        | Fact::ChargeCancelled(_)
        | Fact::CaseOpened(_)
        | Fact::DocumentPrinted(_)
        | Fact::ShiftOpened(_)
        | Fact::CashMoved(_)
        | Fact::DrawerOpened(_)
        | Fact::QuoteIssued(_)
        | Fact::TipReceived(_)
        | Fact::QuoteWithdrawn(_)
        | Fact::DrawerCounted(_)
        | Fact::ShiftClosed(_) => nothing,
    })
}
