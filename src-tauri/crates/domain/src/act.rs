//! An act: one request to a provider that changes something there, written before it is sent.

use serde::{Deserialize, Serialize};

use crate::time::{Span, Timestamp};

/// What an act asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActKind {
    /// Issue a voucher, charge a card, or hold money on it.
    Submit,
    /// Take what is held, or a part of it.
    Capture,
    /// Let go what is held.
    Void,
    /// Give back what was taken, or a part of it.
    Refund,
}

impl ActKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Submit, Self::Capture, Self::Void, Self::Refund];

    /// The word in the ledger.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Capture => "capture",
            Self::Void => "void",
            Self::Refund => "refund",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Where an act stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActState {
    /// Waiting to be sent.
    Queued,
    /// Handed to the carrier; from here on the provider may know of it.
    Sending,
    /// The provider did it.
    Accepted,
    /// The provider refused it.
    Refused,
    /// Nobody knows what the provider did. The next step is a look-up, never a resend.
    Unknown,
    /// Given up before it was sent.
    Dropped,
}

/// What happens to an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActEvent {
    /// The carrier takes it.
    Send,
    /// The carrier is certain that no byte left.
    NeverLeft,
    /// The answer was lost, or the till died while sending.
    AnswerLost,
    /// The provider did it.
    Accepted,
    /// The provider refused it.
    Refused,
    /// The provider has proved not to know of it; the same reference may be sent again.
    Absent(AbsenceProof),
    /// Given up before it was sent.
    Drop,
}

/// A step that an act cannot take from where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an act that is {from:?} cannot take {event:?}")]
pub struct IllegalStep {
    /// Where the act stands.
    pub from: ActState,
    /// What should have happened.
    pub event: ActEvent,
}

impl ActState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Queued, Self::Sending, Self::Accepted, Self::Refused, Self::Unknown, Self::Dropped];

    /// The word in the ledger.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Dropped => "dropped",
        }
    }

    /// The state with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether something is still to be done about it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Sending | Self::Unknown)
    }

    /// The state after `event`.
    ///
    /// # Errors
    /// [`IllegalStep`]; above all, an unknown act is never sent again without a proof of
    /// absence, and what was sent is never queued again unless it certainly never left.
    pub const fn after(self, event: ActEvent) -> Result<Self, IllegalStep> {
        match (self, event) {
            (Self::Queued, ActEvent::Send) => Ok(Self::Sending),
            (Self::Queued, ActEvent::Drop) => Ok(Self::Dropped),
            (Self::Sending, ActEvent::NeverLeft) => Ok(Self::Queued),
            (Self::Sending, ActEvent::AnswerLost) => Ok(Self::Unknown),
            (Self::Sending | Self::Unknown, ActEvent::Accepted) => Ok(Self::Accepted),
            (Self::Sending | Self::Unknown, ActEvent::Refused) => Ok(Self::Refused),
            (Self::Unknown, ActEvent::Absent(_)) => Ok(Self::Queued),
            (from, event) => Err(IllegalStep { from, event }),
        }
    }
}

/// When a provider's "not found" proves that it does not know of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AbsenceRule {
    /// How many look-ups must find nothing.
    pub not_found: u32,
    /// How far apart the first and the last of them must be.
    pub apart: Span,
}

/// What may be done about an act whose answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayOut {
    /// Once the provider has proved not to know of it, the same request is sent again.
    Resend(AbsenceRule),
    /// It is never sent again by itself. Once look-ups have found nothing as often and for as
    /// long as this, a person decides.
    Person(AbsenceRule),
}

impl WayOut {
    /// When look-ups that find nothing say something.
    #[must_use]
    pub const fn rule(self) -> AbsenceRule {
        match self {
            Self::Resend(rule) | Self::Person(rule) => rule,
        }
    }
}

/// A proof that a provider does not know of an act. Only an [`AbsenceRule`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AbsenceProof(());

/// The look-ups of one act that found nothing, since it was last sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NotFound {
    /// How many there were.
    pub times: u32,
    /// When the first was.
    pub first: Option<Timestamp>,
}

impl NotFound {
    /// The record with one more look-up that found nothing.
    #[must_use]
    pub fn again(self, at: Timestamp) -> Self {
        Self { times: self.times.saturating_add(1), first: self.first.or(Some(at)) }
    }
}

impl AbsenceRule {
    /// The proof, if look-ups up to `now` are one.
    #[must_use]
    pub fn proof(self, looked: NotFound, now: Timestamp) -> Option<AbsenceProof> {
        let first = looked.first?;
        let long_enough = now.since(first) >= self.apart;
        (looked.times >= self.not_found && long_enough).then_some(AbsenceProof(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: AbsenceRule = AbsenceRule { not_found: 2, apart: Span::minutes(10) };

    #[test]
    fn steps_as_the_table_of_the_design_says() {
        let proof = AbsenceProof(());
        let events = [
            ActEvent::Send,
            ActEvent::NeverLeft,
            ActEvent::AnswerLost,
            ActEvent::Accepted,
            ActEvent::Refused,
            ActEvent::Absent(proof),
            ActEvent::Drop,
        ];
        let legal = [
            (ActState::Queued, ActEvent::Send, ActState::Sending),
            (ActState::Queued, ActEvent::Drop, ActState::Dropped),
            (ActState::Sending, ActEvent::NeverLeft, ActState::Queued),
            (ActState::Sending, ActEvent::AnswerLost, ActState::Unknown),
            (ActState::Sending, ActEvent::Accepted, ActState::Accepted),
            (ActState::Sending, ActEvent::Refused, ActState::Refused),
            (ActState::Unknown, ActEvent::Accepted, ActState::Accepted),
            (ActState::Unknown, ActEvent::Refused, ActState::Refused),
            (ActState::Unknown, ActEvent::Absent(proof), ActState::Queued),
        ];
        for from in ActState::ALL {
            for event in events {
                let expected = legal.iter().find(|row| row.0 == from && row.1 == event);
                assert_eq!(from.after(event).ok(), expected.map(|row| row.2), "{from:?} {event:?}");
            }
        }
    }

    #[test]
    fn words_are_read_back() {
        for kind in ActKind::ALL {
            assert_eq!(ActKind::from_word(kind.word()), Some(kind));
        }
        for state in ActState::ALL {
            assert_eq!(ActState::from_word(state.word()), Some(state));
        }
        assert_eq!(ActKind::from_word("push"), None);
    }

    #[test]
    fn absence_takes_two_look_ups_ten_minutes_apart() {
        let at = |minutes| Timestamp::from_millis(0).plus(Span::minutes(minutes));
        let once = NotFound::default().again(at(0));
        assert_eq!(RULE.proof(NotFound::default(), at(60)), None);
        assert_eq!(RULE.proof(once, at(60)), None);
        assert_eq!(RULE.proof(once.again(at(9)), at(9)), None);
        assert!(RULE.proof(once.again(at(10)), at(10)).is_some());
    }
}
