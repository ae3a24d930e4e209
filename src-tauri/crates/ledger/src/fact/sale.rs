//! What happens to an invoice at the counter.

use cobro_domain::{
    ids::{
        ChargeId, CreditNoteId, CustomerId, InvoiceId, PaymentId, PriceListId, ProductId, QuoteId,
    },
    invoice::Folio,
    method::Method,
    money::Currency,
    quantity::Quantity,
    tax::{Rate, TaxMode},
    time::Timestamp,
    unit::Unit,
};
use serde::{Deserialize, Serialize};

use super::{Posted, brief};

/// A line of an invoice, frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedLine {
    /// The product, when it was one of the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductId>,
    /// What the paper says.
    pub name: String,
    /// How many; one when nothing is said.
    #[serde(default = "brief::one", skip_serializing_if = "brief::is_one")]
    pub quantity: Quantity,
    /// What they are counted in; pieces when nothing is said. Invoices from before this was kept
    /// say nothing either.
    #[serde(default, skip_serializing_if = "Unit::is_piece")]
    pub unit: Unit,
    /// The price of one.
    pub price: i64,
    /// What the catalogue asked, where a person typed another price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<i64>,
    /// The list that the price came from, or that what stands in `instead_of` came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<PriceListId>,
    /// What is said of the line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Whether the price contains the taxes; it does when nothing is said.
    #[serde(default = "brief::included", skip_serializing_if = "brief::is_included")]
    pub mode: TaxMode,
    /// What discounts took, the line's own and its share of the ticket's.
    #[serde(default, skip_serializing_if = "brief::is_zero")]
    pub discount: i64,
    /// Without taxes.
    pub net: i64,
    /// Each tax: code, rate, amount.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "brief::line_taxes")]
    pub taxes: Vec<(String, Rate, i64)>,
    /// What the customer owes for it.
    pub total: i64,
}

/// An issued invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceIssued {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub folio: Folio,
    /// Who owes it; nobody by name for a walk-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// When it has to be paid; at once when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// The quote that was accepted by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<QuoteId>,
    /// The currency of every amount here.
    pub currency: Currency,
    /// What was sold.
    pub lines: Vec<IssuedLine>,
    /// What is said of the whole.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What discounts took, all in all.
    #[serde(default, skip_serializing_if = "brief::is_zero")]
    pub discount: i64,
    /// Without taxes.
    pub net: i64,
    /// Each tax: code, rate, base, amount.
    #[serde(with = "brief::invoice_taxes")]
    pub taxes: Vec<(String, Rate, i64, i64)>,
    /// What is owed.
    pub total: i64,
    /// The entry.
    pub postings: Vec<Posted>,
}

/// Cash for an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashReceived {
    /// The payment.
    pub payment: PaymentId,
    /// The invoice it settles.
    pub invoice: InvoiceId,
    /// The drawer.
    pub drawer: u32,
    /// The currency of every amount here.
    pub currency: Currency,
    /// What the customer gave.
    pub tendered: i64,
    /// What the customer got back.
    pub change: i64,
    /// What of the invoice it settles.
    pub amount: i64,
    /// What rounding to the next coin added to that; negative when it left some. What stays in
    /// the drawer is `amount + rounding`, which is `tendered - change` less the tip, if any: that
    /// is a fact of its own.
    #[serde(default, skip_serializing_if = "brief::is_zero")]
    pub rounding: i64,
    /// The entry.
    pub postings: Vec<Posted>,
}

/// A part of an invoice, or all of it, that came at the counter by no cash and by no provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenderReceived {
    /// The payment.
    pub payment: PaymentId,
    /// The invoice it settles.
    pub invoice: InvoiceId,
    /// `terminal` or `transfer`.
    pub method: Method,
    /// The terminal's authorisation, or what the bank calls it, as a person typed it.
    pub reference: String,
    /// The last four digits of the card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_four: Option<String>,
    /// The currency of every amount here.
    pub currency: Currency,
    /// What came.
    pub amount: i64,
    /// The entry.
    pub postings: Vec<Posted>,
}

/// What a customer gave beside what was owed, for whoever served. It is no part of the invoice and
/// no income: the shop owes it to its staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TipReceived {
    /// The invoice that it was given with.
    pub invoice: InvoiceId,
    /// `cash`, or `terminal`.
    pub method: Method,
    /// The currency of every amount here.
    pub currency: Currency,
    /// What was given.
    pub amount: i64,
    /// The entry.
    pub postings: Vec<Posted>,
}

/// An invoice taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceVoided {
    /// The invoice.
    pub invoice: InvoiceId,
    /// The credit note.
    pub credit_note: CreditNoteId,
    /// Its number.
    pub folio: Folio,
    /// Why, as a person typed it.
    pub reason: String,
    /// The currency of the entry.
    pub currency: Currency,
    /// The mirror of the invoice's entry.
    pub postings: Vec<Posted>,
}

/// What of a line came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnedLine {
    /// The place of the line on the invoice, from 0.
    pub line: u32,
    /// How many; one when nothing is said.
    #[serde(default = "brief::one", skip_serializing_if = "brief::is_one")]
    pub quantity: Quantity,
    /// Without taxes.
    pub net: i64,
    /// Each tax of the line: code, rate, amount.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "brief::line_taxes")]
    pub taxes: Vec<(String, Rate, i64)>,
    /// What the customer owes no more for it.
    pub total: i64,
}

/// Goods of an invoice came back, and a credit note says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoodsReturned {
    /// The credit note.
    pub credit_note: CreditNoteId,
    /// Its number.
    pub folio: Folio,
    /// The invoice that they were sold with.
    pub invoice: InvoiceId,
    /// Why, as a person typed it.
    pub reason: String,
    /// The currency of every amount here.
    pub currency: Currency,
    /// What came back.
    pub lines: Vec<ReturnedLine>,
    /// Without taxes.
    pub net: i64,
    /// All of it.
    pub total: i64,
    /// What of it a customer keeps as credit for another day.
    #[serde(default, skip_serializing_if = "brief::is_zero")]
    pub credit: i64,
    /// Whose credit that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The entry: what was sold, mirrored. What was owed is owed no more; what was paid is the
    /// customer's, or unapplied, until it goes back.
    pub postings: Vec<Posted>,
}

/// A paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentPrinted {
    /// The invoice it belongs to.
    pub invoice: InvoiceId,
    /// The charge, for a voucher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<ChargeId>,
    /// `voucher`, `receipt` or `credit-note`.
    pub document: String,
    /// `letter` or `roll`.
    pub paper: String,
}
