//! A charge: one attempt to collect, and what the provider's reports say about the money.

use serde::{Deserialize, Serialize};

/// Where a charge stands, as the provider reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChargeState {
    /// Decided here; the provider has not said that it knows of it.
    Requested,
    /// The payer holds a voucher, a link or a QR, and has not paid.
    Pending,
    /// The money is held and not yet ours.
    Authorized,
    /// The money came in.
    Paid,
    /// Refused.
    Declined,
    /// The voucher ran out.
    Expired,
    /// Given up here; what the payer holds may still be paid.
    Cancelled,
    /// A hold that was let go.
    Voided,
    /// A hold that ran out.
    Lapsed,
    /// Paid, and contested by the payer's bank.
    Disputed,
    /// Paid, and taken back.
    Reversed,
}

/// What a legal move was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The report repeats what is known.
    Unchanged,
    /// The charge moved on.
    Moved,
    /// Money came for a charge that had ended: it counts, and a person looks at it.
    MovedLate,
}

/// A move that no report can make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a charge that is {from:?} cannot become {to:?}")]
pub struct IllegalMove {
    /// Where the charge stands.
    pub from: ChargeState,
    /// Where it should have gone.
    pub to: ChargeState,
}

impl ChargeState {
    /// Every state.
    pub const ALL: [Self; 11] = [
        Self::Requested,
        Self::Pending,
        Self::Authorized,
        Self::Paid,
        Self::Declined,
        Self::Expired,
        Self::Cancelled,
        Self::Voided,
        Self::Lapsed,
        Self::Disputed,
        Self::Reversed,
    ];

    /// The word in the ledger.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Pending => "pending",
            Self::Authorized => "authorized",
            Self::Paid => "paid",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Voided => "voided",
            Self::Lapsed => "lapsed",
            Self::Disputed => "disputed",
            Self::Reversed => "reversed",
        }
    }

    /// The state with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether money is still expected, so that the charge counts against overpaying.
    #[must_use]
    pub const fn is_live(self) -> bool {
        match self {
            Self::Requested | Self::Pending | Self::Authorized => true,
            Self::Paid
            | Self::Declined
            | Self::Expired
            | Self::Cancelled
            | Self::Voided
            | Self::Lapsed
            | Self::Disputed
            | Self::Reversed => false,
        }
    }

    /// Moves to what a report says.
    ///
    /// # Errors
    /// [`IllegalMove`] when the report contradicts what is known; the charge stays as it is.
    pub const fn moved(self, to: Self) -> Result<Move, IllegalMove> {
        use ChargeState as S;
        match (self, to) {
            (S::Requested, S::Requested)
            | (S::Pending, S::Pending)
            | (S::Authorized, S::Authorized)
            | (S::Paid, S::Paid)
            | (S::Declined, S::Declined)
            | (S::Expired, S::Expired)
            | (S::Cancelled, S::Cancelled)
            | (S::Voided, S::Voided)
            | (S::Lapsed, S::Lapsed)
            | (S::Disputed, S::Disputed)
            | (S::Reversed, S::Reversed) => Ok(Move::Unchanged),
            // A charge given up here keeps that word while the provider still waits.
            (S::Cancelled, S::Pending | S::Declined | S::Expired) => Ok(Move::Unchanged),
            (
                S::Requested,
                S::Pending | S::Authorized | S::Paid | S::Declined | S::Cancelled | S::Expired,
            )
            | (S::Pending, S::Authorized | S::Paid | S::Declined | S::Expired | S::Cancelled)
            | (S::Authorized, S::Paid | S::Voided | S::Lapsed)
            | (S::Paid, S::Disputed)
            | (S::Disputed, S::Paid | S::Reversed) => Ok(Move::Moved),
            (S::Declined | S::Expired | S::Cancelled | S::Voided | S::Lapsed, S::Paid) => {
                Ok(Move::MovedLate)
            }
            (from, to) => Err(IllegalMove { from, to }),
        }
    }
}

/// What is remarkable about an invoice, beside its state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Flags {
    /// Something was paid, and not all.
    pub partial: bool,
    /// More was paid than was owed.
    pub over: bool,
    /// Money came after the charge had ended.
    pub late: bool,
    /// The provider reports another amount or currency than was asked.
    pub mismatch: bool,
    /// A person marked it paid before the provider said so.
    pub marked: bool,
    /// A payment is contested.
    pub disputed: bool,
}

impl Flags {
    /// No flag.
    pub const NONE: Self = Self {
        partial: false,
        over: false,
        late: false,
        mismatch: false,
        marked: false,
        disputed: false,
    };

    /// The flags as bits, in the order of their fields, for the ledger.
    #[must_use]
    pub fn bits(self) -> i64 {
        let all = [self.partial, self.over, self.late, self.mismatch, self.marked, self.disputed];
        all.iter().rev().fold(0_i64, |bits, flag| (bits << 1) | i64::from(*flag))
    }

    /// The flags from [bits](Self::bits).
    #[must_use]
    pub const fn from_bits(bits: i64) -> Self {
        Self {
            partial: bits & 1 != 0,
            over: bits & 2 != 0,
            late: bits & 4 != 0,
            mismatch: bits & 8 != 0,
            marked: bits & 16 != 0,
            disputed: bits & 32 != 0,
        }
    }

    /// Whether a person should look: anything but a part payment.
    #[must_use]
    pub const fn need_a_person(self) -> bool {
        self.over || self.late || self.mismatch || self.disputed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_as_the_table_of_the_design_says() {
        use ChargeState as S;
        let legal = [
            (
                S::Requested,
                vec![S::Pending, S::Authorized, S::Paid, S::Declined, S::Cancelled, S::Expired],
            ),
            (S::Pending, vec![S::Authorized, S::Paid, S::Declined, S::Expired, S::Cancelled]),
            (S::Authorized, vec![S::Paid, S::Voided, S::Lapsed]),
            (S::Paid, vec![S::Disputed]),
            (S::Declined, vec![S::Paid]),
            (S::Expired, vec![S::Paid]),
            (S::Cancelled, vec![S::Paid]),
            (S::Voided, vec![S::Paid]),
            (S::Lapsed, vec![S::Paid]),
            (S::Disputed, vec![S::Paid, S::Reversed]),
            (S::Reversed, vec![]),
        ];
        assert_eq!(legal.len(), S::ALL.len());
        for (from, targets) in legal {
            for to in S::ALL {
                let moves = matches!(from.moved(to), Ok(Move::Moved | Move::MovedLate));
                assert_eq!(moves, targets.contains(&to), "{from:?} -> {to:?}");
            }
        }
    }

    #[test]
    fn money_for_an_ended_charge_is_late_and_never_refused() {
        use ChargeState as S;
        for ended in [S::Declined, S::Expired, S::Cancelled, S::Voided, S::Lapsed] {
            assert_eq!(ended.moved(S::Paid), Ok(Move::MovedLate), "{ended:?}");
        }
        assert_eq!(S::Paid.moved(S::Pending), Err(IllegalMove { from: S::Paid, to: S::Pending }));
    }

    #[test]
    fn flags_survive_their_bits() {
        for bits in 0..64 {
            assert_eq!(Flags::from_bits(bits).bits(), bits);
        }
    }

    #[test]
    fn words_are_read_back() {
        for state in ChargeState::ALL {
            assert_eq!(ChargeState::from_word(state.word()), Some(state));
        }
    }
}
