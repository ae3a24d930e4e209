//! Captures, voids and refunds: they name the order and the transaction that they follow.

use cobro_domain::money::Money;

use super::{SUBMIT, amount, cut, given, language, merchant, number, post, string, submit::values};
use crate::{
    after::{Capture, Refund, Void},
    outcome::{AttemptId, OrderId},
    payu::{
        account::Account,
        methods::REFUND,
        wire::{card as wire, request::Values},
    },
    provider::ProviderError,
    wire::Request,
};

/// How much of a reason PayU is told.
const REASON_MAX: usize = 255;

/// The request that takes what is held.
pub(crate) fn capture(account: &Account, capture: &Capture) -> Result<Request, ProviderError> {
    within(capture.amount(), capture.held)?;
    let part = capture.part.filter(|part| *part != capture.held).map(amount).transpose()?;
    let part = part.map(|text| values(number(&text)));
    let follow = Follow { kind: "CAPTURE", part, reason: None, speaking: &capture.language };
    Ok(follow.request(account, &capture.order, &capture.attempt))
}

/// The request that lets go what is held.
pub(crate) fn void(account: &Account, void: &Void) -> Request {
    let reason = given(Some(&void.reason));
    let follow = Follow { kind: "VOID", part: None, reason, speaking: &void.language };
    follow.request(account, &void.order, &void.attempt)
}

/// The request that gives back what was taken. PayU gives whole pesos back; what is left of an
/// amount is for a person to pay.
pub(crate) fn refund(account: &Account, refund: &Refund) -> Result<Request, ProviderError> {
    within(refund.amount(), refund.taken)?;
    let split = REFUND.split(refund.amount()).map_err(|_| ProviderError::Amount)?;
    if !split.by_hand.is_zero() {
        return Err(ProviderError::Amount);
    }
    let part = refund.part.filter(|part| *part != refund.taken).map(amount).transpose()?;
    let part = part.map(|text| values(string(&text)));
    // The one place where PayU's documents write an amount as text.
    let kind = if part.is_some() { "PARTIAL_REFUND" } else { "REFUND" };
    let follow =
        Follow { kind, part, reason: given(Some(&refund.reason)), speaking: &refund.language };
    Ok(follow.request(account, &refund.order, &refund.attempt))
}

/// Refuses an amount that is none, or more than there is.
fn within(wanted: Money, all: Money) -> Result<(), ProviderError> {
    amount(wanted)?;
    let left = all.checked_sub(wanted).map_err(|_| ProviderError::Amount)?;
    if left.minor() < 0 { Err(ProviderError::Amount) } else { Ok(()) }
}

/// What follows a charge.
struct Follow<'a> {
    kind: &'static str,
    /// The amount, unless it is all of it.
    part: Option<Values<'static>>,
    reason: Option<&'a str>,
    speaking: &'a str,
}

impl Follow<'_> {
    fn request(self, account: &Account, order: &OrderId, attempt: &AttemptId) -> Request {
        let message = wire::After {
            language: language(self.speaking),
            command: SUBMIT,
            merchant: merchant(account),
            transaction: wire::AfterTransaction {
                order: wire::KnownOrder { id: &order.0 },
                additional_values: self.part,
                r#type: self.kind,
                reason: self.reason.map(|reason| cut(reason, REASON_MAX)),
                parent_transaction_id: &attempt.0,
            },
            test: false,
        };
        post(account, &account.payments_url, &message)
    }
}
