//! Cards: what is asked of a provider about them, and what it keeps of them.

use std::fmt;

use cobro_domain::{
    card::{Card, CardBrand, CardKind, MaskedNumber, SecurityCode},
    ids::Reference,
    money::Money,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::operation::{Address, Device, Party};

/// A card to be charged, or to hold money on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardSubmit {
    /// Our name for the charge, stored before this is sent.
    pub reference: Reference,
    /// What to collect or to hold.
    pub amount: Money,
    /// Whether the money is taken at once.
    pub steps: CardSteps,
    /// The card.
    pub card: CardSource,
    /// In how many parts the payer pays.
    pub instalments: Instalments,
    /// What the payer reads beside the amount.
    pub description: String,
    /// The language of the provider's messages, as ISO 639-1.
    pub language: String,
    /// Who buys.
    pub buyer: Party,
    /// Who pays; usually the buyer.
    pub payer: Option<Party>,
    /// Where goods are sent, when they are.
    pub shipping: Option<Address>,
    /// Where the provider should report to, when there is such a place.
    pub notify_url: Option<String>,
    /// What the payer pays from, when that is a browser and not our counter.
    pub device: Option<Device>,
}

/// Whether the money of a card is taken at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardSteps {
    /// At once.
    One,
    /// It is held now, and captured or let go later.
    Two,
}

/// Where the card comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardSource {
    /// It was typed.
    Typed(Card),
    /// The provider keeps it.
    Stored {
        /// The provider's name for it.
        token: CardToken,
        /// Its brand.
        brand: CardBrand,
        /// Credit or debit.
        kind: CardKind,
        /// The code, typed anew; none where the account may charge without it.
        code: Option<SecurityCode>,
    },
}

impl CardSource {
    /// The brand, if it is one that is known here.
    #[must_use]
    pub fn brand(&self) -> Option<CardBrand> {
        match self {
            Self::Typed(card) => card.number.brand(),
            Self::Stored { brand, .. } => Some(*brand),
        }
    }

    /// Credit or debit.
    #[must_use]
    pub const fn kind(&self) -> CardKind {
        match self {
            Self::Typed(card) => card.kind,
            Self::Stored { kind, .. } => *kind,
        }
    }
}

/// In how many parts the payer pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Instalments {
    /// All at once.
    One,
    /// In as many months, without interest.
    Months(u32),
    /// By a promotion of the provider, in as many months.
    Promotion {
        /// The provider's number for it.
        id: String,
        /// How many months.
        months: u32,
    },
}

impl Instalments {
    /// How many parts there are.
    #[must_use]
    pub const fn count(&self) -> u32 {
        match self {
            Self::One => 1,
            Self::Months(months) | Self::Promotion { months, .. } => *months,
        }
    }
}

/// The provider's own name for a card that it keeps. It is worth nothing to anybody else, but
/// it charges a card: logs do not show it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CardToken(pub String);

impl fmt::Debug for CardToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardToken(…)")
    }
}

/// A card that the provider is to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStoredCard {
    /// The shop's own number for whose it is.
    pub payer: String,
    /// The number of an identity document of theirs.
    pub document: String,
    /// The card; its security code is never kept and never sent here.
    pub card: Card,
}

/// A card that the provider keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCard {
    /// The provider's name for it.
    pub token: CardToken,
    /// The shop's own number for whose it is.
    pub payer: Option<String>,
    /// What of its number may be shown.
    pub number: Option<MaskedNumber>,
    /// Its brand, if it is one that is known here.
    pub brand: Option<CardBrand>,
    /// Credit or debit.
    pub kind: CardKind,
    /// Since when the provider keeps it, by its own clock.
    pub since: Option<Timestamp>,
}

/// Which of the cards that a provider keeps to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredCards {
    /// One, by its name.
    One(CardToken),
    /// Every card that the provider keeps since one moment and until another.
    Between {
        /// From here.
        from: Timestamp,
        /// To here.
        to: Timestamp,
    },
}

/// A way to pay in parts that the provider offers for an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promotion {
    /// The provider's number for it; none for the conditions that always hold.
    pub id: Option<String>,
    /// What people call it.
    pub title: Option<String>,
    /// The brand it is for; none for every brand.
    pub brand: Option<CardBrand>,
    /// From when it holds, as the provider writes it.
    pub from: Option<String>,
    /// Until when it holds, as the provider writes it.
    pub until: Option<String>,
    /// The days of the week on which it holds, as the provider writes them; every day if none.
    pub days: Vec<String>,
    /// Its numbers of months, each with what it costs the payer.
    pub parts: Vec<PromotionPart>,
}

/// One number of months of a promotion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromotionPart {
    /// How many months.
    pub months: u32,
    /// What the payer pays in the end, or the text that is no amount.
    pub total: Result<Money, String>,
}
