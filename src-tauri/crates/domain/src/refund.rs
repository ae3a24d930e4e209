//! A refund: money given back, which a provider may take days to decide about.

use serde::{Deserialize, Serialize};

/// Where a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefundState {
    /// Decided here. The provider may or may not have heard of it.
    Requested,
    /// The provider has it and has not decided. It may say nothing about it meanwhile.
    Undecided,
    /// The payer gets the money.
    Approved,
    /// The provider refused. A new refund may be asked for.
    Declined,
    /// Paid back by a person, outside the provider.
    ByHand,
    /// The provider certainly never heard of it. A new refund may be asked for.
    Dropped,
}

/// What a legal move of a refund was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundMove {
    /// Nothing new.
    Unchanged,
    /// The refund moved on.
    Moved,
    /// The provider gave money back for a refund that had ended here: it counts, and a person
    /// looks at it, for it may have been given back twice.
    MovedLate,
}

/// A move that no report and no person can make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a refund that is {from:?} cannot become {to:?}")]
pub struct IllegalRefundMove {
    /// Where the refund stands.
    pub from: RefundState,
    /// Where it should have gone.
    pub to: RefundState,
}

impl RefundState {
    /// Every state.
    pub const ALL: [Self; 6] = [
        Self::Requested,
        Self::Undecided,
        Self::Approved,
        Self::Declined,
        Self::ByHand,
        Self::Dropped,
    ];

    /// The word in the ledger.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Undecided => "undecided",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::ByHand => "by-hand",
            Self::Dropped => "dropped",
        }
    }

    /// The state with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether the money may still go back, so that it counts against what is left to refund.
    #[must_use]
    pub const fn is_live(self) -> bool {
        match self {
            Self::Requested | Self::Undecided => true,
            Self::Approved | Self::Declined | Self::ByHand | Self::Dropped => false,
        }
    }

    /// Whether the payer has the money, or will.
    #[must_use]
    pub const fn is_given_back(self) -> bool {
        matches!(self, Self::Approved | Self::ByHand)
    }

    /// Moves to what a report or a person says.
    ///
    /// A refund that the provider has is only decided by the provider: nobody pays it back by
    /// hand, and nobody asks for it again, while it may still be approved.
    ///
    /// # Errors
    /// [`IllegalRefundMove`]; the refund stays as it is.
    pub const fn moved(self, to: Self) -> Result<RefundMove, IllegalRefundMove> {
        use RefundState as S;
        match (self, to) {
            (S::Requested, S::Requested)
            | (S::Undecided, S::Undecided)
            | (S::Approved, S::Approved)
            | (S::Declined, S::Declined)
            | (S::ByHand, S::ByHand)
            | (S::Dropped, S::Dropped) => Ok(RefundMove::Unchanged),
            (S::Requested, S::Undecided | S::Approved | S::Declined | S::ByHand | S::Dropped)
            | (S::Undecided, S::Approved | S::Declined) => Ok(RefundMove::Moved),
            (S::Declined | S::ByHand | S::Dropped, S::Approved) => Ok(RefundMove::MovedLate),
            (from, to) => Err(IllegalRefundMove { from, to }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_only_forward_and_never_away_from_what_the_provider_has() {
        use RefundState as S;
        let legal = [
            (S::Requested, vec![S::Undecided, S::Approved, S::Declined, S::ByHand, S::Dropped]),
            (S::Undecided, vec![S::Approved, S::Declined]),
            (S::Approved, vec![]),
            (S::Declined, vec![S::Approved]),
            (S::ByHand, vec![S::Approved]),
            (S::Dropped, vec![S::Approved]),
        ];
        assert_eq!(legal.len(), S::ALL.len());
        for (from, targets) in legal {
            for to in S::ALL {
                let moves = matches!(from.moved(to), Ok(RefundMove::Moved | RefundMove::MovedLate));
                assert_eq!(moves, targets.contains(&to), "{from:?} -> {to:?}");
            }
        }
        assert_eq!(S::ByHand.moved(S::Approved), Ok(RefundMove::MovedLate));
    }

    #[test]
    fn words_are_read_back() {
        for state in RefundState::ALL {
            assert_eq!(RefundState::from_word(state.word()), Some(state));
            assert!(!(state.is_live() && state.is_given_back()));
        }
    }
}
