//! What follows a charge, as lines of an invoice's timeline.

use cobro_domain::money::Money;
use cobro_ledger::fact::{Fact, HoldEnd};

/// A fact as a line of the timeline: kind, detail, amount.
#[expect(clippy::wildcard_enum_match_arm, reason = "the caller hands only what follows a charge")]
pub(super) fn told(fact: &Fact) -> (String, Option<String>, Option<Money>) {
    let kind = fact.kind().to_owned();
    match fact {
        Fact::CardAsked(body) => (kind, Some(body.last_four.clone()), None),
        Fact::HoldAuthorized(body) => (kind, None, Some(Money::new(body.held, body.currency))),
        Fact::CaptureRequested(body) => (kind, None, Some(Money::new(body.amount, body.currency))),
        Fact::VoidRequested(body) => (kind, Some(body.reason.clone()), None),
        Fact::FollowUpFailed(body) => {
            (format!("{}-failed", body.what.word()), body.text.clone(), None)
        }
        Fact::HoldEnded(body) => match body.end {
            HoldEnd::Voided => ("charge-voided".to_owned(), None, None),
            HoldEnd::Lapsed => ("charge-lapsed".to_owned(), None, None),
        },
        Fact::RefundRequested(body) => {
            (kind, Some(body.reason.clone()), Some(Money::new(body.amount, body.currency)))
        }
        Fact::RefundReported(body) => {
            (format!("refund-{}", body.state.word()), body.text.clone(), None)
        }
        Fact::RefundBooked(body) => (kind, None, Some(Money::new(body.amount, body.currency))),
        _ => (kind, None, None),
    }
}
