//! What a charge by card or on a provider's page is, beside its amount.

use cobro_domain::{
    card::{CardBrand, CardKind},
    ids::ChargeId,
    money::Currency,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// The card of a charge and how its payer pays. Never its number, its code or its holder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardAsked {
    /// The charge.
    pub charge: ChargeId,
    /// Its brand, if it is one that is known here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<CardBrand>,
    /// Credit or debit.
    pub kind: CardKind,
    /// The last digits, by which people tell their cards apart.
    pub last_four: String,
    /// Whether the provider keeps the card.
    #[serde(default, skip_serializing_if = "super::is_false")]
    pub stored: bool,
    /// For how many days the money is held before it has to be taken; nothing when it is taken
    /// at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_days: Option<u32>,
    /// The currency of every amount here.
    pub currency: Currency,
    /// In how many parts the payer pays.
    pub months: u32,
    /// The provider's number for the promotion by which they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion: Option<String>,
    /// What the first part is.
    pub each: i64,
    /// What the payer pays in the end.
    pub total: i64,
}

/// The payer was given the provider's own page. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageOffered {
    /// The charge.
    pub charge: ChargeId,
    /// Until when it can be paid there.
    pub expires_at: Timestamp,
}
