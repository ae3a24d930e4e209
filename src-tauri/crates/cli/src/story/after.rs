//! What follows a charge, in words.

use cobro_till::books::{Fact, fact::HoldEnd};

use super::money;

#[expect(clippy::wildcard_enum_match_arm, reason = "the caller hands only what follows a charge")]
pub(super) fn tell(fact: &Fact) -> String {
    match fact {
        Fact::HoldAuthorized(body) => format!("holds {}", money(body.held, body.currency)),
        Fact::CaptureRequested(body) => {
            format!("asked to take {} of what is held", money(body.amount, body.currency))
        }
        Fact::VoidRequested(body) => format!("asked to let the hold go: {}", body.reason),
        Fact::FollowUpFailed(body) => match &body.text {
            Some(text) => format!("{} refused: {text}", body.what.word()),
            None => format!("{} never arrived", body.what.word()),
        },
        Fact::HoldEnded(body) => match body.end {
            HoldEnd::Voided => "the hold was let go".to_owned(),
            HoldEnd::Lapsed => "the hold ran out".to_owned(),
        },
        Fact::RefundRequested(body) => {
            format!("asked to give back {}: {}", money(body.amount, body.currency), body.reason)
        }
        Fact::RefundReported(body) => match &body.text {
            Some(text) => format!("the refund is {}: {text}", body.state.word()),
            None => format!("the refund is {}", body.state.word()),
        },
        Fact::RefundBooked(body) => format!("gave back {}", money(body.amount, body.currency)),
        other => other.kind().to_owned(),
    }
}
