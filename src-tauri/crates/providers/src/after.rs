//! What follows a charge: capturing, letting go, giving back; and what a provider says of it.

use cobro_domain::{act::ActKind, money::Money, time::Timestamp};

use crate::outcome::{AttemptId, Decline, MoneyIn, MoneyInId, OrderId};

/// Money that is held and is to be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// The provider's number for the charge.
    pub order: OrderId,
    /// Its number for the attempt that holds the money.
    pub attempt: AttemptId,
    /// How much is held.
    pub held: Money,
    /// How much to take; the rest is let go. All of it when nobody says.
    pub part: Option<Money>,
    /// The language of the provider's messages, as ISO 639-1.
    pub language: String,
}

impl Capture {
    /// How much is to be taken.
    #[must_use]
    pub fn amount(&self) -> Money {
        self.part.unwrap_or(self.held)
    }
}

/// Money that is held and is to be let go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Void {
    /// The provider's number for the charge.
    pub order: OrderId,
    /// Its number for the attempt that holds the money.
    pub attempt: AttemptId,
    /// How much is held.
    pub held: Money,
    /// Why, for the people at the provider.
    pub reason: String,
    /// The language of the provider's messages, as ISO 639-1.
    pub language: String,
}

/// Money that is to be given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// The provider's number for the charge.
    pub order: OrderId,
    /// Its number for the attempt that took the money: a capture where there was one.
    pub attempt: AttemptId,
    /// How much was taken.
    pub taken: Money,
    /// How much to give back; all of it when nobody says.
    pub part: Option<Money>,
    /// Why, for the people at the provider.
    pub reason: String,
    /// The language of the provider's messages, as ISO 639-1.
    pub language: String,
}

impl Refund {
    /// How much is to be given back.
    #[must_use]
    pub fn amount(&self) -> Money {
        self.part.unwrap_or(self.taken)
    }
}

/// What a provider says of a capture, a void or a refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// Which of them it is; never a submit.
    pub kind: ActKind,
    /// The provider's number for it. A refund gets one when it is decided.
    pub attempt: Option<AttemptId>,
    /// Where it stands.
    pub state: FollowUpState,
    /// How much it is about: what was asked for in the answer to an act, the provider's own
    /// amount in a look-up. `Err` holds the text that is no amount.
    pub amount: Result<Money, String>,
    /// When, by the provider's clock; not always to be trusted.
    pub at: Option<Timestamp>,
}

/// Where a capture, a void or a refund stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FollowUpState {
    /// The provider has it, and somebody there decides, perhaps for days. Look-ups may say
    /// nothing of it meanwhile, and it is not asked for again.
    Undecided,
    /// It was done.
    Done,
    /// It was refused; nothing happened.
    Declined(Decline),
    /// A word this version does not know, or a failure that may have been a success. People
    /// see the word.
    Unrecognised {
        /// The word.
        raw: String,
    },
}

impl FollowUp {
    /// The money that a capture brought, if it was done and has a number to post it by.
    #[must_use]
    pub fn money_in(&self) -> Option<MoneyIn> {
        let id = self.attempt.as_ref().map(|attempt| MoneyInId(attempt.0.clone()))?;
        let done = self.kind == ActKind::Capture && self.state == FollowUpState::Done;
        done.then(|| MoneyIn { id, amount: self.amount.clone(), at: self.at })
    }
}
