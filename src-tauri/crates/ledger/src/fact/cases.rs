//! Matters for a person: what was found, and what it came to.

use cobro_domain::{
    ids::{CaseId, ChargeId, InvoiceId},
    money::Currency,
};
use serde::{Deserialize, Serialize};

use super::{Posted, brief};

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matter {
    /// Money for a charge that had ended.
    Late,
    /// Another amount or currency than was asked.
    Mismatch,
    /// More than one payment for one charge.
    DoublePayment,
    /// More than was owed, by charges that each got what they asked.
    Overpaid,
    /// A report that contradicts what is known.
    Contradiction,
    /// The provider says that the money was contested or taken back.
    Disputed,
    /// The provider was asked for long enough and knows nothing of what it may have done: a
    /// person decides.
    Unanswered,
}

impl Matter {
    /// Every matter.
    pub const ALL: [Self; 7] = [
        Self::Late,
        Self::Mismatch,
        Self::DoublePayment,
        Self::Overpaid,
        Self::Contradiction,
        Self::Disputed,
        Self::Unanswered,
    ];

    /// The word in the ledger.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Mismatch => "mismatch",
            Self::DoublePayment => "double-payment",
            Self::Overpaid => "overpaid",
            Self::Contradiction => "contradiction",
            Self::Disputed => "disputed",
            Self::Unanswered => "unanswered",
        }
    }

    /// The matter with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|matter| matter.word() == word)
    }
}

/// A matter for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseOpened {
    /// The case.
    pub case: CaseId,
    /// What it is about.
    pub matter: Matter,
    /// The invoice.
    pub invoice: InvoiceId,
    /// The charge.
    pub charge: ChargeId,
    /// What was found, in words of the program.
    pub detail: String,
}

/// What a person decided about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Settlement {
    /// It stands as it is.
    Accepted,
    /// What came too much stays with the shop, for the customer to use.
    KeptAsCredit,
    /// What came too much was given back out of the drawer.
    PaidBackInCash,
    /// What came too much was given back from the shop's bank account.
    PaidBackByTransfer,
}

impl Settlement {
    /// Every settlement.
    pub const ALL: [Self; 4] =
        [Self::Accepted, Self::KeptAsCredit, Self::PaidBackInCash, Self::PaidBackByTransfer];

    /// The word in the ledger.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::KeptAsCredit => "kept-as-credit",
            Self::PaidBackInCash => "paid-back-in-cash",
            Self::PaidBackByTransfer => "paid-back-by-transfer",
        }
    }

    /// The settlement with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|settlement| settlement.word() == word)
    }
}

/// The end of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseClosed {
    /// The case.
    pub case: CaseId,
    /// The invoice.
    pub invoice: InvoiceId,
    /// What was decided.
    pub settled: Settlement,
    /// Why, as a person typed it.
    pub note: String,
    /// The currency of every amount here.
    pub currency: Currency,
    /// How much of what came counts for this invoice no more, because it was given back or is
    /// kept apart.
    #[serde(default, skip_serializing_if = "brief::is_zero")]
    pub surplus: i64,
    /// The entry, when money was given back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub postings: Vec<Posted>,
}
