//! What follows a charge: money that is held, taken and let go, and money that is given back.

use cobro_domain::{
    act::ActKind,
    ids::{ActId, ChargeId, InvoiceId, MerchantAccountId, PaymentId, RefundId},
    money::Currency,
    refund::RefundState,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::{Posted, brief, is_false};

/// Money is held on a card. It is not the shop's yet, so it posts nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldAuthorized {
    /// The charge.
    pub charge: ChargeId,
    /// The provider's number for it.
    pub order: String,
    /// The provider's number for the attempt that holds the money.
    pub attempt: String,
    /// The currency of what is held.
    pub currency: Currency,
    /// How much is held.
    pub held: i64,
    /// When it lapses by itself.
    pub lapses_at: Timestamp,
    /// SHA-256 of the provider's message, hexadecimal.
    pub message: String,
}

/// Somebody decided to take what is held, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaptureRequested {
    /// The charge.
    pub charge: ChargeId,
    /// The act that asks for it.
    pub act: ActId,
    /// The currency of the amount.
    pub currency: Currency,
    /// How much; the rest is let go.
    pub amount: i64,
}

/// Somebody decided to let go what is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoidRequested {
    /// The charge.
    pub charge: ChargeId,
    /// The act that asks for it.
    pub act: ActId,
    /// Why, as a person typed it.
    pub reason: String,
}

/// A capture or a void came to nothing: the hold stands as before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpFailed {
    /// The charge.
    pub charge: ChargeId,
    /// What it was.
    pub what: ActKind,
    /// The provider's words for people; nothing when the provider never heard of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The provider's number for it, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<String>,
    /// SHA-256 of the provider's message, hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// How a hold ended without a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HoldEnd {
    /// It was let go.
    Voided,
    /// It ran out.
    Lapsed,
}

/// What was held is the payer's again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldEnded {
    /// The charge.
    pub charge: ChargeId,
    /// How.
    pub end: HoldEnd,
    /// SHA-256 of the provider's message, hexadecimal.
    pub message: String,
}

/// Somebody decided to give money back through the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundRequested {
    /// The refund.
    pub refund: RefundId,
    /// The payment it is of.
    pub payment: PaymentId,
    /// The charge that the payment came by.
    pub charge: ChargeId,
    /// The invoice.
    pub invoice: InvoiceId,
    /// The currency of every amount here.
    pub currency: Currency,
    /// What the provider is to give back.
    pub amount: i64,
    /// What a person pays back besides: the provider cannot give back every amount.
    #[serde(default, skip_serializing_if = "brief::is_zero")]
    pub by_hand: i64,
    /// Why, as a person typed it.
    pub reason: String,
    /// The provider's number for the charge.
    pub order: String,
    /// The provider's number for the attempt that took the money.
    pub attempt: String,
    /// Refunds of this charge that the provider knew of before: none of them is this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<String>,
}

/// What a refund came to that moved no money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundReported {
    /// The refund.
    pub refund: RefundId,
    /// Where it stands; never given back.
    pub state: RefundState,
    /// The provider's words for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The provider's number for it, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<String>,
    /// SHA-256 of the provider's message, hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// The provider gave money back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundBooked {
    /// The refund.
    pub refund: RefundId,
    /// The payment it is of.
    pub payment: PaymentId,
    /// The charge that the payment came by.
    pub charge: ChargeId,
    /// The invoice.
    pub invoice: InvoiceId,
    /// The merchant account it was taken from.
    pub account: MerchantAccountId,
    /// The provider's number for it, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<String>,
    /// The currency of every amount here.
    pub currency: Currency,
    /// What went back.
    pub amount: i64,
    /// What of it was surplus of the payment; the rest is owed again.
    #[serde(default, skip_serializing_if = "brief::is_zero")]
    pub credit: i64,
    /// Whether nobody here was waiting for it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub late: bool,
    /// The entry: the mirror of what the payment booked.
    pub postings: Vec<Posted>,
    /// SHA-256 of the provider's message, hexadecimal.
    pub message: String,
}
