//! What happens to a charge, and the money that comes by it.

use cobro_domain::{
    charge::ChargeState,
    ids::{ChargeId, InvoiceId, MerchantAccountId, PaymentId, Reference},
    method::Method,
    money::Currency,
    voucher::Voucher,
};
use serde::{Deserialize, Serialize};

use super::{Posted, is_false};

/// A charge, decided here and not yet known to the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeRequested {
    /// The charge.
    pub charge: ChargeId,
    /// The invoice it collects.
    pub invoice: InvoiceId,
    /// The merchant account.
    pub account: MerchantAccountId,
    /// How it is paid.
    pub method: Method,
    /// Our name for it at the provider.
    pub reference: Reference,
    /// What it collects.
    pub amount: i64,
    /// In which currency.
    pub currency: Currency,
}

/// What the provider gave the payer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoucherIssued {
    /// The charge.
    pub charge: ChargeId,
    /// The provider's number for it.
    pub order: String,
    /// What the payer pays with.
    pub voucher: Voucher,
    /// SHA-256 of the provider's message, hexadecimal.
    pub message: String,
}

/// Another state, as the provider reports it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeReported {
    /// The charge.
    pub charge: ChargeId,
    /// The state; nothing when the provider's word is not known, and the charge stays open.
    pub state: Option<ChargeState>,
    /// The provider's number for it, when it came with this report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// The provider's words for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// SHA-256 of the provider's message, hexadecimal.
    pub message: String,
}

/// The provider refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeRefused {
    /// The charge.
    pub charge: ChargeId,
    /// The provider's words for people.
    pub text: String,
    /// SHA-256 of the provider's message, hexadecimal.
    pub message: String,
}

/// A person gave the charge up. What the payer holds may still be paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeCancelled {
    /// The charge.
    pub charge: ChargeId,
}

/// Money through a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentReceived {
    /// The payment.
    pub payment: PaymentId,
    /// The charge it came by.
    pub charge: ChargeId,
    /// The invoice.
    pub invoice: InvoiceId,
    /// The merchant account it stands on.
    pub account: MerchantAccountId,
    /// The provider's number for this movement.
    pub money_in: String,
    /// The currency of every amount here.
    pub currency: Currency,
    /// What came.
    pub amount: i64,
    /// What of it settles the invoice; the rest is surplus.
    pub allocated: i64,
    /// Whether the charge had ended before.
    #[serde(default, skip_serializing_if = "is_false")]
    pub late: bool,
    /// Whether another amount was asked.
    #[serde(default, skip_serializing_if = "is_false")]
    pub mismatch: bool,
    /// The entry.
    pub postings: Vec<Posted>,
    /// SHA-256 of the provider's message, hexadecimal.
    pub message: String,
}

/// What became of money that had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Correction {
    /// The payer's bank contests it: it is ours only on paper until that is decided.
    Contested,
    /// The shop was found right: it is ours again.
    Restored,
    /// It was taken back: what it settled is owed again.
    Reversed,
}

/// Money that came through a provider, corrected. The payment itself stays as it was booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentCorrected {
    /// The charge that it had come by.
    pub charge: ChargeId,
    /// The invoice.
    pub invoice: InvoiceId,
    /// The merchant account it stood on.
    pub account: MerchantAccountId,
    /// What became of it.
    pub correction: Correction,
    /// The currency of every amount here.
    pub currency: Currency,
    /// How much of it.
    pub amount: i64,
    /// The entry.
    pub postings: Vec<Posted>,
    /// SHA-256 of the provider's message, hexadecimal.
    pub message: String,
}
