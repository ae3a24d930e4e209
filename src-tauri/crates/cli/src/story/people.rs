//! Who works at the till and what they approved, in words.

use cobro_till::books::{Fact, fact::Leaving};

#[expect(clippy::wildcard_enum_match_arm, reason = "the caller hands only what is about people")]
pub(super) fn tell(fact: &Fact) -> String {
    match fact {
        Fact::UserChanged(body) => {
            let word = if body.active { "may sign in" } else { "may not sign in" };
            format!("{} is a {}, {word}", body.user, body.role.word())
        }
        Fact::PinChanged(body) => format!("{} has another PIN", body.user),
        Fact::UserSignedIn(body) => format!("{} signed in", body.user),
        Fact::UserSignedOut(body) => match body.why {
            Leaving::Locked => format!("{} locked the till", body.user),
            Leaving::Idle => format!("the till of {} stood still and was locked", body.user),
            Leaving::Removed => format!("{} may work here no more", body.user),
        },
        Fact::UserLockedOut(body) => format!("{} wrong PINs of {}", body.failures, body.user),
        Fact::ApprovalGiven(body) => {
            format!("{} approved {} of {}", body.approver, body.permission, body.document)
        }
        Fact::PolicyChanged(body) => format!("what a {} may do changed", body.role.word()),
        Fact::UserErased(body) => format!("{} was forgotten", body.user),
        other => other.kind().to_owned(),
    }
}
