//! Prices that the shop keeps to until a day. None of these facts posts anything: nothing is owed.
//!
//! That a quote was accepted is said by the invoice that it became.

use cobro_domain::{
    ids::{CustomerId, QuoteId},
    invoice::Folio,
    money::Currency,
    tax::Rate,
    ticket::Discount,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::{IssuedLine, brief};

/// A line of a quote, frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedLine {
    /// What an invoice would say of it.
    #[serde(flatten)]
    pub line: IssuedLine,
    /// The line's own discount as it was typed; `discount` is what all of them took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_discount: Option<Discount>,
}

/// A quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteIssued {
    /// The quote.
    pub quote: QuoteId,
    /// Its number.
    pub folio: Folio,
    /// Who asked for it; nobody by name for a walk-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The last moment at which its prices count.
    pub valid_until: Timestamp,
    /// The currency of every amount here.
    pub currency: Currency,
    /// What was quoted.
    pub lines: Vec<QuotedLine>,
    /// What is said of the whole.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The discount on the whole as it was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_discount: Option<Discount>,
    /// What discounts took, all in all.
    #[serde(default, skip_serializing_if = "brief::is_zero")]
    pub discount: i64,
    /// Without taxes.
    pub net: i64,
    /// Each tax: code, rate, base, amount.
    #[serde(with = "brief::invoice_taxes")]
    pub taxes: Vec<(String, Rate, i64, i64)>,
    /// What would be owed.
    pub total: i64,
}

/// A quote taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteWithdrawn {
    /// The quote.
    pub quote: QuoteId,
    /// Why, as a person typed it.
    pub reason: String,
}
