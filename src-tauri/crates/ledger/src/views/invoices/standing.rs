//! Where an invoice stands: one word for lists and filters.

use cobro_domain::{charge::Flags, invoice::InvoiceState};
use rusqlite::Connection;

use crate::error::LedgerError;

/// Where an invoice stands, in the one word that a list shows. A flag wins over a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Owed, and nothing is under way.
    Open,
    /// A payer holds something to pay with.
    Waiting,
    /// A voucher is not issued yet.
    Unsent,
    /// Nothing is owed.
    Paid,
    /// Taken back.
    Voided,
    /// All of it came back.
    Returned,
    /// Owed, and the last attempt failed.
    Failed,
    /// Partly paid.
    Partial,
    /// More came than was owed.
    Over,
    /// Money came for a charge that had ended.
    Late,
    /// The provider reports another amount than was asked.
    Mismatch,
    /// A payment is contested.
    Disputed,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 12] = [
        Self::Open,
        Self::Waiting,
        Self::Unsent,
        Self::Paid,
        Self::Voided,
        Self::Returned,
        Self::Failed,
        Self::Partial,
        Self::Over,
        Self::Late,
        Self::Mismatch,
        Self::Disputed,
    ];

    /// The word in the ledger.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Unsent => "unsent",
            Self::Paid => "paid",
            Self::Voided => "voided",
            Self::Returned => "returned",
            Self::Failed => "failed",
            Self::Partial => "partial",
            Self::Over => "over",
            Self::Late => "late",
            Self::Mismatch => "mismatch",
            Self::Disputed => "disputed",
        }
    }

    /// The standing with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.word() == word)
    }
}

/// What is under way to collect an invoice.
#[derive(Clone, Copy)]
pub(super) struct Attempts {
    unsent: bool,
    waiting: bool,
    failed: bool,
}

impl Attempts {
    pub(super) fn of(conn: &Connection, invoice: i64) -> Result<Self, LedgerError> {
        let attempts = conn
            .prepare_cached(
                "SELECT coalesce(sum(state = 'requested'), 0),
                        coalesce(sum(state IN ('pending', 'authorized')), 0), count(*)
                 FROM charges WHERE invoice = ?1",
            )?
            .query_row([invoice], |row| {
                let all: i64 = row.get(2)?;
                Ok(Self { unsent: row.get(0)?, waiting: row.get(1)?, failed: all > 0 })
            })?;
        Ok(attempts)
    }
}

/// A flag wins over a state, and the state over what is under way. An invoice that has `ended`
/// has a word of its own for it.
pub(super) fn word_for(
    ended: Option<Standing>,
    state: InvoiceState,
    flags: Flags,
    attempts: Attempts,
) -> Standing {
    let rules = [
        (flags.disputed, Standing::Disputed),
        (flags.mismatch, Standing::Mismatch),
        (flags.late, Standing::Late),
        (flags.over, Standing::Over),
        (ended.is_some(), ended.unwrap_or(Standing::Paid)),
        (matches!(state, InvoiceState::Paid), Standing::Paid),
        (flags.partial, Standing::Partial),
        (attempts.unsent, Standing::Unsent),
        (attempts.waiting, Standing::Waiting),
        (attempts.failed, Standing::Failed),
    ];
    rules.into_iter().find(|(applies, _)| *applies).map_or(Standing::Open, |(_, word)| word)
}
